"""Nekesa dials the menu, Otieno writes SMS: the desk says how each came and how each reads."""

import datetime as dt
import re

import pytest

from tests.doors.phone.handset import Handset
from tetea.domain import moment
from tetea.domain.outbox import stops
from tetea.domain.outbox.models import Outgoing
from tetea.domain.reports import intake, questionnaire, thread
from tetea.domain.reports.models import Report, ThreadItem
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.dialogue import Value

COMPANY = "the phone company knows the number and the words"
LONG = "Kesho saa nne asubuhi tunakutana nawe karibu na stendi, kama hiyo ni salama kwako. " * 4


def nairobi(hour, *, days=0):
    day = dt.datetime.now(NAIROBI).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), NAIROBI)


@pytest.fixture
def otieno(client, organisation):
    """A man in Kisumu who has told by SMS what happened, and may be told in the morning."""
    with moment.at(nairobi(22)):
        phone = Handset(client, "+254711000222")
        for text in ("Mteja hakulipa, akanipiga.", "2", "1", "2"):
            phone.text(text)
        phone.inbox()
        yield phone


@pytest.fixture
def nekesa(organisation, report_id):
    """A woman in Busia who reported by the phone menu: (her token, the report)."""
    answers: dict[str, Value] = {"danger": "no", "about_us": "no", "acts": ["ECO-01"]}
    told = intake.Submission(questionnaire.current(), answers, "sw", "ussd")
    received = intake.receive(organisation, told)
    return received.token.digits, report_id(received)


def opened(browser, wanted):
    browser.post("open", wanted)
    return browser.text("report", wanted)


def the_report():
    return Report.objects.get().id


def messages():
    return ThreadItem.objects.filter(kind="message").count()


def test_each_message_says_by_which_channel_it_came(desk, nekesa, organisation):
    token, wanted = nekesa
    visitor = thread.open_token(organisation, token)
    for channel in ("web", "ussd", "sms", "api"):
        thread.say(visitor, f"Kwa {channel}.", channel)

    heads = re.findall(r'"message-head">(.*?)</p>', opened(desk("amina"), wanted), re.DOTALL)

    for head, via in zip(heads, ["on the web", "by phone menu", "by SMS", "by app"], strict=True):
        assert f"<span>{via}</span>" in head


def test_the_limits_of_a_phone_are_said_once_and_in_both_languages(desk, nekesa, organisation):
    token, wanted = nekesa
    thread.say(thread.open_token(organisation, token), "Habari.", "sms")
    amina = desk("amina")

    english = opened(amina, wanted)
    amina.post("setting", name="lang", value="sw")
    kiswahili = amina.text("report", wanted)

    assert english.count(f"SMS, Phone menu: {COMPANY}") == 1
    assert "page by page of about 120 letters: write short." in english
    assert "ukurasa kwa ukurasa wa herufi 120 hivi: andika kwa ufupi." in kiswahili
    assert COMPANY not in kiswahili


def test_on_the_web_nothing_is_said_of_phones(desk, report, report_id):
    page = opened(desk("amina"), report_id(report()))

    assert COMPANY not in page
    assert "data-room" not in page
    assert "Web: answers are read with the token, at any length." in page


def test_lists_say_by_which_channel_a_report_came(desk, nekesa, otieno):
    page = desk("amina").text("queue", "waiting")

    assert "<span>Phone menu</span>" in page
    assert "<span>SMS</span>" in page
    assert "Told in their own words" in page


def test_after_sending_an_answer_says_how_many_pages_it_is_as_the_phone_shows_it(
    desk, nekesa, client
):
    token, wanted = nekesa
    amina = desk("amina")
    amina.post("open", wanted)
    amina.post("reply", wanted, reply=LONG)

    said = re.search(r"<span>(\d+) pages on a phone</span>", amina.text("report", wanted))
    call = Handset(client, "+254700000001").dial()
    call.press("9", "4", token, "1")
    shown = 1
    while "9 Zaidi" in call.screen:
        call.press("9")
        shown += 1

    assert said is not None
    assert int(said[1]) == shown == 3


def test_an_answer_that_was_not_taken_says_its_pages_beside_it(desk, nekesa):
    amina = desk("amina")
    amina.post("open", nekesa[1])

    page = amina.post("reply", nekesa[1], reply="Habari.", insert="clinic").content.decode()

    assert "Pages on a phone: 2." in page
    assert 'data-room="121"' in page


@pytest.mark.parametrize("words", ["Karibu 😀🙏🏾", "Mpendwa, 愛"])
def test_letters_that_no_phone_shows_are_named_before_anything_is_sent(desk, nekesa, words):
    amina = desk("amina")
    amina.post("open", nekesa[1])

    stopped = amina.post("reply", nekesa[1], reply=words)
    page = stopped.content.decode()

    assert stopped.status_code == 409
    assert "Not sent yet" in page
    assert f"{words}</textarea>" in page
    assert f"in place of: <strong>{words[-1] if '愛' in words else '😀'}" in page
    assert messages() == 0


def test_they_may_be_sent_all_the_same(desk, nekesa):
    amina = desk("amina")
    amina.post("open", nekesa[1])

    response = amina.post("reply", nekesa[1], reply="Karibu 😀", anyway="yes")

    assert response["Location"].endswith("?done=replied")
    assert messages() == 1


def test_quotes_dashes_and_accents_stop_nobody(desk, nekesa):
    amina = desk("amina")
    amina.post("open", nekesa[1])

    amina.post("reply", nekesa[1], reply="\u201cNg\u2019ombe\u201d \u2013 na\u00efve\u2026")

    assert messages() == 1


def test_a_web_page_shows_every_letter_so_nobody_is_stopped(desk, report, report_id):
    wanted, amina = report_id(report()), desk("amina")
    amina.post("open", wanted)

    amina.post("reply", wanted, reply="Karibu 😀")

    assert messages() == 1


def test_a_token_by_sms_is_told_before_the_first_answer(desk, otieno):
    otieno.text("TOKEN")
    assert otieno.inbox()

    page = opened(desk("amina"), the_report())

    told = page.index("A token was made on")
    assert "by SMS: whoever held that phone then can read" in page[told : told + 200]
    assert told < page.index('name="reply"')


def test_otieno_is_told_at_nine_and_only_that_there_is_a_reply(desk, otieno):
    wanted, amina = the_report(), desk("amina")

    before = opened(amina, wanted)
    first = amina.post("reply", wanted, reply="Njoo kesho.")
    second = amina.post("reply", wanted, reply="Au keshokutwa.")
    after = amina.client.get(second["Location"]).content.decode()

    assert "within the safe hours only: 09:00 to 12:00." in before
    assert "It says that there is a reply, and nothing else." in before
    assert first["Location"].endswith("?done=replied-queued")
    assert second["Location"].endswith("?done=replied-waiting")
    assert "no second one goes out." in after
    assert "An SMS about an earlier answer waits (09:00 to 12:00)" in after
    sent_so_far = len(otieno.inbox())
    with moment.at(nairobi(9, days=1)):
        assert otieno.inbox()[sent_so_far:] == ["You have a reply."]


def test_after_sending_the_notice_says_that_an_sms_goes_out(desk, otieno):
    wanted, amina = the_report(), desk("amina")
    amina.post("open", wanted)

    there = amina.post("reply", wanted, reply="Njoo kesho.")["Location"]

    assert "An SMS goes out within the safe hours." in amina.client.get(there).content.decode()


def test_after_stop_no_sms_goes_out_any_more(desk, otieno):
    otieno.text("STOP")
    amina = desk("amina")

    assert "No SMS is sent: contact has not been allowed." in opened(amina, the_report())
    amina.post("reply", the_report(), reply="Njoo.")
    assert not Outgoing.objects.filter(state="queued").exists()


def test_where_somebody_else_of_that_phone_said_stop_the_page_says_why(desk, otieno, organisation):
    stops.add(organisation, otieno.number)
    wanted, amina = the_report(), desk("amina")

    page = opened(amina, wanted)
    there = amina.post("reply", wanted, reply="Njoo.")["Location"]

    assert "No SMS is sent: STOP came from that phone." in page
    assert there.endswith("?done=replied")
    assert not Outgoing.objects.filter(state="queued").exists()


def test_where_contact_was_not_allowed_the_page_says_so(desk, nekesa):
    assert "No SMS is sent: contact has not been allowed." in opened(desk("amina"), nekesa[1])


def test_his_number_is_not_in_the_page_unless_he_gave_it_as_an_answer(desk, otieno):
    page = opened(desk("amina"), the_report())

    assert "254711000222" not in page
    assert "0711000222" not in page
