"""What the coordinator oversees: the log, and who is in the directory."""

from django.http import HttpRequest, HttpResponse

from tetea.domain.keyring import members
from tetea.domain.log import read as log
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show.words import ROLES, VERBS, word

NEWEST = 200


@guard.members("coordinator")
def entries(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the newest entries of the log, opened with the log key."""
    lines = [
        (line, word(VERBS, line.verb), word(ROLES, line.role))
        for line in log.latest(member, NEWEST)
    ]
    return pages.show(request, member, "log", {"current": "log", "lines": lines})


@guard.members("coordinator", "admin")
def people(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show who is in the signed directory, with the digits of each one's keys."""
    found = [(one, word(ROLES, one.role)) for one in members.present(member.organisation)]
    return pages.show(request, member, "people", {"current": "people", "people": found})
