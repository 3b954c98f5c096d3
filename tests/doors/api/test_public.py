"""The contract's examples, as a partner's program meets them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.doors.api.conftest import ANSWERS, Caller, slug, wrong_names
from tetea.domain import moment
from tetea.domain.directory.services import outside_bodies
from tetea.domain.reports import intake, questionnaire, thread
from tetea.domain.reports.work import opening
from tetea.kernel.dialogue import complete, next_question, read_answer

UNKNOWN = "12345678901234567891"


def test_the_questionnaire_stands_in_both_languages(partner: Caller) -> None:
    english = partner.get("questionnaire").json()
    swahili = partner.get("questionnaire?lang=sw").json()
    assert english["version"] == swahili["version"]
    by_name = {question["name"]: question for question in english["questions"]}
    assert by_name["danger"]["label"] == "Are you in danger now?"
    assert by_name["danger"]["channels"] == ["api", "field", "sms", "ussd", "voice", "web"]
    assert {"name": "yes", "label": "Yes", "extra": {}} in by_name["danger"]["choices"]
    assert by_name["when_date"]["relevant"]
    assert swahili["questions"][0]["label"] == "Je, uko hatarini sasa?"


def test_a_sub_county_says_which_county_it_belongs_to(partner: Caller) -> None:
    questions = partner.get("questionnaire").json()["questions"]
    choices = next(one["choices"] for one in questions if one["name"] == "sub_county")
    assert all(choice["extra"]["county"] for choice in choices)


def test_a_language_that_we_do_not_speak_is_named(partner: Caller) -> None:
    answer = partner.get("questionnaire?lang=fr")
    assert (answer.status_code, slug(answer), wrong_names(answer)) == (422, "invalid", {"lang"})


def test_a_report_gives_a_token_that_opens_its_thread(
    partner: Caller, sent: Callable[..., str]
) -> None:
    token = sent()
    assert len(token) == 20
    answer = partner.post("threads/open", {"token": f"{token[:4]} {token[4:10]}-{token[10:]}"})
    assert answer.status_code == 200
    shown = answer.json()
    assert set(shown) == {
        "status",
        "changes",
        "messages",
        "openings",
        "consents",
        "services",
        "clocks",
        "done",
        "may_rate",
    }
    assert shown["status"] == "new"
    assert shown["messages"] == shown["openings"] == []
    assert shown["consents"]["store"] is True
    assert shown["consents"]["police"] is False
    assert "pep" in {clock["kind"] for clock in shown["clocks"]}
    assert all(set(one) == {"kind", "hours_left"} for one in shown["clocks"])
    assert all(set(one) == {"name", "kind", "phone", "confirmed"} for one in shown["services"])
    assert shown["services"]


def test_the_report_itself_never_comes_back_by_its_token(
    partner: Caller, sent: Callable[..., str]
) -> None:
    token = sent(story="MARKED STORY", name_used="MARKED NAME", place_exact="MARKED PLACE")
    assert b"MARKED" not in partner.post("threads/open", {"token": token}).content


def test_her_message_is_hers_when_she_comes_back(partner: Caller, sent: Callable[..., str]) -> None:
    token = sent()
    said = partner.post("threads/messages", {"token": token, "text": " Mko hapo? "})
    assert (said.status_code, said.json()) == (201, {"status": "new"})
    (message,) = partner.post("threads/open", {"token": token}).json()["messages"]
    assert set(message) == {"id", "from", "at", "text"}
    assert (message["from"], message["text"]) == ("you", "Mko hapo?")


def test_each_consent_changes_on_its_own(partner: Caller, sent: Callable[..., str]) -> None:
    token = sent()
    answer = partner.post("threads/consents", {"token": token, "consents": {"police": True}})
    assert answer.status_code == 200
    assert answer.json()["consents"]["police"] is True
    shown = partner.post("threads/open", {"token": token}).json()["consents"]
    assert (shown["police"], shown["store"], shown["media"]) == (True, True, False)


def test_a_consent_that_does_not_exist_is_named(partner: Caller, sent: Callable[..., str]) -> None:
    answer = partner.post("threads/consents", {"token": sent(), "consents": {"everything": True}})
    assert (answer.status_code, wrong_names(answer)) == (422, {"everything"})


def test_her_safe_contact_is_written_and_never_shown(
    partner: Caller,
    sent: Callable[..., str],
    sign_in: Callable[[str], Any],
    organisation: Any,
) -> None:
    token = sent()
    rules = {"contact_way": "sms", "contact_number": "0700 000 111"}
    assert partner.post("threads/contact", {"token": token, "contact": rules}).status_code == 200
    assert b"0700" not in partner.post("threads/open", {"token": token}).content
    report_id = thread.open_token(organisation, token).thread.report_id
    amina = sign_in("amina")
    opening.open_report(amina, report_id)
    opened = opening.open_identity(amina, report_id, "call_now")
    assert opened.identity
    assert opened.identity.answers["contact_number"] == "0700 000 111"
    assert opened.contact["name_used"] == "Akinyi"


def test_only_safe_contact_rules_can_be_changed_there(
    partner: Caller, sent: Callable[..., str]
) -> None:
    rules = {"story": "x", "contact_way": "carrier pigeon", "nonsense": 1}
    answer = partner.post("threads/contact", {"token": sent(), "contact": rules})
    assert wrong_names(answer) == {"story", "contact_way", "nonsense"}


def test_a_report_about_us_shows_outside_bodies_first(
    partner: Caller, sent: Callable[..., str]
) -> None:
    shown = partner.post("threads/open", {"token": sent(about_us="yes")}).json()
    outside = [one.name for one in outside_bodies("en")]
    assert outside
    assert [one["name"] for one in shown["services"]][: len(outside)] == outside


@pytest.mark.parametrize(
    "call",
    [
        ("threads/open", {}),
        ("threads/messages", {"text": "hello"}),
        ("threads/consents", {"consents": {"police": True}}),
        ("threads/contact", {"contact": {"contact_way": "sms"}}),
    ],
)
def test_a_slip_of_the_finger_is_told_apart_from_a_wrong_token(
    partner: Caller, call: tuple[str, dict[str, Any]]
) -> None:
    address, rest = call
    slip = partner.post(address, {"token": UNKNOWN[:-1] + "0", **rest})
    assert (slip.status_code, slug(slip)) == (422, "token-malformed")
    wrong = partner.post(address, {"token": UNKNOWN, **rest})
    assert (wrong.status_code, slug(wrong)) == (404, "token-unknown")


def test_wrong_answers_are_named_each_and_unknown_names_too(partner: Caller) -> None:
    answers = {
        "county": "Atlantis",
        "acts": ["SEX-01", "nothing"],
        "group_size": "many",
        "for_whom": "group",
        "when_known": "date",
        "when_date": "2999-01-01",
        "favourite_colour": "red",
    }
    answer = partner.post("reports", {"lang": "sw", "answers": answers})
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert wrong_names(answer) == {
        "county", "acts", "group_size", "when_date", "favourite_colour",
    }  # fmt: skip
    reasons = {one["name"]: one["reason"] for one in answer.json()["errors"]}
    assert reasons["favourite_colour"] == "unknown"
    sentences = {one["name"]: one["message"] for one in answer.json()["errors"]}
    assert sentences["county"] == "Tafadhali chagua kati ya majibu yaliyoonyeshwa."


def test_a_refused_answer_is_not_repeated_in_the_refusal(partner: Caller) -> None:
    body = {"lang": "en", "answers": {"county": "MARKED", "story": ["MARKED"], "acts": "MARKED"}}
    assert b"MARKED" not in partner.post("reports", body).content
    assert b"MARKED" not in partner.post("threads/open", {"token": ["MARKED"]}).content


def test_an_empty_report_is_a_report(partner: Caller) -> None:
    assert partner.post("reports", {"lang": "en", "answers": {}}).status_code == 201


def test_null_says_that_she_does_not_want_to_say_and_missing_that_nobody_asked(
    sent: Callable[..., str],
    sign_in: Callable[[str], Any],
    organisation: Any,
) -> None:
    token = sent(place_kind=None)
    report_id = thread.open_token(organisation, token).thread.report_id
    answers = opening.open_report(sign_in("amina"), report_id).story.answers
    assert answers["place_kind"] is None
    assert answers["injury"] == "not_asked"


def test_the_same_answers_give_the_same_report_here_and_question_by_question(
    sent: Callable[..., str],
    sign_in: Callable[[str], Any],
    organisation: Any,
) -> None:
    sheet, today = questionnaire.current(), timezone.localdate(moment.now())
    given: dict[str, Any] = {}
    while (question := next_question(sheet, given, "api", today)) is not None:
        typed = ANSWERS.get(question.name, "")
        values = typed if isinstance(typed, list) else [typed]
        given[question.name] = read_answer(sheet, question, values, given, today)
    submission = intake.Submission(sheet, complete(sheet, given, "api", today), "en", "api")
    by_dialogue = intake.receive(organisation, submission).token.digits
    everything = dict.fromkeys(given) | ANSWERS
    by_api = sent(**everything)
    reports = []
    amina = sign_in("amina")
    for token in (by_dialogue, by_api):
        report_id = thread.open_token(organisation, token).thread.report_id
        story = opening.open_report(amina, report_id).story
        reports.append((story.answers, story.identity, story.version, story.lang, story.channel))
    assert reports[0] == reports[1]


def test_files_are_honestly_not_there_yet(partner: Caller, sent: Callable[..., str]) -> None:
    answer = partner.post("threads/files", {"token": sent()})
    assert (answer.status_code, slug(answer)) == (501, "not-yet")
