"""A signed statement with every key that a member hands on, and the recipient's check of it.

Grant v1, see docs/adr. HPKE does not say who sent a key. Without this, a database writer could
replace a whole case by one of his own making; with it, the recipient's session sees that no
active member stands behind the key.
"""

import hashlib
import hmac
from dataclasses import dataclass

from tetea.kernel.crypto.bearer import BearerCertificate, verify_bearer_certificate
from tetea.kernel.crypto.directory import Directory
from tetea.kernel.crypto.errors import GrantForged, SigningRefused
from tetea.kernel.crypto.frame import lp, u64
from tetea.kernel.crypto.hpke import Address
from tetea.kernel.crypto.keys import Keys
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import key_commitment
from tetea.kernel.crypto.signing import is_signed

LABEL = b"tetea/grant/v1"

# A bearer hands on keys of one object. A key set opens many; settings change who opens what.
NOT_BY_BEARER = frozenset({Part.KEYSET, Part.SETTINGS, Part.STATE})


@dataclass(frozen=True, slots=True)
class GrantStatement:
    """Who gave whom which key of which object. Public; `com` names the key without telling it."""

    org: bytes
    object: bytes
    part: Part
    recipient: bytes
    recipient_pk_hash: bytes
    epoch: int
    wrap_hash: bytes
    com: bytes
    signer: bytes
    directory_seq: int

    def message(self) -> bytes:
        """Return the exact bytes that the signer signs."""
        return lp(
            LABEL,
            self.org,
            self.object,
            self.part.encode(),
            self.recipient,
            self.recipient_pk_hash,
            u64(self.epoch),
            self.wrap_hash,
            self.com,
            self.signer,
            u64(self.directory_seq),
        )


def state_grant(
    address: Address, key: bytes, wrapped: bytes, signer: bytes, directory_seq: int
) -> GrantStatement:
    """Write down that `key` was wrapped as `wrapped` to `address` by `signer`."""
    return GrantStatement(
        org=address.org,
        object=address.object,
        part=address.part,
        recipient=address.recipient,
        recipient_pk_hash=hashlib.sha256(address.recipient_pk).digest(),
        epoch=address.epoch,
        wrap_hash=hashlib.sha256(wrapped).digest(),
        com=key_commitment(key),
        signer=signer,
        directory_seq=directory_seq,
    )


def sign_grant(keys: Keys, statement: GrantStatement) -> bytes:
    """Sign a grant of one's own; raise SigningRefused for another's name or beyond a bearer."""
    if (keys.organisation, keys.member) != (statement.org, statement.signer):
        raise SigningRefused("a grant is signed by who makes it")
    if not keys.can_sign and statement.part in NOT_BY_BEARER:
        raise SigningRefused("this needs an interactive session")
    return keys.sign(statement.message())


def check_grant(
    statement: GrantStatement,
    signature: bytes,
    directory: Directory,
    certificate: BearerCertificate | None = None,
    now: int | None = None,
) -> None:
    """Raise GrantForged unless a member who was active at that entry stands behind the grant.

    With a bearer's certificate, `now` is the moment (seconds since 1970) at which the grant was
    made: the present one when it is written, the one in its log entry when it is read later.
    The signer names the entry, so her later leaving does not undo what she gave before.
    """
    if statement.org != directory.organisation:
        raise GrantForged("a grant of another organisation")
    if statement.directory_seq > directory.head.seq:
        raise GrantForged("the grant names an entry that does not exist")
    record = directory.member_at(statement.signer, statement.directory_seq)
    if record is None or record.left:
        raise GrantForged("the signer was no member then")
    key = record.sig_pk
    if certificate is not None:
        _check_bearer(statement, certificate, key, now)
        key = certificate.sig_pk
    try:
        message = statement.message()
    except ValueError:
        raise GrantForged("a number outside the format") from None
    if not is_signed(key, message, signature):
        raise GrantForged("the signature is wrong")


def check_received(statement: GrantStatement, address: Address, wrapped: bytes, key: bytes) -> None:
    """Raise GrantForged unless the statement speaks of exactly this wrap and the key inside it."""
    expected = state_grant(address, key, wrapped, statement.signer, statement.directory_seq)
    if not hmac.compare_digest(expected.message(), statement.message()):
        raise GrantForged("the grant speaks of another key")


def _check_bearer(
    statement: GrantStatement,
    certificate: BearerCertificate,
    member_sig_pk: bytes,
    now: int | None,
) -> None:
    if statement.part in NOT_BY_BEARER:
        raise GrantForged("a bearer grants single objects only")
    if (certificate.organisation, certificate.member) != (statement.org, statement.signer):
        raise GrantForged("the bearer belongs to somebody else")
    if now is None:
        raise GrantForged("a bearer's grant needs its time")
    verify_bearer_certificate(certificate, member_sig_pk, now)
