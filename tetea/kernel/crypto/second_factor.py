"""Codes from an authenticator app (RFC 6238), and the ten paper codes that replace a lost one.

They stop somebody who has the passphrase and only the network; against somebody who has the
database they add nothing. Secrets and hashes are sealed under the member's KEK by the caller.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

import pyotp

from tetea.kernel.crypto.frame import lp

STEP_SECONDS = 30
WINDOW = 1
RECOVERY_CODES = 10
CODE_LETTERS = 10

# Digits and small letters without 0/o and 1/i/l, which look alike on paper.
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_totp_secret() -> str:
    """Return a fresh secret in base32, 160 bits, as authenticator apps read it."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, account: str, issuer: str) -> str:
    """Return the text of the QR code. It holds the secret: show it once, never in an address."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer))


def verify(secret: str, code: str, now: int, last_counter: int) -> int | None:
    """Return the counter of a right code, to be stored as the last one; None for a wrong one.

    `now` is in seconds since 1970. One step early or late is right; a code at or before
    `last_counter` was used already, so somebody looked over her shoulder.
    """
    typed = "".join(code.split()).encode()
    totp = pyotp.HOTP(secret)
    counter = now // STEP_SECONDS
    matched = None
    for candidate in range(max(counter - WINDOW, 0), counter + WINDOW + 1):
        right = hmac.compare_digest(totp.at(candidate).encode(), typed)
        if right and candidate > last_counter:
            matched = candidate
    return matched


def new_recovery_codes() -> list[str]:
    """Return ten codes of 49 bits, to be written down; store only `recovery_code_hash` of each."""
    return [_new_code() for _ in range(RECOVERY_CODES)]


def recovery_code_hash(code: str) -> bytes:
    """Return what is stored of a recovery code, however it was typed."""
    typed = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(lp(b"tetea/recovery-code/v1", typed.encode())).digest()


def match_recovery_code(code: str, hashes: Sequence[bytes]) -> int | None:
    """Return the position of the code among the unused hashes, None if it is none of them.

    Compares with every hash, so that the time tells nothing about the position.
    """
    typed = recovery_code_hash(code)
    matched = None
    for position, stored in enumerate(hashes):
        if hmac.compare_digest(typed, stored):
            matched = position
    return matched


def _new_code() -> str:
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LETTERS))
    return f"{letters[: CODE_LETTERS // 2]}-{letters[CODE_LETTERS // 2 :]}"
