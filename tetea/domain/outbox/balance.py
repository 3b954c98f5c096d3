"""Ask the provider what is left, and tell the coordinators when it runs low, once a day."""

import datetime as dt
import logging
from collections.abc import Callable

from tetea.domain import moment
from tetea.domain.outbox import alarm, credit, roster
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.kernel.sending import Balance, NotSent

logger = logging.getLogger(__name__)
ASK_EVERY = dt.timedelta(minutes=30)
TOLD = frozenset({"coordinator"})

NOTICE = alarm.Notice(
    "Notes",
    "The credit for messages is running low.\nSalio la ujumbe linapungua.\n",
    Kind.BALANCE,
    Outgoing.Lane.NORMAL,
)


def look(organisation: Organisation, ask: Callable[[], Balance | None]) -> bool:
    """Ask at most every half hour; return whether the coordinators were told of low credit.

    They are told once a day, and so are the duty addresses. An answer that does not come is
    asked for again after half an hour.
    """
    known = credit.last()
    if known is None or known.asked + ASK_EVERY <= moment.now():
        known = _ask(ask, known)
    if not known.is_low or not credit.take_todays_word():
        return False
    for address in roster.addresses(organisation, TOLD, with_duty=True):
        alarm.notify(organisation, address, NOTICE)
    return True


def _ask(ask: Callable[[], Balance | None], known: credit.Credit | None) -> credit.Credit:
    balance = known.balance if known else None
    try:
        # A provider that does not tell leaves standing what its refusals have told.
        balance = ask() or balance
    except NotSent:
        logger.warning("the provider does not say what is left")
    credit.remember(balance)
    return credit.Credit(moment.now(), balance)
