"""Which release a record of another index is about."""

from __future__ import annotations

import pytest

from registry.indexes.matching import Known, matched, matched_organizations
from registry.indexes.record import Record

MOVES = dict.fromkeys(
    (
        *("allenai/Olm-7B", "allenai/Olm-7B-Instruct", "allenai/Olm-13B", "other/Olm-7B", "gpt2"),
        *("org/Big_2.5", "allenai/Command-R", "allenai/Command-R+"),
    ),
    "",
) | {"old/Olm-1B": "allenai/Olm-1B", "allenai/Olm-1B": ""}
KNOWN = Known(MOVES, {"Ai2": ["allenai"], "Midjourney": []})


def match(
    *hub: str,
    name: str = "Olm",
    model: str = "",
    organization: str = "",
    bases: tuple[str, ...] = (),
):
    return matched([Record("key", name, organization, model, hub, bases)], KNOWN)["key"]


@pytest.mark.parametrize(
    ("hub", "model", "release_id"),
    [
        (["allenai/Olm-7B"], "", "allenai/Olm-7B"),
        (["ALLENAI/olm-7b"], "", "allenai/Olm-7B"),
        (["old/Olm-1B"], "Olm-1B", "allenai/Olm-1B"),
        (["allenai/Olm-13B", "allenai/Olm-7B"], "olm 7b", "allenai/Olm-7B"),
        (["org/Big_2.5"], "Big-2.5", "org/Big_2.5"),
    ],
)
def test_by_links(hub: list[str], model: str, release_id: str):
    assert match(*hub, model=model).release_id == release_id


@pytest.mark.parametrize(
    ("hub", "model", "why"),
    [
        (
            ["allenai/Olm-7B", "allenai/Olm-13B"],
            "",
            "may be about allenai/Olm-7B or allenai/Olm-13B",
        ),
        (
            ["allenai/Olm-7B", "other/Olm-7B"],
            "Olm-7B",
            "may be about allenai/Olm-7B or other/Olm-7B",
        ),
        (["allenai/Olm-7B"], "Olm-70B", "another size"),
        (["allenai/Olm-7B"], "Olm-7B-Chat", "another stage"),
        (["allenai/Olm-7B-Instruct"], "Olm-7B-Base", "another stage"),
        (["nobody/Olm-7B"], "", "nobody/Olm-7B is not in the registry"),
        ([], "Olm-7B", "links to no release"),
    ],
)
def test_never_a_guess(hub: list[str], model: str, why: str):
    found = match(*hub, model=model)
    assert found.release_id == ""
    assert why in found.why


def test_by_publisher_and_name():
    assert match(name="OLM 7b", organization="Ai2").release_id == "allenai/Olm-7B"
    assert match(name="Olm-7B", organization="other").release_id == "other/Olm-7B"
    assert match(name="Olm", organization="Ai2").release_id == ""
    assert match(name="Command R+", organization="AI2").release_id == "allenai/Command-R+"


def test_a_wrong_link_gives_way_to_the_very_name():
    found = match("allenai/Olm-7B", name="Olm-13B", organization="Ai2")
    assert found.release_id == "allenai/Olm-13B"
    other = match("allenai/Olm-7B-Instruct", name="Olm-7B", organization="Ai2")
    assert other.release_id == ""
    assert "is called as allenai/Olm-7B is" in other.why


def test_all_that_it_names_is_kept():
    found = match("allenai/Olm-7B-Instruct", bases=("old/Olm-1B", "nobody/x"))
    assert found.named == ("allenai/Olm-7B-Instruct", "allenai/Olm-1B", "nobody/x")


def test_of_several_records_on_one_release_the_one_with_its_name_keeps_it():
    several = [
        Record("a", "Family", hub=("allenai/Olm-7B",)),
        Record("b", "Olm-7B", hub=("allenai/Olm-7B",)),
    ]
    found = matched(several, KNOWN)
    assert (found["a"].release_id, found["b"].release_id) == ("", "allenai/Olm-7B")
    assert found["a"].why == "2 of its records lead to allenai/Olm-7B"
    same = matched([several[0], Record("c", "Family", hub=("allenai/Olm-7B",))], KNOWN)
    assert {m.release_id for m in same.values()} == {""}


def test_organizations_by_the_names_that_are_known_of_them():
    records = [Record(n, n, n) for n in ("Ai2", "ALLENAI", "Midjourney", "Nobody")]
    found = matched_organizations(records, KNOWN)
    assert {key: m.named for key, m in found.items()} == {
        "Ai2": ("allenai",), "ALLENAI": ("allenai",), "Midjourney": (), "Nobody": (),
    }  # fmt: skip
    assert found["Nobody"].why
    assert not found["Ai2"].why
