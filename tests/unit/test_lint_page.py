"""The linter's page under whatever is pasted: it stays whole, small, and harmless."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from registry.linting.draft import LARGEST

MOST_BYTES = 300_000
MULTIPART = "multipart/form-data; boundary=x"
HOSTILE = {
    "markup": "</textarea><script>alert(1)</script> & \"'",
    "quoted markup": "We don't release the training data of <i>\"'&.\n\n",
    "placeholders": "<a b c d> ",
    "claims": "This model is a fully open-source model '\"&&.\n\n",
    "a licence": "---\nlicense: a b &<>'\"",
}


def multipart(card: str) -> bytes:
    """The form as a browser sends it."""
    return f'--x\r\nContent-Disposition: form-data; name="card"\r\n\r\n{card}\r\n--x--\r\n'.encode()


@pytest.mark.parametrize("size", [20_000, LARGEST], ids=["shown", "too long to be shown"])
def test_whatever_is_pasted_it_stays_whole_and_small(client: FlaskClient, size: int, subtests):
    for name, piece in HOSTILE.items():
        with subtests.test(name):
            card = (piece * (size // len(piece)))[:size]
            answer = client.post("/lint", data=multipart(card), content_type=MULTIPART)
            assert answer.status_code == 200
            assert len(answer.data) < MOST_BYTES
            assert "<script>alert" not in answer.text
            assert answer.text.count("</textarea>") == 1
            assert answer.text.rstrip().endswith("</html>")
            assert ("too long to be shown" in answer.text) == (size == LARGEST)
