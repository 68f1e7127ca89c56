"""Reads lineage: which models a release was made from, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawlers.readers.base_names import BaseMention, row_of_base, same, sibling_base
from crawlers.readers.hub_ids import as_model_id, is_named_quantized, stem
from crawlers.readers.lineage_prose import base_mentions
from crawlers.readers.observed import Observed, texts
from registry.scoring.evidence import Evidence

RELATIONS = frozenset({"finetune", "adapter", "quantized", "merge", "distilled", "copy"})
_SPELLINGS = {
    "fine-tune": "finetune",
    "finetuned": "finetune",
    "quantization": "quantized",
    "lora": "adapter",
}
_ADAPTER_FILES = frozenset(
    {"adapter_config.json", "adapter_model.safetensors", "adapter_model.bin"}
)
_FORMAT_TAGS = frozenset({"gguf", "gptq", "awq"})


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a release was made from: ids, names that no id is known for, the relation, and the
    evidence."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    relation: str = ""
    evidence: tuple[Evidence, ...] = ()


def find_bases(observed: Observed) -> tuple[tuple[str, ...], str]:
    """Ids of the releases that this one was made from, and the relation.

    The relation is given without an id when the card names a base that no id is known for; both are
    empty for a
    release trained from scratch.
    """
    lineage = find_lineage(observed)
    return lineage.ids, lineage.relation


def read_lineage(observed: Observed) -> Iterator[Evidence]:
    """The bases by id (``base``) or by name alone (``base-name``), the ``relation``, and what the
    card names further
    back or beside (``ancestor``), whose terms may go with the weights."""
    yield from find_lineage(observed).evidence


def find_lineage(observed: Observed) -> Lineage:
    """The lineage that metadata and front matter declare or else the card tells."""
    return _declared(observed) or _told(observed) or Lineage()


def _declared(observed: Observed) -> Lineage | None:
    """Lineage from front matter or, where the card doesn't give it, from what the Hub's metadata
    says."""
    front = texts(observed.front.get("base_model"))
    given = front or _metadata_bases(observed.snapshot.metadata)
    named = tuple(
        dict.fromkeys(
            g.strip() for g in given if g.strip().lower() not in {"", "none", "n/a", "scratch"}
        )
    )
    own = observed.snapshot.id
    ids = tuple(dict.fromkeys(i for g in named if (i := as_model_id(g)) and not same(i, own)))
    names = tuple(g for g in named if not as_model_id(g))
    if not ids and not names:
        return None
    relation = _declared_relation(observed, ids or names)
    point = observed.in_front_matter if front else observed.recorded
    field = (
        "base_model"
        if front
        else "baseModels"
        if observed.snapshot.metadata.get("baseModels")
        else "tags"
    )
    quote = (
        {}
        if front or field == "baseModels"
        else {"quote": ", ".join(f"base_model:{i}" for i in ids)}
    )
    evidence = [
        *(point("lineage", "base", field, value=i, **quote) for i in ids),
        *(point("lineage", "base-name", field, value=n, **quote) for n in names),
        point("lineage", "relation", field, value=relation, **quote),
    ]
    return Lineage(ids, names, relation, tuple(evidence))


def _metadata_bases(metadata: Any) -> tuple[str, ...]:
    given = metadata.get("baseModels")
    models = given.get("models") if isinstance(given, dict) else None
    if isinstance(models, list) and models:
        return tuple(str(m["id"]) for m in models if isinstance(m, dict) and m.get("id"))
    tags = metadata.get("tags")
    named = (
        [t.split(":", 1)[1] for t in tags if isinstance(t, str) and t.startswith("base_model:")]
        if isinstance(tags, list)
        else []
    )
    return tuple(n.rpartition(":")[2] for n in named)


def _declared_relation(observed: Observed, bases: tuple[str, ...]) -> str:
    """The relation as the publisher gives it, else by the Hub's rules, as the mirror has no word of
    the Hub's.

    Other than the Hub, files in a quantized format make a release a quantization only of a base
    whose name it
    carries: whoever tunes Llama and publishes the result as GGUF has not quantized Llama.
    """
    stated = str(observed.front.get("base_model_relation") or "").strip().lower()
    stated = _SPELLINGS.get(stated, stated)
    if stated in RELATIONS:
        return stated
    same_model = any(
        stem(b) in stem(observed.snapshot.id) or stem(observed.snapshot.id) in stem(b)
        for b in bases
    )
    computed = _metadata_relation(observed)
    if len(bases) > 1:
        return "merge"
    if _is_adapter(observed) or computed == "adapter":
        return "adapter"
    if same_model and (_is_quantized(observed) or computed == "quantized"):
        return "quantized"
    if computed == "merge" or _tags(observed) & {"merge", "mergekit"}:
        return "merge"
    return "finetune"


def _metadata_relation(observed: Observed) -> str:
    for tag in observed.tags("base_model:"):
        relation, _, rest = tag.partition(":")
        if rest and relation in RELATIONS:
            return relation
    given = observed.snapshot.metadata.get("baseModels")
    stated = given.get("relation") if isinstance(given, dict) else None
    return str(stated) if stated in RELATIONS else ""


def _tags(observed: Observed) -> set[str]:
    library = (
        observed.snapshot.metadata.get("library_name") or observed.front.get("library_name") or ""
    )
    return (
        {t.lower() for t in texts(observed.front.get("tags"))}
        | set(observed.tags(""))
        | {str(library).lower()}
    )


def _is_adapter(observed: Observed) -> bool:
    return bool(_ADAPTER_FILES & set(observed.files)) or bool(_tags(observed) & {"peft", "lora"})


def _is_quantized(observed: Observed) -> bool:
    return (
        is_named_quantized(observed.snapshot.id)
        or bool(_tags(observed) & _FORMAT_TAGS)
        or any(f.endswith((".gguf", ".ggml")) for f in observed.files)
    )


def _told(observed: Observed) -> Lineage | None:
    """Lineage from the card's words."""
    sibling = sibling_base(observed)
    mentions = tuple(base_mentions(observed))
    if sibling is not None and sibling.relation == "quantized":
        return _of_mentions((sibling,), observed, mentions)
    merged = tuple(m for m in mentions if m.relation == "merge")
    if len({m.id for m in merged if m.id}) > 1:
        return _of_mentions(merged, observed)
    if sibling is not None:
        return _of_mentions((sibling,), observed, mentions)
    first = next((m for m in mentions if m.id), None) or next(iter(mentions), None)
    return _of_mentions((first,), observed) if first else None


def _of_mentions(
    mentions: tuple[BaseMention, ...],
    observed: Observed,
    all_mentions: tuple[BaseMention, ...] = (),
) -> Lineage:
    ids = tuple(dict.fromkeys(m.id for m in mentions if m.id))
    names = tuple(dict.fromkeys(m.name for m in mentions if not m.id))
    relation = _told_relation(mentions, observed)
    evidence = [
        observed.said(
            "lineage",
            "base" if m.id else "base-name",
            m.passage,
            value=m.id or m.name,
            around=m.span,
            target=f"https://huggingface.co/{m.id}" if m.id else "",
        )
        for m in mentions
    ]
    further = [*all_mentions, *(a for m in mentions if (a := row_of_base(m, observed)))]
    evidence += [
        observed.said("lineage", "ancestor", m.passage, value=m.id or m.name, around=m.span)
        for m in further
        if m not in mentions
    ]
    evidence.append(
        observed.said(
            "lineage", "relation", mentions[0].passage, value=relation, around=mentions[0].span
        )
    )
    return Lineage(ids, names, relation, tuple(evidence))


def _told_relation(mentions: tuple[BaseMention, ...], observed: Observed) -> str:
    relation = mentions[0].relation
    if relation in {"merge", "distilled", "adapter"}:
        return relation
    if _is_adapter(observed):
        return "adapter"
    base, own = stem(mentions[0].id or mentions[0].name), stem(observed.snapshot.id)
    if relation in {"quantized", "copy"} and (base in own or own in base):
        return "quantized" if _is_quantized(observed) else relation
    if _is_quantized(observed) and base == own:
        return "quantized"
    return "finetune"
