"""A step in a case whose keys are with somebody else: it is left there, and its owner is woken."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from tetea.domain.cases import on_duty
from tetea.domain.directory.steps import step_book
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.models import State
from tetea.domain.reports.work import opening, queue, reach
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import rows
from tetea.doors.desk.show import steps as shown
from tetea.doors.desk.show.words import CONSENTS, word
from tetea.doors.desk.views import steps
from tetea.doors.desk.views.steps import STANDS_IN_THE_WAY, Fault
from tetea.kernel.casework.steps import StepKind


@guard.members(*guard.TEAM)
def kinds(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Show what can be left, for a case that is in her list and not in her reach."""
    on_duty.find(member, report_id)
    if opening.may_open(member, report_id):
        return HttpResponse(
            status=303, headers={"Location": reverse("desk:report", args=[report_id])}
        )
    [row] = queue.rows_of(member, [reach.find(member, report_id)])
    lang = session.language(member)
    book = step_book()
    groups = [
        (
            one.label[lang],
            [
                (kind.kind, kind.label[lang])
                for kind in book.in_group(one.code)
                if on_duty.may_leave(kind)
            ],
        )
        for one in book.groups
    ]
    context = {
        "line": rows.line(row, pages.reader(member)),
        "groups": [one for one in groups if one[1]],
        "is_open": row.state == State.OPEN,
    }
    return pages.show(request, member, "leave", context)


@guard.members(*guard.TEAM, methods=guard.BOTH)
def write(request: HttpRequest, member: session.Member, report_id: str, kind: str) -> HttpResponse:
    """Show the form of one kind, or leave the step."""
    on_duty.find(member, report_id)
    step = step_book().kinds.get(kind)
    if step is None or not on_duty.may_leave(step):
        raise NotFound
    if request.method != "POST":
        return _form(request, member, report_id, step)
    try:
        on_duty.leave_step(member, report_id, steps.typed(step, request.POST))
    except STANDS_IN_THE_WAY as error:
        return _form(request, member, report_id, step, steps.fault(error, request.POST))
    there = reverse("desk:queue", args=["all"])
    return HttpResponse(status=303, headers={"Location": f"{there}?done=left"})


def _form(
    request: HttpRequest,
    member: session.Member,
    report_id: str,
    step: StepKind,
    fault: Fault | None = None,
) -> HttpResponse:
    typed = fault.typed if fault and fault.typed else QueryDict()
    context = {
        "report_id": report_id,
        "fault": fault.words if fault else "",
        "fault_at": fault.name if fault else "",
        "here": reverse("desk:leave_step", args=[report_id, step.kind]),
        "back": reverse("desk:leave", args=[report_id]),
        "is_left": True,
        "form": shown.form(step, typed, session.language(member)),
        "needs": word(CONSENTS, step.consent) if step.consent else "",
    }
    return pages.show(request, member, "write", context, 409 if fault else 200)
