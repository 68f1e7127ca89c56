"""Tables that tell on how many tokens models were trained: a row or a column counts that is named as the release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.token_words import AMOUNT, QUALIFIED, Amount, amount_of

_ON_TRAINING = Caseless(
    r"\W*(?:total )?(?:(?:# ?|no\. of |number of )?(?:pre-? ?)?train(?:ing|ed)?[ -](?:tokens?|data ?\(tokens\)|data"
    r"|budget|token count|corpus)|tokens (?:trained|seen)(?: on)?)(?: ?\([^)]{0,20}\))?\W*"
)
_TOKENS = Caseless(r"\W*(?:# ?|no\. of |number of |total )?(?:tokens?(?: count)?|token count)\W*")
_CELL = re.compile(
    rf"\W{{0,4}}{QUALIFIED}{AMOUNT}(?P<tokens>[ -]?(?:text )?tokens?)?\W{{0,4}}", re.IGNORECASE
)
_SIZE_HEAD = Caseless(r"\W*(?:model )?(?:sizes?|param\w*)\W*")
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)b(?![a-z])")
_ENDING = re.compile(r"-(?:hf|base)$")


def cells_on_tokens(release_id: str, row: Passage) -> Iterator[Amount]:
    """What a row below a head tells of the release."""
    heads, cells = _cells(row.head), _cells(row.text)
    if len(heads) < 2 or len(cells) < 2:
        return
    if _is_label(cells[0]):
        yield from _by_column(release_id, heads, cells)
    elif _names(release_id, cells[0]) or (
        _SIZE_HEAD.fullmatch(heads[0]) and _is_size_of(release_id, cells[0])
    ):
        on = [n for n, head in enumerate(heads) if _ON_TRAINING.fullmatch(head)]
        on = on or [n for n, head in enumerate(heads) if _TOKENS.fullmatch(head)]
        if len(on) == 1 and on[0] < len(cells):
            yield from _amount(cells[on[0]], heads[on[0]])


def _by_column(release_id: str, heads: list[str], cells: list[str]) -> Iterator[Amount]:
    """Of a row labelled as one on tokens, the only amount, or that in the column of the release."""
    told = [n for n, cell in enumerate(cells) if n and _CELL.fullmatch(cell)]
    if len(told) > 1 or len(cells) > 3:
        told = [n for n in told if n < len(heads) and _names(release_id, heads[n])]
    if len(told) == 1:
        yield from _amount(cells[told[0]], cells[0])


def _is_label(cell: str) -> bool:
    return bool(_ON_TRAINING.fullmatch(cell))


def _amount(cell: str, head: str) -> Iterator[Amount]:
    match = _CELL.fullmatch(cell)
    if match is None or not (match["tokens"] or "token" in head.lower()):
        return
    if amount := amount_of(match):
        yield amount._replace(is_pre="pre" in head.lower())


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split(" | ")]


def _names(release_id: str, cell: str) -> bool:
    """Whether a cell holds the name of the release and nothing else."""
    name = _ENDING.sub("", release_id.rpartition("/")[2].lower())
    return bool(cell) and _plain(cell) in {_plain(name), _plain(release_id)}


def _is_size_of(release_id: str, cell: str) -> bool:
    """Whether a cell holds the size that the name of the release gives."""
    size = re.fullmatch(r"\W*(\d+(?:\.\d+)?) ?b\W*", cell, re.IGNORECASE)
    return size is not None and {float(size[1])} == sizes_in(release_id)


def sizes_in(release_id: str) -> set[float]:
    """The billions of parameters that the name of a release gives."""
    return set(map(float, _SIZE.findall(release_id.rpartition("/")[2].lower())))


def _plain(text: str) -> str:
    return _ENDING.sub("", re.sub(r"[^a-z0-9.-]", "", text.lower())).replace("-", "")
