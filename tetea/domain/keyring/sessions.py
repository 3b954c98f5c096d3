"""The parts of a session that need no passphrase: its text form, its state, its time-outs."""

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass, field, replace

from tetea.domain.keyring import runtime
from tetea.domain.keyring.models import Session
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.crypto.errors import BearerMalformed
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.runtime import runtime_seal, runtime_unseal
from tetea.kernel.crypto.session_keys import Bearer, bearer_text, parse_bearer
from tetea.kernel.crypto.session_keys import Session as Bound

SECRET_BYTES = 32
# A busy session is written once a minute, not at every click.
TOUCH_EVERY = dt.timedelta(minutes=1)
OPENING = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class State:
    """What the server keeps of a session, under the runtime key: times, and what is open."""

    expires: dt.datetime
    seen: dt.datetime
    opened: dict[str, int] = field(default_factory=dict, repr=False)
    settings: dict[str, str] = field(default_factory=dict, repr=False)

    def is_open(self, object_id: str, now: dt.datetime) -> bool:
        """Whether this object was opened on purpose less than fifteen minutes ago."""
        return self.opened.get(object_id, 0) > now.timestamp()


def text(session_id: str, secret: bytes, kind: Kind) -> str:
    """Write what the browser or the API client keeps."""
    if kind is Kind.BEARER:
        return bearer_text(Bearer(raw_id(session_id), secret))
    return f"{session_id}.{base64.urlsafe_b64encode(secret).decode().rstrip('=')}"


def parse(value: str, kind: Kind) -> tuple[str, bytes]:
    """Read what `text` wrote into (row id, secret); raise ValueError for anything else."""
    if kind is Kind.BEARER:
        try:
            bearer = parse_bearer(value)
        except BearerMalformed:
            raise ValueError("not a bearer") from None
        return text_id(bearer.id), bearer.secret
    session_id, _, encoded = value.partition(".")
    raw_id(session_id)
    try:
        secret = base64.b64decode(encoded + "=", altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not a session") from None
    if len(secret) != SECRET_BYTES:
        raise ValueError("not a session")
    return session_id, secret


def bound(row: Session, state: State, kind: Kind) -> Bound:
    """Return what is bound into the session's key: kind, member, row and expiry."""
    return Bound(kind, raw_id(row.member_id), raw_id(row.id), int(state.expires.timestamp()))


def keyset_context(organisation: Organisation, row: Session, kind: Kind) -> Context:
    """Return the place of a session's sealed key set."""
    return Context(kind, raw_id(organisation.id), raw_id(row.id), Part.KEYSET)


def seal_state(organisation: Organisation, row: Session, state: State) -> bytes:
    """Seal a session's state under the runtime key of the row's generation."""
    content = {
        "expires": int(state.expires.timestamp()),
        "seen": int(state.seen.timestamp()),
        "opened": state.opened,
        "settings": state.settings,
    }
    k_rt = runtime.key_of(row.generation)
    return runtime_seal(k_rt, _state_context(organisation, row), json.dumps(content).encode())


def read_state(organisation: Organisation, row: Session) -> State:
    """Open a session's state; raise RuntimeLost or Unsealable."""
    k_rt = runtime.key_of(row.generation)
    content = json.loads(runtime_unseal(k_rt, _state_context(organisation, row), row.state))
    return State(
        expires=dt.datetime.fromtimestamp(content["expires"], dt.UTC),
        seen=dt.datetime.fromtimestamp(content["seen"], dt.UTC),
        opened=dict(content["opened"]),
        settings=dict(content["settings"]),
    )


def touch(organisation: Organisation, row: Session, state: State, now: dt.datetime) -> None:
    """Move the idle time-out on; two requests at once may overwrite each other, which is fine."""
    if now - state.seen > TOUCH_EVERY:
        _write(organisation, row, replace(state, seen=now))


def mark_open(
    organisation: Organisation, row: Session, state: State, object_id: str, now: dt.datetime
) -> State:
    """Remember for fifteen minutes that this object was opened on purpose in this session."""
    still = {key: until for key, until in state.opened.items() if until > now.timestamp()}
    opened = {**still, object_id: int((now + OPENING).timestamp())}
    changed = replace(state, opened=opened, seen=now)
    _write(organisation, row, changed)
    return changed


def mark_closed(organisation: Organisation, row: Session, state: State, object_id: str) -> State:
    """Close one object again before its fifteen minutes are over."""
    opened = {key: until for key, until in state.opened.items() if key != object_id}
    changed = replace(state, opened=opened)
    _write(organisation, row, changed)
    return changed


def put_setting(
    organisation: Organisation, row: Session, state: State, name: str, value: str
) -> State:
    """Keep a setting of this session, such as its language."""
    changed = replace(state, settings={**state.settings, name: value})
    _write(organisation, row, changed)
    return changed


def _write(organisation: Organisation, row: Session, state: State) -> None:
    blob = seal_state(organisation, row, state)
    Session.objects.filter(pk=row.pk).update(state=blob)


def _state_context(organisation: Organisation, row: Session) -> Context:
    return Context(Kind.SESSION, raw_id(organisation.id), raw_id(row.id), Part.STATE)
