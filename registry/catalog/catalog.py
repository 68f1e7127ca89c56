"""The catalog in memory: columns over all listed releases. It never changes; a newer one takes its place."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from registry.catalog.coded import Coded, Many, Mask, Names, Rows
from registry.catalog.gathering import NONE, PILLARS, Gathered
from registry.catalog.lineages import families
from registry.catalog.names import NameWords, PublisherNames
from registry.filters.bands import BESIDES_WEIGHTS, PRECISIONS
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric
from registry.scoring.short import DIGITS, RESERVED

NOT_GRADED, IS_NOT_APPLICABLE, IS_UNCHECKED = 255, 254, 253
"""What stands among the levels of a criterion for none."""

Tenths = NDArray[np.int16]
"""Scores of 0 to 100 as whole tenths, 0 to 1000: what is shown as equal is equal."""
NO_SCORE = -1
"""What stands among tenths for the score of a release that is not graded, or has none of the pillars that count."""

FIRST_DATE_OF_THE_HUB = 19053
"""2 March 2022: the Hub gives this day to all that was there before it began to keep dates."""
_OUTSIDE = {NOT_APPLICABLE: IS_NOT_APPLICABLE, UNCHECKED: IS_UNCHECKED}


class Catalog:
    """What the registry knows of all releases, by row, in the order of ids.

    Scores and pillars are 0 to 100, NaN for none; ``levels`` hold by criterion the number of the level in
    ``criterion.levels``; ``created``, ``modified`` and ``graded`` are days since 1970, and ``grade`` numbers grades as
    they were made; -1 is an unknown number. ``family`` is the name of the original, which may not be in the catalog.
    """

    def __init__(self, told: Gathered, rubric: Rubric) -> None:
        texts, numbers = told.texts, told.numbers
        self.rubric = rubric
        self.ids = Names(told.ids)
        self.size = len(self.ids)
        self.score, self.high = numbers["score"], numbers["high"]
        self.pillars = {name: numbers[name] for name in PILLARS}
        self.checked, self.total = numbers["checked"], numbers["total"]
        self.levels = _levels(texts["levels"], texts["rubric_version"], rubric)
        for name in ("organization", "license", "task", "relation"):
            setattr(self, name, texts[name])
        self.openness, self.letter = texts["openness"], texts["letter"]
        self.license_class = texts["license_class"]
        self.languages = Many(texts["languages"])
        self.downloads, self.likes = numbers["downloads"], numbers["likes"]
        self.parameters, self.bits = numbers["parameters"], numbers["bits"]
        self.tokens = numbers["tokens"]
        dated = numbers["created"] != FIRST_DATE_OF_THE_HUB
        self.created = np.where(dated, numbers["created"], np.int32(NONE))
        self.modified = numbers["modified"]
        self.grade, self.graded = numbers["grade"], numbers["graded"]
        self.overclaims = numbers["overclaims"]
        self.family: Coded = families(self.ids, texts["base"], told.moves)
        self.is_derived: Mask = ~texts["base"].mask("")
        self.year = _years(self.created)
        self.derivatives = _derivatives(self.family, self.size)
        self.name_words = NameWords(told.ids)
        self.publisher_names = PublisherNames(self.organization)
        self.rows_by_number = _rows_by_number(numbers["number"])

    organization: Coded
    license: Coded
    task: Coded
    relation: Coded

    @cached_property
    def prior(self) -> NDArray[np.float32]:
        """How probably each release is meant by somebody who says little: rather an original than what is made of it,
        and rather what much was made of, and what is used."""
        made_of_it = np.log10(1.0 + self.derivatives)
        used = np.log10(1.0 + np.maximum(0, self.downloads))
        return (~self.is_derived + 0.5 * made_of_it + 0.5 * used).astype(np.float32)

    @cached_property
    def score_tenths(self) -> Tenths:
        """By row the score that the rubric gives."""
        whole = np.rint(self.score * np.float32(10))
        return np.where(self.is_graded, whole, NO_SCORE).astype(np.int16)

    @cached_property
    def pillar_tenths(self) -> NDArray[np.float32]:
        """By pillar and row the score in whole tenths; 0 for a pillar that does not apply."""
        return np.vstack([np.rint(np.nan_to_num(own) * 10) for own in self.pillars.values()])

    @cached_property
    def counted_pillars(self) -> NDArray[np.uint8]:
        """By row which pillars apply: the first as the lowest bit."""
        applies = [~np.isnan(own) for own in self.pillars.values()]
        return np.packbits(applies, axis=0, bitorder="little")[0]

    @property
    def is_graded(self) -> Mask:
        """The rows that have a grade."""
        return ~np.isnan(self.score)

    def row_of(self, release_id: str) -> int | None:
        """The row of a release; None when it is not listed."""
        return self.ids.position(release_id)

    def ids_of(self, rows: Rows | list[int]) -> list[str]:
        """The ids of rows."""
        return [self.ids[row] for row in rows]

    def memory_gb(self, precision: str) -> NDArray[np.float32]:
        """Gigabytes that each release needs when loaded at a precision of ``PRECISIONS``; NaN when not known."""
        bits = np.minimum(self.bits, PRECISIONS[precision][1])
        parameters = np.where(self.parameters > 0, self.parameters, np.nan)
        gigabytes: NDArray[np.float32] = parameters * (bits * (BESIDES_WEIGHTS / 8e9))
        return gigabytes


def _levels(told: Coded, versions: Coded, rubric: Rubric) -> dict[str, NDArray[np.uint8]]:
    """The levels by criterion. What another version of the rubric graded speaks of other levels, and counts as not
    graded until it is graded anew."""
    count = len(rubric.criteria)
    known = [levels if len(levels) == count else "!" * count for levels in told.values]
    signs = np.frombuffer("".join(known).encode(), dtype=np.uint8).reshape(len(known), count)
    meaning = np.full(256, NOT_GRADED, dtype=np.uint8)
    meaning[[ord(digit) for digit in DIGITS]] = range(len(DIGITS))
    for level, sign in RESERVED.items():
        meaning[ord(sign)] = _OUTSIDE[level]
    table, is_current = meaning[signs], versions.mask(rubric.version)
    return {
        c.id: np.where(is_current, table[told.codes, n], np.uint8(NOT_GRADED))
        for n, c in enumerate(rubric.criteria)
    }


def level_number(rubric: Rubric, criterion_id: str, level: str) -> int:
    """The number that stands for a level among those of a criterion. Raises KeyError for one that it has not."""
    return _OUTSIDE[level] if level in _OUTSIDE else rubric.criterion(criterion_id).rank(level)


def _years(days: NDArray[np.int32]) -> Coded:
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + 1970
    found, codes = np.unique(np.where(days == NONE, 0, years), return_inverse=True)
    return Coded([str(year) if year else "" for year in found.tolist()], codes.astype(np.int32))


def _derivatives(family: Coded, size: int) -> NDArray[np.int32]:
    """By row, how many releases descend from it if it is an original."""
    members = np.bincount(family.codes, minlength=len(family.values))[:size]
    is_original = family.codes == np.arange(size)
    return np.where(is_original, members - 1, 0).astype(np.int32)


def _rows_by_number(numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """By number of a text the row of its release; -1 for what is no longer the text of any."""
    rows = np.full(int(numbers.max(initial=0)) + 1, -1, dtype=np.int32)
    has_text = numbers >= 0
    rows[numbers[has_text]] = np.flatnonzero(has_text)
    return rows
