"""Whether we are in touch with her: when we last heard, whether the next contact is set, silence.

People leave cases that drag on without news. So an open case always has a next contact, it keeps
to her safe-contact rules, and silence is noticed by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from tetea.kernel.casework.file import CaseFile, moment_of
from tetea.kernel.casework.steps import StepBook
from tetea.kernel.clocks.answers import UNANSWERED, words
from tetea.kernel.phone.contact import is_allowed

# The clock of a promised contact; a step that stops it is one in which we were in touch.
NEXT_CONTACT: Final = "next_contact"
TRIED: Final = "silence"
YES: Final = "yes"

# By which answers of contact_way a way is allowed. Face to face and by token she comes herself.
WAYS: Final[Mapping[str, frozenset[str]]] = {
    "call": frozenset({"call", "whatsapp"}),
    "sms": frozenset({"sms", "whatsapp"}),
    "member": frozenset({"through_member"}),
}
# Only a phone rings at an hour.
RINGS: Final = frozenset({"call", "sms"})

Level = Literal["set", "unset", "late", "silent"]
Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class SilenceRule:
    """After how long without a word somebody looks, and after how many tries she counts as lost."""

    after: timedelta
    tries: int
    spoke: frozenset[str] = frozenset()
    """Steps in which we were in touch though no promise was kept by them."""


@dataclass(frozen=True)
class Touch:
    """Where contact stands. All moments in UTC."""

    heard: datetime
    """When we were last in touch: a step in which we spoke, or a message of hers; at first the
    report itself."""
    tries: int
    """How often we tried since then, without an answer."""
    next_at: datetime | None
    """The next contact that was promised; None when none is set."""
    silent_from: datetime
    """From when on it counts as silence that nobody has heard."""

    def level(self, now: datetime) -> Level:
        """Return how it stands now, the gravest first."""
        if now >= self.silent_from:
            return "silent"
        if self.next_at is None:
            return "unset"
        return "late" if self.next_at <= now else "set"


def touch(file: CaseFile, book: StepBook, heard: Iterable[datetime], rule: SilenceRule) -> Touch:
    """Return where contact with her stands.

    `heard` are the moments of her own messages and of her report: at least one. A promised contact
    puts silence off until the day after it: who was told "in a month" is not silent in between.
    """
    spoke = {kind for kind, step in book.kinds.items() if NEXT_CONTACT in step.meets}
    # What stops a promise is contact, but for the promise itself, which replaces an older one.
    met = [one.when for one in file.steps if one.kind in (spoke | rule.spoke) - {NEXT_CONTACT}]
    last = max((*heard, *met))
    tries = sum(1 for one in file.steps if one.kind == TRIED and one.when > last)
    open_ones = [one.due_at for one in file.clocks if one.kind == NEXT_CONTACT and one.is_open]
    next_at = min(open_ones, default=None)
    silent_from = last + rule.after
    if next_at is not None:
        silent_from = max(silent_from, next_at + timedelta(days=1))
    return Touch(last, tries, next_at, silent_from)


def contact_fault(
    fields: Fields, contact: Mapping[str, object], *, may_contact: bool
) -> tuple[str, str]:
    """Return (field, code) of what stands against promising this contact; ("", "") if nothing.

    contact_unknown: nobody knows whether that is safe, and they did not choose it themselves.
    contact_refused: no contact is allowed. contact_other_way: another way was chosen.
    contact_hours: outside the hours that are safe. What is not known is not allowed (T-64).
    """
    how = str(fields.get("how", ""))
    if how not in WAYS:
        return "", ""
    way = words(contact, "contact_way")
    if way == {UNANSWERED}:
        return ("", "") if fields.get("agreed") == YES else ("how", "contact_unknown")
    if not may_contact:
        return "how", "contact_refused"
    if not way <= WAYS[how]:
        return "how", "contact_other_way"
    if how not in RINGS:
        return "", ""
    at = moment_of(str(fields.get("at", "")))
    return ("", "") if is_allowed(words(contact, "contact_hours"), at) else ("at", "contact_hours")
