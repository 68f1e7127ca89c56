"""Accelerators: kinds of GPUs, TPUs and other chips in the words of cards, and how many of them."""

from __future__ import annotations

import re
from itertools import islice

from crawlers.readers.caseless import Caseless

_KIND = (
    r"(?:(?:nvidia|amd|intel|google|cloud|tesla|aws|huawei|geforce|habana)[- ]+){0,3}(?:"
    r"[ahbv][12348]00s?(?:[- ]?(?:sxm\d?|pcie|nvl|ultra))?|gh200s?|gb[23]00s?"
    r"|[al]4[0]?s?\b(?=[- ]*(?:gpu|\d+ ?gb|x\b))|a10g?s?\b|a6000s?|l40s?|p[1-6]00\d?s?|k[48]0s?"
    r"|h20s?\b|rtx[- ]?(?:\w+ )?\d{4}\w*(?: ?ti)?s?|[34]090s?(?: ?ti)?|titan(?: \w+)?"
    r"|t4s?\b(?=[- ]*(?:gpu|\d+ ?gb|x\b))|quadro \w+|mi[- ]?(?:50|100|210|2[05]0x?|300[xa]?)s?"
    r"|tpu[- ]?v?[2-6](?:[- ]?lite)?[epi]?(?:[- ]\d+\b)?s?|v[2-6]e?-\d{1,4}|tpus?\b"
    r"|tensor processing units?|trillium|gaudi[- ]?[23]?s?|hpu\b|trainium\d?"
    r"|ascend(?:[- ]?910\w?)?|昇腾\w*|cerebras (?:cs-?\d|wafer\S*|condor \w+)|cs-[23]s?\b"
    r"|wafer-scale|andromeda|ponte vecchio|biren\b|mtt s\d{2,4}|(?:sambanova )?(?:rdus?\b"
    r"|reconfigurable dataflow units?)|graphcore \w+|ipu-?pod\w*|dgx[- ]?(?:\w+)?|apple m[1-4]\w*"
    r"|m[1-4] (?:max|ultra|pro)"
    r"|trn1[\w.]*|p4de?\.\w+|p5\.\w+)"
)
KIND_SIGNS = (
    *("00", "a4", "l4", "a10", "k4", "k8", "h20", "rtx", "090", "titan", "t4", "quadro"),
    *("mi50", "mi 50", "mi-50", "mi2", "mi 2", "mi-2", "tpu", "v2", "v3", "v4", "v5", "v6"),
    *("tensor", "trillium", "gaudi", "hpu", "trainium", "ascend", "昇腾", "cerebras", "cs-"),
    *("wafer", "andromeda", "graphcore", "ipu", "dgx", "m1", "m2", "m3", "m4", "trn1", "p4d"),
    *("p5.", "rdu", "dataflow", "ponte", "biren", "mtt s", "supercomputer", "super computer"),
)
"""One of these stands in the lower-case name of every kind."""
_SUPERCOMPUTER = re.compile(
    r"\b(?P<kind>(?-i:[A-Z][\w&'’.-]*(?: (?:[A-Z\d][\w.-]*|\([\w-]+\))){0,3}) (?:AI )?super ?computers?\b"
    r"|super ?computers? (?:called |named |at )?\W?(?-i:[A-Z]{3,}\b|[A-Z][\w-]+))",
    re.IGNORECASE,
)
"""A supercomputer by its name: what it is made of is known."""
_COUNT = r"\d[\d,]*|one|two|three|four|six|eight|sixteen|single|an?"
_ACCELERATORS = Caseless(
    rf"(?<![\w-])(?:(?P<count>(?:{_COUNT})(?:\s?[x×*]?\s?\d+)?)\s?(?:[x×*]\s?)?(?:-?\s?(?:nodes"
    rf"?|gpus?|cores?|chips?|cards?|machines?|servers?|units?|slices?)"
    rf"(?:,? (?:of|with|x|each with))?(?: (?:\d+[x×]?|eight|four))?\s*[(:]?\s*)?)?(?:(?:of|the"
    rf"|cloud)\s)?(?P<kind>{_KIND})"
)
_COUNT_AFTER = re.compile(
    r"^[\w -]{0,20}?(?:\d+ ?gb\S*|80g|40g)?[^\w.]{0,4}\s?(?:[x×*]\s?(?P<times>\d+)"
    r"|(?:gpus?\s?)?[(:,]?\s?(?P<count>\d+)\s?(?:gpus?|cards?|cores?|chips?|devices|nodes"
    r"|units|张|块|卡|ea\b|台))",
    re.IGNORECASE,
)
_RUN_ON = re.compile(
    r"\b(?:run(?:s|ning)?(?! (?:the (?:project|training|experiments?)|our)\b)"
    r"|fits?|deploy\w*|tested|evaluat\w+|measured|inference)\b[^.]*$",
    re.IGNORECASE,
)


_OF_HOURS = re.compile(r"(?: \d+ ?gb)?[- ](?:gpu[- ])?(?:hours?|hrs?)\b", re.IGNORECASE)
"""After a kind: "3,000 A100 hours" are no 3,000 chips."""
_ARTICLE = re.compile(r"^an? (?=\d)", re.IGNORECASE)
_NUMBER = re.compile(rf"\d|\b(?:{_COUNT})\b", re.IGNORECASE)


def find_accelerators(text: str) -> re.Match[str] | None:
    """Of the accelerators named, those told most exactly; what one can run on does not count."""
    told = [
        m
        for m in islice(_ACCELERATORS.finditer(text), 20)
        if not _RUN_ON.search(text, max(0, m.start() - 50), m.start())
    ]
    best = max(told, key=lambda m: _exactness(m, text), default=None)
    return best or (_SUPERCOMPUTER.search(text) if "uper" in text else None)


def _exactness(match: re.Match[str], text: str) -> tuple[bool, int]:
    counted = bool(match["count"]) and not _OF_HOURS.match(text, match.end())
    return counted, len(match["kind"])


def accelerators_told(match: re.Match[str], text: str) -> str:
    """``<number> × <kind>``, the number left out when it is not told."""
    kind = match["kind"].strip()
    if _OF_HOURS.match(text, match.end()):
        return kind
    told = match[0][: match.start("kind") - match.start()].strip(" -x×*(:")
    told = _ARTICLE.sub("", told) if _NUMBER.search(told) else ""
    after = _COUNT_AFTER.match(text[match.end() :])
    count = told or (after and (after["times"] or after["count"])) or ""
    if not count and (pod := re.search(r"v\d\w?-(\d+)$", kind, re.IGNORECASE)):
        count = pod[1]
    return f"{count} × {kind}" if count else kind
