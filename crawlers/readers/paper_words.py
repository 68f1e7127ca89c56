"""The words of papers: how cards link, label and cite them, and where papers appear."""

from __future__ import annotations

import re

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import phrases

ARXIV_ID = re.compile(
    r"(?:arxiv\.org/\w+/|huggingface\.co/papers/|hf\.co/papers/|arxiv[:.]"
    r"|alphaxiv\.org/abs/)\s*(\d{4}\.\d{4,5})"
)
"""This and the two patterns of addresses are for lower case: case that has to be ignored costs time
at every letter."""
PAPER_URL = re.compile(
    r"arxiv\.org|huggingface\.co/papers/|hf\.co/papers/|openreview\.net|aclanthology\.org"
    r"|aclweb\.org"
    r"|\.pdf(?:$|[?#])|doi\.org|biorxiv|medrxiv|nature\.com"
    r"|proceedings\.|neurips\.cc|jmlr\.org|semanticscholar|ssrn\.com|dl\.acm|ieeexplore"
    r"|/papers?/|tech(?:nical)?[-_]?report|goo\.gle/"
)
MADE_FOR = re.compile(
    r"\b(?:trained|made|built|created|released|developed|published) (?:for|as part of|alongside"
    r"|together with|with) (?:the|our|this) paper\b",
    re.IGNORECASE,
)
"""Words by which a release is that of a paper, whatever name stands in the paper's title."""
NO_PAPER_URL = re.compile(
    r"blog|github\.com|gitlab|huggingface\.co|hf\.co|colab|twitter\.com|//x\.com|youtu|discord"
    r"|\.(?:png|jpe?g)$"
)
"""Addresses of what is no paper, though a link may call it one."""
CALLED_PAPER = re.compile(
    r"\W*(?:(?:the|this) )?(?:(?:our|full|research|technical|tech|white|official) )+(?:papers?"
    r"|report)\W*",
    re.IGNORECASE,
)
PAPER_WORD_HINTS = phrases("paper|report|arxiv|preprint|论文|技术报告|model card|manuscript")
PAPER_WORD = re.compile(
    r"\bpapers?\b|\b(?:tech(?:nical)?|research|training)[- ]?report\b|\breport\b|\barxiv\b"
    r"|\bpreprint\b|white ?paper|论文|技术报告|\bmodel card\b|\bmanuscript\b",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^[\W_]{0,12}(?:\w{1,30} )?(?:papers?|(?:tech(?:nical)?|research) report|arxiv|preprint"
    r"|论文|技术报告"
    r"|publication)(?: ?\(?s\)?| or other resources| or [\w ]+|[\w ]{0,20})?\s*[:：|]",
    re.IGNORECASE,
)
OURS = re.compile(
    r"\b(?:our|accompanying|corresponding|associated|official"
    r"|this model['’]?s) (?:[\w-]+ ){0,3}?(?:paper|(?:tech(?:nical)? )?report|preprint|work)\b"
    r"|\b(?:cite|citing) our publication\b"
    r"|\b(?:introduced|presented|proposed|described|detailed|released|reported|developed) (?:in"
    r"|with|by|alongside) (?:the |this |our |an? )?(?:[\w-]+ ){0,2}?(?:paper|report|preprint"
    r"|work|\[|\")"
    r"|(?:tech\w* report|paper) (?:for|of) (?:the )?[A-Z]|(?:for (?:more|further)|more|further"
    r"|comprehensive"
    r"|full|additional|training|evaluation|technical)\b[^.]{0,40}\b(?:details?"
    r"|information)[^.]{0,60}\b(?:paper|report)\b"
    r"|(?:implementation|repo\w*|checkpoints?|weights|models?) (?:for|of|from) (?:the "
    r"|our )?(?:paper|[\"“])|(?:read|see|check)[\w ]{0,12} (?:the "
    r"|our )?(?:[\w-]+ ){0,3}?(?:paper|report)|我们的(?:论文|技术报告)",
    re.IGNORECASE,
)
DESCRIBED_IN = re.compile(
    r"\b(?:introduced|presented|described|documented|detailed) (?:in|by)\b", re.IGNORECASE
)
METHOD = re.compile(
    r"\b(?:approach|method|methodology|algorithm|technique|benchmark|optimizer|attention"
    r"|embedding|architecture search|NAS|dataset|recipe|procedure|framework|loss)\b",
    re.IGNORECASE,
)
ON_A_METHOD = re.compile(
    r"\b(?:on|about) (?:the |our )?[\w-]+ (?:approach|method\w*|algorithm|technique|benchmark"
    r"|dataset)\b|dataset is published"
    r"|\b(?:approach|method|algorithm|technique|procedure|objective)s? (?:\w+ )?(?:described"
    r"|introduced"
    r"|proposed|presented|outlined|suggested) (?:in|by)\b"
    r"|\b(?:re-?production|re-?implementation|reproduces|replication) of\b",
    re.IGNORECASE,
)
OF_ITS_BASE_HINTS = phrases(
    "initiali|starting from|original paper|parent model|base model|backbone"
)
OF_ITS_BASE = re.compile(
    r"\b(?:initiali[sz]ed (?:with|from)|starting from|original paper|parent model|base model"
    r"|backbone)\b",
    re.IGNORECASE,
)
TRAINED_WITH = Caseless(
    r"\b(?:(?:pre-?|post-?)?trained|fine-?tuned?|finetuned|aligned|optimi[sz]ed|tuned|distilled"
    r"|merged|preference|(?:pre-?|post-?)?training)\b[^.]{0,120}\b(?:with|using|via|by|through"
    r"|on top"
    r"|algorithm|method|procedure|technique)\b",
)
TELLS_OF_IT = re.compile(
    r"\b(?:read|learn|find|see|know|details?|information|more|announce\w*"
    r"|introduc\w+)\b[^.]{0,40}\b(?:about|on|in"
    r"|of)\b[^.]{0,20}\b(?:(?:our|this|these|the) (?:[\w-]+ ){0,3}?|[\w-]+ family of )(?:models?"
    r"|training|development|release"
    r"|evaluation|process|work|announcement|family)\b|\b(?:detailed|technical|full"
    r"|longer) write-?up\b",
    re.IGNORECASE,
)
"""Words by which a post is on the release, and not on something else that the card mentions."""
MORE = re.compile(r"\b(?:details?|read|learn|announc\w*|introduc\w*|more)\b", re.IGNORECASE)
POST_URL = re.compile(r"/blogs?[/.-]|//blog\.|/news/|/posts?/")
BLOG_WORD = re.compile(
    r"\bblog(?:post|s)?\b|\b(?:release|announcement|launch|tech\w*) (?:post|article|page)\b"
    r"|\bmedium\b|博客|\bwrite-?up\b|\bblog\.",
    re.IGNORECASE,
)
BLOG_HINTS = phrases("blog|post|article|page|medium|博客|write")
BLOG_URL = re.compile(
    r"/blogs?[/.-]|blog\.|medium\.com|substack|/news/|/posts?/|/research/|/index/|github\.io/"
    r"|notion\.site|wandb\.ai/[\w-]+/[\w-]+/reports"
)
NOT_ITS_BLOG = Caseless(
    r"\bunofficial\b|pathways|tutorial|quanti[sz]ation|how to (?:run|deploy|use)|\bdeploy\w*\b"
    r"|carbon|evaluation framework|methodology behind"
)
_ASIDE_WORDS = (
    "evaluat|benchmark|result|performance|reasoning and factuality|stem|multilingual|limitation"
    "|bias|risk|environmental"
    "|software|original|ethic|safety|deploy|prompt|quantization|acknowledg|speed"
)
ASIDE = tuple(_ASIDE_WORDS.split("|"))
"""Sections whose links are to benchmarks, tools and the work of others."""
BIBTEX = re.compile(r"@(\w+)\s*\{")
FIELD = re.compile(
    r"\b(title|journal|booktitle|eprint|url|howpublished|publisher|note|archivePrefix"
    r"|series|volume|pages|number)\s*=\s*[{\"]*([^\n]{0,300})",
    re.IGNORECASE,
)
VENUE = re.compile(
    r"\b(?:NeurIPS|NIPS|ICML|ICLR|COLM|EMNLP|NAACL|EACL|AACL|COLING|LREC|TACL|TMLR|JMLR|AAAI"
    r"|IJCAI|CVPR|ICCV|ECCV|WACV|KDD|SIGIR|WWW Conference|INTERSPEECH|ICASSP|MLSys"
    r"|CoNLL|ACL(?= ?'?\d| Findings| Anthology|\b(?!i))|Findings of (?:the )?(?:ACL|EMNLP|NAACL"
    r"|EACL|Association)|Nature(?: (?:Machine|Communications|Medicine|Methods|Biotechnology"
    r"|Computational)[\w ]*|(?=,? ?\d))|Science(?=,? \d)|PNAS"
    r"|Neural Information Processing Systems|International Conference on Machine Learning"
    r"|International Conference on Learning Representations"
    r"|Association (?:for|of) Computational Linguistics"
    r"|International Conference on Computational Linguistics"
    r"|Language Resources and Evaluation(?: Conference)?|Computer Vision and Pattern Recognition"
    r"|Empirical Methods in Natural Language Processing|Conference on Language Modeling"
    r"|Transactions on Machine Learning Research|Journal of Machine Learning Research"
    r"|Transactions of the Association|(?i:computer vision and pattern recognition"
    r"|empirical methods in natural language processing|neural information processing systems"
    r"|association for computational linguistics"
    r"|joint conference on natural language processing))\b",
)
PREPRINT = re.compile(
    r"arxiv|rxiv|preprint|\bcorr\b|ssrn|blog|github|hugging ?face|zenodo|medium|\bsoon\b"
    r"|submitted|review"
    r"|repository|thesis|openai|technical report|kaggle|https?:",
    re.IGNORECASE,
)
"""What the field "journal" holds of papers that nobody has reviewed."""
SOON = re.compile(
    r"\bcom+ing soon\b|\bto appear soon\b|\bto be (?:released|announced|published)\b", re.IGNORECASE
)
"""An entry that holds the place of a paper yet to come."""
ACCEPTED = re.compile(
    r"\b(?:accepted|published|appear(?:s|ed)?|presented|spotlight|oral|proceedings|in)\b|接收|录用|发表",
    re.IGNORECASE,
)
NOT_ACCEPTED = re.compile(
    r"\b(?:not|never)(?: yet)? (?:been )?(?:accepted|published|presented)|\brejected\b"
    r"|n['’]t (?:been )?(?:accepted|published|presented)",
    re.IGNORECASE,
)
PUBLISHED_URL = re.compile(
    r"aclanthology\.org|aclweb\.org/anthology|proceedings\.mlr\.press|proceedings\.neurips\.cc"
    r"|papers\.n(?:eur)?ips\.cc|jmlr\.org/papers|nature\.com/articles|science\.org/doi",
    re.IGNORECASE,
)
WORKSHOP_ONLY = re.compile(
    r"\bworkshop\b|\bdemo track\b|under review|submitted to|reviewers?\b|reviewing", re.IGNORECASE
)
FAMILY_PAPER = Caseless(
    r"\b(llama|mistral|mixtral|qwen|gemma|gemini|falcon|pythia|gpt-\w+|mpt|starcoder|phi|yi"
    r"|deepseek|bloom|t5|palm|bert|roberta|vicuna|alpaca|orca|claude)\w*"
)
ACCEPTED_WORK = re.compile(
    r"\b([\w-]+) (?:has been|have been|was|were|got|is) accepted (?:at|to|by|in|as|for)\b",
    re.IGNORECASE,
)
"""What was accepted, named by the word before: "Acme was accepted at …"."""
OWN_PAPER = re.compile(
    r"\b(?:our|the|this) (?:[\w-]+ ){0,3}?(?:paper|work|report)\b|\bpaper\b[^.]{0,80}\baccepted"
    r"|\b[\w-]+ (?:has been|have been|was|were|got|is) accepted (?:at|to|by|in|as|for)\b"
    r"|论文",
    re.IGNORECASE,
)
REPORT_TEXT = re.compile(r"tech\w* report|技术报告", re.IGNORECASE)
IN_PRINT = re.compile(
    r"arxiv|preprint|proceedings|conference|transactions|journal of", re.IGNORECASE
)
PAPER_SECTION = re.compile(
    r"\W*(?:(?:tech\w* |research )?(?:papers?|reports?)|publications?)"
    r"(?: (?:and|&) (?:citations?|references?))?\W*",
    re.IGNORECASE,
)
ON_DATA = re.compile(r"\b(?:dataset|corpus|corpora)\b(?!.*\bmodels?\b)", re.IGNORECASE)
"""Titles of papers on what a model was trained on."""
NAMED_PAPER = re.compile(r"\b(?:the|its) (?:[\w-]+ )?([\w-]+) paper\b", re.IGNORECASE)
ITS_PAPER = frozenset(
    phrases(
        "original|accompanying|corresponding|associated|official|research|main|technical|full"
        "|paper|work"
        "|report|it|this|manuscript|study"
    )
)
DATA_BEFORE = re.compile(r"\b(?:on|tokens of|tokens from|dataset|corpus|data)\W+(?:the )?$")
ABOUT_DATA = re.compile(r"dataset|corpus|challenge|benchmark|library|evaluat", re.IGNORECASE)
BLOG_HERE = re.compile(r"\bblog\b.{0,40}\bhere\b|\bblog ?(?:post)?:?", re.IGNORECASE)
_PAPER_HINTS_WORDS = (
    "arxiv papers openreview acl .pdf doi.org rxiv nature.com "
    "proceedings neurips jmlr report scholar goo.gle acm.org ieee"
    " blog medium.com substack /news/ /post /research /index/ github.io notion"
)
PAPER_HINTS = tuple(_PAPER_HINTS_WORDS.split())
