"""Moderation: what people submitted, and the decisions on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from registry import queries, store
from registry.disclosing import OPEN, Action, ActionError, By, Kind, standing
from registry.disclosing.effects import effect_of
from registry.disclosing.reasons import LONGEST_REASON, REASONS, reason_of
from registry.models import Disclosure
from registry.queries import moderation as asking
from registry.queries.moderation import MOST_ALIKE, PAGE_SIZE, Wanted
from registry.resources import rubric
from registry.scoring.rubric import NOT_APPLICABLE
from registry.views import deciding, reading
from registry.views.checking import checked_statement, effect_of_statement
from registry.views.numbers import number_asked, number_in
from registry.views.signing import moderators_only, signed_in

bp = Blueprint("moderation", __name__)

ACTIONS = {str(a): a for a in (Action.REVIEW, Action.ACCEPT, Action.REJECT, Action.UNDO)}
DONE = {
    Action.REVIEW: "is in review",
    Action.ACCEPT: "was accepted",
    Action.REJECT: "was rejected",
    Action.UNDO: "is as it was before",
}
NO_REASON = "Say why it is rejected: pick a reason, or write one. Its author reads it."
ONE = "/moderation/<int(max=2147483647):number>"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the form when it could not be done as asked."""

    problem: str = ""
    level: str = ""
    picked: str = ""
    added: str = ""


@bp.get("/moderation")
@moderators_only
def queue() -> Response:
    return _queue()


@bp.post("/moderation")
@moderators_only
def reject_chosen() -> Response:
    wanted, given = Wanted.of(request.args), request.form
    numbers = [n for n in map(number_in, given.getlist("chosen")) if n is not None]
    reason = reason_of(given.get("picked", ""), given.get("added", ""))
    if not numbers or not reason:
        return _queue(NO_REASON if numbers else "Choose first what is to be rejected.", numbers)
    if given.get("alike") == "yes":
        known = (reading().get(Disclosure, number) for number in numbers)
        numbers += [other for one in known if one for other in asking.alike(reading(), one)]
    many = list(dict.fromkeys(numbers))
    done, failed = _reject_all(many[:MOST_ALIKE], reason)
    told = f"done={done}&failed={failed}&left={len(many[MOST_ALIKE:])}"
    return redirect(f"/moderation?{'&'.join(filter(None, (wanted.query(page=1), told)))}", 303)


@bp.get(ONE)
@moderators_only
def one(number: int) -> Response:
    return _one(number)


@bp.post(ONE)
@moderators_only
def decide(number: int) -> Response:
    given, wanted = request.form, Wanted.of(request.args)
    action = ACTIONS.get(given.get("action", ""))
    if action is None:
        raise NotFound("There is no such action.")
    picked, added = given.get("picked", ""), given.get("added", "")
    level = given.get("level", "") if action is Action.ACCEPT else ""
    reason = "" if action in (Action.REVIEW, Action.UNDO) else reason_of(picked, added)
    typed = Typed("", given.get("level", ""), picked, added)
    if action is Action.ACCEPT:
        reason = added.strip()[:LONGEST_REASON]  # those to be picked say why something is rejected
    if action is Action.REJECT and not reason:
        return _one(number, Typed(NO_REASON, typed.level, picked, added), 400)
    act = _act(action, reason, level, number_in(given.get("seen", "")) or 0)
    same = asking.alike(reading(), _row(number)) if given.get("alike") == "yes" else ()
    try:
        deciding.decide(number, act)
    except store.UnknownDisclosureError as error:
        raise NotFound(f"There is no disclosure {number}.") from error
    except ActionError as error:
        problem = f"{str(error)[0].upper()}{str(error)[1:]}."
        return _one(number, Typed(problem, typed.level, picked, added), 409)
    if action is Action.REJECT and same:
        _reject_all(same, reason)
    if action in (Action.REVIEW, Action.UNDO):
        return redirect(_address(number, wanted), 303)
    reading().expire_all()
    on = asking.following(reading(), wanted, _row(number))
    told = f"after={number}"
    if on is None:
        query = "&".join(filter(None, (wanted.query(page=1), told)))
        return redirect(f"/moderation?{query}", 303)
    return redirect(_address(on, wanted, told), 303)


def _reject_all(numbers: Any, reason: str) -> tuple[int, int]:
    """Rejects many, each in a transaction of its own: nobody else has to wait long, and what somebody else has decided
    on meanwhile is left alone. How many that were, and how many not."""
    done = failed = 0
    for number in numbers:
        try:
            deciding.decide(number, _act(Action.REJECT, reason))
            done += 1
        except (ActionError, store.UnknownDisclosureError):
            failed += 1
    return done, failed


def _act(action: Action, reason: str, level: str = "", seen: int | None = None) -> store.Act:
    account = signed_in()
    assert account is not None
    return store.Act(action, By.MODERATOR, reason, level, account.id, seen)


def _address(number: int, wanted: Wanted, told: str = "") -> str:
    query = "&".join(filter(None, (wanted.query(page=1), told)))
    return f"/moderation/{number}" + (f"?{query}" if query else "")


def _row(number: int) -> Disclosure:
    row = reading().get(Disclosure, number)
    if row is None:
        raise NotFound(f"There is no disclosure {number}.")
    return row


def _queue(problem: str = "", chosen: Any = ()) -> Response:
    wanted = Wanted.of(request.args)
    found = asking.queue(reading(), wanted)
    page = render_template(
        "moderation.html",
        wanted=wanted,
        queue=found,
        pages=-(-found.total // PAGE_SIZE),
        problem=problem,
        chosen=chosen,
        typed=request.form,
        reasons=REASONS,
        after=_after(),
        told=request.args,
    )
    return make_response(page, 400 if problem else 200)


def _after() -> dict[str, Any] | None:
    """What was just decided on, for whoever wants that undone."""
    number = number_asked("after")
    row = reading().get(Disclosure, number) if number else None
    if row is None or row.id is None:
        return None
    last = asking.entries(reading(), row.id)[-1]
    return {"row": row, "seen": last.id, "told": DONE.get(Action(last.action), "was changed")}


def _one(number: int, typed: Typed | None = None, status: int = 200) -> Response:
    typed = typed or Typed()
    wanted, session, row = Wanted.of(request.args), reading(), _row(number)
    session.refresh(row)
    entries = asking.entries(session, number)
    decisions = standing(entries)
    told = queries.verdicts(session, [row.release_id]).get(row.release_id)
    marks = told.verdict.marks if told else {}
    criterion = rubric().criterion(row.criterion) if row.criterion in rubric().titles else None
    own = told.verdict.own.get(row.criterion, {}).get("level", "") if told else ""
    levels: list[dict[str, Any]] = []
    if row.kind == Kind.CLAIM and criterion is not None:
        known = [(level.id, level.points, level.meaning) for level in criterion.levels]
        for level, points, meaning in (*known, (NOT_APPLICABLE, None, "It leaves the sum.")):
            effect = effect_of(marks, {row.criterion: level}, rubric())
            levels.append({"id": level, "points": points, "meaning": meaning, "effect": effect})
    checked = None
    if row.kind == Kind.STATEMENT and row.status in OPEN:
        checked = checked_statement(row.release_id, row.statement)
    last = decisions[-1] if decisions else None
    page = render_template(
        "moderation_one.html",
        d=row,
        wanted=wanted,
        criterion=criterion,
        mark=marks.get(row.criterion),
        marks=marks,
        own=own,
        levels=levels,
        checked=checked,
        effect=effect_of_statement(checked) if checked else None,
        contradicts=_contradicts(row, own, marks.get(row.criterion)),
        preset=typed.level or row.level,
        entries=entries,
        undoable=last if last is not None and last.by == By.MODERATOR else None,
        is_open=row.status in OPEN,
        similar=asking.similar(session, row),
        alike=asking.alike_count(session, row),
        link=asking.link_state(session, row.url),
        author=asking.author(session, row),
        me=signed_in(),
        graded=told is not None,
        following=asking.following(session, wanted, row),
        preceding=asking.preceding(session, wanted, row),
        typed=typed,
        reasons=REASONS,
        after=_after(),
    )
    return make_response(page, status)


def _contradicts(row: Disclosure, own: str, mark: Any) -> bool:
    """Whether the release's own words say something else than what is claimed."""
    if row.kind != Kind.CLAIM or mark is None or not row.level or row.level == own:
        return False
    return any(e.get("place", "") != f"disclosure:{row.id}" for e in mark["evidence"])
