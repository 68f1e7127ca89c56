"""Whether the words in a field of a statement tell what the field asks for, or only that nothing is told."""

from __future__ import annotations

import re

from crawlers.readers.accelerators import find_accelerators
from crawlers.readers.paper_kinds import venue_in
from crawlers.readers.paper_words import NOT_ACCEPTED, POST_URL, PREPRINT, WORKSHOP_ONLY
from registry.statements.placeholders import is_placeholder

LONGEST = 200
"""Characters in which an accelerator is looked for."""
_KEPT_BACK = (
    r"undisclosed|unpublished|unreleased|unspecified|unstated|secret|confidential|proprietary|private|withheld"
    r"|classified|internal|in-house|non-public|closed"
)
_PUBLISHED = r"disclosed|published|released|public|shared|available|applicable|specified|given|stated|told|known"
_OF = r"(?:data(?: ?sets?)?|corp(?:us|ora)|sources?|information|mix(?:ture)?|code)"
_SAYS_NOTHING = re.compile(
    rf"\W*(?:(?:it|this|that|they|we) )?(?:(?:is|are|was|were|remains?|will be|to be) )?"
    rf"(?:our |the |own |a )*(?:(?:{_KEPT_BACK}|(?:not|un|non|never|yet to be)(?: (?:yet|publicly|currently|been|be|to"
    rf" be))*[ -]?(?:{_PUBLISHED})|(?:{_PUBLISHED}) (?:soon|later)|soon|later|various|varied|varies|usual|standard"
    rf"|default|custom|normal|typical|yes|no|true|false|some|several|many|few|enough|large|small|nothing|anything|ask"
    rf" us|on request)(?: (?:and|or) )?)+(?: {_OF})?(?: yet)?\W*",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\W*(?:(?:the|a|an|our|own|of|from|and|in|on|with|other|others|more|various|many|several|mixed|large|scale|high"
    r"|quality|curated|filtered|cleaned|selected|scraped|collected|licensed|public|publicly|available|open|online|private"
    r"|proprietary|internal|in-?house|custom|synthetic|generated|general|academic|scientific|multilingual|english|web"
    r"|websites?|internet|crawl|crawled|crawls|text|texts|data|datasets?|corpus|corpora|collections?|mix|mixture|sources?"
    r"|books?|news|papers?|articles?|documents?|pages?|code|math|social|media|forums?|conversations?|dialogues?|content"
    r"|materials?)(?:\W+|$))+",
    re.IGNORECASE,
)
_NO_TERMS = re.compile(
    r"\W*(?:open(?:[- ]?source(?:d)?)?|free|yes|no|licen[cs]ed?|see\b.*|as (?:in|on|described)\b.*)\W*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[1-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b", re.IGNORECASE
)
_TIME = re.compile(
    r"(?:\d|\b)(?:s|secs?|seconds?|m|min|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    r"cosin|linear|constant|polynomial|inverse|exponential|trapez|cycle|step|wsd|warm|decay|anneal|plateau|\d",
    re.IGNORECASE,
)
_PRECISION = re.compile(r"(?:^|\D)(?:4|8|16|32|64)(?:$|\D)|mixed|half|single|double", re.IGNORECASE)
_MODEL = re.compile(r"\b[a-z]+[ -]?v?\d", re.IGNORECASE)
_COUNTED = re.compile(
    r"\d[\d,]*\s*[x×*]?\s*(?:gpus?|accelerators?|chips?|cards?|nodes?)\b", re.IGNORECASE
)
_FIGURES = frozenset({"learning_rate", "batch_size", "duration", "context_length"})
_POST = re.compile(rf"{POST_URL.pattern}|medium\.com|substack\.com")
_PDF = re.compile(r"\.pdf(?:$|[?#])", re.IGNORECASE)


def is_disclosed(value: str | None) -> bool:
    """Whether a text tells anything but that it tells nothing, as "undisclosed", "standard" or "soon" do."""
    return not is_placeholder(value) and not _SAYS_NOTHING.fullmatch(value or "")


def is_license(value: str | None) -> bool:
    """Whether a text names terms, be they the publisher's own, and does not only say that there are some."""
    return not is_placeholder(value) and not _NO_TERMS.fullmatch(value or "")


def is_name(value: str | None) -> bool:
    """Whether a text names a source, and does not only say of which kind it is."""
    return is_disclosed(value) and not _GENERIC.fullmatch(value or "")


def is_setting(item: str, value: str | None) -> bool:
    """Whether a text gives an item of the recipe: a figure, or the name of what there are names of."""
    if not is_disclosed(value):
        return False
    text = value or ""
    if item in _FIGURES:
        return is_figure(text)
    if item == "schedule":
        return bool(_SCHEDULE.search(text))
    if item == "precision":
        return bool(_PRECISION.search(text))
    return sum(c.isalpha() for c in text) > 2


def is_accelerator(value: str | None) -> bool:
    """Whether a text names a kind of accelerator: "GPUs" are any."""
    if not is_disclosed(value):
        return False
    text = (value or "")[:LONGEST]
    return bool(find_accelerators(text) or _MODEL.search(_COUNTED.sub("", text)))


def is_figure(value: str | None) -> bool:
    """Whether a text tells how much or how many."""
    return is_disclosed(value) and bool(_AMOUNT.search(value or ""))


def is_measured(fact: str, value: str | None) -> bool:
    """Whether a text tells hours, a duration or an energy: a figure, of a duration with its unit. When it was is no
    duration."""
    return is_figure(value) and (fact != "duration" or bool(_TIME.search(value or "")))


def is_reviewed(venue: str | None) -> bool:
    """Whether a text names what may be a peer-reviewed venue: no archive of preprints, workshop or submission."""
    text = venue or ""
    if not is_disclosed(venue) or NOT_ACCEPTED.search(text) or WORKSHOP_ONLY.search(text):
        return False
    return bool(venue_in(text)) or not PREPRINT.search(text.replace("Review", ""))


def is_post(url: str) -> bool:
    """Whether an address is that of a post on a blog, which is no paper."""
    return bool(_POST.search(url)) and not _PDF.search(url)
