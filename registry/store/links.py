"""Links: which addresses evidence rests on, who is about to look at them, and what came of looking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, exists, or_, select, text, tuple_, update
from sqlmodel import Session, col

from registry.documents import digest_of
from registry.links import quoted_words
from registry.links.rules import LinkState, Look, after
from registry.links.states import LinkStatus
from registry.models import Citation, Disclosure, Release, WebLink
from registry.store.rows import insert_new, lock

_LINKS = 0x6C696E6B
"""The number of PostgreSQL's lock on who looks at what."""

MOST_AT_ONCE = 1000


class Cited(NamedTuple):
    """An address and its host; for what was disclosed, by which disclosure, and the digest of the quoted words."""

    release_id: str
    url: str
    host: str
    disclosure_id: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Leased:
    """A link that is this caller's to look at ``until`` then; ``reads`` says that words were quoted from it."""

    id: int
    url: str
    host: str
    until: datetime
    reads: bool


# Citations --------------------------------------------------------------------------------------


def save_citations(
    session: Session, graded: Mapping[str, datetime], cited: Iterable[Cited], now: datetime
) -> int:
    """Keeps on which addresses the evidence of these releases rests, as of the grades that were made then; how many
    are new to the registry."""
    of = Citation
    told = col(of.release_id).in_(list(graded)), col(of.disclosure_id).is_(None)
    new = _replace(session, told, cited, now)
    lock(session, Release, graded)
    for moment in set(graded.values()):
        ids = [i for i, at in graded.items() if at == moment]
        session.execute(update(Release).where(col(Release.id).in_(ids)).values(cited_at=moment))
    return new


def save_disclosed(session: Session, cited: Iterable[Cited], now: datetime) -> int:
    """Keeps on which addresses the accepted disclosures rest, these and no others; how many are new to the registry."""
    return _replace(session, (col(Citation.disclosure_id).is_not(None),), cited, now)


def _replace(
    session: Session, told: Collection[ColumnElement[bool]], cited: Iterable[Cited], now: datetime
) -> int:
    """Makes these the citations among those that some conditions tell. What is known of those that stay is kept."""
    _keep_others_off(session)
    wanted = list(cited)
    urls = {digest_of(c.url.encode()): c for c in wanted}
    fresh = {"status": LinkStatus.UNCHECKED, "problem": "", "leads_to": "", "tries": 0}
    known = _links(session, urls)
    rows: list[dict[str, Any]] = [
        {"digest": digest, "url": urls[digest].url, "host": urls[digest].host, "due_at": now}
        for digest in sorted(urls.keys() - known.keys())
    ]
    insert_new(session, WebLink, [row | fresh for row in rows])
    known |= _links(session, [row["digest"] for row in rows])
    of = Citation
    old = {
        (release_id, link_id, by, words): number
        for number, release_id, link_id, by, words in session.execute(
            select(
                col(of.id),
                col(of.release_id),
                col(of.link_id),
                col(of.disclosure_id),
                col(of.words),
            ).where(*told)
        )
    }
    now_told = {
        (c.release_id, known[digest_of(c.url.encode())], c.disclosure_id, c.words) for c in wanted
    }
    for over in _batches((n for key, n in old.items() if key not in now_told)):
        session.execute(delete(Citation).where(col(Citation.id).in_(over)))
    new = sorted(now_told - old.keys(), key=repr)
    names = ("release_id", "link_id", "disclosure_id", "words")
    insert_new(
        session, Citation, [dict(zip(names, k, strict=True)) | {"changed": False} for k in new]
    )
    # A grade older than the citation does not know yet that its link is gone.
    for new_links in _batches({key[1] for key in new}):
        is_gone = col(WebLink.status) == LinkStatus.GONE
        gone = update(WebLink).where(col(WebLink.id).in_(new_links), is_gone)
        session.execute(gone.values(changed_at=now))
    return len(rows)


def _links(session: Session, digests: Iterable[str]) -> dict[str, int]:
    of = WebLink
    found: dict[str, int] = {}
    for some in _batches(digests):
        asked = select(col(of.digest), col(of.id)).where(col(of.digest).in_(some))
        found.update((digest, number) for digest, number in session.execute(asked) if number)
    return found


# Looking ----------------------------------------------------------------------------------------


def lease_links(
    session: Session,
    now: datetime,
    until: datetime,
    *,
    host: str = "",
    unseen_since: datetime | None = None,
    most: int = 20,
) -> list[Leased]:
    """Links of one host that are due, or with ``unseen_since`` any that nobody looked at since: the caller's to look
    at until then. At a host that others are about to visit there are none.

    What somebody who was killed had leased is free again when that is over.
    """
    _keep_others_off(session)
    of = WebLink
    # Written first: SQLite takes no other writer after that.
    over = update(WebLink).where(col(of.leased_until) <= now)
    session.execute(over.values(leased_until=None))
    busy = select(col(of.host)).where(col(of.leased_until).is_not(None))
    is_due: ColumnElement[bool] = col(of.due_at) <= now
    if unseen_since is not None:
        is_due = or_(col(of.checked_at).is_(None), col(of.checked_at) < unseen_since)
    is_cited = exists().where(col(Citation.link_id) == col(of.id))
    waiting = select(col(of.host)).where(is_due, is_cited, col(of.host).not_in(busy))
    if host:
        waiting = waiting.where(col(of.host) == host)
    first = session.scalar(waiting.order_by(col(of.due_at), col(of.id)).limit(1))
    if first is None:
        return []
    quoted = exists().where(col(Citation.link_id) == col(of.id), col(Citation.words).is_not(None))
    rows = session.execute(
        select(col(of.id), col(of.url), quoted)
        .where(is_due, is_cited, col(of.host) == first)
        .order_by(col(of.due_at), col(of.id))
        .limit(most)
    ).all()
    found = [Leased(number, url, first, until, reads) for number, url, reads in rows if number]
    mine = update(WebLink).where(col(of.id).in_([one.id for one in found]))
    session.execute(mine.values(leased_until=until))
    return found


def give_back(session: Session, links: Iterable[Leased], due_at: datetime | None = None) -> None:
    """Lets others look at links that were leased, not before ``due_at`` if that is given."""
    by = {"leased_until": None} | ({"due_at": due_at} if due_at else {})
    held = [(link.id, link.until) for link in links]
    mine = tuple_(col(WebLink.id), col(WebLink.leased_until)).in_(held)
    if held:
        _keep_others_off(session)
        session.execute(update(WebLink).where(mine).values(by))


def save_look(
    session: Session, link: Leased, look: Look, now: datetime, spread: float = 0.5
) -> tuple[LinkState, LinkState] | None:
    """Keeps what came of looking at a link, and gives it back; what was known before, and what is now. None where the
    lease was over: somebody else looks then."""
    _keep_others_off(session)
    of = WebLink
    mine = update(WebLink).where(col(of.id) == link.id, col(of.leased_until) == link.until)
    if not session.execute(mine.values(leased_until=None)).rowcount:  # type: ignore[attr-defined]
        return None
    row = session.get_one(WebLink, link.id, populate_existing=True)
    told = {f.name: getattr(row, f.name) for f in fields(LinkState)}
    before = LinkState(**told | {"status": LinkStatus(row.status)})
    changed = _note_words(session, link.id, look, now)
    state = after(before, look, now, spread=spread, changed=changed)
    for name, value in asdict(state).items():
        setattr(row, name, value)
    session.flush()
    return before, state


def _note_words(session: Session, link_id: int, look: Look, now: datetime) -> bool:
    """Notes which of the words that were quoted from a link are there; whether any are not there any more."""
    quoted = session.execute(
        select(Citation, col(Disclosure.quote))
        .join(Disclosure, col(Disclosure.id) == col(Citation.disclosure_id))
        .where(col(Citation.link_id) == link_id, col(Citation.words).is_not(None))
    ).all()
    page = None if look.text is None or not quoted else quoted_words.folded(look.text)
    for citation, quote in quoted:
        if page is None:
            continue
        if quoted_words.holds(page, quote):
            citation.seen_at, citation.changed = now, False
        elif look.is_whole and citation.seen_at is not None:
            citation.changed = True
    return any(citation.changed for citation, _ in quoted)


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(values)
    while some := list(islice(left, MOST_AT_ONCE)):
        yield some


def _keep_others_off(session: Session) -> Any:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:links)"), {"links": _LINKS})
