"""After the end, on a feature phone: the way back is said, and how it was in four key presses."""

import pytest

from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.reports.models import Report, ThreadItem
from tetea.domain.reports.work import opening, triage
from tetea.domain.reports.work.alerts import REVIEW


@pytest.fixture
def token(report, sign_in):
    """The token of a case that two people have closed."""
    received, amina, rose = report(), sign_in("amina"), sign_in("rose")
    [told] = Report.objects.all()
    triage.assign(amina, told.id, rose.member_id)
    opening.open_report(rose, told.id)
    work.open_case(rose, told.id, "Begin", moment.now() + REVIEW)
    closed_by_two(rose, amina, told.id, "resolved")
    return received.token.digits


def test_by_menu_she_hears_that_she_may_go_on_and_says_how_it_was(phone, token, sign_in):
    her = phone()
    screen = her.dial().press("4", token)
    assert "Closed. To go on, write to us" in screen
    assert "5 How was it?" in screen

    last = her.dial().press("4", token, "5", "1", "2", "9", "3")

    assert last.startswith("END Thank you")
    [told] = Report.objects.all()
    rose = sign_in("rose")
    opening.open_report(rose, told.id)
    survey = opening.read_report(rose, told.id).survey
    assert survey is not None
    assert survey["answers"] == {"helped": "yes", "safe": "partly", "again": "no"}


def test_what_she_said_once_is_not_asked_again_and_a_repeated_hop_says_it_once(phone, token):
    call = phone().dial()
    call.press("4", token, "5", "1", "1", "1")
    call.again()

    assert ThreadItem.objects.filter(kind="survey").count() == 1
    assert "How was it" not in phone().dial().press("4", token)


def test_a_menu_left_in_the_middle_keeps_nothing(phone, token):
    phone().dial().press("4", token, "5", "1", "1")

    assert not ThreadItem.objects.filter(kind="survey").exists()


@pytest.fixture
def read(sign_in):
    """Return a function that gives what Rose reads of the closed case now."""

    def of():
        [told] = Report.objects.all()
        rose = sign_in("rose")
        opening.open_report(rose, told.id)
        return opening.read_report(rose, told.id)

    return of


def test_by_sms_she_hears_that_it_is_closed_and_that_writing_goes_on(phone, token, read):
    her = phone()
    her.text(f"TOKEN {token}")
    assert "It is closed" in her.inbox()[-1]
    her.text("He is back")

    assert [one.text for one in read().messages] == ["He is back"]
    assert read().survey is None


def test_by_sms_one_letter_says_how_it_was_and_it_is_asked_once(phone, token, read):
    her = phone()
    her.text(f"TOKEN {token}")
    her.text("b.")
    assert any("Thank you" in one for one in her.inbox())
    her.text("A")

    assert read().survey == {"answers": {"helped": "partly"}, "words": ""}
    assert [one.text for one in read().messages] == ["A"]
    other = phone()
    other.text(f"TOKEN {token}")
    assert "Did we help" not in other.inbox()[-1]


def test_by_sms_a_cry_for_help_is_never_taken_for_an_answer(phone, token):
    her = phone()
    her.text(f"TOKEN {token}")
    her.text("1")

    assert not ThreadItem.objects.filter(kind="survey").exists()
    # It is a new report, in danger, that waits for triage.
    assert Report.objects.filter(state="new").count() == 1
