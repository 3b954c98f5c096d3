"""Coming back with the token: status, messages, consents, contact, and never the story."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.doors.web.phone import Phone
from tests.doors.web.stories import BUSIA, REST
from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.cases.work import Step
from tetea.domain.directory.steps import step_told
from tetea.domain.keyring.errors import Busy
from tetea.domain.reports import thread, visits
from tetea.domain.reports.models import Visit
from tetea.domain.reports.work import items, opening
from tetea.kernel.crypto.token import grouped, new_token

COOKIE = "tetea"


@pytest.fixture
def received(report: Callable[..., Any]) -> Any:
    """A report that has come in, of the story in Busia."""
    return report(**BUSIA, **REST)


@pytest.fixture
def back(phone: Phone, received: Any) -> Phone:
    """The reporter has come back with her token."""
    return phone.come_back(received.token.digits)


def test_she_comes_back_and_sees_state_clocks_and_services(back: Phone) -> None:
    assert back.status == 200
    assert "We have it" in back.page.text
    assert "PEP, medicine to prevent HIV" in back.page.text
    assert "Any public hospital" in back.page.text
    assert "This began on" in back.page.text


def test_a_token_never_shows_the_story(back: Phone) -> None:
    for path in ("", "consents/", "contact/"):
        back.open(f"/en/thread/{path}")

        for told in ("drove away", "lodge", "Akinyi", "0700 000 000", "Your order is ready."):
            assert told not in back.raw.replace("For example: Your order is ready.", "")


def test_she_sees_what_was_done_for_her_and_when(
    phone: Phone, received: Any, sign_in: Callable[[str], Any], report_id: Callable[[Any], str]
) -> None:
    amina, wanted = sign_in("amina"), report_id(received)
    opening.open_report(amina, wanted)
    work.open_case(amina, wanted, "Begin", moment.now() + dt.timedelta(days=1))
    work.record_step(amina, wanted, Step("first_support", "She cried."))

    phone.come_back(received.token.digits)

    assert "What was done" in phone.page.text
    assert step_told("first_support", "en") in phone.page.text
    assert "cried" not in phone.raw


def test_a_slip_of_the_finger_is_told_apart_from_a_wrong_token(phone: Phone) -> None:
    digits = new_token().digits
    slipped = digits[:-1] + str((int(digits[-1]) + 1) % 10)

    for typed in (slipped, digits[:19], "my number", ""):
        phone.come_back(typed)

        assert phone.status == 422
        assert "type it again" in phone.page.text


def test_an_unknown_token_is_said_to_be_unknown_and_never_shown(
    phone: Phone, received: Any
) -> None:
    other = grouped(new_token())

    phone.come_back(other)

    assert phone.status == 404
    assert "do not know this number" in phone.page.text
    assert other not in phone.raw
    assert COOKIE not in phone.client.cookies


def test_when_too_many_type_tokens_she_is_asked_to_wait(
    phone: Phone, received: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: Any) -> None:
        raise Busy

    monkeypatch.setattr(thread, "open_token", busy)

    response = phone.client.post("/en/token/", {"token": received.token.digits})

    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_no_cookie_is_set_before_a_token_is_entered(phone: Phone, received: Any) -> None:
    phone.open("/").open("/en/").open("/en/token/").start().answer(**BUSIA).send()
    assert not phone.client.cookies

    phone.come_back(received.token.digits)

    cookie = phone.client.cookies[COOKIE]
    assert cookie.value.startswith(visits.MARK)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_messages_go_both_ways(
    back: Phone, received: Any, sign_in: Callable[[str], Any], report_id: Callable[[Any], str]
) -> None:
    back.open("/en/thread/")
    back.post("/en/thread/", {"text": ["Are you there?\r\nPlease."]})
    amina = sign_in("amina")
    opening.open_report(amina, report_id(received))
    items.reply(amina, report_id(received), "Karibu. Go to the <clinic> today.")

    back.open("/en/thread/")

    assert "Are you there?\nPlease." in back.raw
    assert "Karibu. Go to the <clinic> today." in back.page.text
    assert "A coordinator: 1 time" in back.page.text


def test_an_empty_message_is_not_sent(back: Phone) -> None:
    back.post("/en/thread/", {"text": ["  "]})

    assert back.status == 422
    assert "Please write something first." in back.page.text
    assert "No messages yet." in back.page.text


def test_a_long_talk_stays_light(back: Phone) -> None:
    for number in range(8):
        back.post("/en/thread/", {"text": [f"message {number}."]})

    assert "message 7." in back.page.text
    assert "message 1." not in back.page.text
    assert "message 1." in back.open("/en/thread/?page=2").page.text


def test_consents_are_shown_changed_and_withdrawn(back: Phone, received: Any) -> None:
    back.open("/en/thread/consents/")
    assert back.form.values["consent_store"] == ["yes"]
    assert back.form.values["consent_police"] == ["no"]

    changed = back.form.values | {"consent_store": ["no"], "consent_police": ["yes"]}
    back.post(back.form.action, changed)

    assert "have been saved" in back.page.text
    assert back.form.values["consent_store"] == ["no"]
    assert back.form.values["consent_police"] == ["yes"]
    assert back.form.values["consent_contact"] == ["yes"]


def test_what_a_member_wrote_down_for_her_is_shown_and_saving_makes_it_her_own_word(
    phone: Phone, received: Any, sign_in: Callable[[str], Any], report_id: Callable[[Any], str]
) -> None:
    amina, wanted = sign_in("amina"), report_id(received)
    opening.open_report(amina, wanted)
    work.open_case(amina, wanted, "Begin", moment.now() + dt.timedelta(days=1))
    fields: dict[str, str | list[str]] = {
        "which": ["media"],
        "answer": "yes",
        "how": "thumb_print",
        "witness": "Mama Akinyi",
    }
    work.record_step(amina, wanted, Step("consent_taken", "", fields))

    back = phone.come_back(received.token.digits)
    back.open("/en/thread/consents/")
    assert "Written down for you" in back.page.text
    assert "with your thumb print" in back.page.text
    assert back.form.values["consent_media"] == ["yes"]
    assert "Mama Akinyi" not in back.raw

    back.post(back.form.action, back.form.values)

    assert "Written down for you" not in back.page.text
    stands = opening.read_report(amina, wanted).consents
    assert (stands.number, stands.standing["media"].how) == (2, "token")


def test_saving_unchanged_consents_signs_nothing(
    back: Phone, organisation: Any, received: Any
) -> None:
    before = thread.read_card(thread.open_token(organisation, received.token.digits))
    back.open("/en/thread/consents/")

    back.post(back.form.action, back.form.values)

    after = thread.read_card(thread.open_token(organisation, received.token.digits))
    assert after.consent_number == before.consent_number


def test_contact_rules_are_changed_and_never_shown(
    back: Phone, received: Any, sign_in: Callable[[str], Any], report_id: Callable[[Any], str]
) -> None:
    back.open("/en/thread/contact/")
    new = {"contact_way": ["call"], "contact_number": ["0711 222 333"], "contact_hours": ["night"]}
    back.post(back.form.action, new)
    assert "0711" not in back.raw
    assert "have been saved" in back.page.text

    amina = sign_in("amina")
    opening.open_report(amina, report_id(received))
    found = opening.open_identity(amina, report_id(received), "call_now").identity

    assert found
    assert found.answers["contact_number"] == "0711 222 333"


def test_wrong_contact_rules_keep_what_she_typed(back: Phone) -> None:
    back.open("/en/thread/contact/")
    back.post(
        back.form.action,
        {"contact_way": ["sms"], "contact_number": ["0711 222 333"], "contact_word": ["x" * 101]},
    )

    assert back.status == 422
    assert "#f-contact_word" in back.page.links
    assert back.form.values["contact_number"] == ["0711 222 333"]


def test_a_second_token_ends_the_first_visit(back: Phone, report: Callable[..., Any]) -> None:
    other = report(danger="no")

    back.come_back(other.token.digits)

    assert Visit.objects.count() == 1


def test_leaving_ends_the_visit(back: Phone) -> None:
    exit_form = back.page.forms[0]

    back.post(exit_form.action, exit_form.values)

    assert not Visit.objects.exists()
    assert not back.client.cookies[COOKIE].value
    assert "Come back with your number" in back.open("/en/thread/").page.text


@pytest.mark.parametrize("cookie", ["", "v", "vx.y", "s123.abc", "v" + "a" * 26 + ".AAAA"])
def test_a_stranger_without_a_visit_is_led_to_the_token_page(
    phone: Phone, received: Any, cookie: str
) -> None:
    for path in ("", "consents/", "contact/"):
        phone.client.cookies[COOKIE] = cookie
        phone.open(f"/en/thread/{path}")

        assert phone.client.get(f"/en/thread/{path}").status_code == 302
        assert "Your number of twenty digits" in phone.page.text
