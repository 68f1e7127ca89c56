"""Software that many releases are made with, and who makes it: tables of names."""

from __future__ import annotations

import re

PUBLIC_FRAMEWORKS = frozenset(
    [
        "axolotl",
        "trl",
        "transformers",
        "peft",
        "accelerate",
        "deepspeed",
        "deepspeedexamples",
        "megatron-lm",
        "nemo",
        "nemo-aligner",
        "nemo-rl",
        "fairseq",
        "t5x",
        "jax",
        "pytorch",
        "unsloth",
        "llama-factory",
        "llama-efficient-tuning",
        "llamafactory",
        "lmflow",
        "mergekit",
        "mesh-transformer-jax",
        "gpt-neox",
        "colossalai",
        "openrlhf",
        "verl",
        "torchtune",
        "torchtitan",
        "swift",
        "ms-swift",
        "xtuner",
        "litgpt",
        "lit-gpt",
        "lit-llama",
        "easylm",
        "maxtext",
        "levanter",
        "flax",
        "trlx",
        "keras",
        "tensorflow",
        "pytorch-lightning",
        "lightning",
        "composer",
        "llm-foundry",
        "nanotron",
        "paxml",
        "praxis",
        "alpa",
        "bmtrain",
        "bitsandbytes",
        "sentence-transformers",
        "apex",
        "flash-attention",
        "qlora",
        "alpaca-lora",
        "fastchat",
        "stanford_alpaca",
        "autotrain-advanced",
        "h2o-llmstudio",
        "nanogpt",
        "llama-recipes",
        "llama-cookbook",
        "distributed-llama",
        "ray",
        "slime",
        "skyrl",
        "fms-fsdp",
        "haystack",
    ]
)
"""Repositories that train anybody's models: linking one publishes code only with its settings."""

RECIPE_COLLECTIONS = frozenset(
    {
        "open-instruct",
        "alignment-handbook",
        "openinstruct",
        "open-r1",
        "openchatkit",
        "alpaca-cot",
        "smollm",
        "cookbook",
    }
)
"""Repositories known to hold the scripts and settings of published releases, one by one."""

INFERENCE_TOOLS = frozenset(
    [
        "llama.cpp",
        "whisper.cpp",
        "koboldcpp",
        "text-generation-webui",
        "ctransformers",
        "llama-cpp-python",
        "lollms-webui",
        "candle",
        "vllm",
        "sglang",
        "ollama",
        "autogptq",
        "exllama",
        "exllamav2",
        "autoawq",
        "text-generation-inference",
        "tensorrt-llm",
        "ctranslate2",
        "gptq-for-llama",
        "koboldai",
        "transformers.js",
        "comfyui",
        "stable-diffusion-webui",
        "whisperkit",
        "gpt4all",
        "mlx",
    ]
)
"""Names of repositories that run anybody's models; they hold nothing of a release's own."""

LIBRARIES = frozenset(
    [
        "jax",
        "flax",
        "pytorch",
        "tensorflow",
        "keras",
        "transformers",
        "accelerate",
        "deepspeed",
        "bitsandbytes",
        "apex",
        "flash-attention",
        "triton",
        "peft",
        "diffusers",
        "tokenizers",
        "sentencepiece",
        "datasets",
        "vllm",
        "sglang",
        "llama.cpp",
        "tensorrt-llm",
        "text-generation-inference",
        "transformers.js",
        "candle",
        "ollama",
        "lm-evaluation-harness",
        "llm-compressor",
        "mergekit",
    ]
)
"""What everybody builds on: naming it tells nothing of how a release was trained."""

SAME_PUBLISHER = {
    "meta-llama": ("facebookresearch", "meta-llama", "pytorch"),
    "zai-org": ("thudm", "zai-org"),
    "thudm": ("thudm", "zai-org"),
    "databricks": ("databricks", "mosaicml"),
    "xai-org": ("xai-org",),
    "intel": ("intel",),
    "llm360": ("llm360", "mbzuai-ifm"),
    "distilbert": ("huggingface",),
    "trl-lib": ("huggingface", "lvwerra"),
    "parler-tts": ("huggingface",),
    "deepmind": ("google-deepmind", "google-research"),
}
"""Accounts on code hosts of publishers whose names there differ from the one on the Hub."""

OWN_FRAMEWORKS = {
    "nvidia": ("NeMo", "Megatron-LM", "Megatron", "NeMo-Aligner", "NeMo-RL", "NeMo Framework"),
    "google": ("T5X", "MaxText"),
    "eleutherai": ("GPT-NeoX", "mesh-transformer-jax"),
    "mosaicml": ("LLM-Foundry", "Composer"),
    "databricks": ("LLM-Foundry", "Composer"),
    "h2oai": ("H2O LLM Studio",),
    "allenai": ("OLMo-core", "Open-Instruct"),
    "apple": ("OpenLM", "AXLearn", "CoreNet"),
    "mlfoundations": ("OpenLM",),
    "tri-ml": ("OpenLM",),
    "cerebras": ("Cerebras Model Zoo", "Cerebras ModelZoo"),
    "baai": ("FlagScale",),
    "openbmb": ("BMTrain",),
    "hpcai-tech": ("Colossal-AI", "ColossalAI"),
    "lmsys": ("FastChat",),
    "epfl-llm": ("Megatron-LLM",),
    "openaccess-ai-collective": ("Axolotl",),
    "axolotl-ai-co": ("Axolotl",),
    "primeintellect": ("prime-rl",),
    "bigscience": ("Megatron-DeepSpeed",),
    "snowflake": ("ArcticTraining",),
    "modelscope": ("ms-swift",),
    "internlm": ("InternEvo", "XTuner"),
    "microsoft": ("Megatron-DeepSpeed",),
    "huggingfacetb": ("nanotron",),
    "carperai": ("trlX",),
    "deepset": ("Haystack", "FARM"),
}
"""Training frameworks by their publisher, for cards that name them without linking the code."""


def same_publisher(publisher: str, owner: str) -> bool:
    """Whether an account on a code host is that of a publisher on the Hub, by their names."""
    if owner.lower() in SAME_PUBLISHER.get(publisher.lower(), ()):
        return True
    names = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in (publisher, owner)]
    short, long = sorted(names, key=len)
    if len(short) > 2 and long.startswith(short):
        return True
    short, long = sorted((_ENDING.sub("", name) for name in names), key=len)
    return len(short) > 3 and short == long


_ENDING = re.compile(
    r"(?<=\w{4})(?:ai|nlp|llm|llms|lab|labs|research|inc|org|hq|team|group|tech|official|hub|io)$"
)
"""What publishers put after their name on one host, and not on the other."""
