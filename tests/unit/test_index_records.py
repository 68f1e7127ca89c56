"""Records of other indexes: what is read in their files, and what becomes of files that are none."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.indexes import SOURCES, SUFFIXES
from registry.indexes.reading import read
from registry.indexes.record import LARGEST, Taken, day_of, hub_ids
from registry.resources import frameworks, indexes, licenses
from registry.scoring.frameworks.mof import CLASSES
from tests import index_files as made

MOF = next(f for f in frameworks() if f.id == "mof")


def taken(source: str, files: dict[str, bytes]) -> Taken:
    found = read(source, files, frameworks(), licenses())
    _adds_up(source, found)
    return found


def _adds_up(source: str, found: Taken) -> None:
    """Every file is accounted for: by a record, as unreadable, or as one that holds none."""
    told = {r.file for r in (*found.unreadable, *found.beside)}
    if source == "fmti":  # where one file has many records
        assert len(told) <= found.files
    else:
        assert len(found.records) + len(found.unreadable) + len(found.beside) == found.files


# OSAI -------------------------------------------------------------------------------------------


def test_a_system_with_its_classes_and_links():
    body = made.osai(
        "Olm", "https://huggingface.co/org/Olm-7B-Chat", "Olm-7B-Chat",
        cells={"preprint": "Partial", "datasheet": "open"}, base=["https://hf.co/org/Olm-7B?x=1"],
        weights="https://huggingface.co/datasets/org/data",
    )  # fmt: skip
    (record,) = taken("osai", {"folder/Olm 2.yaml": body}).records
    assert (record.key, record.file) == ("Olm 2", "Olm 2.yaml")
    assert (record.name, record.organization, record.model) == ("Olm", "Ai2", "Olm-7B-Chat")
    assert (record.hub, record.bases) == (("org/Olm-7B-Chat",), ("org/Olm-7B",))
    assert record.verdicts["preprint"].word == "partial"
    assert record.overall == {"open": 1.5, "of": 12, "base": "", "released": "2024-02"}
    assert "Words of its authors" not in repr(record)


def test_a_template_and_definitions_are_no_records():
    files = {
        "a_template.yaml": yaml.safe_dump({"system": {"name": None}}).encode(),
        "_parameters.yml": b"- name: Availability\n",
        "empty.yaml": b"",
        "judges-nothing.yaml": b"system: {name: Olm}\npaper: {class: perhaps}\n",
    }
    found = taken("osai", files)
    assert found.records == found.unreadable == ()
    assert [r.reason for r in found.beside] == [
        "it names no system", "it holds no fields", "it holds no fields", "it judges nothing",
    ]  # fmt: skip


# Files that are none ----------------------------------------------------------------------------

HOSTILE = {
    "latin.yaml": (b"name: \xe9\xff", "no UTF-8"),
    "large.yaml": (b"a" * (LARGEST + 1), "larger than"),
    "deep.yaml": (b"[" * 50_000, "too deeply"),
    "bomb.yaml": (b"a: &a x\n" + b"b: [*a, *a, *a]\n" * 20, "too deeply"),
    "malformed.yaml": (b"system: {name: Olm\norg: ]", "malformed YAML"),
    "keys.yaml": (b"{[a]: b}", "malformed YAML"),
}


def test_hostile_files_are_told_and_stop_none_of_the_others():
    files = {name: body for name, (body, _) in HOSTILE.items()} | {"good.yaml": made.osai()}
    found = taken("osai", files)
    assert [r.key for r in found.records] == ["good"]
    reasons = {r.file: r.reason for r in found.unreadable}
    assert reasons.keys() == HOSTILE.keys()
    assert all(words in reasons[name] for name, (_, words) in HOSTILE.items())


def test_two_files_of_one_name_are_not_two_records():
    found = taken("mot", {"a/Olm.yml": made.mot(), "b/Olm.yml": made.mot()})
    assert len(found.records) == len(found.unreadable) == 1
    assert "another file of that name" in found.unreadable[0].reason


_NAMES = st.sampled_from(
    (
        *("system", "org", "name", "link", "class", "release", "components", "license", "paper"),
        *("huggingface", "product", "openness", "score", "sources", "huggingface_model", "url"),
        *("type", "accessed", "endmodelname", "date"),
    )
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
@given(
    told=ANY,
    more=st.binary(max_size=60),
    table=st.lists(st.lists(st.sampled_from(["Indicator", "Score", "0", "1", '"', "x", ""])), max_size=4),
)  # fmt: skip
def test_garbage_never_raises(source: str, told: object, more: bytes, table: list[list[str]]):
    text = yaml.safe_dump(told, allow_unicode=True).encode("utf-8", "replace")
    rows = "\n".join(map(",".join, table)).encode()
    end = SUFFIXES[source][0]
    files = {f"scores/a{end}": text, f"products/b{end}": text, f"c{end}": more, f"d{end}": rows}
    for record in taken(source, files).records:
        assert record.key
        assert record.name.isprintable()


@given(st.text(max_size=80))
def test_links_and_days_are_what_they_claim(text: str):
    for found in hub_ids([text, f"https://huggingface.co/{text}"], bare=True):
        assert found.count("/") == 1
    assert day_of(text) == "" or text.split()[0].startswith(day_of(text))


@pytest.mark.parametrize(
    ("link", "ids"),
    [
        ("https://huggingface.co/org/name/tree/main", ("org/name",)),
        ("https://huggingface.co/org/name · Hugging Face", ("org/name",)),
        ("https://huggingface.co/org/name#license", ("org/name",)),
        ("org/name", ("org/name",)),
        ("https://huggingface.co/datasets/org/name", ()),
        ("https://huggingface.co/collections/org/name", ()),
        ("https://huggingface.co/papers/2309.16609", ()),
        ("https://huggingface.co/org", ()),
        ("https://example.org/huggingface.co/org/name", ()),
        ("A Family: Open Models", ()),
    ],
)
def test_links_to_releases(link: str, ids: tuple[str, ...]):
    assert hub_ids([link], bare=True) == ids


# MOT --------------------------------------------------------------------------------------------


def classes(*names: str) -> dict[str, str | None]:
    return {i.id: "MIT" for i in MOF.items if i.group in names and i.options.get("required", True)}


def test_licences_of_components():
    components = {
        "model_card": None,
        "data_card": "unlicensed",
        "final_parameters": "Apache 2.0",
        "training_code": "Llama 2 Community License",
        "datasets": "Component not include.",
        "evaluation_data": "Undisclosed",
    }
    body = made.mot(hub="https://huggingface.co/org/Olm", components=components, terms="Apache-2.0")
    (record,) = taken("mot", {"Olm.yml": body}).records
    words = {item: said.word for item, said in record.verdicts.items()}
    assert {item: words[item] for item in components} == {
        "model_card": "included",
        "data_card": "unlicensed",
        "final_parameters": "included",
        "training_code": "invalid",
        "datasets": "missing",
        "evaluation_data": "unlicensed",
    }
    assert words["model_metadata"] == "missing"
    assert (record.hub, record.dated) == (("org/Olm",), "2025-05-22")


def test_without_a_licence_of_the_release_nothing_is_taken_over():
    (record,) = taken("mot", {"a.yml": made.mot(components={"model_card": None})}).records
    assert record.verdicts["model_card"].word == "unlicensed"


@pytest.mark.parametrize(
    ("components", "reached"),
    [
        ({}, "none"),
        (classes("III"), "III"),
        (classes("III", "II"), "II"),
        (classes("III", "II", "I"), "I"),
        (classes("III", "I"), "III"),
        (
            {**classes("III"), "technical_report": "unlicensed", "research_paper": "CC-BY-4.0"},
            "III",
        ),
        ({**classes("III"), "technical_report": "unlicensed"}, "none"),
        ({**classes("III", "II", "I"), "datasets": "unlicensed"}, "II"),
    ],
)
def test_the_class_follows_from_components_and_licences(components, reached: str):
    (record,) = taken("mot", {"a.yml": made.mot(components=components)}).records
    assert record.overall["class"] == reached
    assert reached in {"none", *CLASSES}


# FMTI -------------------------------------------------------------------------------------------

REPORT = (
    b'Indicator,Definition,Disclosure,Score\nCrawling,What?,"Our, words",1\nData size,What?,,0\n'
)


def test_companies_and_their_indicators():
    files = {
        "Dec2025_scores.csv": made.fmti(
            {"Acme": ["Crawling"], "Other": []}, ["Crawling", "Data size"]
        ),
        "Dec2025_indicators.csv": b"Domain,Indicator,Definition\nUpstream,Crawling,What?\n",
        "reports/Acme_fmtransparencyreport_Dec2025.csv": REPORT,
        "reports/Third_Co_fmtransparencyreport_Dec2025.csv": REPORT,
    }
    found = taken("fmti", files)
    records = {r.key: r for r in found.records}
    assert list(records) == ["Acme", "Other", "Third Co"]
    assert records["Acme"].overall == {"met": 1, "of": 2}
    assert records["Acme"].dated == "2025-12"
    assert records["Acme"].file == "reports/Acme_fmtransparencyreport_Dec2025.csv"
    assert records["Third Co"].verdicts["Crawling"].word == "met"
    assert [r.reason for r in found.beside] == [
        "it defines indicators",
        "a report that scores as the table does",
    ]
    assert "Our, words" not in repr(found)


def test_a_report_that_says_otherwise_is_told_and_the_table_counts():
    files = {
        "scores.csv": made.fmti({"Acme": []}, ["Crawling", "Data size"]),
        "Acme_fmtransparencyreport.csv": REPORT,
    }
    found = taken("fmti", files)
    assert found.records[0].overall == {"met": 0, "of": 2}
    assert found.beside[0].reason.endswith("differs from the table in 1, which counts: Crawling")


@pytest.mark.parametrize(
    "body",
    [
        b"Indicator,Acme\nCrawling,2\n",
        b'Indicator,Acme\n"Crawling,1\n',
        b"Indicator,Acme\nCrawling\n",
    ],
)
def test_scores_that_are_none(body: bytes):
    found = taken("fmti", {"scores.csv": body})
    assert len(found.unreadable) == 1


# OSMAP ------------------------------------------------------------------------------------------


def test_products_with_their_scores():
    files = made.osmap("olm", ["https://huggingface.co/org/Olm-7B"]) | {
        "products/unscored.yaml": b"name: unscored\ntype: model\n",
        "products/set.yaml": b"name: set\ntype: dataset\n",
        "scores/set.yaml": b"product: set\nopenness: {class: closed}\n",
        "scores/lost.yaml": b"product: lost\nopenness: {class: closed}\n",
        "organizations/olm.yaml": b"name: olm\n",
    }
    found = taken("osmap", files)
    (record,) = found.records
    assert (record.key, record.name, record.hub) == ("olm", "Olm", ("org/Olm-7B",))
    assert {item: said.word for item, said in record.verdicts.items()} == {
        "weights": "open",
        "data": "closed",
    }
    assert record.overall == {"class": "open weights", "score": 3, "of": 5}
    assert record.dated == "2026-06-04"
    assert [r.file for r in found.unreadable] == ["scores/lost.yaml"]


# What is told of them ---------------------------------------------------------------------------


def test_every_index_is_attributed_and_compared():
    known = indexes().by_id
    assert tuple(known) == SOURCES
    for index in known.values():
        assert index.licence in {"CC-BY-4.0", "MIT"}
        assert index.items
        assert index.citation
        assert index.address_of("a b.yaml").startswith("https://")
        assert " " not in index.address_of("a b.yaml")


def test_items_are_compared_in_words_that_estimates_have():
    told = {f.id: set(f.states) for f in frameworks()}
    for index in indexes().by_id.values():
        for item in index.items:
            words = {word for step in item.order for word in step}
            if item.criterion:
                assert set(item.levels.values()) <= words
            elif not item.theirs:
                assert told[index.framework] == words
