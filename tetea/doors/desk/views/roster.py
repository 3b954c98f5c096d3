"""The roster: who mediates and helps, how to be in touch, and who must not hear of what."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from tetea.domain import moment
from tetea.domain.forum import errors as refused
from tetea.domain.forum import roster, vault
from tetea.domain.forum.errors import Wrong
from tetea.domain.forum.roster import Entry, Person
from tetea.domain.reports.errors import NotFound
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import roster as shown

HOLDERS = ("coordinator",)


@guard.members(*guard.TEAM)
def overview(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show everybody by code name."""
    return _overview(request, member)


@guard.members(*HOLDERS, methods=guard.BOTH)
def add(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Put somebody on the roster."""
    entry, person = _typed(request.POST)
    fault = ""
    if request.method == "POST":
        try:
            roster.add(member, entry, person)
        except Wrong as wrong:
            fault = shown.fault(wrong)
        else:
            return _back("on-roster")
    context = {
        "current": "forum",
        "fault": fault,
        "typed": request.POST if fault else {},
        **shown.form(entry, pages.reader(member).lang),
    }
    return pages.show(request, member, "roster_add", context, 409 if fault else 200)


@guard.members(*HOLDERS, methods=guard.POST)
def end(request: HttpRequest, member: session.Member, entry_id: str) -> HttpResponse:
    """Take somebody off the roster, or put them back."""
    again = request.POST.get("do") == "again"
    try:
        roster.end(member, entry_id, again=again)
    except refused.NotFound:
        raise NotFound from None
    return _back("on-roster-again" if again else "off-roster")


@guard.members(*HOLDERS, methods=guard.POST)
def who(request: HttpRequest, member: session.Member, entry_id: str) -> HttpResponse:
    """Open who somebody is, in the answer alone; the log has it first."""
    try:
        person = roster.who(member, entry_id)
    except refused.NotFound:
        raise NotFound from None
    return _overview(request, member, {"opened": entry_id, "person": person})


@guard.members(*HOLDERS, methods=guard.POST)
def ask(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show who may be asked about something of a unit: nobody of it."""
    unit = request.POST.get("unit", "")
    try:
        found = roster.may_hear_of(member, unit)
    except Wrong as wrong:
        return _overview(request, member, {"fault": shown.fault(wrong)}, 409)
    reader = pages.reader(member)
    lines = shown.lines(found, moment.now(), reader.lang)
    return _overview(request, member, {"unit": unit, "may": lines, "was_asked": True})


def _overview(
    request: HttpRequest,
    member: session.Member,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "current": "forum",
        "lines": shown.lines(roster.every(member), moment.now(), pages.reader(member).lang),
        "may_write": member.role == vault.WRITER,
        **(more or {}),
    }
    return pages.show(request, member, "roster", context, status)


def _typed(post: QueryDict) -> tuple[Entry, Person]:
    def text(name: str) -> str:
        return post.get(name, "").strip()

    entry = Entry(
        id="",
        code=text("code"),
        kind=text("kind"),
        county=text("county"),
        way=text("way"),
        windows=tuple(dict.fromkeys(post.getlist("windows"))),
        training=text("training"),
        first=text("first"),
        never=text("never"),
    )
    return entry, Person(text("name"), text("unit"), text("number"))


def _back(done: str) -> HttpResponse:
    there = reverse("desk:roster")
    return HttpResponse(status=303, headers={"Location": f"{there}?done={done}"})
