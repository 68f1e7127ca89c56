"""Names of bases: which model a name in a card stands for, and whether two names are one
release."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawlers.passages import Passage
from crawlers.readers.hub_ids import is_named_quantized, is_repo_page, linked_model, stem
from crawlers.readers.known_models import known_id
from crawlers.readers.lineage_words import MODEL_NAME, PLAIN_MODEL_NAME
from crawlers.readers.observed import Observed


@dataclass(frozen=True, slots=True)
class BaseMention:
    """Words that name a base: its id, or only the name when that can't be resolved, and the
    relation."""

    id: str
    name: str
    relation: str
    passage: Passage
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Names:
    """How the names in one card are to be understood: the release's own id, and the models that the
    card links."""

    own: str
    own_stem: str
    linked: Mapping[str, str]
    linked_names: tuple[str, ...]

    @classmethod
    def of(cls, observed: Observed) -> Names:
        """The names of a card."""
        own = observed.snapshot.id
        models = {m for link, _ in observed.card.links if (m := linked_model(link.url))}
        linked = {stem(model): model for model in sorted(models) if not same(model, own)}
        names = tuple(model.rpartition("/")[2].lower() for model in linked.values())
        return cls(own, stem(own), linked, names)

    def in_links(self, name: str) -> str:
        """The id of the model that the card links under this name somewhere, or an empty text."""
        wanted = stem(name)
        telling = len(wanted) > 4 and any(c.isdigit() for c in wanted)
        return self.linked.get(wanted, "") if telling else ""

    def resolve(self, name: str) -> str:
        """The id that a name stands for: a linked model's, else that of a well-known base."""
        return self.in_links(name) or known_id(name, self.own)


def is_no_base_of(name: str, names: Names) -> bool:
    """Whether a name can't be a base: the release, its family without a size, its descendant."""
    said = re.sub(r"[\s_]+", "-", name.rpartition("/")[2].lower())
    own = re.sub(r"_+", "-", names.own.rpartition("/")[2].lower())
    if same(name, names.own):
        return True
    if "/" not in name and not _SIZE.search(said) and re.match(rf"{re.escape(said)}(?:-|$)", own):
        return True
    suffix = stem(name).removeprefix(names.own_stem)
    return suffix not in {"", stem(name), "base", "pt", "pretrain", "pretrained"}


_SIZE = re.compile(r"\d(?:b|m)(?![a-z])|base|pt\b")


def same(a: str, b: str) -> bool:
    """Whether two ids or names are one release."""
    if not a or not b:
        return False
    if "/" in a and "/" in b:
        return a.lower() == b.lower()
    bare_a, bare_b = (re.sub(r"[^a-z0-9]", "", x.rpartition("/")[2].lower()) for x in (a, b))
    return bare_a == bare_b


def may_hold_a_name(text: str, lower: str) -> bool:
    """A quick look for ``MODEL_NAME`` in a text, which is given in lower case, too."""
    return not text.isascii() or PLAIN_MODEL_NAME.search(lower) is not None


def foreign_subject(before: str, names: Names) -> bool:
    """Whether the words before a cue name another model, which then is what the sentence is
    about."""
    if not may_hold_a_name(before, before.lower()):
        return False
    return any(
        said not in names.own_stem and names.own_stem not in said
        for said in (stem(match[0]) for match in MODEL_NAME.finditer(before))
    )


_BILLIONS = re.compile(r"\d+[bm]")


def is_other_size(name: str, names: Names) -> bool:
    """Whether a name is the own one but for the size: siblings don't stem from each other."""
    return _BILLIONS.sub("", stem(name)) == _BILLIONS.sub("", names.own_stem).removesuffix("base")


_JOINED = re.compile(r"\s*(?:&|and|or|,)\s*")


def closest(match: re.Match[str], own_stem: str) -> re.Match[str]:
    """Of models joined by "and", the one whose name begins as this release's: mT5 for mT0, not
    BLOOM."""
    joined = _JOINED.match(match.string, match.end())
    other = MODEL_NAME.match(match.string, joined.end()) if joined else None
    if other is None:
        return match
    return max((match, other), key=lambda m: _shared_start(stem(m[0]), own_stem))


def _shared_start(a: str, b: str) -> int:
    return next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def row_of_base(base: BaseMention, observed: Observed) -> BaseMention | None:
    """What the row of a base, in a list of models, says that the base itself was made from."""
    wanted = stem(base.id or base.name)
    for passage in observed.card.passages:
        if passage.kind != "row":
            continue
        first, bar, rest = passage.text.partition("|")
        if not bar or stem(first.strip(" *")) != wanted:
            continue
        for match in MODEL_NAME.finditer(rest):
            if stem(match[0]) not in wanted and wanted not in stem(match[0]):
                name = match[0].strip()
                return BaseMention("", name, "finetune", passage, (0, len(passage.text)))
    return None


_TUNED_SUFFIX = re.compile(
    r"(?:instruct|chat|it|sft|dpo|rlhf|thinking|reasoning|inst|zero)(?:v?\d*)$"
)


def sibling_base(observed: Observed) -> BaseMention | None:
    """The linked sibling whose name this release carries on: ``X-Base`` or ``X`` of ``X-Chat``,
    ``X`` of ``X-FP8``."""
    own = observed.snapshot.id
    organization, _, name = own.rpartition("/")
    quantized, own_stem = is_named_quantized(own), stem(own)
    bare = own_stem if quantized else _TUNED_SUFFIX.sub("", own_stem)
    if not quantized and bare == own_stem:
        return None
    wanted = (
        {bare}
        if quantized
        else {bare + end for end in ("", "base", "pt", "pretrain", "pretrained")}
    )
    relation = "quantized" if quantized else "finetune"
    for link, passage in observed.card.links:
        model = linked_model(link.url)
        if not model or stem(model) not in wanted or same(model, own) or is_named_quantized(model):
            continue
        siblings = quantized or model.partition("/")[0].lower() == organization.lower()
        if siblings and is_repo_page(link.url):
            return BaseMention(model, name, relation, passage, (0, 0))
    return None
