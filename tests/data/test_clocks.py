"""Clock data: complete in both languages, sourced, and unconfirmed until somebody signs."""

import csv
import io
import re
import warnings
from datetime import UTC, datetime

import pytest

from tetea.domain.directory.clock_rules import clock_advice, clock_label, clock_rules
from tetea.domain.directory.sources import data_text, is_stale

KINDS = [rule.kind for rule in clock_rules()]


@pytest.mark.parametrize("kind", [*KINDS, "deadline"])
@pytest.mark.parametrize("lang", ["en", "sw"])
def test_every_clock_has_words_in_both_languages(kind, lang):
    assert 2 <= len(clock_label(kind, lang)) <= 80
    assert 10 <= len(clock_advice(kind, lang)) <= 240


@pytest.mark.parametrize("rule", clock_rules(), ids=KINDS)
def test_every_clock_names_its_source_and_is_confirmed_only_by_a_person(rule):
    assert len(rule.source) > 20
    assert rule.confirmed == bool(rule.reviewer)


def test_the_clocks_that_lives_depend_on_are_there():
    assert {"danger", "medical", "first_support", "pep", "court"} <= set(KINDS)
    assert "emergency_contraception" in KINDS


def test_a_clock_shown_to_her_never_names_police_as_a_condition_of_care():
    for kind in ("pep", "medical"):
        assert "police report" in clock_advice(kind, "en")
        assert "ripoti ya polisi" in clock_advice(kind, "sw")


def test_clocks_name_only_acts_of_the_vocabulary():
    acts = {
        row["code"] for row in csv.DictReader(io.StringIO(data_text("vocabularies", "acts.csv")))
    }

    assert {act for rule in clock_rules() for when in rule.applies for act in when.acts} <= acts


def test_clocks_ask_only_for_choices_that_the_questionnaire_offers():
    sheet = data_text("questionnaires", "incident.md")
    lists = {name: kind for kind, name in re.findall(r"\| select_\w+ (\w+) \| (\w+) \|", sheet)}
    grounds = [when for rule in clock_rules() for when in rule.applies]

    for question, choices in (pair for when in grounds for pair in (*when.answers, *when.unless)):
        for choice in choices:
            assert f"| {lists[question]} | {choice} |" in sheet


def test_rules_not_looked_at_for_a_year_are_reported():
    today = datetime.now(UTC).date()
    stale = [rule.kind for rule in clock_rules() if is_stale(rule.review_date, today)]

    # A date that passes must not stop a build: it is said, and the pages show the date.
    if stale:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"clocks to review again: {', '.join(stale)}", stacklevel=2)
