"""The incident questionnaire: complete in both languages, kind, and whole on every channel."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.dialogue import (
    CHANNELS,
    NOT_ASKED,
    Choice,
    Question,
    Questionnaire,
    Value,
    check_all,
    choices_for,
    compile_questionnaire,
    complete,
    core_answered,
    fits_a_phone,
    is_relevant,
    next_question,
    read_answer,
    read_list,
)

DATA = Path(__file__).resolve().parents[2] / "tetea" / "data"
LISTS = [
    DATA / "vocabularies" / f"{name}.csv"
    for name in ("acts", "aggressors", "place_kinds", "populations")
] + [DATA / "places" / "counties.csv", DATA / "places" / "sub_counties.csv"]
DAY = date(2026, 11, 22)
MENU_LINE = 30
PHONES = frozenset({"ussd", "sms"})
CONSENTS = "store match alert partner police stats contact research media"
CORE = """
    for_whom acts aggressors when_known when_date when_hour county sub_county want_first
"""
UNKIND = re.compile(
    r"\b(victims?|prostitut\w*|malaya|kahaba|mwathiriwa|he|she|his|her|hers|him|why did you)\b",
    re.IGNORECASE,
)
SAME_IN_BOTH = re.compile(r"[0-9 :-]*|SMS|WhatsApp")


@pytest.fixture(scope="module")
def incident() -> Questionnaire:
    lists = {path.stem: read_list(path.read_text()) for path in LISTS}
    return compile_questionnaire((DATA / "questionnaires" / "incident.md").read_text(), lists)


def texts(one: Question | Choice) -> Iterator[tuple[str, str]]:
    kinds = [one.label, one.short]
    if isinstance(one, Question):
        kinds += [one.hint, one.message]
    for kind in kinds:
        yield from kind.items()


def everything(incident: Questionnaire) -> Iterator[tuple[str, Question | Choice]]:
    for question in incident.questions:
        yield question.name, question
        for choice in question.choices:
            yield f"{question.name} {choice.name}", choice


def test_danger_is_first_and_whom_it_concerns_second(incident: Questionnaire) -> None:
    names = [question.name for question in incident.questions]

    assert names[:3] == ["danger", "about_us", "for_whom"]
    assert all(
        {"web", "ussd", "sms", "voice", "api", "field"} == incident[name].channels
        for name in names[:2]
    )


def test_the_core_says_what_who_when_where_and_what_is_wanted(incident: Questionnaire) -> None:
    core = [question.name for question in incident.questions if question.core]

    assert core == ["danger", "about_us", *CORE.split()]


def test_a_phone_asks_six_things_besides_who_reads_it(incident: Questionnaire) -> None:
    answers: dict[str, Value] = {}
    for name in ("danger", "about_us", "acts", "aggressors", "when_known", "county", "want_first"):
        question = next_question(incident, answers, "ussd", DAY)
        assert question is not None
        assert question.name == name
        answers[name] = None

    assert core_answered(incident, answers, "ussd", DAY)


def test_nothing_has_to_be_answered(incident: Questionnaire) -> None:
    assert not any(question.required for question in incident.questions)
    assert check_all(incident, {}, "api", DAY) == []


def test_everything_is_said_in_both_languages_and_not_in_one_twice(
    incident: Questionnaire,
) -> None:
    places = {"county", "sub_county"}
    untranslated = [
        key
        for key, one in everything(incident)
        if key.split()[0] not in places
        and one.label["en"] == one.label["sw"]
        and not SAME_IN_BOTH.fullmatch(one.label["en"])
    ]

    assert incident.languages == ("en", "sw")
    assert untranslated == []


def test_the_kiswahili_is_marked_until_a_native_speaker_has_read_it(
    incident: Questionnaire,
) -> None:
    reviewed = incident.settings["reviewed_sw"]

    assert reviewed == "not yet" or re.search(r"\d{4}-\d{2}-\d{2}", reviewed)


def test_phones_get_short_texts_that_they_can_show(incident: Questionnaire) -> None:
    for question in incident.questions:
        assert set(question.short) == {"en", "sw"}, question.name
        if question.channels & PHONES and question.name not in {"county", "sub_county"}:
            for choice in question.choices:
                assert set(choice.short) == {"en", "sw"}, (question.name, choice.name)
                assert all(fits_a_phone(text, MENU_LINE) for text in choice.short.values())


def test_no_text_blames_names_or_guesses_a_gender(incident: Questionnaire) -> None:
    unkind = [
        (key, text)
        for key, one in everything(incident)
        for _, text in texts(one)
        if UNKIND.search(text)
    ]

    assert unkind == []


def test_her_own_words_and_names_never_travel_over_ussd(incident: Questionnaire) -> None:
    typed = [q.name for q in incident.questions if q.type == "text" and "ussd" in q.channels]

    assert typed == []


def test_a_phones_question_waits_only_for_what_phones_ask(incident: Questionnaire) -> None:
    for question in incident.questions:
        mentioned = re.findall(r"/data(?:/\w+)*/(\w+)", question.relevant or "")
        for name in mentioned:
            assert question.channels <= incident[name].channels, (question.name, name)


def test_nine_consents_are_asked_one_by_one(incident: Questionnaire) -> None:
    names = [q.name for q in incident.questions if q.name.startswith("consent_")]

    assert names == [f"consent_{purpose}" for purpose in CONSENTS.split()]
    for name in names:
        assert [choice.name for choice in incident[name].choices] == ["yes", "no"]
        assert set(incident[name].hint) == {"en", "sw"}


def test_age_is_asked_last_after_plain_words(incident: Questionnaire) -> None:
    last = [question.name for question in incident.questions][-2:]

    assert last == ["age_note", "age_band"]
    assert incident["age_note"].type == "note"
    assert "first" in incident["age_note"].label["en"]


def test_what_leads_to_a_person_stands_in_the_identity_tier(incident: Questionnaire) -> None:
    identity = {question.name for question in incident.questions if question.tier == "identity"}
    in_clear_words = {question.name for question in incident.questions if question.type == "text"}
    facets = {question.name for question in incident.questions if question.tier == "team"}

    assert {"name_used", "contact_number", "contact_word", "trusted_person"} <= identity
    assert not in_clear_words & facets


@pytest.mark.parametrize(
    ("answers", "asked", "not_asked"),
    [
        ({"acts": ["SEX-03"]}, "condom pregnancy_possible", "still_held"),
        ({"acts": ["POL-01", "HLT-01"]}, "still_held", "condom pregnancy_possible arrest_date"),
        ({"acts": ["BYL-01"], "still_held": "yes"}, "arrest_date arrest_hour", "condom"),
        ({"acts": ["ECO-01"]}, "place_exact", "condom still_held group_size"),
        ({"when_known": "date"}, "when_date when_hour", "sub_county"),
        ({"when_known": "longer", "county": "040"}, "sub_county", "when_date when_hour"),
        ({"for_whom": "group"}, "group_size", "gender_own population_own"),
        ({"gender": "own_words", "population": ["own_words"]}, "gender_own population_own", ""),
        ({"consent_contact": "no"}, "", "contact_way contact_number"),
        ({"consent_contact": "yes", "contact_way": "none"}, "contact_way", "contact_number"),
        (
            {"consent_contact": "yes", "contact_way": "call"},
            "contact_number contact_hours contact_voicemail_ok contact_word contact_who_answers",
            "",
        ),
        ({"reported_before": ["police", "friends"]}, "ob_number", ""),
    ],
)
def test_a_question_comes_only_where_it_matters(
    incident: Questionnaire, answers: dict[str, Value], asked: str, not_asked: str
) -> None:
    for name in asked.split():
        assert is_relevant(incident, name, answers, DAY), name
    for name in not_asked.split():
        assert not is_relevant(incident, name, answers, DAY), name


def test_busia_offers_the_sub_counties_of_busia(incident: Questionnaire) -> None:
    names = {
        choice.label["en"]
        for choice in choices_for(incident, incident["sub_county"], {"county": "040"})
    }

    assert {"Teso North", "Matayos"} <= names
    assert "Seme" not in names


def test_an_hour_is_told_as_each_language_tells_it(incident: Questionnaire) -> None:
    hours = {choice.name: choice.label for choice in incident["when_hour"].choices}

    assert list(hours)[:24] == [f"{hour:02}" for hour in range(24)]
    assert hours["21"] == {"en": "21:00 - 9 at night", "sw": "21:00 - saa tatu usiku"}
    assert "not_sure" in hours


def test_none_of_these_cannot_stand_beside_a_red_flag(incident: Questionnaire) -> None:
    faults = check_all(incident, {"red_flags": ["none", "strangled"]}, "api", DAY)

    assert [str(fault) for fault in faults] == ["red_flags: stands_alone"]


def drawn(
    data: st.DataObject, incident: Questionnaire, question: Question, given: dict[str, Value]
) -> list[str]:
    """What a person might answer, or nothing."""
    names = [choice.name for choice in choices_for(incident, question, given)]
    if question.type == "select_one":
        return data.draw(st.lists(st.sampled_from(names), max_size=1))
    if question.type == "select_multiple":
        alone = [choice.name for choice in question.choices if choice.exclusive]
        several = st.lists(st.sampled_from([n for n in names if n not in alone]), max_size=3)
        return data.draw(
            several | st.sampled_from([[name] for name in alone]) if alone else several
        )
    plain = {"date": ["2026-11-20"], "integer": ["3"], "text": ["Nilikuwa Busia, mji"]}
    return data.draw(st.sampled_from([[], plain.get(question.type, [])]))


@settings(max_examples=25, deadline=None)
@given(data=st.data(), channel=st.sampled_from(sorted(CHANNELS)))
def test_whoever_answers_comes_to_an_end_and_nothing_is_lost(
    incident: Questionnaire, data: st.DataObject, channel: str
) -> None:
    answers: dict[str, Value] = {}
    while question := next_question(incident, answers, channel, DAY):
        assert question.name not in answers
        raw = drawn(data, incident, question, answers)
        answers[question.name] = read_answer(incident, question, raw, answers, DAY)

    report = complete(incident, answers, channel)

    assert {name: report[name] for name in answers if name in report} == {
        name: value for name, value in answers.items() if name in report
    }
    assert all(report[name] == NOT_ASKED for name in report if name not in answers)
    # The same answers through the interface for programs give the same report.
    over_the_api = {name: value for name, value in answers.items() if name in report}
    assert check_all(incident, over_the_api, "api", DAY) == []
    assert complete(incident, over_the_api, "api") == report
