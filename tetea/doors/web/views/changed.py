"""What changed because people reported: for everybody, without a token."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tetea.domain.forum import changes
from tetea.domain.people import queries as people
from tetea.doors.policy import public
from tetea.doors.web import pages


@public
@require_safe
@pages.light
def read(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the newest lines, each with its month."""
    organisation = people.organisation()
    found = [(_month(one.month), one.text(lang)) for one in changes.newest(organisation)]
    return pages.show(request, organisation, "changed", {"lines": found})


def _month(month: int) -> dt.date:
    year, at = divmod(month - 1, 12)
    return dt.date(year, at + 1, 1)
