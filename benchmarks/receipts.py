"""Whether every grade of a registry can be recomputed from its receipt, and what that takes.

    python benchmarks/receipts.py --database-url URL [--most N]

Of every graded release (of N at most, in the order of their names), the receipt and the snapshot are written as the API
answers with them, read again as `aperture verify --snapshot` does, and verified. Prints how many are identical, what
differs in the others, milliseconds to write and to verify one, and how long receipts are; ends with status 1 when
one differs.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from sqlmodel import Session, col, select

from registry.cli_verify import given_snapshot, installed, read_anew
from registry.db import engine_on
from registry.models import Release
from registry.policy import Policy
from registry.queries.receipts import receipt, snapshot_document
from registry.receipts.loading import load_receipt, load_snapshot
from registry.receipts.verifying import Check, verified
from registry.receipts.writing import written

EXAMPLES = 10


def documents(session: Session, release_id: str) -> tuple[bytes, bytes]:
    """A receipt and its snapshot."""
    return (
        written(receipt(session, release_id)),
        written(snapshot_document(session, release_id)),
    )


def checks(pair: tuple[bytes, bytes], policy: Policy) -> list[Check]:
    """What comes of verifying one by the other."""
    stored = given_snapshot(load_snapshot(pair[1]))
    return verified(load_receipt(pair[0]), read_anew(stored), policy, installed())


def main() -> None:
    """Verifies all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--most", type=int)
    asked = parser.parse_args()
    policy = Policy.bundled()
    same, differing, kinds = 0, list[str](), Counter[str]()
    writing = verifying = 0.0
    lengths: list[int] = []
    with engine_on(asked.database_url) as engine:
        graded = select(Release.id).where(col(Release.grade_id).is_not(None)).order_by(Release.id)
        with Session(engine) as session:
            ids = session.exec(graded.limit(asked.most)).all()
        for release_id in ids:
            began = time.perf_counter()
            with Session(engine) as session:
                pair = documents(session, release_id)
            wrote = time.perf_counter()
            wrong = [d for check in checks(pair, policy) for d in check.differences]
            writing += wrote - began
            verifying += time.perf_counter() - wrote
            lengths.append(len(pair[0]))
            same += not wrong
            kinds.update({one.what for one in wrong})
            if wrong:
                differing.append(f"{release_id}: {wrong[0].what}")
    lengths.sort()
    print(f"identical: {same:,} of {len(ids):,}")
    for line in differing[:EXAMPLES]:
        print(f"  {line}")
    for what, count in kinds.most_common(EXAMPLES):
        print(f"  {count:6,} differ in {what}")
    if ids:
        print(f"to write: {1000 * writing / len(ids):.1f} ms a receipt with its snapshot")
        print(f"to verify: {1000 * verifying / len(ids):.1f} ms a receipt")
        print(
            f"kB a receipt: median {lengths[len(ids) // 2] / 1000:.0f}, most {lengths[-1] / 1000:.0f}"
        )
    if differing:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
