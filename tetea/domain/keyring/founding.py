"""The first set-up: organisation, directory from its genesis, group keys, recovery shares.

It trusts the machine, its operator at that moment, and whoever reads what it prints.
"""

import secrets
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain.keyring import grants, recipients, secretfile, settings_blob
from tetea.domain.keyring.holder import GROUP_HOLDERS
from tetea.domain.keyring.models import DirectoryEntry, MemberKey
from tetea.domain.keyring.recipients import Recipient, Trust
from tetea.domain.people.models import Member, Organisation, Site
from tetea.domain.rows import raw_id
from tetea.kernel.crypto import passphrase, second_factor
from tetea.kernel.crypto.directory_entries import (
    RECOVERY,
    AddMember,
    Change,
    Genesis,
    Head,
    OpenEpoch,
    Signed,
    Signer,
    build,
    entry_hash,
    signer_name,
)
from tetea.kernel.crypto.frame import lp
from tetea.kernel.crypto.kdf import Kdf, demo, strong
from tetea.kernel.crypto.member_keys import GroupKey, MemberKeys, Pinned, kek
from tetea.kernel.crypto.recovery import RecoveryKeys, make_shares, new_seed
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import key_commitment, new_key

SALT_BYTES = 16


@dataclass(frozen=True)
class NewMember:
    """Who is to be added at set-up. Empty passphrase: one is made and shown once."""

    role: str
    username: str
    passphrase: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True)
class Credential:
    """What a new member needs to sign in; shown once, stored nowhere."""

    role: str
    username: str
    passphrase: str = field(repr=False)
    totp_secret: str | None = field(repr=False)
    recovery_codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Founded:
    """A new organisation, and what has to be written down now or is lost."""

    organisation: Organisation
    credentials: tuple[Credential, ...] = field(repr=False)
    recovery_shares: tuple[str, ...] = field(repr=False)
    directory_hash: bytes


@dataclass(frozen=True)
class Charter:
    """How an organisation begins. A demo has weak, public passphrases and no second factor."""

    name: str
    members: tuple[NewMember, ...]
    counties: tuple[str, ...] = ()
    duty_addresses: tuple[str, ...] = ()
    is_demo: bool = False


def found(charter: Charter) -> Founded:
    """Make the organisation in one transaction; the first member must be a coordinator.

    The group keys exist in memory only until they are wrapped to their holders. Raises ValueError
    when there is an organisation already or the first member is not a coordinator.
    """
    if charter.members[0].role != "coordinator":
        raise ValueError("the first member is a coordinator")
    if Organisation.objects.exists():
        raise ValueError("this folder has an organisation already")
    secretfile.make()
    with transaction.atomic():
        organisation = Organisation.objects.create(
            name=charter.name,
            is_demo=charter.is_demo,
            duty_addresses=" ".join(charter.duty_addresses),
        )
        for county in charter.counties:
            Site.objects.create(organisation=organisation, county=county)
        return _Founding(organisation, charter).run()


class _Founding:
    """The steps of set-up; lives for one call of `found`."""

    def __init__(self, organisation: Organisation, charter: Charter) -> None:
        self.organisation, self.charter = organisation, charter
        self.org = raw_id(organisation.id)
        self.entries: list[Signed] = []
        self.people = [
            (Member.objects.create(organisation=organisation, username=new.username), new)
            for new in charter.members
        ]
        self.keys = {
            member.id: MemberKeys.generate(self.org, raw_id(member.id)) for member, _ in self.people
        }

    def run(self) -> Founded:
        seed = new_seed()
        groups = self._write_directory(RecoveryKeys.from_seed(seed))
        self._store_directory()
        self._grant_groups(groups)
        credentials = tuple(self._seal_member(member, new) for member, new in self.people)
        genesis = entry_hash(self.entries[0].entry)
        return Founded(self.organisation, credentials, tuple(make_shares(seed)), genesis)

    def _write_directory(self, recovery: RecoveryKeys) -> dict[Group, bytes]:
        first = self.keys[self.people[0][0].id]
        genesis = Genesis(
            self.org, recovery.enc_pk, recovery.sig_pk, first.member, first.enc_pk, first.sig_pk
        )
        coordinator = (signer_name(first.member), first)
        self._append(genesis, [(RECOVERY, recovery), coordinator])
        for member, new in self.people[1:]:
            keys = self.keys[member.id]
            change = AddMember(keys.member, new.role, keys.enc_pk, keys.sig_pk)
            self._append(change, [coordinator])
        groups = {}
        for group in Group:
            secret, public = _new_group(group)
            groups[group] = secret
            self._append(OpenEpoch(group, 1, public), [coordinator])
        return groups

    def _append(self, change: Change, signers: list[tuple[str, Signer]]) -> None:
        self.entries.append(build(change, self._head(), signers))

    def _head(self) -> Head | None:
        if not self.entries:
            return None
        return Head(len(self.entries) - 1, entry_hash(self.entries[-1].entry))

    def _store_directory(self) -> None:
        DirectoryEntry.objects.bulk_create(
            DirectoryEntry(
                organisation=self.organisation,
                seq=seq,
                entry=signed.entry,
                signatures=lp(*signed.signatures),
            )
            for seq, signed in enumerate(self.entries)
        )
        head = self._head()
        if head is None:
            raise ValueError("a directory begins with its genesis")
        recipients.forget()
        recipients.pin(Trust(entry_hash(self.entries[0].entry), head.seq, head.hash))

    def _grant_groups(self, groups: dict[Group, bytes]) -> None:
        granter = self.keys[self.people[0][0].id]
        for group, secret in groups.items():
            place = (recipients.group_object(self.organisation, group, 1), Part.KEYSET)
            for member, new in self.people:
                if new.role in GROUP_HOLDERS[group]:
                    recipient = Recipient(member.id, self.keys[member.id].enc_pk)
                    grants.give(self.organisation, granter, recipient, secret, place)

    def _seal_member(self, member: Member, new: NewMember) -> Credential:
        words = new.passphrase or passphrase.generate()
        kdf = self._kdf()
        key = kek(words, kdf, self.org, raw_id(member.id))
        head = self._head()
        if head is None:
            raise ValueError("a directory begins with its genesis")
        pinned = Pinned(entry_hash(self.entries[0].entry), head.seq, head.hash)
        totp = None if self.charter.is_demo else second_factor.new_totp_secret()
        codes = () if totp is None else tuple(second_factor.new_recovery_codes())
        private = settings_blob.Settings(
            totp_secret=totp or "",
            recovery_hashes=tuple(second_factor.recovery_code_hash(code).hex() for code in codes),
            address=new.address,
        )
        MemberKey.objects.create(
            member=member,
            kdf_memory_kib=kdf.memory_kib,
            kdf_passes=kdf.passes,
            kdf_salt=kdf.salt,
            blob=self.keys[member.id].lock_under(key, pinned),
            settings=settings_blob.sealed_settings(self.organisation, member.id, key, private),
        )
        return Credential(new.role, new.username, words, totp, codes)

    def _kdf(self) -> Kdf:
        salt = secrets.token_bytes(SALT_BYTES)
        return demo(salt) if self.charter.is_demo else strong(salt)


def _new_group(group: Group) -> tuple[bytes, bytes]:
    if group is Group.TEAM:
        secret = new_key()
        return secret, key_commitment(secret)
    key = GroupKey.generate()
    return key.dump(), key.public
