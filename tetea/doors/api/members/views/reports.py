"""Queues and reports: list, open on purpose, give to a member, answer her."""

import re
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from tetea.domain.cases import closing, handing
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.errors import ReasonMissing
from tetea.domain.reports.work import opening, quarantine, queue, triage
from tetea.doors.api.members import reading, saying
from tetea.doors.api.members.auth import ANYONE, CASEWORKERS, DISPATCH, WORKERS, holder
from tetea.doors.api.members.shapes import (
    AssignBody,
    CloseBody,
    DoneShape,
    MembersShape,
    QueuesShape,
    ReportShape,
    RowsShape,
    SaidShape,
    TextBody,
)
from tetea.doors.api.problems import Fault, invalid
from tetea.doors.api.shapes import BODY_PROBLEMS, answers

Queue = Literal["now", "mine", "waiting", "all", "closed", "quarantine"]

_ID = "[a-z2-7]{26}"
_SOONEST = re.compile(rf"[ABQ]\.\d{{1,10}}\.{_ID}")
_CURSORS = {"mine": re.compile(_ID), "closed": re.compile(rf"\d{{4}}-\d{{2}}\.{_ID}")}

READ = (401, 404)
WRITE = (*BODY_PROBLEMS, 401, 404, 409)

router = Router(tags=["reports"])


@router.get("reports", response=answers({200: RowsShape}, 401, 404, 422), auth=ANYONE)
def listed(
    request: HttpRequest,
    queue_name: Annotated[Queue, Query(alias="queue")] = "all",
    cursor: Annotated[str, Query(max_length=64)] = "",
) -> RowsShape:
    """List what her keys reach, by danger and by what is lost soonest, 50 at a time."""
    if cursor and not _CURSORS.get(queue_name, _SOONEST).fullmatch(cursor):
        raise invalid([Fault("cursor", "not_a_cursor", "This is no `next` of this queue.")])
    page = queue.queue(holder(request), queue_name, cursor)
    return RowsShape(items=[reading.row(one) for one in page.rows], next=page.next or None)


@router.get("queues", response=answers({200: QueuesShape}, 401, 404), auth=WORKERS)
def counts(request: HttpRequest) -> QueuesShape:
    """Count the queues."""
    return QueuesShape.model_validate(queue.counts(holder(request)))


@router.get("members", response=answers({200: MembersShape}, 401, 404), auth=CASEWORKERS)
def assignable(request: HttpRequest) -> MembersShape:
    """List the members to whom a report can be given."""
    found = triage.assignable(holder(request))
    return MembersShape.model_validate(
        {"items": [{"id": one, "username": name, "role": role} for one, name, role in found]}
    )


@router.get("reports/{report_id}", response=answers({200: ReportShape}, 401, 404), auth=WORKERS)
def opened(request: HttpRequest, report_id: str) -> ReportShape:
    """Open a report on purpose. The log entry comes first, and she will see that it was opened."""
    member = holder(request)
    return reading.report(member, reading.opened(member, report_id))


@router.post(
    "reports/{report_id}/assign",
    response=answers({200: DoneShape}, *WRITE),
    auth=CASEWORKERS,
)
def assign(request: HttpRequest, report_id: str, body: AssignBody) -> DoneShape:
    """Give a report to a member: triage when it is new, otherwise its keys follow."""
    member = holder(request)
    handing.assign(member, report_id, reading.assignee(member, report_id, body.member))
    return DoneShape(report=report_id)


@router.post(
    "reports/{report_id}/messages",
    response=answers({201: SaidShape}, *WRITE),
    auth=WORKERS,
)
def say(request: HttpRequest, report_id: str, body: TextBody) -> Status[SaidShape]:
    """Write to her, sealed to the key that is pinned in her report.

    Where she allowed it, an SMS that an answer waits is queued for her safe hours.
    """
    member = holder(request)
    found = reading.opened(member, report_id)
    return Status(201, saying.say(member, found, body.text.strip()))


@router.post(
    "reports/{report_id}/release",
    response=answers({200: DoneShape}, *READ, 409),
    auth=DISPATCH,
)
def release(request: HttpRequest, report_id: str) -> DoneShape:
    """Let a report that was held back as part of a flood into the queues."""
    reading.check_id(report_id)
    quarantine.release(holder(request), report_id)
    return DoneShape(report=report_id)


@router.post("reports/{report_id}/seal", response=answers({200: DoneShape}, *READ), auth=WORKERS)
def seal(request: HttpRequest, report_id: str) -> DoneShape:
    """Close it to this bearer before its fifteen minutes are over."""
    member = holder(request)
    reading.check_reach(member, report_id)
    opening.close_report(member, report_id)
    return DoneShape(report=report_id)


@router.post(
    "reports/{report_id}/clocks/{kind}/done",
    response=answers({200: DoneShape}, *READ, 409),
    auth=WORKERS,
)
def settle(request: HttpRequest, report_id: str, kind: str) -> DoneShape:
    """Stop a clock: what it stood for was done."""
    member = holder(request)
    reading.settle(member, reading.opened(member, report_id).report.id, kind)
    return DoneShape(report=report_id)


@router.post("reports/{report_id}/close", response=answers({200: DoneShape}, *WRITE), auth=WORKERS)
def close(request: HttpRequest, report_id: str, body: CloseBody) -> DoneShape:
    """Close a report that never became a case; a case is closed by two people."""
    member = holder(request)
    opened_id = reading.opened(member, report_id).report.id
    try:
        closing.close(member, opened_id, Ending(body.outcome, body.text.strip(), body.reason))
    except ReasonMissing:
        raise invalid([Fault("reason", "required", "Say why they left.")]) from None
    return DoneShape(report=report_id)


@router.post(
    "reports/{report_id}/reopen", response=answers({200: DoneShape}, *READ, 409), auth=WORKERS
)
def reopen(request: HttpRequest, report_id: str) -> DoneShape:
    """Open a closed report again."""
    reading.check_id(report_id)
    closing.reopen(holder(request), report_id)
    return DoneShape(report=report_id)
