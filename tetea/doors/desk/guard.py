"""Who may call a view of the desk: session, role, CSRF token and method, in one decorator."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from tetea.domain.figures.errors import NotForFigures
from tetea.domain.forum.errors import NotFound as NoSuchForum
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.reports.errors import NotFound, TooFast
from tetea.doors import policy
from tetea.doors.desk import pages, session

GET = ("GET", "HEAD")
POST = ("POST",)
BOTH = (*GET, *POST)

TRIAGE = ("coordinator", "hotline")
TEAM = ("coordinator", "hotline", "paralegal", "legal")
READERS = (*TEAM, "outside")
EVERYONE = (*READERS, "admin", "analyst", "partner")

View = Callable[..., HttpResponse]
Guarded = Callable[..., HttpResponseBase]


def members(*roles: str, methods: tuple[str, ...] = GET) -> Callable[[View], Guarded]:
    """Let members of these roles in; the view gets the member as its second argument.

    Others are answered with the page for what does not exist; without a session, with the door.
    """

    def declare(view: View) -> Guarded:
        @csrf_protect
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
            return _answer(request, view, frozenset(roles), kwargs)

        return policy.member(*roles)(require_http_methods(list(methods))(guarded))

    return declare


def welcome(request: HttpRequest, member: session.Member, view: View) -> HttpResponse:
    """Answer with a view that every member may see, in her language."""
    with translation.override(session.language(member)):
        response = view(request, member)
    response["Content-Language"] = session.language(member)
    return response


def _answer(
    request: HttpRequest, view: View, roles: frozenset[str], kwargs: dict[str, str]
) -> HttpResponse:
    member = session.resume(request)
    if member is None:
        return to_the_door(request)
    with translation.override(session.language(member)):
        response = _within(request, member, view, roles, kwargs)
    response["Content-Language"] = session.language(member)
    return response


def _within(
    request: HttpRequest,
    member: session.Member,
    view: View,
    roles: frozenset[str],
    kwargs: dict[str, str],
) -> HttpResponse:
    if member.role not in roles:
        return pages.not_here(request, member)
    try:
        return view(request, member, **kwargs)
    except (NotFound, NoSuchKey, NoSuchForum, NotForFigures):
        return pages.not_here(request, member)
    except TooFast:
        return pages.show(request, member, "too_fast", {"current": ""}, status=409)


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Send a request without a session to the sign-in page; htmx has to be told to go there."""
    door = f"{reverse('desk:home')}?over=1"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": door})
    return HttpResponse(status=303, headers={"Location": door})
