"""Words by which cards say that something is withheld, and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import has_any

_PUBLISHED = (
    r"(?:disclos|publish|releas|shar|reveal|divulg|open-?sourc)(?:e|ed|ing)?\b"
    r"|(?:named?|stated?|said|told|specified|given|detailed|listed|known|public|available|open)\b"
)
_BE = r"(?:is|are|was|were|has|have|had|been|be|being|will|can|could|remains?|stays?)"
_HOW = r"(?:publicly|openly|currently|fully|further|yet|been|be|made|explicitly|itself|themselves)"
_OF = r"(?P<of>[^.;:。]{0,160}?)"
_SECRET = (
    r"undisclosed|unpublished|unreleased|unknown|secret|confidential|proprietary|private|withheld"
    r"|closed|internal|non-public|in-house"
)

_NOT = ("not", "never", "n't", "n\u2019t")
_DONE = (
    *("disclos", "publi", "releas", "shar", "reveal", "divulg", "name", "state", "said", "told"),
    *("specif", "given", "detail", "listed", "known", "availab", "open"),
)
"""One of these stands in every form of ``_PUBLISHED``."""
_DONE_PLAINLY = ("disclos", "publish", "releas", "shar", "reveal", "nam", "say")
_DO_NOT = ("won't ", "won\u2019t ", "declin", "refus", "chose not", "unable")
_NO_WORD = ("detail", "information", "word", "documentation")
_PUBLISHES = ("names", "discloses", "publishes", "releases", "shares", "states", "reveals")
_KEPT_BACK = ("undiscl", "unpubl", "unrele", "secret", "confid", "propriet", "non-pub")
_SECRETLY = (*_KEPT_BACK, "unknown", "private", "withheld", "closed", "internal", "in-house")


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of denial: a pattern, and groups of words of each of which it needs one.

    The words, in lower case, spare most texts the pattern.
    """

    pattern: Caseless
    needed: tuple[tuple[str, ...], ...]

    def find(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """The denials in a text, which is given in lower case, too."""
        for words in self.needed:
            if not has_any(lower, words):
                return iter(())
        return self.pattern.finditer(text)


def _wording(pattern: str, *needed: tuple[str, ...]) -> Wording:
    return Wording(Caseless(pattern), needed)


DENIALS: tuple[Wording, ...] = (
    # "the data is not published", "which are not named or released", "has never been shared"
    _wording(
        rf"(?:(?<=[.;:]\s)|^|, (?:and|but|while) |\bbut "
        rf"|\band (?=(?:the|its|their|our)\b))(?!neither|none|no\b|nothing){_OF}"
        rf"(?:\b{_BE} (?:\w+ )?(?:not|never)|\b{_BE}n['\u2019]t|\bcannot|\b(?:ca|wo)n['\u2019]t"
        rf"|,? (?:but |and )?not) (?:{_HOW} ){{0,2}}"
        rf"(?:{_PUBLISHED})",
        _NOT,
        _DONE,
    ),
    # "the preference data was published; the reward model was not."
    _wording(
        r"(?:(?<=[.;:]\s)|^|, (?:and|but|while) )(?P<of>the rest|the other[^.;:,]{0,40}"
        r"|[^.;:]{0,80}\b(?:data|models?|code))"
        r" (?:(?:is|are|was|were|has|have)(?: not|n['\u2019]t)|do(?:es)? not"
        r"|don['\u2019]t)(?=[.;])",
        ("not.", "not;", "n't.", "n't;", "n\u2019t.", "n\u2019t;"),
    ),
    # "the publisher does not disclose …", "has not said what …", "cannot share …"
    _wording(
        r"\b(?:do|does|did|has|have|will|can|could|would|(?:is|are|was|were)(?= ?(?:not"
        r"|n['\u2019]t)"
        r" (?:\w+ )?(?:disclosing|able)))(?: ?not|n['\u2019]t) (?:\w+ ){0,2}?(?:disclose[ds]?"
        r"|publish(?:ed)?|released?|shared?|reveal(?:ed)?|named?"
        r"|said?|say|told|tell|specif(?:y|ied)|divulged?|stated?|open-?sourced?|disclosing|able to"
        r" (?:share|release|disclose|publish))\b(?: details (?:of|on"
        r"|about))?(?P<of>(?:(?! while | when )[^.;:]){0,120})",
        _NOT,
        (*_DONE, "say", "tell"),
    ),
    _wording(
        r"\b(?:won['\u2019]t|declin\w+ to|refus\w+ to|chose not to|unable to)"
        r" (?:disclose|publish|release|share|reveal|name|say)\b(?P<of>[^.;:]{0,120})",
        _DO_NOT,
        _DONE_PLAINLY,
    ),
    # "names no sources"
    _wording(
        r"\b(?:names|discloses|publishes|releases|shares|states|reveals) (?:no|none of|neither)\b"
        r"(?P<of>[^.;:]{1,80})",
        (" no", " neither"),
        _PUBLISHES,
    ),
    # "without disclosing …", "withholds …", "keeps … secret"
    _wording(
        r"\b(?:without (?:disclosing|publishing|releasing|naming|sharing|revealing|saying)"
        r"|withh(?:old(?:s|ing)?|eld))\b(?P<of>[^.;:,]{1,80})",
        ("withh", *(f"without {w}" for w in ("discl", "publ", "rel", "nam", "shar", "rev", "say"))),
    ),
    _wording(
        r"\b(?:keep|keeps|kept|keeping)\b(?P<of>[^.;:]{1,80}?) (?:secret|private|confidential"
        r"|in-house|internal|to (?:itself|themselves|ourselves)|undisclosed|closed)\b",
        ("keep", "kept"),
        ("sel", *_SECRETLY),
    ),
    # "no details of … are given", "nothing is known about …", "no information on …"
    _wording(
        r"\bno (?:further |more |other )?(?:details?|information|word|documentation)\b(?: (?:is|are"
        r"|was|were|has been|have been) (?:\w+ )?(?:given|known|available|published|provided"
        r"|disclosed|released|shared))? (?:of|on|about|regarding|concerning|as to)\b"
        r"(?P<of>[^.;]{1,200})",
        ("no ",),
        _NO_WORD,
    ),
    _wording(
        r"\b(?:nothing|little) (?:\w+ ){0,3}?(?:known|disclosed|published|said|told|public"
        r"|revealed) (?:of|on|about|regarding)\b(?P<of>[^.;]{1,120})",
        ("nothing", "little"),
    ),
    # "none of the data is published", "neither data nor code are released", "no data is …"
    _wording(
        rf"\b(?:none of|neither|nothing of|no)\b(?!(?: \w+){{0,2}} longer){_OF}\b(?:is|are|was|were"
        rf"|has been|have been|have|has) (?:{_HOW} ){{0,2}}(?:{_PUBLISHED})(?P<more>[^.;:]{{0,80}}"
        r"\bnor\b[^.;:]{0,80})?",
        ("no",),
        _DONE,
    ),
    _wording(
        r"(?<=, )and neither (?:is|are|was|were)\b(?P<of>[^.;:]{1,80})",
        ("and neither",),
    ),
    _wording(
        rf"(?:{_PUBLISHED})[^.;:]{{0,60}}, nor\b(?P<of>[^.;:]{{1,80}})",
        (", nor",),
    ),
    # "the data is proprietary", "the corpus remains secret", "the data was kept in-house"
    _wording(
        rf"(?:(?<=[.;:]\s)|^|, (?:and|but|while) ){_OF}\b(?:is|are|was|were|remains?|stays?)"
        rf"(?: being)? (?:kept |held |fully |entirely |still |currently |strictly )?(?:{_SECRET})\b"
        r"(?! (?:filter|evaluat|framework|knowledge|benchmark|to (?!us)))",
        _SECRETLY,
    ),
    # "undisclosed data", "trained on a proprietary corpus"
    _wording(
        r"(?<!and )(?<!or )\b(?:undisclosed|unpublished|unreleased|secret|confidential"
        r"|proprietary|non-public)"
        r" (?P<of>(?:\w+[ -]){0,2}(?:data(?:sets?)?|corpus|corpora|mix(?:ture)?|sources)\b)",
        _KEPT_BACK,
    ),
)
"""Each finds one kind of denial; ``of`` are the words that say what is withheld."""

TRIGGERS = (
    *(
        " not",
        "cannot",
        "n't ",
        "n\u2019t ",
        "n't.",
        "never",
        "neither",
        " nor ",
        "none of",
        "no details",
    ),
    *("no information", "no further", "no word", "nothing", "without ", "withh", "keep", "kept"),
    *("undisclosed", "unpublished", "unreleased", "unknown", "secret", "confidential"),
    *("proprietary", "in-house", "internal", "private", "non-public", "declin", "refus", "unable"),
    *(" no sources", "no data", "no train", "no code", "little is"),
)
SECRET = re.compile(
    r"disclos|reveal|divulg|named?\b|stated|said|\bsay|told|tell|specif|detail|information|known"
    r"|secret|confidential|proprietary|undisclosed|listed|nothing",
    re.IGNORECASE,
)
"""Ways of withholding that keep back what the data is, not only the data."""
DATA = re.compile(
    r"\b(?:data|data ?sets?|corpus|corpora|examples|samples|records|conversations|comparisons"
    r"|mixtures?|prompts|instructions|pairs|demonstrations|trained on)\b|训练数据",
    re.IGNORECASE,
)
SOURCES = re.compile(
    r"\bsources\b|\btrained on\b|\bcomposition\b|\bmake-?up\b|\bwhich (?:they are|ones)"
    r"|data ?sets? (?:was|were) (?:constructed|built)",
    re.IGNORECASE,
)
REWARDS = re.compile(r"\breward(?:s| models?| functions?)?\b|\bverifiers?\b", re.IGNORECASE)
CODE = re.compile(r"\b(?:code|scripts?|recipes?)\b(?! (?:data|examples))", re.IGNORECASE)
MAKING = tuple(
    (criterion, re.compile(pattern, re.IGNORECASE))
    for criterion, pattern in (
        (
            "post.method",
            r"\bhow\b[^.;]{0,40}\b(?:post-?trained|fine-?tuned|tuned|aligned)\b"
            r"|\b(?:post-?training|fine-?tuning|alignment|rlhf) (?:method|procedure|process|recipe"
            r"|algorithm|details)",
        ),
        (
            "post.annotation",
            r"\bwho (?:annotated|labell?ed|wrote)\b|\bannotat(?:ors|ion (?:process|guidelines))\b"
            r"|\b(?:annotation|labell?ing) guidelines\b",
        ),
        (
            "data.processing",
            r"\bhow\b[^.;]{0,40}\b(?:data|corpus)\b[^.;]{0,20}\b(?:filtered|cleaned|processed"
            r"|de-?duplicated|mixed)|\b(?:filtering|cleaning|processing|de-?duplication|mixing) (?:of"
            r" (?:the |our |its )?(?:\w+ )?(?:data|corpus)|steps|procedure|pipeline|rules)"
            r"|\b(?:data|mixture) (?:processing|filtering|mixture|proportions)\b",
        ),
    )
)
"""What is withheld of how a release was made, beside data, rewards and code."""
PRETRAINING_DATA = re.compile(
    r"\bpre-?train\w*[^.;,]{0,30}\b(?:data|data ?sets?|corpus|corpora|mix(?:ture)?|sources)\b"
    r"|\bpre-?trained on\b",
    re.IGNORECASE,
)
SUPERVISED_DATA = re.compile(
    r"\b(?:sft|supervised|instruct\w*|instructions?|fine-?tun\w*|finetun\w*|chat)[- ][^.;,]{0,20}?"
    r"(?:data|data ?sets?|examples|samples|mix(?:ture)?|sets?)\b",
    re.IGNORECASE,
)
PREFERENCE_DATA = re.compile(
    r"\b(?:preferences?|comparisons?|feedback|rlhf|dpo|reward)[- ](?:\w+ )?(?:data|data ?sets?"
    r"|examples|pairs|samples|labels)\b|\bcomparisons\b|\bpreferences\b",
    re.IGNORECASE,
)
PRETRAINING = re.compile(r"\bpre-?train|mid-?train|预训练", re.IGNORECASE)
TUNING = re.compile(
    r"\bpost-?train|fine-?tun|instruct|\bsft\b|\bdpo\b|\brl(?:hf|vr)?\b|alignment|preference"
    r"|reinforcement|reward|微调|对齐",
    re.IGNORECASE,
)
OF_BASE = re.compile(
    r"\b(?:the|its|our) (?:original |underlying )?base\b[^.;]{0,30}\b(?:train|data)"
    r"|\bdata of the (?:original |underlying )?base\b|\b(?:the|a) base (?:model )?whose\b"
    r"|^\W*base(?: model)?\b[^.]{0,120}\b(?:whose|which)\b|^\W*what\b[^.]{0,60}\bpre-?trained on\b",
    re.IGNORECASE,
)
REST = re.compile(
    r"^\W*(?:and |but )?(?:the )?(?:rest|remainder|other (?:parts?|data|sets|sources))\b"
    r"|^\W*(?:some|parts?|portions?|most) of\b",
    re.IGNORECASE,
)
EVERYTHING = re.compile(
    r"\bnone of\b|\bthese stages\b|\bof (?:all|both|either)\b|\bneither\b|\ball\b", re.IGNORECASE
)
ANAPHORA = re.compile(
    r"(?:and |but |which |that |this |these |those |it |they |them |either |any |of |all |such )*"
    r"(?:which|that|this|these|those|it|they|them|either|any of (?:it|them)|of (?:it|them)|yet"
    r"|all)?",
    re.IGNORECASE,
)
SOMETHING_ELSE = re.compile(
    r"\b(?:evaluat\w*|test|benchmark\w*|validation|held-out|user|personal|private|customer|your"
    r"|calibration|sensitive|real-time|live|copyrighted|up-to-date|access to|if)\b[^.;]{0,40}"
    r"\b(?:data|sets?|information|samples|examples)?\b"
    r"|\bdata (?:protection|privacy|retention|leak\w*|contamination)\b|\bmay\b|\bmight\b",
    re.IGNORECASE,
)
