"""Routes: what anybody gets at each address, role by role. Every rule of the application stands here, or a test fails.

An address that looks at a session is told apart from one that is the same for everybody: the latter knows no session at
all. What changes something says what is sent, and whom it obeys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle

from registry.disclosing import Action
from registry.resources import rubric
from tests.security.people import (
    ANONYMOUS,
    CRITERION,
    DISABLED,
    MEMBER,
    MODERATOR,
    OTHER,
    PERSON,
    RELEASE,
    ROLES,
    SECRET,
    World,
    typed,
)

Rule = tuple[str, str]
"""A method and a rule of the map."""
TO_SIGN_IN = 303
"""The way to the page for signing in."""


@dataclass(frozen=True)
class Page:
    """What is only looked at: an address for each that has variables, and the status that everybody gets, or each."""

    path: str = ""
    status: int = 200
    by: Mapping[str, int] = field(default_factory=dict)

    def of(self, role: str) -> int:
        """The status that somebody of that role gets."""
        return self.by.get(role, self.status)


@dataclass(frozen=True)
class Public(Page):
    """The same for everybody."""


@dataclass(frozen=True)
class Private(Page):
    """Made for one visitor, and kept nowhere."""


@dataclass(frozen=True)
class Change:
    """What is sent: where to, what, the status that each role gets with a right token, and those who change anything
    by it. ``blank`` is the status without a token."""

    path: Callable[[World], str]
    sent: Callable[[World], dict[str, str]]
    by: Mapping[str, int]
    obeys: tuple[str, ...]
    blank: int = 400
    is_json: bool = False


def _all(status: int, **others: int) -> dict[str, int]:
    return {role: others.get(role, status) for role in ROLES}


def _signed_in(status: int, **others: int) -> dict[str, int]:
    return {**_all(status, **others), ANONYMOUS: TO_SIGN_IN, DISABLED: TO_SIGN_IN}


_MODERATORS = _signed_in(403, moderator=200)
_DECIDED = _signed_in(403, moderator=303)
_HERE = f"/models/{RELEASE}"
_THERE = f"/api/v1/models/{RELEASE}"

_criteria = cycle(
    c.id for c in rubric().criteria if c.pillar in ("data", "code") and c.id != CRITERION
)

PAGES: dict[str, Page] = {
    "/": Public(),
    "/about": Public(),
    "/account": Private(by=_signed_in(200)),
    "/api/docs": Public(),
    "/api/docs/<name>": Public("/api/docs/releases"),
    "/api/docs/shapes": Public(),
    "/api/docs/shapes/<name>": Public("/api/docs/shapes/releases"),
    "/api/docs/try/<name>": Public("/api/docs/try/get_release"),
    "/api/v1/changes": Public(),
    "/api/v1/compare": Public(f"/api/v1/compare?id={RELEASE}&id={OTHER}"),
    "/api/v1/disclosures": Public(),
    "/api/v1/disclosures/<number>": Public("/api/v1/disclosures/1"),
    "/api/v1/disclosures/log": Public(),
    "/api/v1/facets": Public(),
    "/api/v1/frameworks": Public(),
    "/api/v1/indexes": Public(),
    "/api/v1/indexes/<source>": Public("/api/v1/indexes/osai"),
    "/api/v1/leaderboard": Public(),
    "/api/v1/models": Public(),
    "/api/v1/models/<path:release_id>": Public(_THERE),
    "/api/v1/models/<path:release_id>/alternatives": Public(f"{_THERE}/alternatives"),
    "/api/v1/models/<path:release_id>/cyclonedx": Public(f"{_THERE}/cyclonedx"),
    "/api/v1/models/<path:release_id>/diff": Public(
        f"{_THERE}/diff?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z"
    ),
    "/api/v1/models/<path:release_id>/history": Public(f"{_THERE}/history"),
    "/api/v1/models/<path:release_id>/mof": Public(f"{_THERE}/mof"),
    "/api/v1/models/<path:release_id>/receipt": Public(f"{_THERE}/receipt", 404),
    "/api/v1/models/<path:release_id>/snapshot": Public(f"{_THERE}/snapshot", 404),
    "/api/v1/models/<path:release_id>/spdx": Public(f"{_THERE}/spdx"),
    "/api/v1/openapi.json": Public(),
    "/api/v1/organizations": Public(),
    "/api/v1/organizations/<name>": Public("/api/v1/organizations/acme"),
    "/api/v1/requests": Public(),
    "/api/v1/rubric": Public(),
    "/api/v1/status": Public(),
    "/api/v1/trends": Public(),
    "/card.png": Public(),
    "/cards/<path:release_id>": Public(f"/cards/{RELEASE}"),
    "/changes.atom": Public(),
    "/compare": Public(),
    "/disclose": Private(),
    "/disclose/statement": Private(),
    "/disclosures": Private(),
    "/disclosures/<int:number>": Private("/disclosures/1"),
    "/disclosures/log": Public(),
    "/eu-summaries": Public(),
    "/eu-summaries.csv": Public(),
    "/exports": Public(),
    "/exports/aperture.<suffix>": Public("/exports/aperture.csv"),
    "/exports/schema.json": Public(),
    "/favicon.ico": Public(),
    "/frameworks": Public(),
    "/indexes": Public(),
    "/indexes/<source>": Public("/indexes/osai"),
    "/leaderboard": Public(),
    "/lint": Public(),
    "/methodology": Public(),
    "/metrics": Public(),
    "/models": Public(),
    "/models.atom": Public(),
    "/models/<path:release_id>": Public(_HERE),
    "/models/<path:release_id>/alternatives": Public(f"{_HERE}/alternatives"),
    "/models/<path:release_id>/badge.<any(svg, png, json):form>": Public(f"{_HERE}/badge.svg"),
    "/models/<path:release_id>/card.png": Public(f"{_HERE}/card.png"),
    "/models/<path:release_id>/changes.atom": Public(f"{_HERE}/changes.atom"),
    "/models/<path:release_id>/dots.<any(svg, png):form>": Public(f"{_HERE}/dots.svg"),
    "/models/<path:release_id>/frameworks": Public(f"{_HERE}/frameworks"),
    "/models/<path:release_id>/indexes": Public(f"{_HERE}/indexes"),
    "/moderation": Private(by=_MODERATORS),
    "/moderation/<int(max=2147483647):number>": Private("/moderation/1", by=_MODERATORS),
    "/organizations": Public(),
    "/organizations/<name>": Public("/organizations/acme"),
    "/organizations/<name>/changes.atom": Public("/organizations/acme/changes.atom"),
    "/reply": Private(
        f"/reply?release={RELEASE}&criterion={CRITERION}", by=_signed_in(403, member=200)
    ),
    "/request": Private(f"/request?release={RELEASE}"),
    "/requests": Public(),
    "/requests/<int(max=2147483647):number>": Private("/requests/1"),
    "/robots.txt": Public(),
    "/schemas/transparency-1.json": Public(),
    "/sign-in": Private(by=_all(303, anonymous=200, disabled=200)),
    "/sign-in/hub": Private(status=404),  # none is set up here
    "/sign-in/hub/callback": Private(status=400),
    "/sitemap-<int:number>.xml": Public("/sitemap-1.xml"),
    "/sitemap-organizations.xml": Public(),
    "/sitemap-pages.xml": Public(),
    "/sitemap.xml": Public(),
    "/static/<path:filename>": Public("/static/aperture.css"),
    "/status": Public(),
    "/trends": Public(),
    "/trends/<name>.csv": Public("/trends/pillars.csv"),
    "/trends/<name>.svg": Public("/trends/pillars.svg"),
}


def _withdrawn(world: World) -> str:
    return f"/disclosures/{world.submit()}/withdraw"


CHANGES: dict[str, Change] = {
    "/account/sessions/end": Change(
        lambda _: "/account/sessions/end",
        lambda _: {},
        _signed_in(303),
        (PERSON, MEMBER, MODERATOR),
    ),
    "/api/v1/batch": Change(
        lambda _: "/api/v1/batch", lambda _: {"ids": [RELEASE]}, _all(200), (), 200, is_json=True
    ),
    "/api/v1/disclosures": Change(
        lambda _: "/api/v1/disclosures", lambda _: typed(), _all(201), ROLES, 201, is_json=True
    ),
    "/api/v1/lint": Change(
        lambda _: "/api/v1/lint", lambda _: {"card": "# A"}, _all(200), (), 200, is_json=True
    ),
    "/disclose": Change(lambda _: "/disclose", lambda _: typed(), _all(200), ROLES),
    "/disclose/statement": Change(
        lambda _: "/disclose/statement",
        lambda _: {"release": RELEASE, "do": "submit", "data.sources.0.name": typed()["claim"]},
        _all(200),
        ROLES,
    ),
    "/disclosures/<int:number>/withdraw": Change(
        _withdrawn, lambda _: {"secret": SECRET}, _all(303), ROLES
    ),
    "/lint": Change(lambda _: "/lint", lambda _: {"card": "# A"}, _all(200), (), 200),
    "/moderation": Change(
        lambda _: "/moderation",
        lambda world: {"chosen": str(world.submit()), "picked": "", "added": "It is spam."},
        _DECIDED,
        (MODERATOR,),
    ),
    "/moderation/<int(max=2147483647):number>": Change(
        lambda world: f"/moderation/{world.submit()}",
        lambda world: {"action": Action.REVIEW, "seen": str(world.newest_entry())},
        _DECIDED,
        (MODERATOR,),
    ),
    "/reply": Change(
        lambda _: "/reply",
        lambda _: {
            "release": RELEASE,
            "criterion": CRITERION,
            "text": typed()["claim"],
            "do": "send",
        },
        _signed_in(403, member=303),
        (MEMBER,),
    ),
    "/request": Change(
        lambda _: "/request",
        lambda _: {"release": RELEASE, "criterion": next(_criteria)},
        _all(303),
        ROLES,
    ),
    "/requests/<int(max=2147483647):number>": Change(
        lambda world: f"/requests/{world.ask()}",
        lambda _: {"url": f"https://huggingface.co/{RELEASE}/discussions/7"},
        _all(303),
        ROLES,
    ),
    "/sign-in": Change(
        lambda _: "/sign-in", lambda _: {"name": "nobody", "password": "no"}, _all(401), ()
    ),
    "/sign-out": Change(
        lambda _: "/sign-out", lambda _: {}, _all(303), (PERSON, MEMBER, MODERATOR)
    ),
}
