"""Frameworks: how items combine, and what each of the five makes of marks."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.framework_items import framework_items, shape_of, why_they_differ
from registry.resources import frameworks, rubric
from registry.scoring.evidence import Evidence
from registry.scoring.frameworks import Framework, Item, Source, estimate, osaid, parse_framework
from registry.scoring.frameworks.known import Marks, StoredMarks
from registry.scoring.marks import Mark
from registry.scoring.openness import OPEN_SOURCE_AI, openness_class
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED
from tests.factories import as_opened

BY_ID = {f.id: f for f in frameworks()}
LADDERS = {c.id: [lv.id for lv in c.levels] for c in rubric().criteria} | {
    c.criterion.id: ["found", "absent", "denied"] for c in rubric().components
}
"""The levels of everything that frameworks rest on, from best to worst."""
LADDERS["code.license"] = ["open", "none", "restricted"]
"""For a framework, terms that are not told may be open; those that are told to restrict are not."""
BASE = {c: NOT_APPLICABLE for c in LADDERS if c.startswith("post.")} | {"weights.base": "n/a"}
TAG = Evidence("weights.license", "tag", value="apache-2.0")
SETS = tuple(Evidence("components.evaluation_data", "benchmark", value=n) for n in ("MMLU", "ARC"))
BY = Evidence("components.pretraining_terms", "license", value="odc-by")


def mark(criterion: str, level: str, *evidence: Evidence) -> Mark:
    points = None if level == NOT_APPLICABLE else 0.0
    return Mark(criterion, level, points, points, f"It is {level}.", evidence, speaks=True)


def marks(changed: dict[str, str] | None = None, *evidence: Evidence) -> list[Mark]:
    """A base model that is open in every way, but for what is changed."""
    told: dict[str, tuple[Evidence, ...]] = {
        "weights.license": (TAG,),
        "components.evaluation_data": SETS,
        "components.pretraining_terms": (BY,),
    }
    for e in evidence:
        told[e.criterion] = (e,)
    levels = {c: ladder[0] for c, ladder in LADDERS.items()} | BASE | (changed or {})
    return [mark(c, level, *told.get(c, ())) for c, level in levels.items()]


def flat(framework: str, changed: dict[str, str] | None = None, *evidence: Evidence) -> Any:
    return estimate(BY_ID[framework], marks(changed, *evidence)).flat


# Items ------------------------------------------------------------------------------------------


def item(combine: str, *criteria: str) -> Item:
    states = {"open": frozenset({"o"}), "partial": frozenset({"p"})}
    return Item(
        "i",
        "",
        "",
        ("open", "partial", "closed"),
        tuple(Source(c, states) for c in criteria),
        combine,
    )


@pytest.mark.parametrize(
    ("combine", "levels", "expected"),
    [
        ("worst", "o o o", "open"),
        ("worst", "o p o", "partial"),
        ("worst", "o p c", "closed"),
        ("worst", "o n/a n/a", "open"),
        ("worst", "o unchecked o", UNCHECKED),
        ("worst", "p unchecked o", UNCHECKED),
        ("worst", "c unchecked o", "closed"),
        ("best", "c c c", "closed"),
        ("best", "c p c", "partial"),
        ("best", "c p o", "open"),
        ("best", "unchecked unchecked c", UNCHECKED),
        ("best", "unchecked p c", "partial"),
        ("best", "unchecked o c", "open"),
        ("first", "n/a p o", "partial"),
        ("first", "c o o", "closed"),
        ("first", "unchecked o c", "open"),
        ("first", "unchecked unchecked n/a", UNCHECKED),
        ("share", "o o o", "open"),
        ("share", "o o c", "partial"),
        ("share", "p o c", "partial"),
        ("share", "p n/a n/a", "partial"),
        ("share", "o n/a n/a", "open"),
        ("share", "c n/a n/a", "closed"),
        ("share", "o unchecked n/a", "partial"),
        ("share", "c unchecked n/a", UNCHECKED),
        ("best", "n/a n/a n/a", NOT_APPLICABLE),
    ],
)
def test_combining(combine: str, levels: str, expected: str):
    known = Marks(mark(c, level) for c, level in zip("abc", levels.split(), strict=True))
    assert item(combine, "a", "b", "c").found(known).state == expected


def test_what_nobody_looked_at_is_unchecked():
    assert item("worst", "a").found(Marks(())).state == UNCHECKED


def test_an_item_says_why_and_what_it_rests_on():
    known = Marks([mark("a", "o"), mark("b", "c")])
    found = item("worst", "a", "b").found(known)
    assert (found.state, found.reason, found.criteria) == ("closed", "It is c.", ("a", "b"))


def test_a_base_that_was_not_seen_is_judged_by_what_was_made_of_it_and_says_so():
    found = item("first", "a", "b").found(Marks([mark("a", UNCHECKED), mark("b", "o")]))
    assert found.state == "open"
    assert "Judged by what could be checked" in found.reason


def test_a_framework_that_lacks_a_field():
    with pytest.raises(KeyError):
        parse_framework("x", 'title = "X"')


@pytest.mark.parametrize("framework", frameworks(), ids=lambda f: f.id)
def test_every_framework_is_whole(framework: Framework):
    assert {"open", "met", "included", "3"} & set(framework.states)
    assert "estimate" in framework.note.lower()
    assert framework.url.startswith("https://")
    for entry in framework.items:
        assert set(entry.criteria) <= LADDERS.keys(), entry.id
        assert entry.sources or entry.how, entry.id
        for source in entry.sources:
            named = list(itertools.chain.from_iterable(source.states.values()))
            assert set(named) <= set(LADDERS[source.criterion]), entry.id
            assert len(named) == len(set(named))
            assert set(source.states) <= {*framework.states, UNCHECKED}


@pytest.mark.parametrize("framework", frameworks(), ids=lambda f: f.id)
def test_the_best_of_all_leaves_nothing_to_ask(framework: Framework):
    best = {c: LADDERS[c][0] for c in BASE}
    told = estimate(framework, marks(best, replace(BY, value="cc0-1.0"), replace(
        BY, criterion="components.tuning_terms", value="mit")))  # fmt: skip
    assert {shape_of(framework, f.state) for f in told.findings.values()} == {"open"}


@pytest.mark.parametrize("framework", frameworks(), ids=lambda f: f.id)
def test_the_worst_of_all_meets_nothing(framework: Framework):
    worst = {c: ladder[-1] for c, ladder in LADDERS.items()}
    told = estimate(framework, marks(worst))
    assert {shape_of(framework, f.state) for f in told.findings.values()} == {"undisclosed"}


@pytest.mark.parametrize("framework", frameworks(), ids=lambda f: f.id)
def test_what_is_unknown_is_never_called_closed(framework: Framework):
    told = estimate(framework, marks(dict.fromkeys(LADDERS, UNCHECKED)))
    unknown = "undetermined" if framework.id == "osaid" else UNCHECKED
    assert {f.state for f in told.findings.values()} == {unknown}


@pytest.mark.parametrize("framework", frameworks(), ids=lambda f: f.id)
def test_every_result_has_the_same_keys(framework: Framework):
    keys = list(estimate(framework, marks()).flat)
    assert keys == list(estimate(framework, []).flat)
    assert len(set(keys)) == len(keys)


# Properties -------------------------------------------------------------------------------------


def worth(framework: str, levels: dict[str, str]) -> float:
    """How good a framework's verdict is: its class, its points, or how much is met."""
    told = estimate(BY_ID[framework], marks(levels))
    if framework == "mof":
        return ["none", "III", "II", "I"].index(str(told.verdict["class"]))
    if framework == "osaid":
        return ["fails", "undetermined", "meets"].index(str(told.verdict["verdict"]))
    if framework == "aa":
        return float(told.verdict["score"])
    shapes = [shape_of(BY_ID[framework], f.state) for f in told.findings.values()]
    return sum({"open": 2, "partial": 1}.get(shape, 0) for shape in shapes)


any_levels = st.fixed_dictionaries(
    {c: st.sampled_from([*ladder, UNCHECKED]) for c, ladder in LADDERS.items()}
)
a_framework, a_criterion = st.sampled_from(sorted(BY_ID)), st.sampled_from(sorted(LADDERS))


@given(a_framework, any_levels, a_criterion)
def test_raising_a_level_never_lowers_a_verdict(
    framework: str, levels: dict[str, str], criterion: str
):
    ladder = LADDERS[criterion]
    ranked = [worth(framework, {**levels, criterion: level}) for level in reversed(ladder)]
    # A publisher's denial and its silence are worth the same, whatever their order.
    assert ranked == sorted(ranked), criterion


@given(a_framework, any_levels, a_criterion)
def test_turning_what_is_unknown_into_closed_never_raises_a_verdict(
    framework: str, levels: dict[str, str], criterion: str
):
    unknown = worth(framework, {**levels, criterion: UNCHECKED})
    assert worth(framework, {**levels, criterion: LADDERS[criterion][-1]}) <= unknown


@given(any_levels)
def test_the_class_open_source_ai_and_the_definition_are_one_rule(levels: dict[str, str]):
    made = marks(levels)
    is_class = openness_class(made) == OPEN_SOURCE_AI
    assert is_class == (osaid(made) == "meets")
    assert is_class == (estimate(BY_ID["osaid"], made).verdict["verdict"] == "meets")


@given(any_levels)
def test_what_is_possible_is_never_less_than_what_is_certain(levels: dict[str, str]):
    points = estimate(BY_ID["aa"], marks(levels)).verdict
    assert 0 <= float(points["score"]) <= float(points["high"]) <= 18
    classes = estimate(BY_ID["mof"], marks(levels)).verdict
    order = ["none", "III", "II", "I"].index
    assert order(str(classes["class"])) <= order(str(classes["class_possible"]))


# The Model Openness Framework -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "I"),
        ({"weights.checkpoints": "some"}, "II"),
        ({"data.processing": "described"}, "II"),
        ({"data.access": "in-part"}, "II"),
        ({"data.license": "unknown"}, "I"),
        ({"post.instructions": "in-part"}, "II"),
        ({"code.training": "part"}, "III"),
        ({"code.license": "restricted"}, "III"),
        ({"code.license": "none"}, "I"),
        ({"components.inference_code": "absent"}, "III"),
        ({"components.evaluation_code": "absent"}, "III"),
        ({"components.evaluation_data": "absent"}, "III"),
        ({"code.evaluation": "none"}, "none"),
        ({"docs.paper": "partial"}, "none"),
        ({"docs.card": "none"}, "none"),
        ({"data.datasheet": "partial"}, "I"),
        ({"data.datasheet": "none"}, "none"),
        ({"weights.access": "approval"}, "none"),
        ({"weights.license": "use-restricted"}, "none"),
        ({"weights.license": "none"}, "none"),
        ({"components.architecture_code": "absent"}, "none"),
        ({"components.sample_outputs": "absent", "components.libraries": "absent"}, "I"),
        ({"code.recipe": "undisclosed", "components.optimizer_states": "absent"}, "I"),
        ({"weights.access": UNCHECKED}, "none"),
    ],
)
def test_mof_classes(changed: dict[str, str], expected: str):
    assert flat("mof", changed)["class"] == expected


def test_mof_says_which_class_is_possible_and_what_the_stricter_reading_gives():
    told = flat("mof", {"data.processing": UNCHECKED, "data.license": "unknown"})
    assert (told["class"], told["class_possible"]) == ("II", "I")
    assert told["data_preprocessing_code"] == UNCHECKED
    told = flat("mof", {"data.license": "unknown"})
    assert (told["class"], told["class_if_data_must_be_licensed"]) == ("I", "II")


@pytest.mark.parametrize(
    ("level", "state"),
    [
        ("open-source", "included"),
        ("use-restricted", "invalid"),
        ("non-commercial", "invalid"),
        ("none", "unlicensed"),
        (UNCHECKED, UNCHECKED),
    ],
)
def test_mof_lets_the_licence_of_the_release_cover_what_names_none(level: str, state: str):
    told = flat("mof", {"weights.license": level, "code.license": "none"})
    for component in ("final_parameters", "technical_report", "model_card", "training_code"):
        assert told[component] == state
    told = flat("mof", {"weights.license": level, "code.license": "open"})
    assert told["training_code"] == "included"
    assert told["datasets"] == "included"


def test_mof_takes_a_public_library_for_open():
    library = Evidence("components.architecture_code", "library", value="transformers")
    told = flat("mof", {"weights.license": "non-commercial"}, library)
    assert told["model_architecture"] == "included"
    own_file = Evidence("components.architecture_code", "file", value="modeling.py")
    told = flat("mof", {"weights.license": "non-commercial"}, own_file)
    assert told["model_architecture"] == "invalid"


def test_mof_warns_of_open_licences_made_for_another_type():
    warned = flat("mof")["not_type_appropriate"].split(", ")
    assert "final_parameters" in warned  # Apache-2.0 is made for code
    assert "model_card" not in warned
    tag = replace(TAG, value="cdla-permissive-2.0")
    assert "final_parameters" not in flat("mof", {}, tag)["not_type_appropriate"]


def test_mof_knows_the_licences_of_some_benchmarks_only():
    unknown = Evidence("components.evaluation_data", "benchmark", value="PIQA")
    assert flat("mof", {}, unknown)["evaluation_data"] == UNCHECKED
    assert flat("mof", {}, unknown)["class"] == "III"


def test_mof_has_seventeen_components():
    assert len(BY_ID["mof"].items) == 17
    assert sum(i.options.get("required", True) for i in BY_ID["mof"].items) == 14


# The Open Source AI Definition ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "meets"),
        ({"data.access": "reconstructible"}, "meets"),
        ({"data.access": "closed"}, "undetermined"),
        ({"data.sources": "named-in-part"}, "fails"),
        ({"data.processing": "undisclosed"}, "fails"),
        ({"post.instructions": "downloadable"}, "meets"),
        ({"post.instructions": "described"}, "undetermined"),
        ({"post.instructions": "undisclosed"}, "fails"),
        ({"code.training": "none"}, "fails"),
        ({"code.license": "none"}, "undetermined"),
        ({"code.license": "restricted"}, "fails"),
        ({"post.code": "part"}, "fails"),
        ({"weights.access": "click-through"}, "undetermined"),
        ({"weights.access": "approval"}, "fails"),
        ({"weights.license": "use-restricted"}, "fails"),
        ({"weights.license": "none"}, "fails"),
        ({"weights.license": UNCHECKED}, "undetermined"),
        ({"weights.license": UNCHECKED, "code.training": "none"}, "fails"),
    ],
)
def test_osaid(changed: dict[str, str], expected: str):
    assert flat("osaid", changed)["verdict"] == expected
    assert osaid(marks(changed)) == expected


def test_osaid_names_what_decides():
    found = estimate(BY_ID["osaid"], marks({"code.license": "restricted"})).findings["code"]
    assert (found.state, found.criteria) == ("not met", ("code.license",))


# The Openness Index -----------------------------------------------------------------------------


def points(changed: dict[str, str] | None = None, *evidence: Evidence) -> list[str]:
    told = flat("aa", changed, *evidence)
    return [told[item.id] for item in BY_ID["aa"].items]


def test_the_points_of_an_open_base_model():
    assert points() == ["3", "3", "3", "1", "3", "3"]
    assert flat("aa")["score"] == 16
    assert flat("aa")["normalised"] == 88.9


@pytest.mark.parametrize(
    ("row", "changed", "expected"),
    [
        (0, {"weights.access": "click-through"}, "3"),
        (0, {"weights.access": "approval"}, "2"),
        (0, {"weights.access": "withheld"}, "0"),
        (0, {"weights.access": UNCHECKED}, UNCHECKED),
        (1, {"weights.license": "non-commercial"}, "0"),
        (1, {"weights.license": "use-restricted"}, "2"),
        (2, {"data.access": "in-part"}, "2"),
        (2, {"data.access": "closed"}, "1"),
        (2, {"data.sources": "described", "data.access": "closed"}, "0"),
        (2, {"post.instructions": "undisclosed"}, "1.5"),
        (2, {"post.instructions": "downloadable", "post.preferences": "in-part"}, "2.5"),
        (2, {"data.access": UNCHECKED}, "1"),
        (2, {"post.instructions": UNCHECKED}, "1.5"),
        (3, {"data.license": "restricted"}, "0"),
        (3, {"data.access": "closed"}, "0"),
        (4, {"code.recipe": "undisclosed"}, "3"),
        (4, {"code.recipe": "undisclosed", "code.training": "none"}, "2"),
        (4, {"docs.paper": "none", "code.recipe": "some", "data.processing": "undisclosed"}, "1"),
        (5, {"code.license": "none"}, "2"),
        (5, {"code.training": "part"}, "2"),
        (5, {"code.training": "part", "code.license": "none"}, "1"),
        (5, {"code.training": "none", "code.license": "none"}, "0"),
    ],
)
def test_rows_of_the_openness_index(row: int, changed: dict[str, str], expected: str):
    assert points(changed)[row] == expected


@pytest.mark.parametrize(
    ("tag", "level", "expected"),
    [
        ("cc-by-4.0", "open-source", "1"),
        ("MIT", "open-source", "3"),
        ("llama3.1", "use-restricted", "1"),
        ("some-terms", "use-restricted", "1"),
    ],
)
def test_attribution_costs_points(tag: str, level: str, expected: str):
    found = points({"weights.license": level}, replace(TAG, value=tag))
    assert found[1] == expected


# The Transparency Index -------------------------------------------------------------------------


def test_the_transparency_index_settles_some_of_a_hundred():
    framework = BY_ID["fmti"]
    names = [*(i.id for i in framework.items), *framework.unsettled]
    assert len(names) == len(set(names)) == 100
    assert all(len(reason) > 20 for reason in framework.unsettled.values())
    told = flat("fmti")
    assert told["met"] + told["not_met"] + told["unchecked"] <= told["settled"]
    assert told["of"] == 100


@pytest.mark.parametrize(
    ("indicator", "changed", "expected"),
    [
        ("Open weights", {"weights.access": "approval"}, "met"),
        ("Open weights", {"weights.access": "withheld"}, "not met"),
        ("Data replicability", {}, "met"),
        ("Data replicability", {"post.instructions": "in-part"}, "not met"),
        ("Model stages", {}, NOT_APPLICABLE),
        ("Model stages", {"post.method": "in-general"}, "not met"),
        ("Terms of use", {"weights.license": "none"}, "not met"),
        ("Permitted and prohibited users", {"weights.license": "use-restricted"}, UNCHECKED),
        ("Energy usage for final training run", {"components.energy": UNCHECKED}, UNCHECKED),
    ],
)
def test_indicators(indicator: str, changed: dict[str, str], expected: str):
    assert flat("fmti", changed)[indicator] == expected


# As pages and API show them ---------------------------------------------------------------------


def told(changed: dict[str, str] | None = None) -> dict[str, Any]:
    stored = {m.criterion: as_opened(m) for m in marks(changed)}
    return framework_items(stored)


def test_items_lead_to_what_they_rest_on():
    items = told({"code.license": "none"})
    assert items["mof"]["summary"] == "class I"
    assert items["osaid"]["summary"] == "undetermined"
    assert items["osaid"]["counts"]["unchecked"] == 1
    assert items["aa"]["summary"] == "15 of 18 points"
    rests = items["mof"]["items"]["evaluation_data"]["rests_on"]
    assert rests == ["components.evaluation_data", "code.evaluation"]
    assert items["fmti"]["counts"]["open"] > 20


def test_why_they_differ_is_one_sentence_with_all_five():
    sentence = why_they_differ(told({"docs.review": "none", "data.access": UNCHECKED}))
    assert sentence.count(";") == 4
    assert "OSAI misses" in sentence
    assert "“Paper”" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("changed", [{}, {"data.access": UNCHECKED, "weights.license": "none"}])
def test_stored_marks_are_as_good_as_others(changed: dict[str, str]):
    made = marks(changed)
    stored = {m.criterion: as_opened(m) for m in made}
    assert "nothing" not in StoredMarks(stored)
    assert not StoredMarks(stored).facts("nothing")
    for framework in frameworks():
        assert estimate(framework, StoredMarks(stored)) == estimate(framework, made)
