"""The page with the phone, and the texts that came to a number of the demo."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tetea.domain.demo import folder, inbox
from tetea.domain.directory import phone as directory
from tetea.domain.keyring import secretfile
from tetea.doors.middleware import DESK_POLICY
from tetea.doors.policy import public
from tetea.doors.simulator.shown import is_shown
from tetea.kernel.phone.addresses import gateway_addresses

# Shown while the demo has no code of its own.
SERVICE_CODE = "*384*22384#"
SHORT_CODE = "22384"
# Nobody's number: the demo sends nothing to anybody.
NUMBER = "+254700000001"
OTHER = {"en": "sw", "sw": "en"}
NAMES = {"en": "English", "sw": "Kiswahili"}

Page = Callable[[HttpRequest, str], HttpResponse]


def only_in_the_demo(view: Page) -> Page:
    """Answer 404 everywhere else, as if the page did not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, lang: str) -> HttpResponse:
        if not is_shown(request):
            raise Http404
        return view(request, lang)

    return guarded


@public
@require_safe
@only_in_the_demo
def phone(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the phone; its script posts what a phone company would post."""
    line = directory.line()
    context = {
        "lang": lang,
        "other": OTHER[lang],
        "other_name": NAMES[OTHER[lang]],
        "organisation": folder.organisation(),
        "gateways": gateway_addresses(secretfile.read().gateway_secret),
        "service_code": line.ussd_code or SERVICE_CODE,
        "short_code": line.sms_number or SHORT_CODE,
        "number": NUMBER,
        "keys": KEYS,
    }
    response = render(request, "simulator/phone.html", context)
    # The only page beside the desk that has a script: its own, from here.
    response["Content-Security-Policy"] = DESK_POLICY
    return response


@public
@require_POST
@only_in_the_demo
def texts(request: HttpRequest, lang: str) -> HttpResponse:
    """Return the texts that came to one number, which stands in the body and in no address."""
    found = inbox.texts_to(request.POST.get("number", ""))
    return JsonResponse({"texts": [{"text": one.text, "at": one.at} for one in found]})


KEYS = (
    ("1", ""), ("2", "ABC"), ("3", "DEF"), ("4", "GHI"), ("5", "JKL"), ("6", "MNO"),
    ("7", "PQRS"), ("8", "TUV"), ("9", "WXYZ"), ("*", ""), ("0", ""), ("#", ""),
)  # fmt: skip
