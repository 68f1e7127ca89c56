"""Whom an address counts for."""

from __future__ import annotations

import pytest

from registry.callers import caller


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:c000:201", "192.0.2.1", True),
        ("", "unix:/run/it", False),
    ],
)
def test_callers_are_told_apart(one: str, other: str, is_same: bool):
    assert (caller(one) == caller(other)) == is_same
