"""What every template may use."""

from django.http import HttpRequest


def common(request: HttpRequest) -> dict[str, object]:
    """Return nothing yet beyond the request's language."""
    return {"lang": getattr(request, "LANGUAGE_CODE", "en")}
