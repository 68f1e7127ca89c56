"""Hub ids of the bases that cards call by name alone: "fine-tuned from LLaMA-13B"."""

from __future__ import annotations

import re

_SIZE = r"(?:-?(?P<size>\d+(?:\.\d+)?)b)?"
_KNOWN: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...] = tuple(
    (re.compile(pattern), template, frozenset(sizes.split()))
    for pattern, template, sizes in (
        (rf"llama(?:-?v1|-1(?=-|$))?{_SIZE}(?:-hf)?", "huggyllama/llama-{size}b", "7 13 30 65"),
        (rf"llama-?v?2{_SIZE}(?:-hf)?", "meta-llama/Llama-2-{size}b-hf", "7 13 70"),
        (rf"llama-?v?2{_SIZE}-chat(?:-hf)?", "meta-llama/Llama-2-{size}b-chat-hf", "7 13 70"),
        (rf"(?:meta-)?llama-?v?3{_SIZE}(?:-hf|-base)?", "meta-llama/Meta-Llama-3-{size}B", "8 70"),
        (
            rf"(?:meta-)?llama-?v?3{_SIZE}-instruct",
            "meta-llama/Meta-Llama-3-{size}B-Instruct",
            "8 70",
        ),
        (rf"(?:meta-)?llama-?v?3\.1{_SIZE}(?:-base)?", "meta-llama/Llama-3.1-{size}B", "8 70 405"),
        (
            rf"(?:meta-)?llama-?v?3\.1{_SIZE}-instruct",
            "meta-llama/Llama-3.1-{size}B-Instruct",
            "8 70 405",
        ),
        (
            rf"(?:meta-)?llama-?v?3\.3{_SIZE}-instruct",
            "meta-llama/Llama-3.3-{size}B-Instruct",
            "70",
        ),
        (rf"code-?llama{_SIZE}(?:-hf)?", "codellama/CodeLlama-{size}b-hf", "7 13 34 70"),
        (rf"mistral{_SIZE}(?:-v0\.1)?", "mistralai/Mistral-{size}B-v0.1", "7"),
        (r"mixtral(?:-8x(?P<size>7|22)b)?(?:-v0\.1)?", "mistralai/Mixtral-8x{size}B-v0.1", "7 22"),
        (rf"falcon{_SIZE}", "tiiuae/falcon-{size}b", "7 40"),
        (rf"mpt{_SIZE}", "mosaicml/mpt-{size}b", "7 30"),
        (rf"pythia{_SIZE}", "EleutherAI/pythia-{size}b", "1 1.4 2.8 6.9 12"),
        (rf"gpt-?neo-?x{_SIZE}", "EleutherAI/gpt-neox-{size}b", "20"),
        (rf"gpt-?j{_SIZE}", "EleutherAI/gpt-j-{size}b", "6"),
        (rf"bloom{_SIZE}", "bigscience/bloom-{size}b", "3"),
        (rf"gemma{_SIZE}", "google/gemma-{size}b", "2 7"),
        (rf"gemma-?2{_SIZE}", "google/gemma-2-{size}b", "2 9 27"),
        (rf"qwen2\.5{_SIZE}", "Qwen/Qwen2.5-{size}B", "0.5 1.5 3 7 14 32 72"),
        (rf"qwen2{_SIZE}", "Qwen/Qwen2-{size}B", "0.5 1.5 7 72"),
        (r"flan-?t5-(?P<size>small|base|large|xl|xxl)", "google/flan-t5-{size}", ""),
        (r"gpt-?2(?:-(?P<size>medium|large|xl))?", "openai-community/gpt2-{size}", ""),
        (rf"deepseek{_SIZE}(?:-base)?", "deepseek-ai/deepseek-coder-{size}b-base", "1.3 6.7 33"),
        (r"roberta-(?P<size>base|large)", "FacebookAI/roberta-{size}", ""),
        (r"xlm-roberta-(?P<size>base|large)", "FacebookAI/xlm-roberta-{size}", ""),
        (r"starcoder(?:-?15b|base)?", "bigcode/starcoder", ""),
    )
)
_ALONE = {
    "pythia-7b": "EleutherAI/pythia-6.9b",
    "bloom": "bigscience/bloom",
    "gpt-2": "openai-community/gpt2",
    "gpt2": "openai-community/gpt2",
    "gpt-neox": "EleutherAI/gpt-neox-20b",
    "gpt-j": "EleutherAI/gpt-j-6b",
    "bloom-176b": "bigscience/bloom",
}
_OWN_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)b(?![a-z])", re.IGNORECASE)


def known_id(name: str, own_id: str) -> str:
    """The Hub id of a well-known base, or an empty text. Without a size, the release's own size is
    taken."""
    plain = re.sub(r"[\s_]+", "-", name.strip().lower())
    if plain in _ALONE:
        return _ALONE[plain]
    for pattern, template, sizes in _KNOWN:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        if "{size}" not in template:
            return template
        size = match.group("size") or (own[1] if (own := _OWN_SIZE.search(own_id)) else "")
        return template.format(size=size) if size and (not sizes or size in sizes) else ""
    return ""
