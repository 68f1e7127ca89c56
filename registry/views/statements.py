"""The long form: all that a statement on a release can tell, checked, downloaded, or sent for review."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, store
from registry.disclosing import Kind
from registry.disclosing.addresses import AddressError, address
from registry.disclosing.claims import LONGEST_CLAIM, is_release_id, release_id_of
from registry.disclosing.wording import WordingError, worded
from registry.plain.disclosures import disclosure_url
from registry.queries.disclosures import next_number
from registry.queries.texts import statement_bytes
from registry.spelling import printable
from registry.statements import FILE
from registry.statements.checking import Checked
from registry.statements.fields import fields_of
from registry.statements.forms import (
    Typed,
    is_filled,
    stated,
    typed,
    typed_from,
    with_row,
    without_row,
)
from registry.statements.problems import Problem
from registry.statements.questions import questions
from registry.statements.reading import parse
from registry.statements.schema import FILE as SCHEMA_FILE
from registry.statements.shape import METHODS, Statement
from registry.statements.writing import dump
from registry.views import reading, writing
from registry.views.checking import checked_statement, effect_of_statement
from registry.views.disclosures import author_of
from registry.views.limits import count_submission
from registry.views.meta import absolute
from registry.views.submitting import TRAP, digest_of, known_id, new_secret, note_unkept

bp = Blueprint("statements", __name__)

MOST_PARTS = 6000
"""Fields of one form that are read."""
_KEY = re.compile(r" for `[\w.-]+`\.$")
OWN = ("release", "note", "source", "yaml")
"""Fields that are asked for beside the statement."""


@bp.before_request
def _read_many() -> None:
    request.max_form_parts = MOST_PARTS


@bp.get("/disclose/statement")
def form() -> str:
    release = printable(request.args.get("release", ""))[:300]
    found = known_id(release) if release else None
    return _page({"release": release}, _known_of(found) if found else {})


@bp.post("/disclose/statement")
def act() -> AnyResponse:
    """Adds or removes a row, takes over a file, checks, hands out or keeps what was typed."""
    given = {name: request.form.get(name, "") for name in OWN}
    told = typed(request.form.items())
    if row := request.form.get("add", ""):
        return _answer(_page(given, with_row(told, row), at=row))
    if row := request.form.get("remove", ""):
        return _answer(_page(given, without_row(told, row), at=row.rpartition(".")[0]))
    wanted = request.form.get("do", "check")
    if wanted == "load":
        return _loaded(given, told)
    statement, problems = stated(told)
    problems = (*_wrong(given, wanted), *problems)
    if statement is not None and not any(_values(statement)):
        problems = (*problems, Problem(1, "", "Nothing is told yet: fill in what you know."))
    if statement is None or problems:
        return _answer(_page(given, told, problems=problems), 400)
    text = dump(statement, absolute(f"/schemas/{SCHEMA_FILE}"))
    if wanted == "download":
        return _file(text)
    release_id = known_id(given["release"]) or release_id_of(given["release"])
    checked = _checked(release_id, text)
    if wanted != "submit":
        return _answer(_page(given, told, checked=checked, text=text))
    if not checked.evidence:
        empty = Problem(1, "", "Nothing in it says anything yet: placeholders count as nothing.")
        return _answer(_page(given, told, problems=(empty,)), 400)
    return _kept(release_id, given, told, text, checked)


def _values(statement: Statement) -> list[Any]:
    values = statement.model_dump(exclude_none=True, exclude={"transparency"})
    return [value for value in values.values() if is_filled(value)]


def _loaded(given: dict[str, str], told: Typed) -> AnyResponse:
    """The form filled in from a file that was pasted or uploaded."""
    file = request.files.get("file")
    data: bytes | str = file.read() if file is not None and file.filename else given["yaml"]
    parsed = parse(data)
    text = parsed.text or (data if isinstance(data, str) else "")
    if parsed.statement is None:
        page = _page({**given, "yaml": text}, told, file_problems=parsed.problems)
        return _answer(page, 400)
    return _answer(_page({**given, "yaml": ""}, typed_from(parsed.statement), is_loaded=True))


def _wrong(given: Mapping[str, str], wanted: str) -> list[Problem]:
    """What is wrong with what is asked beside the statement."""
    problems = []
    for field, text in request.form.items():
        try:
            worded(text)
        except WordingError as error:
            problems.append(Problem(1, field, f"What is written here {error}."))
    if problems:
        return problems
    name = release_id_of(given["release"]) if given["release"].strip() else ""
    if wanted == "submit" and not name:
        problems.append(Problem(1, "release", "Name the model: its id at the Hub, like org/name."))
    elif name and not known_id(name) and not is_release_id(name):
        problems.append(Problem(1, "release", "The model is to be given by an id like org/name."))
    if wanted == "submit" and given["source"].strip():
        try:
            address(given["source"])
        except AddressError as error:
            problems.append(Problem(1, "source", f"The address {error}."))
    if len(given["note"]) > LONGEST_CLAIM:
        problems.append(Problem(1, "note", f"The note has {LONGEST_CLAIM:,} characters at most."))
    return problems


def _checked(release_id: str, text: str) -> Checked:
    checked = checked_statement(release_id, text)
    if checked is None:
        raise ServiceUnavailable("This server can't read statements.")
    return checked


def _kept(
    release_id: str, given: Mapping[str, str], told: Typed, text: str, checked: Checked
) -> AnyResponse:
    author, secret = author_of(release_id), new_secret()
    if request.form.get(TRAP):
        count_submission()
        note_unkept("trap")
        return _received(release_id, next_number(reading()), new_secret())
    columns = {
        "kind": str(Kind.STATEMENT),
        "release_id": release_id,
        "claim": worded(given["note"]),
        "url": address(worded(given["source"])) if given["source"].strip() else "",
        "statement": text,
        "evidence": [e.as_dict() for e in checked.evidence],
        "reader_version": checked.reader_version,
        "origin": str(author.origin),
        "organization": author.organization,
        "account_id": author.account_id,
        "key": digest_of(secret),
        "likeness": hashlib.sha256(f"{release_id}\0{text}".encode()).hexdigest(),
    }
    try:
        count_submission()
        with writing() as session:
            number = store.save_claim(session, columns, datetime.now(UTC))
    except TooManyRequests as error:
        note_unkept("limit")
        return _answer(_page(given, told, refused=str(error.description)), 429)
    except store.AlreadyClaimedError as same:
        note_unkept("same")
        return redirect(f"{disclosure_url(same.number)}?same=yes", 303)
    return _received(release_id, number, secret)


def _received(release_id: str, number: int, secret: str) -> AnyResponse:
    page = render_template(
        "disclosure_received.html",
        release=release_id,
        is_known=known_id(release_id) is not None,
        number=number,
        url=disclosure_url(number),
        address=absolute(disclosure_url(number)),
        secret=secret,
    )
    return _answer(page)


def _file(text: str) -> AnyResponse:
    response = Response(text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response


def _known_of(release_id: str) -> Typed:
    """What the registry knows already, as one would type it: the statement in the repo, else the licence and the stages
    of post-training."""
    if (body := statement_bytes(reading(), release_id)) and (made := parse(body).statement):
        return typed_from(made)
    found = queries.brief(reading(), release_id)
    graded = queries.verdicts(reading(), [release_id]).get(release_id)
    told: Typed = {}
    licensed = found.release.license if found else None
    if licensed and licensed.lower() not in {"other", "unknown"}:
        told["weights"] = {"license": licensed}
    rows = graded.verdict.ledger if graded else ()
    stages = [{"method": row["stage"]} for row in rows if row["stage"] in METHODS]
    return {**told, "post": {"stages": stages}} if stages else told


def _page(
    given: Mapping[str, str],
    told: Typed,
    *,
    problems: tuple[Problem, ...] = (),
    checked: Checked | None = None,
    text: str = "",
    **more: Any,
) -> str:
    release_id = known_id(given["release"]) if given["release"].strip() else None
    # A field of the form has a label, and no key as in a file.
    in_form = [replace(p, message=_KEY.sub(".", p.message)) for p in problems]
    return render_template(
        "statement.html",
        given={name: given.get(name, "") for name in OWN},
        told=told,
        sections=fields_of(Statement),
        questions=questions(),
        problems=in_form,
        wrong={problem.path: problem for problem in in_form},
        checked=checked,
        effect=effect_of_statement(checked) if checked else None,
        text=text,
        known=release_id,
        author=author_of(release_id or ""),
        trap=TRAP,
        most=LONGEST_CLAIM,
        **more,
    )


def _answer(page: str, status_code: int = 200) -> AnyResponse:
    response = current_app.make_response(page)
    response.status_code = status_code
    return response
