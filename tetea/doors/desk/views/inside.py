"""What comes beside the packs: station trends for inside eyes, forms that others ask for."""

from django.http import HttpRequest, HttpResponse

from tetea.domain.directory.forms import forms, is_confirmed
from tetea.domain.figures import publish, stations
from tetea.domain.figures.errors import Damaged
from tetea.domain.reports.errors import NotFound
from tetea.doors.desk import guard, pages, session
from tetea.doors.desk.show import figures
from tetea.doors.desk.show import forms as shown
from tetea.doors.desk.views.figures import COUNTERS, damaged
from tetea.doors.desk.views.printed import as_pdf
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.paper.pdf import pdf


@guard.members(*COUNTERS, methods=guard.BOTH)
def station_trends(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the trend of each station, where a quarter holds enough; asked for and logged."""
    fault = ""
    found: tuple[stations.Trend, ...] = ()
    if request.method == "POST":
        try:
            found = stations.trends(member)
        except Damaged:
            fault = damaged()
    context = {
        "current": "figures",
        "fault": fault,
        "heads": [figures.window(one.months) for one in found[0].spans] if found else [],
        "trends": found,
        "was_asked": request.method == "POST",
        "threshold": Audience.INSIDE.rule.threshold,
    }
    return pages.show(request, member, "stations", context, 409 if fault else 200)


@guard.members(*COUNTERS)
def all_forms(request: HttpRequest, member: session.Member) -> HttpResponse:
    """Show the forms that others ask for, each filled for the newest time it can be."""
    lang = pages.reader(member).lang
    told = publish.published(member.organisation)
    context = {
        "current": "figures",
        "forms": [shown.shown(one, told, lang) for one in forms().values()],
        "is_confirmed": is_confirmed(),
    }
    return pages.show(request, member, "forms", context)


@guard.members(*COUNTERS)
def form(request: HttpRequest, member: session.Member, form: str, month: str) -> HttpResponse:
    """Give a filled form as PDF; that it leaves the house is logged first."""
    wanted = forms().get(form)
    try:
        at = figures.month_of(month)
    except ValueError:
        raise NotFound from None
    if wanted is None:
        raise NotFound
    lang = pages.reader(member).lang
    told = shown.filled(wanted, publish.published(member.organisation), lang)
    one = next((one for one in told if one.month == at), None)
    if one is None:
        raise NotFound
    publish.take_along(member, at, Audience.OUTSIDE)
    return as_pdf(pdf(shown.document(one, lang)), f"{form}-{month}.pdf")
