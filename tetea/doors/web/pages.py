"""Renders a public page: the frame that every page shares, around what is its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from tetea.domain.people.models import Organisation

# Pages are compressed: at 2G that halves the wait. Guessing a secret from the size of compressed
# pages needs a stranger's page that makes her browser ask for them; ours come to such a request
# without the draft's key and without the cookie, and Django pads each with a random length.
light = gzip_page

OTHER = {"en": "sw", "sw": "en"}
NAMES = {"en": "English", "sw": "Kiswahili"}


def show(
    request: HttpRequest,
    organisation: Organisation,
    template: str,
    context: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of templates/web in the language of the address."""
    lang = language(request)
    frame = {
        "lang": lang,
        "other": OTHER[lang],
        "other_name": NAMES[OTHER[lang]],
        "other_path": f"/{OTHER[lang]}{request.path[3:]}",
        "organisation": organisation,
    }
    return render(request, f"web/{template}.html", frame | context, status=status)


def busy(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer that too many people ask at this moment, and when to try again."""
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(seconds)
    return response


def language(request: HttpRequest) -> str:
    """Return the language that the address names, English where it names none."""
    first = request.path[1:3]
    return first if first in OTHER else "en"
