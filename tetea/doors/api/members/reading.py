"""Reports and cases as JSON, and the way to them: opened on purpose, once in fifteen minutes."""

import datetime as dt
from collections.abc import Iterable
from typing import cast

from tetea.domain import moment
from tetea.domain.cases import clocks as case_clocks
from tetea.domain.cases import work
from tetea.domain.cases.errors import NoCase
from tetea.domain.cases.work import OpenCase
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.facets import FacetClock, from_minutes
from tetea.domain.reports.work import opening, quarantine, triage
from tetea.domain.reports.work.opening import OpenReport
from tetea.domain.reports.work.queue import Row
from tetea.domain.rows import raw_id
from tetea.doors.api.members.shapes import CaseShape, FacetClockShape, ReportShape, RowShape, State
from tetea.doors.api.problems import Fault, invalid
from tetea.kernel.casework import safeguarding
from tetea.kernel.casework.entries import SYSTEM

HOUR = dt.timedelta(hours=1)


def opened(holder: Holder, report_id: str) -> OpenReport:
    """Return a report's content; the first time in fifteen minutes writes log entry and notes."""
    check_id(report_id)
    if holder.has_opened(report_id):
        return opening.read_report(holder, report_id)
    return opening.open_report(holder, report_id)


def report_of(holder: Holder, case_id: str) -> str:
    """Return the id of a case's report; raise NotFound when her keys do not reach it."""
    check_id(case_id)
    return work.case_of(holder, case_id).report_id


def opened_of(holder: Holder, case_id: str) -> str:
    """Return the id of a case's report, which is open now: every action on a case reads it."""
    return opened(holder, report_of(holder, case_id)).report.id


def check_id(text: str) -> None:
    """Raise NotFound for what cannot be an id, without asking the database."""
    try:
        raw_id(text)
    except ValueError:
        raise NotFound from None


def check_reach(holder: Holder, report_id: str) -> None:
    """Raise NotFound for a report that her keys do not open, or that does not exist."""
    check_id(report_id)
    if not opening.may_open(holder, report_id):
        raise NotFound


def assignee(holder: Holder, report_id: str, member: str) -> str:
    """Return the id of a member named by id or username, to whom this report can be given."""
    # What she may not see answers first, and alike for every member she names.
    check_reach(holder, report_id)
    for member_id, username, _role in triage.assignable(holder):
        if member in {member_id, username}:
            return member_id
    raise invalid([Fault("member", "not_assignable", "Work cannot be given to this member.")])


def settle(holder: Holder, report_id: str, kind: str) -> None:
    """Stop a clock of an opened report; raise NotFound when none of that kind runs."""
    try:
        case_clocks.settle_clock(holder, report_id, kind)
    except KeyError:
        raise NotFound from None


def row(one: Row) -> RowShape:
    """Describe one line of a list."""
    facets = one.facets
    return RowShape(
        id=one.id,
        state=cast("State", one.state),
        received=facets.received_at,
        is_danger=one.is_danger,
        is_child=facets.child,
        is_mine=one.is_mine,
        has_new=one.has_new,
        in_reach=one.in_reach,
        owner=facets.owner or None,
        lang=facets.lang,
        channel=facets.channel,
        for_whom=facets.for_whom,
        acts=list(facets.acts),
        aggressors=list(facets.aggressors),
        wants=list(facets.want_first),
        red_flags=list(facets.red_flags),
        county=facets.county,
        sub_county=facets.sub_county,
        step_due=from_minutes(facets.step_due) if facets.step_due else None,
        clocks=clocks(facets.open_clocks),
    )


def report(holder: Holder, found: OpenReport) -> ReportShape:
    """Describe an opened report."""
    story, facets = found.story, found.facets
    return ReportShape.model_validate(
        {
            "id": found.report.id,
            "state": found.report.state,
            "case": _case_id(holder, found.report.id),
            "version": story.version,
            "lang": story.lang,
            "channel": story.channel,
            "is_held": quarantine.is_held(holder, found.report.id),
            "received": dt.datetime.fromtimestamp(story.received, dt.UTC),
            "answers": dict(story.answers),
            "contact": dict(found.contact),
            "kept": list(found.kept),
            "is_child": _is_child(holder, found),
            "messages": [
                {
                    "id": one.id,
                    "at": one.at,
                    "by": one.author,
                    "channel": one.channel,
                    "text": one.text,
                }
                for one in found.messages
            ],
            "tokens": [
                {"made": one.made, "channel": one.channel} for one in found.tokens if one.made
            ],
            "consents": {
                "answers": found.consents.answers,
                "how": {name: one.how for name, one in found.consents.standing.items()},
                "said": [name for name, one in found.consents.standing.items() if one.said_yes],
                "number": found.consents.number,
                "forged": found.consents.forged,
            },
            "openings": [
                {
                    "username": one.username,
                    "role": one.role,
                    "at": one.at,
                    "identity": one.reason or None,
                }
                for one in found.openings
            ],
            "owner": facets.owner or None,
            "clocks": clocks(facets.open_clocks),
        }
    )


def case(holder: Holder, found: OpenReport, file: OpenCase) -> CaseShape:
    """Describe an opened case."""
    return CaseShape.model_validate(
        {
            "id": file.case.id,
            "report": report(holder, found),
            "next_step": file.next_step,
            "due": file.due_at,
            "outcome": file.outcome or None,
            "notes": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "at": one.at,
                    "by": one.by,
                    "text": one.text,
                    "happened": one.happened,
                    "fields": dict(one.fields) if one.kind not in SYSTEM else {},
                    "by_the_person": one.is_hers,
                    "for_lawyers": dict(one.for_lawyers),
                    "is_withheld": one.is_withheld,
                    "about": one.about or None,
                    "verb": one.verb or None,
                }
                for one in file.file.lines
            ],
            "clocks": [
                {
                    "key": one.key,
                    "kind": one.kind,
                    "due": one.due_at,
                    "state": one.state,
                    "reason": one.reason,
                }
                for one in file.file.clocks
            ],
        }
    )


def clocks(running: Iterable[FacetClock]) -> list[FacetClockShape]:
    """Describe clocks, soonest first."""
    now = moment.now()
    return [
        FacetClockShape(kind=one.kind, due=one.due_at, hours_left=(one.due_at - now) // HOUR)
        for one in running
    ]


def _is_child(holder: Holder, found: OpenReport) -> bool:
    try:
        lines = work.read_case(holder, found.report.id).file.lines
    except NoCase:
        lines = ()
    return safeguarding.is_child(found.story.answers, lines)


def _case_id(holder: Holder, report_id: str) -> str | None:
    try:
        return work.read_case(holder, report_id).case.id
    except NoCase:
        return None
