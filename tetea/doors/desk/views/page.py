"""The page of one report: sealed until it is opened on purpose, then all that is in reach."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tetea.domain.cases import work
from tetea.domain.cases.errors import NoCase
from tetea.domain.cases.work import OpenCase
from tetea.domain.directory import phone_pages
from tetea.domain.directory.services import outside_bodies
from tetea.domain.reports.errors import NotFound, NotOpened
from tetea.domain.reports.models import State
from tetea.domain.reports.work import (
    absence,
    duties,
    notice,
    opening,
    quarantine,
    queue,
    reach,
    triage,
)
from tetea.domain.reports.work import identity as compartment
from tetea.domain.reports.work.absence import Absent
from tetea.domain.reports.work.opening import OpenReport
from tetea.doors.desk import canned, forms, guard, pages, session
from tetea.doors.desk.forms import Kept
from tetea.doors.desk.show import (
    answers,
    child,
    consents,
    due,
    ending,
    guide,
    identity,
    notices,
    others,
    rows,
    steps,
    survey,
    touch,
)
from tetea.doors.desk.show.rows import Line, Reader
from tetea.doors.desk.show.talk import Talk, talk
from tetea.doors.desk.show.words import ROLES, word


def show(
    request: HttpRequest,
    member: session.Member,
    report_id: str,
    kept: Kept | None = None,
    fault: str = "",
) -> HttpResponse:
    """Show a report as far as it is open now; a fault is said with what had been typed beside it.

    Raises NotFound, the same for what does not exist and what her keys do not reach.
    """
    reader = pages.reader(member)
    row = _row(member, report_id)
    line = rows.line(row, reader)
    context = {
        "current": "",
        "line": line,
        "kept": kept or Kept(),
        "fault": fault,
        "here": reverse("desk:report", args=[report_id]),
        **_held(member, report_id),
        **_assigning(member, line, row),
    }
    status = 409 if fault else 200
    try:
        opened = opening.read_report(member, report_id)
    except NotOpened:
        return pages.show(request, member, "sealed", context, status)
    case = _case(member, report_id)
    context["line"] = rows.line(replace(row, facets=opened.facets), reader)
    context |= _content(opened, case, reader)
    context |= _answering(member, opened, kept or Kept(), reader)
    context |= _doing(member, opened, case, reader)
    context |= _guarding(member, opened, case, reader)
    seconds = session.seconds_open(member, report_id, timezone.now().timestamp())
    context |= {"seconds": max(1, seconds), "minutes": max(1, seconds // 60)}
    return pages.show(request, member, "report", context, status)


def _row(member: session.Member, report_id: str) -> queue.Row:
    if not opening.may_open(member, report_id):
        raise NotFound
    found = queue.rows_of(member, [reach.find(member, report_id)])
    if not found:
        raise NotFound
    return found[0]


def _held(member: session.Member, report_id: str) -> dict[str, object]:
    """Return whether it was held back as part of a flood, and whether she may let it through."""
    is_held = quarantine.is_held(member, report_id)
    return {"is_held": is_held, "may_release": is_held and member.role in guard.TRIAGE}


def _guarding(
    member: session.Member, opened: OpenReport, case: OpenCase | None, reader: Reader
) -> dict[str, object]:
    """Return what protects her: who she is, sealed or open, and the panel for a child."""
    name = compartment.mark(opened.report.id)
    seconds = session.seconds_open(member, name, timezone.now().timestamp())
    panel = child.panel(
        opened.story.answers,
        case.file if case else None,
        duties.leads(member),
        (member.member_id, reader.lang),
    )
    return {"identity": identity.shown(opened, reader.lang, seconds), "child": panel}


def _assigning(member: session.Member, line: Line, row: queue.Row) -> dict[str, object]:
    """Return what the form for giving a report to somebody needs, if this member may."""
    is_new = line.state_code == State.NEW
    # A new report about somebody under 18 goes to the safeguarding lead first.
    only = {one.member_id for one in duties.leads(member)} if is_new and row.facets.child else None
    absent = {one.member_id: one for one in absence.known(member)}
    may_give = member.role in guard.TRIAGE or (line.is_mine and not is_new)
    return {
        "may_triage": is_new and member.role in guard.TRIAGE,
        "may_assign": line.state_code == State.OPEN and may_give,
        "people": [
            (one, username, _role(role, absent.get(one)))
            for one, username, role in triage.assignable(member)
            if only is None or one in only
        ],
        "is_for_lead": only is not None,
    }


def _role(role: str, away: Absent | None) -> str:
    """What stands behind a name: the role, and whether nobody will find it there."""
    if away is None:
        return word(ROLES, role)
    until = date_format(away.until, "j M")
    return _("%(role)s, away until %(day)s") % {"role": word(ROLES, role), "day": until}


def _content(opened: OpenReport, case: OpenCase | None, reader: Reader) -> dict[str, object]:
    if case is None:
        clocks = [due.of_clock(clock, reader.now, reader.lang) for clock in opened.facets.clocks]
    else:
        clocks = [due.of_case(clock, reader.now, reader.lang) for clock in case.file.clocks]
    waiting = due.by_urgency(one for one in clocks if not one.is_done)
    return {
        "opened": opened,
        "hers": opened.story.lang,
        "flags": answers.flags(opened, reader.lang),
        "groups": answers.groups(opened.story, reader.lang),
        "contact": answers.contact(opened, reader.lang),
        "clocks": [one for one in waiting if one.at <= reader.now + due.SOON_ENOUGH],
        "later": [one for one in waiting if one.at > reader.now + due.SOON_ENOUGH],
        "has_clocks": bool(waiting),
        "stopped": [one for one in clocks if one.is_done],
        "consents": consents.shown(opened.consents),
        "openings": [
            (one.username, word(ROLES, one.role), one.at, identity.reason(one.reason, reader.lang))
            for one in opened.openings[::-1]
        ],
    }


def _answering(
    member: session.Member, opened: OpenReport, kept: Kept, reader: Reader
) -> dict[str, object]:
    """Return the thread and all that should be known before she is answered."""
    shown: Talk = talk(opened)
    hers = opened.story.lang
    return {
        "talk": shown,
        "notice_line": notices.sentence(notice.expected(member, opened), reader.lang),
        "replies": canned.replies(reader.lang, hers),
        "pages": phone_pages.count(kept.reply, hers) if shown.room and kept.reply else 0,
        "odd": " ".join(phone_pages.unreadable(kept.reply)) if shown.room else "",
    }


def _doing(
    member: session.Member, opened: OpenReport, case: OpenCase | None, reader: Reader
) -> dict[str, object]:
    """Return what may be done now, and what has been done."""
    state, is_worker = opened.report.state, member.role in guard.READERS
    step = None
    if case is not None and case.due_at is not None:
        step = due.of_step(case.next_step, case.due_at, reader.now)
    return {
        "case": case,
        "step": step,
        "touch": touch.of(opened, case, reader),
        **survey.of(opened, reader),
        "story": steps.story(case.file, reader.lang) if case else [],
        "facts": steps.facts(case.file, reader.lang) if case else [],
        "struck": steps.struck(case.file, reader.lang) if case else [],
        "others": others.of(member, case.file, reader) if case else [],
        "step_groups": steps.groups(reader.lang),
        "paths": guide.paths_of(opened.story.answers, case.file, reader.lang) if case else [],
        "may_open_case": is_worker and case is None and state in {State.NEW, State.OPEN},
        "may_record": case is not None and state == State.OPEN,
        **ending.of(member, opened, case, reader),
        "may_reopen": is_worker and state == State.CLOSED,
        "quick": forms.QUICK,
        "bodies": outside_bodies(reader.lang) if member.role == "outside" else (),
    }


def _case(member: session.Member, report_id: str) -> OpenCase | None:
    try:
        return work.read_case(member, report_id)
    except NoCase:
        return None
