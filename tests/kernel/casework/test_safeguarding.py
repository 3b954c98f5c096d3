"""The branch for somebody under 18: opened by an age alone, and nobody meets a child alone."""

import csv
import datetime as dt
from importlib import resources

import pytest

from tetea.kernel.casework.entries import Entry
from tetea.kernel.casework.guards import refusal, settlement_bars
from tetea.kernel.casework.safeguarding import answers_now, fault, is_child, is_lone

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
CHILD = {"acts": ["ECO-01"], "age_band": "under_18"}
ADULT = {"acts": ["ECO-01"], "age_band": "18_19"}
with (resources.files("tetea") / "data" / "vocabularies" / "acts.csv").open() as file:
    ACTS = [row["code"] for row in csv.DictReader(file)]


def known(age, hours=1):
    at = NOW + dt.timedelta(hours=hours)
    return Entry(f"age-{hours}", "age_known", at, "rose", fields={"age": age})


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("age", ["18_19", "not_asked", "", None])
def test_no_act_makes_a_child_of_an_adult(act, age):
    """Adult sex work is work: whatever happened, only an age opens the branch."""
    answers = {"acts": [act], "age_band": age, "population": ["fsw"]}

    assert not is_child(answers)
    assert "child" not in settlement_bars(answers)
    assert refusal("visit", {}, answers, "paralegal") == ""


def test_the_newest_line_about_age_counts_over_the_report():
    assert is_child(ADULT, [known("under_18")])
    assert not is_child(CHILD, [known("adult")])
    assert is_child(ADULT, [known("adult"), known("under_18", 2)])
    assert not is_child(ADULT, [known("under_18"), known("adult", 2)])


def test_the_rules_see_the_age_as_it_is_known_now():
    assert settlement_bars(answers_now(ADULT, [known("under_18")])) == ("child",)
    assert settlement_bars(answers_now(CHILD, [known("adult")])) == ()
    assert answers_now(CHILD, []) is CHILD
    assert answers_now(ADULT, [known("adult")]) is ADULT


@pytest.mark.parametrize("kind", ["visit", "accompaniment"])
@pytest.mark.parametrize("role", ["coordinator", "paralegal", "hotline", "legal", "outside"])
def test_nobody_meets_a_child_alone(kind, role):
    for alone in ({}, {"two": "no", "with": "joy"}, {"two": "yes"}, {"two": "yes", "with": " "}):
        assert refusal(kind, alone, CHILD, role) == "two_adults"
    assert refusal(kind, {"two": "yes", "with": "joy"}, CHILD, role) == ""
    assert refusal(kind, {}, ADULT, role) == ""


def test_other_steps_of_a_childs_case_need_no_second_adult():
    for kind in ("call", "first_support", "clinic_visit", "safeguarding_referral"):
        assert not is_lone(kind, {})
        assert refusal(kind, {}, CHILD, "paralegal") == ""


def test_who_is_not_told_first_is_owed_the_reason():
    assert fault("safeguarding_referral", {"told_first": "yes"}) == ("", "")
    assert fault("safeguarding_referral", {"told_first": "no"}) == ("why_not", "tell_first")
    assert fault("safeguarding_referral", {"told_first": "no", "why_not": "Locked in."}) == ("", "")
    assert fault("referral", {}) == ("", "")
