"""The secret keys of members, their bearers and the groups they read for.

Member keys v1, see docs/adr. This module is for signed-in members only: nothing that the public
reaches may import it, which the import contracts check.
"""

import hmac
import secrets
from dataclasses import dataclass

from tetea.kernel.crypto.bearer import BearerCertificate, certificate_message
from tetea.kernel.crypto.errors import GrantForged, SigningRefused, Unsealable
from tetea.kernel.crypto.frame import Context, lp, u64, unlp
from tetea.kernel.crypto.hidden import Hidden
from tetea.kernel.crypto.kdf import FLOOR_KIB, KEY_BYTES, Kdf, hkdf
from tetea.kernel.crypto.passphrase import normalise
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.seal import seal, unseal
from tetea.kernel.crypto.signing import new_signing_secret, sign_with, signing_public
from tetea.kernel.crypto.unwrap import public_half, unseal_from, unwrap

MEMBER_LABEL = b"tetea/member-keys/v1"
BEARER_LABEL = b"tetea/bearer-keys/v1"
GRANT_START = lp(b"tetea/grant/v1")


def kek(
    passphrase: str, kdf: Kdf, organisation: bytes, member: bytes, *, floor: int = FLOOR_KIB
) -> bytes:
    """Derive the key that locks a member's key set: one Argon2id call.

    The member and the parameters are bound in, so a changed record derives another key. Raises
    KdfRefused before any memory is taken if the parameters are outside their bounds.
    """
    slow = kdf.derive(normalise(passphrase), 2 * KEY_BYTES, floor=floor)
    info = lp(b"tetea/kek/v1", organisation, member, u64(kdf.memory_kib), u64(kdf.passes), kdf.salt)
    return hkdf(slow, salt=None, info=info)


@dataclass(frozen=True, slots=True)
class MemberPublic:
    """The public halves, as they stand in the directory."""

    enc_pk: bytes
    sig_pk: bytes


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a member remembers of the directory, sealed with her keys: its root and last head."""

    genesis_hash: bytes
    head_seq: int
    head_hash: bytes


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class MemberKeys(Hidden):
    """All keys of one member in an unlocked session. Implements `keys.Keys`."""

    organisation: bytes
    member: bytes
    _enc_secret: bytes
    _sig_secret: bytes

    @classmethod
    def generate(cls, organisation: bytes, member: bytes) -> "MemberKeys":
        """Make a new member's two key pairs."""
        return cls(organisation, member, secrets.token_bytes(KEY_BYTES), new_signing_secret())

    @property
    def public(self) -> MemberPublic:
        """The public halves, to be signed into the directory."""
        return MemberPublic(self.enc_pk, self.sig_pk)

    @property
    def enc_pk(self) -> bytes:
        """The public key to which things are wrapped for her."""
        return public_half(self._enc_secret)

    @property
    def sig_pk(self) -> bytes:
        """The public key that checks her signatures."""
        return signing_public(self._sig_secret)

    @property
    def can_sign(self) -> bool:
        """True: she may sign whatever her role in the directory allows."""
        return True

    @property
    def signer_certificate(self) -> BearerCertificate | None:
        """None: the directory itself vouches for her key."""
        return None

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """Open a key wrapped to her; raise Unsealable."""
        return unwrap(self._enc_secret, info, blob)

    def unseal_from(self, context: Context, blob: bytes, epoch: int) -> bytes:
        """Open a note sealed to her; raise Unsealable."""
        return unseal_from(self._enc_secret, context, blob, epoch)

    def sign(self, message: bytes) -> bytes:
        """Sign a labelled message."""
        return sign_with(self._sig_secret, message)

    def dump(self) -> bytes:
        """Return the secret keys as bytes, to be sealed at once (session row, key set)."""
        return lp(MEMBER_LABEL, self.organisation, self.member, self._enc_secret, self._sig_secret)

    @classmethod
    def load(cls, data: bytes) -> "MemberKeys":
        """Read what `dump` wrote; raise Unsealable if it is of another kind or version."""
        organisation, member, enc_secret, sig_secret = _fields(MEMBER_LABEL, data, 4)
        return cls(organisation, member, enc_secret, sig_secret)

    def lock_under(self, key: bytes, pinned: Pinned) -> bytes:
        """Seal the key set, and what she saw of the directory, under `kek` or a session key."""
        seen = lp(pinned.genesis_hash, u64(pinned.head_seq), pinned.head_hash)
        return seal(key, keyset_context(self.organisation, self.member), lp(self.dump(), seen))

    @classmethod
    def unlock(
        cls, key: bytes, organisation: bytes, member: bytes, blob: bytes
    ) -> tuple["MemberKeys", Pinned]:
        """Open a locked key set; raise Unsealable for a wrong passphrase or anything else."""
        plain = unseal(key, keyset_context(organisation, member), blob)
        try:
            dumped, seen = unlp(plain)
            genesis_hash, head_seq, head_hash = unlp(seen)
        except ValueError:
            raise Unsealable from None
        keys = cls.load(dumped)
        if (keys.organisation, keys.member) != (organisation, member):
            raise Unsealable
        return keys, Pinned(genesis_hash, int.from_bytes(head_seq), head_hash)


def keyset_context(organisation: bytes, member: bytes) -> Context:
    """Return the place of a member's locked key set."""
    return Context(Kind.MEMBER, organisation, member, Part.KEYSET)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class BearerKeys(Hidden):
    """What an API bearer carries: the reading key and a signing key of its own.

    Implements `keys.Keys`, signs nothing but grants, and those count for single objects only.
    """

    organisation: bytes
    member: bytes
    _enc_secret: bytes
    _sig_secret: bytes
    signer_certificate: BearerCertificate

    @property
    def enc_pk(self) -> bytes:
        """The member's public reading key."""
        return public_half(self._enc_secret)

    @property
    def can_sign(self) -> bool:
        """False: members, roles, epochs and exports need an interactive session."""
        return False

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """Open a key wrapped to the member; raise Unsealable."""
        return unwrap(self._enc_secret, info, blob)

    def unseal_from(self, context: Context, blob: bytes, epoch: int) -> bytes:
        """Open a note sealed to the member; raise Unsealable."""
        return unseal_from(self._enc_secret, context, blob, epoch)

    def sign(self, message: bytes) -> bytes:
        """Sign a grant; raise SigningRefused for any other statement."""
        if not message.startswith(GRANT_START):
            raise SigningRefused("a bearer signs grants only")
        return sign_with(self._sig_secret, message)

    def dump(self) -> bytes:
        """Return the bearer's keys as bytes, to be sealed at once under its session key."""
        return lp(
            BEARER_LABEL,
            self.organisation,
            self.member,
            self._enc_secret,
            self._sig_secret,
            self.signer_certificate.dump(),
        )

    @classmethod
    def load(cls, data: bytes) -> "BearerKeys":
        """Read what `dump` wrote; raise Unsealable if it is of another kind or version."""
        organisation, member, enc_secret, sig_secret, certificate = _fields(BEARER_LABEL, data, 5)
        try:
            loaded = BearerCertificate.load(certificate)
        except GrantForged:
            raise Unsealable from None
        return cls(organisation, member, enc_secret, sig_secret, loaded)


def certify_bearer(keys: MemberKeys, expires: int) -> BearerKeys:
    """Make the keys of a bearer that lives until `expires` (seconds since 1970)."""
    sig_secret = new_signing_secret()
    sig_pk = signing_public(sig_secret)
    message = certificate_message(keys.organisation, keys.member, sig_pk, expires)
    signature = keys.sign(message)
    certificate = BearerCertificate(keys.organisation, keys.member, sig_pk, expires, signature)
    reading = keys._enc_secret  # noqa: SLF001 - both classes are halves of this module
    return BearerKeys(keys.organisation, keys.member, reading, sig_secret, certificate)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class GroupKey(Hidden):
    """One epoch's secret reading key of a group, unwrapped by one of its members."""

    _secret: bytes

    @classmethod
    def generate(cls) -> "GroupKey":
        """Make the key of a new epoch."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def load(cls, secret: bytes, public: bytes) -> "GroupKey":
        """Take an unwrapped secret; raise Unsealable if the directory names another public key."""
        if len(secret) != KEY_BYTES or not hmac.compare_digest(public_half(secret), public):
            raise Unsealable
        return cls(secret)

    @property
    def public(self) -> bytes:
        """The public half, as `epoch.open` states it."""
        return public_half(self._secret)

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """Open a key wrapped to this epoch; raise Unsealable."""
        return unwrap(self._secret, info, blob)

    def unseal_from(self, context: Context, blob: bytes, epoch: int) -> bytes:
        """Open a note sealed to this epoch; raise Unsealable."""
        return unseal_from(self._secret, context, blob, epoch)

    def dump(self) -> bytes:
        """Return the secret, to be wrapped at once to a member of the group."""
        return self._secret


def _fields(label: bytes, data: bytes, count: int) -> tuple[bytes, ...]:
    try:
        found, *fields = unlp(data)
    except ValueError:
        raise Unsealable from None
    if found != label or len(fields) != count:
        raise Unsealable
    return tuple(fields)
