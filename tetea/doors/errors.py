"""Error pages that say what to do and nothing about what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import NoReverseMatch


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same for what does not exist and what is not for this person."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a reason."""
    return _page(request, 500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    try:
        text = render_to_string(f"{status}.html", request=request)
    except (TemplateDoesNotExist, NoReverseMatch):
        # A group of processes that serves one door alone cannot link to the other.
        return HttpResponse(f"{status}\n", status=status, content_type="text/plain")
    return HttpResponse(text, status=status)
