"""The reporter's token: twenty digits, and the keys that one slow derivation makes of them.

Token v1, see docs/adr. Nothing that is cheaper than this derivation is ever stored: a plain hash
of a token among 10^5 others falls in an hour, one Argon2id call per guess makes that centuries.
"""

import hashlib
import secrets
from dataclasses import dataclass

from tetea.kernel.crypto import kdf
from tetea.kernel.crypto.errors import TokenMalformed, Unsealable
from tetea.kernel.crypto.frame import Context, lp, unlp
from tetea.kernel.crypto.hidden import Hidden
from tetea.kernel.crypto.signing import sign_with, signing_public
from tetea.kernel.crypto.unwrap import public_half, unseal_from, unwrap

__all__ = [
    "CURRENT",
    "PROFILES",
    "ReporterKeys",
    "Token",
    "TokenMalformed",
    "derive",
    "grouped",
    "new_token",
    "parse",
]

DIGITS = 20
ID_BYTES = 16
SALT_BYTES = 32
LOOKUP_BYTES = 16

# A visit keeps the keys, never the token, so that a page costs no derivation of its own.
VISIT_LABEL = b"tetea/reporter-keys/v1"
VISIT_LENGTHS = (1, LOOKUP_BYTES, kdf.KEY_BYTES, kdf.KEY_BYTES)

# (KiB, passes). A profile is never edited, a new one gets a new number. 16 MiB and two passes
# cost 14 ms here and 10,600 guesses a second on a large graphics card.
PROFILES = {1: (16 * 1024, 2)}
CURRENT = 1

# Beginnings of Kenyan mobile numbers and the country code: a token must never be taken for one.
FORBIDDEN_PREFIXES = ("07", "01", "254")

# A totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004): it finds every single slip
# and every swap of neighbours. Luhn would miss 09 and 90.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

_FOREIGN_DIGITS = {
    ord(zero) + value: str(value) for zero in ("\u0660", "\u06f0") for value in range(10)
}
_DROPPED = dict.fromkeys(map(ord, " -.\u00a0\u2009\u202f\u2010\u2011\t\r\n"))


@dataclass(frozen=True, slots=True, repr=False)
class Token(Hidden):
    """Twenty digits whose check digit is right. Shows itself only through `digits`."""

    digits: str


def new_token() -> Token:
    """Return a fresh token with 63 bits of chance in it and nothing else."""
    while True:
        body = f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}d}"
        if not body.startswith(FORBIDDEN_PREFIXES):
            return Token(body + _check_digit(body))


def parse(text: str) -> Token:
    """Read a token as people type it, or raise TokenMalformed. Hashes nothing.

    Spaces, hyphens and dots do not matter; Arabic-Indic and Persian digits count as digits.
    """
    digits = text.translate(_FOREIGN_DIGITS | _DROPPED)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise TokenMalformed
    if digits.startswith(FORBIDDEN_PREFIXES) or _check_digit(digits) != "0":
        raise TokenMalformed
    return Token(digits)


def grouped(token: Token) -> str:
    """Write a token in groups of four, as it is shown and read aloud."""
    return " ".join(token.digits[at : at + 4] for at in range(0, DIGITS, 4))


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class ReporterKeys(Hidden):
    """What a token opens. `lookup`, `enc_pk`, `sig_pk` and `profile` may be stored; no more."""

    profile: int
    lookup: bytes
    enc_pk: bytes
    sig_pk: bytes
    _enc_secret: bytes
    _sig_secret: bytes

    def unwrap(self, info: bytes, blob: bytes) -> bytes:
        """Open a key wrapped to the reporter; raise Unsealable."""
        return unwrap(self._enc_secret, info, blob)

    def unseal_from(self, context: Context, blob: bytes, epoch: int) -> bytes:
        """Open a note sealed to the reporter; raise Unsealable."""
        return unseal_from(self._enc_secret, context, blob, epoch)

    def sign(self, message: bytes) -> bytes:
        """Sign a consent or an erasure request."""
        return sign_with(self._sig_secret, message)

    def dump(self) -> bytes:
        """Return all of it as bytes, to be sealed at once under the key of a visit."""
        return lp(
            VISIT_LABEL,
            bytes([self.profile]),
            self.lookup,
            self._enc_secret,
            self._sig_secret,
        )

    @classmethod
    def load(cls, data: bytes) -> "ReporterKeys":
        """Read what `dump` wrote; raise Unsealable if it is of another kind or version."""
        try:
            label, profile, lookup, enc_secret, sig_secret = unlp(data)
        except ValueError:
            raise Unsealable from None
        lengths = tuple(map(len, (profile, lookup, enc_secret, sig_secret)))
        if label != VISIT_LABEL or lengths != VISIT_LENGTHS:
            raise Unsealable
        return cls(
            profile=profile[0],
            lookup=lookup,
            enc_pk=public_half(enc_secret),
            sig_pk=signing_public(sig_secret),
            _enc_secret=enc_secret,
            _sig_secret=sig_secret,
        )


def keys_without_token() -> ReporterKeys:
    """Return fresh keys for somebody to whom no token has been given yet.

    Nothing leads to them: they open only while the running server remembers them. A token that is
    made later is vouched for by their signature, and opens the same thread with keys of its own.
    """
    enc_secret, sig_secret = secrets.token_bytes(kdf.KEY_BYTES), secrets.token_bytes(kdf.KEY_BYTES)
    return ReporterKeys(
        profile=CURRENT,
        lookup=secrets.token_bytes(LOOKUP_BYTES),
        enc_pk=public_half(enc_secret),
        sig_pk=signing_public(sig_secret),
        _enc_secret=enc_secret,
        _sig_secret=sig_secret,
    )


def derive(token: Token, org_id: bytes, org_salt: bytes, profile: int = CURRENT) -> ReporterKeys:
    """Derive the reporter's keys: one Argon2id call, 16 MiB for a few milliseconds.

    `org_salt` is the organisation's secret salt, which is kept outside the database.
    """
    if len(org_id) != ID_BYTES or len(org_salt) != SALT_BYTES:
        raise ValueError("an organisation has an id of 16 bytes and a salt of 32")
    memory_kib, passes = PROFILES[profile]
    salted = b"tetea/token-salt/v1" + bytes([profile]) + org_id + org_salt
    salt = hashlib.sha256(salted).digest()[: kdf.SALT_BYTES]
    # The check digit adds nothing to guess, so it is not part of the secret.
    root = kdf.argon2id(token.digits[:-1].encode(), salt, memory_kib, passes, kdf.KEY_BYTES)
    enc_secret = _branch(root, b"x25519", org_id, kdf.KEY_BYTES)
    sig_secret = _branch(root, b"ed25519", org_id, kdf.KEY_BYTES)
    return ReporterKeys(
        profile=profile,
        lookup=_branch(root, b"lookup", org_id, LOOKUP_BYTES),
        enc_pk=public_half(enc_secret),
        sig_pk=signing_public(sig_secret),
        _enc_secret=enc_secret,
        _sig_secret=sig_secret,
    )


def _branch(root: bytes, name: bytes, org_id: bytes, length: int) -> bytes:
    info = b"tetea/token/v1/" + name + bytes([len(org_id)]) + org_id
    return kdf.hkdf_expand(root, info=info, length=length)


def _check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim
