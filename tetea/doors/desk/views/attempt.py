"""Try one action on a report; what stops it is said in plain words, and nothing typed is lost."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tetea.domain.cases.errors import AlreadyACase, NoCase
from tetea.domain.reports.errors import ForTheLead, NotOpened, WrongState
from tetea.domain.reports.work import duties, opening
from tetea.doors.desk import forms, session
from tetea.doors.desk.forms import Faulty
from tetea.doors.desk.views import page

# What an action returns stands in place of `done`: it says more exactly what was done.
Action = Callable[[session.Member, str, QueryDict], str | None]


def attempt(
    request: HttpRequest, member: session.Member, report_id: str, action: Action, done: str
) -> HttpResponse:
    """Do it and lead back to the report, or show the report with the reason and what was typed."""
    try:
        exactly = action(member, report_id, request.POST)
    except Faulty as fault:
        reason = str(fault)
    except NotOpened:
        reason = _("The report closed itself after 15 minutes. Open it again and send once more.")
    except ForTheLead:
        leads = ", ".join(one.username for one in duties.leads(member))
        reason = _(
            "Not given: somebody under 18 is concerned, so it goes to the safeguarding lead first: "
            "%(leads)s. The lead can hand on work and keeps the keys."
        ) % {"leads": leads}
    except AlreadyACase:
        reason = _("Somebody has just made a case of it. Look below before you go on.")
    except (WrongState, NoCase):
        reason = _("It has changed meanwhile, so this was not done. Look below before you go on.")
    else:
        return back(member, report_id, exactly or done)
    return page.show(request, member, report_id, forms.kept(request.POST), reason)


def back(member: session.Member, report_id: str, done: str) -> HttpResponse:
    """Lead to the report, or to the desk when its keys have gone to somebody else."""
    is_hers = opening.may_open(member, report_id)
    there = reverse("desk:report", args=[report_id]) if is_hers else reverse("desk:home")
    return HttpResponse(status=303, headers={"Location": f"{there}?done={done}"})
