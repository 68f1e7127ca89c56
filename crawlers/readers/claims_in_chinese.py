"""Reads claims in Chinese, where words run together and the order of a sentence tells."""

from __future__ import annotations

import re

from crawlers.readers import claim_words as words
from crawlers.readers.claim_names import ReleaseName


def is_chinese_claim(term: re.Match[str], before: str, after: str, name: ReleaseName) -> bool:
    """Whether the term between these words says that the release is open source."""
    clause = re.split(r"[。；;，,]", before)[-1]
    if words.CHINESE_BREAK.search(clause):
        return False
    named = name.is_in(clause)
    model = bool(words.CHINESE_MODEL.match(after))
    if words.CHINESE_WE.search(before):
        return model or name.is_in(after[:30])
    if (being := words.CHINESE_IS.search(before)) and model:
        about = being["subject"]
        return name.is_in(about) or bool(words.CHINESE_SUBJECT.search(about))
    if named and (model or term["whole"] or "商用" in after[:8]):
        return True
    if named and words.CHINESE_DONE.search(clause):
        return True
    if model and words.CHINESE_FIRST.search(before):
        return True
    return bool(term["whole"]) and bool(words.CHINESE_ALONE.search(before))
