"""Search strings as nobody should type them: operators, quotes, other people's query languages, broken encodings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from urllib.parse import quote_from_bytes

LONGEST = 10_000
WORDS = (
    "llama",
    "3",
    "7b",
    "gpt2",
    "bert",
    "2.5",
    "the",
    "a",
    "模型",
    "модель",
    "modèle",
    "ไทย",
    "n:llama",
    "s:gpt2",
    "o:qwen",
)
FTS5 = ('"', '""', "*", "^", ":", "-", "+", "(", ")", "{", "}", " AND ", " OR ", " NOT ", "NEAR(", "NEAR(a b, 5)",
        "words:", "- words : ", "{a b} :", '"llama" *', "rank", "rowid:", "llama^")  # fmt: skip
TSQUERY = (
    "&",
    "|",
    "!",
    "!!",
    "<->",
    "<2>",
    "<99999999>",
    ":*",
    ":A",
    "'",
    "''",
    "\\",
    "\\'",
    "'a':*",
    "!(a|b)",
    "a & !b",
)
SQL = ("'", "';", "--", "/*", "*/", "' or '1'='1", "'; drop table release; --", '" union select 1,2,3 --', "%", "_",
       "%%%", "like '%a%'", "char(0)", "$1", ":words", "?", "%(words)s", "{words}", "%s")  # fmt: skip
PATTERNS = (
    "(a+)+$",
    "(.*)*b",
    "[[:alpha:]]",
    "[^",
    "\\d+",
    "(?=",
    "a{1000,}",
    ".*.*.*.*x",
    "\\p{L}",
    "(?P<n>",
    "\\1",
)
MARKUP = (
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{% raw %}",
    "${jndi:x}",
    "&amp;",
    "<!--",
    "]]>",
    "%25",
    "%00",
    "../../",
)
NUMBERS = ("0", "-1", "1e999", "NaN", "9" * 400, "٣", "３", "1.2.3.4", "...", ".5", "5.", "0x10")
BROKEN = (
    b"\xed\xa0\x80",
    b"\xed\xb0\x80",
    b"\xff\xfe",
    b"\xc0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe2\x82",
    b"\x80",
    b"\xf0\x9f",
)
RANGES = ((0x20, 0x7F), (0xA0, 0x250), (0x300, 0x370), (0x370, 0x600), (0x600, 0x700), (0x900, 0xA00), (0xE00, 0xE80),
          (0x1000, 0x10A0), (0x1100, 0x1200), (0x2000, 0x2070), (0x20D0, 0x2100), (0x3040, 0x3100), (0x4E00, 0x9FFF),
          (0xAC00, 0xD7A3), (0xE000, 0xF8FF), (0xFB50, 0xFE00), (0xFFF0, 0xFFFF), (0x1D400, 0x1D800),
          (0x1F300, 0x1FAFF), (0xE0000, 0xE0080), (0x10FFF0, 0x10FFFF))  # fmt: skip

Maker = Callable[[Random, Sequence[str]], bytes]


def strings(count: int, seed: int, names: Sequence[str]) -> Iterator[str]:
    """So many search strings, percent-encoded, always the same for a seed; some are like the names of releases."""
    rng = Random(seed)
    for number in range(count):
        made = MAKERS[number % len(MAKERS)](rng, names)
        if rng.random() < 0.3:
            made += b" " + rng.choice(MAKERS)(rng, names)
        yield _encoded(made[:LONGEST], rng)


def _encoded(made: bytes, rng: Random) -> str:
    """As a browser does it, or in another way that is allowed, or now and then in one that is not."""
    safe = "" if rng.random() < 0.5 else "!$'()*,:;@/?"
    text = quote_from_bytes(made, safe=safe)
    if rng.random() < 0.5:
        text = text.replace("%20", "+")
    if rng.random() < 0.05:
        text += rng.choice(("%", "%z", "%zz", "%u0041", "%A", "&q=again", "&q", "&&=&"))
    return text


def _joined(*pools: Sequence[str]) -> Maker:
    """What joins pieces of some pools with words."""

    def make(rng: Random, _: Sequence[str]) -> bytes:
        pieces = [rng.choice(rng.choice((*pools, WORDS))) for _ in range(rng.randint(1, 8))]
        return rng.choice(("", " ")).join(pieces).encode()

    return make


def _name(rng: Random, names: Sequence[str]) -> bytes:
    """The name of a release with a few characters amiss."""
    letters = list(rng.choice(names))
    for _ in range(rng.randint(0, 4)):
        at = rng.randrange(len(letters))
        letters[at] = rng.choice(
            ("", letters[at] * 2, " ", "-", "_", ".", "é", letters[at].upper())
        )
    return "".join(letters).encode()


def _characters(rng: Random, _: Sequence[str]) -> bytes:
    first, end = rng.choice(RANGES)
    return "".join(chr(rng.randrange(first, end)) for _ in range(rng.randint(1, 60))).encode()


def _any_characters(rng: Random, _: Sequence[str]) -> bytes:
    codes = (rng.randrange(*rng.choice(RANGES)) for _ in range(rng.randint(1, 40)))
    return "".join(map(chr, codes)).encode()


def _controls(rng: Random, _: Sequence[str]) -> bytes:
    pieces = [chr(rng.choice((*range(32), 127, 0x85, 0x2028))), *WORDS[:4]]
    return "".join(rng.choice(pieces) for _ in range(rng.randint(1, 12))).encode()


def _broken(rng: Random, _: Sequence[str]) -> bytes:
    pieces = [rng.choice((rng.choice(BROKEN), b"llama", b" ", rng.randbytes(3))) for _ in range(5)]
    return b"".join(pieces)


def _long(rng: Random, names: Sequence[str]) -> bytes:
    piece = rng.choice((b"a", b"a ", b"7b ", b'"', b"* ", b"(", b"\xcc\x81", "模".encode(), "ﷺ".encode(),
                        b"-", rng.choice(names).encode() + b" ",
                        b" ".join(_name(rng, names) for _ in range(50))))  # fmt: skip
    return (piece * (LONGEST // len(piece) + 1))[: rng.randint(1_000, LONGEST)]


MAKERS: Sequence[Maker] = (
    _joined(FTS5),
    _joined(TSQUERY),
    _joined(SQL),
    _joined(PATTERNS, MARKUP),
    _joined(NUMBERS),
    _joined(FTS5, TSQUERY, SQL, PATTERNS, MARKUP, NUMBERS),
    _name,
    _characters,
    _any_characters,
    _controls,
    _broken,
    _long,
)
