"""Steps of a case: complete in both languages, sourced, and unconfirmed until somebody signs."""

import csv
import io
import warnings
from datetime import UTC, datetime

import pytest

from tetea.domain.directory.clock_rules import clock_rules
from tetea.domain.directory.sources import data_text, is_stale
from tetea.domain.directory.steps import (
    step_book,
    step_clock_advice,
    step_clock_label,
    step_kind,
    step_label,
    step_told,
)
from tetea.kernel.casework.steps import LANGUAGES, clocks_met, read_fields
from tetea.kernel.dialogue.gsm7 import fits_a_phone

BOOK = step_book()
STEPS = list(BOOK.kinds.values())
KINDS = [step.kind for step in STEPS]
FIELDS = [(step, field) for step in STEPS for field in step.fields]
# Types of intervention of the HURIDOCS Events Standard Formats, micro-thesaurus 20.
INTERVENTIONS = {"01", "0101", "0102", "0103", "0104", "0105", "0106", "02", "0201", "0202", "0203"}
# What the form of any step posts beside the fields of this one.
OF_THE_FORM = {"line", "day", "hour", "hers"}
# Nothing that a step can do ends the time to sue: the lawyer says when it is of no more concern.
STOPPED_BY_HAND = {"limitation_government", "limitation_tort"}
FIRST_TO_LAST = """
    first_support danger_assessment safety_plan call visit accompaniment case_conference
    clinic_visit test_followup prc p3 ob_entry appointment statement exhibit investigating_officer
    charge bail_bond release friendly_contact complaint hearing judgment demand_notice mediation
    payment property_held property_returned referral shelter protection_request consent_review
    reprisal_check next_contact silence dropout note party act source_of_it chain_link
    counter_claim consent_taken age_known safeguarding_referral
"""


def all_words():
    for step in STEPS:
        yield from (*step.label.values(), *step.told.values(), *step.hint.values())
    for _, field in FIELDS:
        yield from field.label.values()
        yield from (text for option in field.options for text in option[1:])
    for clock in BOOK.clocks:
        yield from (*clock.label.values(), *clock.advice.values())


def met(kind, **fields):
    return clocks_met(step_kind(kind), read_fields(step_kind(kind), fields))


def test_everything_that_is_done_in_a_case_can_be_written_down():
    assert set(KINDS) == set(FIRST_TO_LAST.split())


def test_a_step_is_found_in_two_taps():
    assert len(BOOK.groups) <= 9
    for group in BOOK.groups:
        assert 1 <= len(BOOK.in_group(group.code)) <= 9
        assert all(2 <= len(group.label[lang]) <= 40 for lang in LANGUAGES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_has_short_words_in_both_languages(kind, lang):
    assert 2 <= len(step_label(kind, lang)) <= 60
    assert 10 <= len(step_kind(kind).hint[lang]) <= 120
    assert "\n" not in step_kind(kind).hint[lang]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_she_is_told_fits_a_line_of_the_cheapest_phone(kind, lang):
    assert len(step_told(kind, lang)) >= 5
    assert fits_a_phone(step_told(kind, lang), 60)


@pytest.mark.parametrize("kind", KINDS)
def test_what_she_is_told_does_not_say_what_happened_to_her(kind):
    told = f"{step_told(kind, 'en')} {step_told(kind, 'sw')}".lower()

    for word in ("rape", "sex", "hiv", "pep", "violence", "ubakaji", "ngono", "vvu", "ukatili"):
        assert word not in told.split()


@pytest.mark.parametrize(("step", "field"), FIELDS)
def test_every_field_and_choice_has_words_in_both_languages(step, field):
    labels = [field.label, *({"en": en, "sw": sw} for _, en, sw in field.options)]

    assert all(2 <= len(label[lang]) <= 80 for label in labels for lang in LANGUAGES)
    assert field.name not in OF_THE_FORM


@pytest.mark.parametrize("kind", [clock.kind for clock in BOOK.clocks])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_clock_of_a_case_has_words_in_both_languages(kind, lang):
    assert 2 <= len(step_clock_label(kind, lang)) <= 80
    assert 10 <= len(step_clock_advice(kind, lang)) <= 240


@pytest.mark.parametrize("one", [*STEPS, *BOOK.clocks], ids=lambda one: one.kind)
def test_every_step_and_clock_names_its_source_and_is_confirmed_only_by_a_person(one):
    assert len(one.source) > 20
    assert one.confirmed == bool(one.reviewer)


def test_work_is_called_work():
    for text in all_words():
        for word in ("exploit", "prostitut", "kahaba", "malaya", "!"):
            assert word not in text.lower()


def test_an_unknown_step_or_clock_is_not_guessed():
    for ask in (step_label, step_told, step_clock_label, step_clock_advice):
        with pytest.raises(KeyError):
            ask("dance", "en")


def test_interventions_carry_numbers_that_other_archives_know():
    assert {step.huri for step in STEPS} - {""} <= INTERVENTIONS
    assert step_kind("friendly_contact").huri == "0105"


def test_choices_from_a_vocabulary_have_that_vocabulary():
    for name in {field.list for _, field in FIELDS} - {""}:
        rows = csv.DictReader(io.StringIO(data_text("vocabularies", f"{name}.csv")))
        assert [row["code"] for row in rows]


def test_care_and_first_support_wait_for_no_consent():
    for kind in ("first_support", "clinic_visit", "prc", "safety_plan", "accompaniment"):
        assert step_kind(kind).consent == ""


def test_we_do_not_go_to_police_or_partners_without_her_word():
    for kind in ("ob_entry", "statement", "p3", "complaint", "friendly_contact"):
        assert step_kind(kind).consent == "police"
    for kind in ("referral", "shelter"):
        assert step_kind(kind).consent == "partner"


def test_an_officer_who_helps_is_protected_and_never_told_of():
    assert [step.kind for step in STEPS if step.protected] == ["friendly_contact"]
    assert not step_kind("friendly_contact").public
    assert "other_unit" in {field.name for field in step_kind("friendly_contact").fields}


def test_her_phone_shows_no_safe_place_and_no_measure_of_her_danger():
    for kind in ("shelter", "danger_assessment", "note"):
        assert not step_kind(kind).public


def test_only_a_lawyer_reads_what_she_told_of_her_own_acts():
    lawyers = {(step.kind, field.name) for step, field in FIELDS if field.tier == "lawyer"}

    assert {("statement", "own_acts"), ("property_held", "how"), ("charge", "defence")} <= lawyers


def test_no_settlement_is_written_down_without_saying_whether_it_was_free_and_hers():
    required = {field.name for field in step_kind("mediation").fields if field.required}

    assert required == {"voluntary", "her_decision"}


def test_a_clock_of_a_case_is_not_called_like_one_of_a_report():
    assert not {clock.kind for clock in BOOK.clocks} & {rule.kind for rule in clock_rules()}


def test_every_clock_of_a_case_can_be_stopped_by_a_step():
    stopped = {kind for step in STEPS for kind in step.meets}
    stopped |= {kind for step in STEPS for when in step.meets_when for kind in when.clocks}

    assert {clock.kind for clock in BOOK.clocks} - stopped == STOPPED_BY_HAND


def test_bandaged_wounds_do_not_stop_the_clock_of_pep():
    assert "pep" not in met("clinic_visit", given=["wounds"])
    assert "pep" in met("clinic_visit", given=["wounds", "pep"])


def test_a_first_look_for_reprisals_leaves_the_later_ones_running():
    assert met("reprisal_check", check="day_1") == {"next_contact", "reprisal_1"}
    assert "reprisal_30" not in met("reprisal_check", check="day_7")


def test_a_first_test_leaves_the_second_one_running():
    assert met("test_followup", which="six_weeks") == {"test_6_weeks"}


def test_half_of_what_was_promised_does_not_end_the_promise():
    assert "promise" not in met("payment", amount="1000", complete="no")
    assert "promise" in met("payment", amount="300", complete="yes")


def test_who_is_in_danger_now_stays_in_danger_after_the_assessment():
    assert "danger" not in met("danger_assessment", level="now")


def test_watching_for_reprisals_and_the_short_limit_are_for_cases_against_officials():
    official = {clock.kind for clock in BOOK.clocks if clock.only_official}

    assert official == {"reprisal_1", "reprisal_7", "reprisal_30", "limitation_government"}


def test_clocks_of_a_case_begin_where_the_stories_say():
    starts = {(clock.kind, clock.starts_from) for clock in BOOK.clocks}

    assert {
        ("appointment", "appointment.at"),
        ("hearing", "hearing.next_at"),
        ("promise", "mediation.promised_for"),
        ("next_contact", "next_contact.at"),
        ("reprisal_7", "step:complaint"),
        ("reprisal_7", "step:ob_entry"),
        ("limitation_government", "incident"),
        ("consent_review", "opened"),
    } <= starts


def test_steps_not_looked_at_for_a_year_are_reported():
    today = datetime.now(UTC).date()
    reviewed = [(step.kind, step.review_date) for step in STEPS]
    reviewed += [(clock.kind, clock.review_date) for clock in BOOK.clocks]
    stale = [kind for kind, day in reviewed if is_stale(day, today)]

    # A date that passes must not stop a build: it is said, and the pages show the date.
    if stale:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"steps to review again: {', '.join(stale)}", stacklevel=2)
