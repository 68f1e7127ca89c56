"""Boards, groups, profiles and summaries as reckoned in columns, against slow and obvious ways to reckon them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.catalog import Catalog, Finder
from registry.catalog.boards import family_or_organization_board, release_board
from registry.catalog.disclosing import least_disclosed, most_gained
from registry.catalog.grouping import Wanted
from registry.catalog.organizations import (
    organization_named,
    organizations,
)
from registry.catalog.profiles import profile
from registry.catalog.summaries import summaries
from registry.catalog.weighing import tenths, weighed
from registry.filters.boards import AskedBoard, parse_board
from registry.filters.weights import Weights, parse_weights
from registry.resources import rubric
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, band
from registry.scoring.short import long_levels, short_levels
from registry.scoring.totals import pillar_scores, total_score
from tests.columns import catalog_of

PILLARS = tuple(pillar.id for pillar in rubric().pillars)
POLICY = {pillar.id: round(pillar.weight) for pillar in rubric().pillars}
FEWER = settings(max_examples=40)
ORGANIZATIONS = ("", "allenai", "AllenAI", "meta", "zeta")


@st.composite
def a_release(draw: Callable[..., Any], number: int) -> dict[str, Any]:
    """One release with levels, and what the rubric makes of them; or without a grade."""
    organization = draw(st.sampled_from(ORGANIZATIONS))
    release_id = f"{organization}/m{number}".removeprefix("/")
    told: dict[str, Any] = {
        "id": release_id,
        "organization": organization,
        "downloads": draw(st.sampled_from((-1, 0, 5, 5, 70, 200_000))),
        "created": draw(st.sampled_from((-1, 19000, 19100, 19300, 20301, 20302, 20303, 20400))),
        "task": draw(st.sampled_from(("", "text-generation", "fill-mask"))),
        "parameters": draw(st.sampled_from((-1, 10**9, 10**10))),
    }
    if number and draw(st.booleans()):
        told["base"] = draw(st.sampled_from(("gone/x", f"meta/m{number - 1}", "m0", "allenai/m1")))
    if draw(st.integers(0, 5)) == 0:
        return told
    levels = {
        c.id: draw(st.sampled_from((*(lv.id for lv in c.levels), UNCHECKED, NOT_APPLICABLE)))
        for c in rubric().criteria
    }
    if draw(st.booleans()):
        levels |= {c.id: NOT_APPLICABLE for c in rubric().criteria if c.pillar == "post"}
    points = {c.id: c.worth(levels[c.id])[0] for c in rubric().criteria}
    pillars = pillar_scores(rubric(), points)
    score = total_score(rubric(), pillars)
    return {
        **told,
        **{p: np.nan if s is None else s for p, s in pillars.items()},
        "score": score,
        "high": score,
        "letter": band(rubric().letters, score).id,
        "openness": draw(st.sampled_from([c.id for c in rubric().classes])),
        "levels": short_levels(levels, rubric()),
    }


@st.composite
def releases(draw: Callable[..., Any]) -> list[dict[str, Any]]:
    """Up to a dozen releases in the order of their ids."""
    found = [draw(a_release(number)) for number in range(draw(st.integers(1, 12)))]
    return sorted(found, key=lambda r: r["id"].encode())


some_weights = st.fixed_dictionaries({p: st.integers(0, 100) for p in PILLARS})


def pillars_of(release: dict[str, Any]) -> dict[str, float | None]:
    own = {p: release.get(p, np.nan) for p in PILLARS}
    return {p: None if np.isnan(s) else s for p, s in own.items()}


def slow_score(release: dict[str, Any], weights: dict[str, int]) -> float | None:
    """The weighted mean of the pillars that apply, exactly, and then with one decimal; half a tenth goes up."""
    parts = [
        (weights[p], Fraction(str(s))) for p, s in pillars_of(release).items() if s is not None
    ]
    whole = sum(w for w, _ in parts)
    if not whole:
        return None
    return int(10 * sum(w * s for w, s in parts) / whole + Fraction(1, 2)) / 10


def asked(**given_: object) -> AskedBoard:
    pairs = [(name.replace("w_", "w."), str(value)) for name, value in given_.items()]
    return parse_board(pairs, rubric())


def weight_fields(weights: dict[str, int]) -> dict[str, int]:
    return {f"w_{pillar}": weight for pillar, weight in weights.items()}


def everything(catalog: Catalog) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.ones(catalog.size, dtype=np.bool_)


def scores_under(found: list[dict[str, Any]], weights: Weights) -> list[float | None]:
    if not weights.is_own:
        return [r.get("score") for r in found]
    return [slow_score(r, dict(weights.values)) for r in found]


# Weights ----------------------------------------------------------------------------------------


@FEWER
@given(releases(), some_weights)
def test_scores_under_own_weights(found, weights):
    asked_for = parse_weights([(f"w.{p}", str(w)) for p, w in weights.items()], rubric())
    slow = [-1 if s is None else round(10 * s) for s in scores_under(found, asked_for)]
    assert tenths(catalog_of(found), asked_for).tolist() == slow
    if asked_for.is_own:
        assert [weighed(pillars_of(r), asked_for) for r in found] == scores_under(found, asked_for)


def test_weights_are_whole_numbers_to_a_hundred():
    told = parse_weights(
        [("w.data", "101"), ("w.code", "1.5"), ("w.docs", "-1"), ("w.x", "3"), ("w.post", "40")],
        rubric(),
    )
    assert told.values == {**POLICY, "post": 40}
    assert told.is_own
    assert [p.parameter for p in told.problems] == ["w.data", "w.code", "w.docs", "w.x"]


def test_nothing_counts_at_all():
    told = parse_weights([(f"w.{pillar}", "0") for pillar in PILLARS], rubric())
    assert told.values == POLICY
    assert not told.is_own
    assert "rubric’s weights apply" in told.problems[0].message


def test_the_same_ratio_is_the_rubric_s():
    told = parse_weights([(f"w.{p}", str(w // 10)) for p, w in POLICY.items()], rubric())
    assert not told.is_own
    assert told.pairs() == []


def test_the_address_of_a_board():
    board = asked(board="organizations", by="best", w_data=90, min_downloads=7, at_least=3)
    address = board.address()
    assert address == (
        "/leaderboard?board=organizations&by=best&at_least=3&w.weights=20&w.data=90&w.code=20&w.post=20"
        "&w.docs=10&min_downloads=7"
    )
    assert board.under_the_rubric() == (
        "/leaderboard?board=organizations&by=best&at_least=3&min_downloads=7"
    )
    assert asked().address() == "/leaderboard"
    assert asked(board="nonsense", by="x", at_least=0, sort="name").kind == "releases"


# Releases ---------------------------------------------------------------------------------------


@FEWER
@given(releases(), some_weights)
def test_releases_by_themselves(found, weights):
    catalog, board = catalog_of(found), asked(fold="no", **weight_fields(weights))
    made = release_board(Finder(catalog), board, everything(catalog))
    scores = dict(enumerate(scores_under(found, board.weights)))
    before = {row: release.get("score") for row, release in enumerate(found)}
    listed = sorted(
        (row for row, score in scores.items() if score is not None),
        key=lambda row: (-scores[row], -found[row]["downloads"], row),
    )
    assert [place.row for place in made.places] == listed
    assert made.total == len(listed)
    assert made.left_out == sum("score" in found[r] for r, s in scores.items() if s is None)
    for place in made.places:
        assert place.score == scores[place.row]
        assert place.rank == 1 + sum(scores[row] > scores[place.row] for row in listed)
        was = 1 + sum(s > before[place.row] for s in before.values() if s is not None)
        assert place.was == (was if board.weights.is_own else None)
        assert place.folded == 0


@FEWER
@given(releases(), some_weights)
def test_one_of_each_family(found, weights):
    catalog, board = catalog_of(found), asked(**weight_fields(weights))
    made = release_board(Finder(catalog), board, everything(catalog))
    scores = scores_under(found, board.weights)
    known = {row for row, score in enumerate(scores) if score is not None}
    heads = set()
    for row in known:
        original = catalog.row_of(catalog.family[row])
        kin = [r for r in known if catalog.family.codes[r] == catalog.family.codes[row]]
        first = min(kin, key=lambda r: (-scores[r], -found[r]["downloads"], r))
        heads.add(original if original in known else first)
    assert {place.row for place in made.places} == heads
    ranks = [place.rank for place in made.places]
    assert ranks == sorted(ranks)


def test_a_page_goes_on_where_the_last_one_ended():
    found = [
        {"id": f"a/m{n:03}", "organization": "a", "score": n % 7, "high": 9} for n in range(120)
    ]
    catalog = catalog_of(found)
    finder = Finder(catalog)
    rows = []
    for page in (1, 2, 3, 4, 5):
        made = release_board(finder, asked(page=page), everything(catalog))
        rows += [place.row for place in made.places]
    assert len(rows) == 120
    assert sorted(rows) == list(range(120))
    assert [found[row]["score"] for row in rows] == sorted(
        (n % 7 for n in range(120)), reverse=True
    )


# Groups -----------------------------------------------------------------------------------------


@FEWER
@given(
    releases(),
    some_weights,
    st.sampled_from(("median", "best", "releases", "downloads")),
    st.integers(1, 3),
    st.sampled_from(("organizations", "families")),
)
def test_groups(found, weights, by, at_least, kind):
    catalog = catalog_of(found)
    board = asked(board=kind, by=by, at_least=at_least, **weight_fields(weights))
    made = family_or_organization_board(Finder(catalog), board, everything(catalog))
    slow = slow_groups(catalog, found, kind, board.weights, at_least)
    assert made.total == len(slow)

    def worth(group: dict[str, Any]) -> float:
        value = group[by]
        return value if by != "downloads" else -1 if value[0] is None else value[0]

    order = sorted(slow.values(), key=worth, reverse=True)
    assert [worth(g._asdict()) for g in made.groups] == pytest.approx([worth(g) for g in order])
    rubric_s = slow_groups(catalog, found, kind, parse_weights([], rubric()), at_least)
    for group in made.groups:
        expected = slow[group.name]
        assert group.downloads == expected["downloads"]
        for name in ("releases", "median", "best", "worst", "best_row"):
            assert getattr(group, name) == pytest.approx(expected[name]), name
        assert group.rank == 1 + sum(worth(g) > worth(expected) + 1e-9 for g in slow.values())
        if board.weights.is_own:
            old = rubric_s.get(group.name)
            rank = old and 1 + sum(worth(g) > worth(old) + 1e-9 for g in rubric_s.values())
            assert group.was == rank


def slow_groups(
    catalog: Catalog, found: list[dict[str, Any]], kind: str, weights: Weights, at_least: int
) -> dict[str, dict[str, Any]]:
    scores = scores_under(found, weights)
    members: dict[str, list[int]] = {}
    for row, score in enumerate(scores):
        name = found[row]["organization"] if kind == "organizations" else catalog.family[row]
        if score is not None and name:
            members.setdefault(name, []).append(row)
    return {
        name: {
            "releases": len(rows),
            "median": statistics.median([scores[r] for r in rows]),
            "best": max(scores[r] for r in rows),
            "worst": min(scores[r] for r in rows),
            "downloads": together([found[r]["downloads"] for r in rows]),
            "best_row": min(rows, key=lambda r: (-scores[r], -found[r]["downloads"], r)),
        }
        for name, rows in members.items()
        if len(rows) >= at_least
    }


def together(downloads: list[int]) -> tuple[int | None, bool]:
    """The sum, None where nothing is known of it, and whether it is only the least that it can be."""
    least, some_lack = sum(n for n in downloads if n > 0), -1 in downloads
    return (None, False) if some_lack and not least else (least, some_lack)


def test_unknown_downloads_are_no_zero():
    named = [("lacks", -1), ("lacks", -1), ("none", 0), ("some", 70), ("some", -1), ("all", 5)]
    shares = dict.fromkeys((p.id for p in rubric().pillars), 50.0)
    catalog = catalog_of(
        [
            {"id": f"{name}/{n}", "organization": name, "downloads": downloads, "score": 50.0}
            | shares
            for n, (name, downloads) in enumerate(named)
        ]
    )
    made = organizations(catalog, Wanted(by="downloads"))
    assert [(g.name, *g.downloads) for g in made.groups] == [
        ("some", 70, True),
        ("all", 5, False),
        ("none", 0, False),
        ("lacks", None, False),
    ]
    assert [g.rank for g in made.groups] == [1, 2, 3, 4]


@FEWER
@given(releases())
def test_organizations_by_name(found):
    catalog = catalog_of(found)
    made = organizations(catalog, Wanted(by="name"), "A")
    names = {r["organization"] for r in found if "score" in r and "a" in r["organization"].lower()}
    assert [g.name for g in made.groups] == sorted(names, key=lambda n: (n.casefold(), n))


def test_names_in_another_case():
    catalog = catalog_of(
        [{"id": f"{name}/m", "organization": name} for name in ("openai", "OpenAI", "meta-llama")]
    )
    named = {n: organization_named(catalog, n) for n in ("OpenAI", "META-LLAMA", "nobody", "")}
    assert catalog.organization.values[named["OpenAI"]] == "OpenAI"
    assert catalog.organization.values[named["META-LLAMA"]] == "meta-llama"
    assert named["nobody"] is named[""] is None


# Profiles ---------------------------------------------------------------------------------------


@FEWER
@given(releases())
def test_profiles(found):
    catalog = catalog_of(found)
    for name in {r["organization"] for r in found}:
        own = [r for r in found if r["organization"] == name]
        graded = [r for r in own if "score" in r]
        told = profile(catalog, catalog.organization.values.index(name))
        assert (told.releases, told.graded) == (len(own), len(graded))
        assert told.originals == sum("base" not in r for r in own)
        assert told.downloads == together([r["downloads"] for r in own])
        assert told.letters == Counter(r["letter"] for r in graded)
        assert told.classes == Counter(r["openness"] for r in graded)
        if graded:
            assert told.median == pytest.approx(
                statistics.median(r["score"] for r in graded), abs=0.01
            )
            assert told.best == max(r["score"] for r in graded)
        for pillar, counts in told.pillars.items():
            slow = Counter(
                "n/a" if s is None else band(rubric().pillar_levels, s).id
                for s in (pillars_of(r)[pillar] for r in graded)
            )
            assert {level: n for level, n in counts.items() if n} == slow
        for half in told.halves:
            own_half = [r["score"] for r in graded if half_of(r["created"]) == half.label]
            assert half.releases == len(own_half)
            assert half.best == (max(own_half) if own_half else None)
        assert sum(h.releases for h in told.halves) == sum(r["created"] >= 0 for r in graded)


def half_of(day: int) -> str:
    if day < 0:
        return ""
    at = np.datetime64(day, "D").item()
    return f"{'first' if at.month <= 6 else 'second'} half of {at.year}"


@FEWER
@given(releases())
def test_what_a_disclosure_would_bring(found):
    catalog = catalog_of(found)
    told = profile(catalog, catalog.organization.values.index(found[0]["organization"]))
    own = [r for r in found if r["organization"] == told.name and "score" in r]
    judged = [r for r in own if "base" not in r] or own
    for standing in told.standings:
        gains = [g for g in (gain(r, standing.criterion.id) for r in judged) if g is not None]
        assert standing.lacking == len(gains)
        # Pillars and scores are rounded to a tenth each in a grade, and not here.
        assert standing.gain == pytest.approx(statistics.mean(gains) if gains else 0, abs=0.15)
        levels = [long_levels(r["levels"], rubric())[standing.criterion.id] for r in judged]
        assert standing.unchecked == levels.count(UNCHECKED)
        assert standing.open == levels.count(standing.criterion.levels[0].id)
    shares = [s.share for s in least_disclosed(told.standings, 6)]
    assert shares == sorted(shares)
    sums = [s.gain * s.lacking for s in most_gained(told.standings, 6)]
    assert sums == sorted(sums, reverse=True)


def gain(release: dict[str, Any], criterion_id: str) -> float | None:
    """What the best level of a criterion would add to a score; None when it is there, or nobody could look."""
    levels = long_levels(release["levels"], rubric())
    points = {c.id: c.worth(levels[c.id])[0] for c in rubric().criteria}
    best = rubric().criterion(criterion_id).levels[0].points
    if levels[criterion_id] in {UNCHECKED, NOT_APPLICABLE} or points[criterion_id] == best:
        return None
    raised = total_score(rubric(), pillar_scores(rubric(), {**points, criterion_id: best}))
    return raised - total_score(rubric(), pillar_scores(rubric(), points))


# Summaries --------------------------------------------------------------------------------------


@FEWER
@given(releases())
def test_summaries(found):
    catalog = catalog_of(found)
    told = summaries(catalog, Finder(catalog).orders["downloads"])
    level = [long_levels(r.get("levels", ""), rubric()).get("docs.training_summary") for r in found]
    notable = [
        r["task"] == "text-generation"
        and "base" not in r
        and (r["parameters"] >= 10**10 or r["downloads"] >= 100_000)
        for r in found
    ]
    lacks = {row for row, r in enumerate(found) if notable[row] and level[row] in {"none", "n/a"}}
    assert set(told.found.tolist()) == {
        row for row in range(len(found)) if level[row] == "published"
    }
    new = {row for row in lacks if found[row]["created"] >= 20302}  # 2 August 2025
    is_applicable = {row for row in lacks if level[row] == "none"}
    assert set(told.lacking_new.tolist()) == new & is_applicable
    assert set(told.lacking_old.tolist()) == is_applicable - new
    assert told.unchecked == sum(
        n and lv == UNCHECKED for n, lv in zip(notable, level, strict=True)
    )
    counted = Counter(found[row]["organization"] for row in told.found.tolist())
    assert {p.name: p.found for p in told.publishers if p.found} == {
        name: number for name, number in counted.items() if name
    }


def test_the_rubric_s_own_scores_are_kept_as_they_are():
    found = [{"id": "a/b", "score": 12.3, "high": 12.3}, {"id": "a/c"}]
    assert catalog_of(found).score_tenths.tolist() == [123, -1]
