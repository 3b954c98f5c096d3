"""One report: sealed until opened on purpose, told as a story, answered by the token."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.utils import timezone

from tests.doors.desk.conftest import Browser
from tetea.domain.keyring import sessions
from tetea.domain.keyring.models import Session
from tetea.domain.log import read as log
from tetea.domain.reports import intake, questionnaire, thread
from tetea.domain.reports.models import Report, ThreadItem
from tetea.doors.desk.show.words import CONSENTS

STORY = "He locked the door and would not pay."


def _opened(browser: Browser, wanted: str) -> str:
    browser.post("open", wanted)
    return browser.text("report", wanted)


def _consents(page: str) -> dict[str, str]:
    """Yes or no of each consent in the order of the page."""
    names = {str(words): name for name, words in CONSENTS.items()}
    box = page[page.index('class="consents"') :]
    rows = re.findall(r"<strong>(Yes|No)</strong>\s*<span>\s*([^<]+?)\s*<span", box)
    return {names[label]: answer for answer, label in rows}


def _seen(organisation, received):
    return thread.view(thread.open_token(organisation, received.token.digits))


def test_a_report_is_sealed_until_it_is_opened_on_purpose(desk, given):
    wanted = given("rose", story=STORY, name_used="Akinyi")
    rose = desk("rose")

    sealed = rose.text("report", wanted)
    opened = _opened(rose, wanted)

    assert STORY not in sealed
    assert "Akinyi" not in sealed
    assert STORY in opened
    assert "Akinyi" in opened


def test_opening_is_logged_first_and_the_person_who_reported_sees_it_counted(
    desk, report, report_id, organisation, sign_in
):
    received = report()
    wanted, halima = report_id(received), desk("halima")

    halima.post("open", wanted)
    halima.get("report", wanted)
    halima.get("report", wanted)

    newest = log.latest(sign_in("amina"), 1)[0]
    assert (newest.verb, newest.actor, newest.object) == ("report.opened", "halima", wanted)
    assert _seen(organisation, received).openings == {"hotline": 1}


def test_the_next_reader_sees_who_opened_it_before(desk, report, report_id):
    wanted = report_id(report())
    desk("halima").post("open", wanted)

    page = _opened(desk("amina"), wanted)

    assert "halima" in page[page.index("Who opened it") :]


def test_it_closes_itself_after_fifteen_minutes(desk, given, organisation):
    wanted, rose = given("rose", story=STORY), desk("rose")
    assert 'http-equiv="refresh"' in _opened(rose, wanted)

    row = Session.objects.get(member__username="rose")
    state = sessions.read_state(organisation, row)
    past = int((timezone.now() - dt.timedelta(seconds=1)).timestamp())
    blob = sessions.seal_state(organisation, row, replace(state, opened={wanted: past}))
    Session.objects.filter(pk=row.pk).update(state=blob)

    assert STORY not in rose.text("report", wanted)


def test_it_can_be_closed_before_its_time(desk, given):
    wanted, rose = given("rose", story=STORY), desk("rose")
    _opened(rose, wanted)

    rose.post("seal", wanted)

    assert STORY not in rose.text("report", wanted)


def test_opening_in_one_session_opens_nothing_in_another(desk, given):
    wanted, here, there = given("rose", story=STORY), desk("rose"), desk("rose")
    _opened(here, wanted)

    assert STORY not in there.text("report", wanted)


def test_a_reply_reaches_the_token_and_the_answer_comes_back(
    desk, report, report_id, organisation, member_id
):
    received = report()
    wanted, rose = report_id(received), desk("rose")
    desk("amina").post("assign", wanted, member=member_id("rose"))
    rose.post("open", wanted)

    response = rose.post("reply", wanted, reply="We go with you at ten.")
    thread.say(thread.open_token(organisation, received.token.digits), "At the stage, please.")

    assert response["Location"] == f"/desk/reports/{wanted}/?done=replied"
    assert _seen(organisation, received).messages[0].text == "We go with you at ten."
    assert "New message" in rose.text("queue", "mine")
    assert "At the stage, please." in rose.text("report", wanted)
    assert "New message" not in rose.text("queue", "mine")


def test_an_answer_after_it_closed_is_not_lost(desk, given, organisation):
    wanted, rose = given("rose"), desk("rose")
    rose.post("open", wanted)
    rose.post("seal", wanted)

    stopped = rose.post("reply", wanted, reply="Meet me & <Joy> at ten.")
    reopened = rose.post("open", wanted, reply="Meet me & <Joy> at ten.")

    assert stopped.status_code == 409
    assert 'value="Meet me &amp; &lt;Joy&gt; at ten."' in stopped.content.decode()
    assert "Open it again and send once more" in stopped.content.decode()
    assert "Meet me &amp; &lt;Joy&gt; at ten.</textarea>" in reopened.content.decode()
    assert not ThreadItem.objects.filter(kind="message").exists()


def test_a_page_that_closes_itself_keeps_half_a_thought_and_sends_nothing(desk, given):
    wanted, rose = given("rose", story=STORY), desk("rose")
    rose.post("open", wanted)

    page = rose.post("seal", wanted, reply="Half a thought").content.decode()

    assert STORY not in page
    assert 'name="reply" value="Half a thought"' in page
    assert not ThreadItem.objects.filter(kind="message").exists()


def test_an_empty_answer_is_not_sent(desk, given):
    wanted, rose = given("rose"), desk("rose")
    rose.post("open", wanted)

    response = rose.post("reply", wanted, reply="  \n ")

    assert response.status_code == 409
    assert "Please write something first." in response.content.decode()


def test_a_ready_answer_is_put_in_without_javascript_in_her_language(desk, organisation, report_id):
    sheet = questionnaire.current()
    answers = {"danger": "no", "about_us": "no"}
    received = intake.receive(organisation, intake.Submission(sheet, answers, "sw", "web"))
    wanted, amina = report_id(received), desk("amina")
    amina.post("open", wanted)

    page = amina.post("reply", wanted, reply="Habari.", insert="read").content.decode()

    assert "We have read it" in page
    assert "Habari.\n\nAsante kwa kutuamini." in page
    assert 'lang="sw"' in page
    assert not ThreadItem.objects.filter(kind="message").exists()


def test_without_a_safe_way_the_page_says_do_not_contact(desk, report, report_id):
    page = _opened(desk("amina"), report_id(report()))

    assert "Do not contact this person." in page


@pytest.mark.parametrize("answers", [{"consent_contact": "no"}, {"contact_way": "none"}])
def test_a_number_alone_is_no_permission_to_call(desk, report, report_id, answers):
    given_answers = {
        "consent_contact": "yes",
        "contact_way": "sms",
        "contact_number": "0700 000 000",
        **answers,
    }

    assert "Do not contact this person." in _opened(
        desk("amina"), report_id(report(**given_answers))
    )


def test_safe_contact_rules_stand_before_the_form_for_an_answer(desk, report, report_id):
    rules = {
        "consent_contact": "yes",
        "contact_way": "sms",
        "contact_number": "0700 000 000",
        "contact_word": "Your order is ready.",
    }
    page = _opened(desk("amina"), report_id(report(**rules)))

    assert "Contact is allowed, in this way only:" in page
    assert page.index("Your order is ready.") < page.index('name="reply"')


def test_a_withdrawn_consent_is_shown_as_it_stands_now(desk, report, report_id, organisation):
    received = report(consent_police="yes")
    wanted, amina = report_id(received), desk("amina")
    before = _opened(amina, wanted)

    token = thread.open_token(organisation, received.token.digits)
    thread.change_consents(token, {"police": False})
    after = amina.text("report", wanted)

    assert _consents(before)["police"] == "Yes"
    assert _consents(after)["police"] == "No"
    assert "is number 2" in after


def test_consents_stand_in_the_order_in_which_they_were_asked(desk, report, report_id):
    page = _opened(desk("amina"), report_id(report()))

    asked = [one.name for one in questionnaire.current().questions]
    in_order = sorted(CONSENTS, key=lambda name: asked.index(f"consent_{name}"))
    assert list(_consents(page)) == in_order


def test_what_needs_quick_help_comes_first(desk, report, report_id):
    answers = {"danger": "yes", "red_flags": ["strangled"], "age_band": "under_18", "story": STORY}
    page = _opened(desk("halima"), report_id(report(**answers)))

    first = page[page.index("First of all") : page.index("What was reported")]
    for words in ("In danger now", "Strangled or choked"):
        assert words in first
    assert page.index("Somebody under 18 is concerned") < page.index("First of all")
    assert "amina" in page[page.index("safeguarding lead") : page.index("First of all")]


def test_what_was_not_asked_is_left_out_and_what_was_declined_is_said(desk, report, report_id):
    page = _opened(desk("amina"), report_id(report(witnesses=None, condom="not_asked")))

    assert "Would rather not say" in page
    assert "Was a condom used" not in page


def test_a_clock_is_stopped_once_and_its_time_is_said_in_words(desk, given, organisation):
    wanted, rose = given("rose"), desk("rose")
    assert "hours left" in _opened(rose, wanted)

    first = rose.post("clock", wanted, kind="first_support")
    again = rose.post("clock", wanted, kind="first_support")

    assert first["Location"].endswith("?done=met")
    assert again.status_code == 409
    assert "It has changed meanwhile" in again.content.decode()


def test_in_a_case_against_an_official_stopping_one_clock_leaves_the_others(desk, given):
    wanted = given("rose", acts=["SEX-01", "POL-01"], aggressors=["police"], when_known="today")
    rose = desk("rose")
    page = _opened(rose, wanted)
    assert 'value="pep"' in page

    rose.post("clock", wanted, kind="first_support")
    after = rose.text("report", wanted)

    assert 'name="kind" value="pep"' in after
    assert 'name="kind" value="first_support"' not in after


def test_a_colleague_reads_no_acts_of_a_case_against_an_official(desk, given):
    given("rose", acts=["POL-01"], aggressors=["police"], county="040")

    row = desk("joy").text("queue", "all")

    assert "Against an official: sealed to those who hold the case" in row
    assert ">Sealed<" in row
    assert 'title="Keys are with its owner"' in row
    assert ">Police<" not in row


def test_titles_and_addresses_tell_nothing(desk, given):
    wanted = given("rose", name_used="Akinyi")
    page = _opened(desk("rose"), wanted)

    assert "<title>Desk</title>" in page
    assert Report.objects.filter(id=wanted).exists()
    assert len(wanted) == 26
