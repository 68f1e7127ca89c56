"""Lineage in words: the sentences and rows of a card that say which model a release was made
from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.base_names import (
    BaseMention,
    Names,
    closest,
    foreign_subject,
    is_no_base_of,
    is_other_size,
    may_hold_a_name,
    same,
)
from crawlers.readers.cues import has_any
from crawlers.readers.hub_ids import as_model_id, linked_model, stem
from crawlers.readers.lineage_words import (
    AS_THE_BASE,
    ASIDE,
    BEFORE_PRETRAINED_LINK,
    BEFORE_TUNED_LINK,
    CHECKPOINT_LINK,
    CUE,
    CUES,
    ENCODERS,
    FAMILY_PARTS,
    FILLER,
    FROM_SCRATCH,
    IN_TEXT_ID,
    LEARNING_RATE,
    MODEL_NAME,
    OTHER_THING_AFTER,
    OTHER_THING_BEFORE,
    PLACEHOLDER,
    SHORT_FAMILIES,
    SHORT_FAMILY,
    STARTING_POINT,
    TRAINING_COMMAND,
    TRIGGERS,
    TUNED_NAME,
    VERSION_OF,
)
from crawlers.readers.observed import Observed
from crawlers.readers.stance import Stance, stance

MAX_MENTIONS = 6
_RELATIONS = {f"c{i}": relation for i, (_, relation) in enumerate(CUES)} | {"chinese": "finetune"}
_OWN_ROW = re.compile(r"base|finetuned|fine-tuned|parent|backbone", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|nor|isn't|wasn't)\s*$", re.IGNORECASE)
_THIS_REPO = re.compile(
    r"^\W*this (?:repo(?:sitory)? (?:contains|holds|hosts|provides|is)|(?:model )?is \S+ $)",
    re.IGNORECASE,
)
"""What is said of the release itself: "this repository contains", "this is wizard-7b"."""
_TOKEN = re.compile(r"[\w.-]*\w")
_A_KIND_OF = re.compile(r"\b(?:an?|the|on)[\s*_`\[]+(?:\S+ ){0,2}$", re.IGNORECASE)


def base_mentions(observed: Observed) -> Iterator[BaseMention]:
    """The mentions of a base in the card's words, in order; none for a release trained from
    scratch."""
    names = Names.of(observed)
    if _is_from_scratch(observed, names):
        return
    count, index = 0, observed.card.index
    pretrained = any(observed.card.mentioning("masked language model"))
    of_family, of_short_family = index.places(FAMILY_PARTS), index.places(SHORT_FAMILIES)
    for place in sorted(index.places(TRIGGERS)):
        passage = index.passages[place]
        if passage.kind == "code":
            found = _in_training_command(passage, names)
        elif (
            place in of_family
            or _has_an_address(passage)
            or (place in of_short_family and SHORT_FAMILY.search(passage.lower))
            or has_any(passage.lower, names.linked_names)
        ) and not _is_aside(passage, names):
            found = _in_passage(passage, names)
        else:
            continue
        for mention in found:
            if pretrained and _is_architecture(mention):
                continue
            if not same(mention.id, names.own):
                yield mention
                count += 1
        if count >= MAX_MENTIONS:
            return


def _is_architecture(mention: BaseMention) -> bool:
    """Whether "based on the BERT model" names a design: a family of encoders without a size."""
    words = mention.passage.text[mention.span[0] : mention.span[1]].lower()
    return words.startswith("based") and mention.name.lower() in ENCODERS


def _is_from_scratch(observed: Observed, names: Names) -> bool:
    for passage in observed.card.mentioning("scratch", "从零", "从头"):
        match = FROM_SCRATCH.search(passage.text)
        if match is None:
            continue
        if passage.kind == "row":
            its_own = stem(passage.text.partition("|")[0]) == names.own_stem
        else:
            its_own = not foreign_subject(passage.text[: match.end()], names)
        if its_own:
            return True
    return False


def _has_an_address(passage: Passage) -> bool:
    """Whether a passage may hold a model's id, or leads to the Hub."""
    return "/" in passage.text or any("huggingface.co/" in link.url for link in passage.links)


def _is_aside(passage: Passage, names: Names) -> bool:
    """Whether a passage stands in a section that speaks of other things than how the model was
    made; a title, which may hold any word, does not."""
    if any(heading.startswith("original") for heading in passage.section_lower):
        return True
    innermost = passage.section[-1].lower() if passage.section else ""
    if "train" in innermost or not has_any(innermost, ASIDE):
        return False
    return len(passage.section) > 1 or stem(innermost) not in names.own_stem


def _in_passage(passage: Passage, names: Names) -> Iterator[BaseMention]:
    text, is_row = passage.text, passage.kind == "row"
    if is_row and not _is_own_row(passage, names):
        return
    if not is_row and (
        named := _linked_in_its_place(passage, names) or _before_its_verb(passage, names)
    ):
        yield named
        return
    position = 0
    for cue in CUE.find(text):
        before = _THIS_REPO.sub("", text[: cue.start()])
        if cue.start() < position or _NOT.search(before) or OTHER_THING_BEFORE.search(before[-60:]):
            continue
        if not is_row and foreign_subject(before[-100:], names):
            continue
        relation = _RELATIONS[cue.lastgroup or "chinese"]
        mention = _named_after(cue, relation, passage, names)
        if mention is None:
            continue
        position = mention.span[1]
        if stance(text, cue.start(), position) is Stance.STATED:
            yield mention
        if relation != "merge":
            return


def _is_own_row(passage: Passage, names: Names) -> bool:
    """A row about this release: a "base model: X" pair, or the line of a list of models that has
    its name."""
    first, _, rest = passage.text.partition("|")
    if passage.text == passage.head:
        return False
    return ("|" not in rest and bool(_OWN_ROW.search(first))) or stem(first) == names.own_stem


def _named_after(
    cue: re.Match[str], relation: str, passage: Passage, names: Names
) -> BaseMention | None:
    """The model that is named right after a cue: by a link, the name of a linked model, an id or a
    family's name."""
    text = passage.text
    filler = FILLER.match(text, cue.end())
    starts = (filler.end() if filler else cue.end(), cue.end(), cue.end() + 1)
    found = (
        _by_link(cue.end(), starts[0] + 12, passage, names)
        or _by_linked_name(text, starts, names)
        or (None if relation == "linked" else _by_name(text, starts, names))
    )
    if found is None:
        return None
    model, start, end = found
    name = text[start:end].strip()
    if OTHER_THING_AFTER.match(text[end:]) or is_no_base_of(model or name, names):
        return None
    if is_other_size(model or name, names):
        return None
    kind = "finetune" if relation == "linked" else relation
    return BaseMention(model, name, kind, passage, (cue.start(), end))


def _by_link(start: int, limit: int, passage: Passage, names: Names) -> tuple[str, int, int] | None:
    for link in passage.links:
        model = linked_model(link.url) if link.text else ""
        where = passage.text.find(link.text, start) if model and not same(model, names.own) else -1
        if 0 <= where <= limit:
            return model, where, where + len(link.text)
    return None


def _by_linked_name(
    text: str, starts: tuple[int, ...], names: Names
) -> tuple[str, int, int] | None:
    for at in starts:
        match = _TOKEN.match(text, at)
        if match and len(match[0]) > 5 and (model := names.in_links(match[0])):
            return model, *match.span()
    return None


def _by_name(text: str, starts: tuple[int, ...], names: Names) -> tuple[str, int, int] | None:
    limit = max(starts)
    match = IN_TEXT_ID.search(text, min(starts), limit + 120)
    model = as_model_id(match[0]) if match and match.start() <= limit else ""
    organization, _, name = model.partition("/")
    two_families = MODEL_NAME.fullmatch(organization) and not any(c.isdigit() for c in name)
    if match and model and not two_families:
        return model, *match.span()
    for at in starts:
        if named := MODEL_NAME.match(text, at):
            named = closest(named, names.own_stem)
            return names.resolve(named[0]), *named.span()
    # A publisher's name may be all that is said: "built on the DeepSeek base model".
    named = MODEL_NAME.search(text, min(starts), limit)
    return (names.resolve(named[0]), *named.span()) if named else None


def _linked_in_its_place(passage: Passage, names: Names) -> BaseMention | None:
    """A linked base that is told by what stands around it: "this is the [X] model fine-tuned on
    …", "we use the pretrained [X]", "trained on the [X] checkpoint"."""
    for link in passage.links:
        model = linked_model(link.url) if link.text else ""
        start = passage.text.find(link.text) if model else -1
        if start < 0 or is_no_base_of(model, names) or is_other_size(model, names):
            continue
        end = start + len(link.text)
        before, rest = passage.text[:start], passage.text[end:]
        if OTHER_THING_AFTER.match(rest) or foreign_subject(before[-100:], names):
            continue
        trained_on = "train" in before.lower() and before.rstrip(" `*_").endswith(" on the")
        if (
            (TUNED_NAME.match(rest) and BEFORE_TUNED_LINK.search(before[-60:]))
            or BEFORE_PRETRAINED_LINK.search(before[-60:])
            or (trained_on and CHECKPOINT_LINK.match(rest))
        ) and stance(passage.text, start, end) is Stance.STATED:
            return BaseMention(model, link.text.strip(), "finetune", passage, (start, end))
    return None


def _before_its_verb(passage: Passage, names: Names) -> BaseMention | None:
    """A base that is named before the verb: "X is a Llama 2 70B model fine-tuned on …", "with X as
    the base"."""
    text, lower = passage.text, passage.lower
    tuned, as_base = "tune" in lower, " as " in lower or "为" in lower or "基础上" in lower
    if not (tuned or as_base or "version" in lower) or not may_hold_a_name(text, lower):
        return None
    for match in MODEL_NAME.finditer(text):
        before, rest = text[: match.start()], text[match.end() :]
        name = match[0].strip()
        if VERSION_OF.match(rest):
            told = stem(name) not in names.own_stem and not before.strip(" *_#([")
        elif as_base and AS_THE_BASE.match(rest):
            told = not (OTHER_THING_BEFORE.search(before[-60:]) or is_other_size(name, names))
        else:
            told = bool(
                tuned
                and _A_KIND_OF.search(before[-60:])
                and stem(name) != names.own_stem
                and TUNED_NAME.match(rest)
                and not OTHER_THING_BEFORE.search(before[-60:])
            )
        if told and not is_no_base_of(name, names):
            linked = (linked_model(k.url) for k in passage.links if name in k.text)
            model = next(filter(None, linked), "") or names.resolve(name)
            return BaseMention(model, name, "finetune", passage, match.span())
    return None


def _in_training_command(passage: Passage, names: Names) -> Iterator[BaseMention]:
    """The model that a training command or configuration starts from; not in examples for users."""
    lower = passage.lower
    if not has_any(lower, TRAINING_COMMAND) and not LEARNING_RATE.search(lower):
        return
    if PLACEHOLDER.search(lower):
        return
    if any("fine-tun" in heading or "finetun" in heading for heading in passage.section_lower):
        return
    if match := STARTING_POINT.search(passage.text):
        model, name = as_model_id(match[1]), match[1].rpartition("/")[2]
        if not same(model or name, names.own) and (model or MODEL_NAME.fullmatch(name)):
            yield BaseMention(model or names.resolve(name), name, "finetune", passage, match.span())
