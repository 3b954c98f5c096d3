"""The reporter's consents, signed by the key that her token gives and nobody else has.

Consent v1, see docs/adr. Her public key is pinned inside the sealed report, so neither staff nor
a database writer can make a "yes" of hers. The number grows with every change: the highest one
counts, and an old "yes" put back under a newer "no" is seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tetea.kernel.crypto.errors import ConsentForged
from tetea.kernel.crypto.frame import lp, u64, unlp
from tetea.kernel.crypto.signing import is_signed
from tetea.kernel.crypto.token import ReporterKeys

LABEL = b"tetea/consent/v1"
YES = b"\x01"
NO = b"\x00"


@dataclass(frozen=True, slots=True)
class ConsentStatement:
    """All her answers together, as they are from change `number` on (the first is 1)."""

    org: bytes
    object: bytes
    number: int
    answers: tuple[tuple[str, bool], ...]

    def message(self) -> bytes:
        """Return the exact bytes that she signs, answers sorted by name."""
        pairs = [part for name, yes in self.answers for part in (name.encode(), YES if yes else NO)]
        return lp(LABEL, self.org, self.object, u64(self.number), *pairs)


def state_consents(
    org: bytes, object_id: bytes, number: int, answers: Mapping[str, bool]
) -> ConsentStatement:
    """Write down her answers for one thread."""
    return ConsentStatement(org, object_id, number, tuple(sorted(answers.items())))


def sign_consents(keys: ReporterKeys, statement: ConsentStatement) -> bytes:
    """Sign the answers with the keys that her token gave."""
    return keys.sign(statement.message())


def check_consents(
    message: bytes, signature: bytes, pinned_sig_pk: bytes, org: bytes, object_id: bytes
) -> ConsentStatement:
    """Read a stored statement; raise ConsentForged unless she signed it, for this very thread.

    `pinned_sig_pk` comes out of the sealed report, never from a column.
    """
    if not is_signed(pinned_sig_pk, message, signature):
        raise ConsentForged("not signed by the reporter")
    statement = _read(message)
    if (statement.org, statement.object) != (org, object_id):
        raise ConsentForged("a consent for something else")
    return statement


def _read(message: bytes) -> ConsentStatement:
    try:
        _, org, object_id, number, *pairs = unlp(message)
        names = [name.decode() for name in pairs[0::2]]
        answers = tuple(zip(names, (yes == YES for yes in pairs[1::2]), strict=True))
        statement = ConsentStatement(org, object_id, int.from_bytes(number), answers)
        # Writing it again must give the same bytes: no other label, no third answer.
        same = statement.message() == message
    except ValueError:
        raise ConsentForged("not a consent") from None
    if not same or names != sorted(set(names)):
        raise ConsentForged("not a consent of this version")
    return statement
