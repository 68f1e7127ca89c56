"""Links from the evidence that rests on them to the grade, its history and its receipt, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from crawlers.alone import work_alone
from crawlers.clock import now
from crawlers.jobs.run import work as together
from crawlers.links import run
from crawlers.links.checking import Check, Tally
from crawlers.links.run import Wanted, check_links, summary
from crawlers.schedule import Schedule
from crawlers.snapshots import Snapshot
from registry import queries, serialize, store
from registry.db import engine_on, session_on
from registry.disclosing import Action, By
from registry.links.citations import Gathered, gather, host_of
from registry.links.rules import Came, Look
from registry.links.states import LinkStatus
from registry.models import Citation, WebLink
from registry.policy import Policy
from registry.queries.links import links_by_status
from registry.queries.receipts import receipt
from registry.regrade import Regrade
from registry.resources import rubric
from registry.settings import Settings
from registry.store import Act
from tests.application import make_app
from tests.factories import make_crawl
from tests.integration.receipted import checked, differing, documents_of
from tests.websites import Websites, page, to, websites

RELEASE, OTHER = "acme/nimbus-7b", "acme/stratus-7b"
CODE = "http://github.com/acme/nimbus"
CARD = f"""---
license: apache-2.0
---

# Nimbus 7B

A language model of seven billion parameters. Training code: {CODE}
Evaluation code: http://localhost/x and [the Hub](https://huggingface.co/acme/code).
"""
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.at = BEGAN

    def __call__(self) -> datetime:
        return self.at

    def on(self, days: float) -> None:
        self.at += days * DAY


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def _servers() -> Iterator[Websites]:
    with websites() as web:
        yield web


@pytest.fixture
def web(_servers: Websites) -> Websites:
    for kept in ("names", "pages", "asked", "connected"):
        getattr(_servers, kept).clear()
    _servers.is_down = False
    _servers.put("http://other.example/page", page())
    _servers.put(CODE, page("<p>All of it"))
    return _servers


@pytest.fixture
def bare(database_url: str) -> Iterator[Engine]:
    """A registry without a release."""
    with engine_on(database_url) as engine:
        yield engine


@pytest.fixture
def engine(bare: Engine, clock: Clock) -> Engine:
    """A registry of one release."""
    put(bare, clock, RELEASE, CARD)
    return bare


def put(engine: Engine, clock: Clock, release_id: str, card: str) -> None:
    """A release with a card, graded."""
    from crawlers.ingest import taken

    metadata = {"id": release_id, "siblings": [{"rfilename": "model.safetensors"}]}
    snapshot = Snapshot("model", release_id, "a" * 40, metadata, "https://hub/x", card.encode())
    with session_on(engine) as session:
        store.save_taken(session, [taken(snapshot, "hub")], clock())
    regrade(engine, clock)


def regrade(engine: Engine, clock: Clock) -> int:
    clock.on(0.001)
    changed = 0
    for graded in Regrade(engine, Policy.bundled(), clock).run():
        changed = graded.changed
    clock.on(0.001)
    return changed


def check(engine: Engine, clock: Clock, web: Websites, **wanted: Any) -> Tally:
    settings = Settings(database_url="")
    return check_links(settings, engine, Wanted(**wanted), clock=clock, door=web.door())[1]


def gathered(engine: Engine, clock: Clock) -> Gathered:
    return list(gather(engine, "https://huggingface.co", clock()))[-1]


def link(engine: Engine, url: str = CODE) -> WebLink:
    with Session(engine) as session:
        return session.exec(select(WebLink).where(WebLink.url == url)).one()


def level(engine: Engine, criterion: str = "code.training") -> str:
    with engine.connect() as connection:
        return queries.dossier(connection, RELEASE).grade.verdict.marks[criterion]["level"]  # type: ignore[union-attr]


def cite(engine: Engine, clock: Clock, *urls: str) -> None:
    """Makes a release rest on addresses."""
    cited = [store.Cited(RELEASE, url, host_of(url)) for url in (CODE, *urls)]
    with session_on(engine) as session:
        store.save_citations(session, {RELEASE: clock()}, cited, clock())


def disclose(engine: Engine, clock: Clock, quote: str, url: str = CODE) -> int:
    """An accepted claim."""
    claim = {
        "kind": "claim",
        "release_id": RELEASE,
        "criterion": "data.sources",
        "claim": "The corpora are listed there.",
        "url": url,
        "quote": quote,
        "origin": "disclosure",
        "key": "0" * 64,
        "likeness": "1" * 64,
    }
    with session_on(engine) as session:
        number = store.save_disclosures(session, [claim], clock())[0]
        act = Act(Action.ACCEPT, By.MODERATOR, level="itemised")
        store.decide(session, number, act, rubric(), clock())
    return number


# From the link to the grade ---------------------------------------------------------------------


def test_a_dead_link_lowers_a_grade_after_a_week_and_its_return_raises_it(
    engine: Engine, clock: Clock, web: Websites
):
    cite(engine, clock, "http://other.example/page")
    before = level(engine)
    assert before not in ("none", "unchecked")
    assert check(engine, clock, web).by_status == {"alive": 2}
    assert regrade(engine, clock) == 0
    del web.pages["github.com", "/acme/nimbus"]
    clock.on(40)
    statuses = []
    for days in (3, 4.1, 0):
        check(engine, clock, web, host="github.com")
        statuses.append(link(engine).status)
        assert level(engine) == before
        assert regrade(engine, clock) == (statuses[-1] == "gone")
        clock.on(days)
    assert statuses == ["failing", "failing", "gone"]
    assert level(engine) == "unchecked"
    with engine.connect() as connection:
        newest = serialize.history(queries.dossier(connection, RELEASE), rubric())[0]  # type: ignore[arg-type]
    assert newest["movement"]["causes"] == ["link"]
    with Session(engine) as session:
        assert receipt(session, RELEASE)["inputs"]["gone"] == [CODE]  # type: ignore[index]
        assert differing(checked(*documents_of(session, RELEASE))) == []
    # Nothing changes as long as it stays away, and it is looked for all the while.
    clock.on(8)
    assert check(engine, clock, web, host="github.com").looked == 1
    assert regrade(engine, clock) == 0
    web.put(CODE, page())
    clock.on(8)
    tally = check(engine, clock, web, host="github.com")
    assert (tally.back, link(engine).status) == (1, "alive")
    assert regrade(engine, clock) == 1
    assert level(engine) == before
    with Session(engine) as session:
        assert receipt(session, RELEASE)["inputs"]["gone"] == []  # type: ignore[index]


def test_a_release_that_begins_to_rest_on_a_dead_link_is_graded_anew(
    engine: Engine, clock: Clock, web: Websites
):
    cite(engine, clock, "http://other.example/page")
    del web.pages["github.com", "/acme/nimbus"]
    for _ in range(3):
        check(engine, clock, web)
        clock.on(4)
    assert link(engine).status == "gone"
    regrade(engine, clock)
    put(engine, clock, OTHER, CARD.replace("Nimbus", "Stratus"))
    with engine.connect() as connection:
        marks = queries.dossier(connection, OTHER).grade.verdict.marks  # type: ignore[union-attr]
    assert marks["code.training"]["level"] != "unchecked", "nobody knows yet what it rests on"
    gathered(engine, clock)
    assert regrade(engine, clock) == 1
    assert gathered(engine, clock).releases == 2, "they are looked through as often as graded"
    assert regrade(engine, clock) == 0


def test_an_outage_of_our_own_counts_for_nothing(bare: Engine, clock: Clock, web: Websites):
    cite(bare, clock, "http://other.example/page")
    check(bare, clock, web)
    clock.on(40)
    web.is_down = True
    tally = check(bare, clock, web)
    assert tally.is_offline
    assert summary(Gathered(), tally)[-1].startswith("Nobody answers at all")
    assert {link(bare).status, link(bare, "http://other.example/page").status} == {"alive"}
    assert link(bare).leased_until is None
    web.is_down = False
    assert check(bare, clock, web).by_status == {"alive": 2}


def test_one_silent_host_counts_when_others_answer(bare: Engine, clock: Clock, web: Websites):
    cite(bare, clock, "http://other.example/page")
    check(bare, clock, web)
    clock.on(40)
    del web.names["github.com"]
    assert check(bare, clock, web, host="github.com").by_status == {"failing": 1}
    assert link(bare).problem == "its host is not known"


def test_moved_and_declined(bare: Engine, clock: Clock, web: Websites):
    web.put(CODE, to("http://other.example/page", 301))
    web.put("http://other.example/shy", page("", "403 No"))
    web.put("http://other.example/busy", page("", "429 Later"))
    web.put("http://other.example/z", page())
    urls = [f"http://other.example/{name}" for name in ("shy", "busy", "z")]
    cite(bare, clock, *urls)
    check(bare, clock, web)
    assert (link(bare).status, link(bare).leads_to) == ("moved", "http://other.example/page")
    assert [link(bare, url).status for url in urls] == ["unchecked"] * 3
    assert link(bare, urls[0]).problem == "it answers with status 403"
    assert link(bare, urls[2]).checked_at is None, "who has no time is asked no more"
    assert link(bare, urls[2]).due_at == clock() + DAY


# Quoted words -----------------------------------------------------------------------------------


def test_words_that_are_there_no_more(engine: Engine, clock: Clock, web: Websites):
    number = disclose(engine, clock, "All our corpora are listed")
    web.put(CODE, page("<p>All&nbsp;our <b>corpora</b>\n are listed."))
    regrade(engine, clock)
    check(engine, clock, web)
    assert link(engine).status == "alive"
    clock.on(40)
    web.put(CODE, page("<p>All our corpora are secret."))
    assert check(engine, clock, web).changed == 1
    assert link(engine).status == "changed"
    assert regrade(engine, clock) == 0, "it lowers nothing by itself"
    with Session(engine) as session:
        [told] = queries.changed_words(session)
    assert (told.disclosure_id, told.release_id, told.url) == (number, RELEASE, CODE)
    assert told.checked_at - told.seen_at >= 40 * DAY
    web.put(CODE, page("all our corpora are listed"))
    clock.on(40)
    check(engine, clock, web)
    assert link(engine).status == "alive"


def test_words_that_were_never_seen_there_are_not_missed(bare: Engine, clock: Clock, web: Websites):
    disclose(bare, clock, "Only a script writes this into the page")
    check(bare, clock, web)
    assert link(bare).status == "alive"
    with Session(bare) as session:
        assert queries.changed_words(session) == []


# What is looked at ------------------------------------------------------------------------------


def test_only_what_evidence_rests_on_is_looked_at(engine: Engine, clock: Clock):
    gathered(engine, clock)
    with Session(engine) as session:
        assert session.exec(select(WebLink.url)).all() == [CODE]


def test_what_is_cited_no_more_is_not_looked_at(engine: Engine, clock: Clock, web: Websites):
    number = disclose(engine, clock, "", "http://other.example/page")
    check(engine, clock, web)
    with session_on(engine) as session:
        store.decide(session, number, Act(Action.UNDO, By.MODERATOR), rubric(), clock())
    put(engine, clock, RELEASE, CARD.replace("acme/nimbus\n", "acme/other\n"))
    clock.on(60)
    check(engine, clock, web)
    with Session(engine) as session:
        cited = session.exec(select(WebLink.url).join(Citation)).all()
    assert cited == ["http://github.com/acme/other"]
    assert link(engine).checked_at == link(engine, "http://other.example/page").checked_at
    assert web.asked[-1] == ("github.com", "/acme/other")


def test_a_second_gathering_has_nothing_to_do(engine: Engine, clock: Clock):
    assert gathered(engine, clock) == Gathered(1, 1)
    assert gathered(engine, clock) == Gathered(0, 0)


@pytest.mark.parametrize(
    "url",
    [
        "docs/train.py",
        "(https://a.b)",
        "www.a.b/c",
        "http://[::1",
        "https://hf.co/x",
        "http://a.b/\0",
    ],
)
def test_what_is_no_address_of_others(url: str):
    assert host_of(url) == ""


# Who looks --------------------------------------------------------------------------------------


def lease(engine: Engine, now: datetime, **told: Any) -> list[store.Leased]:
    with session_on(engine) as session:
        return store.lease_links(session, now, now + DAY / 24, **told)


def test_each_host_is_one_caller_s_at_a_time(bare: Engine, clock: Clock):
    cite(bare, clock, *(f"http://other.example/{n}" for n in range(30)))
    first, second = lease(bare, clock()), lease(bare, clock())
    assert {len(first), len(second)} == {1, 20}
    assert not lease(bare, clock())
    with session_on(bare) as session:
        store.give_back(session, first)
        store.give_back(session, second)
    assert len(lease(bare, clock(), host="other.example", most=5)) == 5


def test_many_at_once_never_get_the_same(bare: Engine, clock: Clock):
    cite(bare, clock, *(f"http://h{n}.example/{m}" for n in range(6) for m in range(3)))
    found: list[list[store.Leased]] = []

    def work() -> None:
        while leased := lease(bare, clock(), most=2):
            found.append(leased)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hosts = [leased[0].host for leased in found]
    assert len(hosts) == len(set(hosts)) == 7
    assert all(one.host == leased[0].host for leased in found for one in leased)


def test_what_a_killed_worker_had_leased_is_looked_at_later(
    engine: Engine, clock: Clock, web: Websites
):
    gathered(engine, clock)
    [mine] = lease(engine, clock())
    assert check(engine, clock, web).looked == 0
    clock.on(0.1)
    assert check(engine, clock, web).looked == 1
    with session_on(engine) as session:
        late = store.save_look(session, mine, Look(Came.MISSING, 404), clock())
    assert late is None
    assert link(engine).status == "alive"


def test_limits(bare: Engine, clock: Clock, web: Websites):
    cite(bare, clock, *(f"http://other.example/{n}" for n in range(5)))
    assert check(bare, clock, web, limit=2).looked == 2
    assert check(bare, clock, web, until=clock()).looked == 0
    assert check(bare, clock, web).looked == 4
    assert check(bare, clock, web).looked == 0
    clock.on(0.1)
    assert check(bare, clock, web, every=True).looked == 6


def test_it_goes_on_where_it_was_interrupted(bare: Engine, clock: Clock, web: Websites):
    cite(bare, clock, *(f"http://h{n}.example/" for n in range(5)))
    for n in range(5):
        web.put(f"http://h{n}.example/", page())
    running = Check(bare, web.door(), clock, threads=1).run()
    next(running)
    running.close()
    with Session(bare) as session:
        done = session.exec(select(func.count()).where(col(WebLink.checked_at).is_not(None))).one()
    assert done >= 1
    clock.on(0.1)
    check(bare, clock, web)
    with Session(bare) as session:
        assert links_by_status(session)["alive"] == 6


# Where it is told -------------------------------------------------------------------------------


def test_the_page_of_a_release_and_the_api(
    engine: Engine, clock: Clock, web: Websites, settings: Settings
):
    client = make_app(settings).test_client()
    assert client.get(f"/api/v1/models/{RELEASE}").json["link_status"] == {}  # type: ignore[index]
    web.put(CODE, to("http://other.example/<b>", 301))
    web.put("http://other.example/%3Cb%3E", page())
    check(engine, clock, web)
    client = make_app(settings).test_client()
    told = client.get(f"/models/{RELEASE}").text
    assert 'moved to <a href="http://other.example/%3Cb%3E"' in told
    assert "checked 1 Mar 2026)" in told
    found = client.get(f"/api/v1/models/{RELEASE}").json["link_status"][CODE]  # type: ignore[index]
    assert (found["status"], found["leads_to"]) == ("moved", "http://other.example/%3Cb%3E")
    del web.pages["github.com", "/acme/nimbus"]
    clock.on(40)
    for _ in range(3):
        check(engine, clock, web)
        clock.on(4)
    regrade(engine, clock)
    with session_on(engine) as session:
        make_crawl(session)
    client = make_app(settings).test_client()
    assert "One of the links that its grade rests on can’t be reached any more." in (
        client.get(f"/models/{RELEASE}").text
    )
    assert client.get("/api/v1/status").json["links"]["gone"] == 1  # type: ignore[index]
    assert ">Gone</th>" in client.get("/status").text


def test_an_odd_page_keeps_no_others_from_being_looked_at(
    bare: Engine, clock: Clock, web: Websites, monkeypatch
):
    cite(bare, clock, "http://other.example/page")
    door = web.door()
    real = door.look

    def look(url: str, **told: Any) -> Look:
        if url == CODE:
            raise RecursionError
        return real(url, **told)

    monkeypatch.setattr(door, "look", look)
    for _ in Check(bare, door, clock).run():
        pass
    assert link(bare).problem == "looking at it went wrong (RecursionError)"
    assert link(bare, "http://other.example/page").status == "alive"


def test_a_worker_checks_links_on_its_schedule(
    database_url: str, bare: Engine, clock: Clock, web: Websites, monkeypatch
):
    cite(bare, clock, "http://other.example/page")
    monkeypatch.setattr(run, "Door", lambda _agent: web.door())
    settings = Settings(database_url=database_url, hf_endpoint="http://127.0.0.1:9")
    schedule = Schedule(links_every=DAY)

    def is_done(*_: Any) -> None:
        if link(bare).status != "unchecked":
            raise KeyboardInterrupt

    def work() -> None:
        if bare.dialect.name == "sqlite":
            work_alone(settings, schedule, sleep=is_done)
        else:
            together(settings, schedule, now, is_done, threads=1)

    # In a thread of its own: where a browser was started, this one has a running event loop.
    with pytest.raises(KeyboardInterrupt), ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
    assert link(bare).status == "alive"


def test_commands(bare: Engine, clock: Clock, web: Websites, monkeypatch, database_url: str):
    from registry.cli import main

    monkeypatch.setenv("DATABASE_URL", database_url)
    invoke = CliRunner().invoke
    assert invoke(main, ["links", "list"]).output == "There are none.\n"
    del web.pages["github.com", "/acme/nimbus"]
    cite(bare, clock, "http://other.example/page")
    for _ in range(3):
        check(bare, clock, web)
        clock.on(4)
    told = invoke(main, ["links", "list", "--status", "gone"]).output
    assert told == f"{CODE}  gone; 1 release; since 2026-03-01; it answers with status 404\n"
    assert len(invoke(main, ["links", "list"]).output.splitlines()) == 2
    done = invoke(main, ["links", "check", "--host", "nobody.example"])
    assert done.output.splitlines()[-1].startswith("0 new addresses; 0 links looked at.")
    assert invoke(main, ["links", "list", "--status", "odd"]).exit_code == 2


def test_the_statuses_are_counted(bare: Engine, clock: Clock, web: Websites):
    cite(bare, clock, "http://other.example/page")
    with Session(bare) as session:
        assert links_by_status(session) == dict.fromkeys(LinkStatus, 0) | {"unchecked": 2}
