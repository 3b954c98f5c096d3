"""Sending once, however often the page is sent; the token and what stands beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.doors.web.phone import Phone
from tests.doors.web.stories import BUSIA
from tetea.domain.keyring.errors import Busy
from tetea.domain.reports import drafts, intake
from tetea.domain.reports.models import Draft, Report
from tetea.domain.reports.work import queue
from tetea.kernel.crypto.token import parse


@pytest.fixture
def sent(phone: Phone) -> Phone:
    """The confirmation stands on the phone."""
    return phone.start().answer(**BUSIA).send()


def test_sending_twice_gives_one_report_and_the_same_token(sent: Phone) -> None:
    token = sent.token

    sent.send_again()

    assert sent.token == token
    assert Report.objects.count() == 1


def test_any_old_page_of_a_sent_report_shows_the_token(sent: Phone) -> None:
    token = sent.token

    sent.post(*sent.sent[0])

    assert sent.token == token


def test_a_request_that_loses_the_race_shows_the_winners_token(
    phone: Phone, organisation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.start().answer(**BUSIA).press("send")
    writing = drafts.load(organisation, _page(phone))
    real, first = intake.receive, []

    def race(*args: Any) -> Any:
        first.append(real(*args))
        monkeypatch.setattr(intake, "receive", real)
        return real(*args)

    monkeypatch.setattr(intake, "receive", race)
    phone.press("send")

    assert writing.received is None
    assert parse(phone.token) == first[0].token
    assert Report.objects.count() == 1


def test_the_confirmation_outlives_a_restart_but_not_half_an_hour(sent: Phone) -> None:
    fresh = Phone()
    assert fresh.post(*sent.sent[-1]).token == sent.token

    Draft.objects.update(drop_after="2020-01-01T00:00:00Z")

    assert fresh.send_again().status == 410
    assert not fresh.token


def test_typing_the_token_back_is_praised_once(sent: Phone) -> None:
    sent.press("typed", token=sent.token.replace(" ", "-"))
    assert "You have your number" in sent.page.text

    sent.send_again()

    assert "token" not in sent.form.names


def test_what_cannot_wait_stands_right_under_the_token(sent: Phone) -> None:
    order = ('id="token"', "What cannot wait", 'id="f-token"', "What the web shows", "Kiswahili")

    places = [sent.raw.index(words) for words in order]

    assert places == sorted(places)


def test_the_confirmation_can_be_read_in_the_other_language(sent: Phone) -> None:
    token = sent.token
    sent.post("/sw/", {**sent.form.values, "go": ["stay"]})

    assert sent.token == token
    assert "Imefika" in sent.page.text


def test_a_wrong_token_typed_back_is_answered_kindly_and_not_repeated(sent: Phone) -> None:
    sent.press("typed", token="1234 5678")

    assert "not the same number" in sent.page.text
    assert "1234 5678" not in sent.raw
    assert sent.token


def test_help_from_the_confirmation_leads_back_to_the_token(sent: Phone) -> None:
    token = sent.token
    assert "tel:1195" in sent.press("help").page.links

    assert sent.press("stay").token == token


def test_when_too_many_send_at_once_her_answers_stay(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: Any) -> None:
        raise Busy

    phone.start().answer(**BUSIA).press("send")
    with monkeypatch.context() as patch:
        patch.setattr(intake, "receive", busy)
        phone.press("send")
    assert phone.status == 503
    assert "Your answers are still here" in phone.page.text

    assert phone.press("send").token


def test_a_report_about_the_organisation_shows_outside_bodies_and_who_reads(phone: Phone) -> None:
    phone.start().press(danger="no").press(about_us="yes")

    assert phone.step == "_outside"
    assert "KNCHR" in phone.page.text
    assert "locked for one outside officer" in phone.page.text
    assert phone.press().step == "for_whom"
    assert phone.press("back").step == "_outside"


def test_only_the_outside_officer_opens_a_report_about_the_organisation(
    phone: Phone, sign_in: Callable[[str], Any]
) -> None:
    phone.start().press(danger="no").press(about_us="yes").press().answer().send()

    assert "Only the officer outside" in phone.page.text
    assert not queue.queue(sign_in("amina"), "all").rows
    assert len(queue.queue(sign_in("wanjiru"), "all").rows) == 1


def _page(phone: Phone) -> drafts.Page:
    values = phone.form.values
    return drafts.Page(values["d"][0], values["k"][0])
