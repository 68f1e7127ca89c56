"""Kinds of pre-training data told of without naming a corpus: web pages, books, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import EAST_ASIAN, cues, has_any
from crawlers.readers.headings import Phase
from crawlers.readers.pretraining import Statement

_KINDS: tuple[tuple[str, str], ...] = (
    ("web pages", r"web ?(?:pages?|documents?|data|crawls?|text|sites?|corp\w+)|web-?(?:scale"
     r"|crawl\w*|scraped)|\bweb\b|internet"
     r"|crawled|websites?|网页|互联网|웹|ウェブ"),
    ("books", r"\bbooks?\b|novels|literature|literary|fiction|书籍|图书|도서|書籍"),
    ("textbooks", r"text-?books?|教材"),
    ("code", r"(?<!iso )(?<!language )(?<!training )(?<!inference )(?<!our )(?<!the )\b(?:source "
    r"|computer )?codes?\b(?!"
     r" ?-?switch|base| of conduct| is | and (?:models?|weights|paper))|programming languages?"
     r"|github (?:code|repos\w*|data|issues)|code repositories|repositories"
     r"|代码(?=数据|语料|、|和)|、代码"),
    ("news", r"\bnews\w*|新闻|뉴스|신문|ニュース"),
    ("academic papers", r"\b(?:academic|scientific|research|scholarly)\b(?: \w+)? (?:papers?"
     r"|text\w*|articles?|publications?|literature"
     r"|writing|corp\w+|data\w*|documents?)|\bpapers\b|\bscience\b|论文|논문|論文"),
    ("encyclopedias", r"encyclop\w+|wikipedia|百科|위키|백과"),
    ("forums and social media", r"\bforums?\b|social media|tweets|twitter|reddit|\bblogs\b|论坛"
    r"|社交媒体"),
    ("dialogue", r"\b(?:dialog(?:ue)?s?|conversations?|conversational)\b|对话(?=数据|语料)|대화|댓글"),
    ("mathematics", r"\bmath(?:s|ematics|ematical)?\b|数学(?=数据|语料|、|和)"),
    ("synthetic data", r"\bsynthetic(?:ally)?\b|合成"),
    ("legal texts", r"\blegal\b|legislation|court|法律|법률"),
    ("patents", r"\bpatents?\b|특허"),
    ("medical texts", r"\b(?:bio)?medical\b|clinical|health records?|\behrs?\b"),
    ("financial texts", r"\bfinanc\w+|earnings calls?|(?:annual|analyst|corporate) reports"),
    ("government documents", r"\b(?:government|parliament\w*|administrative)\b"),
    ("molecules and proteins", r"\bsmiles\b|\bmolecul\w+|\bproteins?\b|\bgenom\w+|\bdna\b"),
    ("music", r"\bmusic\b"),
    ("subtitles and transcripts", r"subtitles|transcripts"),
    ("question answering", r"\bquestion[- ]answer\w*|q ?& ?a\b"),
    ("images", r"\bimages?\b|\bpictures\b|\bphotos\b|photographs|image-text|\bvisual\b|\bvision\b|图像|图文"),
    ("audio", r"\baudio\b|\bspeech\b|语音"),
    ("video", r"\bvideos?\b"),
    ("publicly available data", r"public(?:ly)?(?:[- ]available)?[ ,/](?:\w+[ ,/-]+){0,3}(?:data\w*"
     r"|sources?|text|corp\w+|documents?|information)"
     r"|open[- ]source (?:and \w+ )?data\w*|公开数据|开源数据"),
    ("text of one field", r"\b(?:locality|domain|region|culture|country)[- ]specific (?:text|data\b"
     r"|corp\w+)|in-domain (?:text|data)|various domains"
     ),
    ("multilingual text", r"multi-?lingual (?:data\w*|text|corp\w+|documents|web)"
     r"|多语言(?:数据|语料)"),
)  # fmt: skip
_ANY = cues(
    "|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_KINDS)),
    "web internet crawl book novel literature literary fiction textbook source computer code"
    " programming github repositories news academic scientific research scholarly papers science"
    " encyclopedia wikipedia forum social tweets twitter reddit blog dialog conversation math"
    " synthetic legal legislation court patent biomedical medical clinical subtitles transcripts"
    " question image picture photo visual vision audio speech video public open multi in various domain german"
    " english locality health ehr financial earnings annual analyst corporate government parliament"
    " administrative smiles molecule protein genome dna music",
    unspaced=EAST_ASIAN,
)
_OBJECT = cues(
    r"\b(?:train\w*|pre-?train\w*)\b[^.;]{0,60}?\b(?:on|with|using|over|from|includ\w+|contain\w*"
    r"|compris\w+|consist\w*)\b|\b(?:data(?:sets?)?|corpus|corpora|mixture|mix|sources?"
    r"|text)\b[^.;]{0,50}?\b(?:includ\w+|contain\w*|compris\w+|consist\w*|spans?|covers?|comes?"
    r" from|(?:collected|gathered|sourced|crawled|obtained|drawn) from|such as|cover\w*|(?:is|are)"
    r" (?:a (?:mix|combination|collection|blend)|made up|composed))\b|训练|语料"
    r"|(?:데이터|말뭉치|코퍼스)[는은를을]?|\bdata[는은를을]|(?:データ|コーパス)|increased"
    r" representation|incorporating|continued pre-?training"
    r"|\b(?:scrap|crawl|collect|gather)\w* (?=all\b|from\b|the\b|a\b)",
    "scrape crawl collect gather train pretrain pre data corpus corpora mixture mix source text"
    " increased incorporating continued",
    unspaced=EAST_ASIAN,
)
_OBJECT_ENDS = Caseless(
    r"\b(?:which (?:may|might|can|could|makes?|allows?|enables?)|in order to|so that|resulting"
    r"|making|enabling|allowing|to (?:enable|improve|enhance|generate|perform|support|predict"
    r"|produce|achieve|be|understand|follow|help)|can be|outperform\w*|achiev\w+|using (?:the|a|an"
    r"|our)\b|and (?:is|has|can|retains|achieves|supports|then|outperforms)|for (?:\w+ )?tasks?"
    r"|but )\b|,"
    r" (?:the|it|this|we|they|and it)\b|[;(]|\. |。"
)  # fmt: skip
_VAGUE = re.compile(
    r"\b(?:may|might|could|can) (?:contain|have|include|generate|produce|exhibit|be|replicate)"
    r"|\bnot (?:be )?trained|\brecommend|\bwe (?:hope|encourage)|\bcutoff|\bcut-off|knowledge"
    r"|static model trained",
    re.IGNORECASE,
)
_VAGUE_HINTS = (
    *("may ", "might ", "could ", "can ", "not ", "recommend", "we hope", "we enc", "cutoff"),
    *("cut-off", "knowledge", "static"),
)
_ONLY = re.compile(
    r"\b(?:english|chinese|korean|japanese|german|french|russian|spanish|arabic|european?"
    r"|multilingual|languages?|selected|other|online|high|quality|curated|data(?:sets?)?|posts?"
    r"|comments?|various|tasks?|technical|general|misc\w*|text|corp\w+|and|of|the|dictionary"
    r"|filtered|dedup\w*|crawl|articles?|pages?|documents?|natural|language|domain|sources?|mixed"
    r"|mix|raw|knowledge|instructions?|instruct|sft|reasoning|stem|conversations?|hate|common"
    r"|massive)\b|[\W\d_]+",
    re.IGNORECASE,
)


_OF_THE_WEB = ("web", "internet", "crawl", "网页", "互联网")
_EXCLUDED = re.compile(
    r"\b(?:not|no|never|without|exclud\w+|except|free of)\b[^.;,]{0,40}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data and where in the passage it is told of."""

    name: str
    span: tuple[int, int]
    listed: bool


_TASK = re.compile(
    r"train\w*,? (?:\w+ly )?to (?!converge|completion)[^.;]*(?:\b(?:using|with|from|includ\w+|contain\w*"
    r"|compris\w+|consist\w*)|\b(?:based|condition\w*|depend\w*) on)$",
    re.IGNORECASE,
)
"""What a model was trained to do, up to a word that might lead to data: "to make clips from"."""


def kinds(statement: Statement) -> Iterator[Kind]:
    """The kinds of data that a statement says a model was pre-trained on."""
    passage = statement.passage
    text = passage.text
    if passage.kind == "row":
        tells = text != passage.head and statement.in_data_section
        if tells and statement.is_pretraining():
            first = text.partition(" | ")[0]
            yield from _in(first, 0, statement, listed=True)
        return
    if passage.kind == "item" and statement.in_data_section and len(text) < 300:
        yield from _in(text, 0, statement, listed=True)
        return
    if not statement.may_be_pretraining and not has_any(passage.lower, _OF_THE_WEB):
        return
    objects = tuple(_OBJECT.find(text))
    if not objects or ("trained on" not in text and _is_vague(passage)):
        return
    for match in objects:
        if "to " in match[0] and _TASK.match(match[0]):
            continue
        start = match.end()
        end = _OBJECT_ENDS.search(text, start)
        yield from _in(
            text[start : min(end.start() if end else len(text), start + 300)], start, statement
        )


def _is_vague(passage: Passage) -> bool:
    return has_any(passage.lower, _VAGUE_HINTS) and bool(_VAGUE.search(passage.text))


def _in(text: str, offset: int, statement: Statement, *, listed: bool = False) -> Iterator[Kind]:
    seen: set[str] = set()
    for match in _ANY.find(text):
        if _EXCLUDED.search(statement.passage.text, 0, match.start() + offset):
            continue
        name = _KINDS[int((match.lastgroup or "k0")[1:])][0]
        span = (match.start() + offset, match.end() + offset)
        if name not in seen and _told_of_pretraining(statement, span, name, listed=listed):
            seen.add(name)
            yield Kind(name, span, listed)


def _told_of_pretraining(
    statement: Statement, span: tuple[int, int], name: str, *, listed: bool
) -> bool:
    if not listed and not statement.cues and not statement.in_data_section:
        return False
    if statement.is_pretraining(*span):
        return True
    of_the_web = name == "web pages" and not listed
    return of_the_web and statement.phase(*span) is Phase.TRAINING


def is_only_kind(words: str) -> bool:
    """Whether the words only say what kind of data it is, and in which language."""
    return not _ONLY.sub("", _ANY.pattern.sub("", words))
