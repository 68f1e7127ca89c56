"""What accepted disclosures and dead links make of a grade."""

from __future__ import annotations

import pytest

from registry.policy import NOTHING_BESIDE, Beside, Policy
from registry.resources import rubric
from registry.scoring.case import Dataset
from registry.scoring.disclosed import fact_of
from registry.scoring.evidence import Evidence, Origin, Outcome
from registry.scoring.grade import grade
from registry.scoring.reachable import RESTS_ON_LINK, as_reachable
from registry.verdicts import verdict_of

POLICY = Policy.bundled()
CODE = Evidence(
    "code.training", "training-code", value="training", quote="Code: x", target="https://x.org/y"
)


def disclosed(criterion: str, level: str, against: str = "", **more) -> Evidence:
    fact, value = fact_of(rubric().criterion(criterion), level, against)
    given = {"origin": Origin.DISCLOSURE, "dated": "2026-11-20", "target": "https://z.org", **more}
    return Evidence(criterion, fact, value=value, quote="So it is.", **given)


def graded(*evidence: Evidence, told=(), gone=()):
    beside = Beside(tuple(told), frozenset(gone))
    return grade(POLICY.case("a/b", evidence, {}, [], beside), POLICY.rubric)


def test_what_was_disclosed_raises_a_level_and_says_so():
    made = graded(CODE, told=[disclosed("data.sources", "itemised", origin=Origin.PUBLISHER)])
    mark = made.mark("data.sources")
    assert (mark.level, mark.points, mark.ceiling) == ("itemised", 1, 1)
    assert mark.reason.startswith("Disclosed by the publisher on 2026-11-20, and accepted")
    assert "is not mentioned in the model card" in mark.reason
    assert [e.origin for e in mark.evidence] == [Origin.PUBLISHER]
    own = {m.criterion: m.level for m in made.own}
    assert own["data.sources"] == "undisclosed"
    assert made.score > graded(CODE).score


def test_a_disclosure_of_less_than_the_release_tells_changes_no_level():
    names = Evidence("data.sources", "corpus", value="Dolma", quote="Trained on Dolma.")
    made = graded(names, told=[disclosed("data.sources", "described")])
    mark = made.mark("data.sources")
    assert mark.level == graded(names).mark("data.sources").level == "itemised"
    assert {e.origin for e in mark.evidence} == {Origin.CARD, Origin.DISCLOSURE}


def test_a_correction_shows_both_and_holds_for_as_long_as_its_object():
    correction = disclosed("code.training", "part", against="complete")
    mark = graded(CODE, told=[correction]).mark("code.training")
    assert mark.level == "part"
    assert mark.reason.startswith("Corrected on 2026-11-20")
    assert "The training code is published: x.org/y." in mark.reason
    assert {e.quote for e in mark.evidence} == {"So it is.", "Code: x"}
    # Since then the card says something else, of which nobody has said that it is wrong.
    assert graded(told=[correction]).mark("code.training").level == "none"


def test_a_correction_of_words_that_are_gone_does_not_speak_for_the_release():
    correction = disclosed("code.training", "part", against="complete")
    mark = graded(told=[correction]).mark("code.training")
    assert (mark.evidence, mark.speaks) == ((), False), "else it would inherit nothing"


def test_a_level_that_rests_on_a_dataset_repo_is_unchecked_once_that_is_gone():
    page = "https://huggingface.co/datasets/a/corpus"
    told = (disclosed("data.access", "downloadable", target=page),)
    for outcome, level in ((Outcome.FOUND, "downloadable"), (Outcome.ABSENT, "unchecked")):
        states = {"a/corpus": Dataset("a/corpus", outcome)}
        case = POLICY.case("a/b", (), states, [], Beside(told))
        assert grade(case, POLICY.rubric).mark("data.access").level == level


def test_that_something_does_not_apply_is_a_correction():
    correction = disclosed("post.annotation", "n/a", against="undisclosed")
    mark = graded(CODE, told=[correction]).mark("post.annotation")
    assert (mark.level, mark.points, mark.ceiling) == ("n/a", None, None)


def test_that_something_does_not_apply_counts_where_the_release_tells_nothing_of_it():
    told = [disclosed("data.sources", "n/a")]
    assert graded(told=told).mark("data.sources").level == "n/a"
    names = Evidence("data.sources", "corpus", value="Dolma", quote="Trained on Dolma.")
    assert graded(names, told=told).mark("data.sources").level == "itemised"
    assert graded(told=told, gone=["https://z.org"]).mark("data.sources").level == "unchecked"


def test_the_last_that_was_accepted_decides():
    first = disclosed("data.sources", "itemised", dated="2026-01-01")
    last = disclosed("data.sources", "named-in-part", dated="2026-02-01")
    mark = graded(told=[first, last]).mark("data.sources")
    assert mark.level == "named-in-part"
    assert [e.dated for e in mark.evidence] == ["2026-02-01", "2026-01-01"]


def test_facts_that_were_disclosed_are_judged_like_any():
    corpus = Evidence(
        "data.sources",
        "corpus",
        value="Dolma",
        quote="name: Dolma",
        origin=Origin.PUBLISHER,
        dated="2026-11-20",
    )
    made = graded(CODE, told=[corpus])
    assert made.mark("data.sources").level == "itemised"
    assert {m.criterion: m.level for m in made.own}["data.sources"] == "undisclosed"


def test_documents_that_were_disclosed_raise_no_own_ceiling():
    paper = Evidence("docs.paper", "report", value="Paper", target="https://p.org")
    ceilings = [{m.criterion: m.ceiling for m in graded(CODE, told=t).own} for t in ((), (paper,))]
    assert ceilings[0] == ceilings[1]
    assert graded(CODE, told=[paper]).high > graded(CODE).high


def test_a_level_that_the_rubric_has_no_more_is_left_out():
    odd = Evidence("data.sources", "disclosed", value="wide open", dated="2026-11-20")
    assert graded(told=[odd]).mark("data.sources").level == "undisclosed"


def test_what_was_disclosed_is_unchecked_once_its_link_is_gone():
    told = [disclosed("data.sources", "itemised")]
    made = graded(CODE, told=told, gone=["https://z.org"])
    mark = made.mark("data.sources")
    assert (mark.level, mark.points, mark.ceiling) == ("unchecked", 0, 1)
    assert "can't be reached any more" in mark.reason
    kinds = Evidence("data.sources", "kind", value="web", quote="Web pages.")
    partly = graded(kinds, told=told, gone=["https://z.org"]).mark("data.sources")
    assert (partly.level, partly.points, partly.ceiling) == ("described", 0.25, 1)


def test_what_rests_on_a_link_that_is_gone_is_unchecked():
    made = graded(CODE, gone=["https://x.org/y"])
    for criterion in ("code.training", "code.license"):
        mark = made.mark(criterion)
        assert (mark.level, mark.points, mark.ceiling) == ("unchecked", 0, 1), criterion
        assert "https://x.org/y" in mark.reason
    other = Evidence("code.training", "training-code", value="training", target="https://o.org")
    assert graded(CODE, other, gone=["https://x.org/y"]).mark("code.training").level == "complete"


def test_a_review_is_not_doubted_because_a_paper_cannot_be_reached():
    paper = Evidence("docs.paper", "report", value="Paper", target="https://p.org")
    venue = Evidence("docs.review", "venue", value="ACL 2026")
    made = graded(paper, venue, gone=["https://p.org"])
    assert made.mark("docs.review").level == "full"
    assert made.mark("docs.paper").level == "unchecked"


def test_a_name_stays_told_when_a_link_beside_it_is_gone():
    named = Evidence("data.sources", "corpus", value="Dolma", target="https://x.org/y")
    assert graded(named, gone=["https://x.org/y"]).mark("data.sources").level == "itemised"


def test_nothing_gone_changes_nothing():
    assert as_reachable([CODE], ()) == (CODE,)
    denied = Evidence("docs.paper", "report", Outcome.DENIED, target="https://x.org/y")
    assert as_reachable([denied], {"https://x.org/y"}) == (denied,)


def test_facts_that_rest_on_links_are_of_the_rubric():
    known = {c.id for c in rubric().criteria}
    assert {criterion for criterion, _ in RESTS_ON_LINK} <= known


def test_what_is_known_beside_is_kept_and_read_again():
    evidence = disclosed("data.sources", "itemised")
    assert Evidence.from_dict(evidence.as_dict()) == evidence
    kept = verdict_of(graded(CODE, told=[evidence]), POLICY.frameworks)
    assert evidence.as_dict() in kept["evidence"]
    assert kept["own"]["data.sources"]["level"] == "undisclosed"
    assert Beside((), frozenset()) == NOTHING_BESIDE


@pytest.mark.parametrize(
    ("level", "against", "fact"),
    [
        ("itemised", "", "disclosed"),
        ("itemised", "undisclosed", "disclosed"),
        ("itemised", "itemised", "disclosed"),
        ("described", "itemised", "corrected"),
        ("n/a", "itemised", "corrected"),
        ("itemised", "n/a", "corrected"),
        ("itemised", "unchecked", "disclosed"),
    ],
)
def test_what_a_claim_becomes(level: str, against: str, fact: str):
    assert fact_of(rubric().criterion("data.sources"), level, against)[0] == fact
