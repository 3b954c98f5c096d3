"""One answer: the same value from a form, a key press or JSON, and kind words when it is wrong."""

from collections.abc import Callable
from datetime import date

import pytest

from tetea.kernel.dialogue import (
    MAX_TEXT,
    REASONS,
    JsonValue,
    Questionnaire,
    WrongAnswer,
    check_all,
    compile_questionnaire,
    read_all,
    read_answer,
)

Sheet = Callable[..., str]


@pytest.fixture(scope="module")
def every_type(sheet: Sheet) -> Questionnaire:
    kinds = ["text", "integer", "decimal", "date", "datetime", "note"]
    rows = [{"type": kind, "name": f"a_{kind}"} for kind in kinds]
    rows += [{"type": "select_one yn", "name": "one"}]
    rows += [{"type": "select_multiple act", "name": "many"}]
    return compile_questionnaire(sheet(*rows))


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("one", ["yes"], "yes"),
        ("one", "yes", "yes"),
        ("one", [""], None),
        ("one", [], None),
        ("many", ["ECO-01", "SEX-01", "ECO-01"], ["SEX-01", "ECO-01"]),
        ("many", ["none"], ["none"]),
        ("many", "ECO-01", ["ECO-01"]),
        ("many", [], None),
        ("a_text", ["  two\r\nlines\x00 "], "two\nlines"),
        ("a_text", ["   \n "], None),
        ("a_text", "Nguo\u0061\u0301", "Nguo\u00e1"),
        ("a_text", "a\ud800b", "a b"),
        ("a_integer", ["007"], 7),
        ("a_integer", -3, -3),
        ("a_decimal", "1,300.50".replace(",", ""), "1300.50"),
        ("a_decimal", "1300,5", "1300.5"),
        ("a_decimal", 0.1, "0.1"),
        ("a_decimal", 800, "800"),
        ("a_date", "2026-02-28", "2026-02-28"),
        ("a_date", ["5/3/2026"], "2026-03-05"),
        ("a_date", "05.03.2026", "2026-03-05"),
        ("a_datetime", "2026-03-05 07:30", "2026-03-05T07:30"),
        ("a_note", "whatever", None),
    ],
)
def test_an_answer_is_read_into_one_form(
    every_type: Questionnaire, today: date, name: str, raw: JsonValue, value: object
) -> None:
    assert read_answer(every_type, every_type[name], raw, {}, today) == value


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("one", ["maybe"], "not_a_choice"),
        ("one", ["yes", "no"], "one_only"),
        ("one", True, "not_a_choice"),
        ("many", ["SEX-01", "SEX-99"], "not_a_choice"),
        ("many", ["SEX-01", "none"], "stands_alone"),
        ("many", {"SEX-01": True}, "not_a_choice"),
        ("many", [["SEX-01"]], "not_a_choice"),
        ("a_text", 5, "not_text"),
        ("a_text", ["x" * (MAX_TEXT + 1)], "too_long"),
        ("a_integer", "many", "not_a_number"),
        ("a_integer", True, "not_a_number"),
        ("a_integer", 1.5, "not_a_number"),
        ("a_integer", "9" * 5000, "not_a_number"),
        ("a_integer", "٣", "not_a_number"),
        ("a_decimal", "NaN", "not_a_number"),
        ("a_decimal", "1e999999", "not_a_number"),
        ("a_decimal", False, "not_a_number"),
        ("a_date", "2026-02-30", "not_a_date"),
        ("a_date", "31/02/2026", "not_a_date"),
        ("a_date", "20260101", "not_a_date"),
        ("a_date", 20260101, "not_a_date"),
        ("a_datetime", "2026-03-05T07:30+03:00", "not_a_time"),
        ("a_datetime", "2026-03-05T25:00", "not_a_time"),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_keeps_quiet_about_the_answer(
    every_type: Questionnaire, today: date, name: str, raw: JsonValue, reason: str
) -> None:
    with pytest.raises(WrongAnswer) as refused:
        read_answer(every_type, every_type[name], raw, {}, today)

    assert (refused.value.name, refused.value.reason) == (name, reason)
    assert refused.value.message == REASONS[reason]
    assert str(refused.value) == f"{name}: {reason}"
    assert refused.value.__cause__ is None


def test_a_question_marked_required_cannot_be_left_out(form: Questionnaire, today: date) -> None:
    with pytest.raises(WrongAnswer) as refused:
        read_answer(form, form["danger"], [], {}, today)

    assert refused.value.reason == "required"


def test_the_questions_own_message_wins(form: Questionnaire, today: date) -> None:
    with pytest.raises(WrongAnswer) as refused:
        read_answer(form, form["number"], "12", {"danger": "no"}, today)

    assert refused.value.message == {"en": "Try again", "sw": "Try again"}


def test_the_api_names_each_wrong_field(form: Questionnaire, today: date) -> None:
    answers: dict[str, JsonValue] = {
        "acts": ["none", "SEX-01"],
        "county": "042",
        "sub": "teso",
        "colour": "red",
        "day": "2030-01-01",
    }

    faults = {fault.name: fault.reason for fault in check_all(form, answers, "api", today)}

    assert faults == {
        "danger": "required",
        "acts": "stands_alone",
        "sub": "not_a_choice",
        "colour": "unknown",
    }


def test_a_question_of_another_channel_is_refused_by_name(form: Questionnaire, today: date) -> None:
    answers: dict[str, JsonValue] = {"danger": "no", "story": "words"}

    assert [str(fault) for fault in check_all(form, answers, "sms", today)] == [
        "story: not_on_channel"
    ]
    assert check_all(form, answers, "api", today) == []


def test_reading_all_at_once_gives_the_same_values_as_one_by_one(
    form: Questionnaire, today: date
) -> None:
    raw: dict[str, JsonValue] = {"danger": "no", "acts": ["ECO-01", "SEX-01"], "day": "1/2/2026"}

    answers, faults = read_all(form, raw, "api", today)

    assert faults == []
    assert answers == {"danger": "no", "acts": ["SEX-01", "ECO-01"], "day": "2026-02-01"}


def test_every_reason_is_told_in_both_languages() -> None:
    assert all(set(texts) == {"en", "sw"} and all(texts.values()) for texts in REASONS.values())
