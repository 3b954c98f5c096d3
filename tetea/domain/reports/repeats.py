"""An Idempotency-Key: the same answer for half an hour, and never a second report.

The answer holds the token, so it is sealed under the runtime key and the client's own key; the row
is found by a keyed hash, and both go with the day's runtime key at the latest.
"""

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.keyring.runtime import Generation
from tetea.domain.people.models import Organisation
from tetea.domain.reports import intake
from tetea.domain.reports.errors import AlreadySent, ReportError
from tetea.domain.reports.intake import Received, Submission
from tetea.domain.reports.models import Repeat
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.crypto.draft_keys import idempotency_key
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context, lp
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.runtime import keyed_id
from tetea.kernel.crypto.seal import seal, unseal
from tetea.kernel.crypto.token import Token, parse

# At least; up to a quarter of an hour more, because no exact moment may stand readable.
LIFE = dt.timedelta(minutes=30)


class KeyReused(ReportError):
    """The same Idempotency-Key came with another body."""


@dataclass(frozen=True)
class Request:
    """A client's key and a digest of what it sent with it."""

    organisation: Organisation
    key: str = field(repr=False)
    digest: bytes = field(repr=False)


def request(organisation: Organisation, key: str, content: object) -> Request:
    """Return a request to remember; `content` is JSON, and the order of its names is no matter."""
    plain = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return Request(organisation, key, hashlib.sha256(plain).digest())


def answered(asked: Request) -> Token | None:
    """Return the token this key was answered with in the last half hour.

    Raises KeyReused when it came with another body.
    """
    for generation in runtime.recent(LIFE + moment.QUARTER):
        row_id = _row_id(asked, generation)
        row = Repeat.objects.filter(id=row_id, drop_after__gt=timezone.now()).first()
        if row is not None:
            return _open(asked, generation, row)
    return None


def receive_once(asked: Request, submission: Submission) -> Token:
    """Take the report in, or return the token of the request that was first with this key.

    The claim is a row of the report's own transaction: of two requests at once the second finds
    it, leaves nothing behind and gets the first one's answer. Raises KeyReused, Busy,
    DirectoryAlarm; AlreadySent when the first one's answer is gone already.
    """
    token = answered(asked)
    if token is not None:
        return token
    try:
        return intake.receive(asked.organisation, submission, partial(_claim, asked)).token
    except AlreadySent:
        token = answered(asked)
        if token is None:
            raise
        return token


def drop_old() -> int:
    """Delete remembered answers whose half hour is over; return how many."""
    return Repeat.objects.filter(drop_after__lte=timezone.now()).delete()[0]


def _claim(asked: Request, received: Received) -> bool:
    """Write the answer down, inside the report's transaction; False when one stands there."""
    if answered(asked) is not None:
        return False
    generation = runtime.current()
    row_id = _row_id(asked, generation)
    now = timezone.now()
    Repeat.objects.filter(id=row_id, drop_after__lte=now).delete()
    content = {"digest": asked.digest.hex(), "token": received.token.digits}
    key = idempotency_key(generation.key, asked.key)
    blob = seal(key, _place(asked.organisation, row_id), json.dumps(content).encode())
    values = {
        "drop_after": moment.coarse(now + LIFE),
        "generation": generation.number,
        "blob": blob,
    }
    # The unique id makes a second writer wait on PostgreSQL too, and then find the first one's.
    return Repeat.objects.get_or_create(id=row_id, defaults=values)[1]


def _row_id(asked: Request, generation: Generation) -> str:
    data = lp(raw_id(asked.organisation.id), asked.key.encode())
    return text_id(keyed_id(generation.key, "idempotency", data))


def _place(organisation: Organisation, row_id: str) -> Context:
    return Context(Kind.IDEMPOTENCY, raw_id(organisation.id), raw_id(row_id), Part.BODY)


def _open(asked: Request, generation: Generation, row: Repeat) -> Token | None:
    key = idempotency_key(generation.key, asked.key)
    try:
        content = json.loads(unseal(key, _place(asked.organisation, row.id), row.blob))
    except Unsealable:
        return None
    if not hmac.compare_digest(bytes.fromhex(content["digest"]), asked.digest):
        raise KeyReused
    return parse(content["token"])
