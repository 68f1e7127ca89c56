"""Languages: the codes of those that a release declares, from front matter and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST = 300

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en"
    " eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv"
    " ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne"
    " ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st"
    " su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
TWO_LETTERS = frozenset(_ISO_639_1.split())
"""The codes of ISO 639-1."""

_OTHER_NAMES = {
    "multilingual": "multilingual mul",
    "ar": "arabic ara",
    "bn": "bengali ben",
    "ca": "catalan cat",
    "cs": "czech ces cze",
    "da": "danish dan",
    "de": "german deu ger",
    "el": "greek ell gre",
    "en": "english eng",
    "es": "spanish spa",
    "fa": "persian farsi fas per",
    "fi": "finnish fin",
    "fr": "french fra fre",
    "he": "hebrew heb iw",
    "hi": "hindi hin",
    "hu": "hungarian hun",
    "id": "indonesian ind in",
    "it": "italian ita",
    "ja": "japanese jpn",
    "jv": "javanese jav jw",
    "ko": "korean kor",
    "nl": "dutch nld dut",
    "no": "norwegian nor false",
    "pl": "polish pol",
    "pt": "portuguese por",
    "ro": "romanian ron rum",
    "ru": "russian rus",
    "sv": "swedish swe",
    "sw": "swahili swa",
    "ta": "tamil tam",
    "te": "telugu tel",
    "th": "thai tha",
    "tr": "turkish tur",
    "uk": "ukrainian ukr",
    "ur": "urdu urd",
    "vi": "vietnamese vie",
    "yi": "yiddish yid ji",
    "zh": "chinese zho chi mandarin",
}
"""By code: its language's name, codes of three letters and those that were once used; ``no`` is false in YAML 1.1."""
_CODES = {name: code for code, names in _OTHER_NAMES.items() for name in (code, *names.split())}
_NO_LANGUAGES = frozenset({"und", "mis", "zxx", "all", "any", "nan", "nlp", "tbd", "etc"})
_BETWEEN = re.compile(r"[,;/&|\n]|\band\b")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")


def languages_of(declared: object, tags: object) -> str:
    """The languages that front matter declares and that are among the tags, as sorted codes with spaces between.

    Codes are those of ISO 639, of two letters where there are such, and ``multilingual``. Of tags only the codes of two
    letters count: nothing else tells them from other tags.
    """
    found = {code for told in _texts(declared) for code in _codes(told)}
    listed = tags if isinstance(tags, list) else ()
    found.update(
        _CODES.get(tag, tag)
        for tag in listed
        if isinstance(tag, str) and (tag in TWO_LETTERS or tag == "multilingual")
    )
    most = sorted(found, key=lambda code: (len(code) == 3, code))[:MOST]  # large ones go first
    return " ".join(sorted(most))


def _texts(declared: object) -> Iterator[str]:
    for told in declared if isinstance(declared, list) else (declared,):
        if isinstance(told, str):
            yield told[:1000].lower()
        elif told is False:
            yield "no"


def _codes(told: str) -> Iterator[str]:
    for part in _BETWEEN.split(told):
        name = part.strip()
        tag = _TAG.fullmatch(name)
        if name in _CODES:
            yield _CODES[name]
        elif tag and tag[1] in _CODES:
            yield _CODES[tag[1]]
        elif tag and (tag[1] in TWO_LETTERS or len(tag[1]) == 3) and tag[1] not in _NO_LANGUAGES:
            yield tag[1]
