"""How long the worst cards take that anybody could publish, and how much memory.

    python benchmarks/hostile.py [--rounds N] [--longest SECONDS]

Every card is about one megabyte (what lies beyond is not read) and made to hurt: brackets and quotes
nested a hundred thousand deep, a million links, YAML that doubles with every alias, words on which
patterns turn back. Prints processor seconds to read and grade each, and the most memory that the
process came to; ends with status 1 when one took longer than `--longest` (one second).
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator

from crawlers.readers import read
from crawlers.snapshots import Snapshot
from registry import resources
from registry.scoring.case import Case
from registry.scoring.evidence import Outcome
from registry.scoring.grade import grade

SIZE = 1_048_576
FRONT = "---\nlicense: mit\n---\n"

REPEATED = {  # a card that is one piece of text over and over
    "open brackets": "[",
    "brackets and parentheses": "[](",
    "nested images": "![",
    "nested quotes": "> ",
    "nested list items": "- ",
    "stars": "*",
    "stars and words": "*a ",
    "underscores": "_a_",
    "backticks": "`",
    "backticks of rising length": "` `` ``` ",
    "pipes": "|",
    "a table of one cell rows": "|a|\n|-|\n",
    "a table's rows": "| model | data |\n|---|---|\n| a | b |\n",
    "headings": "# a\n",
    "nested headings": "# a\n## b\n### c\n#### d\n",
    "links": "[a](https://example.org/a) ",
    "bare links": "https://example.org/a ",
    "links to datasets": "https://huggingface.co/datasets/o/d ",
    "links to repositories": "[training code](https://github.com/o/r) ",
    "links to papers": "[paper](https://arxiv.org/abs/2301.00001) ",
    "open tags": "<div>",
    "unclosed tags": "<a ",
    "unclosed comments": "<!--",
    "attributes": '<a href="x" ',
    "entities": "&amp;&#65;&",
    "control characters": "\x00\x01\x02\x1b[31m",
    "zero width": "\u200b\u200d\ufeff",
    "right to left": "\u202eabc\u202c",
    "combining marks": "e\u0301\u0327",
    "letters": "a",
    "capital letters": "A",
    "digits": "1",
    "digits and commas": "1,000,",
    "dots": ".",
    "dashes": "-",
    "equals": "=\n",
    "newlines": "\n",
    "spaces": " ",
    "tabs": "\t",
    "carriage returns": "\r",
    "Chinese": "训练数据未公开。",
    "Chinese without stops": "我们使用了数据训练模型",
    "commas": "a, b and c, ",
    "ands": "and ",
    "nots": "not ",
    "we do not": "we do not ",
    "promises": "will be ",
    "trained on": "trained on ",
    "trained on data": "It was trained on the data set of ",
    "sentences on data": "We trained it on C4, the Pile and Wikipedia. ",
    "tokens": "trained on 2T tokens of ",
    "sizes": "7B 13B 70B ",
    "learning rates": "learning rate 1e-5, ",
    "a list of settings": "- learning_rate: 1e-05\n- train_batch_size: 8\n",
    "hardware": "8 x A100 80GB GPUs for 3 days ",
    "licences": "License: Apache 2.0 license ",
    "licence words": "license license ",
    "versions": "v1.0.0.0.0.",
    "stages": "SFT, DPO, PPO and GRPO ",
    "annotators": "annotated by human annotators ",
    "benchmarks": "MMLU (5-shot): 60.2 ",
    "fine-tuned from": "fine-tuned from o/m ",
    "based on": "based on the model ",
    "names": "o/m-7b-instruct-v0.1 ",
    "paths": "a/b/c/d/",
    "quotes": "\"'“”",
    "question marks": "? ! ",
    "code fences": "```\ncode\n```\n",
    "unclosed fences": "```\n",
    "reference links": "[a]: https://example.org/a\n[a]\n",
    "footnotes": "[^1]\n[^1]: a\n",
    "bibliography": "@article{a, title={b}, journal={c}, year={2023}}\n",
    "emphasis and links": "**[a](b)** _c_ ",
    "list of datasets": "* [o/d](https://huggingface.co/datasets/o/d)\n",
    "rows of numbers": "| MMLU | 60.2 | 61.3 | 62.4 |\n",
}
YAML = {
    "a list of links": "datasets:\n" + "- o/d\n",
    "nested brackets": "a: " + "[",
    "nested braces": "a: " + "{a: ",
    "nested dashes": "- ",
    "aliases that double": "",
    "long text": "license: " + "a ",
    "tags": "tags: [" + "a, ",
    "a million keys": "",
    "anchors": "a: &a b\n",
    "quotes": 'a: "',
}


def cards() -> Iterator[tuple[str, bytes]]:
    """The name of each card with its bytes."""
    for name, piece in REPEATED.items():
        data = piece.encode()
        yield name, (FRONT.encode() + data * (SIZE // len(data)))[:SIZE]
    for name, piece in YAML.items():
        first, _, rest = piece.partition("\n") if piece.endswith("\n") else ("", "", piece)
        if name == "aliases that double":
            rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
            text = "\n".join(["a0: &a0 [x]", *rows])
        elif name == "a million keys":
            text = "\n".join(f"k{n}: {n}" for n in range(90_000))
        else:
            text = f"{first}\n" + rest * (SIZE // max(len(rest), 1))
        yield f"front matter: {name}", f"---\n{text[: SIZE - 20]}\n---\n# a\n".encode()
    yield "bytes of no encoding", bytes(range(128, 256)) * (SIZE // 128)
    yield "UTF-16", ("# Model\nIt was trained on C4. " * (SIZE // 64)).encode("utf-16")
    nested = "".join("  " * n + "- a\n" for n in range(1000))
    yield "a deep list", nested.encode()[:SIZE]


def seconds(card: bytes) -> float:
    """Processor seconds to read and grade a release with this card."""
    metadata = {"id": "o/m", "gated": False, "siblings": [{"rfilename": "model.safetensors"}]}
    snapshot = Snapshot("model", "o/m", "", metadata, "", card, Outcome.FOUND)
    start = time.process_time()
    evidence = read(snapshot)
    grade(Case("o/m", evidence, resources.licenses()), resources.rubric())
    return time.process_time() - start


def main() -> int:
    """Prints the figures; the status says whether all stayed below the limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--longest", type=float, default=1.0, help="processor seconds")
    parser.add_argument("--shown", type=int, default=20, help="how many of the slowest to list")
    options = parser.parse_args()
    seconds(b"# A model\nIt was trained on C4.\n")  # compiles patterns and fills caches
    took = sorted(((seconds(card), name) for name, card in cards()), reverse=True)
    print(f"{'seconds':>8}  card")
    for each, name in took[: options.shown]:
        print(f"{each:8.2f}  {name}")
    late = sum(each > options.longest for each, _ in took)
    print(f"{len(took)} cards of up to {SIZE:,} bytes; {late} took longer than {options.longest} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"at most {peak:,.0f} MB of memory")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
