"""Stories for the pack: lent by whoever holds a case, made one of several, read by a second."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.cases import stories
from tetea.domain.cases.errors import GivesAway, NoCase, NotToBeTold
from tetea.domain.directory.sources import LANGUAGES
from tetea.domain.forum import errors as refused
from tetea.domain.forum import vault
from tetea.domain.reports.errors import NotFound, NotOpened, WrongState
from tetea.domain.reports.work import opening
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import stories as shown
from tetea.doors.desk.show.words import STOPPED, word
from tetea.doors.desk.views.attempt import back


@guard.members(*guard.TEAM, methods=guard.BOTH)
def lend(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Lend what may be told of a case, or take it back."""
    if not opening.may_open(member, report_id):
        raise NotFound
    if request.method != "POST":
        return _lend(request, member, report_id)
    try:
        if request.POST.get("do") == "take_back":
            stories.take_back(member, report_id)
            return back(member, report_id, "story-taken-back")
        stories.lend(member, report_id, request.POST.get("gist", ""))
    except GivesAway as wrong:
        return _lend(request, member, report_id, shown.fault(wrong))
    except NotToBeTold:
        return _lend(request, member, report_id, _("They have not agreed that it is told."))
    except (NotOpened, NoCase, WrongState) as error:
        return _lend(request, member, report_id, word(STOPPED, type(error).__name__))
    return back(member, report_id, "story-lent")


@guard.members(*guard.TEAM, methods=guard.BOTH)
def composites(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show what is lent and what was made of it; compose, read, or delete a composite."""
    if request.method != "POST":
        return _composites(request, member)
    post = request.POST
    do = post.get("do", "")
    try:
        if do == "approve":
            stories.approve(member, post.get("story", ""))
        elif do == "drop":
            stories.drop(member, post.get("story", ""))
        else:
            texts = {lang: post.get(lang, "") for lang in LANGUAGES}
            stories.compose(member, texts, tuple(post.getlist("part")))
            do = "compose"
    except GivesAway as wrong:
        return _composites(request, member, shown.fault(wrong))
    except (refused.NotFound, refused.NotForDuty):
        raise NotFound from None
    there = reverse("desk:stories")
    done = {"approve": "story-read", "drop": "story-dropped"}.get(do, "story-composed")
    return HttpResponse(status=303, headers={"Location": f"{there}?done={done}"})


def _lend(
    request: HttpRequest, member: session.Member, report_id: str, fault: str = ""
) -> HttpResponse:
    try:
        now = stories.lent_of(member, report_id)
        may = stories.may_be_lent(member, report_id)
    except (NotOpened, NoCase):
        there = reverse("desk:report", args=[report_id])
        return HttpResponse(status=303, headers={"Location": there})
    context = {
        "current": "",
        "report_id": report_id,
        "fault": fault,
        "may_lend": may,
        "lent": now,
        "gist": request.POST.get("gist", "") if fault else (now.gist if now else ""),
        "longest": stories.LONGEST,
    }
    return pages.show(request, member, "lend", context, 409 if fault else 200)


def _composites(request: HttpRequest, member: session.Member, fault: str = "") -> HttpResponse:
    lang = pages.reader(member).lang
    context = {
        "current": "forum",
        "fault": fault,
        "typed": request.POST if fault else {},
        "parts": request.POST.getlist("part") if fault else [],
        "lent": stories.lent_now(member),
        "stories": shown.stories(stories.every(member), member.username, lang),
        "may_write": member.role == vault.WRITER,
        "least": stories.LEAST,
        "longest": stories.LONGEST,
    }
    return pages.show(request, member, "stories", context, 409 if fault else 200)
