"""How sending stands, in words: what needs somebody, what became of the rest, what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tetea.domain.outbox.models import Outgoing
from tetea.domain.outbox.overview import Overview

State = Outgoing.State
WAITING = "waiting"
STATES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    State.NEEDS_RESEAL: (
        gettext_lazy("Unreadable since the power was off"),
        gettext_lazy("Prepare them again below. It also happens when one of you signs in."),
    ),
    State.FAILED: (
        gettext_lazy("Did not arrive"),
        gettext_lazy(
            "The phone was off for long, the number is wrong, or the credit is used up. An answer "
            "waits behind the token all the same. If somebody on duty was not woken, check that "
            "number."
        ),
    ),
    State.UNCLEAR: (
        gettext_lazy("Nobody knows"),
        gettext_lazy(
            "The phone company did not say whether it went. It is not sent a second time: two of "
            "them might draw looks. The answer itself waits behind the token."
        ),
    ),
    State.MISSED: (
        gettext_lazy("Too late"),
        gettext_lazy(
            "It could not leave in time, or was lost when the power was off. Whoever wrote can "
            "write again; nobody is told by phone."
        ),
    ),
    WAITING: (
        gettext_lazy("Waiting, or on the way out"),
        gettext_lazy("Each leaves when its hours allow it."),
    ),
    State.SENT: (
        gettext_lazy("Sent"),
        gettext_lazy("Handed over; no word yet whether it arrived."),
    ),
    State.DELIVERED: (gettext_lazy("Arrived"), gettext_lazy("The phone has it.")),
    State.CANCELLED: (
        gettext_lazy("Cancelled"),
        gettext_lazy("STOP came from that phone before it left."),
    ),
}
TO_LOOK_AT = (State.NEEDS_RESEAL, State.FAILED, State.UNCLEAR, State.MISSED)
ON_THEIR_WAY = (WAITING, State.SENT, State.DELIVERED, State.CANCELLED)
HUNDREDTHS = 100


@dataclass(frozen=True)
class Group:
    """How many messages are in one state, what that means, and what to do."""

    code: str
    label: str
    count: int
    advice: str


def to_look_at(found: Overview) -> list[Group]:
    """Return the states that somebody should know of, those that can be mended first."""
    return [one for code in TO_LOOK_AT if (one := _group(found, code)).count]


def the_rest(found: Overview) -> list[Group]:
    """Return the states in which all is as it should be."""
    return [_group(found, code) for code in ON_THEIR_WAY]


def warnings(found: Overview, files: int) -> list[str]:
    """Return what is wrong with sending as a whole, and what to do, worst first."""
    said = []
    if found.is_quiet:
        said.append(
            _(
                "An alarm has rung, but no message has left for hours. Nobody on duty may know. "
                "Call them yourself, and look at the server and its line to the phone company."
            )
        )
    if files:
        said.append(
            ngettext(
                "%(count)d report is on the disk and not in the lists yet: the database takes "
                "nothing. Tell whoever keeps the server.",
                "%(count)d reports are on the disk and not in the lists yet: the database takes "
                "nothing. Tell whoever keeps the server.",
                files,
            )
            % {"count": files}
        )
    if found.has_unknown_stops:
        said.append(
            _(
                "Since the power was off nobody can tell who has sent STOP, so no SMS leaves. "
                "Prepare again below."
            )
        )
    if found.is_low:
        said.append(_("The credit with the phone company is low. Buy some before it is used up."))
    return said


def costs(found: Overview) -> list[tuple[str, str]]:
    """Return what this month's texts cost, as (what, how much)."""
    month = found.month
    balance = found.balance
    return [
        (_("Sent"), str(month.sent)),
        (_("Did not arrive"), str(month.failed)),
        (_("Too late"), str(month.missed)),
        (_("Parts that are paid for"), str(month.segments)),
        (_("Cost"), money(month.cost, month.currency)),
        (
            _("Credit, as last told"),
            money(balance.amount, balance.currency) if balance else _("not known"),
        ),
    ]


def is_empty(found: Overview) -> bool:
    """Whether nothing has gone out or waits."""
    return not any(found.counts.values()) and not found.month.sent


def money(hundredths: int, currency: str) -> str:
    """Return an amount as it is written on a bill."""
    whole, part = divmod(hundredths, HUNDREDTHS)
    return f"{currency} {whole:,}.{part:02}".strip()


def _group(found: Overview, code: str) -> Group:
    count = found.waiting if code == WAITING else found.counts.get(code, 0)
    label, advice = STATES[code]
    return Group(code, str(label), count, str(advice))
