"""What a grader remembers changes nothing: every release gets the grade that it would get on its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.mirror import SAMPLE, Mirror
from registry import documents, models
from registry.db import engine_on, migrate
from registry.policy import Policy
from registry.regrade import stale
from registry.regrade.grader import Graded, Grader, Order
from registry.verdicts import Verdict, opened
from tests.crawling import crawl, marks_of, regrade

SEEMING = ("main", "n")
"""They seem to be spoken of in `blob/main/LICENSE` and "n/a"."""
PUBLISHERS = (*SEEMING, "acme", "ACME", "Rivers-Lab", "meta-llama", "01-ai", "squad", "x")

# Cards by the name of the release; `{me}` and `{Me}` stand for the publisher, in two spellings.
CARDS = {
    "plain": "---\nlicense: mit\n---\n# A model\n\nTrained on web text.\n",
    "bare": None,
    "named-in-text": "# {me}/named-in-text\n\nLoad `{me}/named-in-text` and nothing else.\n",
    "own-data": "---\ndatasets: [{me}/data]\n---\n# A model\n\nFine-tuned with SFT on {me}/data.\n",
    "own-data-in-other-letters": (
        "---\ndatasets: [{Me}/data]\n---\n# A model\n\n"
        "Fine-tuned with SFT on [{Me}/data](https://huggingface.co/datasets/{Me}/data).\n"
    ),
    "open-data": "---\ndatasets: [open/data]\n---\n# A model\n\nInstruction-tuned on open/data.\n",
    "gated-data": "---\ndatasets: [open/gated]\n---\n# A model\n\nPre-trained on open/gated.\n",
    "gone-data": "---\ndatasets: [open/gone]\n---\n# A model\n\nPre-trained on open/gone.\n",
    "many-data": (
        "---\ndatasets: [open/data, {me}/data, acme/data, zoo/last]\n---\n# A model\n\n"
        "We pre-trained it on open/data, {me}/data, acme/data and zoo/last.\n"
    ),
    "Llama-2-7b-x": "---\nlicense: mit\n---\n# A model\n",
    "Llama-2-7b-y": "---\nlicense: other\nlicense_link: LICENSE\n---\n# A model\n",
    # The same words, and the link leads to the repo itself, whose name tells of whose terms these are.
    "xverse-13b-x": "---\nlicense: other\nlicense_link: {hub}/blob/main/LICENSE\n---\n# A model\n",
    "glm-4-9b-y": "---\nlicense: other\nlicense_link: {hub}/blob/main/LICENSE\n---\n# A model\n",
    "river-9b-y": "---\nlicense: other\nlicense_link: {hub}/blob/main/LICENSE\n---\n# A model\n",
    "of-another": (
        "---\nlicense: other\nlicense_link: https://huggingface.co/{me}/yi-6b/blob/main/LICENSE\n---\n"
        "# A model\n"
    ),
    "own-name-as-data": "---\ndatasets: [squad]\n---\n# A model\n\nFine-tuned with SFT on squad.\n",
    "glm-4-9b-x": "---\nlicense: other\nlicense_link: LICENSE\n---\n# A model\n",
    "river-9b-x": "---\nlicense: other\nlicense_link: LICENSE\n---\n# A model\n",
    "linked-terms": (
        "---\nlicense: other\n"
        "license_link: https://huggingface.co/{me}/linked-terms/blob/main/LICENSE\n---\n# A model\n"
    ),
    "tuned-by-all": "---\nbase_model: acme/plain\nlicense: mit\n---\n# Tuned\n",
    "tuned-own": "---\nbase_model: {me}/plain\nlicense: mit\n---\n# Tuned\n",
    "tuned-terms": "---\nbase_model: Rivers-Lab/terms\nlicense: mit\n---\n# Tuned\n",
    "tuned-twice": "---\nbase_model: Rivers-Lab/tuned-terms\nlicense: mit\n---\n# Tuned again\n",
    "tuned-in-other-letters": "---\nbase_model: {Me}/plain\nlicense: mit\n---\n# Tuned\n",
    "tuned-unseen": "---\nbase_model: nobody/knows\nlicense: mit\n---\n# Tuned\n",
    "copied": "---\nbase_model: acme/own-data\nbase_model_relation: quantized\n---\n# Copy\n",
    "merged": "---\nbase_model: [acme/plain, Rivers-Lab/terms]\nlicense: mit\n---\n# Merged\n",
    "told-by-name": "# Tuned\n\nThis is a fine-tuned version of the Mistral 7B base model.\n",
    "referring": (
        "# A model\n\nSee our [paper](https://arxiv.org/abs/2999.00001) and the "
        "[code](https://github.com/{me}/code), "
        "or [more of ours](https://huggingface.co/{me}/plain).\n"
    ),
}
TERMS = "---\nlicense: llama2\n---\n# A base\n\nIts data is not released.\n"


def put(folder: Path, repo: str, card: str | None, **info: Any) -> None:
    """A repo in a mirror."""
    files = ["model.safetensors", *([] if card is None else ["README.md"])]
    told = {
        "id": repo.partition("/")[2],
        "sha": documents.digest_of(f"{repo} {card}".encode())[:40],
        "gated": False,
        "siblings": [{"rfilename": name} for name in files],
        **info,
    }
    place = folder / repo
    place.mkdir(parents=True)
    (place / "info.json").write_text(json.dumps(told))
    if card is not None:
        (place / "README.md").write_text(card)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases that say the same as others, but for what may matter."""
    folder = tmp_path_factory.mktemp("made-up")
    for publisher, (name, card) in product(PUBLISHERS, CARDS.items()):
        hub = f"https://huggingface.co/{publisher}/{name}"
        names = {"me": publisher, "Me": publisher.swapcase(), "hub": hub}
        told = card
        for mark, value in names.items():
            told = told and told.replace(f"{{{mark}}}", value)
        put(folder, f"models/{publisher}/{name}", told)
    put(folder, "models/Rivers-Lab/terms", TERMS, gated="manual")
    for publisher in PUBLISHERS:
        put(
            folder, f"datasets/{publisher}/data", f"---\nlicense: mit\n---\n# Data of {publisher}\n"
        )
    put(folder, "datasets/open/data", "---\nlicense: cc-by-4.0\n---\n# Open data\n")
    put(folder, "datasets/open/gated", "---\nlicense: mit\n---\n# Gated data\n", gated="manual")
    return folder


@pytest.fixture(scope="module", params=["sample", "made up"])
def read_up(
    request: pytest.FixtureRequest, made_up: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A registry that has read all there is, and graded it all."""
    file = tmp_path_factory.mktemp("read-up") / "aperture.sqlite3"
    url = f"sqlite:///{file}"
    migrate(url)
    is_sample = request.param == "sample"
    crawl(url, Mirror(SAMPLE, "sample") if is_sample else Mirror(made_up, "made-up"))
    regrade(url)
    return file


@pytest.fixture
def engine(read_up: Path, tmp_path: Path) -> Iterator[Engine]:
    """The same in a copy of this test's own."""
    for file in read_up.parent.glob(f"{read_up.name}*"):
        shutil.copyfile(file, tmp_path / file.name)
    with engine_on(f"sqlite:///{tmp_path / read_up.name}") as engine:
        yield engine


def policy() -> Policy:
    return Policy.bundled()


def orders(engine: Engine) -> list[Order]:
    """Every release, with its bases."""
    with Session(engine) as session:
        parents = stale.parents(session)
        wanted = stale.releases(session, "", full=True)
    return [Order(release, parents.get(release, ())) for release in sorted(wanted)]


def forget_grades(engine: Engine) -> None:
    """Makes every grade look out of date, so that a grader tells it in full."""
    with engine.begin() as connection:
        connection.exec_driver_sql("update grade set rubric_version = 'old'")


def verdicts(engine: Engine, graded: Graded) -> dict[str, Verdict]:
    """What new grades say, by release."""
    with Session(engine) as session:
        said = {}
        for row in graded.new:
            body = documents.unpacked(graded.documents[row["verdict_digest"]])
            revision = session.get_one(models.Snapshot, row["snapshot_id"]).revision
            release_id = row["release_id"]
            said[release_id] = opened(documents.unmasked(body, release_id, revision))
        return said


def one_by_one(engine: Engine, wanted: list[Order]) -> Graded:
    """The grades of releases, by a grader that forgets each before it looks at the next."""
    grader = Grader(engine.url.render_as_string(hide_password=False), policy())
    alone = Graded()
    for order in wanted:
        grader._memory.clear()
        graded = grader([order])
        alone.new += graded.new
        alone.same += graded.same
        alone.documents |= graded.documents
    return alone


def test_a_grade_is_the_same_with_and_without_a_memory(engine: Engine):
    forget_grades(engine)
    wanted = orders(engine)
    together = Grader(engine.url.render_as_string(hide_password=False), policy())(wanted)
    alone = one_by_one(engine, wanted)
    assert together.same == alone.same == []
    expected, found = verdicts(engine, alone), verdicts(engine, together)
    assert len(expected) == len(wanted)
    for release_id, verdict in expected.items():
        assert found[release_id] == verdict, release_id
    assert together.new == alone.new
    assert together.documents == alone.documents


@pytest.mark.parametrize("backwards", [False, True])
def test_the_order_makes_no_difference(engine: Engine, backwards: bool):
    forget_grades(engine)
    wanted = orders(engine)
    grader = Grader(engine.url.render_as_string(hide_password=False), policy())
    together = grader(wanted[::-1] if backwards else wanted)
    again = grader(wanted)
    key = "release_id"
    assert sorted(together.new, key=lambda row: row[key]) == again.new
    assert again.documents == {}, "all of it is remembered"


def test_all_grades_still_hold_when_nothing_has_changed(engine: Engine):
    wanted = orders(engine)
    graded = Grader(engine.url.render_as_string(hide_password=False), policy())(wanted)
    assert graded.new == []
    assert graded.same == [order.release_id for order in wanted]


@pytest.mark.parametrize("read_up", ["made up"], indirect=True)
def test_releases_that_say_the_same_share_a_verdict(engine: Engine):
    url = engine.url.render_as_string(hide_password=False)
    forget_grades(engine)
    made = Grader(url, policy())(orders(engine))
    digests = {row["release_id"]: row["verdict_digest"] for row in made.new}
    unlike = {*SEEMING, "meta-llama"}  # of whom the last has a name that tells of terms
    others = [p for p in PUBLISHERS if p not in unlike]
    for name in ("plain", "bare", "open-data", "tuned-unseen"):
        assert len({digests[f"{publisher}/{name}"] for publisher in others}) == 1, name
    licensed = {p: marks_of(url, f"{p}/tuned-terms")["weights.license"] for p in others}
    assert licensed["acme"]["level"] == licensed["x"]["level"] == "use-restricted"
    assert licensed["Rivers-Lab"]["level"] == "open-source", "its own terms, to give as it likes"
