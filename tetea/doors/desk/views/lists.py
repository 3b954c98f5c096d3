"""The queues, their filter, and what is due with this member."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tetea.domain.directory.places import counties
from tetea.domain.reports.errors import NotFound
from tetea.doors.desk import filters, guard, pages, session
from tetea.doors.desk.filters import Filter
from tetea.doors.desk.show import choices, rows
from tetea.doors.desk.show.rows import Line, Reader
from tetea.doors.desk.show.words import EMPTY, QUEUE_HINTS, QUEUES, word

FIRST = "now"
MOST_DUE = 8
# Beside every list, so it has to be quick: who triages holds keys of hundreds that others own.
PAGES_FOR_DUE = 2


@guard.members(*guard.READERS, methods=guard.BOTH)
def listed(request: HttpRequest, member: session.Member, which: str) -> HttpResponse:
    """Show a queue; a POST asks for the page after a cursor, which holds ids and times."""
    if which not in pages.QUEUES_OF[member.role]:
        raise NotFound
    return _page(request, member, which, request.POST.get("cursor", ""))


@guard.members(*guard.READERS, methods=guard.POST)
def narrow(request: HttpRequest, member: session.Member, which: str) -> HttpResponse:
    """Set or lift the filter, then show the queue again."""
    if which not in pages.QUEUES_OF[member.role]:
        raise NotFound
    filters.put(member, request.POST.get("county", ""), request.POST.get("acts", ""))
    return HttpResponseRedirect(reverse("desk:queue", args=[which]))


def first(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the queue with which the day begins."""
    return _page(request, member, FIRST, "")


def due_with(member: session.Member, reader: Reader) -> dict[str, object]:
    """Return what is due soonest among what this member owns, as far as it was looked through."""
    if "mine" not in pages.QUEUES_OF[member.role]:
        return {"has_own": False}
    found = filters.page(member, "mine", "", Filter(), PAGES_FOR_DUE)
    lines = sorted((line for row in found.rows if (line := rows.line(row, reader)).due), key=_at)
    return {"has_own": True, "due": lines[:MOST_DUE], "has_more_due": bool(found.next)}


def _at(line: Line) -> tuple[bool, float]:
    due = line.due
    return (due is None or due.level == "gone", due.at.timestamp() if due else 0.0)


def _page(request: HttpRequest, member: session.Member, which: str, cursor: str) -> HttpResponse:
    wanted, reader = filters.of(member), pages.reader(member)
    try:
        found = filters.page(member, which, cursor, wanted)
    except (ValueError, OverflowError, OSError):  # A cursor that nobody gave out.
        raise NotFound from None
    context = {
        "current": which,
        "title": word(QUEUES, which),
        "hint": word(QUEUE_HINTS, which),
        "empty": word(EMPTY, "outside" if member.role == "outside" else which),
        "lines": [rows.line(row, reader) for row in found.rows],
        "next": found.next,
        "is_later": bool(cursor),
        **due_with(member, reader),
        "filter": wanted,
        "counties": counties(),
        "act_groups": choices.act_groups(reader.lang),
        "filtered_county": choices.label("county", wanted.county, reader.lang),
        "filtered_acts": dict(choices.act_groups(reader.lang)).get(wanted.acts, ""),
    }
    return pages.show(request, member, "queue", context)
