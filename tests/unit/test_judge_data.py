"""The judges of the data pillar: evidence to level and reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.scoring.case import Case, Dataset, Verdict
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges import JUDGES
from tests.unit.cases import case, criterion

HUB = "https://huggingface.co/datasets/"
MIX = Dataset("acme/mix", Outcome.FOUND, license="odc-by", documented=True)
NC = Dataset("acme/nc", Outcome.FOUND, license="cc-by-nc-4.0")
GATED = Dataset("acme/gated", Outcome.FOUND, gated="auto", license="other")
APPROVED = Dataset("acme/approved", Outcome.FOUND, gated="manual")
BARE = Dataset("acme/bare", Outcome.FOUND, bare=True)
GONE = Dataset("acme/gone", Outcome.ABSENT)
UNSEEN = Dataset("acme/unseen", Outcome.UNCHECKED)
DATASETS = {d.id: d for d in (MIX, NC, GATED, APPROVED, BARE, GONE, UNSEEN)}


def source(fact: str, value: str = "", **fields: str) -> Evidence:
    return Evidence("data.sources", fact, value=value, quote="…", **fields)


LINDERA = source("name", "Lindera")


def repo(dataset: Dataset) -> Evidence:
    return source("dataset", dataset.id, target=f"{HUB}{dataset.id}")


def corpus(name: str, *, public: bool = True, documented: bool = False) -> tuple[Evidence, ...]:
    found = [source("corpus", name)]
    if public:
        found.append(Evidence("data.access", "public", value=name))
    if documented:
        found.append(Evidence("data.datasheet", "documented", value=name))
    return tuple(found)


def linked(name: str, dataset: Dataset, *, documented: bool) -> tuple[Evidence, ...]:
    named = source("corpus", name, target=f"{HUB}{dataset.id}")
    return (named, *corpus(name, documented=documented)[1:])


def judge(criterion_id: str, *evidence: Evidence) -> Verdict:
    found = criterion(criterion_id)
    return JUDGES[found.judge](of(*evidence), found)


def of(*evidence: Evidence) -> Case:
    return case(evidence, datasets=DATASETS)


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ([], "undisclosed"),
        ([*corpus("C4")], "itemised"),
        ([*corpus("C4"), source("rest", "proprietary")], "named-in-part"),
        ([*corpus("C4"), source("kind-listed", "books")], "named-in-part"),
        ([*corpus("C4"), source("kind", "books")], "itemised"),
        ([LINDERA], "itemised"),
        ([source("kind", "books"), source("kind-listed", "code")], "described"),
        ([source("unknown")], "undisclosed"),
        ([Evidence("data.sources", "withheld", Outcome.DENIED)], "closed"),
        ([Evidence("data.sources", "withheld", Outcome.DENIED), *corpus("C4")], "itemised"),
        ([Evidence("card", "card", Outcome.UNCHECKED, value="gone")], "unchecked"),
    ],
)
def test_sources(evidence: list[Evidence], level: str):
    assert judge("data.sources", *evidence).level == level


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ([], "undisclosed"),
        ([repo(MIX)], "downloadable"),
        ([*corpus("C4")], "downloadable"),
        ([*corpus("C4"), source("part", "subset of")], "in-part"),
        ([*corpus("C4"), source("rest", "internal")], "in-part"),
        ([*corpus("C4"), *corpus("WebText", public=False)], "in-part"),
        ([repo(MIX), repo(GATED)], "gated"),
        ([repo(MIX), repo(APPROVED)], "in-part"),
        ([repo(GATED), repo(APPROVED)], "gated"),
        ([repo(GATED)], "gated"),
        ([repo(GONE)], "undisclosed"),
        ([repo(UNSEEN)], "undisclosed"),
        ([LINDERA], "undisclosed"),
        ([LINDERA, Evidence("data.access", "rebuild")], "reconstructible"),
        ([LINDERA, Evidence("data.access", "x", Outcome.DENIED)], "closed"),
        ([LINDERA, Evidence("data.access", "whole", value=MIX.id)], "downloadable"),
        ([LINDERA, Evidence("data.access", "whole", value=GONE.id)], "undisclosed"),
        ([Evidence("data.access", "whole", value=GATED.id)], "gated"),
    ],
)  # fmt: skip
def test_access(evidence: list[Evidence], level: str):
    assert judge("data.access", *evidence).level == level


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ([], "unknown"),
        ([repo(MIX)], "open"),
        ([repo(MIX), repo(NC)], "restricted"),
        ([repo(GATED)], "restricted"),
        ([repo(GONE)], "unknown"),
        ([*corpus("C4")], "unknown"),
        ([repo(MIX), repo(UNSEEN)], "unknown"),
        ([repo(MIX), *corpus("C4")], "open"),
        ([repo(NC), repo(UNSEEN)], "restricted"),
        ([*corpus("C4"), Evidence("data.license", "license", value="ODC-BY")], "open"),
        ([*corpus("C4"), Evidence("data.license", "license", value="a friend")], "unknown"),
    ],
)
def test_license(evidence: list[Evidence], level: str):
    assert judge("data.license", *evidence).level == level


def test_an_open_licence_of_one_part_says_nothing_of_terms_that_nobody_knows():
    terms = [Evidence("data.license", "license", value=name) for name in ("odc-by", "ask us")]
    assert judge("data.license", terms[0]).level == "open"
    verdict = judge("data.license", *terms)
    assert (verdict.level, verdict.reason) == (
        "unknown",
        "Partly under open licences (the data: odc-by); ask us is none that is known.",
    )


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ([], "none"),
        ([Evidence("data.datasheet", "datasheet", value="datasheet")], "full"),
        ([repo(MIX)], "full"),
        ([repo(MIX), repo(NC)], "partial"),
        ([*corpus("C4", documented=True)], "full"),
        ([*corpus("C4", documented=True), source("rest", "internal")], "partial"),
        ([repo(MIX), source("rest"), Evidence("data.datasheet", "composition")], "full"),
        ([repo(NC), Evidence("data.access", "whole", value=NC.id)], "full"),
        ([repo(BARE), Evidence("data.access", "whole", value=BARE.id)], "partial"),
        ([*linked("C4", GONE, documented=True)], "partial"),
        ([*corpus("C4")], "none"),
        ([*corpus("C4"), *corpus("Dolma")], "partial"),
        ([repo(MIX), *corpus("C4", documented=True), LINDERA], "full"),
        ([repo(MIX), *corpus("C4", documented=True), LINDERA, source("rest")], "partial"),
        ([repo(NC)], "partial"),
        ([source("kind", "books")], "partial"),
        ([Evidence("data.datasheet", "composition")], "partial"),
    ],
)
def test_datasheet(evidence: list[Evidence], level: str):
    assert judge("data.datasheet", *evidence).level == level


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ([], "undisclosed"),
        ([Evidence("data.processing", "step", value="deduplicated")], "described"),
        ([Evidence("data.processing", "mix")], "described"),
        ([Evidence("data.processing", "step"), Evidence("data.processing", "code")], "code"),
    ],
)
def test_processing(evidence: list[Evidence], level: str):
    assert judge("data.processing", *evidence).level == level


def test_reasons_name_what_was_checked():
    assert judge("data.access", repo(MIX)).reason == (
        "All of it can be downloaded. acme/mix is public under odc-by."
    )
    assert "C4 is known to be public" in judge("data.access", *corpus("C4")).reason
    assert "acme/gated is behind a gate" in judge("data.access", repo(GATED)).reason
    assert "part of it behind a gate" in judge("data.access", repo(MIX), repo(GATED)).reason


EVIDENCE = st.sampled_from(
    [*corpus("C4"), repo(MIX), repo(GATED), source("kind", "books"), LINDERA]
)


@given(st.lists(EVIDENCE), st.sampled_from([i for i in JUDGES if i.startswith("data.")]))
def test_something_is_never_worth_less_than_nothing(evidence: list[Evidence], judged: str):
    found = criterion(judged)
    nothing = found.level(judge(judged).level).points
    assert found.level(judge(judged, *evidence).level).points >= nothing
