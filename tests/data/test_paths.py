"""Paths: every act leads to one, care before police, and nobody is pushed."""

import csv
import io
import tomllib
import warnings
from datetime import UTC, datetime
from importlib import resources

import pytest

from tetea.domain.directory.clock_rules import clock_rule, clock_rules
from tetea.domain.directory.paths import path, path_of_branch, paths, paths_for_acts
from tetea.domain.directory.sources import LANGUAGES, data_text, is_stale

PATHS = paths()
CODES = [one.code for one in PATHS]
STEPS = [(one, step) for one in PATHS for step in one.steps]
STEP_IDS = [f"{one.code}-{step.code}" for one, step in STEPS]
TEXTS = ("what", "why", "take", "say", "not_sign", "exposes")
POLICE = {"ob_entry", "statement", "p3", "charge"}
ARRESTS = {"arrest", "mass_arrest"}


def every_text(one):
    said = [one.label, one.first, *(getattr(step, name) for step in one.steps for name in TEXTS)]
    return [text for texts in said for text in texts.values()]


def rows(name):
    return {row["code"] for row in csv.DictReader(io.StringIO(data_text("vocabularies", name)))}


def recorded(one):
    return [step.records for step in one.steps]


def test_each_file_holds_the_path_that_it_is_named_after():
    folder = resources.files("tetea").joinpath("data", "paths")
    named = {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir()}

    assert {tomllib.loads(file.read_text("utf-8"))["code"] for file in named.values()} == set(named)
    assert set(CODES) == set(named)


def test_the_paths_that_the_stories_of_the_organisations_ask_for_are_there():
    assert set(CODES) == {
        "sexual_violence",
        "physical_violence",
        "arrest",
        "mass_arrest",
        "non_payment",
        "blackmail",
        "family",
        "work_eviction",
        "police_misconduct",
        "defender_attack",
        "discrimination",
        "child",
    }
    assert path("arrest").label["en"] == "Arrest"
    with pytest.raises(KeyError):
        path("anything")


def test_no_two_paths_claim_the_same_place():
    orders = [one.order for one in PATHS]

    assert orders == sorted(set(orders))


def test_paths_name_only_acts_of_the_vocabulary():
    known = rows("acts.csv") | rows("act_groups.csv")

    assert {act for one in PATHS for act in one.acts} <= known


@pytest.mark.parametrize("act", sorted(rows("acts.csv")))
def test_no_act_leads_down_the_path_of_a_child(act):
    """Only an age does: adult sex work is work, and nothing that was done to somebody is an age."""
    assert "child" not in [one.code for one in paths_for_acts([act])]
    assert path("child").acts == ()
    assert path_of_branch("child") == path("child")


def test_on_the_path_of_a_child_they_are_told_first_and_nothing_is_settled():
    kinds = recorded(path("child"))
    told = [step.code for step in path("child").steps].index("told_first")

    assert told < kinds.index("safeguarding_referral")
    assert not {"mediation", "payment"} & set(kinds)


@pytest.mark.parametrize("act", sorted(rows("acts.csv")))
def test_whatever_happened_leads_to_a_path(act):
    assert paths_for_acts([act])


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("SEX-03", "sexual_violence"),
        ("SEX-05", "police_misconduct"),
        ("PHY-03", "physical_violence"),
        ("BYL-01", "arrest"),
        ("POL-02", "mass_arrest"),
        ("POL-02", "defender_attack"),
        ("ECO-01", "non_payment"),
        ("ECO-02", "non_payment"),
        ("EMO-03", "blackmail"),
        ("EMO-07", "family"),
        ("ECO-04", "work_eviction"),
        ("POL-05", "police_misconduct"),
        ("HRD-01", "defender_attack"),
        ("HLT-01", "discrimination"),
        ("ECO-06", "discrimination"),
    ],
)
def test_an_act_leads_to_the_path_that_fits_it(act, code):
    assert code in [one.code for one in paths_for_acts([act])]


def test_somebody_who_was_not_paid_is_not_sent_down_the_path_of_an_arrest():
    assert [one.code for one in paths_for_acts(["ECO-01"])] == ["non_payment"]


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_a_path_can_be_followed_by_somebody_newly_trained(one):
    assert 5 <= len(one.steps) <= 10


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_she_is_heard_first_and_her_danger_is_asked_about_next(one):
    assert recorded(one)[:2] == ["first_support", "danger_assessment"]


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_care_stands_before_police_and_prc_before_p3(one):
    kinds = recorded(one)
    police = [kinds.index(kind) for kind in POLICE & set(kinds)]

    for earlier in {"clinic_visit", "prc"} & set(kinds):
        assert all(kinds.index(earlier) < place for place in police)


def test_after_rape_the_prc_form_the_p3_form_and_pep_are_all_on_the_path():
    kinds = recorded(path("sexual_violence"))

    assert {"clinic_visit", "prc", "p3", "test_followup"} <= set(kinds)
    assert "pep" in [step.clock for step in path("sexual_violence").steps]


@pytest.mark.parametrize(("one", "step"), STEPS, ids=STEP_IDS)
def test_nobody_is_pushed_to_police_or_into_a_complaint_or_a_settlement(one, step):
    chosen = {"complaint", "mediation", "demand_notice", "protection_request"}
    if one.code not in ARRESTS:
        chosen |= POLICE

    assert step.optional or step.records not in chosen


@pytest.mark.parametrize(("one", "step"), STEPS, ids=STEP_IDS)
def test_a_step_before_police_or_outside_bodies_says_what_it_may_expose(one, step):
    outside = POLICE | {"complaint", "mediation", "demand_notice", "property_held", "hearing"}

    assert step.exposes["en"] or step.records not in outside


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_one_thing_written_down_ticks_off_one_step(one):
    kinds = [kind for kind in recorded(one) if kind]

    assert len(kinds) == len(set(kinds))


def test_paths_record_only_steps_that_can_be_written_down():
    steps = tomllib.loads(data_text("steps.toml"))["step"]

    assert {step.records for _, step in STEPS if step.records} <= {step["kind"] for step in steps}


@pytest.mark.parametrize(("one", "step"), STEPS, ids=STEP_IDS)
def test_a_window_on_a_path_says_what_its_clock_says(one, step):
    if not step.clock:
        assert step.within_hours == 0
        return
    rule = clock_rule(step.clock)

    # A deadline that waits for the next court day cannot be said in hours.
    assert step.within_hours == (0 if rule.court_days else rule.hours)


def test_paths_name_only_clocks_that_there_are():
    assert {step.clock for _, step in STEPS} - {""} <= {rule.kind for rule in clock_rules()}


@pytest.mark.parametrize("code", sorted(ARRESTS))
def test_the_time_to_court_and_the_papers_not_to_sign_are_on_the_paths_of_an_arrest(code):
    steps = path(code).steps

    assert "court" in [step.clock for step in steps]
    assert any("admission of guilt" in step.not_sign["en"] for step in steps)
    assert any("kukiri kosa" in step.not_sign["sw"] for step in steps)


@pytest.mark.parametrize("code", ["arrest", "police_misconduct"])
def test_county_officers_are_taken_to_the_ombudsman_and_not_to_ipoa(code):
    (step,) = [step for step in path(code).steps if step.records == "complaint"]

    assert "CAJ" in step.what["en"]
    assert "not to IPOA" in step.what["en"]
    assert "si IPOA" in step.what["sw"]


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_no_mediation_is_offered_without_a_word_about_children(one):
    for step in one.steps:
        if step.records == "mediation":
            assert "child" in step.not_sign["en"]
            assert "mtoto" in step.not_sign["sw"]


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_every_text_fits_a_phone_and_stays_calm(one):
    assert all(2 <= len(one.label[lang]) <= 60 for lang in LANGUAGES)
    assert all(len(step.what[lang]) <= 160 for step in one.steps for lang in LANGUAGES)
    assert max(map(len, every_text(one))) <= 300
    assert not [text for text in every_text(one) if "!" in text]


@pytest.mark.parametrize("name", CODES)
def test_work_is_called_work(name):
    text = data_text("paths", f"{name}.toml").lower()

    assert not [word for word in ("exploit", "prostitut", "malaya", "kahaba") if word in text]


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_hotline_numbers_stand_with_the_services_and_not_on_a_path(one):
    words = " ".join(every_text(one)).split()
    numbers = {"".join(filter(str.isdigit, word)) for word in words} - {""}

    # The form P3, and the windows and ages that the sources name. Any other number is looked at.
    assert numbers <= {"3", "12", "18", "24", "28", "30", "72"}


@pytest.mark.parametrize("one", PATHS, ids=CODES)
def test_every_path_names_its_source_and_is_confirmed_only_by_a_person(one):
    assert len(one.source) > 40
    assert one.confirmed == bool(one.reviewer)


def test_paths_not_looked_at_for_a_year_are_reported():
    today = datetime.now(UTC).date()
    stale = [one.code for one in PATHS if is_stale(one.review_date, today)]

    # A date that passes must not stop a build: it is said, and the pages show it.
    if stale:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"paths to review again: {', '.join(stale)}", stacklevel=2)
