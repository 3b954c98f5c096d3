"""Where a request came from: used to queue guessers behind themselves, never stored."""

from django.conf import settings
from django.http import HttpRequest

LOOPBACK = {"127.0.0.1", "::1"}


def of(request: HttpRequest) -> str:
    """Return the address that asks. Behind our own proxy it is the one that the proxy saw."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if nearest not in LOOPBACK or not settings.ENVIRONMENT.is_https:
        return nearest
    # Only the last entry is the proxy's own; whoever asks may have written the others.
    return request.headers.get("X-Forwarded-For", nearest).rpartition(",")[2].strip()
