"""The forum: planned, held, promised at, and what changed, as the desk does it."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from tetea.domain.figures import publish
from tetea.domain.forum import changes, commitments, meetings
from tetea.domain.forum.errors import Wrong
from tetea.domain.forum.meetings import Came, Meeting
from tetea.doors.api.members.auth import CASEWORKERS, COORDINATORS, holder
from tetea.doors.api.members.figure_shapes import (
    ChangeBody,
    ChangeShape,
    ChangesShape,
    ForumBody,
    ForumShape,
    ForumsShape,
    MadeShape,
    MinutesBody,
    PromiseBody,
    PromiseShape,
    PromisesShape,
    StateBody,
    WordShape,
)
from tetea.doors.api.problems import Fault, Refused, invalid
from tetea.doors.api.shapes import BODY_PROBLEMS, answers
from tetea.kernel.forum import Promise

READ = (401, 404)
WRITE = (*BODY_PROBLEMS, 401, 404)
SENTENCES = {
    "missing": "It is missing.",
    "long": "It is too long.",
    "count": "It has to be a number.",
    "code": "Eight at most, from the list of acts.",
    "unknown": "It is none of those offered.",
    "number": "It holds a telephone number, and everybody will read it.",
    "letters": "It holds letters that an SMS cannot carry.",
    "day": "It is no day.",
}

router = Router(tags=["forum"])


@router.get("forums", response=answers({200: ForumsShape}, *READ), auth=CASEWORKERS)
def forums(request: HttpRequest) -> ForumsShape:
    """List the forums, the newest day first."""
    return ForumsShape(items=[_forum(one) for one in meetings.every(holder(request))])


@router.post("forums", response=answers({201: MadeShape}, *WRITE), auth=COORDINATORS)
def plan(request: HttpRequest, body: ForumBody) -> Status[MadeShape]:
    """Plan a forum."""
    try:
        return Status(201, MadeShape(id=meetings.plan(holder(request), _meeting(body, ""))))
    except Wrong as wrong:
        raise _fault(wrong) from None


@router.get("forums/{forum_id}", response=answers({200: ForumShape}, *READ), auth=CASEWORKERS)
def forum(request: HttpRequest, forum_id: str) -> ForumShape:
    """Give a forum with its minutes."""
    return _forum(meetings.read(holder(request), forum_id))


@router.post(
    "forums/{forum_id}/minutes", response=answers({200: MadeShape}, *WRITE), auth=COORDINATORS
)
def hold(request: HttpRequest, forum_id: str, body: MinutesBody) -> MadeShape:
    """Write the minutes, or put them right. `came` is sealed to the coordinators of today."""
    member = holder(request)
    came = tuple(Came(one.sign, may_be_shown=one.may_be_shown) for one in body.came)
    try:
        meetings.hold(member, _meeting(body, forum_id), came)
    except Wrong as wrong:
        raise _fault(wrong) from None
    return MadeShape(id=forum_id)


@router.post(
    "forums/{forum_id}/commitments", response=answers({201: MadeShape}, *WRITE), auth=COORDINATORS
)
def promise(request: HttpRequest, forum_id: str, body: PromiseBody) -> Status[MadeShape]:
    """Write down what somebody in a post has promised."""
    try:
        made = commitments.make(holder(request), forum_id, body.owner, body.what, body.due)
    except Wrong as wrong:
        raise _fault(wrong) from None
    return Status(201, MadeShape(id=made))


@router.get("commitments", response=answers({200: PromisesShape}, *READ), auth=CASEWORKERS)
def promises(request: HttpRequest) -> PromisesShape:
    """List what was promised, with everything that became of it."""
    return PromisesShape(items=[_promise(one) for one in commitments.every(holder(request))])


@router.post(
    "commitments/{commitment_id}/state",
    response=answers({200: PromiseShape}, *WRITE),
    auth=COORDINATORS,
)
def became(request: HttpRequest, commitment_id: str, body: StateBody) -> PromiseShape:
    """Say how a promise stands, and by what one sees it. Undo is one more line."""
    try:
        return _promise(commitments.say(holder(request), commitment_id, body.state, body.evidence))
    except Wrong as wrong:
        raise _fault(wrong) from None


@router.get("changes", response=answers({200: ChangesShape}, *READ), auth=CASEWORKERS)
def said(request: HttpRequest) -> ChangesShape:
    """List what was said to everybody."""
    return _changes(request)


@router.post("changes", response=answers({200: ChangesShape}, *WRITE), auth=COORDINATORS)
def say(request: HttpRequest, body: ChangeBody) -> ChangesShape:
    """Say what changed to everybody who asks, by web, SMS and token."""
    line = changes.Line(publish.last_month(), body.en, body.sw)
    try:
        changes.say(holder(request), line)
    except Wrong as wrong:
        raise _fault(wrong) from None
    return _changes(request)


@router.delete("changes/{number}", response=answers({200: ChangesShape}, *READ), auth=COORDINATORS)
def take_back(request: HttpRequest, number: str) -> ChangesShape:
    """Take a line back. Who read it has read it."""
    if not number.isdigit():
        raise Refused("not-found")
    changes.take_back(holder(request), int(number))
    return _changes(request)


def _changes(request: HttpRequest) -> ChangesShape:
    return ChangesShape(
        items=[
            ChangeShape(number=number, month=publish.code_of(one.month), en=one.en, sw=one.sw)
            for number, one in changes.numbered(holder(request).organisation)
        ]
    )


def _meeting(body: ForumBody, forum_id: str) -> Meeting:
    return Meeting(
        id=forum_id,
        day=body.day,
        place=body.place,
        issues=body.issues,
        topics=tuple(dict.fromkeys(body.topics)),
        discussion=body.discussion,
        decisions=body.decisions,
        seats=body.seats,
    )


def _forum(one: Meeting) -> ForumShape:
    return ForumShape(
        id=one.id,
        day=one.day,
        place=one.place,
        issues=one.issues,
        topics=list(one.topics),
        discussion=one.discussion,
        decisions=one.decisions,
        seats=dict(one.seats),
        people=one.people,
        is_held=one.is_held,
    )


def _promise(one: Promise) -> PromiseShape:
    return PromiseShape(
        id=one.id,
        forum=one.forum,
        owner=one.owner,
        what=one.what,
        due=one.due,
        state=one.state,
        is_overdue=one.is_overdue(commitments.today()),
        words=[
            WordShape(state=w.state, day=w.day, by=w.by, evidence=w.evidence) for w in one.words
        ],
    )


def _fault(wrong: Wrong) -> Refused:
    return invalid([Fault(wrong.field, wrong.reason, SENTENCES[wrong.reason])])
