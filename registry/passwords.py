"""Passwords: how they are kept, compared and chosen."""

from __future__ import annotations

import unicodedata

from werkzeug.security import check_password_hash, generate_password_hash

SHORTEST, LONGEST = 12, 1000
"""Characters of a password."""
FEWEST_KINDS = 5
"""Different characters in it, at least."""
METHOD = "scrypt:32768:8:1"
COMMON = frozenset(
    {
        *("123456789012", "1234567890123", "12345678901234", "abcdefghijkl", "abcd12345678"),
        *("administrator", "administrator1", "changemechangeme", "changeme1234", "iloveyou1234"),
        *("letmeinletmein", "letmein12345", "password1234", "password12345", "password123456"),
        *("passwordpassword", "p@ssw0rd1234", "qwerty123456", "qwertyqwerty", "qwertyuiop12"),
        *("qwertyuiop123", "q1w2e3r4t5y6", "1q2w3e4r5t6y", "1qaz2wsx3edc", "welcome12345"),
        *("correct horse battery staple", "correcthorsebatterystaple"),
    }
)
"""Those that are tried first, of the length that we ask for."""
_NOBODYS = (
    f"{METHOD}$VPqDyWoEcvBIwkp1$"
    "ecd23b5f6e56661805a2e99768b4cbfaa00c401e5408d2ffc8bca638bd98d701"
    "12e808bcb782db3aa58e03832a0342a227bc0b60693a5bba7c17dbe2fc3f4148"
)
"""The hash of a password that was forgotten at once."""


def problem_with(password: str, name: str) -> str:
    """Why a password can't be that of an account; empty for one that can."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return f"A password has {SHORTEST} characters at least"
    if len(password) > LONGEST:
        return f"A password has {LONGEST:,} characters at most"
    if name.casefold() in plain:
        return "A password must not hold the name"
    if plain in COMMON or len(set(plain)) < FEWEST_KINDS:
        return "That is one of the passwords that are tried first"
    return ""


def hash_of(password: str) -> str:
    """The salted hash that is kept of a password."""
    return generate_password_hash(_plain(password), method=METHOD)


def is_right(password: str, kept: str) -> bool:
    """Whether the hash is that of the password. Without a hash it takes as long to find that it is not."""
    is_same = check_password_hash(kept or _NOBODYS, _plain(password))
    return is_same and bool(kept)


def _plain(password: str) -> str:
    """The password as it is hashed: keyboards write one letter in several ways."""
    return unicodedata.normalize("NFKC", password[:LONGEST])
