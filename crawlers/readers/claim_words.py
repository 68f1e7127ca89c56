"""The words of claims: how publishers call a release open source, open weights, or fully open."""

from __future__ import annotations

import re

SIGNS = (
    *("open source", "open-source", "opensource", "open sourc", "open-sourc", "opensourc"),
    *("open weight", "open-weight", "fully open", "fully-open", "truly open", "completely open"),
    *("100% open", "quelloffen", "código abierto", "codigo abierto", "code source ouvert"),
    *("открытым исходным кодом", "开源", "開源", "オープンソース", "오픈소스", "오픈 소스"),
)
"""One of these stands in every claim: looked for before a pattern is tried."""

TERM = re.compile(
    r"(?P<whole>\b(?:fully|completely|truly|entirely|100 ?%)[- ])?"
    r"(?:(?P<verb>\bopen[- ]?sourc(?:ed|es|ing))\b"
    r"|(?P<source>\bopen[- ]?source\b|\bquelloffen\w*|\bc[óo]digo abierto\b|\bcode source ouvert\b"
    r"|с открытым исходным кодом|オープンソース|오픈 ?소스)"
    r"|(?P<weights>\bopen[- ]weights?\b)|(?P<open>(?(whole)open\b(?![- ]?(?:to|for)\b)|(?!))))"
)
"""One of the words that claims are made with, in lower case."""

MODEL = (
    r"(?:models?|llms?|slms?|vlms?|lmms?|mllms?|vllms?|moes?|chat-?bots?|assistants?|checkpoints?|transformers?"
    r"|reproduction|replication|release|versions?|alternatives?|famil(?:y|ies)|series|suite"
    r"|agents?|mod[eèé]les?|modell[eio]?|modelos?|\w*modelle?n?|モデル|모델)"
)
NOUN_AFTER = re.compile(
    r"[-\s]*(?:(?!(?:communit|tool|librar|softwar|framework|licen[cs]|leaderboard|dataset|data\b"
    r"|benchmark|contribut|develop|initiativ|project|ecosystem|code\b|repo|of\b|for\b|with\b|by\b"
    r"|to\b|from\b|and\b|that\b|in\b|as\b|on\b|is\b|are\b|than\b))[^\s;.!?|]+\s+){0,8}?"
    rf"[^\s,;.!?|]*?{MODEL}(?!\w)(?! (?:world|communit|leaderboard|ecosystem|and tool))"
)
"""The rest of a phrase such as "open-source" + " multilingual chat model"."""
NOUN_BEFORE = re.compile(rf"\b{MODEL}\b(?: \w+)?(?: \w+)? $")
"""As in "un modèle de langue open source"."""

_COPULA = (
    r"(?:\b(?:is|are|was|were|being|becomes?|remains?|represents?|est|sont|ist|sind|es|son|é|è)\b"
    r"|['’]s\b|является|は|은|는)"
)
COPULA = re.compile(_COPULA)
STOP = re.compile(r"[;:.!?|]")
"""As in "X is" + " one of the strongest" + "open-source models"."""
BEING_JUST = re.compile(
    rf"(?:{_COPULA}|\b(?:has|have)(?: \w+)? been|\bmakes? it|\bmade it)"
    r"(?: (?:now|also|being|made|been|all|released|available|both|entirely|released as|,))*\s*$"
)
"""As in "X is now" + "open-sourced under MIT"."""
SAYS_NO_MORE = re.compile(
    r"\s*(?:$|[.,;:!)\]。，（(—–-]|under\b|and\b|for\b|here\b|in\b|on\b|with\b|so\b|at\b|by\b|to\b"
    r"|licen|as\b|but\b|sous\b|unter\b|bajo\b|です|입니다)"
)
"""What may follow "X is open source": nothing that it would be an adjective of."""
ANNOUNCING = re.compile(
    r"(?:\b(?:we|i|team)\b[^.;:]{0,60}?"
    r"\b(?:introduc|present|releas|announc|propos|shar|publish|develop|creat|build|built|train"
    r"|offer|launch)\w*|\b(?:introducing|presenting|announcing|meet))\b"
    r"(?P<between>[^;.!?|]{0,90})$"
)
NAMED = re.compile(r"\s*[,:(–—-]\s*(?P<between>(?:an?|the|our)\b[^,;:.!?|]{0,70})$")
"""As in "X: a small" + "open-source model"."""
OWN = re.compile(
    r"\b(?:our|my|this|these|notre|ce|unser\w*|dieses|nuestros?|este|questo)(?: [\w.-]+){0,4}[- ]*$"
)
LABELLED = re.compile(
    r"\bmodel (?:description|type|summary|overview)\b\W*(?:an?|the)\b(?P<between>[^;:!?|]{0,60})$"
)
"""As in "Model description: a 7B" + "open-source chat model"."""
OF_IT = re.compile(r"\s*models? of (?P<subject>[^.;,]{0,40})")
"""As in "the open-source" + "model of X"."""
NO_PHRASE = re.compile(r"\b(?:is|are|was|that|have|has|which|do|does|can|will)\b")
ALONE = re.compile(
    r"\W*(?:truly )?(?:sota|state-of-the-art|an?|the|(?:the )?(?:world['’]s )?first|one of the)"
    r"\b(?: [\w'’.-]+){0,4}[- ]*$"
)
"""A line that begins so: "The first" + "open-source music model"."""
BESIDES = re.compile(r"\b(?:aside from|besides|apart from) being(?: \w+){0,3} $")
MADE = re.compile(r"\b(?:we|i)\b[^.;]{0,20}\b(?:make|made|making)\b(?P<subject>[^.;]{0,140}) $")
"""As in "we have made X" + "open source"."""
AS_SUCH = re.compile(r"\bas (?:an?|the|one of the)\b(?: [\w'’.-]+){0,6}[- ]*$")
WHOLLY = re.compile(r"(?:^|[:–—-]) *\W*$")
"""What may stand before "fully open source", when nothing else does."""

APART = re.compile(
    r"\b(?:than|over|against|based|from|with|using|by|through|compar\w+|outperform\w*|surpass\w*|like"
    r"|such as|to|among|amongst|between|across|for|other|others|existing|available|previous|many|most"
    r"|some|several|various|all|on|in|into|upon|via|trained|tuned|popular|leading open)\b"
)
"""Words that set what follows apart from the subject: "X is better than" + "open-source models"."""
SOMEBODY = re.compile(r"(?:\b(?:library|team|lab|group|university|institute)|\)) $")
WE = re.compile(
    r"(?:\b(?:we|i|team|lab)\b(?:['’](?:re|ve|m))?"
    r"(?: (?:also|now|have|had|are|am|were|fully|further|here|officially|therefore|decided to"
    r"|excited to|happy to|proud to|pleased to|glad to|further|first|recently|just|hereby|jointly))*"
    r"|\b(?:decided|excited|happy|proud|pleased|glad|thrilled|delighted) to"
    r"|\bannounc\w*(?: that)?(?: we)?(?: the)?) $"
)
"""Who open-sources something; the word itself follows."""
IT = re.compile(
    r"^\W*(?:it|they|this|we)\b|\b(?:this|the|these|our|all|both)(?: \w+){0,3} (?:models?|llms?|release|series|family"
    r"|versions?|checkpoints?|weights)\b|\bthis repo|\bthis project|\bmodel type"
    r"|\b(?:ce|notre) modèle|\b(?:dieses|unser) modell|\b(?:este|nuestro) modelo"
    r"|\bquesto modello|本モデル|このモデル|이 모델|본 모델"
)
"""Subjects by which a card means its release."""
NOT_IT = re.compile(
    r"\b(?:code|codebase|scripts?|dataset|data|corpus|benchmark|library|tools?|toolkit|framework"
    r"|demo|repository|pipeline|app|plugins?|docker|dashboard|datasets)\b"
)

OBJECT = re.compile(
    r"(?P<everything>\ball artifacts|\beverything|\ball (?:of )?(?:our|the) (?:data|code|weights))"
    r"|(?P<data>\bdata\b|\bdata ?sets?\b|\bcorp(?:us|ora)\b|\bsources\b|\binstructions\b)"
    r"|(?P<training>\b(?:training|pre-?training|tuning|finetuning|post-?training|sft|rlhf)\b"
    r"[^,;.]{0,30}\b(?:code|scripts?|recipes?|pipeline))"
    r"|(?P<other>\bcode\b(?!,? (?:and|models?|llms?))|\bbenchmark|\btool"
    r"|\blibrary|\bframework|\binference|\btokenizer|\beval|\bdemo|\bapp\b)"
    r"|(?P<weights>\bweights?\b|\bparameters\b|\bcheckpoints?\b)"
    rf"|(?P<model>\b{MODEL}\b|\bit\b|\bthem\b|\bproject\b)"
)
"""What somebody open-sources, in the order of the sentence."""

CHINESE = re.compile(
    r"(?P<whole>完全|全面|彻底)?(?:开源|開源)(?!社区|社群|数据|工具|项目|库|生态|协议|许可|方案|计划|框架|代码|贡献|软件|组织|团队|评测|评估|基准)"
)
CHINESE_BREAK = re.compile(
    r"基于|基於|不同|相比|对比|比较|超越|优于|超过|现有|其他|其它|使用|采用|相较|以|由|等|目前主流|当前主流|主流|将|依照|代码|数据集|数据|来自"
)
CHINESE_MODEL = re.compile(
    r"(?:的[，,])?[^。；;，,！!]{0,30}?(?:模型|版本|权重|参数|系列|大模型|基座)(?!中)"
)
CHINESE_WE = re.compile(
    r"(?:我们|本项目|本次|团队|现已|已经|正式|宣布|同时|实验室|公司)[^。；;，,]{0,16}$"
)
CHINESE_IS = re.compile(r"(?P<subject>[^。；;]{0,60}?)(?:是|为)(?P<between>[^。；;，,]{0,40})$")
CHINESE_SUBJECT = re.compile(r"本模型|该模型|此模型|我们的模型")
CHINESE_DONE = re.compile(r"(?:已|已经|现已|均已|正式|全部)$")
CHINESE_FIRST = re.compile(r"(?:^|[。，,]) *(?:全球|世界|国内)?(?:首个|第一个)$")
CHINESE_ALONE = re.compile(r"(?:^|[：:，,、] *)\W*(?:首个|第一个|更全面的|免费)?$")
CHINESE_WEIGHTS = re.compile(r"^了?[^。；;，,]{0,24}(?:权重|参数)")
