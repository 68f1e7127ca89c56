"""The languages that a release declares."""

from __future__ import annotations

import pytest

from crawlers.languages import languages_of


@pytest.mark.parametrize(
    ("declared", "tags", "expected"),
    [
        ("en", [], "en"),
        (["de", "EN", "en"], [], "de en"),
        ("en, zh and ja", [], "en ja zh"),
        (["English", "Chinese"], [], "en zh"),
        (["zh-CN", "pt_BR", "zho_Hans", "eng"], [], "en pt zh"),
        (["no"], [], "no"),
        ([False, True, None, 5, {}], [], "no"),
        (False, None, "no"),
        ("multilingual", ["multilingual", "code"], "multilingual"),
        (["haw", "ceb"], [], "ceb haw"),
        (["code", "und", "xx", "Klingon", ""], [], ""),
        (None, ["fr", "tf", "jax", "llm", "region:us", 5, "transformers"], "fr"),
        ("en", ["fr"], "en fr"),
        (None, "fr", ""),
        ({"a": 1}, {}, ""),
    ],
)
def test_languages(declared: object, tags: object, expected: str):
    assert languages_of(declared, tags) == expected


def test_of_very_many_the_large_ones_stay():
    rare = [f"{a}{b}{c}" for a in "bcdf" for b in "aeiouxyz" for c in "abcdefghijklm"]
    found = languages_of([*rare, "zh", "en"], []).split()
    assert {"en", "zh"} <= set(found)
    assert len(found) == 300
    assert found == sorted(found)
