"""Settings: the only place that reads the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from dotenv import dotenv_values

_LIMIT = re.compile(r"[1-9]\d{0,8} per (?:[1-9]\d{0,3} )?(?:second|minute|hour|day)s?")


class SettingsError(ValueError):
    """A setting has a value that it can't have; the message says which, and what it may be."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment, with what it means."""

    name: str
    default: str
    help: str


def default_database_url() -> str:
    """SQLite in the user's data folder."""
    return f"sqlite:///{Path(platformdirs.user_data_dir('aperture')) / 'aperture.sqlite3'}"


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "",
        "Where the registry is kept: sqlite:///FILE or postgresql+psycopg://…; SQLite in the user's data folder "
        "by default.",
    ),
    Setting("HF_ENDPOINT", "https://huggingface.co", "The Hub to crawl."),
    Setting("HF_TOKEN", "", "A token for the Hub, for higher rate limits and gated repos."),
    Setting(
        "LOG_FORMAT",
        "",
        "What is logged on standard error: warnings as plain lines, or with `json` all that happens, one JSON object "
        "a line.",
    ),
    Setting(
        "RATE_LIMIT",
        "3000 per 5 minutes",
        "How many requests one address may make to the API of each server process; empty: any number.",
    ),
    Setting(
        "TRUSTED_PROXIES",
        "0",
        "How many proxies stand before the server, whose X-Forwarded headers are believed.",
    ),
    Setting(
        "SECRET_KEY",
        "",
        "What sessions and forms are signed with: any long random text, the same for all servers of one site. Without "
        "one each server makes its own, and whoever is signed in is signed out when it ends.",
    ),
    Setting(
        "DISCLOSURE_LIMIT",
        "20 per hour",
        "How many disclosures, replies and requests one address may submit to each server process; empty: any number.",
    ),
    Setting(
        "OAUTH_CLIENT_ID",
        "",
        "By which name this site is registered with the Hub as an OAuth application; without one nobody can sign in "
        "with the Hub.",
    ),
    Setting("OAUTH_CLIENT_SECRET", "", "The secret that goes with it."),
    Setting(
        "OPENID_PROVIDER_URL",
        "",
        "Who tells who somebody is; the Hub at HF_ENDPOINT by default.",
    ),
    Setting(
        "MODERATORS",
        "",
        "Names at the Hub, or numbers there as #NUMBER, with commas between them, of those who may moderate when they "
        "sign in with it.",
    ),
    Setting(
        "CONTACT",
        "",
        "An address of a page or mailbox that is told to the sites whose links are checked, so that they know whom to "
        "ask.",
    ),
    Setting(
        "PROMETHEUS_MULTIPROC_DIR",
        "",
        "An empty folder in which the processes of a server share what they count for /metrics; only the environment "
        "itself is asked for it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment and ``.env`` say."""

    database_url: str
    hf_endpoint: str = "https://huggingface.co"
    hf_token: str | None = None
    log_format: str = ""
    metrics_folder: str | None = None
    rate_limit: str = "3000 per 5 minutes"
    trusted_proxies: int = 0
    secret_key: str = ""
    disclosure_limit: str = "20 per hour"
    oauth_client_id: str = ""
    oauth_client_secret: str = ""
    openid_provider: str = "https://huggingface.co"
    moderators: frozenset[str] = frozenset()
    contact: str = ""

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, dotenv: Path | None = None) -> Settings:
        """Settings from the environment, else from ``.env`` in the working folder, else the defaults. Raises
        SettingsError for a value that makes no sense."""
        told = os.environ if environ is None else environ
        given = {
            **{s.name: s.default for s in SETTINGS},
            **dotenv_values(dotenv or Path(".env")),
            **told,
        }
        return cls(
            database_url=given["DATABASE_URL"] or default_database_url(),
            hf_endpoint=(given["HF_ENDPOINT"] or "https://huggingface.co").rstrip("/"),
            hf_token=given["HF_TOKEN"] or None,
            log_format=given["LOG_FORMAT"] or "",
            rate_limit=_limit("RATE_LIMIT", given["RATE_LIMIT"] or ""),
            secret_key=given["SECRET_KEY"] or "",
            disclosure_limit=_limit("DISCLOSURE_LIMIT", given["DISCLOSURE_LIMIT"] or ""),
            oauth_client_id=given["OAUTH_CLIENT_ID"] or "",
            oauth_client_secret=given["OAUTH_CLIENT_SECRET"] or "",
            openid_provider=_provider(given).rstrip("/"),
            moderators=frozenset(
                filter(None, map(str.strip, (given["MODERATORS"] or "").split(",")))
            ),
            contact=_contact(given["CONTACT"] or ""),
            trusted_proxies=_count("TRUSTED_PROXIES", given["TRUSTED_PROXIES"]),
            # The metrics' library reads the environment and no file; both must see the same.
            metrics_folder=told.get("PROMETHEUS_MULTIPROC_DIR") or None,
        )


def lend_secret() -> None:
    """Gives the processes that this one starts a key in common, where nobody has given them one."""
    if not Settings.load().secret_key:
        os.environ["SECRET_KEY"] = secrets.token_urlsafe(48)


def _provider(given: Mapping[str, str | None]) -> str:
    return given["OPENID_PROVIDER_URL"] or given["HF_ENDPOINT"] or "https://huggingface.co"


def _contact(text: str) -> str:
    if not (text.isascii() and text.isprintable()) or set(text) & set(" ()"):
        raise SettingsError(
            f"CONTACT can't be {text!r}; write an address such as mailto:us@example.org"
        )
    return text


def _limit(name: str, text: str) -> str:
    if text and not _LIMIT.fullmatch(text):
        raise SettingsError(f"{name} can't be {text!r}; write it like 3000 per 5 minutes")
    return text


def _count(name: str, text: str | None) -> int:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 3):
        raise SettingsError(f"{name} can't be {text!r}; it must be a number such as 1")
    return int(text or 0)
