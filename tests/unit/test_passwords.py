"""Passwords: which are taken, and how they are kept."""

from __future__ import annotations

import pytest

from registry.passwords import hash_of, is_right, problem_with


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "12 characters"),
        ("elevenchars", "12 characters"),
        ("x" * 1001, "at most"),
        ("Ada-Lovelace-1815", "name"),
        ("Password12345", "tried first"),
        ("aaaaaaaaaaaaaaaa", "tried first"),
        ("abababababababab", "tried first"),
    ],
)
def test_what_is_easy_to_guess_is_refused(password: str, says: str):
    assert says in problem_with(password, "ada")


def test_what_is_not_is_taken():
    assert problem_with("violets-and 9 pears", "ada") == ""


def test_only_a_salted_hash_is_kept_and_only_the_password_opens_it():
    kept = hash_of("pâté for élan 12")
    assert kept.startswith("scrypt:")
    assert kept != hash_of("pâté for élan 12")
    assert is_right("pâté for élan 12", kept)
    assert is_right(
        "pa\u0302te\u0301 for e\u0301lan 12", kept
    )  # the same letters as another keyboard sends them
    assert not is_right("pate for elan 12", kept)


def test_without_a_hash_nothing_is_right():
    assert not is_right("", "")
    assert not is_right("violets-and 9 pears", "")
