"""Code a case for the figures: what happened, by whom, where, to whom, in words of the lists."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.cases import coded
from tetea.domain.cases.coded import Look, NoSuchWord
from tetea.domain.cases.errors import NoCase, NotToBeCounted
from tetea.domain.reports.errors import NotFound, NotOpened, WrongState
from tetea.domain.reports.work import opening
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import coding as shown
from tetea.doors.desk.show.words import STOPPED, word
from tetea.doors.desk.views.attempt import back
from tetea.kernel.register.coding import CHOSEN, MOST_ACTS, STATION, Coding, tidy
from tetea.kernel.register.contribution import Act

SAID = {"once": "coded", "twice": "coded-alike", "differs": "coded-otherwise"}


@guard.members(*guard.TEAM, methods=guard.BOTH)
def code(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Show how a case is coded, or code it."""
    if not opening.may_open(member, report_id):
        raise NotFound
    if request.method != "POST":
        return _page(request, member, report_id)
    try:
        said = coded.code(member, report_id, typed(request.POST))
    except NoSuchWord:
        return _page(request, member, report_id, _("Please choose from the lists."))
    except NotToBeCounted:
        return _page(request, member, report_id, _("They have not agreed to be counted."))
    except (NotOpened, NoCase, WrongState) as error:
        return _page(request, member, report_id, word(STOPPED, type(error).__name__))
    return back(member, report_id, SAID[said])


def typed(post: QueryDict) -> Coding:
    """Return the coding as it was typed; a row without an act is left out."""
    rows = zip(post.getlist("act"), post.getlist("by"), strict=False)
    acts = dict.fromkeys(Act(act, by) for act, by in rows if act)
    words = {name: post.get(name, "") for name in CHOSEN}
    words[STATION] = tidy(post.get(STATION, ""))
    return Coding(
        tuple(acts)[:MOST_ACTS], {name: chosen for name, chosen in words.items() if chosen}
    )


def _page(
    request: HttpRequest, member: session.Member, report_id: str, fault: str = ""
) -> HttpResponse:
    reader = pages.reader(member)
    context: dict[str, object] = {
        "current": "",
        "report_id": report_id,
        "here": reverse("desk:coding", args=[report_id]),
        "fault": fault,
    }
    try:
        look = coded.look(member, report_id)
    except (NotOpened, NoCase):
        return HttpResponse(
            status=303, headers={"Location": reverse("desk:report", args=[report_id])}
        )
    made = typed(request.POST) if fault and request.method == "POST" else _begins_with(look)
    context |= {"look": look, **shown.form(made, reader.lang), **_differing(look, reader.lang)}
    return pages.show(request, member, "coding", context, 409 if fault else 200)


def _begins_with(look: Look) -> Coding:
    return look.coded.coding if look.coded else look.proposed


def _differing(look: Look, lang: str) -> Mapping[str, object]:
    found = look.coded
    if found is None or found.second is None or found.second_coding is None:
        return {}
    return {
        "second_by": found.second.by,
        "first_by": found.first.by,
        "differences": shown.differences(found.coding, found.second_coding, lang),
    }
