"""STOP, START, TOKEN, and a number that may be in other hands (T-66, N-11)."""

import pytest

from tests.doors.phone.desk import digits_of, first_of, not_now, only, tell_and_allow
from tetea import worker
from tetea.domain.outbox import send, stops
from tetea.domain.outbox.models import Outgoing
from tetea.domain.reports import thread
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import items, notice, opening
from tetea.kernel.sending import Accepted, NotSent


@pytest.fixture
def amina(sign_in):
    return sign_in("amina")


# ---- STOP ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["STOP", "Acha", "ACHA."])
def test_after_stop_nothing_goes_out_any_more_and_the_thread_says_so(
    phone, amina, organisation, word
):
    her = phone("+254712345678")
    tell_and_allow(her, not_now())
    opened = only(amina)
    notice.reply(amina, opened.report.id, "Tuko nawe.")
    before = len(her.inbox())
    her.text(word)
    her.text("HELP")
    her.text("Alinipiga tena")

    assert len(her.inbox()) == before
    assert stops.is_stopped(organisation, her.number)
    assert set(Outgoing.objects.exclude(state="sent").values_list("state", flat=True)) == {
        "cancelled"
    }
    now = opening.read_report(amina, opened.report.id)
    assert now.consents.answers["contact"] is False
    assert now.contact["contact_way"] == "none"
    assert now.messages[-1].text == "Alinipiga tena"


def test_start_undoes_stop_and_says_so(phone, organisation):
    her = phone("+254712345678")
    tell_and_allow(her)
    her.text("STOP")
    before = len(her.inbox())
    her.text("START")

    assert not stops.is_stopped(organisation, her.number)
    assert len(her.inbox()) == before + 1


# ---- TOKEN ---------------------------------------------------------------------------------------


def test_token_alone_brings_a_number_that_opens_her_thread_and_members_see_how(
    phone, amina, organisation
):
    her = phone()
    her.text("Alinipiga jana usiku")
    her.inbox()
    her.text("TOKEN")
    token = digits_of(her.inbox()[-1])
    visitor = thread.open_token(organisation, token)
    opened = only(amina)

    assert visitor.thread.report_id == opened.report.id
    assert [one.channel for one in opened.tokens] == ["sms"]
    items.reply(amina, opened.report.id, "Tuko nawe.")
    assert [one.text for one in thread.view(visitor).messages] == ["Tuko nawe."]
    thread.say(visitor, "Asante")
    assert opening.read_report(amina, opened.report.id).messages[-1].text == "Asante"


def test_n11_after_an_unclear_time_out_both_numbers_open_the_thread(phone, organisation):
    her, tokens = phone(), []

    def carry(text):
        if len(digits_of(text.text)) < 20:
            return Accepted("id")
        tokens.append(digits_of(text.text))
        if len(tokens) == 1:
            raise NotSent(unclear=True)
        return Accepted("id")

    ways = send.Gateways(lambda _letter: None, carry, worker.MAKERS)
    her.text("Alinipiga jana usiku")
    for _ in range(2):
        her.text("TOKEN")
        send.send_due(organisation, ways)

    assert len(set(tokens)) == 2
    assert len({thread.open_token(organisation, one).thread.id for one in tokens}) == 1


def test_token_with_digits_joins_this_phone_to_the_thread(phone, amina, report, report_id):
    received = report()
    opened = opening.open_report(amina, report_id(received))
    items.reply(amina, opened.report.id, "Tuko nawe.")
    her = phone()
    digits = received.token.digits
    her.text(f"Token {digits[:4]} {digits[4:10]}-{digits[10:]}")
    her.text("Asante sana, nitakuja")

    assert "1." in her.inbox()[0]
    assert opening.read_report(amina, opened.report.id).messages[-1].text == "Asante sana, nitakuja"
    assert Report.objects.count() == 1


def test_a_bare_token_without_the_word_joins_as_well(phone, report):
    her = phone()
    her.text(report().token.digits)

    assert her.inbox()[0].startswith(("Answers: 0", "Majibu: 0"))
    assert Report.objects.count() == 1


# ---- T-66 ----------------------------------------------------------------------------------------


def test_t66_when_the_network_behind_a_number_has_changed_it_is_somebody_else(phone, amina):
    her = phone("+254712345678")
    her.text("Alinipiga jana usiku")
    her.text("TOKEN", networkCode="63903")

    assert all(len(digits_of(one)) < 20 for one in her.inbox())
    her.text("Habari, nani huyu alinitumia SMS?", networkCode="63903")
    assert Report.objects.count() == 2
    assert first_of(amina).messages == ()


def test_t66_a_token_proves_her_after_her_network_has_changed(phone, organisation):
    her = phone("+254712345678")
    her.text("Alinipiga jana usiku")
    her.inbox()
    her.text("TOKEN")
    token = digits_of(her.inbox()[-1])
    her.text(f"TOKEN {token}", networkCode="63903")
    her.text("Ni mimi, na SIM mpya", networkCode="63903")

    assert Report.objects.count() == 1
    visitor = thread.open_token(organisation, token)
    assert [one.text for one in thread.view(visitor).messages] == ["Ni mimi, na SIM mpya"]
