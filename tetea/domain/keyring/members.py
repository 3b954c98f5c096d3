"""Who is in the signed directory, with the digits by which two people compare keys aloud."""

import hashlib
from dataclasses import dataclass

from tetea.domain.keyring import recipients
from tetea.domain.people.models import Member, Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.directory import MemberRecord
from tetea.kernel.crypto.frame import lp

LABEL = b"tetea/fingerprint/v1"
GROUPS, DIGITS = 6, 5
BYTES_PER_GROUP = 5


@dataclass(frozen=True)
class Person:
    """A present member as everyone may see her."""

    username: str
    role: str
    fingerprint: str


def present(organisation: Organisation) -> tuple[Person, ...]:
    """Return the members who have not left, by name; raise DirectoryAlarm when it is forged.

    Names stand in a table that anybody with the database can change; roles and digits are signed.
    """
    directory = recipients.directory(organisation)
    active = {record.id: record for record in directory.active()}
    rows = Member.objects.filter(organisation=organisation, has_left=False).order_by("username")
    return tuple(
        Person(row.username, active[raw_id(row.id)].role, fingerprint(active[raw_id(row.id)]))
        for row in rows
        if raw_id(row.id) in active
    )


def fingerprint(record: MemberRecord) -> str:
    """Return thirty digits in groups of five, of SHA-256 over id and both public keys.

    About 99 bits: enough that nobody finds a second pair of keys with the same digits.
    """
    digest = hashlib.sha256(lp(LABEL, record.id, record.enc_pk, record.sig_pk)).digest()
    parts = [
        int.from_bytes(digest[at : at + BYTES_PER_GROUP]) % 10**DIGITS
        for at in range(0, GROUPS * BYTES_PER_GROUP, BYTES_PER_GROUP)
    ]
    return " ".join(f"{part:0{DIGITS}}" for part in parts)
