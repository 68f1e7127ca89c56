"""FMTI: what the Foundation Model Transparency Index found of companies. Pure.

Format: https://github.com/stanford-crfm/fmti, a table of scores (an indicator a row, a company a column), a table of
the indicators' definitions, and a report a company. The reports hold the companies' words, which are left there: they
are only read for the scores of a company that the table lacks, and to see that they say the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from registry.indexes.record import (
    FileError,
    NoRecordError,
    Record,
    Refused,
    Said,
    Taken,
    key_of,
    line_of,
    name_of,
    text_of,
)

MET, NOT_MET = "met", "not met"
_WORDS = {"1": MET, "0": NOT_MET}
_INDICATOR, _SCORE, _DEFINITION = "Indicator", "Score", "Definition"
_REPORT = re.compile(r"(.+?)[_-]fmtransparencyreport", re.IGNORECASE)
_MONTH = re.compile(
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ _-]?(20\d\d)", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Scores = dict[str, dict[str, str]]
"""By company and indicator, whether it is met."""


def parse_all(files: Mapping[str, bytes]) -> Taken:
    """The records of all files together, one a company."""
    tables: dict[str, Scores] = {}
    reports: dict[str, Scores] = {}
    unreadable, beside = [], []
    for file, body in files.items():
        try:
            scores, is_report = _scores(file, body)
            (reports if is_report else tables)[file] = scores
        except FileError as error:
            unreadable.append(Refused(file, str(error)))
        except NoRecordError as error:
            beside.append(Refused(file, str(error)))
    records: dict[str, Record] = {}
    for file, scores in (*tables.items(), *reports.items()):
        for company, met in scores.items():
            record = _record(company, met, file)
            if file in tables and company in records:
                unreadable.append(Refused(file, f"there is another table that scores {company}"))
            elif company in records and file in reports:
                beside.append(Refused(file, _against(records[company], record)))
                records[company] = replace(records[company], file=record.file)
            else:
                records[company] = record
    return Taken(tuple(records.values()), tuple(unreadable), tuple(beside), len(files))


def _against(known: Record, told: Record) -> str:
    """What a report adds to the table: nothing, as a rule."""
    differing = [i for i, said in told.verdicts.items() if known.verdicts.get(i) != said]
    if not differing:
        return "a report that scores as the table does"
    shown = ", ".join(differing[:3]) + (", …" if len(differing) > 3 else "")
    return f"a report that differs from the table in {len(differing)}, which counts: {shown}"


def _record(company: str, met: Mapping[str, str], file: str) -> Record:
    month = _MONTH.search(file)
    return Record(
        key=company,
        name=company,
        organization=company,
        verdicts={indicator: Said(word) for indicator, word in met.items()},
        overall={"met": sum(word == MET for word in met.values()), "of": len(met)},
        file=f"reports/{name_of(file)}" if _REPORT.match(key_of(file)) else name_of(file),
        dated=f"{month[2]}-{_MONTHS.index(month[1].lower()) + 1:02}" if month else "",
    )


def _scores(file: str, body: bytes) -> tuple[Scores, bool]:
    """The scores of a file, and whether it is a report of one company. Raises FileError and NoRecordError."""
    rows = csv.DictReader(io.StringIO(text_of(body), newline=""), strict=True)
    try:
        columns = [line_of(name) for name in rows.fieldnames or ()]
        if _INDICATOR not in columns:
            raise NoRecordError("it has no column Indicator")
        if _SCORE in columns:
            named = _REPORT.match(key_of(file))
            if named is None:
                raise FileError("it scores a company that its name does not tell")
            company = line_of(named[1].replace("_", " "))
            return {company: dict(_column(rows, _SCORE))}, True
        companies = [c for c in columns if c and c not in {_INDICATOR, "Domain", "Subdomain"}]
        if _DEFINITION in columns or not companies:
            raise NoRecordError("it defines indicators")
        table = list(rows)
        return {company: dict(_column(table, company)) for company in companies}, False
    except csv.Error as error:
        raise FileError(f"malformed CSV in line {rows.line_num}: {error}") from error


def _column(
    rows: csv.DictReader[str] | list[dict[str, str]], name: str
) -> Iterator[tuple[str, str]]:
    """Raises FileError where a score is neither 0 nor 1, and NoRecordError where there is none."""
    told = 0
    for row in rows:
        indicator, score = line_of(row.get(_INDICATOR)), line_of(row.get(name))
        if not indicator:
            continue
        if score not in _WORDS:
            raise FileError(f"the score of {name} on {indicator} is neither 0 nor 1")
        told += 1
        yield indicator, _WORDS[score]
    if not told:
        raise NoRecordError("it scores nothing")
