"""Bounds: what a linked document that nobody has read may still settle."""

from __future__ import annotations

import pytest

from crawlers.readers.papers import read_papers
from crawlers.readers.references import read_references
from registry.scoring.case import Base
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.grade import Grade, grade
from registry.scoring.marks import Mark
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED
from registry.scoring.unread import KINDS, Document, with_unread
from tests.unit.cases import case, criterion, observed, rubric

PAPER = Document("paper", "Brook: A Report", "https://arxiv.org/abs/2999.00001")
CODE = Document("repository", "acme/brook", "https://github.com/acme/brook")
REPORT = Evidence("docs.paper", "report", value=PAPER.title, target=PAPER.url)


def graded(*evidence: Evidence, bases: tuple[Base, ...] = (), id: str = "acme/brook-7b") -> Grade:
    return grade(case(evidence, bases=bases, id=id), rubric())


def raised(criterion_id: str, level: str, *documents: Document, **rest: object) -> Mark:
    asked = criterion(criterion_id)
    return with_unread(Mark.of(asked, level, "", (), **rest), asked, documents)


def test_a_paper_may_tell_and_a_level_stays():
    mark = raised("code.recipe", "undisclosed", PAPER)
    assert (mark.level, mark.points, mark.ceiling) == ("undisclosed", 0, 1)
    assert mark.unread == (PAPER,)


def test_a_paper_does_not_make_data_downloadable():
    mark = raised("data.access", "undisclosed", PAPER)
    assert mark.ceiling == 0
    assert mark.unread == ()


def test_a_document_that_can_tell_no_more_than_the_card_moves_nothing():
    mark = raised("data.processing", "described", PAPER)
    assert (mark.ceiling, mark.unread) == (0.5, ())


def test_the_most_telling_document_sets_the_bound():
    mark = raised("code.recipe", "undisclosed", CODE, PAPER)
    assert mark.ceiling == 1
    assert mark.unread == (CODE, PAPER)


@pytest.mark.parametrize("level", [UNCHECKED, NOT_APPLICABLE])
def test_what_is_unchecked_or_does_not_apply_stays(level: str):
    asked = criterion("code.recipe")
    mark = Mark.of(asked, level, "", ())
    assert with_unread(mark, asked, (PAPER,)) == mark


def test_a_denial_keeps_the_bound_low():
    asked = criterion("code.recipe")
    denial = Evidence("code.recipe", "recipe", Outcome.DENIED, quote="We keep our settings.")
    mark = Mark.of(asked, "closed", "", (denial,))
    assert with_unread(mark, asked, (PAPER, CODE)).ceiling == 0


def test_a_release_that_links_to_nothing_has_narrow_bounds():
    bare, linked = graded(), graded(REPORT)
    assert bare.high == bare.score
    assert linked.high > linked.score
    assert linked.checked == linked.total


def test_documents_change_no_level():
    plain = [m.level for m in graded().marks if m.criterion != "docs.paper"]
    assert [m.level for m in graded(REPORT).marks if m.criterion != "docs.paper"] == plain


def test_what_a_base_links_to_goes_with_what_is_inherited():
    base = graded(REPORT)
    bases = (Base("acme/brook-7b", "finetune", {m.criterion: m for m in base.marks}),)
    made_from = Evidence("lineage", "base", value="acme/brook-7b")
    derived = graded(made_from, bases=bases, id="other/brook-letters")
    sources = derived.mark("data.sources")
    assert sources.via == "acme/brook-7b"
    assert sources.ceiling == base.mark("data.sources").ceiling > 0
    recipe = derived.mark("code.recipe")
    assert recipe.ceiling == 0.5  # no more than the base could hand on


def test_a_report_on_a_derived_release_does_not_tell_of_anothers_base():
    base = graded()
    bases = (Base("rivers/delta-7b", "finetune", {m.criterion: m for m in base.marks}),)
    made_from = Evidence("lineage", "base", value="rivers/delta-7b")
    derived = graded(made_from, REPORT, bases=bases)
    assert derived.mark("data.sources").ceiling == 0
    assert derived.mark("code.recipe").ceiling == 1


def test_a_mark_survives_storing():
    mark = raised("code.recipe", "undisclosed", PAPER)
    assert Mark.from_dict("code.recipe", mark.as_dict()) == mark
    assert (
        Mark.from_dict("code.recipe", {"level": "some", "points": 0.5, "ceiling": 1}).unread == ()
    )


def test_the_rubric_knows_the_kinds_of_documents():
    assert {kind for c in rubric().criteria for kind in c.unread} <= KINDS


def references(text: str, **rest: object) -> list[tuple[str, str]]:
    return [(e.fact, e.value) for e in read_references(observed(text, **rest))]


def test_a_repository_of_the_publisher():
    assert references("[GitHub](https://github.com/acme/rivers)") == [("repository", "acme/rivers")]
    named = "See [the code](https://github.com/friends/brook)."
    assert references(named) == [("repository", "friends/brook")]


@pytest.mark.parametrize(
    "text",
    [
        "Run it with [vLLM](https://github.com/vllm-project/vllm).",
        "Built with [TRL](https://github.com/huggingface/trl).",
        "[Inference code](https://github.com/acme/brook-inference) to run the model.",
        "The code will be released at https://github.com/acme/brook soon.",
        "![logo](https://github.com/acme/brook/raw/main/logo.png)",
        "[Models](https://huggingface.co/collections/acme/brook-123)",
        "",
    ],
)
def test_what_is_no_reference(text: str):
    assert references(text) == []


def test_a_collection_of_data_and_a_project_page():
    text = (
        "[Training data](https://huggingface.co/collections/acme/brook-data-123)\n\n"
        "[Project page](https://acme.example/brook)"
    )
    assert [fact for fact, _ in references(text)] == ["collection", "page"]


def test_a_report_is_what_the_reader_of_papers_finds():
    found = list(read_papers(observed("[Brook: A Report](https://arxiv.org/abs/2999.00001)")))
    assert ("docs.paper", "report") in [(e.criterion, e.fact) for e in found]
