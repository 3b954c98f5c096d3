"""The one cookie: `__Host-tetea` over https, `tetea` without Secure on loopback http."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PLAIN_NAME = "tetea"


def name() -> str:
    """Return the cookie's name under this base URL."""
    return f"__Host-{PLAIN_NAME}" if settings.ENVIRONMENT.is_https else PLAIN_NAME


def read(request: HttpRequest) -> str:
    """Return the cookie's value, or an empty text."""
    return request.COOKIES.get(name(), "")


def write(response: HttpResponse, value: str) -> None:
    """Set the cookie for as long as the browser is open; the server ends it sooner."""
    response.set_cookie(
        name(),
        value,
        path="/",
        secure=settings.ENVIRONMENT.is_https,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse) -> None:
    """Remove the cookie."""
    response.set_cookie(
        name(),
        "",
        max_age=0,
        path="/",
        secure=settings.ENVIRONMENT.is_https,
        httponly=True,
        samesite="Strict",
    )
