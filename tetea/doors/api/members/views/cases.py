"""Cases: made of a report, carried on step by step, closed with an outcome."""

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from tetea.domain import moment
from tetea.domain.cases import closing, handing, lists, review, work
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.errors import ReasonMissing
from tetea.domain.keyring.holder import Holder
from tetea.doors.api.members import reading, saying
from tetea.doors.api.members.auth import ANYONE, CASEWORKERS, WORKERS, holder
from tetea.doors.api.members.shapes import (
    AskBody,
    AssignBody,
    CaseBody,
    CaseRowShape,
    CaseRowsShape,
    CaseShape,
    DoneShape,
    NextBody,
    NoteBody,
    ReviewBody,
    SaidShape,
    TextBody,
)
from tetea.doors.api.problems import Fault, invalid
from tetea.doors.api.shapes import BODY_PROBLEMS, answers

# Somebody looks at a fresh case within a day unless she says otherwise.
FIRST_STEP = dt.timedelta(days=1)
FURTHEST = dt.timedelta(days=5 * 366)
READ = (401, 404)
WRITE = (*BODY_PROBLEMS, 401, 404, 409)

router = Router(tags=["cases"])


@router.get("cases", response=answers({200: CaseRowsShape}, 401, 404, 422), auth=ANYONE)
def listed(
    request: HttpRequest,
    state: Annotated[Literal["open", "closed", "all"], Query()] = "open",
    cursor: Annotated[str, Query(pattern=r"^(\d{4}-\d{2}\.[a-z2-7]{26})?$")] = "",
) -> CaseRowsShape:
    """List the cases whose keys she holds, newest month first, 50 at a time."""
    page = lists.cases(holder(request), state, cursor)
    return CaseRowsShape(
        items=[CaseRowShape(id=one.id, report=reading.row(one.row)) for one in page.lines],
        next=page.next or None,
    )


@router.post("cases", response=answers({201: DoneShape}, *WRITE), auth=WORKERS)
def begin(request: HttpRequest, body: CaseBody) -> Status[DoneShape]:
    """Make a case of a report. A new report is triaged to the caller first."""
    member = holder(request)
    reading.check_id(body.report)
    due = _due(body.due) if body.due else moment.now() + FIRST_STEP
    made = work.open_case(member, body.report, body.next_step.strip(), due)
    return Status(201, DoneShape(report=made.report_id, case=made.id))


@router.get("cases/{case_id}", response=answers({200: CaseShape}, *READ), auth=WORKERS)
def opened(request: HttpRequest, case_id: str) -> CaseShape:
    """Open a case with its report. The log entry comes first."""
    member = holder(request)
    found = reading.opened(member, reading.report_of(member, case_id))
    return reading.case(member, found, work.read_case(member, found.report.id))


@router.post("cases/{case_id}/assign", response=answers({200: DoneShape}, *WRITE), auth=CASEWORKERS)
def assign(request: HttpRequest, case_id: str, body: AssignBody) -> DoneShape:
    """Give a case to another member; its keys follow."""
    member = holder(request)
    report_id = reading.report_of(member, case_id)
    handing.assign(member, report_id, reading.assignee(member, report_id, body.member))
    return DoneShape(report=report_id, case=case_id)


@router.post("cases/{case_id}/messages", response=answers({201: SaidShape}, *WRITE), auth=WORKERS)
def say(request: HttpRequest, case_id: str, body: TextBody) -> Status[SaidShape]:
    """Write to her. Where she allowed it, an SMS that an answer waits is queued."""
    member = holder(request)
    found = reading.opened(member, reading.report_of(member, case_id))
    return Status(201, saying.say(member, found, body.text.strip(), case_id))


@router.post("cases/{case_id}/notes", response=answers({201: DoneShape}, *WRITE), auth=WORKERS)
def note(request: HttpRequest, case_id: str, body: NoteBody) -> Status[DoneShape]:
    """Write down what was done."""
    member = holder(request)
    report_id = reading.opened_of(member, case_id)
    work.record(member, report_id, body.text.strip(), body.kind)
    return Status(201, DoneShape(report=report_id, case=case_id))


@router.post("cases/{case_id}/next", response=answers({200: DoneShape}, *WRITE), auth=WORKERS)
def set_next(request: HttpRequest, case_id: str, body: NextBody) -> DoneShape:
    """Say what is to be done next, and by when."""
    member = holder(request)
    due = _due(body.due)
    report_id = reading.opened_of(member, case_id)
    work.set_next_step(member, report_id, body.next_step.strip(), due)
    return DoneShape(report=report_id, case=case_id)


@router.post(
    "cases/{case_id}/clocks/{kind}/done",
    response=answers({200: DoneShape}, *READ, 409),
    auth=WORKERS,
)
def settle(request: HttpRequest, case_id: str, kind: str) -> DoneShape:
    """Stop a clock: what it stood for was done."""
    member = holder(request)
    report_id = reading.opened_of(member, case_id)
    reading.settle(member, report_id, kind)
    return DoneShape(report=report_id, case=case_id)


@router.post("cases/{case_id}/close", response=answers({200: DoneShape}, *WRITE), auth=WORKERS)
def close(request: HttpRequest, case_id: str, body: AskBody) -> DoneShape:
    """Ask a colleague to close a case with this outcome; the outside officer closes her own."""
    member = holder(request)
    report_id = reading.opened_of(member, case_id)
    ending = Ending(body.outcome, body.text.strip(), body.reason)
    try:
        if member.role == "outside":
            closing.close(member, report_id, ending)
        else:
            review.ask(member, report_id, ending, _reviewer(member, body.reviewer))
    except ReasonMissing:
        raise invalid([Fault("reason", "required", "Say why they left.")]) from None
    return DoneShape(report=report_id, case=case_id)


@router.post("cases/{case_id}/review", response=answers({200: DoneShape}, *WRITE), auth=WORKERS)
def reviewed(request: HttpRequest, case_id: str, body: ReviewBody) -> DoneShape:
    """Approve a closing that somebody else asked for, send it back, or take one's own back."""
    member = holder(request)
    report_id = reading.opened_of(member, case_id)
    try:
        match body.verdict:
            case "approve":
                review.approve(member, report_id)
            case "take-back":
                review.take_back(member, report_id)
            case _:
                review.send_back(member, report_id, body.text.strip())
    except ReasonMissing:
        raise invalid([Fault("text", "required", "Say what is still missing.")]) from None
    return DoneShape(report=report_id, case=case_id)


def _reviewer(member: Holder, name: str) -> str:
    found = [one for one, username, _role in review.reviewers(member) if username == name]
    if not found:
        raise invalid([Fault("reviewer", "not_a_choice", "Name a colleague who may review it.")])
    return found[0]


@router.post("cases/{case_id}/reopen", response=answers({200: DoneShape}, *READ, 409), auth=WORKERS)
def reopen(request: HttpRequest, case_id: str) -> DoneShape:
    """Open a closed case again."""
    member = holder(request)
    report_id = reading.report_of(member, case_id)
    closing.reopen(member, report_id)
    return DoneShape(report=report_id, case=case_id)


def _due(wanted: dt.datetime) -> dt.datetime:
    now = moment.now()
    if not now - FIRST_STEP <= wanted <= now + FURTHEST:
        raise invalid([Fault("due", "out_of_range", "Choose a time within the next five years.")])
    return wanted.astimezone(dt.UTC)
