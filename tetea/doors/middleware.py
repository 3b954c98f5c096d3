"""What every answer carries and every request must show, whatever door it comes by."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import translation

from tetea import settings

Answer = Callable[[HttpRequest], HttpResponse]

PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
DESK_POLICY = f"{PUBLIC_POLICY}; script-src 'self'; connect-src 'self'"
HEADERS = {
    # `no-referrer` would make browsers send `Origin: null`, and every POST would be refused.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STATIC = "/static/"
DESK = "/desk/"
API = "/api/"
LANGUAGES = ("en", "sw")


class Headers:
    """Security headers on every answer, also on errors; nothing but static files is cached."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = DESK_POLICY if request.path.startswith(DESK) else PUBLIC_POLICY
        # A view may loosen its own page: only the demo's phone does, so that its 404 stays strict.
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response[name] = value
        if not request.path.startswith(STATIC):
            response["Cache-Control"] = "no-store"
        return response


class SameOrigin:
    """Refuses a POST that another site sends. Browsers that say nothing (Opera Mini) pass.

    Public forms carry no cookie, so there is no token to compare; without this a hostile page
    could post its own token and make her write into a stranger's thread.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The API takes JSON without any cookie: no other site can make a browser send that.
        is_form = request.method == "POST" and not request.path.startswith(API)
        if is_form and not _is_ours(request):
            return HttpResponseForbidden("403\n", content_type="text/plain")
        return self.get_response(request)


class Language:
    """Speaks the language that the address names; the desk chooses its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path.split("/", 2)[1]
        language = first if first in LANGUAGES else LANGUAGES[0]
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _is_ours(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return origin in {f"{request.scheme}://{request.get_host()}", settings.ENVIRONMENT.base_url}
