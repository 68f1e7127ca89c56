"""Reading: the records in the files of any index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from registry.indexes import fmti, mot, osai, osmap
from registry.indexes.record import FileError, NoRecordError, Record, Refused, Taken
from registry.scoring.frameworks import Framework
from registry.scoring.licenses import LicenseTable


def read(
    source: str, files: Mapping[str, bytes], frameworks: Iterable[Framework], licenses: LicenseTable
) -> Taken:
    """The records in the files of an index, by their names; those that can't be read stop none of the others."""
    if source == "osai":
        return _each(files, osai.parse)
    if source == "mot":
        mof = next(f for f in frameworks if f.id == "mof")
        return _each(files, partial(mot.parse, framework=mof, licenses=licenses))
    return {"fmti": fmti.parse_all, "osmap": osmap.parse_all}[source](files)


def _each(files: Mapping[str, bytes], parse: Callable[[str, bytes], Record]) -> Taken:
    """The records of an index that has one file for each."""
    records: dict[str, Record] = {}
    unreadable, beside = [], []
    for file, body in files.items():
        try:
            record = parse(file, body)
            if record.key in records:
                raise FileError(f"there is another file of that name: {records[record.key].file}")
            records[record.key] = record
        except FileError as error:
            unreadable.append(Refused(file, str(error)))
        except NoRecordError as error:
            beside.append(Refused(file, str(error)))
    return Taken(tuple(records.values()), tuple(unreadable), tuple(beside), len(files))
