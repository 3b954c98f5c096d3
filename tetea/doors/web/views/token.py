"""Coming back: a token is exchanged for a visit of half an hour."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tetea.domain.keyring.errors import Busy
from tetea.domain.people import queries as people
from tetea.domain.people.models import Organisation
from tetea.domain.reports import thread, visits
from tetea.domain.reports.errors import TokenUnknown
from tetea.doors import cookies, source
from tetea.doors.policy import public
from tetea.doors.web import pages
from tetea.doors.web.visitors import is_visit
from tetea.kernel.crypto.errors import TokenMalformed

MALFORMED, UNKNOWN = 422, 404


@public
@require_http_methods(["GET", "HEAD", "POST"])
def token(request: HttpRequest, lang: str) -> HttpResponse:
    """Ask for the token; with a right one begin a visit. What she typed is never shown again."""
    organisation = people.organisation()
    if request.method != "POST":
        return _ask(request, organisation)
    try:
        typed = request.POST.get("token", "")
        visitor = thread.open_token(organisation, typed, source.of(request))
    except TokenMalformed:
        text = _(
            "That is not a whole number of twenty digits. Please look at each group of four "
            "and type it again."
        )
        return _ask(request, organisation, text, MALFORMED)
    except TokenUnknown:
        text = _(
            "We do not know this number. It may be wrong, or have been replaced or deleted. "
            "Please type it again."
        )
        return _ask(request, organisation, text, UNKNOWN)
    except Busy as busy:
        return pages.busy(request, busy.retry_after)
    if is_visit(cookies.read(request)):
        visits.end(cookies.read(request))
    response = redirect("web:thread", lang)
    cookies.write(response, visits.begin(visitor).cookie)
    return response


def _ask(
    request: HttpRequest, organisation: Organisation, error: str = "", status: int = 200
) -> HttpResponse:
    return pages.show(request, organisation, "token", {"error": error}, status=status)
