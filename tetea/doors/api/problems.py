"""Every way in which the API says no, answered as application/problem+json (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
# Below the API, so that an address that stands in an answer can be opened.
PATH = "/api/v1/problems/"
RETRY_AFTER = {"Retry-After": "5"}


@dataclass(frozen=True)
class Problem:
    """One kind of refusal, for the developer of a client; `title` never changes with the case."""

    status: int
    title: str
    headers: Mapping[str, str] = field(default_factory=dict)


PROBLEMS: Mapping[str, Problem] = {
    "malformed-json": Problem(400, "The body is not JSON."),
    "not-signed-in": Problem(
        401, "No bearer, or one that has ended.", {"WWW-Authenticate": "Bearer"}
    ),
    "sign-in-refused": Problem(
        401, "Name, passphrase or code is wrong.", {"WWW-Authenticate": "Bearer"}
    ),
    "needs-session": Problem(403, "Only an unlocked session at the desk may do this."),
    "not-found": Problem(404, "There is no such thing here."),
    "token-unknown": Problem(404, "No thread opens with this token."),
    "method-not-allowed": Problem(405, "This address does not take that method."),
    "already-a-case": Problem(409, "This report is a case already."),
    "needs-review": Problem(409, "A case is closed by two people: ask a colleague to review it."),
    "not-yours": Problem(
        409, "Nobody reviews a closing of her own, or one that was not asked for."
    ),
    "no-case": Problem(409, "This report has not become a case."),
    "not-opened": Problem(409, "It has to be opened first."),
    "for-the-lead": Problem(409, "This goes to the safeguarding lead first."),
    "wrong-state": Problem(409, "That cannot be done in the state it is in."),
    "too-fast": Problem(409, "So much was opened within minutes that a second person approves."),
    "too-large": Problem(413, "The body is too large."),
    "not-json": Problem(415, "This call takes application/json."),
    "invalid": Problem(422, "Some fields are wrong."),
    "idempotency-mismatch": Problem(422, "This Idempotency-Key came with another body."),
    "token-malformed": Problem(422, "This is not a token; a digit may be wrong."),
    "unexpected": Problem(500, "Something went wrong on our side."),
    "not-yet": Problem(501, "This does not exist yet."),
    "busy": Problem(503, "Too many people at this moment.", RETRY_AFTER),
    "unavailable": Problem(503, "The server cannot do this at this moment.", RETRY_AFTER),
}


@dataclass(frozen=True)
class Fault:
    """One wrong field: its name, a stable word for why, and a sentence. Never the value."""

    name: str
    reason: str
    message: str


class Refused(Exception):
    """Stop here and answer with this problem."""

    def __init__(self, slug: str, detail: str = "", faults: Iterable[Fault] = ()) -> None:
        super().__init__(slug)
        self.slug = slug
        self.detail = detail
        self.faults = tuple(faults)


def type_of(slug: str) -> str:
    """Return the URI that names a kind of problem."""
    return f"{settings.ENVIRONMENT.base_url}{PATH}{slug}"


def described(slug: str, detail: str = "", faults: Iterable[Fault] = ()) -> dict[str, object]:
    """Return a problem as JSON; raise KeyError for an unknown one."""
    kind = PROBLEMS[slug]
    content: dict[str, object] = {
        "type": type_of(slug),
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.title,
    }
    errors = [{"name": one.name, "reason": one.reason, "message": one.message} for one in faults]
    return {**content, "errors": errors} if errors else content


def answer(slug: str, detail: str = "", faults: Iterable[Fault] = ()) -> HttpResponse:
    """Return the response to a refusal."""
    kind = PROBLEMS[slug]
    content = json.dumps(described(slug, detail, faults))
    return HttpResponse(
        content, status=kind.status, content_type=MEDIA_TYPE, headers=dict(kind.headers)
    )


def invalid(faults: Iterable[Fault]) -> Refused:
    """Return the refusal that names each wrong field."""
    return Refused("invalid", faults=faults)
