"""The few ways in which this package says no.

CryptoRefused
|-- Unsealable            a blob, wrap or sealed note does not open: one error, no reason given
|-- TokenMalformed        the text is not a token (a slip of the finger), nothing was hashed
|-- BearerMalformed       the text is not an API bearer
|-- KdfRefused            parameters outside their bounds, refused before memory is taken
|-- DirectoryForged       an entry of the directory is not signed by who may sign it
|-- DirectoryRolledBack   the directory is older than the head seen before
|-- GrantForged           a key was handed over by nobody who may hand it over
|-- ConsentForged         a consent was not signed by the reporter's pinned key
|-- SigningRefused        this key may not sign that kind of statement
`-- RecoveryRefused       the shares do not give the recovery key of this directory

No error carries plaintext, a key, a token or the exception of a library.
"""


class CryptoRefused(Exception):
    """Something was refused by the rules of this package."""


class Unsealable(CryptoRefused):
    """It does not open. The reason is never told, so that nobody can probe for it."""

    def __init__(self) -> None:
        super().__init__("cannot be opened")


class TokenMalformed(CryptoRefused):
    """The text is not twenty digits with a right check digit."""

    def __init__(self) -> None:
        super().__init__("not a token")


class BearerMalformed(CryptoRefused):
    """The text is not an API bearer of a known version."""

    def __init__(self) -> None:
        super().__init__("not a bearer")


class KdfRefused(CryptoRefused):
    """The parameters of a key derivation are outside their bounds."""


class DirectoryForged(CryptoRefused):
    """An entry of the directory does not follow from the printed root."""


class DirectoryRolledBack(CryptoRefused):
    """The directory ends before the head that was already seen."""


class GrantForged(CryptoRefused):
    """A handed-over key is not vouched for by an active member."""


class ConsentForged(CryptoRefused):
    """A consent is not signed by the reporter's pinned key."""


class SigningRefused(CryptoRefused):
    """This key may not sign that kind of statement."""


class RecoveryRefused(CryptoRefused):
    """The recovery shares do not give the expected recovery key."""
