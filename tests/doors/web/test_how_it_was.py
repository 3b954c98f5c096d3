"""After the end, on the web: the way back is said, and how it was is asked once."""

import pytest

from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.reports.models import Report, ThreadItem
from tetea.domain.reports.work import opening, triage
from tetea.domain.reports.work.alerts import REVIEW


@pytest.fixture
def back(phone, report, sign_in):
    """She has come back with her token to a case that two people have closed."""
    received, amina, rose = report(), sign_in("amina"), sign_in("rose")
    [told] = Report.objects.all()
    triage.assign(amina, told.id, rose.member_id)
    opening.open_report(rose, told.id)
    work.open_case(rose, told.id, "Begin", moment.now() + REVIEW)
    closed_by_two(rose, amina, told.id, "resolved")
    return phone.come_back(received.token.digits)


def test_the_closed_page_says_how_to_go_on_and_asks_how_it_was(back):
    assert "write to us here: we open it again" in back.page.text
    assert "/en/thread/how-it-was/" in back.page.links


def test_she_answers_what_she_wants_and_is_thanked_once(back):
    back.open("/en/thread/how-it-was/")
    values = {"helped": ["yes"], "words": ["You came at night."]}
    back.post("/en/thread/how-it-was/", values)

    assert "Thank you. Those who worked on it read it." in back.page.text
    assert "/en/thread/how-it-was/" not in back.page.links
    back.send_again()
    assert ThreadItem.objects.filter(kind="survey").count() == 1


def test_an_empty_form_and_a_made_up_answer_are_not_kept(back):
    back.post("/en/thread/how-it-was/", {"helped": ["perfect"], "words": ["  "]})

    assert back.status == 422
    assert "Please choose or write something first." in back.page.text
    assert not ThreadItem.objects.filter(kind="survey").exists()


def test_a_report_that_is_open_asks_nothing(phone, report):
    phone.come_back(report().token.digits)
    assert "how-it-was" not in " ".join(phone.page.links)

    phone.open("/en/thread/how-it-was/")
    assert "We have it" in phone.page.text
