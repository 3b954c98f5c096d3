"""What every template may use."""

from functools import partial

from django.http import HttpRequest

from tetea.doors.simulator.shown import is_shown


def common(request: HttpRequest) -> dict[str, object]:
    """Return the request's language, and whether the demo's phone may be linked to."""
    return {
        "lang": getattr(request, "LANGUAGE_CODE", "en"),
        "has_demo_phone": partial(is_shown, request),
    }
