"""How the responders are: a member about herself, a coordinator about anybody with cases."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.cases import supervision
from tetea.domain.cases.supervision import Talk, Written
from tetea.domain.directory import vocabularies
from tetea.domain.reports.errors import NotForDuty
from tetea.domain.reports.work import triage
from tetea.doors.desk import forms, guard, pages, session
from tetea.doors.desk.forms import Faulty
from tetea.doors.desk.show import care as shown
from tetea.doors.desk.show.rows import Reader
from tetea.doors.desk.show.words import ROLES, word
from tetea.kernel.clocks.moments import NAIROBI

FIELDS = ("about", "strain", "text", "agreed", "again")


@guard.members(*guard.TEAM, methods=guard.BOTH)
def care(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the talks that she may read, or write one down."""
    if request.method != "POST":
        return _page(request, member)
    try:
        supervision.write(member, _talk(member, request.POST))
    except Faulty as fault:
        return _page(request, member, str(fault))
    except (NotForDuty, KeyError):
        return _page(request, member, _("Please choose from what is offered."))
    there = reverse("desk:care")
    return HttpResponse(status=303, headers={"Location": f"{there}?done=care"})


def _talk(member: session.Member, post: QueryDict) -> Talk:
    typed = {name: post.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    if not (typed["strain"] or typed["text"]):
        raise Faulty(_("Please choose or write something first."))
    if any(len(one) > forms.LONGEST_LINE for one in typed.values()):
        raise Faulty(_("That is too long: at most %(count)d letters.") % {"count": 2000})
    return Talk(
        about=typed["about"] or member.member_id,
        strain=typed["strain"],
        text=typed["text"],
        agreed=typed["agreed"],
        again=_day(typed["again"]),
    )


def _day(text: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), forms.MORNING, NAIROBI)
    except ValueError:
        raise Faulty(_("Please choose a day, for example 2026-03-31.")) from None


def _page(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    reader = pages.reader(member)
    context = {
        "current": "care",
        "fault": fault,
        "typed": request.POST if fault else {},
        "strains": [
            (row.name, row.labels[reader.lang]) for row in vocabularies.words(supervision.STRAIN)
        ],
        "talks": [_line(one, reader) for one in supervision.read(member)],
        "may_say_for_others": member.role == supervision.COORDINATOR,
        "people": [
            (one, username, word(ROLES, role)) for one, username, role in triage.assignable(member)
        ],
        "own": member.member_id,
    }
    return pages.show(request, member, "care", context, 409 if fault else 200)


def _line(one: Written, reader: Reader) -> dict[str, object]:
    return {
        "about": reader.names.get(one.talk.about, ""),
        "by": one.by,
        "at": one.at,
        "strain": shown.strain(one, reader.lang),
        "is_heavy": one.talk.strain in supervision.HEAVY,
        "text": one.talk.text,
        "agreed": one.talk.agreed,
        "again": one.talk.again,
    }
