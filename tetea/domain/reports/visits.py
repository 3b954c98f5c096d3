"""A visit with a token: derived once, then a cookie and the runtime key open the thread."""

import base64
import binascii
import datetime as dt
import hmac
import json
from dataclasses import dataclass, field

from django.utils import timezone

from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import RuntimeLost
from tetea.domain.people.models import Organisation
from tetea.domain.reports.errors import VisitOver
from tetea.domain.reports.models import ReporterKey, Visit
from tetea.domain.reports.thread import Visitor
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.runtime import runtime_seal, runtime_unseal
from tetea.kernel.crypto.seal import seal, unseal
from tetea.kernel.crypto.session_keys import Session as Bound
from tetea.kernel.crypto.session_keys import new_secret, secret_hash, session_key
from tetea.kernel.crypto.token import ReporterKeys

LIFE = dt.timedelta(minutes=30)
# No letter of an id: a member's session in the same cookie is never taken for a visit.
MARK = "0"


@dataclass(frozen=True)
class Begun:
    """A fresh visit. `cookie` goes to the browser and nowhere else."""

    cookie: str = field(repr=False)
    expires: dt.datetime


def begin(visitor: Visitor) -> Begun:
    """Keep the derived keys for half an hour, under the cookie's secret and the runtime key."""
    generation, secret = runtime.current(), new_secret()
    expires = (timezone.now() + LIFE).replace(microsecond=0)
    row = Visit(
        thread=visitor.thread, generation=generation.number, secret_hash=secret_hash(secret)
    )
    key = session_key(secret, generation.key, _bound(row, expires))
    organisation = visitor.organisation
    row.blob = seal(key, _context(organisation, row, Part.KEYSET), visitor.keys.dump())
    state = {"expires": int(expires.timestamp()), "key": visitor.reporter_key.id}
    row.state = runtime_seal(
        generation.key, _context(organisation, row, Part.STATE), json.dumps(state).encode()
    )
    row.save(force_insert=True)
    return Begun(f"{MARK}{row.id}.{_text(secret)}", expires)


def resume(organisation: Organisation, cookie: str) -> Visitor:
    """Return the visitor whose cookie this is; raise VisitOver for any reason."""
    row, secret = _find(cookie)
    try:
        k_rt = runtime.key_of(row.generation)
        plain = runtime_unseal(k_rt, _context(organisation, row, Part.STATE), row.state)
        state = json.loads(plain)
        expires = dt.datetime.fromtimestamp(state["expires"], dt.UTC)
        if timezone.now() >= expires:
            row.delete()
            raise VisitOver
        key = session_key(secret, k_rt, _bound(row, expires))
        dumped = unseal(key, _context(organisation, row, Part.KEYSET), row.blob)
    except (RuntimeLost, Unsealable):
        raise VisitOver from None
    reporter_key = ReporterKey.objects.filter(id=state["key"]).first()
    if reporter_key is None:
        raise VisitOver
    return Visitor(organisation, row.thread, reporter_key, ReporterKeys.load(dumped))


def end(cookie: str) -> None:
    """End a visit; nothing happens when it is over already."""
    try:
        row, _ = _find(cookie)
    except VisitOver:
        return
    row.delete()


def drop_old(organisation: Organisation) -> int:
    """Delete visits whose time is over or whose runtime key is gone; return how many."""
    gone = 0
    for row in Visit.objects.all():
        try:
            k_rt = runtime.key_of(row.generation)
            plain = runtime_unseal(k_rt, _context(organisation, row, Part.STATE), row.state)
            over = json.loads(plain)["expires"] <= timezone.now().timestamp()
        except (RuntimeLost, Unsealable):
            over = True
        if over:
            row.delete()
            gone += 1
    return gone


def _find(cookie: str) -> tuple[Visit, bytes]:
    visit_id, _, encoded = cookie.removeprefix(MARK).partition(".")
    try:
        raw_id(visit_id)
        secret = base64.b64decode(encoded + "=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise VisitOver from None
    row = (
        Visit.objects.select_related("thread__report", "thread__organisation")
        .filter(id=visit_id)
        .first()
    )
    if row is None or not hmac.compare_digest(row.secret_hash, secret_hash(secret)):
        raise VisitOver
    return row, secret


def _bound(row: Visit, expires: dt.datetime) -> Bound:
    return Bound(Kind.VISIT, raw_id(row.thread_id), raw_id(row.id), int(expires.timestamp()))


def _context(organisation: Organisation, row: Visit, part: Part) -> Context:
    return Context(Kind.VISIT, raw_id(organisation.id), raw_id(row.id), part)


def _text(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")
