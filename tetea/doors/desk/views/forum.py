"""The forum: promises and their fate, the agenda, the minutes, and what changed, for everybody."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from tetea.domain.figures import publish
from tetea.domain.forum import changes, commitments, meetings, vault
from tetea.domain.forum import errors as refused
from tetea.domain.forum.errors import Wrong
from tetea.domain.forum.meetings import SEATS, Came, Meeting
from tetea.domain.reports.errors import NotFound
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import figures
from tetea.doors.desk.show import forum as shown
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.forum import agenda as opens_with

HOLDERS = ("coordinator",)
MOST_CAME = 200
PHOTO = "+"


@guard.members(*guard.TEAM)
def overview(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show every promise, those open first, and the forums."""
    found = commitments.every(member)
    context = {
        "current": "forum",
        "lines": shown.lines(found, commitments.today()),
        "tally": shown.tally(found),
        "forums": meetings.every(member),
        "may_write": member.role == vault.WRITER,
    }
    return pages.show(request, member, "forum", context)


@guard.members(*HOLDERS, methods=guard.BOTH)
def plan(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Plan a forum: its day and what is to be spoken about."""
    if request.method != "POST":
        return _plan(request, member)
    try:
        forum_id = meetings.plan(member, _typed(request.POST, ""))
    except Wrong as wrong:
        return _plan(request, member, shown.fault(wrong.field, wrong.reason))
    return _to("desk:forum_meeting", forum_id, "forum-planned")


@guard.members(*guard.TEAM, methods=guard.BOTH)
def meeting(request: HttpRequest, member: session.Member, forum_id: str) -> HttpResponse:
    """Show a forum, or write its minutes down."""
    try:
        if request.method != "POST":
            return _meeting(request, member, forum_id)
        meetings.hold(member, _typed(request.POST, forum_id), _came(request.POST))
    except (refused.NotFound, refused.NotForDuty):
        raise NotFound from None
    except Wrong as wrong:
        return _meeting(request, member, forum_id, shown.fault(wrong.field, wrong.reason))
    return _to("desk:forum_meeting", forum_id, "forum-held")


@guard.members(*HOLDERS, methods=guard.POST)
def promise(request: HttpRequest, member: session.Member, forum_id: str) -> HttpResponse:
    """Write down what somebody in a post has promised."""
    post = request.POST
    try:
        due = _day(post, "due")
        commitments.make(member, forum_id, post.get("owner", ""), post.get("what", ""), due)
    except refused.NotFound:
        raise NotFound from None
    except Wrong as wrong:
        return _meeting(request, member, forum_id, shown.fault(wrong.field, wrong.reason))
    return _to("desk:forum_meeting", forum_id, "promise-made")


@guard.members(*HOLDERS, methods=guard.POST)
def became(request: HttpRequest, member: session.Member, promise_id: str) -> HttpResponse:
    """Say how a promise stands."""
    post = request.POST
    try:
        commitments.say(member, promise_id, post.get("state", ""), post.get("evidence", ""))
    except refused.NotFound:
        raise NotFound from None
    except Wrong as wrong:
        found = commitments.every(member)
        context = {
            "current": "forum",
            "fault": shown.fault(wrong.field, wrong.reason),
            "lines": shown.lines([one for one in found if one.id == promise_id], _today()),
            "states": shown.states(),
            "typed": post,
        }
        return pages.show(request, member, "forum_promise", context, 409)
    there = reverse("desk:forum")
    return HttpResponse(status=303, headers={"Location": f"{there}?done=promise-said"})


@guard.members(*HOLDERS)
def one_promise(request: HttpRequest, member: session.Member, promise_id: str) -> HttpResponse:
    """Show a promise with everything that became of it, and the form to say more."""
    found = [one for one in commitments.every(member) if one.id == promise_id]
    if not found:
        raise NotFound
    context = {
        "current": "forum",
        "lines": shown.lines(found, _today()),
        "states": shown.states(),
        "typed": {},
    }
    return pages.show(request, member, "forum_promise", context)


@guard.members(*HOLDERS, methods=guard.BOTH)
def changed(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Say what changed to everybody, or take a line back."""
    if request.method != "POST":
        return _changed(request, member)
    post = request.POST
    if post.get("number", "").isdigit():
        changes.take_back(member, int(post["number"]))
        done = "change-taken-back"
    else:
        line = changes.Line(publish.last_month(), post.get("en", ""), post.get("sw", ""))
        try:
            changes.say(member, line)
        except Wrong as wrong:
            return _changed(request, member, shown.fault(wrong.field, wrong.reason))
        done = "change-said"
    there = reverse("desk:forum_changed")
    return HttpResponse(status=303, headers={"Location": f"{there}?done={done}"})


def _changed(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    context = {
        "current": "forum",
        "fault": fault,
        "typed": request.POST if fault else {},
        "said": changes.numbered(member.organisation),
        "longest": changes.LONGEST,
    }
    return pages.show(request, member, "forum_changed", context, 409 if fault else 200)


def _plan(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    every = meetings.every(member)
    since = next((one.day for one in every if one.is_held), None)
    context = {
        "current": "forum",
        "fault": fault,
        "typed": request.POST,
        "lines": shown.lines(opens_with(commitments.every(member), since), _today()),
        "topic_groups": shown.topic_groups(
            request.POST.getlist("topic"), pages.reader(member).lang
        ),
    }
    return pages.show(request, member, "forum_plan", context, 409 if fault else 200)


def _meeting(
    request: HttpRequest, member: session.Member, forum_id: str, fault: str = ""
) -> HttpResponse:
    now = meetings.read(member, forum_id)
    every = meetings.every(member)
    since = next((one.day for one in every if one.is_held and one.day < now.day), None)
    promises = commitments.every(member)
    before = [one for one in opens_with(promises, since) if one.forum != forum_id]
    came: tuple[Came, ...] = ()
    if member.role == vault.WRITER:
        came = meetings.who_came(member, forum_id)
    lang = pages.reader(member).lang
    context = {
        "current": "forum",
        "fault": fault,
        "typed": request.POST if fault else {},
        "meeting": now,
        "seats": shown.seats(now),
        "before": shown.lines(before, _today()),
        "made": shown.lines([one for one in promises if one.forum == forum_id], _today()),
        "shares": _figures(member, now.day),
        "came": "\n".join(_line(one) for one in came),
        "topics": shown.topics(now.topics, lang),
        "topic_groups": shown.topic_groups(
            request.POST.getlist("topic") if fault else now.topics, lang
        ),
        "may_write": member.role == vault.WRITER,
    }
    return pages.show(request, member, "forum_meeting", context, 409 if fault else 200)


def _line(one: Came) -> str:
    return f"{one.sign} {PHOTO}" if one.may_be_shown else one.sign


def _figures(member: session.Member, day: dt.date) -> list[figures.Share]:
    """Return the newest published shares before that day: those that everybody may have."""
    found = [
        one
        for one in publish.published(member.organisation)
        if one.month <= day.year * 12 + day.month - 1
    ]
    newest = max((one.month for one in found), default=0)
    told = publish.tables([one for one in found if one.month == newest], Audience.OUTSIDE)
    return figures.shares(told, pages.reader(member).lang) if told else []


def _typed(post: QueryDict, forum_id: str) -> Meeting:
    def text(name: str) -> str:
        return post.get(name, "").replace("\r\n", "\n").strip()

    return Meeting(
        id=forum_id,
        day=_day(post, "day"),
        place=text("place"),
        issues=text("issues"),
        topics=tuple(dict.fromkeys(post.getlist("topic"))),
        discussion=text("discussion"),
        decisions=text("decisions"),
        seats=_seats(post),
    )


def _seats(post: QueryDict) -> dict[str, int]:
    found = {}
    for name in SEATS:
        text = post.get(name, "").strip() or "0"
        if not text.isdigit():
            raise Wrong(name, "count")
        found[name] = int(text)
    return {name: count for name, count in found.items() if count}


def _came(post: QueryDict) -> tuple[Came, ...]:
    """Read the list: a line for each, a plus at the end for whoever may be photographed."""
    rows = [one.strip() for one in post.get("came", "").splitlines() if one.strip()]
    return tuple(
        Came(one.removesuffix(PHOTO).strip(), may_be_shown=one.endswith(PHOTO))
        for one in rows[:MOST_CAME]
    )


def _day(post: QueryDict, name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(post.get(name, ""))
    except ValueError:
        raise Wrong(name, "day") from None


def _today() -> dt.date:
    return commitments.today()


def _to(name: str, forum_id: str, done: str) -> HttpResponse:
    there = reverse(name, args=[forum_id])
    return HttpResponse(status=303, headers={"Location": f"{there}?done={done}"})
