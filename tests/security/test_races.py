"""Races: what is done at the same moment is done one after the other, once, and the log tells it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, func, select

from registry.disclosing.log import broken_at
from registry.models import Account, Decision, Disclosure, Request
from registry.moments import moment
from registry.queries.log import log_page
from tests.security.conftest import settings_on
from tests.security.people import (
    MEMBER,
    MODERATOR,
    PASSWORD,
    RELEASE,
    SECRET,
    World,
    account,
    sign_in,
    token,
    typed,
    visitor,
    world_on,
)

AT_ONCE = 6


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world on each database."""
    if request.param == "sqlite":
        yield world_on(settings_on(request.getfixturevalue("module_url")))
        return
    template = request.getfixturevalue("_migrated_postgres")
    with request.getfixturevalue("postgres_server").database(template=template) as url:
        world = world_on(settings_on(url))
        yield world
        for name in ("engine", "reader"):
            world.app.extensions[name].dispose()


def at_once(acts: Sequence[Callable[[], int]]) -> Counter[int]:
    """Does all of them at the same moment; how often each status was answered."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], int]) -> int:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def posting(world: World, role: str, path: str, sent: dict[str, str]) -> Callable[[], int]:
    """Sends a form from a browser of its own."""
    client = visitor(world.app, role)
    data = {**sent, "csrf_token": token(client)}
    return lambda: client.post(path, data=data).status_code


def same_form(world: World, role: str, path: str, sent: dict[str, str]) -> Callable[[], int]:
    """Sends the same form of the same browser again, which was sent by two clicks."""
    client = world.clients[role]
    given = token(client)
    kept = client.get_cookie("aperture")
    assert kept is not None

    def send() -> int:
        other = world.app.test_client()
        other.set_cookie(kept.key, kept.value)
        return other.post(path, data={**sent, "csrf_token": given}).status_code

    return send


def entries(world: World, number: int) -> list[Decision]:
    with world.writing() as session:
        of = (
            select(Decision).where(col(Decision.disclosure_id) == number).order_by(col(Decision.id))
        )
        rows = list(session.exec(of))
        session.expunge_all()
        return rows


def check_log(world: World, number: int) -> None:
    """Every entry begins where the one before ended, the row is as the last one left it, and the chain holds."""
    told = entries(world, number)
    assert [e.before for e in told] == ["", *(e.after for e in told[:-1])]
    with world.writing() as session:
        assert session.get_one(Disclosure, number).status == told[-1].after
        rows = session.exec(select(Decision).order_by(col(Decision.id))).all()
        chain = [
            {
                **{
                    n: getattr(row, n)
                    for n in ("id", "action", "by", "before", "after", "level", "reason", "digest")
                },
                "disclosure": row.disclosure_id,
                "at": moment(row.at),
            }
            for row in rows
        ]
    assert broken_at(chain) is None


def test_two_decisions_at_once_are_one_decision(world: World):
    for _ in range(3):
        number = world.submit()
        seen = {"seen": str(world.last_entry(number))}
        accept = {"action": "accept", "level": "downloadable", **seen}
        reject = {"action": "reject", "added": "It is spam.", **seen}
        acts = [posting(world, MODERATOR, f"/moderation/{number}", a) for a in (accept, reject) * 2]
        assert at_once(acts) == {303: 1, 409: 3}
        assert len(entries(world, number)) == 2
        check_log(world, number)
        with world.writing() as session:
            row = session.get_one(Disclosure, number)
            assert bool(row.granted) == bool(row.evidence) == (row.status == "accepted")


def test_what_is_withdrawn_while_it_is_accepted_is_the_one_or_the_other(world: World):
    for _ in range(3):
        number = world.submit()
        accept = {
            "action": "accept",
            "level": "downloadable",
            "seen": str(world.last_entry(number)),
        }
        acts = [
            posting(world, MODERATOR, f"/moderation/{number}", accept),
            posting(world, "anonymous", f"/disclosures/{number}/withdraw", {"secret": SECRET}),
        ]
        answered = at_once(acts)
        assert set(answered) <= {303, 409}
        assert answered[303] >= 1
        check_log(world, number)


def test_a_withdrawal_is_logged_once(world: World):
    number = world.submit()
    path = f"/disclosures/{number}/withdraw"
    acts = [same_form(world, "anonymous", path, {"secret": SECRET}) for _ in range(AT_ONCE)]
    assert at_once(acts) == {303: 1, 409: AT_ONCE - 1}
    assert [e.action for e in entries(world, number)] == ["submit", "withdraw"]
    check_log(world, number)


def test_an_undo_at_once_takes_one_step_back(world: World):
    number = world.submit()
    for action in ("review", "accept"):
        sent = {"action": action, "level": "downloadable", "seen": str(world.last_entry(number))}
        assert posting(world, MODERATOR, f"/moderation/{number}", sent)() == 303
    undo = {"action": "undo", "seen": str(world.last_entry(number))}
    acts = [posting(world, MODERATOR, f"/moderation/{number}", undo) for _ in range(3)]
    assert at_once(acts) == {303: 1, 409: 2}
    check_log(world, number)
    with world.writing() as session:
        assert session.get_one(Disclosure, number).status == "in-review"


@pytest.mark.parametrize("role", ["anonymous", MEMBER])
def test_a_claim_that_is_sent_twice_is_one(world: World, role: str):
    sent = typed()
    assert at_once([same_form(world, role, "/disclose", sent)] * AT_ONCE) == {
        200: 1,
        303: AT_ONCE - 1,
    }
    with world.writing() as session:
        same = select(func.count()).where(col(Disclosure.claim) == sent["claim"])
        assert session.scalar(same) == 1
    check_log(world, world.newest())


def test_a_reply_that_is_sent_twice_is_one(world: World):
    text = f"We publish it soon: {typed()['claim']}"
    sent = {"release": RELEASE, "criterion": "data.access", "text": text, "do": "send"}
    assert at_once([same_form(world, MEMBER, "/reply", sent)] * AT_ONCE) == {303: AT_ONCE}
    with world.writing() as session:
        assert session.scalar(select(func.count()).where(col(Disclosure.claim) == text)) == 1


def test_a_request_that_is_sent_twice_is_one(world: World):
    sent = {"release": RELEASE, "criterion": "code.license"}
    assert at_once([same_form(world, "anonymous", "/request", sent)] * AT_ONCE) == {303: AT_ONCE}
    with world.writing() as session:
        rows = session.exec(select(Request)).all()
        assert sum("code.license" in row.levels for row in rows) == 1


def test_attempts_at_once_are_counted_like_attempts_in_turn(world: World):
    with world.writing() as session:
        session.add(account("guessed"))
    clients = [world.app.test_client() for _ in range(AT_ONCE)]
    acts = [lambda c=c: sign_in(c, "guessed", "not the one at all").status_code for c in clients]
    assert at_once(acts) == {401: AT_ONCE}
    with world.writing() as session:
        row = session.exec(select(Account).where(col(Account.name) == "guessed")).one()
        assert row.failures >= 5
        assert row.locked_until is not None
    assert sign_in(world.app.test_client(), "guessed", PASSWORD).status_code == 401


def test_the_log_is_one_chain_after_all_that(world: World):
    with world.app.extensions["engine"].connect() as connection:
        newest = log_page(connection, 50)
    assert newest
    check_log(world, world.newest())
