"""What the coordinator oversees: the log, and who is in the directory."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.keyring import members
from tetea.domain.log import read as log
from tetea.domain.reports.errors import NotForDuty
from tetea.domain.reports.work import duties
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import identity
from tetea.doors.desk.show.words import ROLES, VERBS, word

NEWEST = 200


@guard.members("coordinator")
def entries(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the newest entries of the log, opened with the log key."""
    lines = [
        (line, _verb(line, session.language(member)), word(ROLES, line.role))
        for line in log.latest(member, NEWEST)
    ]
    return pages.show(request, member, "log", {"current": "log", "lines": lines})


def _verb(line: log.Line, lang: str) -> str:
    why = identity.reason(line.reason, lang)
    return f"{word(VERBS, line.verb)}: {why}" if why else word(VERBS, line.verb)


@guard.members("coordinator", "admin")
def people(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show who is in the signed directory, with the digits of each one's keys."""
    return _people(request, member)


@guard.members("coordinator", methods=guard.POST)
def lead(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Name the safeguarding lead, or leave it to the coordinators."""
    try:
        duties.name_lead(member, request.POST.get("member", ""))
    except NotForDuty:
        fault = _("Please choose a coordinator or a legal officer from the list.")
        return _people(request, member, fault)
    there = reverse("desk:people")
    return HttpResponse(status=303, headers={"Location": f"{there}?done=lead"})


def _people(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    found = [(one, word(ROLES, one.role)) for one in members.present(member.organisation)]
    context: dict[str, object] = {"current": "people", "people": found, "fault": fault}
    if member.role == duties.COORDINATOR:
        named = [one.member_id for one in duties.leads(member) if one.is_named]
        context |= {
            "leads": [
                (one, username, word(ROLES, role), one in named)
                for one, username, role in duties.able(member)
            ],
            "is_named": bool(named),
        }
    return pages.show(request, member, "people", context, 409 if fault else 200)
