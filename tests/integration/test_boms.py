"""Bills of materials over HTTP, on both databases."""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from tests.boms import wrong_with_cyclonedx, wrong_with_mof, wrong_with_spdx
from tests.integration.catalog import fill

KINDS = {
    "cyclonedx": (
        "application/vnd.cyclonedx+json; version=1.6",
        "cdx.json",
        lambda made: wrong_with_cyclonedx(json.loads(made)),
    ),
    "spdx": ("application/spdx+json", "spdx.json", lambda made: wrong_with_spdx(json.loads(made))),
    "mof": ("application/yaml", "mof.yml", wrong_with_mof),
}


def test_documents_of_releases(client: FlaskClient, settings):
    fill(settings)
    listed = client.get("/api/v1/models?limit=100").json["items"]
    for kind, (media, ending, wrong_with) in KINDS.items():
        for item in listed:
            response = client.get(f"/api/v1{item['url']}/{kind}")
            if item["letter"] is None:
                assert response.status_code == 404
                assert response.content_type == "application/problem+json"
                assert "has no grade" in response.json["detail"]
                continue
            assert response.status_code == 200, item["id"]
            assert response.content_type == media
            assert wrong_with(response.text) == []
        named = client.get(f"/api/v1/models/allenai/OLMo-7B/{kind}")
        filename = f"allenai--OLMo-7B.{ending}"
        assert named.headers["Content-Disposition"] == f"attachment; filename={filename}"
        assert client.get(f"/api/v1/models/allenai/olmo-7b/{kind}").location.endswith(f"-7B/{kind}")
        assert (
            f'href="/api/v1/models/allenai/OLMo-7B/{kind}"'
            in client.get("/models/allenai/OLMo-7B").text
        )
        assert client.get(f"/api/v1/models/no/such/{kind}").status_code == 404
    assert "/cyclonedx" not in client.get("/models/org/unread").text
