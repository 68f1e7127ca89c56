"""A grade as CycloneDX, SPDX and MOF documents, checked by the official schemas."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from registry.boms import cyclonedx, mof_yaml, spdx
from registry.boms.subject import LONGEST, address, purl, text
from registry.documents import plain
from registry.models import Grade, Release, Snapshot
from registry.queries import Dossier, Relative
from registry.resources import licenses, rubric
from registry.scoring.claims import Against, Claim
from registry.scoring.evidence import Evidence, Outcome, about
from registry.scoring.ledger.rows import DataSet, Row, Standing
from registry.serialize import detail
from tests.boms import SCHEMA, wrong_with_cyclonedx, wrong_with_mof, wrong_with_spdx
from tests.factories import NOW, document, make_grade, mark, marks

ROOT = "https://aperture.example/"
HUB = "https://huggingface.co/org/name"
CARD = f"{HUB}/blob/abc/README.md#L"
EXPRESSION = "simplelicensing_LicenseExpression"
HOSTILE = "\x00\x1b[31m\u202egnp.exe\ud800 <b>&\u0085\u2028 " + "x" * 50_000

TAG = Evidence(
    "weights.license",
    "tag",
    value="llama2",
    quote="license: llama2",
    url=f"{HUB}/blob/abc/README.md",
)
CORPUS = Evidence(
    "data.sources",
    "corpus",
    value="Dolma",
    quote="Trained on Dolma.",
    place="README.md:3",
    url=f"{CARD}3",
)
LINKED = Evidence(
    "data.sources",
    "dataset",
    value="org/d",
    target="https://huggingface.co/datasets/org/d",
    url=CARD,
)
WITHHELD = Evidence("data.access", "withheld", Outcome.DENIED, quote="We keep it.", url=f"{CARD}4")
OFFERED = Evidence("data.access", "whole", quote="It can be downloaded.", url=f"{CARD}5")
INSTRUCTIONS = DataSet(
    "org/sft",
    Standing.GATED,
    "https://huggingface.co/datasets/org/sft",
    "odc-by",
    "",
    "README.md:7",
    CARD,
)
GONE = DataSet("org/gone", Standing.GONE, "https://huggingface.co/datasets/org/gone")
SAID = Claim(
    "open-source", "Fully open source!", "README.md:1", f"{CARD}1", "contradicted",
    (Against("weights.license", "use-restricted", "Conditions.", "license: llama2", "", f"{CARD}2"),),
    (), (), "It calls itself open source.",
)  # fmt: skip
BASES = (
    Relative("org/base", "finetune", 1, True, "C", 50.0, "org/name"),
    Relative("./local model", "merge", 2, False, None, None, "org/base"),
)


def a_snapshot(release_id: str) -> Snapshot:
    said = document(plain({}))
    return Snapshot(
        kind="model", repo_id=release_id, digest="", revision="abc", metadata_digest=said.digest, said=said,
        page=f"https://huggingface.co/{release_id}", card_digest="00", card_outcome="found",
        source="hub", taken_at=NOW,
    )  # fmt: skip


def told(levels: dict[str, Any] | None = None, release_id: str = "org/name", **fields: Any) -> Any:
    """A release as it is serialized; of what is not a field of its row, ``result`` goes into its grade."""
    snapshot, bases = a_snapshot(release_id), fields.pop("bases", ())
    grade: Grade = make_grade(release_id, snapshot, marks(levels), **fields.pop("result", {}))
    release = Release(
        **{
            "id": release_id, "organization": release_id.rpartition("/")[0], "outcome": "found",
            "license": "llama2", "task": "text-generation", "seen_at": NOW, "changed_at": NOW,
            "created_at": datetime(2025, 3, 12, tzinfo=UTC), **fields,
        }
    )  # fmt: skip
    return detail(Dossier(release, grade, snapshot, bases, (), {}), rubric())


def rich() -> Any:
    return told(
        {
            "weights.access": "open-download",
            "weights.license": mark("weights.license", "use-restricted", evidence=[TAG]),
            "weights.checkpoints": "unchecked",
            "data.sources": mark("data.sources", "itemised", evidence=[CORPUS, LINKED]),
            "data.access": mark("data.access", "closed", evidence=[WITHHELD]),
            "post.reward": "n/a",
            "docs.card": "partial",
        },
        bases=BASES,
        result={
            "ledger": (Row("sft", "Supervised fine-tuning", sets=(INSTRUCTIONS, GONE)),),
            "claims": (SAID,),
        },
    )


def bom_of(release: Any) -> dict[str, Any]:
    return cyclonedx(release, rubric(), licenses(), ROOT)


def graph_of(release: Any) -> list[dict[str, Any]]:
    return spdx(release, rubric(), licenses(), ROOT)["@graph"]


def record_of(release: Any) -> dict[str, Any]:
    return yaml.safe_load(mof_yaml(release, licenses(), ROOT))["release"]


def wrong_with(release: Any) -> list[str]:
    return [
        *wrong_with_cyclonedx(bom_of(release)),
        *wrong_with_spdx(spdx(release, rubric(), licenses(), ROOT)),
        *wrong_with_mof(mof_yaml(release, licenses(), ROOT)),
    ]


def of_kind(graph: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [e for e in graph if e["type"] == kind]


def related(graph: list[dict[str, Any]], kind: str) -> list[tuple[str, list[str]]]:
    names = {e["spdxId"]: e.get("name", e["type"]) for e in graph if "spdxId" in e}
    return [
        (names[e["from"]], [names.get(to, to.rpartition("_")[2]) for to in e["to"]])
        for e in of_kind(graph, "Relationship")
        if e["relationshipType"] == kind
    ]


# Validity ---------------------------------------------------------------------------------------


def test_the_official_validator_finds_nothing():
    assert SCHEMA.name.startswith("bom-1.6")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bom_of(rich()))) is None


@pytest.mark.parametrize(
    "release",
    [
        pytest.param(lambda: rich(), id="all that there may be"),
        pytest.param(lambda: told(), id="nothing found"),
        pytest.param(lambda: told(dict.fromkeys((c.id for c in rubric().criteria), "unchecked")), id="unchecked"),
        pytest.param(lambda: told(release_id="gpt2", license=""), id="no organization"),
        pytest.param(lambda: told(release_id="c++/100%_(odd)", task="<x>"), id="an odd name"),
        pytest.param(lambda: told(created_at=None), id="no dates"),
    ],
)  # fmt: skip
def test_valid(release):
    assert wrong_with(release()) == []


def test_hostile_words_do_no_harm():
    addresses = [
        "javascript:alert(1)",
        "https://exa mple.org/<é>#a#b%",
        "http://[::1",
        "https://e.org:x/",
    ]
    evidence = [
        Evidence(c, fact, value=HOSTILE, quote=HOSTILE, place=HOSTILE, url=url, target=url)
        for c, fact in (
            ("data.sources", "corpus"),
            ("docs.paper", "paper"),
            ("docs.card", "limitations"),
        )
        for url in addresses
    ]
    made = told(
        {
            c.id: mark(c.id, c.levels[0].id, reason=HOSTILE, evidence=about(evidence, c.id))
            for c in rubric().criteria
            if about(evidence, c.id)
        },
        task=HOSTILE,
        bases=(Relative(HOSTILE[:300], "", 1, False, None, None, "org/name"),),
        result={"ledger": (Row("sft", HOSTILE, sets=(DataSet(HOSTILE, Standing.NAMED, "x:y"),)),)},
    )  # fmt: skip
    assert wrong_with(made) == []
    for made_of in (bom_of(made), spdx(made, rubric(), licenses(), ROOT)):
        whole = json.dumps(made_of, ensure_ascii=False)
        assert len(whole.encode()) < 200_000
        assert not [c for c in ("\\u0000", "\\u001b", "\u202e", "javascript:") if c in whole]


def test_the_same_grade_makes_the_same_documents():
    assert bom_of(rich()) == bom_of(rich())
    assert graph_of(rich()) == graph_of(rich())
    other = {**rich(), "graded_at": "2026-11-21T00:00:00Z"}
    assert bom_of(other)["serialNumber"] != bom_of(rich())["serialNumber"]
    assert bom_of(rich())["metadata"]["timestamp"] == "2026-11-20T12:00:00Z"


# CycloneDX --------------------------------------------------------------------------------------


def test_the_model_with_what_it_was_made_from():
    model = bom_of(rich())["metadata"]["component"]
    assert (model["group"], model["name"], model["version"]) == ("org", "name", "abc")
    assert model["purl"] == "pkg:huggingface/org/name@abc"
    own = {"name": "Llama 2 Community License", "url": "https://ai.meta.com/llama/license/"}
    assert [one["license"] for one in model["licenses"]] == [
        {**own, "acknowledgement": "declared"},
        {**own, "acknowledgement": "concluded"},
    ]
    (base,) = model["pedigree"]["ancestors"]
    assert base["purl"] == "pkg:huggingface/org/base"
    assert "purl" not in base["pedigree"]["ancestors"][0]
    properties = {p["name"]: p["value"] for p in model["properties"]}
    assert properties["aperture:letter"] == rich()["letter"]
    assert properties["aperture:rubric-version"] == rubric().version


def test_data_sets_are_components_that_the_model_card_refers_to():
    bom = bom_of(rich())
    refs = [
        r["ref"] for r in bom["metadata"]["component"]["modelCard"]["modelParameters"]["datasets"]
    ]
    names = {c["bom-ref"]: c for c in bom["components"]}
    assert [names[ref]["name"] for ref in refs] == ["Dolma", "org/d", "org/sft", "org/gone"]
    assert names[refs[2]]["licenses"][0]["license"]["id"] == "ODC-By-1.0"
    assert "licenses" not in names[refs[1]]


def test_claims_rest_on_evidence_and_attestations_on_claims():
    declared = bom_of(rich())["declarations"]
    claims = {c["bom-ref"]: c for c in declared["claims"]}
    evidence = {e["bom-ref"]: e for e in declared["evidence"]}
    (ref,) = claims["claim-data.sources"]["evidence"][:1]
    (words,) = evidence[ref]["data"]
    assert words["contents"]["attachment"]["content"] == "Trained on Dolma."
    assert (words["name"], words["contents"]["url"]) == ("README.md:3", f"{CARD}3")
    attested = {a["requirement"]: a for a in declared["attestations"][0]["map"]}
    assert len(attested) == len(rich()["criteria"]) == len(rubric().criteria)
    assert attested["criterion-data.sources"]["conformance"]["score"] == 1
    assert attested["criterion-data.access"]["conformance"]["score"] == 0


def test_what_is_not_known_conforms_to_nothing_and_fails_nothing():
    attested = {
        a["requirement"]: a for a in bom_of(rich())["declarations"]["attestations"][0]["map"]
    }
    unchecked = attested["criterion-weights.checkpoints"]
    assert "conformance" not in unchecked
    assert unchecked["confidence"]["score"] == 0
    assert unchecked["confidence"]["rationale"].startswith("Could not be checked: no conformance")
    assert set(attested["criterion-post.reward"]) == {"requirement", "claims", "confidence"}


def test_what_is_denied_is_evidence_where_it_is_the_level_and_counts_against_it_else():
    claims = {c["bom-ref"]: c for c in bom_of(rich())["declarations"]["claims"]}
    assert claims["claim-data.access"]["evidence"] == ["evidence-data.access-1"]
    assert "counterEvidence" not in claims["claim-data.access"]
    torn = told({"data.access": mark("data.access", "in-part", evidence=[OFFERED, WITHHELD])})
    claims = {c["bom-ref"]: c for c in bom_of(torn)["declarations"]["claims"]}
    assert claims["claim-data.access"]["evidence"] == ["evidence-data.access-1"]
    assert claims["claim-data.access"]["counterEvidence"] == ["evidence-data.access-2"]


def test_what_the_publisher_claims_stands_beside_it():
    declared = bom_of(rich())["declarations"]
    said = next(c for c in declared["claims"] if c["bom-ref"] == "said-1")
    assert (said["evidence"], said["counterEvidence"]) == (["said-1-words"], ["said-1-against-1"])
    attested = {a["requirement"]: a for a in declared["attestations"][0]["map"]}
    assert attested["criterion-weights.license"]["counterClaims"] == ["said-1"]


# SPDX -------------------------------------------------------------------------------------------


def test_licences_as_declared_and_as_concluded():
    graph = graph_of(rich())
    licenses_of = {
        kind: dict(related(graph, kind)) for kind in ("hasDeclaredLicense", "hasConcludedLicense")
    }
    own, none = [EXPRESSION], ["NoAssertionLicense"]
    assert licenses_of["hasDeclaredLicense"] == {"org/name": own, "org/d": none, "org/sft": own}
    assert licenses_of["hasConcludedLicense"] == {"org/name": own, "org/d": none, "org/sft": none}
    expressions = [e["simplelicensing_licenseExpression"] for e in of_kind(graph, EXPRESSION)]
    assert expressions == ["LicenseRef-Llama-2", "ODC-By-1.0"]
    (terms,) = of_kind(graph, "simplelicensing_SimpleLicensingText")
    assert "https://ai.meta.com/llama/license/" in terms["simplelicensing_licenseText"]


@pytest.mark.parametrize(
    ("level", "evidence", "declared", "concluded"),
    [
        ("none", [], "NoneLicense", "NoneLicense"),
        ("unchecked", [], "NoAssertionLicense", "NoAssertionLicense"),
        ("none", [Evidence("weights.license", "tag", value="other", quote="license: other", url=CARD)],
         "NoAssertionLicense", "NoAssertionLicense"),
    ],
)  # fmt: skip
def test_no_licence_is_not_an_unknown_one(level, evidence, declared, concluded):
    graph = graph_of(told({"weights.license": mark("weights.license", level, evidence=evidence)}))
    assert dict(related(graph, "hasDeclaredLicense"))["org/name"] == [declared]
    assert dict(related(graph, "hasConcludedLicense"))["org/name"] == [concluded]


def test_a_condition_of_the_card_comes_on_top_of_what_is_declared():
    release = rich()
    condition = {
        **release["licenses"]["places"][0], "place": "condition", "says": "no commercial use",
        "quote": "Not for sale.", "counts": True, "licenses": [],
    }  # fmt: skip
    places = [{**p, "counts": False} for p in release["licenses"]["places"]]
    release["licenses"] = {**release["licenses"], "places": [*places, condition]}
    assert wrong_with(release) == []
    graph = graph_of(release)
    expressions = {e["simplelicensing_licenseExpression"] for e in of_kind(graph, EXPRESSION)}
    assert "LicenseRef-Llama-2 AND LicenseRef-no-commercial-use" in expressions
    texts = of_kind(graph, "simplelicensing_SimpleLicensingText")
    assert any(e["name"] == "Not for sale." for e in texts)


def test_what_it_was_trained_on_and_what_it_derives_from():
    graph = graph_of(rich())
    assert related(graph, "trainedOn") == [("org/name", ["Dolma", "org/d", "org/sft", "org/gone"])]
    assert related(graph, "descendantOf") == [
        ("org/name", ["org/base"]),
        ("org/base", ["./local model"]),
    ]
    found = {e["name"]: e for e in of_kind(graph, "dataset_DatasetPackage")}
    assert set(found) == {"org/d", "org/sft"}, (
        "what can't be found anywhere is only a package of data"
    )
    assert found["org/sft"]["dataset_datasetAvailability"] == "registration"
    assert "not known" in found["org/d"]["comment"]


def test_of_what_a_base_was_trained_on_the_base_was():
    inherited = mark("data.sources", "itemised", evidence=[CORPUS], via="org/base")
    graph = graph_of(told({"data.sources": inherited}, bases=BASES))
    assert related(graph, "trainedOn") == [("org/base", ["Dolma"])]


def test_an_unknown_date_is_said_to_be_unknown():
    (model,) = of_kind(graph_of(told(created_at=None)), "ai_AIPackage")
    assert model["releaseTime"] == "2026-11-20T12:00:00Z"
    assert "no date" in model["comment"]
    assert "date" not in record_of(told(created_at=None))


def test_grade_and_evidence_are_annotations():
    statements = [json.loads(a["statement"]) for a in of_kind(graph_of(rich()), "Annotation")]
    assert statements[0]["grade"]["letter"] == rich()["letter"]
    by_criterion = {s["criterion"]: s for s in statements[1:]}
    assert by_criterion["data.access"]["evidence"][0]["outcome"] == "denied"
    assert set(by_criterion) == set(rich()["criteria"])


# MOF --------------------------------------------------------------------------------------------


def test_only_components_that_are_met():
    mit = Evidence("weights.license", "tag", value="mit", quote="license: mit", url=TAG.url)
    open_terms = mark("weights.license", "open-source", evidence=[mit])
    levels = {"weights.access": "open-download", "weights.license": open_terms}
    record = record_of(told({**levels, "data.access": "downloadable"}, license="mit"))
    assert record["license"] == {"distribution": {"name": "MIT", "path": ""}}
    assert [c["name"] for c in record["components"]] == ["Model parameters (Final)"]
    assert "license" not in record["components"][0], "it is under the licence of the release"
    assert record["components"][0]["component_path"] == f"{HUB}/tree/abc"
    assert record_of(rich())["components"] == []


# Words and addresses ----------------------------------------------------------------------------


def test_words_and_addresses():
    assert purl("gpt2", "ABC") == "pkg:huggingface/gpt2@abc"
    assert purl("../etc/passwd") == purl("a/b/c") == ""
    assert text("a\x00b\u202ec\ud800\n") == "abc\n"
    assert len(text("x" * 10**6)) == LONGEST
    assert address("https://e.org/a b%2F%#x#y") == "https://e.org/a%20b%2F%25#x%23y"
    assert address("javascript:alert(1)") == address(None) == address("https://[::1") == ""
