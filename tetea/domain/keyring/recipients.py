"""Verified public keys: whom to seal to. Public doors may use this; it opens nothing."""

import hashlib
import json
import logging
import os
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from tetea.domain.keyring.errors import DirectoryAlarm
from tetea.domain.keyring.holder import CASE_ROLES, GROUP_HOLDERS
from tetea.domain.keyring.models import DirectoryEntry, Grant, Wrap
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.crypto import directory as format_v1
from tetea.kernel.crypto.bearer import BearerCertificate
from tetea.kernel.crypto.errors import CryptoRefused, GrantForged
from tetea.kernel.crypto.frame import lp, u64, unlp
from tetea.kernel.crypto.grant import GrantStatement, check_grant
from tetea.kernel.crypto.hpke import wrap, wrap_info
from tetea.kernel.crypto.registry import Group, Part

logger = logging.getLogger(__name__)
RECOVERY = "recovery"
NEWEST = """
    SELECT entry FROM keyring_directoryentry
    WHERE organisation_id = %s ORDER BY seq DESC LIMIT 1
"""


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom a key can be wrapped: a group's epoch, a member, or the recovery key."""

    id: str
    pk: bytes
    group: str = ""
    epoch: int = 0


@dataclass(frozen=True)
class Trust:
    """What this data folder trusts: the printed genesis hash and the last head it has seen."""

    genesis: bytes
    head_seq: int
    head_hash: bytes


_verified: dict[str, tuple[bytes, format_v1.Directory]] = {}


def directory(organisation: Organisation) -> format_v1.Directory:
    """Return the verified directory; on a forged entry the last good one, with an alarm in the log.

    Raises DirectoryAlarm when not even the pinned head is there: older than what was seen before.
    """
    newest = _newest(organisation)
    if newest is None:
        raise DirectoryAlarm("The directory is empty.")
    mark = format_v1.entry_hash(newest)
    known = _verified.get(organisation.id)
    if known is not None and known[0] == mark:
        return known[1]
    try:
        verified = _verify(organisation)
    except DirectoryAlarm:
        if known is None:
            raise
        # Intake never stops: the copy that was verified before is still good.
        logger.exception("directory alarm: going on with the last good directory")
        return known[1]
    _verified[organisation.id] = (mark, verified)
    return verified


@dataclass(frozen=True)
class Book:
    """The directory as read once: whom to seal to, for the length of one piece of work."""

    organisation: Organisation
    directory: format_v1.Directory

    def group(self, name: Group) -> Recipient:
        """Return the current epoch of a group as a recipient."""
        epoch = self.directory.epoch(name)
        object_id = group_object(self.organisation, name, epoch.number)
        return Recipient(object_id, epoch.pk, name.value, epoch.number)

    def recovery(self) -> Recipient:
        """Return the recovery key as a recipient."""
        pk = self.directory.recovery_enc_pk
        return Recipient(text_id(hashlib.sha256(pk).digest()[:16]), pk, RECOVERY)

    def member(self, member_id: str) -> Recipient:
        """Return a member's reading key; raise DirectoryAlarm when unknown or gone."""
        record = self.directory.members.get(raw_id(member_id))
        if record is None or record.left:
            raise DirectoryAlarm("That member is not in the directory.")
        return Recipient(member_id, record.enc_pk)


def book(organisation: Organisation) -> Book:
    """Read and verify the directory once; raise DirectoryAlarm."""
    return Book(organisation, directory(organisation))


def remembered(organisation: Organisation) -> Book:
    """Return the last directory that this process has verified, without asking the database.

    For the moment when the database is away: whoever is in it may still be sealed to. Raises
    DirectoryAlarm when this process has never seen one.
    """
    known = _verified.get(organisation.id)
    if known is None:
        raise DirectoryAlarm("No directory was verified before the database went away.")
    return Book(organisation, known[1])


def group(organisation: Organisation, name: Group) -> Recipient:
    """Return the current epoch of a group as a recipient."""
    return book(organisation).group(name)


def recovery(organisation: Organisation) -> Recipient:
    """Return the recovery key as a recipient."""
    return book(organisation).recovery()


def member(organisation: Organisation, member_id: str) -> Recipient:
    """Return a member's reading key as a recipient; raise DirectoryAlarm when unknown or gone."""
    return book(organisation).member(member_id)


def group_object(organisation: Organisation, name: Group, number: int) -> str:
    """Return the id under which a group's secret of one epoch is wrapped to members."""
    parts = lp(b"tetea/group/v1", raw_id(organisation.id), name.encode(), u64(number))
    return text_id(hashlib.sha256(parts).digest()[:16])


def wrap_row(
    organisation: Organisation, recipient: Recipient, object_id: str, part: Part, key: bytes
) -> Wrap:
    """Return an unsaved row with `key` wrapped to `recipient`. Unsigned: for intake."""
    info = wrap_info(
        raw_id(organisation.id),
        raw_id(object_id),
        part,
        raw_id(recipient.id),
        recipient.pk,
        recipient.epoch,
    )
    return Wrap(
        organisation=organisation,
        object=object_id,
        part=part,
        recipient=recipient.id,
        group=recipient.group,
        epoch=recipient.epoch,
        wrap=wrap(key, recipient.pk, info),
    )


def holders(organisation: Organisation, object_id: str, part: Part) -> list[Recipient]:
    """Return the members who hold that key and whose grant verifies; forged ones are left out."""
    found = []
    for grant in Grant.objects.filter(object=object_id, part=part):
        try:
            verify(organisation, grant)
            found.append(member(organisation, grant.recipient))
        except (GrantForged, DirectoryAlarm):
            logger.exception("directory alarm: a grant does not verify, object %s", object_id)
    return found


def verify(organisation: Organisation, grant: Grant) -> GrantStatement:
    """Return the checked statement of a grant row; raise GrantForged."""
    statement = GrantStatement(
        org=raw_id(organisation.id),
        object=raw_id(grant.object),
        part=Part(grant.part),
        recipient=raw_id(grant.recipient),
        recipient_pk_hash=grant.recipient_pk_hash,
        epoch=grant.epoch,
        wrap_hash=grant.wrap_hash,
        com=grant.com,
        signer=raw_id(grant.signer),
        directory_seq=grant.directory_seq,
    )
    certificate = BearerCertificate.load(grant.certificate) if grant.certificate else None
    # A bearer's time is checked when it grants; later the certificate only has to be genuine.
    now = certificate.expires - 1 if certificate else None
    known = directory(organisation)
    check_grant(statement, grant.signature, known, certificate, now)
    _check_roles(statement, known)
    return statement


def _check_roles(statement: GrantStatement, known: format_v1.Directory) -> None:
    """Refuse a case that was given by, or to, somebody whose role has no cases.

    Only who may open it at intake gives a case to herself; anybody else is given it.
    """
    if statement.part is not Part.BODY:
        return
    signer = known.member_at(statement.signer, statement.directory_seq)
    to = known.members.get(statement.recipient)
    if signer is None or to is None or {signer.role, to.role} - CASE_ROLES:
        raise GrantForged("somebody without cases gives or takes one")
    if signer.id == to.id and signer.role not in GROUP_HOLDERS[Group.INTAKE]:
        raise GrantForged("a case given to oneself")


def genesis_hash(organisation: Organisation) -> bytes:  # noqa: ARG001  # one folder, one genesis
    """Return the hash that is printed on the recovery sheets."""
    return read_trust().genesis


def read_trust() -> Trust:
    """Return the pinned genesis and head; raise DirectoryAlarm when the file is missing."""
    try:
        content = json.loads((settings.ENVIRONMENT.home / "trust").read_text())
        return Trust(
            bytes.fromhex(content["genesis"]),
            int(content["head_seq"]),
            bytes.fromhex(content["head_hash"]),
        )
    except (OSError, ValueError, KeyError):
        raise DirectoryAlarm("The trust file is missing or damaged.") from None


def pin(trust: Trust) -> None:
    """Write the trust file so that a reader sees the old or the new one, never half of it."""
    path = settings.ENVIRONMENT.home / "trust"
    draft = path.with_name(f".trust.{secrets.token_hex(4)}")
    content = {
        "genesis": trust.genesis.hex(),
        "head_seq": trust.head_seq,
        "head_hash": trust.head_hash.hex(),
    }
    with draft.open("w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def forget() -> None:
    """Drop the verified copy: for tests and after set-up."""
    _verified.clear()


def hash_at(organisation: Organisation, seq: int) -> bytes:
    """Return the hash of one entry of the directory; empty when there is none."""
    row = DirectoryEntry.objects.filter(organisation=organisation, seq=seq).first()
    return b"" if row is None else format_v1.entry_hash(row.entry)


def _newest(organisation: Organisation) -> bytes | None:
    """Return the last entry. Asked for at every sealing, so without the mapper's cost."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [organisation.pk])
        row = cursor.fetchone()
    return None if row is None else bytes(row[0])


def _verify(organisation: Organisation) -> format_v1.Directory:
    trust = read_trust()
    entries = [
        format_v1.Signed(row.entry, unlp(row.signatures))
        for row in DirectoryEntry.objects.filter(organisation=organisation).order_by("seq")
    ]
    try:
        pinned = format_v1.Head(trust.head_seq, trust.head_hash)
        prefix = format_v1.verify_prefix(entries, trust.genesis, pinned)
    except CryptoRefused as refused:
        raise DirectoryAlarm(f"The directory does not verify: {refused}.") from None
    verified = prefix.directory
    if prefix.ignored:
        logger.error("directory alarm: %s entries ignored: %s", prefix.ignored, prefix.reason)
    elif verified.head.seq > trust.head_seq:
        pin(Trust(trust.genesis, verified.head.seq, verified.head.hash))
    return verified
