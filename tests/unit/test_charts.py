"""Charts: sentences follow from numbers, and labels do not overlap."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.charts import Chart, Lines, Ranges, Stack, findings
from registry.charts.axes import scale_for, short
from registry.charts.chart import half_code, span_words
from registry.charts.drawing import NARROW, WIDE, draw
from registry.charts.findings import Level, Series, ends, is_clear, share
from registry.charts.labels import placed
from registry.charts.paints import PAINTS
from registry.charts.words import SIZE_WORDING, TOKEN_WORDING

H2022 = 2 * 2022
HALVES = (H2022, H2022 + 1, H2022 + 2, H2022 + 3)
MANY = (400, 400, 400, 400)


def series(name: str, *values: float, error: float = 1.0, counts=MANY) -> Series:
    return Series(name, values, [error] * len(values), counts)


def test_half_years_in_words():
    assert half_code(H2022) == "2022-H1"
    assert span_words([H2022]) == "the first half of 2022"
    assert span_words([H2022, H2022 + 1]) == "2022"
    assert span_words([H2022 + 1, H2022 + 2]) == "the year to June 2023"
    assert span_words([H2022, H2022 + 3]) == "the first half of 2022 and the second half of 2023"


def test_what_can_be_compared():
    assert ends([4, 4, 900]) is None
    assert ends([]) is None
    assert ends([5, 0, 5]) == ([0], [2])
    assert ends([2, 5, 5, 4, 5, 5]) == ([1, 2], [4, 5])
    assert ends([400, 400, 400, 400, 39]) == ([0, 1], [2, 3]), "a handful at the end is no turn"


def test_a_difference_is_clear_beyond_chance():
    assert is_clear(Level(10, 1), Level(20, 1))
    assert not is_clear(Level(10, 4), Level(20, 4)), "chance alone may have made it"
    assert not is_clear(Level(10, 0.01), Level(10.5, 0.01)), "too small to tell of"


def test_a_share_of_all_is_not_certain():
    assert share(20, 20).value == 100
    assert share(20, 20).error > 0


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            [series("data", 16, 16, 12, 12, error=0.3), series("code", 10, 10, 10, 10)],
            "Between 2022 and 2023, each taken together, the mean score of 100 has changed: data fell from 16 to 12. "
            "The rest has hardly changed.",
        ),
        (
            [series("data", 16, 16, 12, 12, error=0.3), series("code", 10, 10, 20, 20)],
            "Between 2022 and 2023, each taken together, the mean score of 100 has changed: code rose from 10 to 20 "
            "and data fell from 16 to 12.",
        ),
        (
            [series("data", 12, 16, 12, 15, error=3), series("code", 8, 10, 12, 10, error=3)],
            "Nothing has clearly become more or less open between 2022 and 2023. The releases of 2023, taken together, "
            "score 14 of 100 on average for data, the most open part, and 11 for code, the least open.",
        ),
        ([series("data", 12, 16, 12, 15, counts=(4, 4, 4, 4))], ""),
    ],
)  # fmt: skip
def test_findings_on_means(told: list[Series], sentence: str):
    assert findings.means_finding(HALVES, MANY, told) == sentence


def test_no_finding_with_one_half_year():
    nan = float("nan")
    alone = [Series("data", [12.0], [1.0], [400]), Series("code", [nan], [nan], [0])]
    assert findings.means_finding(HALVES[:1], [400], alone) == ""
    assert findings.shares_finding(HALVES[:1], [400], [("a", "are a", [400])]) == ""
    assert findings.share_finding(HALVES[:1], [400], [400], "", "are") == ""
    assert findings.groups_finding(HALVES[:1], [alone[0], alone[1]]) == ""


def test_a_weighted_finding_claims_no_change():
    told = [series("weights", 50, 50, 50, 70), series("data", 50, 50, 50, 12)]
    assert findings.weighted_finding(HALVES, MANY, told) == (
        "Weighted by downloads, the releases of the second half of 2023 score 70 of 100 for weights, the most open "
        "part, and 12 for data, the least open."
    )
    assert findings.weighted_finding(HALVES, (1, 2, 3, 4), told) == ""


def test_findings_on_shares():
    few, many = (40, 40, 80, 80), (360, 360, 320, 320)
    parts = [("open data", "have open data", few), ("others", "are not", many)]
    assert findings.shares_finding(HALVES, MANY, parts) == (
        "80 % of the releases of 2023, taken together, are not. The share of open data has risen from 10 % in 2022 to "
        "20 %."
    )
    few, many = (40, 40, 41, 41), (360, 360, 359, 359)
    same = [("open data", "have open data", few), ("others", "are not", many)]
    assert findings.shares_finding(HALVES, MANY, same) == (
        "90 % of the releases of 2023, taken together, are not. The shares hardly differ from those of 2022."
    )


def test_few_releases_do_not_show_that_nothing_changed():
    few = (8, 8, 8, 8)
    unsure = [series("data", 12, 16, 12, 15, error=20, counts=few)]
    assert findings.means_finding(HALVES, few, unsure).startswith(
        "There are too few releases to say what has changed since 2022."
    )
    parts = [("a", "are a", (5, 5, 5, 5)), ("b", "are b", (3, 3, 3, 3))]
    assert findings.shares_finding(HALVES, few, parts) == (
        "62 % of the releases of 2023, taken together, are a. There are too few to say what has changed since 2022."
    )
    assert findings.groups_finding(HALVES, unsure * 2) == ""


def test_findings_on_one_share():
    assert findings.share_finding(HALVES, MANY, (0, 0, 0, 0), "", "boast") == (
        "Of the releases of 2023, none boast; neither do any of those of 2022."
    )
    assert findings.share_finding(HALVES, MANY, (4, 4, 80, 80), "", "boast") == (
        "Of the releases of 2023, taken together, 20 % boast; of those of 2022 it was 1.0 %."
    )
    assert findings.share_finding(HALVES, MANY, (4, 4, 6, 6), " with a card", "boast") == (
        "Of the releases of 2023 with a card, taken together, 1.5 % boast; of those of 2022 it was 1.0 %, too "
        "small a difference to call it a trend."
    )


def test_findings_on_groups():
    small = series("one release", 20, 20, 20, 20)
    large = series("20 or more releases", 30, 30, 30, 30)
    assert findings.groups_finding(HALVES, [small, large]) == (
        "Large publishers are more open: the releases of publishers with 20 or more releases score 30 of 100 on "
        "average, those of publishers with one release 20."
    )
    assert findings.groups_finding(HALVES, [large, small]).startswith("Small publishers")
    assert "hardly differ" in findings.groups_finding(HALVES, [small, small])


def test_findings_on_sizes():
    quartiles = [(10.0, 20.0, 30.0), None, (30.0, 40.0, 50.0)]
    names = ["under 1 B", "1 to 4 B", "4 to 10 B"]
    told = findings.spread_finding(SIZE_WORDING, names, quartiles, [400, 3, 400])
    assert told == (
        "Releases of 4 to 10 B parameters are the most open, with a median score of 40 of 100; those of under 1 B the "
        "least, with 20."
    )
    near = [(10.0, 20.0, 30.0), None, (11.0, 21.0, 31.0)]
    assert findings.spread_finding(SIZE_WORDING, names, near, [400, 3, 400]) == (
        "Size hardly matters: for small and large models alike the median score lies between 20 and 21 of 100."
    )
    assert findings.spread_finding(SIZE_WORDING, names, near, [5, 3, 5]) == "", (
        "too few to say that"
    )
    assert findings.spread_finding(SIZE_WORDING, names[:2], quartiles[:2], [400, 3]) == ""


def test_findings_on_tokens():
    quartiles = [(30.0, 40.0, 50.0), (10.0, 20.0, 30.0)]
    assert findings.spread_finding(
        TOKEN_WORDING, ["1 to 2 T", "2 to 5 T"], quartiles, [400, 400]
    ) == (
        "Releases trained on 1 to 2 T tokens are the most open, with a median score of 40 of 100; those trained on 2 "
        "to 5 T the least, with 20."
    )
    near = [(10.0, 20.0, 30.0), (11.0, 21.0, 31.0)]
    told = findings.spread_finding(TOKEN_WORDING, ["1 to 2 T", "2 to 5 T"], near, [400, 400])
    assert told.startswith("The number of training tokens hardly matters: after many tokens and ")
    assert findings.telling_finding(41, 1000) == (
        "4.1 % of 1,000 cards tell on how many tokens the model was trained."
    )
    assert findings.telling_finding(0, 5).startswith("None of 5 cards tells")
    assert findings.telling_finding(4, 4) == "", "too few to say that"


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(14, 40)), max_size=6),
)
def test_labels_do_not_overlap(boxes: list[tuple[float, float]]):
    middles, heights = [m for m, _ in boxes], [h for _, h in boxes]
    tops = placed(middles, heights, 0, 330)
    spans = sorted((top, top + height) for top, height in zip(tops, heights, strict=True))
    assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(spans))
    assert all(low >= -1e-6 and high <= 330 + 1e-6 for low, high in spans)
    by_middle = sorted(range(len(boxes)), key=lambda n: middles[n])
    assert [tops[n] for n in by_middle] == sorted(tops)


@pytest.mark.parametrize(("most", "top"), [(0, 5), (4.9, 10), (30, 40), (59, 80), (100, 100)])
def test_scales_have_room(most: float, top: int):
    scale = scale_for([most])
    assert scale.top == top
    assert list(scale.ticks)[-1] == top


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0"), (999, "999"), (1200, "1.2k"), (9990, "10k"), (41_234, "41k"), (1_200_000, "1.2M")],
)
def test_short_numbers(count: int, told: str):
    assert short(count) == told


def chart(drawn: Lines | Stack | Ranges) -> Chart:
    return Chart("id", "Is it so?", "It is.", "axis", "counted", drawn, ())


counts_of = st.integers(1, 20).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 2000), min_size=n, max_size=n)] * 4)
)


@given(counts_of, st.sampled_from([WIDE, NARROW]))
def test_stacks_fit_into_their_drawing(parts, size):
    halves = tuple(range(H2022, H2022 + len(parts[0])))
    counts = tuple(map(sum, zip(*parts, strict=True)))
    names = ("open", "half open", "hardly open", "closed")
    drawn = Stack(halves, names, tuple(map(tuple, parts)), counts)
    drawing = draw(chart(drawn), size)
    assert {shape.style for shape in (*drawing.paths, *drawing.texts)} <= set(PAINTS)
    for text in drawing.texts:
        assert 0 <= text.x <= size.width
        assert 0 <= text.y <= size.height
    for path in drawing.paths:
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.d):
            assert 0 <= float(x) <= size.width
            assert -2 <= float(y) <= size.height


def test_points_of_few_releases_leave_a_gap():
    values = ((10.0, None, 30.0, 40.0),)
    drawing = draw(chart(Lines(HALVES, ("data",), ("data",), values, (9, 2, 9, 9))), WIDE)
    line = next(path.d for path in drawing.paths if path.style == "s1")
    assert line.count("M") == 2
    assert line.count("L") == 1


def test_the_axis_begins_where_half_of_it_would_be_empty():
    def years(counts: tuple[int, ...]) -> list[str]:
        drawn = Stack(HALVES, ("a", "b"), (counts, (0,) * 4), counts)
        return [t.words for t in draw(chart(drawn), WIDE).texts if re.fullmatch(r"20\d\d", t.words)]

    assert years((1, 0, 30, 30)) == ["2023"]
    assert years((1, 30, 30, 30)) == ["2022", "2023"]


def test_what_is_too_little_to_draw_does_not_hang_on_where_the_axis_begins():
    counts = (1, 1, 1, 1, 5, 300)
    drawn = Stack(tuple(range(H2022, H2022 + 6)), ("a", "b"), (counts, (0,) * 6), counts)
    assert next(p.d for p in draw(chart(drawn), WIDE).paths if p.style == "t1").count("M") == 2


def test_too_few_releases_are_said_and_not_drawn():
    for drawn in (
        Lines((), (), (), (), ()),
        Stack(HALVES[:1], ("a", "b"), ((2,), (2,)), (4,)),
        Ranges(("under 1 B",), (None,), (4,)),
    ):
        made = chart(drawn)
        assert made.is_empty
        assert [text.words for text in draw(made, WIDE).texts] == [
            "There are too few releases to draw anything."
        ]


def test_ranges():
    drawn = Ranges(("under 1 B", "1 to 4 B"), ((10.0, 20.0, 35.0), None), (40, 1))
    texts = [text.words + text.strong for text in draw(chart(drawn), NARROW).texts]
    assert {"20", "(10–35)", "40 releases", "1 release"} <= set(texts)
    assert chart(drawn).thin == 1
