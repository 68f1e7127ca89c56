"""Benchmarks and metrics of language models, as cards name them."""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers.readers.lettered import lettered
from crawlers.readers.scan import mentions

_LONG = lettered(
    r"mmlu|mmmu|cmmlu|c-?eval\b|agi-?eval|gaokao|hella-?swag|truthful-?qa|wino-?grande"
    r"|gsm-?8|human-?eval|mbpp|big-?bench|gpqa|if-?eval|mt-?bench|alpaca-?eval"
    r"|arena-?hard|chatbot arena|trivia-?qa|natural ?questions|boolq|piqa|siqa|social ?iqa"
    r"|open-?book-?qa|obqa|lambada|sciq|live-?code-?bench|swe-?bench|aime|hmmt"
    r"|math-?vista|math-?500|bfcl|long-?bench|xcopa|xnli|xl-?sum|flores|glue\b|super-?glue"
    r"|squad|codeforces|code-?bench|eval-?plus|multi-?pl-?e|tau-?2?-?bench|τ²?-?bench"
    r"|simple-?qa|zero-?eval|wild-?bench|toxigen|crow-?s-?pairs|winogender|belebele|quac\b"
    r"|common-?sense-?qa|logi-?qa|med-?qa|med-?mcqa|pub-?med-?qa|commonsense reasoning"
    r"|world knowledge|reading comprehension|spider|ds-?1000|cruxeval|aider|terminal-?bench"
    r"|browse-?comp|omni-?math|olympiad-?bench|live-?bench|mixeval|infinite-?bench|needle"
    r"|openllm leaderboard|open[- ]llm leaderboard|perplexity|wikitext|mteb|beir\b|sql-?eval"
    r"|accuracy|pass@\d|win[- ]?rate|rouge|exact match|kmmlu|mgsm|arc[-_ ](?:c\b|e\b|chall"
    r"|easy)"
)
_SHORT = lettered(
    r"\barc\b|\bmath\b|\bbbh\b|\bdrop\b|\bnq\b|\bruler\b|\bhle\b|\bbbq\b|\brace(?:-[hm])?\b|\bppl\b"
    r"|\bacc\b|\bbleu\b|\bf1\b|\btau-bench|\bai2 reasoning"
)
_SCORE_LINE = re.compile(r"^[ \t]*[^\n=(]{2,40}?[ \t:=]+\d{1,3}\.\d+", re.MULTILINE)
_OF_A_PROGRAM = ("import", "def ", "model", "pip ", "token", "user", "@", "prompt")
SCORE_LINES = 3
"""Lines with a benchmark and a score that make a block of code a list of results."""
MAX_LIST = 3000
"""Characters of a block of code that may be such a list."""
_SHORT_LITERALS = (
    *("arc", "math", "bbh", "drop", "nq", "ruler", "hle", "bbq", "race", "ppl", "acc", "bleu"),
    "f1",
)


@lru_cache(maxsize=512)
def benchmark_in(lower: str) -> re.Match[str] | None:
    """The first benchmark or metric that words in lower case name, if any."""
    if match := _LONG.search(lower):
        return match
    for name in _SHORT_LITERALS:
        if name in lower:
            return _SHORT.search(lower)
    return None


def lists_scores(lower: str) -> bool:
    """Whether a block of code, in lower case, lists benchmarks and scores and is no program."""
    if len(lower) > MAX_LIST or mentions(lower, _OF_A_PROGRAM):
        return False
    lines = _SCORE_LINE.findall(lower)
    if len(lines) < SCORE_LINES:
        return False
    return sum(benchmark_in(line) is not None for line in lines) >= SCORE_LINES
