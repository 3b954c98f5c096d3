"""What is asked next, what stands at the end: the same on every channel, and nothing is lost."""

import json
import threading
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.dialogue import (
    NOT_ASKED,
    Questionnaire,
    Value,
    compile_questionnaire,
    complete,
    core_answered,
    next_question,
    previous_question,
    published,
    read_answer,
)

Sheet = Callable[..., str]
DAY = date(2026, 11, 22)
SAID: dict[str, st.SearchStrategy[Value]] = {
    "danger": st.sampled_from(["yes", "no"]),
    "story": st.sampled_from([None, "words"]),
    "acts": st.sampled_from([None, ["SEX-01"], ["SEX-01", "ECO-01"], ["none"]]),
    "day": st.sampled_from([None, "2026-11-20", "2026-11-22"]),
    "hours": st.sampled_from([None, 3]),
    "county": st.sampled_from([None, "040", "042"]),
    "sub": st.sampled_from([None, "teso", "seme", "nyando"]),
    "number": st.sampled_from([None, "0700000000"]),
}
ALL_SAID = st.fixed_dictionaries(SAID)


def walked(form: Questionnaire, said: dict[str, Value], channel: str) -> dict[str, Value]:
    """Answer as a person would: what she is asked, in the order asked."""
    answers: dict[str, Value] = {}
    while question := next_question(form, answers, channel, DAY):
        assert question.name not in answers or question.filtered
        answer = said[question.name]
        if question.name == "sub" and answer not in _offered(said["county"]):
            answer = None
        raw = answer if isinstance(answer, list) else [] if answer is None else [str(answer)]
        answers[question.name] = read_answer(form, question, raw, answers, DAY)
    return answers


def _offered(county: Value) -> list[Value]:
    return ["teso"] if county == "040" else ["seme", "nyando"]


def test_the_core_comes_first_and_suffices(form: Questionnaire, today: date) -> None:
    names = [question.name for question in form.questions]

    assert names == ["danger", "acts", "county", "story", "day", "hours", "sub", "number"]
    assert not core_answered(form, {"danger": "no", "acts": None}, "ussd", today)
    assert core_answered(form, {"danger": "no", "acts": None, "county": None}, "ussd", today)


def test_a_channel_asks_only_its_own_questions(form: Questionnaire, today: date) -> None:
    answers: dict[str, Value] = {"danger": "yes", "acts": None, "county": None}

    asked = next_question(form, answers, "web", today)

    assert asked is not None
    assert asked.name == "story"
    assert next_question(form, answers, "ussd", today) is None
    with pytest.raises(ValueError, match="no channel 'fax'"):
        next_question(form, answers, "fax", today)


def test_back_goes_through_the_questions_that_were_asked(form: Questionnaire, today: date) -> None:
    answers: dict[str, Value] = {"danger": "yes", "acts": ["SEX-01"], "county": "042"}

    here = previous_question(form, answers, "ussd", today)
    assert here is form["county"]
    here = previous_question(form, answers, "ussd", today, before="county")
    assert here is form["acts"]
    assert previous_question(form, answers, "ussd", today, before="danger") is None


def test_a_changed_county_asks_for_the_sub_county_again(form: Questionnaire, today: date) -> None:
    answers: dict[str, Value] = {"danger": "yes", "acts": None, "county": "042", "sub": "seme"}
    assert next_question(form, answers, "ussd", today) is None

    answers["county"] = "040"

    assert next_question(form, answers, "ussd", today) is form["sub"]
    assert complete(form, answers, "ussd")["sub"] == NOT_ASKED


def test_what_no_longer_applies_is_dropped_and_counts_for_nothing(sheet: Sheet) -> None:
    form = compile_questionnaire(
        sheet(
            {"type": "select_one yn", "name": "one"},
            {"type": "select_one yn", "name": "two", "relevant": "${one} = 'yes'"},
            {"type": "select_one yn", "name": "three", "relevant": "${two} = 'yes'"},
        )
    )

    report = complete(form, {"one": "no", "two": "yes", "three": "yes"}, "web")

    assert report == {"one": "no", "two": NOT_ASKED, "three": NOT_ASKED}


def test_not_saying_and_not_being_asked_are_told_apart(form: Questionnaire) -> None:
    report = complete(form, {"danger": "yes", "county": None}, "ussd")

    assert report["county"] is None
    assert report["story"] == NOT_ASKED
    assert list(report) == [question.name for question in form.questions]


@settings(max_examples=50, deadline=None)
@given(said=ALL_SAID, data=st.data())
def test_the_order_of_the_answers_changes_nothing(
    form: Questionnaire, said: dict[str, Value], data: st.DataObject
) -> None:
    answers = walked(form, said, "web")
    shuffled = data.draw(st.permutations(list(answers.items())))

    assert complete(form, dict(shuffled), "web") == complete(form, answers, "web")
    assert next_question(form, dict(shuffled), "web", DAY) is None


@settings(max_examples=50, deadline=None)
@given(said=ALL_SAID)
def test_the_same_answers_give_the_same_report_on_every_channel(
    form: Questionnaire, said: dict[str, Value]
) -> None:
    reports = {
        channel: complete(form, walked(form, said, channel), channel)
        for channel in ("web", "ussd", "sms", "voice", "api", "field")
    }

    for channel, report in reports.items():
        for name, value in report.items():
            if channel in form[name].channels:
                assert value == reports["web"][name]
            else:
                assert value == NOT_ASKED


@settings(max_examples=50, deadline=None)
@given(said=ALL_SAID, skipped=st.sets(st.sampled_from(sorted(set(SAID) - {"danger"}))))
def test_leaving_questions_out_loses_no_answer_that_still_applies(
    form: Questionnaire, said: dict[str, Value], skipped: set[str]
) -> None:
    whole = complete(form, walked(form, said, "web"), "web")
    part = complete(form, walked(form, said | dict.fromkeys(skipped), "web"), "web")

    for name, value in part.items():
        if value == NOT_ASKED:
            continue
        assert value is None if name in skipped else value in (whole[name], None)


@settings(max_examples=50, deadline=None)
@given(
    answers=st.dictionaries(
        st.sampled_from([*SAID, "stranger"]),
        st.none() | st.text(max_size=5) | st.lists(st.text(max_size=5), max_size=2),
    )
)
def test_asking_ends_whatever_stands_in_the_answers(
    form: Questionnaire, answers: dict[str, Value]
) -> None:
    for _ in range(2 * len(form.questions)):
        question = next_question(form, answers, "web", DAY)
        if question is None:
            break
        answers[question.name] = None
    assert next_question(form, answers, "web", DAY) is None


def test_sixteen_threads_do_not_see_each_others_answers(form: Questionnaire) -> None:
    said = {"danger": "no", "story": None, "day": None, "hours": None, "number": None}
    faults: list[object] = []

    def ask(county: str, sub: str) -> None:
        for _ in range(30):
            answers = walked(
                form, {**said, "acts": ["SEX-01"], "county": county, "sub": sub}, "web"
            )
            if (answers["county"], answers["sub"]) != (county, sub):
                faults.append(answers)

    pairs = [("040", "teso"), ("042", "seme")] * 8
    threads = [threading.Thread(target=ask, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []


def test_the_version_follows_the_content(sheet: Sheet) -> None:
    one = compile_questionnaire(sheet({"type": "text", "name": "story"}))
    same = compile_questionnaire(sheet({"type": "text", "name": "story"}))
    other = compile_questionnaire(sheet({"type": "text", "name": "stories"}))

    assert one.version == same.version != other.version
    assert len(one.version) == 12


def test_a_program_reads_what_a_person_is_asked(form: Questionnaire) -> None:
    told = json.loads(json.dumps(published(form, "sw")))

    by_name = {question["name"]: question for question in told["questions"]}
    assert told["version"] == form.version
    assert list(by_name) == [question.name for question in form.questions]
    assert by_name["danger"]["choices"][0] == {"name": "yes", "label": "Ndiyo"}
    assert by_name["acts"]["choices"][2]["exclusive"] is True
    assert by_name["sub"]["choices"][0]["extra"]["county"] == "040"
    assert by_name["hours"]["relevant"] == "selected( /data/acts , 'SEX-01')"
    with pytest.raises(KeyError):
        published(form, "fr")
