"""Words: ready answers match in both languages; time left is said in words and in a level."""

import datetime as dt

import pytest
from django.utils import translation

from tetea.domain.reports.facets import FacetClock
from tetea.doors.desk import canned
from tetea.doors.desk.show import due

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)


def _clock(kind, hours):
    at = int((NOW + dt.timedelta(hours=hours)).timestamp()) // 60
    return FacetClock(kind, at, at, "A")


@pytest.mark.parametrize(
    ("minutes", "words", "level"),
    [
        (0, "Due now", "late"),
        (1, "1 minute left", "soon"),
        (59, "59 minutes left", "soon"),
        (60, "1 hour left", "soon"),
        (13 * 60, "13 hours left", "calm"),
        (47 * 60, "47 hours left", "calm"),
        (48 * 60, "2 days left", "calm"),
        (-1, "1 minute over", "late"),
        (-61, "1 hour over", "late"),
        (-49 * 60, "2 days over", "late"),
    ],
)
def test_time_left_is_said_in_words_and_in_a_level(minutes, words, level):
    at = NOW + dt.timedelta(minutes=minutes)

    assert (due.left(at, NOW), due.level(at, NOW)) == (words, level)


def test_a_window_that_has_passed_does_not_stand_before_what_can_still_be_lost():
    pep, court = _clock("pep", -5), _clock("court", 3)
    found = [due.of_clock(one, NOW, "en") for one in (pep, court)]

    assert [one.kind for one in due.by_urgency(found)] == ["court", "pep"]
    assert [one.level for one in found] == ["gone", "soon"]


def test_a_duty_that_is_late_stays_late():
    assert due.of_clock(_clock("first_support", -5), NOW, "en").level == "late"


def test_a_clock_of_an_older_rule_book_is_shown_by_its_code():
    shown = due.of_clock(_clock("rabies", 5), NOW, "sw")

    assert (shown.label, shown.advice) == ("rabies", "")


def test_ready_answers_are_the_same_in_both_languages():
    english, kiswahili = canned.replies("en", "en"), canned.replies("sw", "sw")

    assert [one.code for one in english] == [one.code for one in kiswahili]
    assert not {one.text for one in english} & {one.text for one in kiswahili}
    assert all(one.label and one.text for one in (*english, *kiswahili))


def test_a_ready_answer_is_named_for_the_reader_and_worded_for_her():
    mixed = canned.replies("en", "sw")[0]

    assert mixed.label == canned.replies("en", "en")[0].label
    assert mixed.text == canned.replies("sw", "sw")[0].text
    assert canned.text_of("no such", "sw") == ""


def test_days_are_counted_in_kiswahili_too():
    with translation.override("sw"):
        assert "2" in due.left(NOW + dt.timedelta(days=2), NOW)
