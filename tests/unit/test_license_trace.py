"""The licence of a release, place by place."""

from __future__ import annotations

import pytest

from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges import JUDGES
from registry.scoring.license_trace import Ancestor, Trace, found_in, trace
from tests.unit.cases import RELEASE, case, criterion

HUB = "https://huggingface.co"


def term(fact: str, value: str = "", target: str = "", *, of: str = RELEASE) -> Evidence:
    url = f"{HUB}/{of}/blob/abc/README.md#L3"
    return Evidence("weights.license", fact, value=value, quote=value, url=url, target=target)


def base(name: str, fact: str = "base") -> Evidence:
    return Evidence("lineage", fact, value=name, quote=name, url=f"{HUB}/{RELEASE}")


def traced(*evidence: Evidence) -> Trace:
    """The trace of a release that inherits nothing, at the level that the judge gives."""
    asked = criterion("weights.license")
    known = case(evidence)
    return trace(known, JUDGES[asked.judge](known, asked).level, "", (), ())


def says(found: Trace) -> list[tuple[str, str, bool]]:
    return [(s.place, s.words, s.counts) for s in found.said]


def test_tag_and_card_agree() -> None:
    found = traced(term("tag", "apache-2.0"), term("label", "License: Apache 2.0"))
    assert (found.effective, found.level, found.review) == (
        "Apache License 2.0",
        "open-source",
        False,
    )
    assert says(found) == [
        ("tag", "Apache License 2.0", True),
        ("card", "Apache License 2.0", False),
    ]
    assert found.conflicts == ()


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (
            (term("tag", "mit"), term("statement", "License: CC-BY-NC-4.0")),
            "Declared is MIT License, the card says Creative Commons Attribution-NonCommercial "
            "4.0: the more restrictive, Creative Commons Attribution-NonCommercial 4.0, counts.",
        ),
        (
            (term("tag", "cc-by-sa-4.0"), term("statement", "License: CC BY-SA 3.0")),
            "Declared is Creative Commons Attribution-ShareAlike 4.0, the card says Creative "
            "Commons Attribution-ShareAlike 3.0: both are open-source.",
        ),
        (
            (term("tag", "mit"), term("name", "microsoft-research-license")),
            "The tag says MIT License, the field beside it says Microsoft Research License: the "
            "more restrictive, Microsoft Research License, counts.",
        ),
        (
            (term("tag", "apache-2.0"), term("file", "LICENSE-LLAMA3.txt")),
            "Declared is Apache License 2.0, a file is named for Llama 3 Community License: the "
            "more restrictive, Llama 3 Community License, counts.",
        ),
        (
            (term("tag", "mit"), term("permission", "Ask before you sell it.")),
            "MIT License has no such terms, but the card adds conditions on commercial use.",
        ),
        (
            (term("tag", "other"),),
            "The tag says “other”, and no name, link, sentence or file gives the terms: nothing "
            "is granted.",
        ),
        (
            (term("tag", "other"), term("file", "LICENSE")),
            "The tag says “other”, and the terms stand in LICENSE, which Aperture does not read: "
            "they count as use-restricted until reviewed.",
        ),
        (
            (term("statement", "License: MIT"),),
            "The tag is empty; only the card speaks of MIT License, so the Hub's filters don't "
            "show it.",
        ),
        (
            (term("tag", "apache-2.0"), term("policy", "USE_POLICY.md")),
            "The file USE_POLICY.md stands beside an open licence: whether it binds whoever uses "
            "the weights needs review.",
        ),
        (
            (term("tag", "apache-2.0"), base("meta-llama/Llama-2-7b-hf")),
            "Declared Apache License 2.0; in effect: Llama 2 Community License, because it "
            "derives from meta-llama/Llama-2-7b-hf.",
        ),
        (
            (base("meta-llama/Llama-2-7b-hf"),),
            "Nothing is declared; in effect: Llama 2 Community License, because it derives from "
            "meta-llama/Llama-2-7b-hf.",
        ),
    ],
)
def test_each_disagreement_has_a_plain_sentence(
    evidence: tuple[Evidence, ...], sentence: str
) -> None:
    assert sentence in traced(*evidence).conflicts


@pytest.mark.parametrize(
    "evidence",
    [
        (term("tag", "gpl-3.0"), term("statement", "License: GPL")),
        (term("tag", "creativeml-openrail-m"), term("statement", "License: OpenRAIL")),
        (term("tag", "cc-by-nc-4.0"), term("label", "License: non-commercial license")),
        (term("tag", "cc-by-4.0"), term("label", "License: Creative Commons")),
        (  # The code's licence beside that of the weights.
            term("tag", "cc-by-nc-4.0"),
            term("label", "License: MIT"),
            term("statement", "License: CC-BY-NC 4.0"),
        ),
        (term("tag", "llama2"), base("meta-llama/Llama-2-7b-hf")),
        (term("tag", "mit"), term("file", "LICENSE"), term("notice", "NOTICE")),
        (),
    ],
)
def test_what_does_not_disagree(evidence: tuple[Evidence, ...]) -> None:
    assert traced(*evidence).conflicts == ()


def test_terms_that_nobody_has_read_need_review() -> None:
    found = traced(term("tag", "other"), term("name", "brook-license"))
    assert (found.effective, found.level, found.review) == (
        "brook-license",
        "use-restricted",
        True,
    )
    unread = traced(term("file", "LICENSE"))
    assert (unread.level, unread.review) == ("use-restricted", True)


def test_a_dropped_restriction_is_shown_with_its_path() -> None:
    theirs = term("tag", "llama3.1", of="meta/llama")
    ancestors = (
        Ancestor("org/tuned", RELEASE, 1, "apache-2.0", "use-restricted"),
        Ancestor("meta/llama", "org/tuned", 2, "llama3.1", "use-restricted"),
    )
    own = case([term("tag", "apache-2.0")])
    found = trace(own, "use-restricted", "meta/llama", (theirs,), ancestors)
    assert found.path == (RELEASE, "org/tuned", "meta/llama")
    assert found.effective == "Llama 3.1 Community License"
    assert found.conflicts == (
        "Declared Apache License 2.0; in effect: Llama 3.1 Community License, because it derives "
        "from org/tuned, which derives from meta/llama.",
    )
    assert [(s.release, s.words, s.counts) for s in found.said if s.place == "base"] == [
        ("org/tuned", "apache-2.0", False),
        ("meta/llama", "llama3.1", True),
    ]
    assert not any(s.counts for s in found.said if s.place == "tag")


def test_a_base_whose_name_settles_its_terms_has_one_line() -> None:
    own = case([term("tag", "mit"), base("meta-llama/Llama-2-7b")])
    ancestors = (Ancestor("meta-llama/Llama-2-7b", RELEASE, 1, "llama2", "use-restricted"),)
    found = trace(own, "use-restricted", "", (), ancestors)
    assert [(s.release, s.words, s.counts) for s in found.said if s.place == "base"] == [
        ("meta-llama/Llama-2-7b", "Llama 2 Community License", True)
    ]


def test_a_circle_of_bases_ends() -> None:
    ancestors = (Ancestor("a/b", "c/d", 1), Ancestor("c/d", "a/b", 2))
    found = trace(case(), "use-restricted", "a/b", (), ancestors)
    assert found.path == (RELEASE, "c/d", "a/b")


def test_a_card_that_could_not_be_read_does_not_name_nothing() -> None:
    unread = Evidence("card", "card", Outcome.UNCHECKED, value="HTTP 500")
    assert ("card", "could not be read", False) in says(traced(unread))


def test_evidence_belongs_to_the_release_in_its_address() -> None:
    mine, other = term("tag", "mit", of="a/brook"), term("tag", "mit", of="a/brook-7b")
    assert found_in((mine, other), "a/brook") == (mine,)
