"""A phone company at the border, numbers of named people, and the hours of a day in Nairobi."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.outbox import send
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.texts import put_text
from tetea.gateways import memory
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.phone import contact
from tetea.kernel.sending import Accepted

ACHIENG = "+254712345678"
NAFULA = "+254733000111"
DUTY = "+254700000001"


class Company:
    """Takes every text, unless the next one is to be refused."""

    def __init__(self):
        self.texts, self.refusals = [], []

    def carry(self, text):
        self.texts.append(text)
        refusal = self.refusals.pop(0) if self.refusals else None
        if refusal is not None:
            raise refusal
        return Accepted(f"id-{len(self.texts)}", 80, "KES")

    @property
    def words(self):
        return [text.text for text in self.texts]

    @property
    def numbers(self):
        return [text.number for text in self.texts]


@pytest.fixture
def company():
    return Company()


@pytest.fixture
def ways(company):
    memory.sent.clear()
    makers = {Kind.TOKEN: lambda _organisation, subject: f"Made for {subject}"}
    return send.Gateways(memory.send, company.carry, makers, provider="africastalking")


@pytest.fixture
def by_day():
    """Nothing happens at night in these tests unless they say so."""
    with moment.at(nairobi(10)):
        yield


def nairobi(hour, minute=0, *, days=1):
    """A time of tomorrow, or of another day, as the people there read it."""
    day = dt.datetime.now(NAIROBI).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour, minute), NAIROBI)


def after(**length):
    """Some time later than the test's present."""
    return moment.at(moment.now() + dt.timedelta(**length))


def put(*given, **named):
    """Queue a text that nothing stands against, and return its row."""
    row = put_text(*given, **named)
    assert row is not None
    return row


def by_sms(hours, number=ACHIENG):
    """What a woman says who wants to be told by SMS within these hours."""
    allowed = contact.permission(
        {"contact_way": "sms", "contact_hours": hours}, consent_contact=True, own_number=number
    )
    assert isinstance(allowed, contact.Permission)
    return allowed
