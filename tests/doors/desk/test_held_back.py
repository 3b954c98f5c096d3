"""A flood is held back, not refused: somebody looks, and lets the person in it through."""

import re

import pytest

from tests.doors.phone.handset import Handset
from tetea.domain.reports import intake, questionnaire
from tetea.domain.reports.work import queue

JUNK = "Win a big prize today, write to this number now"
PEOPLE_ALIKE = 5


@pytest.fixture
def held(client, organisation, sign_in):
    """A text that came from six phones within minutes; the sixth is one too many."""
    for number in range(PEOPLE_ALIKE + 1):
        Handset(client, f"+2547{number}0000001").text(JUNK)
    return queue.queue(sign_in("halima"), "quarantine").rows[0].id


def test_what_is_held_stands_in_a_list_of_its_own_that_says_what_it_is(desk, held):
    halima = desk("halima")

    page = halima.text("queue", "quarantine")

    assert re.search(r'Held back</span>\s*<span class="count">1<', page)
    assert "Nothing is refused and nothing is deleted" in page
    assert held in page
    for other in ("now", "waiting", "all"):
        assert held not in halima.text("queue", other)


def test_on_any_other_day_the_list_is_not_one_more_line_to_read(desk, report):
    report()
    amina = desk("amina")

    assert "Held back" not in amina.text("queue", "now")
    assert "Nothing is held back." in amina.text("queue", "quarantine")


def test_a_held_report_says_so_before_and_after_it_is_opened(desk, held):
    halima = desk("halima")

    sealed = halima.text("report", held)
    halima.post("open", held)
    opened = halima.text("report", held)

    for page in (sealed, opened):
        assert "Held back as part of a flood" in page
        assert "Let it through" in page
    assert JUNK not in sealed
    assert JUNK in opened


def test_letting_it_through_puts_it_where_all_the_others_are(desk, held):
    halima = desk("halima")

    response = halima.post("release", held)
    page = halima.client.get(response["Location"]).content.decode()

    assert response["Location"].endswith("?done=released")
    assert "Let through. It stands in the queues like any other" in page
    assert "Held back" not in page
    assert held in halima.text("queue", "waiting")
    assert "Let a held report through" in desk("amina").text("log")


def test_of_two_who_let_it_through_the_second_is_told(desk, held):
    halima = desk("halima")
    halima.post("release", held)

    again = halima.post("release", held)

    assert again.status_code == 409
    assert "It has changed meanwhile" in again.content.decode()


@pytest.mark.parametrize("name", ["rose", "atieno", "wanjiru", "kamau"])
def test_who_does_not_triage_neither_sees_nor_releases_it(desk, held, name, sign_in):
    somebody = desk(name)

    assert somebody.post("release", held).status_code == 404
    assert "Held back" not in somebody.text("home")
    assert queue.counts(sign_in("halima"))["quarantine"] == 1


def test_a_complaint_about_us_in_a_flood_is_found_by_the_outside_officer_alone(
    desk, organisation, report_id, sign_in
):
    answers = {"danger": "no", "about_us": "yes"}
    told = intake.Submission(questionnaire.current(), answers, "en", "ussd", is_quarantined=True)
    wanted = report_id(intake.receive(organisation, told))
    amina, wanjiru = desk("amina"), desk("wanjiru")

    assert "Held back" not in amina.text("home")
    assert wanted in wanjiru.text("queue", "quarantine")
    wanjiru.post("open", wanted)
    assert "Make a case of it to take it up." in wanjiru.text("report", wanted)
    wanjiru.post("case", wanted, step="Call the Commission", quick="week")
    assert wanted in wanjiru.text("queue", "all")
    assert queue.counts(sign_in("wanjiru"))["quarantine"] == 0
