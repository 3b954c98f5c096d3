"""Her consents as the desk shows them: yes or no, and by what that stands."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tetea.domain.reports.work.opening import Consents
from tetea.doors.desk.show.words import CONSENTS, Words, word
from tetea.kernel.casework.consents import Standing

HOW: Words = {
    "token": gettext_lazy("signed with the token"),
    "said": gettext_lazy("staff-asserted: said, not signed"),
    "signed": gettext_lazy("signed on paper before a witness"),
    "thumb_print": gettext_lazy("thumb print before a witness"),
    "recorded": gettext_lazy("recorded before a witness"),
}


@dataclass(frozen=True)
class Shown:
    """One consent."""

    name: str
    label: str
    is_given: bool
    how: str
    is_staff_asserted: bool
    witness: str = field(default="", repr=False)
    too_little: str = ""
    """A yes that was only said, where that is not enough."""


def shown(found: Consents) -> list[Shown]:
    """Return them as the questionnaire asks them: what was asked first weighs most."""
    standing = found.standing
    return [_shown(name, standing[name]) for name in CONSENTS if name in standing]


def _shown(name: str, one: Standing) -> Shown:
    too_little = _("A yes was said to a member, not signed: that is not enough for this.")
    return Shown(
        name=name,
        label=word(CONSENTS, name),
        is_given=one.given,
        how=word(HOW, one.how),
        is_staff_asserted=one.is_staff_asserted,
        witness=one.witness,
        too_little=too_little if one.said_yes else "",
    )
