"""What she allows: her newest signed word, and over it what members wrote down for her since.

A consent that was signed on paper, given by thumb print or recorded before a witness counts as her
own. One that a member only heard (`said`) is staff-asserted: it may open the way to those who care
for her, never to police, and never lets anybody know who she is. A no counts at once however it
was said. Whatever she signs with her token afterwards wins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from tetea.kernel.casework.entries import Entry

TAKEN: Final = "consent_taken"
TOKEN: Final = "token"  # noqa: S105  # a way of giving consent, no secret
SAID: Final = "said"
WITNESSED: Final = frozenset({"signed", "thumb_print", "recorded"})
# A word of mouth is enough where nothing leaves the house, or only to those who care for her.
# Whatever could reach police, the person accused or the public needs her hand, thumb or voice.
BY_WORD: Final = frozenset({"store", "contact", "partner", "stats"})
# Reasons to open who she is (identity_reasons.csv) by which somebody outside learns it.
RELEASES: Final[Mapping[str, str]] = {"clinic": "partner", "court": "police"}
YES: Final = "yes"
# In the line: the number of her newest signed statement when it was written.
NUMBER: Final = "statement"
FIRST: Final = 1

Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Signed:
    """Her newest statement under the key of her token; `at` is when she signed it, if known."""

    answers: Mapping[str, bool]
    number: int
    at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """One consent as it stands. `how` is "token", or the way in which a member wrote it down."""

    given: bool
    how: str = TOKEN
    line: str = ""
    """The line that says so; "" for her own signature."""
    witness: str = field(default="", repr=False)
    said_yes: str = ""
    """A line that tells of a yes by word of mouth, which is not enough for this consent."""

    @property
    def is_staff_asserted(self) -> bool:
        """Whether nobody but the member who wrote it down stands for it."""
        return self.how == SAID

    @property
    def releases_identity(self) -> bool:
        """Whether it may carry who she is to somebody outside."""
        return self.given and not self.is_staff_asserted


def fault(fields: Fields, writer: str) -> tuple[str, str]:
    """Return (field, code) of what is wrong with a consent as it was written down, or ("", "").

    witness_missing: signed, thumb-printed or recorded without anybody who saw it.
    witness_is_writer: whoever writes it down cannot be the witness of it.
    """
    witness = _plain(fields.get("witness"))
    if witness and witness == _plain(writer):
        return "witness", "witness_is_writer"
    if fields.get("how") in WITNESSED and not witness:
        return "witness", "witness_missing"
    return "", ""


def missing_for(reason: str, found: Mapping[str, Standing]) -> str:
    """Return the consent that is missing to let out who she is for this reason; "" for none."""
    name = RELEASES.get(reason, "")
    if not name or found.get(name, Standing(given=False)).releases_identity:
        return ""
    return name


def standing(signed: Signed, lines: Iterable[Entry]) -> dict[str, Standing]:
    """Return each consent as it stands, given the lines of her case that were not struck out.

    Of several lines about one consent the one that was given last counts.
    """
    found = {name: Standing(given) for name, given in signed.answers.items()}
    taken = sorted(
        (one for one in lines if one.kind == TAKEN and _counts(one, signed)),
        key=lambda one: (one.when, one.at, one.id),
    )
    for line in taken:
        for name in _words(line.fields.get("which")):
            found[name] = _after(found.get(name, Standing(given=False)), name, line)
    return found


def _counts(line: Entry, signed: Signed) -> bool:
    number = line.fields.get(NUMBER)
    if not isinstance(number, str) or not number.isdigit() or int(number) < signed.number:
        return False
    # A yes from before her own later word is not brought in behind her back. The first statement
    # came with the report: a paper that was signed on the day may be typed in after it.
    is_older = signed.at is not None and line.when < signed.at
    return not (_is_yes(line) and signed.number > FIRST and is_older)


def _after(before: Standing, name: str, line: Entry) -> Standing:
    how = _how(line)
    witness = str(line.fields.get("witness", ""))
    if not _is_yes(line):
        return Standing(given=False, how=how, line=line.id, witness=witness)
    if how != SAID or (name in BY_WORD and not before.given):
        return Standing(given=True, how=how, line=line.id, witness=witness)
    # What she signed is not made less by her saying it once more.
    return before if before.given else replace(before, said_yes=line.id)


def _how(line: Entry) -> str:
    """The way it was given; without a witness of its own it is no more than said."""
    how = line.fields.get("how")
    if isinstance(how, str) and how in WITNESSED and fault(line.fields, line.by) == ("", ""):
        return how
    return SAID


def _is_yes(line: Entry) -> bool:
    return line.fields.get("answer") == YES


def _words(value: str | list[str] | None) -> list[str]:
    return value.split() if isinstance(value, str) else list(value or ())


def _plain(name: object) -> str:
    return " ".join(str(name or "").casefold().replace("@", " ").split())
