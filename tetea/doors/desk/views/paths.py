"""The path of a case as a guided checklist: what, why, what to take along, what to say."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tetea.domain.cases import opened
from tetea.domain.cases.errors import NoCase
from tetea.domain.directory import paths
from tetea.domain.reports.errors import NotFound, NotOpened
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import guide as shown
from tetea.doors.desk.views.attempt import back


@guard.members(*guard.READERS)
def guide(request: HttpRequest, member: session.Member, report_id: str, code: str) -> HttpResponse:
    """Show one path beside what has been done of it."""
    try:
        path = paths.path(code)
    except KeyError:
        raise NotFound from None
    try:
        case = opened.open_now(member, report_id)
    except (NotOpened, NoCase):
        return back(member, report_id, "")
    context = {
        "current": "",
        "report_id": report_id,
        "here": reverse("desk:path", args=[report_id, code]),
        "guide": shown.guide(path, case.file, session.language(member)),
        "others": [
            one
            for one in shown.paths_of(case.story.answers, case.file, session.language(member))
            if one.code != code
        ],
    }
    return pages.show(request, member, "path", context)
