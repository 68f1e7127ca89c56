"""The words of terms: licences, restrictions to research, permissions to ask for, and
agreements."""

from __future__ import annotations

import re

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import phrases

TRIGGERS = (
    "licen",
    "commercial",
    "terms",
    "agree",
    "research use",
    "research purpose",
    "research only",
    "for research",
    "academic",
    "under apache",
    "under mit",
    "apache 2",
    "apache-2",
    "openrail",
    "rail",
    "cc-by",
    "cc by",
    "lizenz",
    "licencia",
    "许可",
    "协议",
    "协定",
    "商用",
    "商业",
    "comercial",
    "kommerziell",
    "研究目的",
    "상업",
    "연구",
    "ライセンス",
    "라이선스",
)
LICENSE_WORD = Caseless(
    r"licen[cs]|governed by|subject to|terms (?:of|and)|\bunder (?:the )?(?:apache|mit|cc|bsd"
    r"|gpl|openrail|creativeml)|openrail|\brail\b|lizenz"
    r"|许可|协议|ライセンス"
)
LABEL = re.compile(
    r"^[\W_]*(?:model |weights? |models? weights? )?(?:licen[cs]e(?:_name|_link)?|licen[cs]ing|lizenz|licencia"
    r"|许可证?|协议|terms of use|governing terms)"
    r"(?:\(s\)|s)?(?: for (?:delta |model |the )?(?:weights|model))?(?: \(\w+\))?[\W_]*?[:：|]",
    re.IGNORECASE,
)
OPENS_WITH_LICENSE = re.compile(r"\W*licen[cs]e\b(?!d)", re.IGNORECASE)
WEIGHTS = Caseless(
    r"\b(?:models?|weights?|checkpoints?|llms?|parameters?|release[sd]?|this (?:work|project"
    r"|repo\w*)|it is (?:\w+ )?(?:licen|releas|made)|adapters?|lora|deltas?"
    r"|finetunes?)\b|模型|权重|\bmodelos?\b|\bmod[eè]les?\b|\bmodells?\b|モデル|모델"
)
CODE = Caseless(
    r"\b(?:source )?code(?:base)?\b|\bscripts?\b|\brepositor(?:y|ies)\b|\bgithub\b|\bsoftware\b"
    r"|\blibrar(?:y|ies)\b|\btoolkit\b|代码"
)
OF_CODE = re.compile(
    r"\W*(?:the |our |all )?(?:\w+ )?(?:code|scripts) (?:of|in|for|from) (?:this|the|our) "
    r"(?:repo\w*|project|work)\b",
    re.IGNORECASE,
)
"""The code of a repository, which is not the weights in it."""
DATA = Caseless(
    r"\b(?:data ?sets?|(?:test|train|training|demo)?data|corpus|corpora|annotations|images?|outputs?|generated|sharegpt"
    r"|wikipedia|benchmark|trained on|files of the dataset|prompts?|books?|papers?"
    r"|audio|recordings|articles|logo|names?|figures?|documentation|model card)\b|数据"
)
OTHER_SUBJECT = Caseless(
    r"original implementation|less accessible|constraints of|"
    r"^(?:unlike|compared|other|previous|competing)|\b(?:competitors?|other models"
    r"|proprietary models|permissive(?:ly)?|licensed data|license plate|driver'?s? licen)"
)
CLAUSE = Caseless(
    r"(?<=[a-z0-9\])])[;,.]\s+(?:and |but |while |whereas )?(?=(?:the |our |this |its "
    r"|all )?(?:\w+ ){0,2}?(?:model|weights|code|data|source|checkpoint|use|usage))"
    r"|\s+(?:while|whereas|but)\s+|\s+and (?=(?:the |our )?(?:model |training |source "
    r"|inference )?(?:weights|code|data\w*|models?)\b[^.;]{0,20}\b(?:is|are|under))"
    r"|[;；]"
)

NON_COMMERCIAL = Caseless(
    r"(?:non|not for|no)[- ]?commercial(?:ly)?(?: and| or|/)?[^.;]{0,40}?\b(?:use|usage"
    r"|purposes?|licen[cs]e|only|research|applications?)"
    r"|(?:can(?:not|'t| not)|must not|may not|not (?:be |allowed "
    r"|permitted )?(?:to )?)(?: be)? ?use[d]? (?:\w+ ){0,4}?commercial|commercial (?:use|usage"
    r"|purposes?|applications?)[^.;]{0,60}?"
    r"(?:not (?:allowed|permitted)|(?:is|are) (?:strictly )?(?:prohibited|forbidden)|disallowed)"
    r"|prohibit\w* (?:for |from )?(?:any )?commercial"
    r"|(?:research|academic|educational)(?:[ -](?:use|purposes?|research))? only\b"
    r"|only (?:be )?(?:\w+ )?(?:for|to) (?:academic |non-?commercial )?research|(?:limited"
    r"|restricted) to (?:academic |non-?commercial )?research"
    r"|exclusively for (?:\w+ )?research"
    r"|仅(?:限|供|用于)[^。；]{0,12}(?:研究|学术|非商业)|不(?:得|可|能"
    r"|允许)(?:用于)?商|禁止商"
    r"|(?:usage|utilisation|fins|licence) (?:\w+ ){0,2}?non[- ]commercial\w*"
    r"|utilisation commerciale[^.;]{0,30}(?:interdit|pas (?:autoris|permis))"
    r"|(?:uso|fines|usos|licencia) (?:\w+ ){0,2}?no comercial\w*"
    r"|(?:prohib\w+|no se permite)[^.;]{0,20} uso comercial|uso comercial[^.;]{0,20} prohibido"
    r"|nicht[- ]?kommerzielle?[nrsm]? (?:zweck|nutzung|verwendung|lizenz)"
    r"|kommerzielle nutzung[^.;]{0,30}(?:untersagt|verboten|nicht (?:gestattet|erlaubt|zulässig))"
    r"|非商用|商用利用(?:は|を)?(?:不可|禁止|できません|出来ません)|研究目的(?:のみ|に限)"
    r"|비상업|상업적 (?:이용|사용)[^.;]{0,8}(?:금지|불가)|연구 ?목적으로만"
)
SUBJECT = re.compile(
    r"\b(?:models?|weights?|checkpoints?|licen[cs]\w*|use[ds]?|using)\b|模型|权重", re.IGNORECASE
)
ALLOWED_BOTH = re.compile(
    r"commercial (?:or|and|as well as|/) ?non|non-?commercial (?:or|and|as well as"
    r"|/)\s*commercial|both (?:research|academic|non)|previous|unlike|no longer|仅用于商",
    re.IGNORECASE,
)
ADVICE = re.compile(
    r"\bintended\b|\bintend\b|\bmeant\b|\bbest\b|\brecommend\w*|primary (?:use|intended)"
    r"|out[- ]of[- ]scope|demo\b|dataset|data\b|shared for|entities|legal|not (?:the|a)\b"
    r"|benchmark|\bwe (?:have )?(?:chose|choose|decided?|opted) to (?:releas|publish|shar|open)",
    re.IGNORECASE,
)
PERMISSION = re.compile(
    r"commercial[^.;]{0,90}?\b(?:sign (?:up|this|the|an?)|appl(?:y|ication)|request|permission|authori[sz]\w*"
    r"|fill(?:ing)?(?: out| in)?|obtain\w*|regist\w+|written|contact us for a"
    r"|separate licen[cs]e)\b"
    r"|(?:obtain|apply for|request)\w* (?:\w+ ){0,5}?commercial (?:licen[cs]e|authori[sz]ation"
    r"|permission)"
    r"|\b(?:restrict\w*|conditions?) (?:on|for) commercial"
    r"|未经[^。；]{0,24}(?:允许|许可|授权|同意)[^。；]{0,12}商"
    r"|(?:商用|商业)[^。；]{0,20}(?:申请|授权|登记|许可"
    r"|问卷)|(?:申请|登记|问卷)[^。；]{0,16}(?:商用|商业)"
    r"|(?:daily|monthly) active users|\bDAU\b|日均用户活跃",
    re.IGNORECASE,
)
AGREEMENT = re.compile(
    r"\bby (?:\w+ing,? (?:or )?){0,3}(?:using|downloading|accessing|interacting|installing"
    r"|deploying|clicking)\b[^.]{0,160}?\b(?:agree|accept|consent|acknowledg|bound)"
    r"|\b(?:use|usage|download) of (?:the|this|these|our) (?:\w+ ){0,3}?(?:models?|weights"
    r"|software|materials)[^.]{0,60}?\b(?:signif\w+|constitut\w+|impl\w+|means?"
    r"|indicat\w+) (?:\w+ ){0,3}?(?:agree|accept|consent)"
    r"|\byou (?:must|have to|need to|should) (?:\w+ )?(?:agree|accept)\b[^.]{0,60}(?:terms"
    r"|condition|agreement|policy)|\b(?:I|you) agree (?:to (?:not|only|use)|not to)\b",
    re.IGNORECASE,
)
BARS_COMMERCE = re.compile(r"com?mercial|kommerziell|商|상업", re.IGNORECASE)
"""What tells that a restriction is on commerce, and not advice on whom the model is for."""
TAKEN_BACK = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bno longer)\s+(?:\w+\s+){0,2}?(?:licen[cs]ed|released|distributed"
    r"|covered|governed|under|apache|mit\b|cc[- ]?0|cc[- ]by|open[- ]?rail)",
    re.IGNORECASE,
)
"""A licence that the weights are said not to have."""
ON_COMMERCE = phrases("commercial|comercial|kommerziell|active users|dau|日均用户|商|상업")
AGREEING = phrases("agree|accept|consent|acknowledg|bound")
RESTRICTING = (
    *ON_COMMERCE,
    *phrases("only|limited to|restricted to|exclusively|仅|研究目的|연구"),
    *AGREEING,
)
"""One of these stands in every clause that restricts: asked before the patterns."""
LICENSE_HINTS = phrases(
    "licen|governed by|subject to|terms of|terms and|under |rail|lizenz|许可|协议|ライセンス"
)
"""One of these stands in every clause that names a licence."""
TELLING = (*LICENSE_HINTS, *RESTRICTING)
PURPOSE = re.compile(r"\W*(?:intended |meant )?for\b", re.IGNORECASE)
"""How a clause begins that says what a model is for, which is no name of terms."""
IN_LICENSE_SECTION = re.compile(r"licen[cs]|terms|许可|协议|legal")
ONLY_ACKNOWLEDGES = re.compile(
    r"acknowledg(?!.{0,120}(?:agree|accept the|accept to))", re.IGNORECASE
)
TO_THE_LICENSE = re.compile(
    r"(?:terms|conditions) (?:of|in|from) (?:the|this|its) (?:\w+ )?licen[cs]e", re.IGNORECASE
)
LICENSE_FILE = re.compile(
    r"^(?!third|.*plate)(?:[\w -]+[-_ ])?(?:licen[cs]e|copying|(?:acceptable[-_ ])?us(?:e|age)[-_ ]policy"
    r"|acceptable[-_ ]use|terms(?:[-_ ](?:of|and)[-_ ]\w+)?|notice)(?:[-_ ][\w -]+(?:\.\d+)*)?"
    r"(?:\.(?:txt|md|rst|pdf|html?))?$",
    re.IGNORECASE,
)
FILE_KINDS = {
    "policy": re.compile(r"policy|acceptable", re.IGNORECASE),
    "notice": re.compile(r"notice", re.IGNORECASE),
}
"""Files that stand beside a licence and are none: a policy on use, a notice of whose work it is."""


NAMES_TERMS = re.compile(
    r"(?:\b[A-Z][\w.-]{0,30}|】)[\w .】-]{0,40} (?:Licen[cs]e|Agreement)\b|\bLICEN[CS]E\b"
    r"|licen[cs]e(?: file| agreement)?[^.]{0,30}\bhere\b|Model License"
    r"|^\W*[Ll]icen[cs]e\W*[:|]\s*(?!\W*(?:unknown|none|other|n/?a|tbd|http|see|more info|pending"
    r"|\[|$))\w|协议|许可",
    re.MULTILINE,
)
SIZE = re.compile(r"-\d+(?:\.\d+)?[bB]\b")
SIZED_NAME = re.compile(r"\b([A-Za-z]{3,30})[\w.]{0,20}-(\d+(?:\.\d+)?)B\b", re.IGNORECASE)
