"""Nothing goes to a phone without a permission, and nothing outside of her hours."""

import pytest

from tests.domain.outbox.conftest import ACHIENG, DUTY, after, by_sms, nairobi, put
from tetea.domain import moment
from tetea.domain.outbox import send, spending, stops, texts
from tetea.domain.outbox.kinds import RULES, Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.outbox.texts import put_text
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.phone import contact

WORDS = "Salon: tafadhali piga simu."


def test_a_reply_goes_at_once_when_any_hour_is_safe(organisation, company, ways):
    put_text(organisation, by_sms(["any"]), WORDS, Kind.REPLY)

    assert send.send_due(organisation, ways) == 1
    assert [(text.number, text.text) for text in company.texts] == [(ACHIENG, WORDS)]


def test_t64_a_reply_of_the_night_waits_for_her_morning(organisation, company, ways):
    with moment.at(nairobi(2)):
        row = put(organisation, by_sms(["morning"]), WORDS, Kind.REPLY)
        assert send.send_due(organisation, ways) == 0
    with moment.at(nairobi(8, 59)):
        assert send.send_due(organisation, ways) == 0
    with moment.at(nairobi(9)):
        assert send.send_due(organisation, ways) == 1

    assert row.not_before == nairobi(9)
    assert company.words == [WORDS]


def test_t64_a_worker_that_comes_too_late_in_the_day_waits_for_the_next_one(
    organisation, company, ways
):
    with moment.at(nairobi(9)):
        row = put(organisation, by_sms(["morning"]), WORDS, Kind.REPLY)
    with moment.at(nairobi(22)):
        assert send.send_due(organisation, ways) == 0
        row.refresh_from_db()
        assert (row.state, row.tries, row.not_before) == ("queued", 0, nairobi(9, days=2))
    with moment.at(nairobi(9, 1, days=2)):
        assert send.send_due(organisation, ways) == 1

    assert len(company.texts) == 1


def test_a_reply_that_could_not_leave_in_two_days_is_shown_as_missed(organisation, company, ways):
    with moment.at(nairobi(10)):
        row = put(organisation, by_sms(["any"]), WORDS, Kind.REPLY)
        with after(hours=45):
            assert send.send_due(organisation, ways) == 0
            assert spending.of_month(organisation).missed == 1

    row.refresh_from_db()
    assert row.state == "missed"
    assert company.texts == []


def test_the_answer_to_an_sms_is_not_sent_when_she_has_put_the_phone_away(
    organisation, company, ways, by_day
):
    put_text(organisation, contact.answering(ACHIENG), "Tumepokea.", Kind.ACK)
    with after(minutes=50):
        assert send.send_due(organisation, ways) == 0

    assert company.texts == []


def test_t64_a_refusal_in_place_of_a_permission_puts_nothing(organisation):
    refusal = contact.permission({"contact_way": "none"}, consent_contact=True, own_number=ACHIENG)

    assert put_text(organisation, refusal, WORDS, Kind.REPLY) is None
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(("words", "kind"), [("1234", Kind.TOKEN), ("", Kind.ACK)])
def test_only_a_token_comes_without_words(organisation, words, kind):
    with pytest.raises(ValueError, match="words"):
        put_text(organisation, contact.answering(ACHIENG), words, kind)

    assert not Outgoing.objects.exists()


def test_a_page_a_token_and_a_reply_leave_in_this_order(organisation, company, ways, by_day):
    put_text(organisation, by_sms(["any"]), "reply", Kind.REPLY)
    put_text(organisation, contact.answering(ACHIENG), "", Kind.TOKEN, subject="a thread")
    put_text(organisation, contact.on_duty(DUTY), "page", Kind.PAGE)
    send.send_due(organisation, ways)

    assert company.words == ["page", "Made for a thread", "reply"]


def test_a_phone_for_which_a_page_waits_is_known(organisation, by_day):
    put_text(organisation, contact.on_duty(DUTY), "page", Kind.PAGE)

    assert texts.is_waiting(organisation, DUTY, Kind.PAGE)
    assert not texts.is_waiting(organisation, ACHIENG, Kind.PAGE)


def test_what_has_left_can_be_read_by_nobody(organisation, ways, by_day):
    row = put(organisation, by_sms(["any"]), WORDS, Kind.REPLY)
    before = bytes(row.blob)
    send.send_due(organisation, ways)
    row.refresh_from_db()

    assert (row.state, row.source, row.to_id) == ("sent", None, "")
    assert row.blob != before
    with pytest.raises(Unsealable):
        send._open(organisation, row)


def test_no_kind_waits_longer_than_the_runtime_key_lives(by_day):
    longest = {kind: rule.life.total_seconds() / 3600 for kind, rule in RULES.items()}

    assert all(hours <= 72 for hours in longest.values())
    assert longest[Kind.REPLY] + 24 + 1 <= 72
    assert [kind for kind, rule in RULES.items() if rule.may_repeat] == [Kind.PAGE]


def test_a_stop_between_putting_and_sending_is_obeyed(organisation, company, ways, by_day):
    row = put(organisation, by_sms(["any"]), WORDS, Kind.REPLY)
    stops.add(organisation, ACHIENG)
    # As if it had been put by somebody who looked just before the STOP came.
    Outgoing.objects.filter(pk=row.pk).update(state="queued", blob=row.blob)

    assert send.send_due(organisation, ways) == 0
    row.refresh_from_db()
    assert (row.state, company.texts) == ("cancelled", [])
