"""Corrections in batches, and exact totals for whoever signed an agreement."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain import moment
from tetea.domain.figures import agreements, corrections, publish
from tetea.domain.figures.agreements import Terms
from tetea.domain.figures.errors import Damaged, NothingToSay, TooSoon, Unfinished, Wrong
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import corrections as shown
from tetea.doors.desk.show import figures
from tetea.doors.desk.views.figures import COUNTERS, damaged


@guard.members(*COUNTERS, methods=guard.BOTH)
def overview(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show what was corrected so far and when the next batch may come, or begin it."""
    if request.method != "POST":
        return _overview(request, member)
    try:
        corrections.start(member)
    except TooSoon:
        return _overview(request, member, _("A batch comes once a quarter, so that it says a sum."))
    except Unfinished:
        words = _("First finish what was begun; without figures there is nothing to correct.")
        return _overview(request, member, words)
    except Damaged:
        return _overview(request, member, damaged())
    return HttpResponse(status=303, headers={"Location": reverse("desk:corrections_making")})


@guard.members(*COUNTERS)
def making(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Do one more step of the newest batch and show how far it is; then lead to what it says.

    As the page of a month's figures it goes on by being fetched, and does each step once.
    """
    there = reverse("desk:corrections")
    try:
        now = corrections.go_on(member)
    except Unfinished:
        return HttpResponse(status=303, headers={"Location": there})
    if now.is_ready:
        return HttpResponse(status=303, headers={"Location": f"{there}?done=corrected"})
    context = {"current": "figures", "done": now.done, "total": now.total}
    return pages.show(request, member, "corrections_making", context)


@guard.members(*COUNTERS, methods=guard.BOTH)
def agreed(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the agreements with what was told under each, write one down, or tell a total."""
    if request.method != "POST":
        return _agreed(request, member)
    post = request.POST
    try:
        if "agreement" in post:
            months = shown.window_of(post.get("months", ""))
            agreements.tell(member, post["agreement"], months)
            done = "total-told"
        else:
            agreements.sign(member, _terms(post))
            done = "agreement-signed"
    except Wrong as wrong:
        return _agreed(request, member, shown.fault(wrong.field))
    except NothingToSay:
        words = _(
            "That total is not told: with it somebody could work out a number that is hidden, or "
            "no figures of these months were made. Try a longer time."
        )
        return _agreed(request, member, words)
    there = reverse("desk:agreements")
    return HttpResponse(status=303, headers={"Location": f"{there}?done={done}"})


def _overview(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    newest = corrections.newest(member)
    next_month = corrections.next_month(member)
    context = {
        "current": "figures",
        "fault": fault,
        "newest": newest and figures.month_words(newest.month),
        "is_unfinished": bool(newest and not newest.is_ready),
        "may_begin": next_month <= publish.last_month(),
        "next": figures.month_words(next_month + 1),
        "editions": shown.editions(publish.all_entries(member), pages.reader(member).lang),
    }
    return pages.show(request, member, "corrections", context, 409 if fault else 200)


def _agreed(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    today = moment.now().date()
    context = {
        "current": "figures",
        "fault": fault,
        "typed": request.POST if fault else {},
        "signed": [shown.agreement(one, today) for one in agreements.every(member)],
        "windows": shown.windows(agreements.windows(member)),
    }
    return pages.show(request, member, "agreements", context, 409 if fault else 200)


def _terms(post: QueryDict) -> Terms:
    return Terms(
        party=post.get("party", ""),
        purpose=post.get("purpose", ""),
        signed=_day(post, "signed"),
        until=_day(post, "until"),
    )


def _day(post: QueryDict, name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(post.get(name, ""))
    except ValueError:
        raise Wrong(name) from None
