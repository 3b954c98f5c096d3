"""Low credit is told to the coordinators once a day, and the provider is not asked all the time."""

import pytest

from tests.domain.outbox.conftest import DUTY, after
from tetea.domain.keyring import runtime
from tetea.domain.outbox import balance, credit, overview, send, spending
from tetea.domain.outbox.models import Outgoing
from tetea.gateways import memory
from tetea.kernel.phone.segments import fits_one
from tetea.kernel.phone.words import is_neutral
from tetea.kernel.sending import Balance, NotSent

pytestmark = pytest.mark.usefixtures("by_day")

FULL, LOW = Balance(1_785_50, "KES"), Balance(19_99, "KES")


@pytest.fixture(autouse=True)
def _nothing_known(organisation):
    for path in runtime.folder().glob("credit*"):
        path.unlink()


def answering(asked, *balances):
    """A provider that gives these answers in turn, the last one for ever."""
    turns = list(balances)

    def ask():
        asked.append(1)
        answer = turns.pop(0) if len(turns) > 1 else turns[0]
        if isinstance(answer, NotSent):
            raise answer
        return answer

    return ask


def test_the_provider_is_asked_every_half_hour(organisation):
    asked: list[int] = []
    ask = answering(asked, FULL)
    for minutes in (0, 1, 29, 30, 31, 61):
        with after(minutes=minutes):
            balance.look(organisation, ask)

    assert len(asked) == 3
    assert overview.of(organisation).balance == FULL
    assert not overview.of(organisation).is_low


def test_coordinators_and_the_duty_phone_are_told_once_a_day(organisation, sign_in, company, ways):
    organisation.duty_addresses = f"{DUTY} duty@example.org"
    organisation.save(update_fields=["duty_addresses"])
    sign_in("amina")
    sign_in("halima")
    told = []
    for minutes in (0, 31, 62):
        with after(minutes=minutes):
            told.append(balance.look(organisation, answering([], LOW)))
            send.send_due(organisation, ways)

    assert told == [True, False, False]
    assert sorted(letter.address for letter in memory.sent) == [
        "amina@example.org",
        "duty@example.org",
    ]
    assert company.numbers == [DUTY]
    with after(hours=24):
        assert balance.look(organisation, answering([], LOW))


def test_t63_what_is_told_names_nothing_and_fits_one_sms(organisation):
    text = balance.NOTICE.text.strip()

    assert fits_one(text)
    assert is_neutral(text, [organisation.name])


def test_a_silent_provider_changes_nothing(organisation):
    ask = answering([], FULL, NotSent())
    balance.look(organisation, ask)
    with after(minutes=40):
        assert not balance.look(organisation, ask)

    assert overview.of(organisation).balance == FULL


def test_a_provider_without_an_account_has_no_balance(organisation):
    assert not balance.look(organisation, answering([], None))
    assert overview.of(organisation).balance is None


def test_two_workers_at_once_tell_it_once(organisation):
    assert [credit.take_todays_word() for _ in range(3)] == [True, False, False]


def test_neither_balance_nor_when_it_was_asked_stands_on_the_disk(organisation):
    balance.look(organisation, answering([], LOW))

    assert (runtime.folder() / "credit").exists()
    assert not Outgoing.objects.exists()


def test_costs_and_segments_are_added_up_by_month(organisation):
    for _ in range(3):
        spending.add(organisation, sent=1, segments=2, cost=160, currency="KES")
    with after(days=40):
        spending.add(organisation, sent=1, segments=1, cost=80, currency="KES")
        newest, older = spending.months(organisation)

    assert (older.sent, older.segments, older.cost, older.currency) == (3, 6, 480, "KES")
    assert newest.sent == 1
