"""A member's second factor and address: sealed under her passphrase, never readable at rest.

The second factor stops somebody who has the passphrase and only the network. It adds nothing
against somebody who has the database.
"""

import json
from dataclasses import asdict, dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from tetea.domain.keyring.errors import SignInRefused
from tetea.domain.keyring.models import MemberKey
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto import second_factor
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.seal import seal, unseal
from tetea.kernel.phone.numbers import e164


@dataclass(frozen=True)
class Settings:
    """What is sealed beside a member's keys."""

    totp_secret: str = field(default="", repr=False)
    last_counter: int = 0
    recovery_hashes: tuple[str, ...] = field(default=(), repr=False)
    address: str = field(default="", repr=False)


def as_address(typed: str) -> str:
    """Return a phone number in E.164 form or an e-mail address as typed; "" stays empty.

    Raises ValueError for anything else.
    """
    address = typed.strip()
    if not address:
        return ""
    if "@" not in address:
        number = e164(address)
        if not number:
            raise ValueError("no phone number")
        return number
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("no e-mail address") from None
    return address


def sealed_settings(organisation: Organisation, member_id: str, key: bytes, it: Settings) -> bytes:
    """Seal the settings under the key that her passphrase gives."""
    return seal(key, _context(organisation, member_id), json.dumps(asdict(it)).encode())


def read(organisation: Organisation, record: MemberKey, key: bytes) -> Settings:
    """Open the settings; raise SignInRefused when they do not open."""
    try:
        content = json.loads(unseal(key, _context(organisation, record.member_id), record.settings))
    except Unsealable:
        raise SignInRefused from None
    content["recovery_hashes"] = tuple(content["recovery_hashes"])
    return Settings(**content)


def check_second_factor(
    organisation: Organisation, record: MemberKey, key: bytes, code: str
) -> None:
    """Accept a fresh TOTP code or an unused recovery code once; raise SignInRefused otherwise.

    The used counter is written by a conditional update, so of two sign-ins with one code at the
    same moment only one gets through.
    """
    known = read(organisation, record, key)
    if not known.totp_secret:
        return
    changed = _after(known, code)
    blob = sealed_settings(organisation, record.member_id, key, changed)
    old = record.settings
    if MemberKey.objects.filter(pk=record.pk, settings=old).update(settings=blob) != 1:
        raise SignInRefused
    record.settings = blob


def _after(known: Settings, code: str) -> Settings:
    now = int(timezone.now().timestamp())
    counter = second_factor.verify(known.totp_secret, code, now, known.last_counter)
    if counter is not None:
        return replace(known, last_counter=counter)
    hashes = [bytes.fromhex(one) for one in known.recovery_hashes]
    position = second_factor.match_recovery_code(code, hashes)
    if position is None:
        raise SignInRefused
    left = known.recovery_hashes[:position] + known.recovery_hashes[position + 1 :]
    return replace(known, recovery_hashes=left)


def _context(organisation: Organisation, member_id: str) -> Context:
    return Context(Kind.MEMBER, raw_id(organisation.id), raw_id(member_id), Part.SETTINGS)
