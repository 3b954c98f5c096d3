"""Join routers into one API: problems instead of pages, one dispatcher per address, OpenAPI 3.1."""

import json
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from tetea.domain.keyring import errors as keyring
from tetea.domain.people.queries import NotSetUp
from tetea.domain.reports import errors as reports
from tetea.doors import policy
from tetea.doors.api import problems
from tetea.doors.api.problems import PROBLEMS, Fault, Refused
from tetea.kernel.crypto.errors import GrantForged, SigningRefused, TokenMalformed

logger = logging.getLogger(__name__)
VERSION = "1.0.0"
PREFIX = "api/v1/"
NAMESPACE = "api"
JSON = "application/json"
PUBLIC = frozenset({policy.PUBLIC})
ABOUT = (
    "Reports and threads for partners, casework for members. Everything is sealed by default: "
    "a report is never given back by its token, and a member sees what her keys open."
)

Refusals = Mapping[type[Exception], str]
View = Callable[..., HttpResponseBase]
# Ninja allows a class in place of the exception; none of ours is registered so.
Handler = Callable[[HttpRequest, Any], HttpResponse]

# The nearest class in the order of inheritance decides.
REFUSALS: Refusals = {
    TokenMalformed: "token-malformed",
    SigningRefused: "needs-session",
    GrantForged: "not-signed-in",
    reports.TokenUnknown: "token-unknown",
    reports.NotFound: "not-found",
    reports.NotOpened: "not-opened",
    reports.WrongState: "wrong-state",
    reports.AlreadyRated: "wrong-state",
    reports.TooFast: "too-fast",
    reports.AlreadySent: "wrong-state",
    keyring.NoSuchKey: "not-found",
    keyring.SignInRefused: "sign-in-refused",
    keyring.SessionOver: "not-signed-in",
    keyring.NeedsSession: "needs-session",
    keyring.Busy: "busy",
    keyring.KeyringError: "unavailable",
    NotSetUp: "unavailable",
    OperationalError: "unavailable",
    InterfaceError: "unavailable",
    RequestDataTooBig: "too-large",
    UnreadablePostError: "malformed-json",
    Http404: "not-found",
}


def urlpatterns(routers: Sequence[Router], refusals: Refusals | None = None) -> list[URLPattern]:
    """Return the addresses of these routers, their document, and a 404 for everything else."""
    api = _api(routers, {**REFUSALS, **(refusals or {})})
    document = Address({"GET": partial(_document, cache(partial(_schema, api)))}, {"GET": PUBLIC})
    return [
        *(path(route, address) for route, address in _addresses(api, routers).items()),
        path("openapi.json", document, name="openapi"),
        re_path("^.*$", _nowhere, name="nowhere"),
    ]


class Address:
    """One address as a view. `policies` says for each method who may call it."""

    csrf_exempt = True

    def __init__(self, views: Mapping[str, View], policies: Mapping[str, frozenset[str]]) -> None:
        self.views = views
        self.policies = policies
        self.policy = frozenset().union(*policies.values())

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Hand the request to whoever serves its method."""
        view = self.views.get(request.method or "")
        if view is not None:
            return view(request, *args, **kwargs)
        response = problems.answer("method-not-allowed")
        response["Allow"] = ", ".join(sorted(self.views))
        return response


class StrictParser(Parser):
    """JSON and nothing else: no other type of content, no NaN, no half characters."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the parsed body; raise Refused, which ninja wraps."""
        # Another site's form cannot send this type without asking first.
        if request.content_type != JSON:
            raise Refused("not-json")
        try:
            text = request.body.decode()
            parsed = json.loads(text, parse_constant=_no_constant)
            if "\\ud" in text.lower():
                json.dumps(parsed, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise Refused("malformed-json") from None
        content: dict[str, Any] = parsed
        return content


def _api(routers: Sequence[Router], refusals: Refusals) -> NinjaAPI:
    api = NinjaAPI(
        title="Tetea",
        version=VERSION,
        description=ABOUT,
        urls_namespace=NAMESPACE,
        # Its documentation page would load scripts from elsewhere.
        docs_url=None,
        openapi_url=None,
        parser=StrictParser(),
    )
    for router in routers:
        api.add_router("", router)
    handlers: dict[type[Exception], Handler] = {
        Exception: _unexpected,
        Refused: _refused,
        HttpError: _http_error,
        ValidationError: _validation_error,
        **{kind: partial(_refuse, slug) for kind, slug in refusals.items()},
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api


def _addresses(api: NinjaAPI, routers: Sequence[Router]) -> dict[str, Address]:
    """Two routers may serve different methods of the same address; ninja would see only one."""
    views: dict[str, dict[str, View]] = {}
    policies: dict[str, dict[str, frozenset[str]]] = {}
    served = [
        operation
        for router in routers
        for address in router.path_operations.values()
        for operation in address.operations
    ]
    patterns = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    # The last one is ninja's own home page.
    for pattern, operation in zip(patterns[:-1], served, strict=True):
        route, view = str(pattern.pattern), cast("View", pattern.callback)
        for method in operation.methods:
            views.setdefault(route, {})[method] = view
            policies.setdefault(route, {})[method] = _policy(operation.auth_callbacks)
    return {route: Address(found, policies[route]) for route, found in views.items()}


def _policy(auth: Sequence[Callable[..., object]]) -> frozenset[str]:
    # An operation with an auth that names no roles has no policy, and the test of the table fails.
    roles: frozenset[str] = getattr(auth[0], "policy", frozenset()) if auth else PUBLIC
    return roles


@policy.public
def _nowhere(_request: HttpRequest, **_rest: object) -> HttpResponse:
    return problems.answer("not-found")


def _document(schema: Callable[[], str], _request: HttpRequest) -> HttpResponse:
    return HttpResponse(schema(), content_type=JSON)


def _schema(api: NinjaAPI) -> str:
    schema = api.get_openapi_schema(path_prefix=PREFIX)
    for methods in schema["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                _describe(int(status), response)
    return json.dumps({**schema, "servers": [{"url": "/"}]})


def _describe(status: int, response: dict[str, Any]) -> None:
    """Say what ninja cannot: the media type of a problem and the headers that come with it."""
    if status < 400:  # noqa: PLR2004  # HTTP's own border
        return
    if JSON in response.get("content", {}):
        response["content"] = {problems.MEDIA_TYPE: response["content"][JSON]}
    names = {name for kind in PROBLEMS.values() if kind.status == status for name in kind.headers}
    if names:
        response["headers"] = {name: {"schema": {"type": "string"}} for name in sorted(names)}


def _no_constant(_name: str) -> None:
    raise ValueError


def _refuse(slug: str, _request: HttpRequest, _exception: Exception) -> HttpResponse:
    return problems.answer(slug)


def _unexpected(_request: HttpRequest, exception: Exception) -> HttpResponse:
    # Neither the message nor the values: either may hold what a reporter wrote.
    place = traceback.extract_tb(exception.__traceback__)[-1]
    logger.error("unexpected %s at %s:%s", type(exception).__name__, place.name, place.lineno)
    return problems.answer("unexpected")


def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    return problems.answer(refused.slug, refused.detail, refused.faults)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Refused):
        return _refused(request, error.__cause__)
    slugs = {400: "malformed-json", 401: "not-signed-in", 403: "needs-session"}
    return problems.answer(slugs.get(error.status_code, "not-found"))


def _validation_error(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.answer("invalid", faults=[_fault(one) for one in error.errors])


def _fault(error: Mapping[str, Any]) -> Fault:
    """Name the field as the caller wrote it; the first two places are "body" and our own name."""
    place, *names = error["loc"]
    inside = [str(one) for one in names if one != "body"]
    return Fault(".".join(inside) or str(place), str(error["type"]), str(error["msg"]))
