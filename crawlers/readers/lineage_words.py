"""The words of lineage: how cards say that a model was made from another, and names of model
families."""

from __future__ import annotations

import re

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import cues

CUES: tuple[tuple[str, str], ...] = (
    (r"quanti[sz](?:ed|ation)s? (?:\w+ ){0,3}(?:of|from|for)|quants? of", "quantized"),
    (
        r"(?:gguf|ggml|gptq|awq|exl2|fp8|int[48]|[48]-?bit)\b[\w\s,/()-]{0,40}? (?:files"
        r"|quant\w*|version|model|weights)"
        r"(?: files)? (?:of|for)",
        "quantized",
    ),
    (r"(?:converted|conversion|ported|port|exported) (?:\w+ ){0,4}?(?:of|from)", "copy"),
    (
        r"(?:re-?upload(?:ed)?|copy|mirror|duplicate|clone|sharded (?:version|copy)|backup"
        r"|safetensors version) (?:of|from)",
        "copy",
    ),
    (
        r"merge (?:\w+ ){0,6}?(?:of|between)|merged? (?:from|of|with)|models? (?:were"
        r"|was) included in the merge:?",
        "merge",
    ),
    (
        r"(?:lora|adapters?|qlora)\b(?: (?:\w+ ){0,4}?(?:for|of|on|fine-?tuned from)| trained on)",
        "adapter",
    ),
    (r"distill?(?:ed|ation)(?: \w+){0,2}? (?:version of|from|of)", "distilled"),
    (
        r"(?:fine-?tun|instruction[- ]tun|post-?train|(?:further|continu\w+"
        r"|additional\w*) (?:pre-?)?train)(?:e|ed|ing)?"
        r"(?: and \w+)?(?: \w+){0,3}? (?:from|version of|variant of|checkpoint of|based on"
        r"|on top of|over|of|starting from)",
        "finetune",
    ),
    (
        r"(?:fine-?tun(?:ed|ing)|we fine-?tune|instruction[- ]tuning|post-?train(?:ed|ing)"
        r"|aligning|pruning"
        r"|continu\w+ pre-?training)(?: of| on| the)?",
        "finetune",
    ),
    (
        r"start(?:ed|ing) from|(?:initiali[sz]ed|derived|adapted|pruned|upscaled|up-?cycled"
        r"|warm-?started|trained|built"
        r"|constructed) (?:\w+ ){0,2}?(?:from|with|on top of|upon|on)|"
        r"trained (?:\w+ ){0,2}?(?:from|on top of|upon)|based (?:up)?on",
        "finetune",
    ),
    (
        r"(?:(?:updated|modified|uncensored|abliterated|improved|extended|enhanced|pruned"
        r"|compressed|chat|instruct\w*"
        r"|fine-?tuned|tuned|trained|accelerated|context) (?:version|variant)"
        r"|iteration|finetune|fine-tune"
        r"|derivative|fork) of",
        "finetune",
    ),
    (r"(?:pre-?)?training (?:on|from|on top of|over)|trained on", "linked"),
    (
        r"atop|(?:fine-?tuned|trained|built|derived|developed|adapted) from(?: model)?"
        r"|(?:base[- ]?model|parent model|source model|original model|foundation model|backbone)"
        r"(?:\(s\)|s)?(?: id| model| used)?(?=[\s*_`]*[:=|]|\s+is\b)"
        r"|basiert auf|basado en|basé sur"
        r"|as (?:a|the|our) (?:base|starting point|backbone|foundation)(?: model)?,? "
        r"(?:we|i) (?:use|used|took|chose)|trained against",
        "finetune",
    ),
)
"""Words that lead to the name of a base, with the relation they tell. After "linked" ones only the
name of a model
that the card links counts: one trains on data, too."""

CUE = cues(
    r"\b(?:"
    + "|".join(f"(?P<c{i}>{words})" for i, (words, _) in enumerate(CUES))
    + r")|(?P<chinese>(?<![未不])基于|微调自|基座模型(?=[:：|])|基础模型(?=[:：|]))",
    "qua ggu ggm gpt awq exl fp8 int 4 8 4bi 8bi con por exp re reu cop mir dup clo sha bac saf"
    " mer mod lor ada qlo dis fin ins pos fur add we ali pru sta ini der upc ups up war tra bui"
    " as bas upd unc abl imp ext enh com cha tun acc ite for pre ato dev par sou ori fou",
)
AS_THE_BASE = re.compile(
    r"[`*\])\s]{0,6}(?:\bas (?:the |a |our |its )?(?:base|starting|backbone|foundation|initial)"
    r"|的?基础上|[作做]?为(?:基座|基础|底座))",
    re.IGNORECASE,
)
"""Words that follow the name of a base: "using X as the base"."""

_TRIGGERS_WORDS = (
    "based on|based upon| from|tune|tuning|version of|variant of|quant|gguf|ggml|gptq|awq"
    "|base model|base_model|merge|lora"
    "|adapter|distil|copy of|mirror of|upload|built on|built upon|on top of|initiali|trained on"
    "|parent model|backbone"
    "|as the base|as a base|as our base|trained against|conversion of|converted"
    "|pretrained|pre-trained|checkpoint|model_name_or_path|version:|fork of|atop|training on"
    "|微调|基于|基座|基础上"
    "|basiert|basado|basé"
)
TRIGGERS = tuple(_TRIGGERS_WORDS.split("|"))
FAMILIES = (
    r"(?:code|open[_-]?|tiny|meta[- ]|video-?|math)?ll?ama|mistral|mixtral|qwen|qwq|(?:code"
    r"|med)?gemma|falcon|pythia|gpt-?neo(?:x|-x)?"
    r"|gpt-?j|gpt-?2|gpt-oss|mpt|starcoder|santacoder|phi|yi|deepseek|baichuan|internlm|chatglm"
    r"|glm|bloomz?|opt|m?t5|flan-?t5"
    r"|mt0|t0|ul2|flan-ul2|stablelm|stable ?lm|solar|vicuna|alpaca|zephyr|hermes|openhermes|olmo"
    r"|granite|smollm|redpajama"
    r"|redpajama-incite|nemotron|minitron|command-?r|jamba|mamba|aya|bart|mbart|cerebras-gpt"
    r"|orca|wizardlm|dolphin|dolly"
    r"|(?:distil|xlm-?)?(?:ro)?berta|bert|(?:m?de)berta|electra|wav2vec2|whisper|clip|siglip|vit"
    r"|stable ?diffusion|sdxl|flux"
    r"|codegen|codellama|rwkv|hyena|stripedhyena|minicpm|exaone|ernie|kimi|moonlight|moonshot"
    r"|mimo|hunyuan|cogito|dbrx|arctic|tulu"
    r"|nllb|marian|xglm|polyglot|gpt-sw3|eurollm|salamandra|lucie|croissant\w*|viking|poro"
    r"|aguila|swallow|elyza|amber|crystal"
)
_FAMILY = rf"(?<![\w/])(?:{FAMILIES})(?![a-z]|[.-]cpp)"
PLAIN_MODEL_NAME = re.compile(_FAMILY, re.ASCII)
"""The beginning of ``MODEL_NAME`` for ASCII in lower case, where it is found much faster."""
MODEL_NAME = Caseless(
    rf"{_FAMILY}(?:[-_](?!based|like|style|compatible|derived|type"
    rf"|family|tuned|format)[\w.]*\w|v?\d[\w.]*\w|v?\d"
    r"| v?\d[\w.]*(?:-\w[\w.]*)*(?<!\.)|\.\d+| (?:chat|base|instruct|large|small|xl|xxl|medium"
    r"|nemo|coder|math|moe|mini|deduped|preview|next|air)(?!\w))*"
)
IN_TEXT_ID = re.compile(r"(?<![\w/.-])[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*[A-Za-z0-9](?![\w/])")
FILLER = re.compile(
    r"[\s:*_`\[\]()\"'“”‘’|,=~-]*(?:(?:the|a|an|our|its|this|new|latest|original|official"
    r"|pre-?trained|pretrained|open|open-?source|large"
    r"|small|base|foundation|foundational|language|model|models|llm|weights|of|checkpoints?|by"
    r"|from|on|version|meta(?:'s| ai'?s?)?|google'?s?|mistral ?ai'?s?"
    r"|eleuther ?ai'?s?|elutherai'?s?|microsoft'?s?|facebook'?s?|alibaba'?s?|tii'?s?|upstage'?s?"
    r"|stability ?ai'?s?|deepseek'?s?|openai'?s?|nvidia'?s?"
    r"|\w+['’]s?|called|namely|id|following|two|three|well-known|popular|powerful|multimodal"
    r"|dense|moe|uncensored|dpo|sft"
    r"|[0-9.]+[bm]|parameter)[\s:*_`\[\]()\"'“”’|,=~-]+){0,7}",
    re.IGNORECASE,
)
OTHER_THING_AFTER = re.compile(
    r"^(?: ?\([^)]{0,60}\))?['’s\s]*(?:\[?\w+\]? ){0,1}?(?:tokeni[sz]er|architecture|vocabular"
    r"|template|format|prompt|codebase|code\b|repo(?!\w*sitory:)"
    r"|framework|library|recipe|paper|license|licence|style|dataset|data\b|corpus|leaderboard"
    r"|pipeline|schedule|layers|and trained from scratch"
    r"|-like|-style|transformer architecture|'s architecture|block|implementation|approach"
    r"|method|(?:pre-?training |training )?procedure|结构|架构|分词|初代|的?开发)",
    re.IGNORECASE,
)
OTHER_THING_BEFORE = Caseless(
    r"\b(?:we use a|software|codebase|code|implementation|demo|evaluat\w+|model card|dataset"
    r"|data (?:is|was|are|were)|tokeni[sz]er|prompt template"
    r"|template|repository|repo is|script|architecture|license|licence|corpus|generated"
    r"|synthe\w+|judge\w*|vocab\w*|format\w*|paper|citation"
    r"|compared? (?:to|with)|outperform\w*|similar to|same as|unlike|inspired by|reward model"
    r"|embedding\w*|annotat\w+|filter\w*|score[ds]?|encoder"
    r"|scal\w+|support\w*|projects?|works?|any|can be|should|may|you can|users? can"
    r"|to fine-?tune|results|performance|better than|如果|代码)\b|评测"
)
_ASIDE_WORDS = (
    "evaluation|benchmark|result|limitation|bias|citation|related|license|how to|usage"
    "|quickstart|quick start|inference"
    "|prompt|acknowledg|thanks|faq|provided files|compatib|other models|about gguf"
    "|explanation of"
)
ASIDE = tuple(_ASIDE_WORDS.split("|"))
"""Sections that speak of other things than how the model was made."""
FROM_SCRATCH = re.compile(
    r"\b(?:pre-?)?train(?:ed|ing)?\b[^.;]{0,60}? from scratch|从零|从头(?:开始)?(?:预?训练)",
    re.IGNORECASE,
)
TUNED_NAME = re.compile(
    r"^\s*\)?(?: ?\(?[\w.-]+\)?)?(?: (?:base|language|foundation|pre-?trained|chat|parameter"
    r"|causal))*(?: models?)?,?(?: (?:that|which))?(?: (?:has|have|is|was|were|been|and))*"
    r"(?: (?:pre-?)?trained (?:on|with) [^.;]{1,60}? and)?"
    r" (?:further )?(?:fine-?tuned|instruction[- ]tuned|finetune(?! of)|fine-?tune(?! of)"
    r"|post-?trained|tuned) (?:on|with|using|for|by|to|via|through|in)\b",
    re.IGNORECASE,
)
ENCODERS = frozenset({"bert", "roberta", "electra", "deberta", "distilbert"})
"""Families whose bare name, in a card that tells of its own pre-training, is an architecture."""
BEFORE_TUNED_LINK = re.compile(r"\b(?:is|an?|the|our|on)[\s*_`\[]+(?:\S+ ){0,2}$", re.IGNORECASE)
BEFORE_PRETRAINED_LINK = re.compile(
    r"\bwe (?:use[d]?|took|take|start(?:ed)? (?:from|with)) (?:the|an?) (?:\w+ )?pre-?trained[\s*_`]+$",
    re.IGNORECASE,
)
CHECKPOINT_LINK = re.compile(r"[\s*_`]*(?:model )?checkpoint\b", re.IGNORECASE)
"""What stands around a link to a base: "a [X] model fine-tuned on", "we use the pretrained [X]",
"trained on the [X] checkpoint"."""
_FAMILY_PARTS_WORDS = (
    "llama mistral mixtral qwen qwq gemma falcon pythia "
    "gpt mpt- starcoder santacoder phi- deepseek baichuan internlm glm bloom"
    " t5 mt0 ul2 stablelm solar vicuna alpaca zephyr hermes "
    "olmo granite smollm redpajama nemotron minitron command jamba mamba aya"
    " bart orca wizardlm dolphin dolly berta bert electra "
    "wav2vec whisper clip siglip diffusion sdxl flux codegen rwkv hyena minicpm"
    " exaone ernie kimi moonlight mimo hunyuan cogito dbrx "
    "arctic tulu nllb marian xglm polyglot eurollm salamandra swallow elyza"
)
FAMILY_PARTS = tuple(_FAMILY_PARTS_WORDS.split())
SHORT_FAMILIES = ("opt", "yi", "t0", "phi", "vit", "poro", "viking", "amber", "crystal", "lucie")
SHORT_FAMILY = re.compile(rf"\b(?:{'|'.join(SHORT_FAMILIES)})\b")
VERSION_OF = re.compile(r"[ -](?:based )?version\s*:", re.IGNORECASE)
STARTING_POINT = re.compile(
    r"(?:model_name_or_path|\bbase_model|pretrained_model)(?:\s*[:=]\s*|\s+)[\"']?([\w./-]+)",
    re.IGNORECASE,
)
TRAINING_COMMAND = ("learning_rate", "num_train_epochs", "micro_batch", "num_epochs")
LEARNING_RATE = re.compile(r"--lr\b")
PLACEHOLDER = re.compile(r"path/to|\{[\w ]+\}|toy_|your[-_ ]|<\w+>|\[path")
