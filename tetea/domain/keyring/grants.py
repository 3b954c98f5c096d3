"""Handing a key to a colleague: wrapped to her, with a signed statement that her session checks."""

import hashlib
import hmac

from django.utils import timezone

from tetea.domain.keyring import recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Grant, Wrap
from tetea.domain.keyring.recipients import Recipient
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.crypto.errors import CryptoRefused, GrantForged
from tetea.kernel.crypto.grant import GrantStatement, sign_grant, state_grant
from tetea.kernel.crypto.hpke import Address
from tetea.kernel.crypto.keys import Keys
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import key_commitment


def give(
    organisation: Organisation,
    keys: Keys,
    recipient: Recipient,
    key: bytes,
    place: tuple[str, Part],
) -> None:
    """Wrap `key` of (object, part) to a member and sign for it; a second time replaces the first.

    Raises SigningRefused when these keys may not grant that, GrantForged when a bearer has expired.
    """
    object_id, part = place
    row = recipients.wrap_row(organisation, recipient, object_id, part, key)
    statement = state_grant(
        _address(organisation, object_id, part, recipient),
        key,
        row.wrap,
        keys.member,
        recipients.directory(organisation).head.seq,
    )
    certificate = keys.signer_certificate
    if certificate is not None and timezone.now().timestamp() >= certificate.expires:
        raise GrantForged("the bearer had expired")
    signature = sign_grant(keys, statement)
    Grant.objects.filter(object=object_id, part=part, recipient=recipient.id).delete()
    row.grant = Grant.objects.create(
        organisation=organisation,
        object=object_id,
        part=part,
        recipient=recipient.id,
        signature=signature,
        certificate=certificate.dump() if certificate else None,
        **_columns(statement),
    )
    row.save(force_insert=True)


def take_back(object_id: str, part: Part, member_id: str) -> None:
    """Delete a member's wrap and grant of one object."""
    Grant.objects.filter(object=object_id, part=part, recipient=member_id).delete()


def open_granted(holder: Holder, object_id: str, part: Part) -> bytes:
    """Return the key that was granted to this member; raise NoSuchKey when none, or forged.

    The grant is checked against the directory and against the key inside the wrap, so a case
    that was replaced whole under somebody's own key does not open.
    """
    row = (
        Wrap.objects.select_related("grant")
        .filter(object=object_id, part=part, recipient=holder.member_id)
        .first()
    )
    if row is None or row.grant is None:
        raise NoSuchKey
    recipient = Recipient(holder.member_id, holder.keys.enc_pk, epoch=row.epoch)
    address = _address(holder.organisation, object_id, part, recipient)
    try:
        statement = recipients.verify(holder.organisation, row.grant)
        key = holder.keys.unwrap(address.info(), row.wrap)
    except CryptoRefused:
        raise NoSuchKey from None
    _check(statement, row.wrap, key)
    return key


def open_for_group(holder: Holder, row: Wrap) -> bytes:
    """Open a wrap that is addressed to a group's epoch; raise NoSuchKey."""
    try:
        group = Group(row.group)
        if not holder.holds(group):
            raise NoSuchKey
        reader = holder.group(group, row.epoch)
        epoch = holder.directory.epoch_numbered(group, row.epoch)
        recipient = Recipient(row.recipient, epoch.pk, row.group, row.epoch)
        address = _address(holder.organisation, row.object, Part(row.part), recipient)
        return reader.unwrap(address.info(), row.wrap)
    except (CryptoRefused, LookupError, ValueError):
        raise NoSuchKey from None


def _check(statement: GrantStatement, wrapped: bytes, key: bytes) -> None:
    same_wrap = hmac.compare_digest(hashlib.sha256(wrapped).digest(), statement.wrap_hash)
    if not same_wrap or not hmac.compare_digest(key_commitment(key), statement.com):
        raise NoSuchKey


def _address(
    organisation: Organisation, object_id: str, part: Part, recipient: Recipient
) -> Address:
    return Address(
        raw_id(organisation.id),
        raw_id(object_id),
        part,
        raw_id(recipient.id),
        recipient.pk,
        recipient.epoch,
    )


def _columns(statement: GrantStatement) -> dict[str, bytes | int | str]:
    return {
        "recipient_pk_hash": statement.recipient_pk_hash,
        "epoch": statement.epoch,
        "wrap_hash": statement.wrap_hash,
        "com": statement.com,
        "signer": text_id(statement.signer),
        "directory_seq": statement.directory_seq,
    }
