"""The words of a model card's nine items: headings that announce them, and sentences that tell
them."""

from __future__ import annotations

import re

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import phrases

HEADINGS: dict[str, tuple[tuple[str, ...], re.Pattern[str]]] = {
    item: (phrases(hints), re.compile(words, re.IGNORECASE))
    for item, hints, words in (
        (
            "intended-use",
            "intended|use|scope|target|verwendungszweck|用途|应用场景",
            r"intended|^\W{0,8}\d{0,3}\W{0,4}(?:direct |downstream |primary |model )?"
            r"uses?$"
            r"|direct use|use[- ]cases?|out[- ]of[- ]scope|when to use"
            r"|target (?:users|audience)|verwendungszweck|^用途|应用场景",
        ),
        (
            "limitations",
            "limitation|bias|risk|ethic|safety|disclaimer|caveat|known issues|weakness|responsib"
            "|misuse"
            "|harm|considerations|局限|免责|风险|einschränkung",
            r"limitation|\bbias|\brisks?\b|ethic|safety|disclaimer|caveat"
            r"|known issues|weakness|responsib|misuse|\bharms?\b|considerations"
            r"|局限|免责|风险|einschränkung",
        ),
        (
            "training-data",
            "data|corp|mixture|train|数据",
            r"(?:training|pre-?training|fine-?tuning|post-training) (?:data|corpus"
            r"|corpora|mixture)|\bdata ?sets?\b|^(?:model )?data\b|corpus|corpora"
            r"|data (?:sources|overview|mix\w*|composition|collection)|^(?:training|trained) on"
            r"|训练数据"
            r"|数据集",
        ),
        (
            "training-procedure",
            "training|hyper|tuning|compute|训练",
            r"training (?:procedure|details?|process|recipe|hyper\w*|method\w*"
            r"|setup|configuration|strategy|regime|parameters|stages?|stack|info\w*)"
            r"|hyper-?parameters|^pre-?training$|^\W*training$|fine-?tuning (?:details|procedure"
            r"|process|recipe)|model training|^training and|compute used|训练(?:过程|细节|方法)",
        ),
        (
            "evaluation",
            "evaluat|benchmark|performance|result|metrics|leaderboard|评测|评估|性能|效果",
            r"evaluat|benchmark|performance|^results?\b|results$|metrics|leaderboard"
            r"|评测|评估|性能|效果",
        ),
        (
            "architecture",
            "architecture|structure|spec|configuration|结构|架构",
            r"architecture|model (?:structure|specs?|specifications?|configuration)"
            r"|technical specifications|模型结构|架构",
        ),
        (
            "usage",
            "how to|usage|quick|start|inference|example|deploy|run|prompt|template|format|使用"
            "|快速开始|推理"
            "|verwendung|utilisation|uso|sample",
            r"how to|usage|quick ?-?start|get(?:ting)? started|inference|\bexamples?\b"
            r"|deploy|\brun(?:ning)?\b|prompt|chat (?:template|format)|使用|快速开始|推理"
            r"|verwendung|utilisation|\buso\b|sample code",
        ),
        (
            "contact",
            "cit|contact|引用|联系|bibtex|zitat|questions|community|touch",
            r"\bcit(?:e|ation|ing)|contact|引用|联系|bibtex|zitat|questions|community"
            r"|get in touch",
        ),
    )
}
"""By item: what every heading that announces it holds one of, and the pattern to tell it by."""
LABEL_WORDS = 5
TRAINING = "train"
NOT_THE_ITEM = re.compile(
    r"terms of|licen[cs]e|function call|tool use|table of|data format|fine-?tuning (?:guide"
    r"|example|script|code)|dataset viewer"
)
"""For headings in lower case."""
WORDS: dict[str, tuple[tuple[str, ...], Caseless]] = {
    item: (triggers, Caseless(words))
    for item, triggers, words in (
        (
            "architecture",
            (
                "decoder-",
                "regressive",
                "transformer-",
                "transformer ",
                "of experts",
                "-experts",
                "attention heads",
                "grouped",
                "state space",
                "state-space",
                "hybrid arch",
                "architecture:",
                "active param",
                "activated param",
                "architecture consist",
                "architecture compris",
                "architecture that combin",
                "backbone of",
                " layers",
                "architecture",
                "backbone",
                "diffusion model",
                "unet",
                "u-net",
                "vision transformer",
                "transformer-align",
                "-layer",
                "swiglu",
                "rmsnorm",
            ),
            r"decoder-only|encoder-decoder|auto-?regressive(?! (?:[\w-]+ ){0,2}models like)"
            r"|transformer[- ](?:based|decoder"
            r"|model|architecture|language)|based on (?:the )?transformer|mixture[- ]of[- ]experts"
            r"|(?:hidden|embedding)[- _](?:size|dim)|attention heads|grouped[- ]query"
            r"|state[- ]space(?!s?/)|hybrid architecture|architecture:|(?:active|activated) param"
            r"|architecture(?: that)? (?:consist|compris|combin)\w+"
            r"|backbone of [^.]{0,60}(?:layers|blocks)"
            r"|\b(?:with|has|have|of|contains) \d+ (?:transformer |decoder |hidden )?layers\b"
            r"|\b(?:leverag\w+|us(?:es|ing)|has|employ\w*|adopt\w*|built (?:on|with)"
            r"|with) (?:the |an? )?"
            r"(?:[\w-]+ ){1,4}(?:architecture|backbone)\b"
            r"|\bis an? (?:[\w-]+ ){0,4}latent diffusion model"
            r"|(?:uses?|with|its|core|consists of|contains) (?:an? |the )?(?:[\w-]+ ){0,3}u-?net\b"
            r"|\ban? vision transformer (?:is|with|as|encoder|model)"
            r"|transformer-align|\bmade of [^.]{0,60}\blayers\b|\b\d+-layer\b|\b(?:swiglu"
            r"|rmsnorm)\b",
        ),
        (
            "training-data",
            (
                "trained on",
                "tuned on",
                "training data",
                "dataset",
                "trained using",
                "trained from",
                "fine-tuning",
                "训练",
            ),
            r"(?:train(?:ed|ing)?|tun(?:ed|ing)) (?>[^.]{0,140}?\b(?:on|with|using|upon|from|over"
            r"|by|data|set)\b)[^.]{0,300}?(?:(?-i:[A-Z][\w-]{2,})[^.]{0,40} (?:dataset|data\b"
            r"|corpus|corpora|set\b)"
            r"|dataset (?:of|from|with)|user-shared|conversations|sharegpt|ultrachat|wikipedia"
            r"|the pile|common ?crawl|refinedweb|redpajama|slimpajama|fineweb|dolma|c4\b"
            r"|web (?:pages|data|text)"
            r"|books|demonstrations|\d[\w.,]* ?(?:[mk]|million"
            r"|thousand)?\+? (?:[\w(),-]+ ){0,5}(?:instructions|conversations|examples|samples"
            r"|dialogues|pairs|documents|instruction data|sentences|tweets|images|videos|clips"
            r"|recordings|smiles strings|strings|texts"
            r"|pictures|captions|hours of|reviews|articles))"
            r"|trained on (?:the |a )?following\b[^.]{0,60}\b(?:corp|data|texts)"
            r"|datasets?(?: used)?:|finetuned on data|training data[^.]{0,60}(?:consist|contain"
            r"|includ|compris|from|mixture)",
        ),
        (
            "training-procedure",
            (
                "learning rate",
                "learning_rate",
                "batch size",
                "epoch",
                "optimizer",
                "dpo",
                "rlhf",
                "lora",
                "sft of",
                "training approach",
                "training method",
                "training stages",
                "training procedure",
                "training regime",
                "stages",
                "phases",
                "multi-stage",
            ),
            r"learning[- _]rate|batch[- _]size|\b\d+ epochs?|epochs?\W{1,5}\d|optimizer\W"
            r"|gradient accumulation|(?:trained|tuned|aligned|optimi[sz]ed)\b[^.]{0,80}\b(?:dpo"
            r"|rlhf|ppo|q?lora|orpo|reinforcement)\b"
            r"|\b(?:sft|dpo|rlhf|ppo|orpo|kto|grpo) of (?:the|this|our)\b"
            r"|\btrained (?:in|with|by) (?:\w+ )?multi-stage (?:[\w-]+ )?(?:pipeline|process"
            r"|training)|^\W*training (?:approach|method\w*"
            r"|stages|procedure|regime)\W{0,4}[:：](?:\W+\w+){5}"
            r"|\b(?:trained|tuned|aligned|training)\b[^.]{0,40}\b(?:two|three|four|several"
            r"|distinct)"
            r" (?:[\w-]+ ){0,3}?(?:stages|phases)\b",
        ),
        (
            "intended-use",
            (
                *("intended", "primary use", "use cases", "meant to be", "ready for"),
                *("designed for", "developed for", "released for", "built for"),
                *("useful for", "be used for", "purpose"),
            ),
            r"(?:is|are|be) (?:\w+ )?(?:intended|meant) (?:to|for)|intended (?:use|for|purpose)"
            r"|primary (?:intended )?use|(?:recommend|following|primary) (?:\w+ ){0,3}use cases"
            r"|use cases:|(?:is|are) (?:\w+ )?(?:designed|developed|released|built) (?:\w+ )?for"
            r" (?:[\w-]+,? (?:and |or )?){0,3}?(?:use|purposes|research)\b"
            r"|\b(?:model|models|it|(?-i:[A-Z][\w.-]+)) (?:is|are) useful (?:for|to)\b"
            r"|\bpurpose (?:of [^.]{0,40} )?is to\b"
            r"|can be used for (?:tasks|applications)\b"
            r"|ready for (?:commercial|non-commercial|research)",
        ),
        (
            "limitations",
            (
                "hallucinat",
                "limitation",
                "bias",
                "inaccurate",
                "incorrect",
                "harmful",
                "unethical",
                "objectionable",
                "not been",
                "局限",
                "偏见",
            ),
            r"(?:may|can|might|could|will)\b[^.]{0,60}\b(?:inaccurate|incorrect|biased?"
            r"|offensive|harmful|false|misleading|toxic|undesir\w+|unsafe|objectionable"
            r"|inappropriate|problematic|hallucinat\w*|bias\w*)"
            r"|(?:any|even) (?:requests?,? )?(?:even )?(?:unethical|objectionable)|(?:contain|be"
            r"|produc\w+|generat\w+)"
            r" (?:[\w-]+ ){0,3}?objectionable|hallucinat\w+|\blimitations?\b(?! of liability)"
            r"|has not been (?:aligned"
            r"|trained to|evaluated for|tested)|not been (?:aligned|trained to)|known issues?|局限"
            r"|偏见",
        ),
        (
            "contact",
            ("@", "contact", "discord", "questions", "cite ", "citing"),
            r"@\w+\s*\{|(?:please|consider|to) (?:\w+ )?cit(?:e|ing)\b|contact us|contact:"
            r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,60}\.\w{2,}"
            r"|feel free to contact"
            r"|questions[^.]{0,60}(?:contact|email|discord|slack|reach|issues?\b|send)"
            r"|send (?:your )?(?:questions|comments|feedback)|^\W*discord\W{1,4}https?:"
            r"|^\W*join (?:our|the) [\w ]{0,20}discord",
        ),
        (
            "evaluation",
            ("mmlu", "gsm8k", "humaneval", "benchmark", "leaderboard", "accuracy"),
            r"\d",
        ),
        (
            "usage",
            ("from_pretrained", "pipeline(", "vllm", "llama.cpp", "ollama", "prompt"),
            r"from_pretrained|pipeline\(|vllm|llama.cpp|ollama|mlx_lm|sglang|prompt (?:template"
            r"|format)",
        ),
    )
}
POINTER = re.compile(
    r"^(?:for|please|see|refer|more|read|check|details|further|additional"
    r"|you can find)\b[^.]{0,200}\b(?:refer|see|report|paper|blog|here|check|visit|available"
    r"|appendix|details|website|github)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\d")
CITATION = re.compile(r"@\w+\s*\{")
ADDRESS = Caseless(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,60}\.\w{2,}|contact|discord|slack|reach|email|cite|issue"
    r"|twitter",
)
NEEDED: dict[str, tuple[str, ...]] = {
    "training-data": phrases(
        "train |trained |training |tuned |tuning |dataset:|datasets:|dataset used:|datasets used:"
    ),
    "training-procedure": phrases(
        "learning|batch|epoch|optimizer|gradient|trained|tuned|aligned|optimi|training|of the"
        "|of our|of this"
    ),
}
"""Of these, too, a sentence must hold one: asked before the patterns that take longest."""
OTHERS = Caseless(
    r"\b(?:you|users?|developers?) (?:can|may|could|need|want|should)\b|if you|\bto fine-?tune\b"
    r"|--|license terms|licen[cs]e agreement"
)
OTHERS_HINTS = phrases("you|user|developer|tune|--|licen")
"""One of these stands in all that OTHERS finds."""

LICENSED = re.compile(
    r"licen[cs]ed? (?:under|:)|licen[cs]e\W*[:|]|under (?:the |an? )?[\w .-]{2,40}licen"
    r"|licen[cs]e agreement|'s\W{0,3}(?:model )?licen|协议|许可",
    re.IGNORECASE,
)
