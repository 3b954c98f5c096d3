"""What plain XPath gets silently wrong, and we must not."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tetea.kernel.dialogue import (
    Questionnaire,
    Value,
    WrongAnswer,
    choices_for,
    compile_questionnaire,
    is_relevant,
    read_answer,
)

Sheet = Callable[..., str]


def test_a_day_until_today_is_accepted_and_tomorrow_is_not(
    form: Questionnaire, today: date
) -> None:
    answers = {"acts": ["ECO-01"]}

    assert read_answer(form, form["day"], ["2026-11-22"], answers, today) == "2026-11-22"
    assert read_answer(form, form["day"], ["2020-01-01"], answers, today) == "2020-01-01"
    for wrong in ("2026-11-23", "2019-12-31"):
        with pytest.raises(WrongAnswer) as refused:
            read_answer(form, form["day"], [wrong], answers, today)
        assert refused.value.reason == "constraint"


def test_an_empty_answer_meets_every_constraint(form: Questionnaire, today: date) -> None:
    assert read_answer(form, form["day"], [""], {}, today) is None
    assert read_answer(form, form["number"], None, {}, today) is None


def test_only_the_sub_counties_of_the_county_are_on_offer(form: Questionnaire) -> None:
    offered = choices_for(form, form["sub"], {"county": "042"})

    assert [choice.name for choice in offered] == ["seme", "nyando"]
    assert choices_for(form, form["sub"], {}) == ()


def test_a_filter_may_speak_through_current(sheet: Sheet) -> None:
    form = compile_questionnaire(
        sheet(
            {"type": "select_one county", "name": "county"},
            {
                "type": "select_one sub",
                "name": "sub",
                "choice_filter": "county = current()/../county and name != 'seme'",
            },
        )
    )

    offered = choices_for(form, form["sub"], {"county": "042"})

    assert [choice.name for choice in offered] == ["nyando"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("selected(${acts}, 'SEX-01')", True),
        ("selected(${acts}, 'none')", False),
        ("count-selected(${acts}) = 2", True),
        ("selected-at(${acts}, 1) = 'ECO-01'", True),
        ("selected-at(${acts}, 7) = ''", True),
        ("if(${hours} > 24, 'late', 'soon') = 'late'", True),
        ("if(${hours} != '', 72 - ${hours}, 0) = 42", True),
        ("coalesce(${note}, ${county}) = '042'", True),
        ("coalesce(${county}, ${note}) = '042'", True),
        ("regex(${plate}, 'K[A-Z]{2} [0-9]{3}[A-Z]')", True),
        ("regex(${plate}, 'KDA')", False),
        ("string-length(${plate}) = 8", True),
        ("concat(${county}, '/data/hours') = '042/data/hours'", True),
        ("number(${hours}) = 30.0 and int(30.9) = ${hours} and round(29.6) = 30", True),
        ("int(0 - 1.5) = 0 - 1", True),
        ("not(${note} = '') or false()", False),
        ("true() and ${hours} mod 7 = 2 and ${hours} div 2 = 15", True),
        ("${day} < today() and ${day} >= date('2026-11-20')", True),
        ("${day} != ''", True),
        ("date('2026-11-20') = ${day} and ${day} + 2 = today()", True),
        ("${moment} < now() and ${moment} > ${day}", True),
        ("${moment} < today()", False),
        ("${hours} = '30' and ${hours} = 30", True),
    ],
)
def test_a_condition_means_what_its_author_reads(
    sheet: Sheet, condition: str, *, holds: bool
) -> None:
    names = {"county": "county", "plate": "text", "hours": "integer", "note": "text"}
    form = compile_questionnaire(
        sheet(
            {"type": "select_multiple act", "name": "acts"},
            {"type": "select_one county", "name": "county"},
            *({"type": kind, "name": name} for name, kind in names.items() if name != kind),
            {"type": "date", "name": "day"},
            {"type": "datetime", "name": "moment"},
            {"type": "text", "name": "last", "relevant": condition},
        )
    )
    answers: dict[str, Value] = {"acts": ["SEX-01", "ECO-01"], "county": "042", "hours": 30}
    answers["plate"] = "KDA 123X"
    answers |= {"note": None, "day": "2026-11-20", "moment": "2026-11-22T08:00"}

    assert is_relevant(form, "last", answers, datetime.fromisoformat("2026-11-22T09:30")) is holds


def test_a_moment_of_today_is_not_in_the_future_when_only_the_day_is_known(
    sheet: Sheet, today: date
) -> None:
    form = compile_questionnaire(
        sheet({"type": "datetime", "name": "moment", "constraint": ". <= now()"})
    )

    value = read_answer(form, form["moment"], "2026-11-22T23:30", {}, today)

    assert value == "2026-11-22T23:30"


def test_a_group_that_does_not_apply_takes_its_questions_with_it(
    form: Questionnaire, today: date
) -> None:
    assert is_relevant(form, "number", {"danger": "no"}, today)
    assert not is_relevant(form, "number", {"danger": "yes"}, today)
    assert form["number"].page_group == "contact"


def test_no_answer_stays_in_the_tree(form: Questionnaire, today: date) -> None:
    read_answer(form, form["number"], "0700000000", {"danger": "no"}, today)

    with form.machine.holding({}, today) as bench:
        assert not any(node.text for node in bench.nodes.values() if len(node) == 0)


def test_a_condition_on_the_day_is_asked_anew_on_another_day(sheet: Sheet) -> None:
    """What looks at no answer is remembered for a day, never longer."""
    form = compile_questionnaire(
        sheet(
            {"type": "date", "name": "day"},
            {"type": "text", "name": "last", "relevant": "today() > date('2026-11-21')"},
            {"type": "text", "name": "other", "relevant": "${day} = '' or ${day} = today()"},
        )
    )
    before, after = date(2026, 11, 21), date(2026, 11, 22)

    assert [is_relevant(form, "last", {}, day) for day in (before, after, before)] == [
        False, True, False,
    ]  # fmt: skip
    assert is_relevant(form, "other", {}, before)
    assert not is_relevant(form, "other", {"day": "2026-11-20"}, before)
    assert is_relevant(form, "other", {}, before)
