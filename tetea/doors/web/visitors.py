"""Whose visit a request belongs to: the cookie that a token was exchanged for."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tetea.domain.keyring.errors import Busy, KeyringError
from tetea.domain.people import queries as people
from tetea.domain.reports import visits
from tetea.domain.reports.errors import VisitOver
from tetea.domain.reports.thread import Visitor
from tetea.doors import cookies, policy
from tetea.doors.web import pages

VisitorView = Callable[[HttpRequest, str, Visitor], HttpResponse]


def is_visit(cookie: str) -> bool:
    """Say whether a cookie is a visit's; members' sessions share the name and begin otherwise."""
    return cookie.startswith(visits.MARK)


def with_visit(view: VisitorView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Call a view with the visitor; lead everyone else to the page where a token is entered."""

    @wraps(view)
    def answer(request: HttpRequest, lang: str) -> HttpResponse:
        cookie = cookies.read(request)
        if not is_visit(cookie):
            return redirect("web:token", lang)
        try:
            visitor = visits.resume(people.organisation(), cookie)
        except VisitOver:
            response = redirect("web:token", lang)
            cookies.forget(response)
            return response
        except KeyringError:
            return pages.busy(request, Busy.retry_after)
        try:
            return view(request, lang, visitor)
        except KeyringError:
            # Nothing new is sealed to keys that cannot be trusted; what she has stays readable.
            return pages.busy(request, Busy.retry_after)

    return policy.visitor(answer)
