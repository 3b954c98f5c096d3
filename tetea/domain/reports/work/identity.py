"""Who she is, apart from her case: what of her contact answers protects her, and what names her.

Her rules (the way, the hours, her own words, the name she chose) stay with the case: whoever works
on it must not do without them. A number, who answers there, whom she trusts stay sealed until they
are opened on purpose. Which is which the questionnaire says, in its column with_case; whatever it
does not mark is sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tetea.domain.directory import vocabularies
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import questionnaire
from tetea.domain.reports.work.reach import Story
from tetea.kernel.dialogue import NOT_ASKED

REASONS: Final = "identity_reasons"
# The number of the phone with which she reported is no answer to a question.
OWN_NUMBER: Final = "number"
NOTHING: Final[tuple[object, ...]] = (None, "", NOT_ASKED, [])


@dataclass(frozen=True)
class Identity:
    """What was opened on purpose."""

    answers: Mapping[str, object] = field(repr=False)
    number: str = field(repr=False)
    """The number of the phone with which she reported, where it was kept."""


def mark(report_id: str) -> str:
    """Return the name under which a session remembers that the identity is open."""
    return f"{report_id}.identity"


def is_open(holder: Holder, report_id: str) -> bool:
    """Whether the report and her identity were opened on purpose within fifteen minutes."""
    return holder.has_opened(report_id) and holder.has_opened(mark(report_id))


def rules(contact: Mapping[str, object]) -> dict[str, object]:
    """Return the part of her contact answers that stands with the case."""
    shown = _with_case()
    return {name: value for name, value in contact.items() if name in shown}


def sealed(contact: Mapping[str, object], story: Story) -> Identity:
    """Return the part that is sealed until it is opened on purpose."""
    shown = _with_case()
    answers = {name: value for name, value in contact.items() if name not in shown}
    return Identity(answers, story.number)


def kept(found: Identity) -> tuple[str, ...]:
    """Return which sealed answers there are, by name and without a word of them."""
    names = tuple(name for name, value in found.answers.items() if value not in NOTHING)
    return (*names, OWN_NUMBER) if found.number else names


def check_reason(reason: str) -> None:
    """Raise KeyError for a reason that is not in the list."""
    if reason not in {row.name for row in vocabularies.words(REASONS)}:
        raise KeyError(reason)


def _with_case() -> frozenset[str]:
    sheet = questionnaire.current()
    return frozenset(one.name for one in sheet.questions if one.with_case)
