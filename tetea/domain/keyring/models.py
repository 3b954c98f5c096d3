"""Keys and who holds them: the directory, members' sealed key sets, grants, wraps, sessions."""

from django.db import models

from tetea.domain.people.models import Member, Organisation
from tetea.domain.rows import IdField, PlainBytes, PlainBytesOrNone, Row, SealedField, sealed
from tetea.kernel.crypto.registry import Kind, Part


class DirectoryEntry(Row):
    """One signed entry of the append-only directory."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    entry = PlainBytes()
    signatures = PlainBytes()

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "seq": "how many changes of members and keys there were",
        "entry": "roles and public keys; everybody who seals must be able to read them",
        "signatures": "prove the entry",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "seq"], name="directory_seq")
        ]


class MemberKey(Row):
    """A member's key set, sealed under her passphrase; holds second factor and pinned head too."""

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    kdf_memory_kib = models.PositiveIntegerField()
    kdf_passes = models.PositiveSmallIntegerField()
    kdf_salt = PlainBytes()
    blob = SealedField(Kind.MEMBER, Part.KEYSET)
    settings = SealedField(Kind.MEMBER, Part.SETTINGS)

    CLEAR = {
        "id": "random",
        "member": "whose it is",
        "kdf_memory_kib": "public parameter, bound into the blob",
        "kdf_passes": "public parameter, bound into the blob",
        "kdf_salt": "public parameter, bound into the blob",
    }

    class Meta:
        constraints = [sealed("blob", "memberkey_blob"), sealed("settings", "memberkey_settings")]


class Grant(Row):
    """A member's signed statement that she gave a key to another; readable by whoever seals."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    object = models.CharField(max_length=26, db_index=True)
    part = models.CharField(max_length=20)
    recipient = models.CharField(max_length=26)
    recipient_pk_hash = PlainBytes()
    epoch = models.PositiveIntegerField()
    wrap_hash = PlainBytes()
    com = PlainBytes()
    signer = models.CharField(max_length=26)
    directory_seq = models.PositiveIntegerField()
    signature = PlainBytes()
    certificate = PlainBytesOrNone(null=True)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "object": "which report, group or case; a random id",
        "part": "which compartment",
        "recipient": "who may open: the graph of staff and cases stays visible, stated",
        "recipient_pk_hash": "of a public key",
        "epoch": "generation of the key",
        "wrap_hash": "of a wrap",
        "com": "commitment to a random key",
        "signer": "who granted",
        "directory_seq": "version of the directory",
        "signature": "proves the grant",
        "certificate": "of the bearer that signed, if one did",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object", "part", "recipient"], name="grant_once")
        ]


class Wrap(Row):
    """A key wrapped to a group, a member or the recovery key. The public role never reads these."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    object = models.CharField(max_length=26)
    part = models.CharField(max_length=20)
    recipient = models.CharField(max_length=26)
    group = models.CharField(max_length=12, default="", blank=True)
    epoch = models.PositiveIntegerField(default=0)
    owns = models.BooleanField(default=False)
    grant = models.OneToOneField(Grant, models.CASCADE, null=True, related_name="+")
    wrap = SealedField(Kind.GROUP, Part.KEY)

    CLEAR = {
        "id": "random",
        "organisation": "one per installation",
        "object": "which report, group or case; a random id",
        "part": "which compartment",
        "recipient": "who may open: the graph of staff and cases stays visible, stated",
        "group": "which group of members may open",
        "epoch": "generation of the key",
        "owns": "whose work it is: the graph of staff and cases stays visible, stated",
        "grant": "the signed statement that goes with it",
    }

    class Meta:
        constraints = [sealed("wrap", "wrap_wrap")]
        indexes = [
            models.Index(fields=["object", "part"], name="wrap_object"),
            models.Index(fields=["recipient", "part", "object"], name="wrap_recipient"),
            models.Index(fields=["recipient", "owns", "object"], name="wrap_owner"),
        ]


class Session(Row):
    """An unlocked session or bearer. Opens only with the cookie's secret and the runtime key."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    generation = models.PositiveIntegerField()
    secret_hash = PlainBytes()
    keyset = SealedField(Kind.SESSION, Part.KEYSET)
    state = SealedField(Kind.SESSION, Part.STATE)

    CLEAR = {
        "id": "random",
        "member": "who is signed in now",
        "kind": "browser session or bearer",
        "generation": "of the runtime key: which day",
        "secret_hash": "of 256 random bits",
    }

    class Meta:
        constraints = [sealed("keyset", "session_keyset"), sealed("state", "session_state")]


class Roster(Row):
    """Where a member on duty can be told that something waits; sealed under the runtime key."""

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField()
    blob = SealedField(Kind.ROSTER, Part.CONTACT)

    CLEAR = {
        "id": "random",
        "member": "who signed in within the last three days",
        "generation": "of the runtime key: which day",
    }

    class Meta:
        constraints = [sealed("blob", "roster_blob")]
