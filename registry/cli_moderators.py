"""The commands ``moderators``: who may moderate with a password."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from registry.settings import Settings

if TYPE_CHECKING:
    from sqlmodel import Session

from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, its first line."
)


@click.group("moderators")
def moderators() -> None:
    """Look after those who moderate with a name and a password.

    Those who sign in with Hugging Face are named in MODERATORS instead.
    """


@moderators.command("add")
@click.argument("name")
@from_stdin
def add(name: str, password_stdin: bool) -> None:
    """Let NAME moderate. The password is asked for twice."""
    from registry import store

    password = _password(password_stdin)
    with _writing() as session:
        store.add_account(session, name, password, datetime.now(UTC))
    click.echo(f"{name} can sign in and moderate.")


@moderators.command("password")
@click.argument("name")
@from_stdin
def change_password(name: str, password_stdin: bool) -> None:
    """Give NAME another password. All sessions of the account end, and so does a lock."""
    from registry import store

    password = _password(password_stdin)
    with _writing() as session:
        store.set_password(session, name, password)
    click.echo(f"{name} has another password, and is signed out everywhere.")


@moderators.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Keep NAME from signing in, and end all sessions. What the account decided stays."""
    from registry import store

    with _writing() as session:
        store.disable(session, name, datetime.now(UTC))
    click.echo(f"{name} can't sign in any more.")


@moderators.command("enable")
@click.argument("name")
def enable(name: str) -> None:
    """Let NAME sign in again; lifts the lock after too many wrong passwords as well."""
    from registry import store

    with _writing() as session:
        store.enable(session, name)
    click.echo(f"{name} can sign in.")


@moderators.command("list")
def list_command() -> None:
    """List all who may moderate, with how and when they signed in last."""
    from registry import store

    with _writing() as session:
        found = store.accounts(session)
        for account in found:
            ways = "the Hub" if account.subject is not None else "a password"
            state = "disabled" if account.disabled_at else f"signs in with {ways}"
            last = account.signed_in_at
            told = f"last on {last:%Y-%m-%d %H:%M} UTC" if last else "never did"
            role = "" if account.is_moderator else ", no moderator"
            click.echo(f"{account.name}: {state}{role}, {told}")
    if not found:
        click.echo("Nobody may moderate yet: `aperture moderators add NAME`.")


def _password(password_stdin: bool) -> str:
    if password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@contextmanager
def _writing() -> Iterator[Session]:
    from registry import db, store
    from registry.upkeep import UpkeepError, schema

    with db.engine_on(Settings.load().database_url) as engine:
        try:
            with engine.connect() as connection:
                schema.require_newest(connection)
            with db.session_on(engine) as session:
                yield session
        except (store.AccountError, UpkeepError) as error:
            raise click.ClickException(f"{error}.") from error
