"""Whether an SMS says that an answer waits, in plain words: before it is sent and after."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tetea.domain.reports.work.notice import Bar, Notice
from tetea.doors.desk.show import choices
from tetea.doors.desk.show.words import word
from tetea.kernel.phone.contact import ANY, Reason

WHY_NOT: Mapping[str, str | Promise] = {
    Reason.NO_CONSENT: gettext_lazy("No SMS is sent: contact has not been allowed."),
    Reason.NOT_BY_SMS: gettext_lazy("No SMS is sent: SMS is not the way that was chosen."),
    Reason.NO_HOURS: gettext_lazy("No SMS is sent: no safe hours are known."),
    Reason.NO_NUMBER: gettext_lazy("No SMS is sent: no usable phone number is known."),
    Bar.STOPPED: gettext_lazy("No SMS is sent: STOP came from that phone."),
    Bar.STOPS_UNKNOWN: gettext_lazy(
        "No SMS is sent now: since the power was off nobody can tell who has sent STOP. Ask a "
        "coordinator or hotline operator to sign in, then send."
    ),
    Bar.ABOUT_US: gettext_lazy(
        "No SMS is sent: for a report about the organisation itself the coordinators could learn "
        "the number."
    ),
}


def sentence(found: Notice, lang: str) -> str:
    """Return what becomes of the notice if an answer is sent now."""
    if found.why_not:
        return word(WHY_NOT, found.why_not)
    if found.is_waiting:
        return _("An SMS about an earlier answer waits (%(hours)s); no second one is sent.") % {
            "hours": _hours(found, lang)
        }
    return f"{_when(found, lang)} {_what(found)}"


def _when(found: Notice, lang: str) -> str:
    if ANY in found.windows:
        return _("When you send, an SMS goes out at once: any hour was allowed.")
    return _("When you send, an SMS goes out within the safe hours only: %(hours)s.") % {
        "hours": _hours(found, lang)
    }


def _what(found: Notice) -> str:
    if found.has_own_words:
        return _("It has the words that were chosen, and nothing else.")
    return _("It says that there is a reply, and nothing else.")


def _hours(found: Notice, lang: str) -> str:
    return ", ".join(choices.label("contact_hours", code, lang) for code in found.windows)
