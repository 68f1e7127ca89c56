"""The kinds of things that cards link to, told by the address alone."""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers.readers.hub_ids import linked_model
from crawlers.readers.paper_words import PAPER_URL

_ADDRESS = re.compile(r"(?:https?:)?//(?:www\.)?([^/?#:\s]+)(?::\d+)?(/[^?#\s]*)?", re.IGNORECASE)
_HUB = frozenset({"huggingface.co", "hf.co"})
_ON_THE_HUB = {
    "datasets": "dataset",
    "spaces": "demo",
    "collections": "collection",
    "papers": "paper",
    "blog": "blog",
    "docs": "documentation",
    "transformers": "documentation",
    "chat": "demo",
}
"""What the first part of a path on the Hub leads to; with none of these it is a model or a page."""

_BY_HOST = {
    host: kind
    for kind, hosts in {
        "code": "github.com gitlab.com gitee.com bitbucket.org codeberg.org gist.github.com",
        "demo": "colab.research.google.com replicate.com kaggle.com",
        "dataset": "zenodo.org openslr.org image-net.org cocodataset.org commonvoice.mozilla.org"
        " commoncrawl.org pile.eleuther.ai",
        "paper": "arxiv.org openreview.net aclanthology.org doi.org semanticscholar.org",
        "license": "creativecommons.org opensource.org licenses.ai choosealicense.com"
        " opendatacommons.org",
        "blog": "medium.com substack.com",
        "video": "youtube.com youtu.be vimeo.com bilibili.com",
        "community": "discord.gg discord.com twitter.com x.com t.me linkedin.com reddit.com"
        " patreon.com ko-fi.com buymeacoffee.com facebook.com weibo.com",
        "weights elsewhere": "modelscope.cn ollama.com civitai.com",
        "training log": "wandb.ai swanlab.cn",
    }.items()
    for host in hosts.split()
}
_LICENSE = re.compile(r"/(?:[\w.-]*licen[cs]e[\w.-]*|licen[cs]es/[^/]*|terms[\w-]*)/?$")
_BY_PATH = (
    ("dataset", re.compile(r"^/datasets?/[^/]|\.(?:jsonl|parquet|csv|tar|zip)(?:\.gz)?$")),
    ("paper", re.compile(r"/[\w.%-]*(?:paper|report)[\w.%-]*\.pdf$")),
    ("blog", re.compile(r"/(?:blogs?|news|posts?)(?:/|$)")),
    ("documentation", re.compile(r"/docs?(?:/|$)|/wiki(?:/|$)|/documentation(?:/|$)")),
)
_DOCUMENTATION = re.compile(r"^docs\.|\.readthedocs\.io$")
_BLOG = re.compile(r"^blog\.|\.substack\.com$|\.medium\.com$")


@lru_cache(maxsize=4096)
def kind_of(url: str) -> str:
    """The kind of thing an address leads to: ``dataset``, ``model``, ``collection``, ``demo``,
    ``code``, ``paper``, ``license``, ``blog``, ``documentation``, ``training log``, ``video``,
    ``community``, ``weights elsewhere``, or a ``page`` of any other kind.

    Empty for what is no address on the web: a place in the same card, a file beside it, a mailbox.
    """
    address = _ADDRESS.match(url)
    if address is None:
        return ""
    host, path = address[1].lower(), (address[2] or "").lower()
    if ("licen" in path or "/terms" in path) and _LICENSE.search(path):
        return "license"
    if host in _HUB:
        first = path.strip("/").partition("/")[0]
        return _ON_THE_HUB.get(first) or ("model" if linked_model(url) else "page")
    for kind, pattern in _BY_PATH[:2]:
        if pattern.search(path):
            return kind
    if host in _BY_HOST:
        return _BY_HOST[host]
    if PAPER_URL.search(url.lower()):
        return "paper"
    for kind, pattern in _BY_PATH[2:]:
        if pattern.search(path):
            return kind
    if _DOCUMENTATION.search(host):
        return "documentation"
    return "blog" if _BLOG.search(host) else "page"
