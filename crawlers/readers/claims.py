"""Reads what a publisher claims of the release: that it is open source, fully open, or open weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers import claim_words as words
from crawlers.readers.claim_names import ReleaseName, release_name
from crawlers.readers.claims_in_chinese import is_chinese_claim
from crawlers.readers.observed import Observed
from crawlers.readers.scan import own_words
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import topic
from crawlers.readers.titles import plain
from registry.scoring.evidence import Evidence

TOPIC = "claim"
OPEN_SOURCE, FULLY_OPEN, OPEN_WEIGHTS = "open-source", "fully-open", "open-weights"
OPEN_DATA, OPEN_TRAINING = "open-data", "open-training"

_COPIES = frozenset({"quantized", "copy"})
_MOST_PASSAGES = 60
_MOST_TERMS = 4
_BEFORE, _BETWEEN, _AFTER = 200, 92, 140
_TAGS = {
    "open-source": OPEN_SOURCE,
    "opensource": OPEN_SOURCE,
    "open source": OPEN_SOURCE,
    "fully-open": FULLY_OPEN,
    "open-weights": OPEN_WEIGHTS,
    "open-weight": OPEN_WEIGHTS,
}
_NAME = re.compile(r"(?:^|[-_.])(?:(fully[-_]?open)|open[-_]?source[d]?)(?:[-_.]|$)", re.IGNORECASE)

_PART_OF = re.compile(r"\s*(?:a |some )?(?:small )?(?:part|portion|subset) of")

Found = tuple[str, tuple[int, int]]
"""The kind of a claim and where in the passage its telling words stand."""


def read_claims(observed: Observed) -> Iterator[Evidence]:
    """On the topic ``claim``, once each: ``open-source``, ``fully-open``, ``open-weights``,
    ``open-data`` and ``open-training``, where the publisher says so of this release.
    """
    seen: set[str] = set()
    for evidence in (*_in_prose(observed), *_in_name(observed), *_in_tags(observed)):
        if evidence.fact not in seen:
            seen.add(evidence.fact)
            yield evidence


def _in_prose(observed: Observed) -> Iterator[Evidence]:
    if observed.relation in _COPIES and _is_of_another(observed):
        return  # the words are those of its base
    for count, passage in enumerate(own_words(observed).near(*words.SIGNS)):
        if count >= _MOST_PASSAGES:
            return
        if passage.kind in {"code", "row"} or passage.text.startswith("[ ]"):  # still to be done
            continue
        name = observed.once(release_name)
        for kind, around in (*_claims(passage, name), *_chinese(passage, name)):
            if stance(passage.text, *around) is Stance.STATED:
                yield observed.said(TOPIC, kind, passage, around=around)


def _is_of_another(observed: Observed) -> bool:
    """Whether the bases are another publisher's."""
    owner = observed.snapshot.id.partition("/")[0].lower()
    return any(base.partition("/")[0].lower() != owner for base in observed.bases)


def _in_name(observed: Observed) -> Iterator[Evidence]:
    repo = observed.snapshot.id.rpartition("/")[2]
    if match := _NAME.search(repo):
        kind = FULLY_OPEN if match[1] else OPEN_SOURCE
        yield observed.recorded(TOPIC, kind, "id", quote=f"id: {observed.snapshot.id}")


def _in_tags(observed: Observed) -> Iterator[Evidence]:
    for tag in observed.tags(""):
        if kind := _TAGS.get(tag.lower()):
            yield observed.recorded(TOPIC, kind, "tags", quote=f"tags: {tag}")


def _claims(passage: Passage, name: ReleaseName) -> Iterator[Found]:
    text = plain(passage.text)
    if len(text) != len(passage.text):  # accents taken off: places would not fit
        text = passage.lower
    if len(text) != len(passage.text):
        return
    for count, term in enumerate(words.TERM.finditer(text)):
        if count >= _MOST_TERMS:
            return
        before = text[max(0, term.start() - _BEFORE) : term.start()]
        after = text[term.end() : term.end() + _AFTER]
        if kind := _kind(term, before, after, passage, name):
            yield kind, term.span()


def _kind(term: re.Match[str], before: str, after: str, passage: Passage, name: ReleaseName) -> str:
    """What is claimed with a term between these words; empty when it is no claim of this release."""
    claimed = OPEN_WEIGHTS if term["weights"] else FULLY_OPEN if term["whole"] else OPEN_SOURCE
    by_us = words.WE.search(before) and (term["verb"] or term["source"])
    if by_us or (term["verb"] and words.SOMEBODY.search(before)):
        made = _object(after, name)
        if made is not None:
            return claimed if made == OPEN_SOURCE else made
    if term["weights"] and before.endswith("with ") and _is_release(before, name):
        return claimed
    if _is_attribute(before, after, passage, name):
        return claimed
    return claimed if _is_predicate(term, before, after, name) else ""


def _object(after: str, name: ReleaseName) -> str | None:
    """What "we open-source …" speaks of: a kind of claim, empty for something else, None if unclear."""
    clause = re.split(r"[.;!?](?:\s|$)", after, maxsplit=1)[0]
    named = name.at(clause)
    found = words.OBJECT.search(clause)
    if found is None or (0 <= named < found.start()):
        return OPEN_SOURCE if named >= 0 else None
    kinds = {
        "everything": FULLY_OPEN,
        "data": OPEN_DATA,
        "training": OPEN_TRAINING,
        "other": "",
        "weights": OPEN_WEIGHTS,
        "model": OPEN_SOURCE,
    }
    kind = "" if _PART_OF.match(clause) else kinds[found.lastgroup or "other"]
    rest = words.OBJECT.search(clause, found.end())
    if (
        kind == OPEN_SOURCE
        and rest
        and rest.lastgroup == "weights"
        and rest.start() < found.end() + 2
    ):
        return OPEN_WEIGHTS
    return kind


def _is_attribute(before: str, after: str, passage: Passage, name: ReleaseName) -> bool:
    """Whether the term belongs to a noun that stands for the release: "X is an open-source model"."""
    if not words.NOUN_AFTER.match(after) and not words.NOUN_BEFORE.search(before):
        return False
    if words.BESIDES.search(before):
        return True
    own = words.OWN.search(before)
    if own and not words.APART.search(own[0]) and not words.NO_PHRASE.search(own[0]):
        return True
    labelled = words.LABELLED.search(before)
    if labelled and not _sets_apart(labelled["between"]):
        return True
    of_it = words.OF_IT.match(after)
    if of_it and name.is_in(of_it["subject"]):
        return True
    subject, between = _parted_at_copula(before)
    if subject and not _sets_apart(between) and _is_release(subject, name):
        return True
    named = words.NAMED.search(before)
    if (
        named
        and not _sets_apart(named["between"])
        and name.is_in(_last_words(before[: named.start()]))
    ):
        return True
    announced = words.ANNOUNCING.search(before)
    if announced and not _sets_apart(announced["between"]):
        return True
    if words.ALONE.fullmatch(before) and not _sets_apart(before):
        return topic(passage) != "evaluation" and len(passage.text) < 160
    return bool(words.AS_SUCH.search(before)) and _is_release(after.partition(",")[2][:60], name)


def _is_predicate(term: re.Match[str], before: str, after: str, name: ReleaseName) -> bool:
    """Whether the release is said to be it: "X is now fully open source"."""
    if not words.SAYS_NO_MORE.match(after):
        return False
    if term["whole"] and words.WHOLLY.search(before) and not term["open"]:
        return True
    if being := words.BEING_JUST.search(before):
        return _is_release(before[: being.start()], name)
    made = words.MADE.search(before)
    return bool(made) and _is_release(made["subject"], name)  # type: ignore[index]


def _parted_at_copula(before: str) -> tuple[str, str]:
    """The words before and behind the "is" of "X is one of the", the first without a stop behind."""
    for copula in words.COPULA.finditer(before):
        between = before[copula.end() :]
        if len(between) < _BETWEEN and not words.STOP.search(between):
            return before[: copula.start()], between
    return "", ""


def _last_words(text: str) -> str:
    return " ".join(text.split()[-3:])


def _sets_apart(between: str) -> bool:
    return bool(words.APART.search(between.replace("one of the", "")))


def _is_release(subject: str, name: ReleaseName) -> bool:
    """Whether a subject is the release; what stands nearest to the verb decides."""
    near = re.split(r"[;|]|, (?:but|while|and)\b", subject.removesuffix(", and "))[-1]
    if near.endswith("which "):
        return False
    if words.NOT_IT.search(near[-60:]):
        return False
    return name.is_in(near) or bool(words.IT.search(near))


def _chinese(passage: Passage, name: ReleaseName) -> Iterator[Found]:
    text = passage.lower
    if "源" not in text or len(text) != len(passage.text):
        return
    for count, term in enumerate(words.CHINESE.finditer(text)):
        if count >= _MOST_TERMS:
            return
        before = text[max(0, term.start() - 100) : term.start()]
        after = text[term.end() : term.end() + 60]
        if is_chinese_claim(term, before, after, name):
            weights = words.CHINESE_WEIGHTS.match(after) and "模型参数规模" not in after
            kind = FULLY_OPEN if term["whole"] else OPEN_WEIGHTS if weights else OPEN_SOURCE
            yield kind, term.span()
