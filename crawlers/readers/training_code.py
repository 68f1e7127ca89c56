"""Reads which code trained a release: repositories, and the frameworks of its publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.readers.caseless import Caseless
from crawlers.readers.frameworks import LIBRARIES, RECIPE_COLLECTIONS, same_publisher
from crawlers.readers.lettered import lettered
from crawlers.readers.observed import Observed
from crawlers.readers.repositories import Repository
from crawlers.readers.stance import Stance
from crawlers.readers.subjects import topic
from crawlers.readers.titles import model_name
from registry.scoring.evidence import Evidence, Outcome

TRAINING = "code.training"

TRAIN = (
    r"(?:pre-?train(?:ing)?|post-?train(?:ing)?|train(?:ing)?|fine-?tun(?:e|ing)"
    r"|instruction[- ]tuning|sft|dpo|rlhf|rlvr|grpo|ppo|alignment)"
)
"""A stage of training, as words before "code" name it."""

_THINGS = r"(?:code(?:base)?|scripts?|repo(?:sitory)?|recipes?|pipelines?|notebooks?)"
_TRAINING_CODE = Caseless(
    rf"\b{TRAIN}(?:(?:,|/| and| &|, and) ?(?:\w+[- ]?){{1,2}}){{0,3}} {_THINGS}\b"
    rf"|\b{_THINGS}\b[^.;:]{{0,60}}\b(?:to|for|used (?:to|for"
    rf"|in)) (?:\w+[ -]){{0,5}}?{TRAIN}\b(?! (?:data|corp|mix|sets?\b))"
    rf"|\btrain(?:ed|ing)\b[^.;]{{0,60}}\b(?:using|with|by|via|from|use[ds]?)\b[^.;]{{0,40}}?"
    rf"\b(?:code|scripts?|notebooks?)\b(?= (?:from|in|at|available|here|found|provided|that)|\W*$)"
    rf"|\b{_THINGS}\b[^.;:]{{0,40}}\({TRAIN}|\b{_THINGS}\b[^.;:]{{0,80}}\b(?:train(?:ing)?"
    rf"|pre-?training) (?:code|scripts?|procedure|details)|\btrain code\b"
    rf"|\breproduc\w+ (?:the |this |our |these )?(?:model|training|pre-?training|fine-?tun)"
    rf"|\bfor (?:pre-?training|sft|dpo|rlvr|rlhf|post-training)\b"
    r"|config(?:uration)? files|\b(?:see|check out|follow|available"
    r"|find)\b[^.]{0,40}\brecipes?\b|(?:训练|微调)(?:代码|脚本)|código de entrenamiento"
    r"|code d'entra[iî]nement"
)
_TRAINING_PATH = re.compile(
    r"(?:^|[/_-])(?:pre-?)?train(?:ing|er|s)?(?:$|[/_.-])|fine-?tun|(?:^|[/_-])(?:distillation"
    r"|sft|dpo|rlhf"
    r"|grpo|pretrain)(?:$|[/_.-])",
    re.IGNORECASE,
)
_CODE_WORD = re.compile(
    r"\b(?:training|pre-?training|fine-?tuning) (?:code|scripts?|repo\w*)|config|recipe",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    rf"\b{TRAIN}(?:(?:,|/| and| &|, and) ?(?:\w+[- ]?){{1,2}}){{0,3}} (?:code|scripts?"
    rf"|repo\w*|notebooks?|recipes?)|\b(?:code|scripts?|notebooks?"
    rf"|recipes?)\b[^.]{{0,60}}\b(?:train|fine-?tun)|reproduc|config|\btrain code|训练代码",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\bwe (?:developed|built|designed)\b|\bour (?:own |custom |modified )?(?:fork|branch|version"
    r"|framework|codebase|repo|code|scripts?)\b"
    r"|\bwe (?:also |have |are )*(?:provid|releas|open-?sourc|publish|shar)(?:es?|ed|ing)? ",
    re.IGNORECASE,
)
_NOT_TRAINING_CODE = lettered(
    r"tokeni[sz]er|\bdata(?:set)? (?:generation|processing|preparation|curation|collection"
    r"|creation)|pre-?process|\bdemo\b|serving|first released in|quanti[sz]|quick ?start"
    r"|\bto (?:fine-?tune|finetune|customi[sz]e)\b|fine-?tune (?:this|the|your|it|our)"
    r"|can be (?:fine|train)|acknowledg|\bthanks?\b|inspir(?:ed|ation|es)|based on|forked from"
    r"|an? (?:[\w-]+ )?example\b|leverag|provided by (?!us\b|our\b|the authors)|borrow"
    r"|possible without|team for\b|great job|adapted from"
)
_USERS = lettered(
    r"\byou\b|\byour\b|how to|\busers?\b|if (?:interested|you)|tutorial|\bcolab\b|supports? |您|你"
)
_TRAINED_WITH = re.compile(
    r"\b(?:pre-?|post-?)?(?:trained|training(?! (?:data|corp|sets?\b))|fine-?tuned|tuned|aligned"
    r"|distilled"
    r"|training was|tuning|we (?:pre-?|post-?|fine-?)?(?:train|tune))\b[^.]{0,80}?"
    r"\b(?:with|using|by|on|via|in|through|used|uses)\b"
    r"|^\W*(?:training )?(?:framework|librar(?:y|ies)|software|orchestration|trainer"
    r"|training (?:library|stack|software|framework)|codebase|engine|infrastructure)\b"
    r"|\bwe (?:developed?|built|designed|introduce)\b[^.]{0,120}\b(?:train|\brl\b"
    r"|reinforcement)|(?:使用|基于|采用)[^。]{0,40}(?:训练|微调)",
    re.IGNORECASE,
)
_TRAINED_WITH_THIS = re.compile(
    r"\b(?:train(?:ed|ing(?! (?:data|corp|set|sample)))|tuned|distilled"
    r"|implemented)\b(?: (?!on\b|data\b)\w+){0,4}? (?:with|using|in|by|via)(?: (?:the|this|our"
    r"|own|project|code|repo|repository))*\W{0,4}$",
    re.IGNORECASE,
)
"""The words right before the link to what a model was trained with."""
_GENERAL = re.compile(r"(?<![-\w])train(?:ing|ed|s)?\b|训练", re.IGNORECASE)
_STAGED = re.compile(r"pre-?train|post-?train|fine-?tun|\bsft\b|\bdpo\b|\brl", re.IGNORECASE)
_FRAMEWORK_WORD = re.compile(
    r"\b(?:framework|pipeline|librar\w+|infrastructure|toolkit|package|stack|engine|fork|branch)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\W*(?:training )?(?:framework|library|software|orchestration|engine)\b", re.IGNORECASE
)
_NOT_TRAINED_WITH = lettered(
    r"evaluat|benchmark|deploy|serving|inferenc|quanti[sz]|convert|format|tokeni[sz]|transcri"
    r"|prompt|compress|评测|推理|to (?:use|run)|merge|full list"
)
_GIVEN = re.compile(
    r"\b(?:our|the|all(?: of)?(?: our| the)?|source) (?:source )?code\b[^.]{0,60}\b(?:available"
    r"|found|here"
    r"|released|published|open-?sourced?|at|on)\b",
    re.IGNORECASE,
)
"""The code as such is given: where a section tells of training, it is the code of that."""
_DOT_IN_NAME = re.compile(r"\.(?=\w)")
_CODE_OF_TRAINING = frozenset({"training", "pre-training", "post-training", "configuration"})
_TELLING = _CODE_OF_TRAINING | {"framework"}


def read_training_code(observed: Observed, linked: tuple[Repository, ...]) -> Iterator[Evidence]:
    """The repositories that hold the code of this training, or the framework it was done with."""
    for repository in linked:
        yield from _of_repository(observed, repository)


def _of_repository(observed: Observed, repository: Repository) -> Iterator[Evidence]:
    fact = _fact(observed, repository)
    if not fact or repository.stance is Stance.PROMISED:
        return
    outcome = Outcome.DENIED if repository.stance is Stance.DENIED else Outcome.FOUND
    stage = _stage(repository) if fact == "training-code" else ""
    name = f"{repository.owner}/{repository.name}"
    yield observed.said(
        TRAINING,
        fact,
        repository.passage,
        value=stage or name,
        outcome=outcome,
        target=repository.url,
    )


def _fact(observed: Observed, repository: Repository) -> str:
    """What a repository is to this training: its code, the publisher's or a public framework."""
    words, holds = repository.words, repository.holds
    if repository.name.lower() in LIBRARIES or not holds & _TELLING:
        return ""
    if topic(repository.passage) == "usage" and not _TRAINING_CODE.search(words):
        return ""
    own, public = is_own(observed, repository), repository.is_public_framework
    trained = "framework" in holds and says_trained_with(words)
    named = public or _FRAMEWORK_WORD.search(words) or _LABELLED.match(words)
    framework = named or _trained_with_it(repository)
    if own and trained and framework and not _CODE_WORD.search(words):
        return "own-framework"
    if holds & _CODE_OF_TRAINING and _is_training_code(observed, repository, own):
        return "training-code"
    if own and public and "codebase" in words.lower():
        return "own-framework"
    return "public-framework" if trained and public else ""


def _trained_with_it(repository: Repository) -> bool:
    """Whether the very thing that a sentence says a model was trained with is this repository."""
    before = (
        repository.words.partition(repository.url)[0] if repository.url in repository.words else ""
    )
    for link in repository.passage.links:
        if link.url == repository.url and not link.is_image:
            before = repository.words.partition(link.text)[0] if link.text else before
            break
    return bool(_TRAINED_WITH_THIS.search(before))


def says_trained_with(words: str) -> bool:
    """Whether words say that a model was trained with something, and not served or evaluated."""
    if not _TRAINED_WITH.search(words):
        return False
    lower = words.lower()
    return not (_NOT_TRAINED_WITH.search(lower) or _USERS.search(lower))


def _is_training_code(observed: Observed, repository: Repository, own: bool) -> bool:
    words = _DOT_IN_NAME.sub("_", repository.words)
    lower = words.lower()
    if repository.is_public_framework and not own and not _names_it(observed, lower):
        return False
    if _NOT_TRAINING_CODE.search(lower):
        return False
    for_users = bool(_USERS.search(lower)) or topic(repository.passage) == "usage"
    if repository.name.lower() in RECIPE_COLLECTIONS:
        return not for_users
    told = bool(_TRAINING_CODE.search(words))
    path = repository.url.partition(repository.owner)[2]
    named = own and bool(_TRAINING_PATH.search(path))
    if _is_on_tuning_only(words if told else path) and not observed.bases:
        return False
    if own and not told and topic(repository.passage) == "training" and not for_users:
        told = bool(_GIVEN.search(words))
    explicit = bool(_EXPLICIT.search(words))
    if for_users or "evaluation" in repository.holds:
        return explicit and (told or named)
    return named or (told and (own or explicit))


def _names_it(observed: Observed, lower: str) -> bool:
    """Whether words tell of the release's own training scripts: "Acme training scripts are in …"."""
    name = model_name(observed.snapshot.id).words[:1]
    return (
        bool(name)
        and len(name[0]) > 3
        and f"{name[0]} training script" in lower.replace("training code", "training script")
    )


def _is_on_tuning_only(words: str) -> bool:
    """Whether words speak of fine-tuning and not of training: of a base, that is for users."""
    lower = words.lower()
    return ("fine-tun" in lower or "finetun" in lower) and "train" not in lower


def is_own(observed: Observed, repository: Repository) -> bool:
    """Whether a repository is the publisher's: the accounts bear one name, or the words say so."""
    publisher = observed.snapshot.id.partition("/")[0]
    return same_publisher(publisher, repository.owner) or bool(_OURS.search(repository.words))


def _stage(repository: Repository) -> str:
    """The stages whose code it is said to hold; ``training`` when that is not told apart."""
    words, name = repository.words, repository.name
    told = words if _GENERAL.search(words) or _STAGED.search(words) else name
    stages = [s for s in ("pre-training", "post-training") if s in repository.holds]
    if not stages or (_GENERAL.search(told) and "pre-training" not in stages):
        return "training"
    return " and ".join(stages)
