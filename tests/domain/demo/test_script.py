"""The demo's tables: they fit the questionnaire and the clock, whatever the time of day."""

import datetime as dt

import pytest

from tetea.domain.cases.closing import OUTCOMES
from tetea.domain.demo import script, stage
from tetea.domain.demo.errors import BadScript

MIDNIGHT = dt.datetime(2027, 3, 1, 0, 0, tzinfo=dt.UTC)
HOURS = [MIDNIGHT + dt.timedelta(hours=hour, minutes=7) for hour in range(24)]


@pytest.mark.parametrize("now", HOURS[::6], ids=str)
def test_every_story_fits_the_questionnaire_at_any_time_of_day(now):
    for tale in script.tales():
        assert stage.checked_answers(tale, tale.received_at(now))["story"]


@pytest.mark.parametrize("now", HOURS, ids=str)
def test_no_story_reaches_into_the_future(now):
    for tale in script.tales():
        last = max((step.after for step in tale.steps), default=dt.timedelta(0))
        assert tale.received_at(now) + last <= now, tale.name


def test_no_step_comes_before_the_one_written_above_it():
    for tale in script.tales():
        spans = [step.after for step in tale.steps]
        assert spans == sorted(spans), tale.name


def test_every_step_is_one_that_somebody_can_do():
    people = {person.username for person in script.company().people}
    for step in (step for tale in script.tales() for step in tale.steps):
        known = stage.REPORTER_VERBS if step.who == stage.REPORTER else stage.MEMBER_VERBS
        assert step.verb in known
        assert step.who in people | {stage.REPORTER}
        if step.verb == "close":
            assert step.words[0] in OUTCOMES


def test_every_phrase_stands_in_both_languages():
    assert all(set(texts) == {"en", "sw"} for texts in script.company().phrases.values())


def test_names_and_tokens_are_given_once():
    names = [tale.name for tale in script.tales()]
    tokens = [token.digits for token in script.tokens()]

    assert len(set(names)) == len(names) > 50
    assert len(set(tokens)) == len(tokens) >= 5


@pytest.mark.parametrize(
    ("text", "minutes"), [("40m", 40), ("1d2h", 1560), ("-5h", -300), ("1h5m", 65)]
)
def test_spans_of_time_read_as_people_write_them(text, minutes):
    assert script.span(text) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "soon", "5", "3h2d"])
def test_a_span_that_is_none_is_refused(text):
    with pytest.raises(BadScript):
        script.span(text)
