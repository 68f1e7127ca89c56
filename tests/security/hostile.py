"""Hostile: every text that a stranger can write, at every place where one can be kept, in a registry to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from registry.disclosing import Action, By
from registry.models import Account, IndexRecord, Release, Request, WebLink
from registry.store.accounts import account_named
from tests.crawling import crawl, regrade
from tests.hub import FakeHub, running
from tests.security.payloads import in_one
from tests.security.people import CRITERION, MEMBER, MODERATOR, NOW, World, token, typed

CARD = """---
license: other
license_name: {short}
license_link: https://example.org/licence
datasets: [acme/corpus]
tags: [{short}]
model-index:
- name: {short}
  results: []
---

# {line}

An open source model, trained on 7 trillion tokens of Dolma, which is published.
{text}

## Training data

The corpus {line} can be downloaded at https://example.org/corpus . {text}

## Evaluation

| Benchmark | {line} |
|---|---|
| MMLU | {line} |
"""


@dataclass(frozen=True)
class Words:
    """What somebody writes: a whole text, one that is short, and the name of a release's publisher."""

    text: str
    short: str
    organization: str

    def long(self, most: int, skip: int = 0) -> str:
        """As much as has room."""
        return in_one(most, skip) if self.text == HOSTILE.text else self.text


HARMLESS = Words("Some words that mean no harm at all.", "harmless", "acme")
HOSTILE = Words(in_one(20_000), "\"><img src=x onerror=pwned('short')>{{191*7}}", "evil")


def crawled(url: str, words: Words) -> str:
    """A release whose card, metadata and statement hold these words, as the crawler reads it; its id."""
    release = f"{words.organization}/nimbus-7b"
    told = {"short": repr(words.short), "line": words.long(300).replace("\n", " ")}
    with running(FakeHub()) as hub:
        hub.model(
            release,
            CARD.format(text=words.text, **told),
            library_name=words.short,
            tags=[words.short, f"license:{words.short}", "region:us", f"arxiv:{words.short}"],
            cardData={"license": "other", "license_name": words.short, "tags": [words.short]},
            config={"architectures": [words.short], "model_type": words.short},
            siblings=[{"rfilename": n} for n in ("README.md", f"{words.short}/model.safetensors")],
            downloads=7,
        )
        hub.state(release, _statement(words))
        crawl(url, hub.url)
    regrade(url)
    return release


def _statement(words: Words) -> str:
    """A publisher's statement that holds the words wherever one may hold any."""
    told = {"name": words.long(300), "license": words.short, "withheld": words.long(300)}
    return json.dumps(
        {"transparency": 1, "data": {"sources": [told, {**told, "kind": words.short}]}}
    )


def submitted(world: World, words: Words, release: str) -> list[int]:
    """Claims, statements and replies with these words in every field, of every status; their numbers."""
    many, plain = {"level": "downloadable"}, {"level": "", "url": "", "quote": ""}
    wanted: list[tuple[dict[str, Any], list[Action | None]]] = [
        (
            {"claim": words.long(1900), "quote": words.long(590), **many},
            [None, Action.REVIEW, Action.ACCEPT, Action.REJECT, Action.WITHDRAW],
        ),
        ({"claim": words.long(1900, 9), "quote": words.long(590, 12), **many}, [Action.ACCEPT]),
        ({"claim": words.short, "quote": words.long(590, 20), "level": words.short}, [None]),
        (
            {**plain, "kind": "statement", "criterion": "", "claim": "", "statement": words.text},
            [None, Action.ACCEPT],
        ),
        ({**plain, "kind": "reply", "claim": words.long(900, 3)}, [None, Action.ACCEPT]),
    ]
    ours = {
        "organization": words.organization,
        "account_id": _member(world, words),
        "origin": "publisher",
    }
    numbers = []
    for columns, actions in wanted:
        for action in actions:
            author = ours if action is not Action.REVIEW else {}
            number = world.submit(**{"release_id": release, **columns, **author})
            numbers.append(number)
            if action is not None:
                by = By.AUTHOR if action is Action.WITHDRAW else By.MODERATOR
                level = "downloadable" if action is Action.ACCEPT else ""
                world.act(number, action, by, level=level, reason=words.long(900))
    return numbers


def beside(world: World, words: Words, release: str) -> None:
    """What else is told of a release: requests, links that were looked at, what other indexes say, who moderates."""
    with world.writing() as session:
        grade_id = session.get_one(Release, release).grade_id
        session.add(
            Request(release_id=release, organization=words.organization, levels={CRITERION: words.short},
                    url=f"https://huggingface.co/{release}/discussions/7", grade_id=grade_id, asked_at=NOW)
        )  # fmt: skip
        said = {"word": words.short, "url": "https://example.org/record"}
        for number, source in enumerate(("osai", "mot", "fmti", "osmap")):
            session.add(
                IndexRecord(
                    source=source,
                    record=f"{words.short}{number}",
                    name=words.short,
                    named=[words.short],
                    organization=words.organization if number else words.short,
                    release_id=release if number < 2 else "",
                    why=words.long(300),
                    verdicts=dict.fromkeys((words.short, "datasources_basemodel"), said),
                    overall={
                        "score": words.short,
                        words.short: words.long(300),
                        "class": words.short,
                    },
                    url="https://example.org/record",
                    dated="2026-01-01",
                    imported_at=NOW,
                )
            )  # fmt: skip
        session.add(
            WebLink(digest=f"{len(words.text):064x}", url=f"https://example.org/{words.organization}",
                    host="example.org", status="failing", problem=words.long(300), due_at=NOW,
                    leads_to=f"https://example.org/{words.short}", checked_at=NOW)
        )  # fmt: skip
        named = update(Account).where(col(Account.name).startswith(MODERATOR))
        session.execute(named.values(organizations={words.short: words.short}))


def sent(world: World, words: Words, release: str) -> list[int]:
    """Claims and a reply that go through the form, and are decided on through the queue; their numbers."""
    numbers = []
    moderator, publisher = world.clients[MODERATOR], world.clients[MEMBER]
    for skip in (0, 9, 18):
        told = typed(release=release, claim=words.long(1900, skip), quote=words.long(590, skip))
        data = {**told, "csrf_token": token(moderator)}
        assert moderator.post("/disclose", data=data).status_code == 200
        numbers.append(world.newest())
    told = {"release": release, "criterion": CRITERION, "text": words.long(900), "do": "send"}
    publisher_token = token(publisher)
    publisher.post("/reply", data={**told, "csrf_token": publisher_token})
    numbers.append(world.newest())
    for number in numbers:
        decided = {
            "action": "accept",
            "level": "downloadable",
            "added": words.long(900),
            "seen": str(world.last_entry(number)),
            "csrf_token": token(moderator),
        }
        assert moderator.post(f"/moderation/{number}", data=decided).status_code == 303
    return numbers


def _member(world: World, words: Words) -> int | None:
    with world.writing() as session:
        found = account_named(session, MEMBER)
        found.organizations = {words.organization: "write", words.short: words.short}
        session.add(found)
        return found.id


def pages_of(release: str, numbers: list[int], words: Words) -> Iterator[str]:
    """Every page that may show any of it."""
    organization = release.partition("/")[0]
    yield from (
        "/disclosures",
        "/disclosures/log",
        "/moderation",
        "/account",
        "/requests",
        "/models",
    )
    yield from ("/", "/leaderboard", "/organizations", "/eu-summaries", "/exports", "/status")
    yield from ("/indexes", "/indexes/osai", "/indexes/mot", "/indexes/osai?show=unmatched")
    yield from (
        f"/models/{release}{more}" for more in ("", "/frameworks", "/indexes", "/alternatives")
    )
    yield from (
        f"/organizations/{organization}",
        f"/cards/{release}",
        f"/request?release={release}",
    )
    yield f"/compare?id={release}&id=acme/other-1b"
    yield f"/reply?release={release}&criterion={CRITERION}"
    yield f"/disclose?release={release}&criterion={CRITERION}"
    yield f"/disclose/statement?release={release}"
    for number in numbers:
        yield f"/disclosures/{number}"
        yield f"/moderation/{number}"


REFLECTED = (
    "/disclose?release={}&criterion={}&claim={}&url={}&quote={}&level={}",
    "/disclose/statement?release={}",
    "/disclosures?release={}&organization={}&criterion={}&status={}&page={}",
    "/moderation?q={}&status={}&after={}&done={}&release={}",
    "/models?q={}&organization={}&license={}&task={}",
    "/requests?organization={}&release={}&state={}",
    "/request?release={}",
    "/reply?release={}&criterion={}",
    "/sign-in?next={}",
    "/sign-in/hub?next={}",
    "/sign-in/hub/callback?state={}&code={}&error={}&error_description={}",
    "/compare?id={}&id={}",
    "/indexes/{}?item={}&show={}",
    "/models/{}",
    "/organizations/{}",
    "/lint?id={}",
    "/api/docs/{}",
    "/{}",
)
"""Addresses that repeat what stands in them."""
