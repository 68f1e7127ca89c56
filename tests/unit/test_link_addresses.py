"""Which addresses a look may lead to, and which IP addresses count as public."""

from __future__ import annotations

import ipaddress

import pytest

from crawlers.links.door.addresses import RefusedError, checked, followed, is_public, target_of

GOOD = {
    "https://example.org": "https://example.org/",
    "http://example.org:80/a?b=c#d": "http://example.org/a?b=c",
    "https://example.org:443/": "https://example.org/",
    "HTTPS://EXAMPLE.ORG/A": "https://example.org/A",
    "https://example.org./": "https://example.org/",
    "https://bücher.example/ä": "https://xn--bcher-kva.example/%C3%A4",
    "https://a。example/": "https://a.example/",
    "https://93.184.215.14/x": "https://93.184.215.14/x",
    "https://[2606:2800:21f:cb07::1]/": "https://[2606:2800:21f:cb07::1]/",
    "https://example.org/@user": "https://example.org/@user",
    "https://example.org/a b": "https://example.org/a%20b",
    "https://my_lab.github.io/": "https://my_lab.github.io/",
}
REFUSED = [
    *("ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "data:,x", "//a.b/"),
    *("javascript:alert(1)", "example.org", "", "http://", "http:///path", "http://?"),
    *("https://user@example.org/", "https://user:pw@example.org/", "https://@example.org/"),
    *("http://example.org:8080/", "http://example.org:443/", "https://example.org:80/"),
    *("http://example.org:22/", "http://example.org:0/", "http://example.org:99999/"),
    # Names that no public host has.
    *("http://localhost/", "http://LOCALHOST/", "http://intranet/", "http://metadata/"),
    *("http://a..b/", "http://-a.b/", "http://a.b../", "http://.a.b/", "http://h.ex%20ample/"),
    *("http://exa%6dple%2eorg/", "http://a.b%00.c/", f"http://{'a' * 64}.org/"),
    *(f"http://{'a.' * 130}org/", f"http://example.org/{'a' * 5000}"),
    # What parsers read in different ways.
    *(
        "http://a.b\\@127.0.0.1/",
        "http://a.b\\.c/",
        "http://a.b\t/",
        "http://a.b\n/",
        "http://a\0.b",
    ),
    *("http:\\\\127.0.0.1/", "http://127.0.0.1#@a.b/", "http://127.0.0.1?@a.b/", "http://a b.c/"),
    # IP addresses of this machine and of private nets, in every spelling.
    *("http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/"),
    *("http://0x7f000001/", "http://0x7f.0.0.1/", "http://0x7f.1/", "http://0177.0.0.1/"),
    *(
        "http://017700000001/",
        "http://0/",
        "http://0.0.0.0/",
        "http://00.0.0.0/",
        "http://127.0.0.1./",
    ),
    *(
        "http://１２７.０.０.１/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
    ),
    *("http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://100.64.0.1/"),
    *("http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/", "http://192.0.0.192/"),
    *(
        "http://168.63.129.16/",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://0251.0376.0251.0376/",
    ),
    *("http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/", "http://203.0.113.1/"),
    *("http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://192.88.99.1/"),
    *(
        "http://8.8.8.8.8/",
        "http://256.1.1.1/",
        "http://1.2.3.4.5/",
        "http://1.0x2.3.4/",
        "http://a.1/",
    ),
    *("http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
    *("http://[0:0:0:0:0:ffff:127.0.0.1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/"),
    *("http://[64:ff9b:1::1]/", "http://[2002:7f00:1::1]/", "http://[2001:0:7f00:1::1]/"),
    *(
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[fc00::1]/",
    ),
    *("http://[fd00:ec2::254]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/"),
    *("http://[3fff::1]/", "http://[100::1]/", "http://[::ffff:8.8.8.8]/", "http://[2606::1%251]/"),
    *("http://[::1]:80/", "http://[::1", "http://::1/", "http://[v1.x]/", "http://[127.0.0.1]/"),
]


@pytest.mark.parametrize(("url", "target"), GOOD.items())
def test_addresses_of_the_public_web(url: str, target: str):
    assert str(target_of(url)) == target


@pytest.mark.parametrize("url", REFUSED)
def test_no_others(url: str):
    with pytest.raises(RefusedError):
        target_of(url)


@pytest.mark.parametrize("location", ["//127.0.0.1/", "http://[::1]/", "http://a.b:22/", "file:/x"])
def test_a_redirect_is_held_to_the_same(location: str):
    with pytest.raises(RefusedError):
        followed(target_of("https://example.org/a/b"), location)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("c", "https://example.org/a/c"),
        ("/c?d", "https://example.org/c?d"),
        ("//other.org/c", "https://other.org/c"),
        ("?x", "https://example.org/a/b?x"),
        (" https://other.org ", "https://other.org/"),
    ],
)
def test_redirects_may_be_relative(location: str, url: str):
    assert str(followed(target_of("https://example.org/a/b"), location)) == url


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["93.184.215.14", "::1"], ["x"], ["fe80::1%1"]],
)
def test_all_that_a_name_leads_to_must_be_public(found: list[str]):
    with pytest.raises(RefusedError):
        checked(found)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450::1"])
def test_public_addresses(address: str):
    assert is_public(ipaddress.ip_address(address))
