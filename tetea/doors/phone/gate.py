"""Who may post here: whoever knows the secret of the path. Nothing else about a post is refused."""

import hmac
from collections.abc import Callable
from functools import wraps
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from tetea.domain.keyring import secretfile
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.people.models import Organisation
from tetea.domain.phones import take
from tetea.domain.phones.errors import NotKept
from tetea.doors import policy

# A phone's words are short; what is longer than this is cut, not refused.
LONGEST_BODY = 64 * 1024
AGAIN_AFTER = "30"

Fields = dict[str, str]
Answer = Callable[[Organisation, Fields], HttpResponse]
Read = Callable[[str], Fields]
View = Callable[..., HttpResponse]


def of_form(text: str) -> Fields:
    """Return the fields of a form; undecodable bytes become question marks.

    A report with one is better than no report.
    """
    return dict(parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="replace"))


def gateway(answer: Answer, read: Read = of_form) -> View:
    """Make a view of what answers a gateway.

    Its secret is checked and its fields are read, in the provider's own way where it has one. 503
    when nothing could be kept, so that the gateway brings it again.
    """

    @policy.gateway
    @require_http_methods(["GET", "POST"])
    @wraps(answer)
    def view(request: HttpRequest, secret: str) -> HttpResponse:
        if not hmac.compare_digest(secret.encode(), secretfile.read().gateway_secret.encode()):
            raise Http404
        try:
            return answer(take.organisation(), read(sent(request)))
        except (NotKept, KeyringError):
            response = HttpResponse("503\n", status=503, content_type="text/plain")
            response["Retry-After"] = AGAIN_AFTER
            return response

    return view


def sent(request: HttpRequest) -> str:
    """Return what was sent, as it came: in the address, and as a form below it."""
    text: str = request.META.get("QUERY_STRING", "")
    if request.method == "POST":
        text += "&" + request.read(LONGEST_BODY).decode("utf-8", "replace")
    return text


def taken(text: str = "") -> HttpResponse:
    """Return the answer that says: it is kept, do not bring it again."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
