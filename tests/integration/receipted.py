"""A few releases whose grades rest on all that grades can rest on, crawled and graded; and what is asked of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlmodel import Session

from crawlers.mirror import Mirror
from registry.cli_verify import given_snapshot, installed, read_anew
from registry.policy import Policy
from registry.queries.receipts import receipt, snapshot_document
from registry.receipts.loading import load_receipt, load_snapshot
from registry.receipts.verifying import Check, verified
from registry.receipts.writing import written
from tests.crawling import crawl, regrade

BASE = """---
license: apache-2.0
datasets:
- open/data
---

# OLMo

It was pre-trained on **2.46T tokens** of
[open data](https://huggingface.co/datasets/open/data) on 256 *A100* GPUs.

We do not release the training code.
"""
TUNED = """---
license: mit
base_model: allenai/OLMo-7B
datasets: [open/data, gone/data]
---

# Tuned

We fine-tuned it with DPO on open/data. It is fully open source.
"""
MODELS: dict[str, str | bytes | None] = {
    "allenai/OLMo-7B": BASE,
    "tuned/one": TUNED,
    "tuned/twice": "---\nbase_model: tuned/one\nlicense: mit\n---\n# Tuned again\n",
    "tuned/unseen": "---\nbase_model: nobody/knows\nlicense: mit\n---\n# Tuned\n",
    "tuned/by-name": "# Tuned\n\nThis is a fine-tuned version of the Mistral 7B base model.\n",
    "merged/both": "---\nbase_model: [allenai/OLMo-7B, tuned/one, nobody/knows]\n---\n# Merged\n",
    "loop/a": "---\nbase_model: loop/b\nlicense: mit\n---\n# One\n",
    "loop/b": "---\nbase_model: loop/a\nlicense: llama2\n---\n# The other\n",
    "after/loop": "---\nbase_model: loop/a\n---\n# After both\n",
    "odd/bytes": b"# Caf\xe9\n\nTrained on 8 A100 GPUs.\n",
    "odd/bare": None,
}


def fill(url: str, folder: Path) -> None:
    """Crawls and grades the releases, from a mirror that is made in the folder."""
    for name, card in MODELS.items():
        odd = {"odd": ["\ud800", 10**30]} if name.startswith("odd/") else {}
        put(folder / "models" / name, name, card, **odd)
    put(folder / "datasets" / "open/data", "open/data", "---\nlicense: cc-by-4.0\n---\n# Data\n")
    crawl(url, Mirror(folder))
    regrade(url)


def put(place: Path, repo: str, card: str | bytes | None, **info: Any) -> None:
    """A repo in a mirror."""
    place.mkdir(parents=True)
    files = ["model.safetensors", *([] if card is None else ["README.md"])]
    listed = [{"rfilename": name} for name in files]
    told = {"id": repo, "sha": f"{len(repo):040}", "gated": False, "siblings": listed, **info}
    (place / "info.json").write_text(json.dumps(told))
    if card is not None:
        (place / "README.md").write_bytes(card.encode() if isinstance(card, str) else card)


def documents_of(session: Session, release_id: str) -> tuple[bytes, bytes]:
    """A receipt and its snapshot as they are sent."""
    of_grade, of_snapshot = receipt(session, release_id), snapshot_document(session, release_id)
    assert of_grade is not None
    assert of_snapshot is not None
    return written(of_grade), written(of_snapshot)


def checked(of_grade: bytes, of_snapshot: bytes) -> list[Check]:
    """What comes of verifying one by the other."""
    read = read_anew(given_snapshot(load_snapshot(of_snapshot)))
    return verified(load_receipt(of_grade), read, Policy.bundled(), installed())


def differing(checks: list[Check]) -> list[str]:
    """Which checks found differences, each with the first of them."""
    return [f"{c.name}: {c.differences[0].what}" for c in checks if c.differences]
