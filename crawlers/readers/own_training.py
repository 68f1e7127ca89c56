"""The passages in which a card tells how this release was trained, without advice, evaluations
and other models.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers.cards import Card
from crawlers.passage_index import PassagePart
from crawlers.passages import Passage
from crawlers.readers.cues import cues, has_any, phrases
from crawlers.readers.stance import Stance, stance
from crawlers.remembered import TEXTS

_ASIDE = cues(
    r"\b(?:evaluation|benchmarks?|results?|leaderboard|performance|model quality|scores?"
    r"|citation|citing|cite|bibtex|references|acknowledge?ments?"
    r"|how to|usage|uses?|quick ?start|inference|get(?:ting)? started|deploy\w*|serving"
    r"|examples?|prompt(?:ing)?|chat template"
    r"|changelog|news|limitations?|biases|risks?|out-of-scope|requirements|install\w*|disclaimer"
    r"|other models|model zoo"
    r"|related|faq|generation|table of contents|original model card|glossary|fine-?tune (?:the"
    r"|this|it|with|on)"
    r"|fine-?tuning (?:guide|tutorial|examples?|with|this|the|scripts?|code|notebooks?)"
    r"|how (?:do|can) (?:i|you)|thanks|credits"
    r"|license|contact|provided files|explanation|compatib\w+|discord|downloads?|environmental)\b"
    r"|评测|评估|引用|快速|推理|使用方法|协议|致谢",
    "eva ben res lea per mod sco cit bib ref ack how usa use qui inf get dep ser exa pro cha new lim "
    "bia ris out req ins dis oth rel faq gen tab ori glo fin tha cre lic con exp com dow env",
)
_ON_TRAINING = re.compile(
    r"train|tun(?:ing|ed)|data|stage|procedure|recipe|align|训练|微调|数据", re.IGNORECASE
)
_TRAINED = re.compile(
    r"^\W*(?!eval|bench|test)(?:\w+ )?(?:model )?(?:train|fine-?tun|post-?train|data)|训练|微调",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"original (?:\w+ ){0,2}(?:model )?(?:card|readme)|original model\b|^base model card"
    r"|^\W*base model\W*$",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:you|your|users?|developers?|one|it|models?|variants?|checkpoints?) (?:can|could|may"
    r"|might|should|must|will need|need(?:s)? to|want)\b"
    r"|\bcan (?:also |then |easily )?be (?:further |easily |fully )?(?:fine-?tuned|finetuned"
    r"|aligned|adapted|trained|distilled|merged|used)"
    r"|\bshould be (?:further )?(?:fine-?tuned|finetuned|aligned)"
    r"|\bneeds? to be (?:further )?(?:fine-?tuned|finetuned|aligned)"
    r"|\b(?:ready|suitable|ideal|useful|intended|good|great|designed|candidate|starting point"
    r"|recommended?|optimal|need\w*) (?:\w+ )?for "
    r"(?:\w+ )?(?:further )?(?:fine-?tuning|finetuning|sft|alignment)"
    r"|\b(?:supports?|supporting|allows?|enabl\w+|facilitat\w+) (?:\w+ ){0,3}(?:fine-?tuning"
    r"|finetuning|sft|dpo|rlhf|lora|training)"
    r"|\bstarting point (?:to|for)\b|\bwe recommend|\brecommended|please (?:refer|see|check|note|use)"
    r"|\bif you\b|\byou'll\b"
    r"|\busers?'s? data\b|\byour (?:data|dataset|model|task|use)\b|\bfeel free|\byour own\b"
    r"|\bto fine-?tune (?:this|the|it|our|a)\b"
    r"|\bfor fine-?tuning (?:this|the|it|our|or|purposes)\b|\bhow to\b|\btechniques like rlhf"
    r"|\bbefore (?:fine-?tuning|use|deploy)"
    r"|\b(?:basic|simple|minimal) example of\b|\bchat with\b"
    r"|\bcustomi[sz]e\b|fine-tunable|\bdownstream (?:use|fine|task)|\bevaluat(?:ed"
    r"|e|ion) (?:on|of|with|against|using)\b|\bjudg(?:e|ed|ing)\b|\bleaderboard"
    r"|\bopportunit|\btutorials?\b|\bfuture work|\bmore (?:information|details) (?:needed)"
    r"|post-training quanti[sz]|quanti[sz]ed using|您|你可以|可以(?:进行)?微调",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\bwe used? (?:(?!can |could )[^.;]){0,80} to (?:fine-?tune|finetune|train) (?:the|our|this)\b"
)
"""What the publisher did, in the words of what readers are told to do."""
_ADVICE_WORDS = phrases(
    "can |could|may |might|should|must|need|want|ready|suitable|ideal|useful|intended|good|great"
    "|designed|candidate|starting point|recommend|optimal"
    "|support|allow|enabl|facilitat|please|if you|you'll|your |user|feel free|to fine|for fine"
    "|how to|techniques like|before |chat with|customi|tunable"
    "|downstream|evaluat|judg|leaderboard|opportunit|tutorial|future|more |example of|quanti|您"
    "|可以"
)
_PROMISE_WORDS = phrases(
    "will |shall|plan|going to|aim|intend|hope|future|to be |progress|wip|soon|stay tuned|敬请|即将"
    "|后续|xim|bient|demn"
)
_OVERVIEW = re.compile(
    r"\b(?:model )?(?:sources?|details?|descriptions?|summary|introduction|overview|about"
    r"|highlights)\b|介绍",
    re.I,
)
_USES = re.compile(r"\buses?\b|limitation|局限", re.IGNORECASE)
_TOLD_ASIDE_WORDS = (" was ", " were ", " we ", "we ", "as part of", "has been", "post-training")
_TOLD_ASIDE = re.compile(
    r"\b(?:was|has been)(?: \w+)? (?:fine-?tuned|finetuned|trained|aligned) (?:on|with|using)\b"
    r"|\bwe (?:then |further |first |also )*(?:fine-?tuned?|finetuned?|trained|aligned)\b"
    r"|\bwe (?:then |further |first |also )*(?:enhanced|improved|refined|optimi[sz]ed|tuned)\b"
    r"[^.]{0,60}\b(?:using|with|via|through|by) (?:the )?(?:\w+ )?(?:SFT|[DKP]PO|ORPO|GRPO|RL)\b"
    r"|\bpost-training (?:of [^ ]+ )?(?:involve|consist|include)\w*"
    r"|\bas (?:a )?(?:part )?(?:of )?(?:the |our |its )?training data\b",
    re.IGNORECASE,
)
MAX_HEADING = 80
"""A longer heading is a sentence, and names no section."""
_NOTEBOOK = phrases("colab.|.ipynb|/doc.|/doc/|/docs/|docs.|kaggle.com/code")
_NUMBER_CELL = re.compile(r"\|\s*[*_~]*\d{1,3}[.,]\d+\s*%?[*_~]*\s*(?:\||$)")


def making_of(card: Card) -> PassagePart:
    """What a card tells of the release's own making: no code, results, tutorials or sections on
    use.
    """
    section, aside, on_use, told = None, False, False, []
    for place, passage in enumerate(card.passages):
        kind = passage.kind
        if kind == "code":
            continue
        if kind == "heading":
            if not is_aside(passage):
                told.append(place)
            continue
        if passage.section is not section:
            section, aside = passage.section, _is_aside(passage.section)
            on_use = aside and _is_on_use(section)
        if aside and not (on_use and _is_told_aside(passage)):
            continue
        if is_scored_row(passage) or (passage.links and is_tutorial(passage)):
            continue
        told.append(place)
    return PassagePart(card.index, told)


def _is_on_use(section: tuple[str, ...]) -> bool:
    """Whether a section, such as "Intended uses" or "Limitations", often tells of the training too."""
    return bool(_USES.search(section[-1])) and not any(map(is_embedded, section))


def _is_told_aside(passage: Passage) -> bool:
    """Whether a sentence tells what the release was trained on."""
    return passage.kind == "sentence" and _tells_aside(passage.text)


@lru_cache(maxsize=TEXTS)
def _tells_aside(text: str) -> bool:
    return has_any(text.lower(), _TOLD_ASIDE_WORDS) and bool(_TOLD_ASIDE.search(text))


def is_tutorial(passage: Passage) -> bool:
    """Whether a row or item leads to a notebook or a guide for users."""
    if passage.kind == "row" or passage.kind == "item":
        for link in passage.links:
            if not link.is_image and has_any(link.url.lower(), _NOTEBOOK):
                return True
    return False


def is_aside(passage: Passage) -> bool:
    """Whether a passage stands in a section on something else than the making of the model.

    The innermost heading that tells decides; a card's title tells nothing.
    """
    if passage.kind == "heading":
        return _is_aside((*passage.section, passage.text))
    return _is_aside(passage.section)


@lru_cache(maxsize=4096)
def is_embedded(heading: str) -> bool:
    """Whether a heading begins the card of another release, quoted below."""
    return bool(_EMBEDDED.search(heading))


@lru_cache(maxsize=4096)
def _is_aside(headings: tuple[str, ...]) -> bool:
    if any(map(is_embedded, headings)):
        return True
    for heading in reversed(headings[1:] if len(headings) > 1 else headings):
        kind = _kind_of(heading)
        if kind:
            return kind == "aside"
    return False


@lru_cache(maxsize=4096)
def _kind_of(heading: str) -> str:
    """``training``, ``aside``, ``overview`` or nothing, by the words of a heading."""
    if len(heading) > MAX_HEADING:
        return ""
    aside = next(_ASIDE.find(heading), None)
    if _ON_TRAINING.search(heading) and (not aside or _TRAINED.search(heading)):
        return "training"
    return "aside" if aside else "overview" if _OVERVIEW.search(heading) else ""


@lru_cache(maxsize=1024)
def is_advice(words: str) -> bool:
    """Whether words tell readers what they can do, or what something else is, instead of what was
    done.
    """
    if "we use" in words:
        words = _DONE.sub("", words)
    return has_any(words.lower(), _ADVICE_WORDS) and bool(_ADVICE.search(words))


def is_promise(words: str, start: int = 0, end: int | None = None) -> bool:
    """Whether the clause that holds the words from ``start`` to ``end`` only promises something."""
    told = has_any(words.lower(), _PROMISE_WORDS)
    return told and stance(words, start, end) is Stance.PROMISED


def is_scored_row(passage: Passage) -> bool:
    """Whether a passage is a row of results: it has cells with a decimal number."""
    return passage.kind == "row" and _has_number(passage.text)


@lru_cache(maxsize=TEXTS)
def _has_number(row: str) -> bool:
    return bool(_NUMBER_CELL.search(row))
