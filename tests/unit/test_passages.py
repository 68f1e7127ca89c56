"""Passages: what a reader of a card sees, in order, each with its line and its links."""

from __future__ import annotations

import pytest

from crawlers.cards import parse_card
from crawlers.passages import Passage, read_passages


def shown(markdown: str) -> list[tuple[str, str, int]]:
    """Kind, text and line of each passage."""
    return [(p.kind, p.text, p.line) for p in read_passages(markdown)[0]]


def only(markdown: str) -> Passage:
    (passage,) = read_passages(markdown)[0]
    return passage


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "One. Two! Three?",
            [("sentence", "One.", 1), ("sentence", "Two!", 1), ("sentence", "Three?", 1)],
        ),
        (
            "One\ntwo. Three\nfour.\nFive.",
            [("sentence", "One two.", 1), ("sentence", "Three four.", 2), ("sentence", "Five.", 4)],
        ),
        (
            "See Fig. 3, e.g. Smith et al. 2020. Next.",
            [("sentence", "See Fig. 3, e.g. Smith et al. 2020.", 1), ("sentence", "Next.", 1)],
        ),
        (
            "Version 1.5 of it. It's v. 2.",
            [("sentence", "Version 1.5 of it.", 1), ("sentence", "It's v. 2.", 1)],
        ),
        (
            "我们训练了模型。数据未公开！真的？\n是的。",
            [
                ("sentence", "我们训练了模型。", 1),
                ("sentence", "数据未公开！", 1),
                ("sentence", "真的？", 1),
                ("sentence", "是的。", 2),
            ],
        ),
        (
            "Hard  \nbreak\\\nhere",
            [("sentence", "Hard", 1), ("sentence", "break", 2), ("sentence", "here", 3)],
        ),
        ("a<br>b<br/>\nc", [("sentence", "a", 1), ("sentence", "b", 1), ("sentence", "c", 2)]),
        ("AT&amp;T &lt;x&gt; &eacute;", [("sentence", "AT&T <x> é", 1)]),
        ("*em* **strong** `code` ~~gone~~", [("sentence", "em strong code gone", 1)]),
        (
            "# Title\n\nText\n\nSetext\n===\n",
            [("heading", "Title", 1), ("sentence", "Text", 3), ("heading", "Setext", 5)],
        ),
        (
            "- a\n  - b\n    - c\n- d\n\n  more",
            [
                ("item", "a", 1),
                ("item", "b", 2),
                ("item", "c", 3),
                ("item", "d", 4),
                ("sentence", "more", 6),
            ],
        ),
        (
            "1. One. Two.\n2. Three",
            [("item", "One.", 1), ("item", "Two.", 1), ("item", "Three", 2)],
        ),
        ("```py\nx = 1\n\ny = 2\n```", [("code", "x = 1\n\ny = 2", 2)]),
        ("    indented\n    code", [("code", "indented\ncode", 1)]),
        ("> Quoted.\n> More.", [("sentence", "Quoted.", 1), ("sentence", "More.", 2)]),
        ("a\n\n---\n\nb", [("sentence", "a", 1), ("sentence", "b", 5)]),
        ("\n\n\nlate", [("sentence", "late", 4)]),
        (
            "\r\n\r\nlate\r\nwin. Next.\r\n",
            [("sentence", "late win.", 3), ("sentence", "Next.", 4)],
        ),
        ("", []),
        ("<!-- no -->", []),
        ("a <!-- no\nno --> b", [("sentence", "a b", 1)]),
        ("<!-- no\n\nno\n\n# no -->\n\nyes", [("sentence", "yes", 7)]),
        ("<!-- never closed\n\nno", []),
        (
            "<style>\np { color: red }\n</style>\n\n<script>x()</script>\n\nyes",
            [("sentence", "yes", 7)],
        ),
        ("<div>\n\n**In** a div\n\n</div>", [("sentence", "In a div", 3)]),
        (
            "<div align=center>\n<h2>Title</h2>\n<p>Text.\nMore.</p>\n</div>",
            [("heading", "Title", 2), ("sentence", "Text.", 3), ("sentence", "More.", 4)],
        ),
        ("<ul>\n<li>a</li>\n<li>b\n</ul>", [("item", "a", 2), ("item", "b", 3)]),
        ("<pre>\nx\n y\n</pre>", [("code", "x\n y", 2)]),
        ("<b>bold</b> and <unclosed", [("sentence", "bold and <unclosed", 1)]),
        ("2 < 3 and 5 > 4", [("sentence", "2 < 3 and 5 > 4", 1)]),
    ],
)
def test_passages(markdown: str, expected: list[tuple[str, str, int]]):
    assert shown(markdown) == expected


def test_sections():
    text = "# A\n\na\n\n## B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n\n<h1>E</h1>\n\ne"
    sections = {p.text: p.section for p in read_passages(text)[0] if p.kind == "sentence"}
    assert sections == {
        "a": ("A",),
        "b": ("A", "B"),
        "c": ("A", "B", "C"),
        "d": ("A", "D"),
        "e": ("E",),
    }
    above = {p.text: p.section for p in read_passages(text)[0] if p.kind == "heading"}
    assert above["C"] == ("A", "B")


MARKDOWN_TABLE = "| Name | Size |\n|---|---|\n| a<br>b | 7B |\n| c | [13B](u) |\n\nAfter"
HTML_TABLE = """<table>
<thead><tr><th>Name</th><th>Size</th></tr></thead>
<tbody>
<tr><td>a<br/>b</td>
<td>7B</td></tr>
<tr><th>c</th><td><a href="u">13B</a></td></tr>
</tbody></table>

After"""


@pytest.mark.parametrize(
    ("table", "lines"), [(MARKDOWN_TABLE, (1, 3, 4, 6)), (HTML_TABLE, (2, 4, 6, 9))]
)
def test_tables(table: str, lines: tuple[int, ...]):
    passages = read_passages(table)[0]
    assert [p.text for p in passages] == ["Name | Size", "a b | 7B", "c | 13B", "After"]
    assert [p.kind for p in passages] == ["row"] * 3 + ["sentence"]
    assert [p.head for p in passages] == ["", "Name | Size", "Name | Size", ""]
    assert [p.line for p in passages] == list(lines)
    assert passages[2].links[0].url == "u"


def test_one_table_does_not_head_the_next():
    table = "<table><tr><td>{}</td></tr></table>\n\n"
    texts = "<table><tr><th>H</th></tr></table>\n\n" + table.format("a")
    assert [p.head for p in read_passages(texts)[0]] == ["", ""]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[a](http://x.y)", [("a", "http://x.y", False)]),
        ("[a *b*][1]\n\n[1]: /z 'title'", [("a b", "/z", False)]),
        ("[a]\n\n[a]: <z q>", [("a", "z q", False)]),
        ("<http://x.y>", [("http://x.y", "http://x.y", False)]),
        ("see http://x.y/z?a=b, and", [("http://x.y/z?a=b",) * 2 + (False,)]),
        ("（https://x.y/z）。", [("https://x.y/z",) * 2 + (False,)]),
        ("![alt](i.png)", [("alt", "i.png", True)]),
        ("[![alt](i.png)](u)", [("alt", "i.png", True), ("alt", "u", False)]),
        ("<a href='u'>t</a>", [("t", "u", False)]),
        ('<a\n  class="x"\n  href="u?a=1&amp;b=2">t\nt</a>', [("t t", "u?a=1&b=2", False)]),
        ("<p><img src=i.png alt='x'></p>", [("x", "i.png", True)]),
        ('<a href="u"><img src="i" alt="x"/></a>', [("x", "i", True), ("x", "u", False)]),
        ("<a>none</a>", [("none", "", False)]),
        ("text [a](u)", [("a", "u", False)]),
        ("text. <img src='i'>", [("", "i", True)]),
        ("`http://in.code`", [("http://in.code", "http://in.code", False)]),
    ],
)
def test_links(markdown: str, expected: list[tuple[str, str, bool]]):
    assert [
        (k.text, k.url, k.is_image) for p in read_passages(markdown)[0] for k in p.links
    ] == expected


def test_links_stay_with_their_sentence():
    first, second = read_passages("One [a](u) here. Two [b](v) there.")[0]
    assert [link.url for link in first.links] == ["u"]
    assert [link.url for link in second.links] == ["v"]


def test_no_link_is_lost_between_sentences():
    passages = read_passages("One. ![x](i) Two.\n\nThree. <img src=j>\n")[0]
    assert [k.url for p in passages for k in p.links] == ["i", "j"]


def test_code_has_no_links():
    assert only("```\nhttp://x.y\n```").links == ()


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_lines_count_from_the_top_of_the_file(eol: str):
    lines = [
        "---",
        "license: mit",
        "---",
        "",
        "# T",
        "",
        "Soft",
        "wrapped. Next",
        "one.",
        "",
        "- é 你",
        "- x",
    ]
    card = parse_card(eol.join(lines).encode())
    assert [(p.text, p.line) for p in card.passages] == [
        ("T", 5),
        ("Soft wrapped.", 7),
        ("Next one.", 8),
        ("é 你", 11),
        ("x", 12),
    ]
    assert card.passages[0].place == "README.md:5"


def test_long_passages_are_cut():
    assert len(only("x" * 100_000).text) == 4000


def test_what_stands_again_under_the_same_headings_is_left_out_where_it_stands_again():
    again = "# A\nSaid. Said.\n\n- x\n\n```\ncode\n```\n"
    assert shown(again + "# B\nSaid.\n" + again + "New.\n") == [
        ("heading", "A", 1),
        ("sentence", "Said.", 2),
        ("item", "x", 4),
        ("code", "code", 7),
        ("heading", "B", 9),
        ("sentence", "Said.", 10),
        ("sentence", "New.", 19),
    ]


def test_what_is_listed_under_other_words_is_told_again_and_its_lead_in_always():
    texts = "Tuned on:\n\n- x\n- y\n\nTested on:\n\n- x\n\nTuned on:\n\n- y\n- z\n"
    told = [text for _, text, _ in shown(texts)]
    assert told == ["Tuned on:", "x", "y", "Tested on:", "x", "Tuned on:", "z"]


def test_a_passage_with_other_links_or_another_head_is_another():
    links = "[here](u)\n\n[here](v)\n\n[here](u)\n"
    assert [p.links[0].url for p in read_passages(links)[0]] == ["u", "v"]
    tables = "|A|\n|-|\n|1|\n|1|\n\n|B|\n|-|\n|1|\n"
    assert [(p.head, p.text) for p in read_passages(tables)[0]] == [
        ("", "A"),
        ("A", "1"),
        ("", "B"),
        ("B", "1"),
    ]


def test_repetitions_count_among_the_passages_that_are_read():
    assert read_passages("Said. " * 4, most=4)[1]
    passages, are_all = read_passages("Said. " * 4 + "\n\nUnread.\n", most=3)
    assert [p.text for p in passages] == ["Said."]
    assert not are_all
