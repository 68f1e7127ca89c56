"""Fields: everything that one can filter by, with its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from registry.filters.bands import INFINITE, MEMORIES, PRECISIONS, SIZE_WORDS, SIZES
from registry.filters.languages import LANGUAGES
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion, Rubric

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to filter by.

    ``options`` maps each allowed value to its sentence; it is empty when any text will do, and then
    ``phrase`` is the sentence, with ``{}`` for the value. ``labels`` are the values as a list of them shows
    them, where that is not the value itself. ``bounds`` holds, where the options are bands of a number, the lowest
    of each and the one where the next begins. ``pillar`` is that of a criterion.
    """

    name: str
    title: str
    phrase: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    numeric: bool = False
    pattern: re.Pattern[str] | None = None
    pillar: str = ""

    def sentence(self, value: str) -> str:
        """The filter in words: ``data is open``."""
        if self.numeric:
            return self.phrase.format(f"{int(value):,}")
        return self.options.get(value) or self.phrase.format(self.label(value))

    def label(self, value: str) -> str:
        """The value as a list of values shows it."""
        return self.labels.get(value, value)

    def accept(self, value: str) -> str | None:
        """The value as it counts here, whatever its case; None when it is not allowed."""
        if self.numeric:
            return str(int(value)) if value.isdecimal() and len(value) < 16 else None
        if self.pattern is not None:
            return value if self.pattern.fullmatch(value) else None
        if not self.options:
            return value
        return next((known for known in self.options if _plain(known) == _plain(value)), None)


def make_fields(rubric: Rubric) -> dict[str, Field]:
    """Everything that one can filter by under a rubric."""
    return {f.name: f for f in (*_graded(rubric), *_described())}


_made: list[tuple[Rubric, Mapping[str, Field]]] = []


def fields_of(rubric: Rubric) -> Mapping[str, Field]:
    """The same, made once for the rubric in force: every address that is read needs them."""
    # Not by ``lru_cache``: to hash a rubric takes longer than to make its fields.
    for known, fields in _made:
        if known is rubric:
            return fields
    made = make_fields(rubric)
    _made[:] = [(rubric, made)]
    return made


def _graded(rubric: Rubric) -> Iterator[Field]:
    yield Field(
        "class", "Openness class", options={c.id: f"class is {c.id}" for c in rubric.classes}
    )
    for pillar in rubric.pillars:
        yield _pillar_field(rubric, pillar.id, pillar.title)
        for criterion in rubric.of_pillar(pillar.id):
            yield _criterion_field(criterion)
    yield Field("letter", "Grade", options={b.id: f"grade is {b.id}" for b in rubric.letters})
    yield Field(
        "claim",
        "Claims of openness",
        options={
            "contradicted": "claims more openness than was found",
            "uncontradicted": "claims no more than was found",
        },
        labels={
            "contradicted": "claims open, but isn’t",
            "uncontradicted": "claims no more than was found",
        },
    )
    levels = rubric.criterion("weights.license").levels
    yield Field(
        "license_class",
        "Licence allows",
        options={lv.id: _license_sentence(lv.id) for lv in levels},
        labels={
            "open-source": "any use",
            "use-restricted": "use under conditions",
            "non-commercial": "no commercial use",
            "none": "none declared",
        },
    )


def _described() -> Iterator[Field]:
    yield Field("license", "Declared licence", phrase="declares the licence {}")
    yield Field("organization", "Organization", phrase="published by {}")
    yield Field("family", "Family", phrase="belongs to the family of {}")
    yield Field(
        "derived",
        "Descent",
        options={"no": "not derived from another release", "yes": "derived from another"},
        labels={"no": "original", "yes": "derived from another"},
    )
    yield Field("relation", "Made by", phrase="made as {}")
    yield Field(
        "size",
        "Parameters",
        options={v: f"has {words} parameters" for v, words in SIZE_WORDS.items()},
        labels=SIZE_WORDS,
        bounds=SIZES,
    )
    for name, (how, _) in PRECISIONS.items():
        yield Field(
            name,
            f"Memory, {how}",
            options={v: f"fits in {v} GB {how}" for v in MEMORIES},
            labels={v: f"fits in {v} GB" for v in MEMORIES},
            bounds=MEMORIES,
        )
    yield Field("language", "Language", phrase="made for the language {}", labels=LANGUAGES)
    yield Field("task", "Task", phrase="made for {}")
    yield Field("year", "Released in", phrase="released in {}", pattern=_YEAR)
    yield Field("min_downloads", "Downloads", phrase="at least {} downloads", numeric=True)


def _pillar_field(rubric: Rubric, pillar_id: str, title: str) -> Field:
    bands = rubric.pillar_levels
    ceilings = (INFINITE, *(b.floor for b in bands))
    words = {"open": "open", "partial": "open in part", "closed": "closed or undisclosed"}
    verb = "are" if pillar_id == "weights" else "is"
    return Field(
        pillar_id,
        title,
        options={b.id: f"{title.lower()} {verb} {words.get(b.id, b.id)}" for b in bands},
        bounds={b.id: (b.floor, top) for b, top in zip(bands, ceilings, strict=False)},
    )


def _criterion_field(criterion: Criterion) -> Field:
    title = criterion.title
    values = (*(level.id for level in criterion.levels), UNCHECKED, NOT_APPLICABLE)
    labels = {level: level.replace("-", " ") for level in values}
    told = {level: f"{title[0].lower()}{title[1:]}: {label}" for level, label in labels.items()}
    told[NOT_APPLICABLE] = f"{title[0].lower()}{title[1:]}: does not apply"
    labels[NOT_APPLICABLE] = "does not apply"
    return Field(criterion.id, title, options=told, labels=labels, pillar=criterion.pillar)


def _license_sentence(level: str) -> str:
    known = {
        "open-source": "licence is open source",
        "use-restricted": "licence restricts use",
        "non-commercial": "licence forbids commercial use",
        "none": "no licence is declared",
    }
    return known.get(level, f"licence is {level}")


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()
