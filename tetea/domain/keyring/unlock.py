"""Makes keys of a passphrase or of an unlocked session. Only session openers import this."""

import datetime as dt
import hmac
import json
import secrets
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from tetea.domain.keyring import recipients, runtime, sessions, settings_blob
from tetea.domain.keyring.errors import (
    Busy,
    DirectoryAlarm,
    NoSuchKey,
    RuntimeLost,
    SessionOver,
    SignInRefused,
)
from tetea.domain.keyring.holder import GROUP_HOLDERS, GroupReader
from tetea.domain.keyring.models import MemberKey, Roster, Session, Wrap
from tetea.domain.keyring.slots import Lane, slot
from tetea.domain.people.models import Member, Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.directory import Directory, MemberRecord
from tetea.kernel.crypto.errors import CryptoRefused, Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import wrap_info
from tetea.kernel.crypto.kdf import Kdf, strong
from tetea.kernel.crypto.member_keys import (
    BearerKeys,
    GroupKey,
    MemberKeys,
    Pinned,
    certify_bearer,
    kek,
)
from tetea.kernel.crypto.registry import Group, Kind, Part
from tetea.kernel.crypto.runtime import runtime_seal
from tetea.kernel.crypto.seal import key_commitment, seal, unseal
from tetea.kernel.crypto.session_keys import new_secret, secret_hash, session_key

IDLE = dt.timedelta(minutes=15)
LONGEST = dt.timedelta(hours=8)
ROSTER_LIFE = dt.timedelta(hours=72)


@dataclass
class Unlocked:
    """A member with her keys, for one request. Implements `holder.Holder`."""

    organisation: Organisation
    member_id: str
    username: str
    role: str
    keys: MemberKeys | BearerKeys = field(repr=False)
    session: Session
    state: sessions.State
    _groups: dict[tuple[Group, int], GroupReader] = field(default_factory=dict, repr=False)
    _teams: dict[int, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def directory(self) -> Directory:
        """The verified directory, read once for the length of a request."""
        return recipients.directory(self.organisation)

    def holds(self, group: Group) -> bool:
        """Whether her role gives her a group's key."""
        return self.role in GROUP_HOLDERS[group]

    def group(self, group: Group, number: int) -> GroupReader:
        """Return the reading key of one epoch; raise NoSuchKey if it was not granted to her."""
        known = self._groups.get((group, number))
        if known is None:
            public = self.directory.epoch_numbered(group, number).pk
            known = GroupKey.load(self._group_secret(group, number), public)
            self._groups[group, number] = known
        return known

    def team(self, generation: int) -> bytes:
        """Return the team's symmetric facet key of one generation; raise NoSuchKey."""
        if generation not in self._teams:
            secret = self._group_secret(Group.TEAM, generation)
            epoch = self.directory.epoch_numbered(Group.TEAM, generation)
            if not hmac.compare_digest(key_commitment(secret), epoch.pk):
                raise NoSuchKey
            self._teams[generation] = secret
        return self._teams[generation]

    def has_opened(self, object_id: str) -> bool:
        """Whether this object was opened on purpose in this session within fifteen minutes."""
        return self.state.is_open(object_id, timezone.now())

    def mark_opened(self, object_id: str) -> None:
        """Remember for fifteen minutes that it was opened."""
        self.state = sessions.mark_open(
            self.organisation, self.session, self.state, object_id, timezone.now()
        )

    def mark_closed(self, object_id: str) -> None:
        """Close it again before its time."""
        self.state = sessions.mark_closed(self.organisation, self.session, self.state, object_id)

    def put_setting(self, name: str, value: str) -> None:
        """Keep a setting of this session, such as its language."""
        self.state = sessions.put_setting(self.organisation, self.session, self.state, name, value)

    def _group_secret(self, group: Group, number: int) -> bytes:
        object_id = recipients.group_object(self.organisation, group, number)
        row = (
            Wrap.objects.select_related("grant")
            .filter(object=object_id, part=Part.KEYSET, recipient=self.member_id)
            .first()
        )
        if row is None or row.grant is None:
            raise NoSuchKey
        try:
            recipients.verify(self.organisation, row.grant)
            return open_wrap(self.organisation, self.keys, row)
        except CryptoRefused:
            raise NoSuchKey from None


@dataclass(frozen=True)
class SignedIn:
    """A fresh session. `cookie` is shown to the browser once and stored nowhere."""

    cookie: str = field(repr=False)
    expires: dt.datetime
    unlocked: Unlocked = field(repr=False)
    news: int
    """How many entries the directory gained since this member was here."""


@dataclass(frozen=True)
class Credentials:
    """What somebody typed to sign in."""

    username: str
    passphrase: str = field(repr=False)
    code: str = field(default="", repr=False)
    known_device: bool = False


def sign_in(
    organisation: Organisation, credentials: Credentials, kind: Kind = Kind.SESSION
) -> SignedIn:
    """Check passphrase and second factor and open a session (or bearer) of at most eight hours.

    Raises SignInRefused, the same for every reason, and Busy. Unknown names cost one derivation
    too. Both the cookie's secret and the runtime key are needed to open the stored row.
    """
    member = Member.objects.filter(
        organisation=organisation, username=credentials.username.strip().lower(), has_left=False
    ).first()
    record = MemberKey.objects.filter(member=member).first() if member else None
    key = _derive(organisation, member, record, credentials)
    if member is None or record is None:
        raise SignInRefused
    keys, pinned = _open_keyset(organisation, member, record, key)
    settings_blob.check_second_factor(organisation, record, key, credentials.code)
    role, news = _check_directory(organisation, member, keys, pinned)
    _pin_newest(organisation, record, key, keys)
    signed_in = _open_session(organisation, member, role, keys, kind, news)
    _put_on_roster(organisation, member, record, key, role)
    return signed_in


def resume(organisation: Organisation, cookie: str, kind: Kind = Kind.SESSION) -> Unlocked:
    """Open the session that a cookie or bearer names; raise SessionOver for any reason."""
    try:
        session_id, secret = sessions.parse(cookie, kind)
    except ValueError:
        raise SessionOver from None
    row = (
        Session.objects.select_related("member")
        .filter(id=session_id, kind=kind, member__has_left=False)
        .first()
    )
    if row is None or not hmac.compare_digest(bytes(row.secret_hash), secret_hash(secret)):
        raise SessionOver
    try:
        state = sessions.read_state(organisation, row)
        k_rt = runtime.key_of(row.generation)
    except (RuntimeLost, Unsealable):
        raise SessionOver from None
    now = timezone.now()
    if now >= state.expires or (kind is Kind.SESSION and now >= state.seen + IDLE):
        row.delete()
        raise SessionOver
    bound = sessions.bound(row, state, kind)
    context = sessions.keyset_context(organisation, row, kind)
    try:
        plain = unseal(session_key(secret, k_rt, bound), context, row.keyset)
        keys = MemberKeys.load(plain) if kind is Kind.SESSION else BearerKeys.load(plain)
        role = _record(organisation, row.member, keys).role
    except (CryptoRefused, SignInRefused):
        raise SessionOver from None
    sessions.touch(organisation, row, state, now)
    return Unlocked(organisation, row.member_id, row.member.username, role, keys, row, state)


def set_address(holder: Unlocked, passphrase: str, address: str) -> None:
    """Set where this member is told that something waits: a phone, an e-mail address, "" nowhere.

    Sealed under her passphrase, so she types it once more; told there from now on. Raises
    SignInRefused for a wrong passphrase, Busy, and ValueError for what is no address.
    """
    where = settings_blob.as_address(address)
    member = holder.session.member
    record = MemberKey.objects.get(member=member)
    organisation = holder.organisation
    typed = Credentials(member.username, passphrase, known_device=True)
    key = _derive(organisation, member, record, typed)
    known = settings_blob.read(organisation, record, key)
    blob = settings_blob.sealed_settings(
        organisation, member.id, key, replace(known, address=where)
    )
    # Of two changes at once, or one beside a sign-in, only one gets through.
    changed = MemberKey.objects.filter(pk=record.pk, settings=record.settings)
    if changed.update(settings=blob) != 1:
        raise Busy
    record.settings = blob
    Roster.objects.filter(member=member).delete()
    _put_on_roster(organisation, member, record, key, holder.role)


def lock(session: Session) -> None:
    """End one session: its row goes, and with it what the cookie could open."""
    session.delete()


def open_wrap(organisation: Organisation, keys: MemberKeys | BearerKeys, row: Wrap) -> bytes:
    """Open a wrap that is addressed to this member; raise Unsealable."""
    info = wrap_info(
        raw_id(organisation.id),
        raw_id(row.object),
        Part(row.part),
        raw_id(row.recipient),
        keys.enc_pk,
        row.epoch,
    )
    return keys.unwrap(info, row.wrap)


def _derive(
    organisation: Organisation,
    member: Member | None,
    record: MemberKey | None,
    credentials: Credentials,
) -> bytes:
    lane = Lane.SIGN_IN_KNOWN if credentials.known_device else Lane.SIGN_IN
    member_id = raw_id(member.id) if member else bytes(16)
    if record is None:
        kdf = strong(secrets.token_bytes(16))
    else:
        kdf = Kdf(record.kdf_memory_kib, record.kdf_passes, bytes(record.kdf_salt))
    with slot(lane):
        try:
            return kek(credentials.passphrase, kdf, raw_id(organisation.id), member_id)
        except CryptoRefused:
            raise SignInRefused from None


def _open_keyset(
    organisation: Organisation, member: Member, record: MemberKey, key: bytes
) -> tuple[MemberKeys, Pinned]:
    try:
        return MemberKeys.unlock(key, raw_id(organisation.id), raw_id(member.id), record.blob)
    except Unsealable:
        raise SignInRefused from None


def _record(
    organisation: Organisation, member: Member, keys: MemberKeys | BearerKeys
) -> MemberRecord:
    record = recipients.directory(organisation).members.get(raw_id(member.id))
    if record is None or record.left or not hmac.compare_digest(record.enc_pk, keys.enc_pk):
        raise SignInRefused
    return record


def _check_directory(
    organisation: Organisation, member: Member, keys: MemberKeys, pinned: Pinned
) -> tuple[str, int]:
    directory = recipients.directory(organisation)
    known = directory.genesis_hash == pinned.genesis_hash
    if not known or recipients.hash_at(organisation, pinned.head_seq) != pinned.head_hash:
        raise DirectoryAlarm("The directory is not the one this member has seen before.")
    return _record(organisation, member, keys).role, directory.head.seq - pinned.head_seq


def _pin_newest(
    organisation: Organisation, record: MemberKey, key: bytes, keys: MemberKeys
) -> None:
    directory = recipients.directory(organisation)
    pinned = Pinned(directory.genesis_hash, directory.head.seq, directory.head.hash)
    blob = keys.lock_under(key, pinned)
    MemberKey.objects.filter(pk=record.pk).update(blob=blob)


def _open_session(  # one private step of sign_in, not an interface
    organisation: Organisation,
    member: Member,
    role: str,
    keys: MemberKeys,
    kind: Kind,
    news: int,
) -> SignedIn:
    now = timezone.now()
    generation = runtime.current(now)
    secret = new_secret()
    state = sessions.State(expires=(now + LONGEST).replace(microsecond=0), seen=now)
    row = Session(
        member=member,
        kind=kind,
        generation=generation.number,
        secret_hash=secret_hash(secret),
    )
    held = keys if kind is Kind.SESSION else certify_bearer(keys, int(state.expires.timestamp()))
    bound = sessions.bound(row, state, kind)
    context = sessions.keyset_context(organisation, row, kind)
    row.keyset = seal(session_key(secret, generation.key, bound), context, held.dump())
    row.state = sessions.seal_state(organisation, row, state)
    row.save(force_insert=True)
    unlocked = Unlocked(organisation, member.id, member.username, role, held, row, state)
    return SignedIn(sessions.text(row.id, secret, kind), state.expires, unlocked, news)


def _put_on_roster(
    organisation: Organisation, member: Member, record: MemberKey, key: bytes, role: str
) -> None:
    """Leave where she can be told that something waits, for the next 72 hours, in RAM's key."""
    if role not in GROUP_HOLDERS[Group.TEAM] | GROUP_HOLDERS[Group.OUTSIDE]:
        return
    address = settings_blob.read(organisation, record, key).address
    if not address:
        return
    generation = runtime.current()
    context = Context(Kind.ROSTER, raw_id(organisation.id), raw_id(member.id), Part.CONTACT)
    plain = json.dumps({"address": address, "role": role}).encode()
    with transaction.atomic():
        Roster.objects.filter(member=member).delete()
        Roster.objects.create(
            member=member,
            generation=generation.number,
            blob=runtime_seal(generation.key, context, plain),
        )
