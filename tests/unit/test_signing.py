"""Where one goes on after signing in: to pages of this site alone."""

from __future__ import annotations

import pytest

from registry.views.signing import AFTERWARDS, own_path


@pytest.mark.parametrize(
    "path", ["/", "/moderation", "/moderation/7?page=2&kind=claim", "/models/a/b#data.access"]
)
def test_own_paths_are_kept(path: str):
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *(None, "", "moderation", "//evil.example", "///evil.example", "/\\evil.example"),
        *("\\\\evil.example", "https://evil.example", "javascript:alert(1)", "http:/evil.example"),
        *("/\t/evil.example", "/\n/evil.example", " /moderation", "/a\r\nSet-Cookie: a=b", "/\0"),
        *("//[", "/" + "a" * 2000, "/ok\\..\\", "\u2028/evil.example"),
    ],
)
def test_all_else_leads_to_the_account(path: str | None):
    assert own_path(path) == AFTERWARDS
