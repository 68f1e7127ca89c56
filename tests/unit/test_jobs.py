"""What the jobs of a crawl are told, and how their counts add up."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from crawlers.counts import Counts
from crawlers.fetch import Wanted
from crawlers.jobs.orders import REPOS, Order, Phase, batches, unpacked
from crawlers.jobs.tally import added, counts_of
from crawlers.source import Selection
from registry.store import Failure

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_an_order_survives_the_queue():
    order = Order(3, Selection(5, "o", "t", 7), cards=9, phase=Phase.LINKED, asked="x")
    assert Order.of(json.loads(json.dumps(order.as_dict()))) == order


@given(st.dictionaries(st.text(), VALUES))
def test_metadata_survives_the_queue_whatever_it_holds(metadata):
    wanted = Wanted("model", "o/m", {**metadata, "nul": "a\0b"})
    [batch] = batches([wanted])
    assert "\0" not in batch
    assert unpacked(batch) == [wanted]


def test_batches_hold_all_repos_in_order():
    wanted = [Wanted("dataset", f"d/{n}", role="linked") for n in range(2 * REPOS + 1)]
    packed = list(batches(wanted))
    assert len(packed) == 3
    assert [one for batch in packed for one in unpacked(batch)] == wanted


def counts(seen: int, *names: str) -> Counts:
    some = Counts(seen=seen)
    for name in names:
        some.fail("model", name, Failure("error", "broken"))
        some.saved("model", "listed", is_new=True, changed=True)
    return some


def test_counts_add_up():
    total: dict = {}
    for some in (counts(3, "a", "b"), counts(4, "c", "d", "e", "f"), counts(0)):
        total = added(total, some)
    told = counts_of(json.loads(json.dumps(total)))
    assert (told.seen, told.new, told.failed["model", "broken"]) == (7, 6, 6)
    assert told.examples["model", "broken"] == ["a", "b", "c", "d", "e"]


def test_no_count_is_forgotten():
    one = Counts()
    for name, value in one.as_dict().items():
        if isinstance(value, int):
            setattr(one, name, 1)
    assert added(one.as_dict(), one) == {
        name: 2 * value if isinstance(value, int) else value
        for name, value in one.as_dict().items()
    }
