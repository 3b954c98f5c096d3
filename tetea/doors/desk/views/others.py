"""Another person of the same incident, two reports of one person, two people in one case."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.cases import links, merging, opened, ties
from tetea.domain.cases.errors import NoCase, NoSuchLine
from tetea.domain.cases.links import Added, Person
from tetea.domain.cases.opened import Opened
from tetea.domain.keyring.errors import Busy
from tetea.domain.reports.errors import NotOpened, WrongState
from tetea.domain.reports.models import State
from tetea.domain.reports.work import opening, queue
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.forms import Faulty
from tetea.doors.desk.show import rows
from tetea.doors.desk.show import steps as shown
from tetea.doors.desk.views.attempt import attempt, back

LONGEST_NAME = 80
# The token of somebody just added waits in the session until whoever added her has passed it on.
ADDED, ADDED_ID = "added", "added-id"
MOST_CANDIDATES = 50

Begin = Callable[[session.Member, str, QueryDict], Added]


@guard.members(*guard.TEAM, methods=guard.BOTH)
def person(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Begin a case for another person to whom the same happened; show her token until told."""
    return _new_case(request, member, report_id, "person", _add)


@guard.members(*guard.TEAM, methods=guard.BOTH)
def split(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Move lines that were somebody else's into a case of their own."""
    return _new_case(request, member, report_id, "split", _split)


@guard.members(*guard.TEAM, methods=guard.BOTH)
def join(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Choose another report of the same person and join it to this case."""
    now = _opened(member, report_id)
    if now is None:
        return back(member, report_id, "")
    if request.method == "POST":
        return attempt(request, member, report_id, _join, "tied")
    reader = pages.reader(member)
    which = "all" if member.role in guard.TRIAGE else "mine"
    found = queue.queue(member, which, size=MOST_CANDIDATES).rows
    lines = [
        rows.line(row, reader)
        for row in found
        if row.id != report_id and row.in_reach and row.state == State.OPEN
    ]
    return pages.show(request, member, "join", {"report_id": report_id, "lines": lines})


@guard.members(*guard.TEAM, methods=guard.POST)
def part(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Part a report that was joined."""
    return attempt(request, member, report_id, _part, "parted")


def _new_case(
    request: HttpRequest, member: session.Member, report_id: str, page: str, begin: Begin
) -> HttpResponse:
    now = _opened(member, report_id)
    if "told" in request.POST:
        _put_token(member, "", "")
        return back(member, report_id, "told")
    if now is None:
        return back(member, report_id, "")
    if request.method != "POST":
        return _form(request, member, now, page)
    try:
        added = begin(member, report_id, request.POST)
    except (Faulty, NoSuchLine, WrongState, Busy) as error:
        return _form(request, member, now, page, _words(error))
    _put_token(member, added.token.digits, added.report_id)
    there = reverse(f"desk:{page}", args=[report_id])
    return HttpResponse(status=303, headers={"Location": f"{there}?done=added"})


def _form(
    request: HttpRequest, member: session.Member, now: Opened, page: str, fault: str = ""
) -> HttpResponse:
    lang, settings = session.language(member), member.state.settings
    movable = {one.id for one in links.movable(now)}
    story = [one for one in shown.story(now.file, lang) if one.id in movable]
    digits = settings.get(ADDED, "")
    context = {
        "report_id": now.report.id,
        "here": reverse(f"desk:{page}", args=[now.report.id]),
        "fault": fault,
        "typed": request.POST,
        "chosen": request.POST.getlist("line"),
        "story": story,
        "token": " ".join(digits[at : at + 4] for at in range(0, len(digits), 4)),
        "added": settings.get(ADDED_ID, ""),
        "is_waiting": member.role not in guard.TRIAGE,
    }
    return pages.show(request, member, page, context, 409 if fault else 200)


def _words(error: Exception) -> str:
    match error:
        case NoSuchLine():
            return _("Please choose at least one line. One that is gone was moved or struck out.")
        case Busy():
            return _("Too much is going on just now. Please send it once more.")
        case Faulty():
            return str(error)
    return _("It has changed meanwhile, so this was not done. Look below before you go on.")


def _opened(member: session.Member, report_id: str) -> Opened | None:
    """Return the case if it is open on the desk and something can be done in it."""
    try:
        now = opened.open_now(member, report_id)
    except (NotOpened, NoCase):
        return None
    return now if now.report.state == State.OPEN else None


def _person(post: QueryDict) -> Person:
    is_absent, name = "absent" in post, post.get("name", "").strip()
    if is_absent and name:
        raise Faulty(
            _("Who cannot be asked now has not agreed to be named. Leave the name out for now.")
        )
    if len(name) > LONGEST_NAME:
        raise Faulty(_("That is too long: at most %(count)d letters.") % {"count": LONGEST_NAME})
    return Person(name, is_absent)


def _add(member: session.Member, report_id: str, post: QueryDict) -> Added:
    return links.add_person(member, report_id, _person(post))


def _split(member: session.Member, report_id: str, post: QueryDict) -> Added:
    return links.split(member, report_id, post.getlist("line"), _person(post))


def _join(member: session.Member, report_id: str, post: QueryDict) -> str | None:
    other, how = post.get("other", ""), post.get("how", "")
    if how not in {"same", "another"}:
        raise Faulty(_("Please choose whether it is the same person or another one."))
    if not opening.may_open(member, other):
        raise Faulty(_("Please choose the other report."))
    if not member.has_opened(other):
        opening.open_report(member, other)
    if how == "another":
        ties.tie(member, report_id, other)
        return None
    merging.join(member, report_id, other)
    return "joined"


def _part(member: session.Member, report_id: str, post: QueryDict) -> None:
    undo = ties.untie if "tie" in post else merging.part
    try:
        undo(member, report_id, post.get("line", ""))
    except NoSuchLine:
        raise WrongState from None


def _put_token(member: session.Member, digits: str, report_id: str) -> None:
    member.put_setting(ADDED, digits)
    member.put_setting(ADDED_ID, report_id)
