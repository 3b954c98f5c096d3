"""Delivery reports of every order: late, early, twice, forged; a row only moves forward."""

import pytest

from tests.domain.outbox.conftest import ACHIENG, DUTY, after, by_sms
from tetea.domain.outbox import reports, send, spending
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import EarlyReport, Outgoing
from tetea.domain.outbox.texts import put_text
from tetea.kernel.phone import contact
from tetea.kernel.phone.messages import DeliveryReport, Fate
from tetea.kernel.sending import NotSent

pytestmark = pytest.mark.usefixtures("by_day")


def says(organisation, fate, name="id-1", provider="africastalking"):
    reports.delivered(organisation, DeliveryReport(provider, name, fate))


def state():
    return Outgoing.objects.get().state


@pytest.fixture
def sent(organisation, company, ways):
    put_text(organisation, by_sms(["any"]), "Salon", Kind.REPLY)
    send.send_due(organisation, ways)
    assert state() == "sent"
    return organisation


def test_what_arrived_and_what_did_not_is_known(sent):
    says(sent, Fate.DELIVERED)

    assert state() == "delivered"


def test_what_the_phone_never_got_is_counted(sent):
    says(sent, Fate.FAILED)

    assert (state(), spending.of_month(sent).failed) == ("failed", 1)


@pytest.mark.parametrize("late", [Fate.ON_ITS_WAY, Fate.FAILED, Fate.DELIVERED])
def test_t78_what_comes_after_the_last_word_changes_nothing(sent, late):
    says(sent, Fate.DELIVERED)
    says(sent, late)

    assert (state(), spending.of_month(sent).failed) == ("delivered", 0)
    assert not EarlyReport.objects.exists()


def test_another_provider_with_the_same_id_means_another_text(sent):
    says(sent, Fate.DELIVERED, provider="kannel")

    assert state() == "sent"


def test_t78_a_report_that_overtakes_the_answer_is_remembered(organisation, company, ways):
    put_text(organisation, by_sms(["any"]), "Salon", Kind.REPLY)
    says(organisation, Fate.DELIVERED)
    assert EarlyReport.objects.count() == 1
    send.send_due(organisation, ways)

    assert state() == "delivered"
    assert not EarlyReport.objects.exists()


def test_t78_a_report_in_the_middle_of_our_request_is_not_lost(organisation, company):
    """The phone company reports before it has answered us, as a modem beside us may do."""
    put_text(organisation, by_sms(["any"]), "Salon", Kind.REPLY)

    def carry(text):
        says(organisation, Fate.DELIVERED, text.reference)
        return company.carry(text)

    send.send_due(organisation, send.Gateways(lambda _: None, carry, provider="africastalking"))

    assert state() == "delivered"
    assert spending.of_month(organisation).sent == 1


def test_an_unclear_text_that_arrived_after_all_is_shown_so(organisation, company, ways):
    put_text(organisation, by_sms(["any"]), "Salon", Kind.REPLY)
    company.refusals = [NotSent(unclear=True)]
    send.send_due(organisation, ways)
    assert state() == "unclear"
    says(organisation, Fate.DELIVERED, company.texts[0].reference)

    assert state() == "delivered"


def test_a_page_that_arrived_after_all_is_not_sent_a_second_time(organisation, company, ways):
    put_text(organisation, contact.on_duty(DUTY), "Kuna jambo.", Kind.PAGE)
    company.refusals = [NotSent(unclear=True)]
    send.send_due(organisation, ways, most=1)
    assert state() == "queued"
    says(organisation, Fate.DELIVERED, company.texts[0].reference)

    assert send.send_due(organisation, ways) == 0
    assert state() == "delivered"


def test_the_reference_in_the_providers_archive_leads_to_no_row(sent, company):
    row = Outgoing.objects.get()

    assert len(company.texts[0].reference) == 26
    assert company.texts[0].reference not in {row.id, row.provider_id}


def test_invented_ids_are_forgotten_within_the_hour_and_limited(organisation, monkeypatch):
    monkeypatch.setattr(reports, "MOST_EARLY", 3)
    for number in range(5):
        says(organisation, Fate.FAILED, f"invented-{number}")
    says(organisation, Fate.FAILED, "")
    says(organisation, Fate.ON_ITS_WAY, "on its way")
    assert EarlyReport.objects.count() == 3
    with after(minutes=31):
        assert reports.drop_old(organisation) == 3

    assert not Outgoing.objects.exists()
    assert ACHIENG not in str(EarlyReport.objects.values())
