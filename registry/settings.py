"""Settings: the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from dotenv import dotenv_values


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

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, dotenv: Path | None = None) -> Settings:
        """Settings from the environment, else from ``.env`` in the working folder, else the defaults."""
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
            # The metrics' library reads the environment and no file; both must see the same.
            metrics_folder=told.get("PROMETHEUS_MULTIPROC_DIR") or None,
        )
