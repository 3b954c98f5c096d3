"""What the gateways bring: taken by the database, else by the spool, else brought again."""

from django.db import InterfaceError, OperationalError

from tetea.database import patience
from tetea.domain.outbox import reports
from tetea.domain.people import queries
from tetea.domain.people.models import Organisation
from tetea.domain.phones import away
from tetea.domain.phones.errors import NotKept
from tetea.domain.phones.sms import receive
from tetea.domain.phones.ussd import hop as hops
from tetea.domain.phones.ussd.world import near_counties
from tetea.kernel.phone.messages import DeliveryReport, IncomingSms, UssdHop

DATABASE_AWAY = (OperationalError, InterfaceError)
_last: dict[str, Organisation] = {}


def organisation() -> Organisation:
    """Return the organisation; while the database is away, as this process saw it last.

    Raises NotKept when it has never seen one.
    """
    try:
        _last["ours"] = queries.organisation()
        near_counties(_last["ours"].id)  # While there is a database to ask.
    except DATABASE_AWAY:
        if "ours" not in _last:
            raise NotKept from None
    return _last["ours"]


def hop(ours: Organisation, asked: UssdHop) -> str:
    """Return the answer to one hop of a menu; what it acknowledges is kept.

    Raises NotKept when neither database nor spool takes it, and DirectoryAlarm.
    """
    try:
        with patience.of_a_phone():
            return hops.answer(ours, asked)
    except DATABASE_AWAY:
        return away.answer(ours, asked)


def text(ours: Organisation, sms: IncomingSms) -> None:
    """Take an SMS; it is kept when this returns. Raises NotKept, Busy and DirectoryAlarm."""
    try:
        with patience.of_a_phone():
            receive.receive(ours, sms)
    except DATABASE_AWAY:
        away.receive(ours, sms)


def delivery(ours: Organisation, report: DeliveryReport) -> None:
    """Note what became of a message of ours. Raises NotKept: it can be brought again."""
    try:
        reports.delivered(ours, report)
    except DATABASE_AWAY:
        raise NotKept from None
