"""The first pages: which language, and what can be done here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tetea.domain.people import queries as people
from tetea.domain.people.models import Organisation
from tetea.doors.policy import public
from tetea.doors.web import pages


@public
@require_safe
@pages.light
def languages(request: HttpRequest) -> HttpResponse:
    """Ask in which language to go on."""
    return render(request, "web/languages.html", {"organisation": people.organisation()})


def home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show what can be done here, and who will read what she writes."""
    return pages.show(request, organisation, "home", {})


@public
@require_safe
def no_icon(request: HttpRequest) -> HttpResponse:
    """Answer browsers that ask for an icon: there is none that could tell."""
    return HttpResponse(status=204)
