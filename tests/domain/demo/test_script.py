"""The demo's tables: they fit the questionnaire and the clock, whatever the time of day."""

import datetime as dt
from dataclasses import replace

import pytest

from tetea.domain.cases.closing import OUTCOMES
from tetea.domain.demo import script, stage
from tetea.domain.demo.errors import BadScript
from tetea.domain.people.models import Organisation

MIDNIGHT = dt.datetime(2027, 3, 1, 0, 0, tzinfo=dt.UTC)
HOURS = [MIDNIGHT + dt.timedelta(hours=hour, minutes=7) for hour in range(24)]
# Seven minutes past ten in Nairobi.
MORNING = HOURS[7]
WITH_THE_OCS = ("appointment", "Told at the desk.", "with=OCS")


def _written(*words, at=MORNING, now=MORNING):
    return script.casework("nekesa", words, at, now)


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


@pytest.mark.parametrize("now", HOURS[::3], ids=str)
def test_every_step_of_casework_can_be_written_down_at_any_time_of_day(now):
    for tale in script.tales():
        for step in (one for one in tale.steps if one.verb == "step"):
            at = tale.received_at(now) + step.after
            assert script.casework(tale.name, step.words, at, now).text


def test_what_she_did_herself_is_written_down_as_hers():
    booked = ("ob_entry", "Booked in the night.", "number=OB 17")

    assert _written(*booked, "hers").is_hers
    assert not _written(*booked).is_hers
    assert _written(*booked, "hers").fields == {"number": "OB 17"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+1d10:00", "2027-03-02T10:00"),
        ("-1d22:30", "2027-02-28T22:30"),
        ("@+2d09:00", "2027-03-06T09:00"),
        ("@3h", "2027-03-04T13:07"),
        ("@-30m", "2027-03-04T09:37"),
    ],
)
def test_a_moment_counts_from_the_step_or_from_the_day_of_loading(written, read):
    loaded = MORNING + dt.timedelta(days=3)

    assert _written(*WITH_THE_OCS, f"at={written}", now=loaded).fields["at"] == read


def test_a_day_without_an_hour_counts_from_the_step_in_nairobi():
    late = dt.datetime(2027, 3, 1, 22, 30, tzinfo=dt.UTC)
    plan = ("safety_plan", "Made together.", "again=+7d")

    assert _written(*plan, at=late, now=late).fields["again"] == "2027-03-09"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("a_miracle", "It went away."), "no such kind"),
        ((*WITH_THE_OCS, "at=+1d10:00", "colour=blue"), "colour"),
        ((*WITH_THE_OCS, "at=+1d10:00", "his"), "his"),
        ((*WITH_THE_OCS, "at="), "at"),
        (WITH_THE_OCS, "at: required"),
        ((*WITH_THE_OCS, "at=tomorrow"), "at: not_a_moment"),
        ((*WITH_THE_OCS, "at=@soon"), "at: not_a_moment"),
        (("safety_plan", "Made together.", "again=+7d10:00"), "again: not_a_date"),
        (("p3", "At the desk.", "stage=lost"), "stage: not_a_choice"),
        (("hearing", "Put off.", "result=adjourned", "reason=rain"), "reason: not_a_choice"),
        (("payment", "Counted.", "amount=much"), "amount: not_an_amount"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_by_story_kind_and_field(words, named):
    with pytest.raises(BadScript) as refused:
        _written(*words)

    assert "'nekesa'" in str(refused.value)
    assert f"'{words[0]}'" in str(refused.value)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        ("ob_entry", "Booked.", "number=17", "at=+0d10:08"),
        ("exhibit", "Handed on.", "label_number=M-1", "what=A box", "at=+1d09:00"),
        ("hearing", "Heard.", "result=went_on", "at=+0d11:00"),
    ],
)
def test_what_is_said_to_have_happened_cannot_lie_in_the_future(words):
    with pytest.raises(BadScript, match=rf"'nekesa', step '{words[0]}': .*future: at"):
        _written(*words)


def test_what_is_promised_may_lie_in_the_future():
    assert _written(*WITH_THE_OCS, "at=+9d10:00").fields["at"] == "2027-03-10T10:00"


def test_a_step_that_is_to_come_stops_the_loading_and_names_its_story():
    tale = script.tales()[0]
    late = replace(tale.steps[-1], after=tale.ago + dt.timedelta(days=2))

    with pytest.raises(BadScript, match=tale.name):
        stage.Stage(Organisation(), MORNING).events((replace(tale, steps=(*tale.steps, late)),))


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
