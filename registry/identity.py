"""Identity: who somebody is as the Hub tells it, and for which publishers he or she speaks."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass
from typing import Any, Protocol

OWNER = "owner"
"""The role of a person in the name space of his or her own name, where releases may be published as well."""
RESTRICTED = "restricted"
"""The role of who has not met what the organization asks of its members, such as a second factor."""
MEMBER = "member"
"""The role of whom the Hub calls a member and tells no role of."""
SPEAKERS = frozenset({OWNER, "admin", "write", "contributor"})
"""The Hub's roles that may publish under an organization's name. Whoever may only ``read`` is a member all the same."""
AT_THE_HUB = "hub:"
"""What the names of accounts begin with that are the Hub's. No local account's does, so that none is taken for
another."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody, as the Hub tells it: the number that stays, the present name, and organizations with the role there."""

    subject: str
    name: str
    organizations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that has begun and not ended. What it holds is known to the visitor's browser and to us alone."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    at: float

    def as_dict(self) -> dict[str, Any]:
        """As a session keeps it."""
        return asdict(self)


class IdentityError(Exception):
    """Nobody could be identified. The message is a sentence for the visitor; what happened is in the log."""


class Provider(Protocol):
    """Who tells who somebody is."""

    def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """The address to send a visitor to, and the attempt to keep in the session. Raises IdentityError."""

    def end(self, attempt: Attempt, answer: Mapping[str, str]) -> Identity:
        """Who it is, from the query that the visitor came back with. Raises IdentityError."""


def speaks_for(organizations: Mapping[str, str], organization: str) -> bool:
    """Whether who has these roles may speak for a publisher. Names count as the Hub spells them."""
    return bool(organization) and organizations.get(organization) in SPEAKERS


def spoken_for(organizations: Mapping[str, str]) -> list[str]:
    """The publishers that somebody with these roles may speak for, in the order of their names."""
    return sorted(name for name in organizations if speaks_for(organizations, name))


def is_listed(name: str, subject: str, moderators: Set[str]) -> bool:
    """Whether somebody is among the moderators, by name at the Hub or better by number as ``#SUBJECT``: a name can
    become somebody else's."""
    return not moderators.isdisjoint({name, f"#{subject}"})
