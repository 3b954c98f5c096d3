"""What is due day by day, the calendar's secret address, and who is away."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tetea.domain.reports.errors import CannotCover, NotForDuty
from tetea.domain.reports.work import absence, calendar, triage
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import calendar as shown
from tetea.doors.desk.show.words import ROLES, UNCOVERED, word
from tetea.kernel.clocks.moments import NAIROBI

TYPED = ("member", "since", "until", "to")


@guard.members(*guard.TEAM)
def overview(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show what is due in her cases and in those she covers."""
    calendar.refresh(member, member.member_id)
    return _page(request, member)


@guard.members(*guard.TEAM, methods=guard.POST)
def address(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Make a secret address and show it once, or withdraw it."""
    if request.POST.get("do") == "withdraw":
        calendar.drop_feed(member)
        return _back("feed-withdrawn")
    secret = calendar.new_feed(member)
    feed = request.build_absolute_uri(reverse("desk:feed", args=[secret]))
    return _page(request, member, {"feed": feed})


@guard.members(*guard.TEAM, methods=guard.POST)
def away(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Say that somebody is away, and who covers for her."""
    typed = {name: request.POST.get(name, "") for name in TYPED}
    who = typed["member"] or member.member_id
    try:
        handed = absence.go(member, who, _days(request.POST), typed["to"])
    except CannotCover as error:
        fault = word(UNCOVERED, error.code or error.name)
        return _page(request, member, {"fault": fault, "fault_at": error.name, "typed": typed}, 409)
    except NotForDuty:
        fault = _("Only a coordinator says that for somebody else.")
        return _page(request, member, {"fault": fault, "fault_at": "member", "typed": typed}, 409)
    if not handed.missing:
        return _back("away")
    words = ngettext(
        "The keys of %(count)d case are not yours to give: its owner or whoever triaged it gives "
        "it to somebody, or says herself that she is away.",
        "The keys of %(count)d cases are not yours to give: their owner or whoever triaged them "
        "gives them to somebody, or says herself that she is away.",
        handed.missing,
    )
    return _page(request, member, {"partly": words % {"count": handed.missing}})


@guard.members(*guard.TEAM, methods=guard.POST)
def back(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Say that somebody is back."""
    try:
        absence.back(member, request.POST.get("member", ""))
    except NotForDuty:
        return _page(
            request, member, {"fault": _("Only a coordinator says that for somebody else.")}, 409
        )
    return _back("back")


def _days(post: QueryDict) -> tuple[dt.datetime, dt.datetime]:
    """The first and the day after the last; what cannot be read is a fault of `until`."""
    try:
        since = dt.date.fromisoformat(post.get("since", ""))
        last = dt.date.fromisoformat(post.get("until", ""))
    except ValueError:
        raise CannotCover("until", "day") from None
    first, end = since, last + dt.timedelta(days=1)
    return tuple(dt.datetime.combine(one, dt.time(), NAIROBI) for one in (first, end))  # type: ignore[return-value]  # two in, two out


def _page(
    request: HttpRequest,
    member: session.Member,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    reader = pages.reader(member)
    found = shown.days(calendar.due(member), reader)
    is_coordinator = member.role == absence.COORDINATOR
    today = reader.now.astimezone(NAIROBI).date()
    context = {
        "current": "calendar",
        "days": found,
        "strip": shown.strip(found, reader),
        "has_feed": calendar.has_feed(member),
        "absences": shown.absences(
            absence.known(member), reader, (member.member_id, is_coordinator)
        ),
        "people": [
            (one, username, word(ROLES, role))
            for one, username, role in triage.assignable(member)
            if is_coordinator or one != member.member_id
        ],
        "may_say_for_others": is_coordinator,
        "typed": {"since": today.isoformat(), "member": member.member_id},
    }
    return pages.show(request, member, "calendar", context | (more or {}), status)


def _back(done: str) -> HttpResponse:
    there = reverse("desk:calendar")
    return HttpResponse(status=303, headers={"Location": f"{there}?done={done}"})
