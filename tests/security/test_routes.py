"""Privilege: who gets what at every address of the application, with a token and without."""

from __future__ import annotations

import pytest

from tests.security.people import ANONYMOUS, DISABLED, ROLES, World, token, visitor
from tests.security.routes import CHANGES, PAGES, TO_SIGN_IN, Change, Private, Public

SAFE = {"HEAD", "OPTIONS"}
CHANGE_BY_THEMSELVES = {"/metrics", "/status", "/api/v1/status"}


def test_every_rule_and_method_is_in_the_table(world: World):
    there = {
        (method, rule.rule)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - SAFE
    }
    told = {("GET", rule) for rule in PAGES} | {("POST", rule) for rule in CHANGES}
    assert told - there == set(), "these are gone"
    assert there - told == set(), "say in tests/security/routes.py who may do what there"


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_can_look_at(world: World, role: str):
    before = world.rows()
    wrong = {}
    for rule, page in PAGES.items():
        response = world.clients[role].get(page.path or rule)
        response.close()
        got = response.status_code
        if got != page.of(role):
            wrong[rule] = (got, page.of(role))
        if page.of(role) == TO_SIGN_IN and role in (ANONYMOUS, DISABLED):
            assert response.location.startswith("/sign-in?next=/"), rule
        if isinstance(page, Private):
            assert response.headers["Cache-Control"] == "no-store", rule
        if isinstance(page, Public):
            assert "Set-Cookie" not in response.headers, rule
            assert "cookie" not in response.headers.get("Vary", "").lower(), rule
    assert not wrong, wrong
    assert world.rows() == before, "to look changes nothing"


def test_public_pages_are_the_same_for_everybody(world: World):
    for rule, page in PAGES.items():
        if not isinstance(page, Public) or rule in CHANGE_BY_THEMSELVES:
            continue
        seen = set()
        for client in world.clients.values():
            world.app.extensions["pages"]._pages.clear()  # each is rendered for this visitor
            with client.get(page.path or rule) as response:
                seen.add(response.data)
        assert len(seen) == 1, rule


@pytest.mark.parametrize("rule", [rule for rule, change in CHANGES.items() if not change.is_json])
def test_without_a_token_nothing_is_changed(world: World, rule: str):
    change = CHANGES[rule]
    for role, client in world.clients.items():
        path, sent = change.path(world), change.sent(world)
        before = world.rows()
        response = client.post(path, data=sent)
        assert response.status_code == change.blank, role
        assert "token" not in response.text.casefold().partition("<main")[2] or change.blank == 200
        assert world.rows() == before, role


@pytest.mark.parametrize("rule", CHANGES)
def test_whom_it_obeys(world: World, rule: str):
    change = CHANGES[rule]
    for role in ROLES:
        client = _visitor(world, role, rule)
        path, sent = change.path(world), change.sent(world)
        before = world.rows()
        response = _send(client, path, sent, change)
        assert response.status_code == change.by[role], (role, response.text)
        assert (world.rows() != before) == (role in change.obeys), role


def _visitor(world: World, role: str, rule: str):
    """Somebody who is signed in; anew where the session ends by what is done."""
    if rule in {"/account/sessions/end", "/sign-out"} and role not in (ANONYMOUS, DISABLED):
        return visitor(world.app, role)
    if rule == "/account/sessions/end":
        return world.clients[role]
    # Others have a session still, after that.
    if role not in (ANONYMOUS, DISABLED) and not world.is_signed_in(role):
        world.clients[role] = visitor(world.app, role)
    return world.clients[role]


def _send(client, path: str, sent: dict[str, str], change: Change):
    if change.is_json:
        return client.post(path, json=sent)
    return client.post(path, data={**sent, "csrf_token": token(client)})


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"])
def test_other_methods_are_refused_and_do_nothing(world: World, method: str):
    before = world.rows()
    for rule, page in PAGES.items():
        for headers in ({}, {"X-HTTP-Method-Override": "POST"}):
            response = world.clients["moderator"].open(
                page.path or rule, method=method, headers=headers
            )
            assert response.status_code == 405, rule
    assert world.rows() == before
