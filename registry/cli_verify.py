"""The command ``verify``: a grade recomputed from its receipt, without asking anybody.

Here readers and registry are wired together, as ``cli`` does for crawls: what was read has to be read anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.settings import Settings

if TYPE_CHECKING:
    from sqlmodel import Session

    from crawlers.snapshots import Snapshot
    from registry.queries.registered import Registered
    from registry.receipts.verifying import Read
    from registry.shapes.receipts import Receipt, ReceiptPolicy
    from registry.shapes.snapshots import SnapshotDocument

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.argument("receipt_file", metavar="RECEIPT", type=_FILE)
@click.option(
    "--snapshot",
    "snapshot_file",
    type=_FILE,
    help="The snapshot, as `/api/v1/models/<id>/snapshot` answers with it.",
)
@click.option(
    "--database",
    "with_database",
    is_flag=True,
    help="Look into the database of DATABASE_URL: what it says of the receipt's inputs, and the snapshot where none is "
    "given. [default without --snapshot]",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def verify(
    context: click.Context,
    receipt_file: Path,
    snapshot_file: Path | None,
    with_database: bool,
    as_json: bool,
) -> None:
    """Recompute the grade of RECEIPT from its snapshot, offline, and tell what differs.

    Exit status 0 says that all is the same, 1 that something differs or could not be checked.
    """
    from registry.policy import Policy
    from registry.receipts import loading, telling
    from registry.receipts.texts import shown
    from registry.receipts.verifying import REGISTRY, Check, verified

    made_by = installed()
    try:
        receipt = loading.load_receipt(_bytes(receipt_file, loading.LONGEST_RECEIPT))
        notes = telling.noted(receipt)
        stored, known = None, None
        if snapshot_file is not None:
            body = _bytes(snapshot_file, loading.LONGEST_SNAPSHOT)
            stored = given_snapshot(loading.load_snapshot(body))
        if stored is None or with_database:
            stored, known = _in_database(receipt, stored)
        checks = verified(receipt, read_anew(stored), Policy.bundled(), made_by)
    except ValueError as error:
        raise click.ClickException(f"This can't be verified: {shown(str(error))}.") from error
    if known is not None:
        checks.append(Check(REGISTRY, "grades and datasets in the database", known.differences))
        notes.extend(known.changed)
    if as_json:
        told = telling.as_dict(receipt, checks, made_by, notes)
        click.echo(json.dumps(told, indent=1))
    else:
        for line in telling.lines(receipt, checks, notes):
            click.echo(line)
    if not telling.is_same(checks):
        context.exit(1)


def installed() -> ReceiptPolicy:
    """What this installation makes grades by."""
    from crawlers.reader_version import READER_VERSION
    from registry import resources

    return {
        "readers": READER_VERSION,
        "rubric": resources.rubric().version,
        "files": resources.policy_digests(),
    }


def read_anew(snapshot: Snapshot) -> Read:
    """A snapshot as this installation's readers see it."""
    from crawlers.ingest import links
    from crawlers.readers import read
    from registry import documents
    from registry.receipts.snapshots import files_in
    from registry.receipts.verifying import Read

    evidence = read(snapshot)
    return Read(
        release=snapshot.id,
        revision=snapshot.revision,
        identity={
            "digest": snapshot.digest,
            "metadata_digest": documents.digest_of(documents.plain(snapshot.metadata)),
            "card_digest": snapshot.card_digest or None,
            "card_outcome": snapshot.card_outcome.value,
            "statement_digest": snapshot.statement_digest or None,
            "files": files_in(snapshot.metadata),
            "page": snapshot.page,
        },
        card=snapshot.card,
        evidence=evidence,
        bases=tuple(target for kind, target, _ in links(evidence) if kind == "base"),
    )


def given_snapshot(told: SnapshotDocument) -> Snapshot:
    """The snapshot that a document tells. Raises ValueError where its card or its statement is not told in one
    way."""
    from crawlers.snapshots import Snapshot
    from registry.receipts.snapshots import card_bytes, statement_bytes
    from registry.scoring.evidence import Outcome

    return Snapshot(
        kind=told["kind"],
        id=told["id"],
        revision=told["revision"],
        metadata=told["metadata"],
        page=told["page"],
        card=card_bytes(told),
        card_outcome=Outcome(told["card_outcome"]),
        card_reason=told["card_reason"],
        statement=statement_bytes(told),
    )


def stored_snapshot(session: Session, receipt: Receipt) -> Snapshot | None:
    """The snapshot of a receipt in the database; None where that has none with its digest."""
    from sqlmodel import col, select

    from crawlers import kept
    from registry import models

    digest = receipt["snapshot"]["digest"]
    row = session.exec(
        select(models.Snapshot).where(
            col(models.Snapshot.repo_id) == receipt["release"],
            col(models.Snapshot.kind) == "model",
            col(models.Snapshot.digest) == digest,
        )
    ).first()
    return None if row is None else kept.stored_snapshot(session, row)


def _bytes(file: Path, longest: int) -> bytes:
    """At most as many bytes of a file as there may be, and one more where there are too many."""
    with file.open("rb") as opened:
        return opened.read(longest + 1)


def _in_database(receipt: Receipt, snapshot: Snapshot | None) -> tuple[Snapshot, Registered]:
    """The snapshot of a receipt, unless there is one already, and what the database says of its inputs."""
    from sqlmodel import Session

    from registry import db
    from registry.queries.registered import registered

    with db.engine_on(Settings.load().database_url) as engine, Session(engine) as session:
        found = snapshot or stored_snapshot(session, receipt)
        if found is None:
            raise ValueError(
                "the database has no snapshot with its digest; say --snapshot FILE to give the one it came with"
            )
        return found, registered(session, receipt)
