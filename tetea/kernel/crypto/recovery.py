"""The recovery key: 32 bytes of chance, kept only as three paper shares of which two suffice.

Recovery v1, see docs/adr. Used at set-up and, offline on another machine, at recovery. The
SLIP-39 library does not defend itself against side channels, which is why it runs nowhere else.
"""

import hmac
import itertools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import shamir_mnemonic

from tetea.kernel.crypto.errors import RecoveryRefused
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hidden import Hidden
from tetea.kernel.crypto.kdf import KEY_BYTES, hkdf
from tetea.kernel.crypto.signing import sign_with, signing_public
from tetea.kernel.crypto.unwrap import public_half, unseal_from, unwrap

SHARES = 3
NEEDED = 2


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class RecoveryKeys(Hidden):
    """The reading and the signing key that one seed gives, each under its own label."""

    _enc_secret: bytes
    _sig_secret: bytes

    @classmethod
    def from_seed(cls, seed: bytes) -> "RecoveryKeys":
        """Derive both keys from the 32-byte seed."""
        if len(seed) != KEY_BYTES:
            raise RecoveryRefused("a recovery seed has 32 bytes")
        return cls(
            hkdf(seed, salt=None, info=b"tetea/recovery/v1/x25519"),
            hkdf(seed, salt=None, info=b"tetea/recovery/v1/ed25519"),
        )

    @property
    def enc_pk(self) -> bytes:
        """The public key to which every data key is wrapped as well."""
        return public_half(self._enc_secret)

    @property
    def sig_pk(self) -> bytes:
        """The public key that signs the root of the directory."""
        return signing_public(self._sig_secret)

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """Open a key wrapped to the recovery key; raise Unsealable."""
        return unwrap(self._enc_secret, info, blob)

    def unseal_from(self, context: Context, blob: bytes, epoch: int) -> bytes:
        """Open a note sealed to the recovery key; raise Unsealable."""
        return unseal_from(self._enc_secret, context, blob, epoch)

    def sign(self, message: bytes) -> bytes:
        """Sign a labelled message."""
        return sign_with(self._sig_secret, message)


def new_seed() -> bytes:
    """Return a fresh recovery seed. It exists only until its shares are written down."""
    return secrets.token_bytes(KEY_BYTES)


def make_shares(seed: bytes) -> list[str]:
    """Split a seed into three SLIP-39 shares of 33 words, of which any two give it back.

    The SLIP-39 passphrase stays empty: a wrong one would give a wrong seed without a word.
    """
    [shares] = shamir_mnemonic.generate_mnemonics(1, [(NEEDED, SHARES)], seed, b"")
    return list(shares)


def combine(shares: Sequence[str], expected_enc_pk: bytes) -> RecoveryKeys:
    """Rebuild the recovery keys; raise RecoveryRefused unless they are the directory's."""
    tidy = [" ".join(share.lower().split()) for share in shares]
    # The library takes exactly two; with three at hand, one of them may be mistyped.
    for pair in itertools.combinations(tidy, NEEDED):
        seed = _joined(pair)
        keys = RecoveryKeys.from_seed(seed) if seed else None
        if keys and hmac.compare_digest(keys.enc_pk, expected_enc_pk):
            return keys
    raise RecoveryRefused("these shares do not give this organisation's recovery key")


def _joined(pair: Sequence[str]) -> bytes | None:
    try:
        seed = bytes(shamir_mnemonic.combine_mnemonics(pair, b""))
    except (shamir_mnemonic.MnemonicError, ValueError):
        # The library's message may quote a word of a share, so it goes no further.
        return None
    return seed if len(seed) == KEY_BYTES else None
