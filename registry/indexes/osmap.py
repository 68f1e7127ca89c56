"""OSMAP: records of the AI Stack Map on models, each of a file on the product and one with its scores. Pure.

Format: https://github.com/currentai-org/os-ai-map, folders ``products`` and ``scores``. What it says of weights, data
and code stands in one line, with its reasons in brackets; the words before the brackets are taken, the reasons left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from registry.indexes.record import (
    FileError,
    NoRecordError,
    Record,
    Refused,
    Said,
    Taken,
    address_of,
    day_of,
    fields_of,
    hub_ids,
    line_of,
    name_of,
    part_of,
)

_WORD = re.compile(r"\s*([a-z][a-z_ -]{0,40}?)\s*:\s*([a-z][a-z_ ]{0,40}?)\s*(?:\(|$)")
ITEMS = ("weights", "data", "code", "checkpoints")
"""What is taken of the line of components; the rest of it are licences and bases in its own words."""
_MOST = 4000
_FOLDERS = {"products": "name", "scores": "product"}
"""The folders, and the field that names the product in the files of each."""


def parse_all(files: Mapping[str, bytes]) -> Taken:
    """The records of all files together: each product with its scores."""
    unreadable: list[Refused] = []
    beside: list[Refused] = []
    products, scores = (
        _named(folder, name, files, unreadable, beside) for folder, name in _FOLDERS.items()
    )
    records = []
    for key, (file, product) in products.items():
        is_model = line_of(product.get("type")) in {"", "model"}
        beside.append(Refused(file, "what is scored" if is_model else "it is about no model"))
        if key not in scores:
            continue
        scored, told = scores.pop(key)
        record = _record(key, product, scored, told)
        if not is_model:
            beside.append(Refused(scored, "it is about no model"))
        elif record is None:
            unreadable.append(Refused(scored, "it says nothing of openness"))
        else:
            records.append(record)
    unreadable += [
        Refused(file, "the product is not there that it scores") for file, _ in scores.values()
    ]
    for file in files:
        if _folder_of(file) not in _FOLDERS:
            beside.append(Refused(file, "it is in neither of the folders products and scores"))
    return Taken(tuple(records), tuple(unreadable), tuple(beside), len(files))


def _folder_of(file: str) -> str:
    return name_of(file.rpartition("/")[0])


def _named(
    folder: str,
    name: str,
    files: Mapping[str, bytes],
    unreadable: list[Refused],
    beside: list[Refused],
) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """The files of a folder and their fields by the product that each names; those refused go into the lists."""
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for file, body in files.items():
        if _folder_of(file) != folder:
            continue
        try:
            fields = fields_of(body)
            key = line_of(fields.get(name))
            if not key:
                raise NoRecordError("it names no product")
            if key in found:
                raise FileError(f"there is another file on {key}")
            found[key] = file, fields
        except FileError as error:
            unreadable.append(Refused(file, str(error)))
        except NoRecordError as error:
            beside.append(Refused(file, str(error)))
    return found


def _record(
    key: str, product: Mapping[str, Any], file: str, scored: Mapping[str, Any]
) -> Record | None:
    openness = part_of(scored, "openness")
    overall = {
        "class": line_of(openness.get("class")).replace("_", " "),
        "score": openness["score"] if _is_score(openness.get("score")) else None,
        "of": 5,
    }
    if not overall["class"]:
        return None
    looked = sorted(day_of(source.get("accessed")) for source in _sources(openness))
    return Record(
        key=key,
        name=line_of(product.get("display_name")) or key,
        hub=hub_ids([entry.get("url") for entry in _entries(product.get("huggingface_model"))]),
        verdicts=dict(_components(openness.get("components"))),
        overall=overall,
        file=name_of(file),
        dated=looked[-1] if looked else "",
    )


def _is_score(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 5


def _entries(value: object) -> Iterator[Mapping[str, Any]]:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            yield entry


def _sources(openness: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (s for s in _entries(openness.get("sources")) if address_of(s.get("url")))


def _components(value: object) -> Iterator[tuple[str, Said]]:
    for part in _parts(value[:_MOST] if isinstance(value, str) else ""):
        told = _WORD.match(part)
        if told and told[1] in ITEMS:
            yield told[1], Said(told[2].replace("_", " "))


def _parts(text: str) -> Iterator[str]:
    """The parts of a line between semicolons that stand in no brackets."""
    depth, begin = 0, 0
    for place, sign in enumerate(text):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign == ";" and not depth:
            yield " ".join(text[begin:place].split())
            begin = place + 1
    yield " ".join(text[begin:].split())
