"""Reads checkpoints: published states of the weights from before the training ended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.cues import has_any, phrases
from crawlers.readers.hub_ids import linked_model, stem
from crawlers.readers.observed import Observed
from crawlers.readers.stance import Stance, stance
from registry.scoring.evidence import Evidence

_CHECKPOINT = r"(?:checkpoints?|ckpts?|snapshots?|revisions?)"
_MANY = re.compile(
    rf"intermediate (?:[\w-]+ ){{0,3}}?{_CHECKPOINT}|{_CHECKPOINT} (?:\w+ ){{0,6}}?(?:throughout"
    rf"|during|spanning|over the course of|along) (?:\w+ ){{0,4}}?train"
    rf"|(?:\b\d{{2,6}}|hundreds of|dozens of|all|many|several|partial|early|frequent early|training"
    rf"|pre-?training|other) (?!different)(?:[\w-]+ ){{0,2}}?"
    rf"{_CHECKPOINT}\b[^.;]{{0,60}}?(?:per model|every|each \d|branch|step|revision|throughout"
    rf"|during|from initiali|evenly|log-spaced)"
    rf"|\b\d{{2,6}} {_CHECKPOINT} (?:are|were|have been) (?:available|releas|publish|open)"
    rf"|{_CHECKPOINT}[^.;]{{0,60}} (?:every|each) ~?[\d,.]+ ?[kKbB]? ?(?:training "
    rf"|gradient )?(?:steps|tokens|iterations)"
    rf"|(?:hosted|available|stored|saved|released|published|uploaded)[^.;]{{0,40}} (?:as|in"
    rf"|under|on) (?:separate |different |git |other |the )*(?:branches|revisions)"
    rf"|change the branch[^.;]{{0,40}}checkpoint|(?:releas\w+|publish\w*) (?:the )?(?:final few "
    rf"|all |our )?(?:training )?{_CHECKPOINT} for th(?:is|ese) models?"
    r"|中间(?:训练)?(?:检查点|checkpoints?|ckpt|权重)",
    re.IGNORECASE,
)
_TRAINING_STEP = re.compile(
    r"revision\s*=\s*[\"'](?=[^\"']*\d)(?:(?:stage|phase)\d+[-_])?(?:global[-_]?)?(?:step|iter"
    r"|ckpt|checkpoint|tokens?|main[-_]step)[-_]?[\w.-]*[\"']",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"(?:naming convention|branch(?:es)?|revisions?|checkpoints?)[^.;]{0,60}\bstep[-_ ]?(?:\d+"
    r"|X+|\{)|\b(?:branch|revision)(?:es|s)? names? (?:indicat|giv|tell|show|stat)\w* (?:the )?(?:number"
    r" of )?(?:training )?(?:steps?|tokens|iterations?)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?:pre-?anneal\w*|pre-?decay|stable[- ](?:phase|stage)|before (?:the )?(?:anneal\w*|decay"
    r"|cool-?down|mid-?training|context extension|long[- ]context)"
    rf"|mid-?train\w*|stage[- ]?[123i]{{1,3}}|first[- ]stage|un-?annealed|non-?annealed"
    rf"|warm-?up) (?:model |base |training )?(?:{_CHECKPOINT}|weights|model)\b"
    rf"|{_CHECKPOINT} (?:\w+ )?(?:before|prior to) (?:the )?(?:anneal\w*|decay|cool-?down)",
    re.IGNORECASE,
)
_WORDINGS = (
    (
        phrases(
            "intermediate|throughout|during|spanning|course of|along|per model|every|each |branch"
            "|step|revision|from initiali|evenly|log-spaced|for this model|for these model|中间"
            "|t are |ts are |t were |ts were |t have been |ts have been "
        ),
        _MANY,
        "intermediate",
    ),
    (("step", "branch", "revision"), _NAMING, "intermediate"),
    (phrases("anneal|decay|stable|before|train|stage|warm"), _ONE, "single"),
)
"""Words of which each pattern's matches hold one, the pattern, and what it tells."""
_PUBLISHED = phrases(
    "releas|publish|opensourc|open-sourc|provid|availab|hosted|upload|download|branch|revision"
    "|access|find|load|public|here|开源|发布|提供|下载"
)
_OTHER_USE = re.compile(
    r"best (?:\w+ )?checkpoint|fine-?tuned checkpoints|initiali[sz]\w* (?:\w+ )?(?:from|with)"
    r"|resume|convert\w*|averag\w+|select\w*|--|(?:different|varying|various) sizes|quanti[sz]"
    r"|gptq|\bbits?\b|\beach trained\b"
    r"|evaluated|larger|smaller|licen[cs]e|model hub|under the name|cache",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<![\w.])(\d+(?:[._]\d+)?)[bm](?![a-z])", re.IGNORECASE)
_STAGE = re.compile(
    r"[-_](sft|dpo|kto|orpo|ppo|rlvr|rlhf|grpo|simpo|rm|instruct-sft|instruct-dpo)(?:[-_.]|\d|$)",
    re.IGNORECASE,
)
_ITERATION = re.compile(r"[-_](?:iter(?:ation)?|round)[-_]?(\d{1,2})(?=[-_.]|$)", re.IGNORECASE)
_STAGES = frozenset({"sft", "dpo", "kto", "orpo", "ppo", "rlvr", "rlhf", "grpo", "simpo"})
_SAYS_NOT = re.compile(r"will be|coming soon|upcoming|plan to|to be released", re.IGNORECASE)


def read_checkpoints(observed: Observed) -> Iterator[Evidence]:
    """``intermediate`` (published states of this training), ``single`` (one of them) and ``stage``
    (another stage
    of this model's post-training, published as a repo of its own)."""
    for passage in observed.card.mentioning(
        "checkpoint", "ckpt", "revision", "branch", "intermediate", "snapshots", "中间"
    ):
        if passage.kind == "code":
            if match := _TRAINING_STEP.search(passage.text):
                yield observed.said(
                    "weights.checkpoints",
                    "intermediate",
                    passage,
                    value=match[0],
                    around=match.span(),
                )
            continue
        yield from _told(passage, observed)
    yield from _stages(observed)


def _told(passage: Passage, observed: Observed) -> Iterator[Evidence]:
    if passage.kind == "heading" or not (
        has_any(passage.lower, _PUBLISHED) or any(linked_model(k.url) for k in passage.links)
    ):
        return
    for words, pattern, fact in _WORDINGS:
        match = pattern.search(passage.text) if has_any(passage.lower, words) else None
        if match is None:
            continue
        if _is_of_others(passage, observed.snapshot.id):
            return
        if stance(passage.text, *match.span()) is Stance.STATED:
            target = next((k.url for k in passage.links if linked_model(k.url)), "")
            yield observed.said(
                "weights.checkpoints",
                fact,
                passage,
                value=match[0],
                around=match.span(),
                target=target,
            )
            return


def _is_of_others(passage: Passage, own: str) -> bool:
    """Whether a passage is on other checkpoints than earlier ones of this release, or on none yet."""
    return bool(
        _OTHER_USE.search(passage.text)
        or _SAYS_NOT.search(passage.text)
        or any(heading.startswith("original") for heading in passage.section_lower)
        or _of_another_size(passage, own)
    )


def _of_another_size(passage: Passage, own: str) -> bool:
    """Whether the links lead to the checkpoints of a sibling of another size."""
    size = _size(own)
    linked = [
        s
        for link in passage.links
        if "checkpoint" in link.url.lower() and (s := _size(linked_model(link.url)))
    ]
    return bool(size and linked) and size not in linked


def _size(model_id: str) -> str:
    match = _SIZE.search(model_id.rpartition("/")[2])
    return match[1].replace("_", ".") if match else ""


def _stages(observed: Observed) -> Iterator[Evidence]:
    """Siblings of the same name and size for the stages before this one."""
    own = observed.snapshot.id
    organization = own.partition("/")[0].lower()
    seen: set[str] = set()
    for link, passage in observed.card.links:
        model = linked_model(link.url)
        if not model or model.partition("/")[0].lower() != organization:
            continue
        if (round_ := _earlier_round(model, own)) and round_ not in seen:
            seen.add(round_)
            yield observed.said(
                "weights.checkpoints", "stage", passage, value=round_, target=link.url
            )
        stage = _stage(model)
        if not stage or stage == _stage(own) or stage in seen or stage not in _STAGES:
            continue
        if _root(model) == _root(own):
            seen.add(stage)
            yield observed.said(
                "weights.checkpoints", "stage", passage, value=stage, target=link.url
            )


def _earlier_round(model_id: str, own: str) -> str:
    """The round of training that a sibling is from, if it is one before that of this release."""
    theirs, ours = _ITERATION.search(model_id), _ITERATION.search(own)
    if theirs is None or ours is None or int(theirs[1]) >= int(ours[1]):
        return ""
    if _ITERATION.sub("", model_id).lower() != _ITERATION.sub("", own).lower():
        return ""
    return f"round {theirs[1]}"


def _stage(model_id: str) -> str:
    match = _STAGE.search(model_id.rpartition("/")[2])
    return match[1].lower().rpartition("-")[2] if match else ""


def _root(model_id: str) -> str:
    name = _STAGE.sub("-", model_id.rpartition("/")[2])
    return stem(
        re.sub(
            r"[-_](?:instruct|chat|it|final|base)(?=[-_.]|$)",
            "",
            name.strip("-"),
            flags=re.IGNORECASE,
        )
    )
