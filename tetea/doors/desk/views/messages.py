"""What goes out to phones and mailboxes: counts, faults and costs. No number, no words."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tetea.domain.outbox import overview as outbox
from tetea.domain.outbox import reseal
from tetea.domain.phones import spool
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import sending


@guard.members(*guard.TRIAGE)
def overview(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show how sending stands, and what to do where it does not."""
    found = outbox.of(member.organisation)
    needs = found.counts.get(sending.State.NEEDS_RESEAL, 0)
    context = {
        "current": "messages",
        "warnings": sending.warnings(found, spool.waiting()),
        "to_look_at": sending.to_look_at(found),
        "the_rest": sending.the_rest(found),
        "costs": sending.costs(found),
        "month": found.month.month,
        "is_empty": sending.is_empty(found),
        "may_prepare": bool(needs or found.has_unknown_stops),
    }
    return pages.show(request, member, "messages", context)


@guard.members(*guard.TRIAGE, methods=guard.POST)
def prepare(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Queue again what the power cut made unreadable, as far as her keys reach."""
    reseal.of(member)
    there = f"{reverse('desk:messages')}?done=prepared"
    return HttpResponse(status=303, headers={"Location": there})
