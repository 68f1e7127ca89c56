"""Lineage as a tree: generations above a release, relations below it, and the root of the family."""

from __future__ import annotations

from typing import Any

from registry.pedigree import generations, offspring, root


def base(name: str, generation: int, of: str) -> dict[str, Any]:
    return {"id": name, "generation": generation, "of": of, "relation": "finetune"}


CHAIN = [base("b", 1, "release"), base("a", 2, "b")]
MERGE = [base("b", 1, "release"), base("c", 1, "release"), base("a", 2, "b"), base("x", 2, "c")]


def test_the_oldest_generation_stands_at_the_top():
    assert [[b["id"] for b in found] for found in generations(CHAIN)] == [["a"], ["b"]]
    assert [[b["id"] for b in found] for found in generations(MERGE)] == [["a", "x"], ["b", "c"]]
    assert generations([]) == []


def test_the_root_follows_the_first_bases():
    assert root("release", []) == "release"
    assert root("release", CHAIN) == "a"
    assert root("release", MERGE) == "a"


def test_derivatives_stand_by_relation_the_most_frequent_first():
    shown = [{"id": "q", "relation": "quantized"}, {"id": "n", "relation": ""}]
    found = offspring(shown, {"": 1, "finetune": 2, "quantized": 30})
    assert [(g["relation"], g["count"], [d["id"] for d in g["shown"]]) for g in found] == [
        ("quantized", 30, ["q"]),
        ("finetune", 2, []),
        ("unstated", 1, ["n"]),
    ]
