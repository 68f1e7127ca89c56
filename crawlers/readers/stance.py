"""Stance: whether words state, deny or only promise something."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import has_any, phrases
from crawlers.remembered import TEXTS


class Stance(StrEnum):
    """What a sentence does with the thing that it mentions."""

    STATED = "stated"
    DENIED = "denied"
    PROMISED = "promised"


_PROMISE = Caseless(
    r"coming soon|stay tuned|in the (?:near )?future"
    r"|\bto be (?:released|announced|published|added|open-?sourced)"
    r"|\b(?:will|shall|plan(?:s|ning)? to|going to|aims? to|intend(?:s|ing)? to|hope to)"
    r" (?:soon |also |later |fully )*(?:be )?"
    r"(?:releas|publish|open-?sourc|shar|mak|provid|upload|updat|add|includ)\w*"
    r"|\b(?:will|plan(?:s|ning)? to|going to|intend(?:s|ing)? to|hope to|want to) (?:\w+ ){0,2}?"
    r"(?:(?:re-?|pre-?|post-?|fine-?)?(?:train|tune)|align|evaluate)\b"
    r"|soon(?:[.!)]|$)|work in progress|\bwip\b|敬请期待"
    r"|即将(?:开源|发布|公开)|后续(?:会|将)?(?:开源|发布|公开)"
    r"|pr[óo]ximamente|bient[ôo]t|demn[äa]chst"
)
_NOT_YET = re.compile(
    r"\bnot (?:been )?(?:released|published|available|public|open-?sourced|shared|uploaded)"
    r"(?: (?:at this (?:time|point)|for now))? ?\byet\b"
    r"|\bnot yet (?:been )?(?:released|published|available|public|open|shared|uploaded)",
    re.IGNORECASE,
)
_DENIAL = Caseless(
    r"\b(?:not|never|cannot|can't|won't|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't"
    r"|hasn't|unable to|declin\w+ to|refus\w+ to)\b(?: \w+){0,4}?"
    r" (?:disclos|releas|publish|shar|reveal|available|open|provid|public|given"
    r"|specif|known|document|report|includ|detail|describ|perform|conduct|evaluat|train"
    r"|us(?:e|ed|ing)\b)\w*"
    r"|\bneither\b(?: \w+){1,8}? (?:disclosed|released|published|shared|available|public|open)\b"
    r"|\b(?:undisclosed|unreleased|unpublished|proprietary|confidential|withheld|unknown"
    r"|closed[- ]source|kept private|non-?public|in-?house and not)\b"
    r"|\bno (?:\w+ ){0,3}?(?:information|details?|data|datasets?|code|paper|report|evaluation"
    r"|checkpoints?|weights|documentation|datasheet|disclosure|human|annotat\w+|rlhf|reward)\b"
    r"|\bno (?:plans?|intentions?) (?:to|of|for)\b|\bno longer (?:available|public|hosted)\b"
    r"|\bwithout (?:releasing|publishing|disclosing|sharing|any (?:details|information))"
    r"|(?:未|不|没有|暂不|尚未)(?:公开|开源|发布|披露|提供)"
    r"|公開(?:されて|して)?(?:い|し)(?:ません|ない)|非公開|비공개|공개(?:되|하)지 않"
    r"|\bnon (?:\w+ ){0,2}?(?:divulg|pub+li|disponib|rilasciat)\w*"
    r"|\bn(?:e |'|’)\w+ pas (?:\w+ )?(?:disponible|publi|divulgu|partag)\w*"
    r"|nicht (?:veröffentlicht|öffentlich|verfügbar)"
    r"|\bno (?:se )?(?:publica|divulga|revela)\w*"
    r"|\bno (?:est[áa]n?|son|es|fue(?:ron)?) (?:disponible|p[úu]blic|publicad)\w*"
    r"|\bне (?:опублик|раскры|доступ)\w*"
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|merely|limited to|restricted to|least)\b|\bno doubt\b"
    r"|\bno longer (?:gated|closed|proprietary|confidential|private|restricted|withheld)\b"
    r"|\bnothing (?:is|was|has been) (?:withheld|kept private|confidential|undisclosed)\b"
    r"|\bnot (?:\w+ )?(?:proprietary|confidential|withheld|closed[- ]source|kept private)\b",
    re.IGNORECASE,
)
"""Words that look like a denial and are none; they are left out before one is looked for."""

_DENYING = phrases(
    "not|n't|never|no |unable|decli|refus|neither|undis|unrel|unpub|propri|confid|withh|unknown"
    "|closed|private|public|without|non |nicht| pas |不|未|没有|公開|비공개|공개|не "
)
_PROMISING = phrases(
    "soon|tuned|future|to be |will|shall|plan|going to|aim|inten|hope|in progress|wip"
    "|敬请期待|即将|后续|ximamente|bient|demn"
)
"""One of these stands in all that denies, or promises: asked first, for most sentences hold none."""


_CLAUSE = re.compile(
    r"[;,:]\s+(?:but|however|while|although|though|whereas)\b|\s+(?:but|however|whereas)\s+|[;；]",
    re.IGNORECASE,
)
_CONCESSION = re.compile(
    r"\s*(?:while|although|(?:even )?though|whereas)\b[^,;.]{1,200},\s", re.IGNORECASE
)


@lru_cache(maxsize=TEXTS)
def stance(text: str, start: int = 0, end: int | None = None) -> Stance:
    """The stance of the clause that holds the words from ``start`` to ``end``.

    A denial or promise counts only in the same clause: "The code is open, but the data is not
    released" states the one and denies the other.
    """
    lower = text.lower()
    if not has_any(lower, _DENYING) and not has_any(lower, _PROMISING):
        return Stance.STATED
    end = len(text) if end is None else end
    left = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    right = after.start() if after else len(text)
    if concession := _CONCESSION.match(text):
        if start >= concession.end():
            left = max(left, concession.end())
        elif end <= concession.end():
            right = min(right, concession.end())
    clause = text[left:right]
    lower = clause.lower()
    if has_any(lower, _DENYING):
        clause = _NO_DENIAL.sub(" ", clause)
        if "yet" in lower and _NOT_YET.search(clause):
            return Stance.PROMISED
        if _DENIAL.search(clause):
            return Stance.DENIED
    promised = has_any(lower, _PROMISING) and _PROMISE.search(clause)
    return Stance.PROMISED if promised else Stance.STATED


@lru_cache(maxsize=TEXTS)
def is_promised(text: str) -> bool:
    """Whether a whole text only promises: the stance, where a denial makes no difference."""
    lower = text.lower()
    if "yet" not in lower and not has_any(lower, _PROMISING):
        return False
    return stance(text) is Stance.PROMISED
