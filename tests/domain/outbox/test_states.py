"""Killed, refused, silent: a text is sent once, a page at most twice, and nothing is dropped."""

import datetime as dt

import pytest

from tests.domain.outbox.conftest import ACHIENG, DUTY, after, by_sms
from tetea.domain import moment
from tetea.domain.keyring.errors import Busy
from tetea.domain.outbox import claims, overview, send, spending
from tetea.domain.outbox.kinds import RULES, Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.outbox.texts import put_text
from tetea.kernel.phone import contact
from tetea.kernel.sending import Letter, NotSent

pytestmark = pytest.mark.usefixtures("by_day")


class Killed(BaseException):
    """What kill -9 leaves: nothing is caught, nothing is tidied."""


def state():
    return Outgoing.objects.get().state


def reply(organisation):
    return put_text(organisation, by_sms(["any"]), "Salon", Kind.REPLY)


def page(organisation):
    return put_text(organisation, contact.on_duty(DUTY), "Kuna jambo.", Kind.PAGE)


def answer(organisation):
    return put_text(organisation, contact.answering(ACHIENG), "Tumepokea.", Kind.ACK)


def test_a_worker_that_died_before_sending_has_sent_nothing_and_another_one_does(
    organisation, company, ways
):
    reply(organisation)
    assert claims.claim(organisation) is not None
    assert send.send_due(organisation, ways) == 0
    with after(minutes=4):
        assert send.send_due(organisation, ways) == 1

    assert len(company.texts) == 1


def test_t89_a_reply_whose_worker_died_while_sending_is_never_sent_again(
    organisation, company, ways
):
    reply(organisation)
    company.refusals = [Killed()]
    with pytest.raises(Killed):
        send.send_due(organisation, ways)
    assert state() == "sending"
    for hours in (1, 2, 3):
        with after(hours=hours):
            send.send_due(organisation, ways)

    assert len(company.texts) == 1
    assert state() == "unclear"


def test_t89_a_page_whose_worker_died_while_sending_is_sent_once_more_and_no_more(
    organisation, company, ways
):
    page(organisation)
    company.refusals = [Killed(), Killed(), Killed()]
    for minutes in (0, 5, 10, 15, 20):
        with after(minutes=minutes):
            try:
                send.send_due(organisation, ways)
            except Killed:
                continue

    assert len(company.texts) == 2
    assert state() == "unclear"


def test_a_text_over_which_workers_die_again_and_again_is_given_up(organisation, ways):
    reply(organisation)
    Outgoing.objects.update(tries=len(RULES[Kind.REPLY].pauses) + 1)
    send.send_due(organisation, ways)

    assert state() == "failed"


def test_t89_the_pauses_grow_and_then_it_failed(organisation, company, ways):
    reply(organisation)
    company.refusals = [NotSent() for _ in range(20)]
    waits = []
    for _ in RULES[Kind.REPLY].pauses:
        now = moment.now()
        with moment.at(max(now, Outgoing.objects.get().not_before)) as _:
            send.send_due(organisation, ways)
            waits.append(Outgoing.objects.get().not_before - moment.now())
    with moment.at(Outgoing.objects.get().not_before):
        send.send_due(organisation, ways)
        spent = spending.of_month(organisation)

    assert all(wait >= pause for wait, pause in zip(waits, RULES[Kind.REPLY].pauses, strict=True))
    assert len(company.texts) == len(waits) + 1
    assert (state(), spent.failed, spent.sent) == ("failed", 1, 0)


def test_the_pauses_differ_by_chance_so_that_not_all_are_tried_at_once():
    drawn = {RULES[Kind.REPLY].pause(2) or dt.timedelta() for _ in range(50)}

    assert len(drawn) > 10
    assert min(drawn) >= dt.timedelta(minutes=15)
    assert max(drawn) <= dt.timedelta(minutes=22.5)


def test_no_exact_time_of_a_try_stands_in_the_row(organisation, company, ways):
    company.refusals = [NotSent()]
    with moment.at(moment.now() + dt.timedelta(seconds=77, microseconds=5)):
        answer(organisation)
        send.send_due(organisation, ways)

    next_try = Outgoing.objects.get().not_before
    assert (next_try.minute % 5, next_try.second, next_try.microsecond) == (0, 0, 0)


def test_a_number_that_does_not_exist_is_tried_once(organisation, company, ways):
    answer(organisation)
    company.refusals = [NotSent(permanent=True)]
    send.send_due(organisation, ways)

    assert (state(), spending.of_month(organisation).failed) == ("failed", 1)


def test_an_empty_account_does_not_use_up_the_tries(organisation, company, ways):
    reply(organisation)
    company.refusals = [NotSent(is_broke=True) for _ in range(30)]
    for quarter in range(30):
        with after(minutes=15 * quarter):
            send.send_due(organisation, ways)
    with after(hours=8):
        assert overview.of(organisation).is_low
        assert send.send_due(organisation, ways) == 1

    assert state() == "sent"


def test_a_token_waits_while_too_many_derive_keys(organisation, company, ways):
    put_text(organisation, contact.answering(ACHIENG), "", Kind.TOKEN, subject="thread")

    def busy(_organisation, _subject):
        raise Busy

    send.send_due(organisation, send.Gateways(ways.letter, ways.text, {Kind.TOKEN: busy}))
    assert (state(), company.texts) == ("queued", [])
    with after(minutes=10):
        send.send_due(organisation, ways)

    assert company.words == ["Made for thread"]


def test_a_token_for_which_nobody_makes_words_waits_and_is_missed(organisation, company, ways):
    put_text(organisation, contact.answering(ACHIENG), "", Kind.TOKEN, subject="thread")
    alone = send.Gateways(ways.letter, ways.text)
    send.send_due(organisation, alone)
    assert (state(), Outgoing.objects.get().tries) == ("queued", 0)
    with after(hours=1):
        send.send_due(organisation, alone)

    assert (state(), company.texts) == ("missed", [])


def test_a_token_whose_thread_is_gone_is_not_sent(organisation, company, ways):
    put_text(organisation, contact.answering(ACHIENG), "", Kind.TOKEN, subject="thread")
    makers = {Kind.TOKEN: lambda _organisation, _subject: ""}
    send.send_due(organisation, send.Gateways(ways.letter, ways.text, makers))

    assert (state(), company.texts) == ("cancelled", [])


def test_rows_that_are_over_go_after_days_and_the_count_stays(organisation, ways):
    answer(organisation)
    send.send_due(organisation, ways)
    with after(hours=20):
        send.send_due(organisation, ways)
        assert Outgoing.objects.exists()
    with after(hours=26):
        send.send_due(organisation, ways)

    assert not Outgoing.objects.exists()
    assert spending.months(organisation)[0].sent == 1


def test_a_round_ends_in_time_for_the_alarm_clock(organisation, ways, monkeypatch):
    for _ in range(3):
        send.put(organisation, Letter("a@example.org", "Notes", "x"), Outgoing.Lane.NORMAL)
    monkeypatch.setattr(send, "LONGEST_ROUND", -1.0)

    assert send.send_due(organisation, ways) == 0
    assert Outgoing.objects.filter(state="queued").count() == 3
