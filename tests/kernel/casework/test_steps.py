"""Steps are data, a fault in them names itself, and what was typed is taken or refused."""

import pytest

from tetea.kernel.casework.steps import (
    StepDataError,
    WrongField,
    clocks_met,
    parse_steps,
    read_fields,
)

STEPS = """
version = 1
source = "a document"

[[group]]
code = "health"
label.en = "Health"
label.sw = "Afya"

[[group]]
code = "police"
label.en = "Police"
label.sw = "Polisi"

[[step]]
kind = "clinic"
group = "health"
source = "a document"
reviewer = ""
review_date = 2026-11-26
confirmed = false
consent = ""
protected = false
milestone = "clinic"
meets = ["medical"]
meets_when.given.pep = ["pep"]
public = true
huri = "0103"
label.en = "Clinic"
label.sw = "Kliniki"
told.en = "Your visit was noted"
told.sw = "Ziara yako imeandikwa"
hint.en = "What was given."
hint.sw = "Alichopewa."

[[step.field]]
name = "at"
type = "moment"
required = true
label.en = "When"
label.sw = "Lini"

[[step.field]]
name = "given"
type = "choices"
options = [["pep", "PEP", "PEP"], ["wounds", "Wounds", "Majeraha"]]
label.en = "Given"
label.sw = "Alichopewa"

[[step.field]]
name = "reason"
type = "choice"
list = "reasons"
label.en = "Reason"
label.sw = "Sababu"

[[step.field]]
name = "again"
type = "date"
label.en = "Again"
label.sw = "Tena"

[[step.field]]
name = "paid"
type = "amount"
label.en = "Paid"
label.sw = "Imelipwa"

[[step.field]]
name = "alone"
type = "yes_no"
label.en = "Alone?"
label.sw = "Peke yake?"

[[step.field]]
name = "own_acts"
type = "text"
tier = "lawyer"
label.en = "Own acts"
label.sw = "Matendo yake"

[[step.field]]
name = "number"
type = "line"
label.en = "Number"
label.sw = "Namba"

[[clock]]
kind = "return"
from = ["clinic.again", "step:clinic"]
hours = -24
alert_class = "B"
alert_hours_before = 3
public = true
source = "a document"
reviewer = ""
review_date = 2026-11-26
confirmed = false
label.en = "Return"
label.sw = "Kurudi"
advice.en = "Go back."
advice.sw = "Rudi."
"""
KNOWN = {"medical", "pep"}
LISTS = {"reasons": ["cost", "fear"]}
AT = {"at": "2026-03-31T10:00"}
SECRET = "Achieng"


def clinic():
    return parse_steps(STEPS, KNOWN).kinds["clinic"]


def refused(given, lists=LISTS):
    with pytest.raises(WrongField) as caught:
        read_fields(clinic(), given, lists)
    return caught.value.name, caught.value.reason


def test_a_step_is_read_with_its_fields_and_what_it_stops():
    step = clinic()

    assert (step.group, step.milestone, step.huri) == ("health", "clinic", "0103")
    assert step.label["sw"] == "Kliniki"
    assert [field.name for field in step.fields if field.required] == ["at"]
    assert [field.name for field in step.fields if field.tier == "lawyer"] == ["own_acts"]
    assert step.meets == ("medical",)


def test_a_group_shows_its_own_steps_and_no_others():
    book = parse_steps(STEPS, KNOWN)

    assert [group.code for group in book.groups] == ["health", "police"]
    assert [step.kind for step in book.in_group("health")] == ["clinic"]
    assert book.in_group("police") == ()
    assert book.in_group("music") == ()


def test_a_clock_of_two_beginnings_stands_once_for_each():
    clocks = parse_steps(STEPS, KNOWN).clocks

    assert [clock.starts_from for clock in clocks] == ["clinic.again", "step:clinic"]
    assert {(clock.kind, clock.hours, clock.only_official) for clock in clocks} == {
        ("return", -24, False)
    }


@pytest.mark.parametrize(
    "start", ["received", "incident", "opened", "closed", "step:clinic", "clinic.at"]
)
def test_a_clock_begins_with_an_occasion_a_step_or_a_time_written_down(start):
    text = STEPS.replace('from = ["clinic.again", "step:clinic"]', f'from = "{start}"')

    assert [clock.starts_from for clock in parse_steps(text, KNOWN).clocks] == [start]


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ('kind = "clinic"', "", "a step: kind"),
        ('kind = "clinic"', 'kind = "The Clinic"', "a step: kind"),
        ('group = "health"', 'group = "music"', "clinic: group"),
        ('consent = ""', 'consent = "media"', "clinic: consent is none of"),
        ("protected = false", 'protected = "no"', "clinic: protected"),
        ("review_date = 2026-11-26", 'review_date = "soon"', "clinic: review_date"),
        ('meets = ["medical"]', 'meets = ["lunch"]', "clinic: meets: no clock is called lunch"),
        ('meets = ["medical"]', 'meets = "medical"', "clinic: meets is not a list"),
        ('given.pep = ["pep"]', 'given.ec = ["pep"]', "clinic: meets_when given.ec is no choice"),
        ('given.pep = ["pep"]', 'given.pep = ["tea"]', "meets_when given.pep: no clock"),
        ("public = true", "public = true\nloud = true", "clinic: does not know loud"),
        ('told.sw = "Ziara yako imeandikwa"', 'told.sw = ""', "clinic: told needs en and sw"),
        ('hint.en = "What was given."', "", "clinic: hint"),
        ('label.sw = "Kliniki"', 'label.fr = "Clinique"', "clinic: label"),
        ('type = "moment"', 'type = "hour"', "clinic.at: type is none of"),
        ("required = true", "required = 1", "clinic.at: required"),
        ('tier = "lawyer"', 'tier = "team"', "clinic.own_acts: tier"),
        ('name = "again"', 'name = "at"', "clinic: field given twice: at"),
        ('"wounds", "Wounds"', '"pep", "Wounds"', "clinic.given: option given twice: pep"),
        (', "Majeraha"]', "]", "clinic.given: options are not rows"),
        ('list = "reasons"', "", "clinic.reason: a choice needs"),
        ('type = "amount"', 'type = "amount"\nlist = "reasons"', "clinic.paid: a choice needs"),
        ('kind = "return"', 'kind = "pep"', "steps: clock given twice: pep"),
        ('"clinic.again"', '"clinic.paid"', "return: from names nothing"),
        ('"clinic.again"', '"clinic.again2"', "return: from names nothing"),
        ('"step:clinic"', '"step:church"', "return: from names nothing"),
        ("hours = -24", "hours = true", "return: hours"),
        ("alert_hours_before = 3", "alert_hours_before = -3", "return: alert_hours_before"),
        ('alert_class = "B"', 'alert_class = "C"', "return: alert_class"),
        ('advice.sw = "Rudi."', "", "return: advice"),
        ('code = "police"', 'code = "health"', "steps: group given twice: health"),
        ("[[clock]]", "[[clok]]", "steps: does not know clok"),
        ("version = 1", "version = ", "steps: not TOML"),
    ],
)
def test_a_fault_is_refused_by_step_and_field(good, bad, complaint):
    assert good in STEPS

    with pytest.raises(StepDataError, match=complaint):
        parse_steps(STEPS.replace(good, bad, 1), KNOWN)


def test_a_step_given_twice_is_refused():
    step = STEPS[STEPS.index("[[step]]") : STEPS.index("[[clock]]")]

    with pytest.raises(StepDataError, match="steps: kind given twice: clinic"):
        parse_steps(STEPS + step, KNOWN)


def test_a_clock_kept_elsewhere_is_unknown_until_it_is_named():
    with pytest.raises(StepDataError, match="clinic: meets: no clock is called medical"):
        parse_steps(STEPS)


def test_a_visit_without_the_medicine_leaves_its_clock_running():
    bandaged = read_fields(clinic(), {**AT, "given": ["wounds"]}, LISTS)
    treated = read_fields(clinic(), {**AT, "given": ["wounds", "pep"]}, LISTS)

    assert clocks_met(clinic(), bandaged) == {"medical"}
    assert clocks_met(clinic(), treated) == {"medical", "pep"}


def test_what_was_typed_comes_back_without_what_was_left_empty():
    given = {
        "at": " 2026-03-31T10:00 ",
        "given": "pep wounds pep",
        "reason": "cost",
        "again": "2026-04-30",
        "paid": "0500",
        "alone": True,
        "own_acts": "   ",
        "number": " 23/14\n/03/2025 ",
        "csrfmiddlewaretoken": "x",
    }

    assert read_fields(clinic(), given, LISTS) == {
        "at": "2026-03-31T10:00",
        "given": ["pep", "wounds"],
        "reason": "cost",
        "again": "2026-04-30",
        "paid": "500",
        "alone": "yes",
        "number": "23/14 /03/2025",
    }


@pytest.mark.parametrize("given", [{}, {"at": ""}, {"at": "  "}, {"at": None}, {"at": []}])
def test_what_makes_no_sense_without_a_field_is_refused_without_it(given):
    assert refused(given) == ("at", "required")


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("at", "tomorrow", "not_a_moment"),
        ("at", "2026-03-31", "not_a_moment"),
        ("at", "2026-03-31T10:00:30", "not_a_moment"),
        ("at", "2026-03-31T10:00+03:00", "not_a_moment"),
        ("at", "2026-02-30T10:00", "not_a_moment"),
        ("at", "0026-03-31T10:00", "not_a_moment"),
        ("at", "9999-12-31T23:00", "not_a_moment"),
        ("given", ["pep", "tea"], "not_a_choice"),
        ("reason", "love", "not_a_choice"),
        ("reason", ["cost", "fear"], "not_a_choice"),
        ("alone", "maybe", "not_a_choice"),
        ("again", "31/03/2026", "not_a_date"),
        ("again", "20260331", "not_a_date"),
        ("again", "2026-03-31T10:00", "not_a_date"),
        ("paid", "-5", "not_an_amount"),
        ("paid", "1300.50", "not_an_amount"),
        ("paid", "\u0665\u0660\u0660", "not_an_amount"),
        ("paid", "2547000000001", "not_an_amount"),
        ("own_acts", "x" * 2001, "too_long"),
        ("number", "x" * 201, "too_long"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_field_and_reason(name, typed, reason):
    assert refused({**AT, name: typed}) == (name, reason)


def test_a_story_of_two_thousand_letters_is_taken():
    read = read_fields(clinic(), {**AT, "own_acts": "x" * 2000}, LISTS)

    assert len(read["own_acts"]) == 2000


def test_a_missing_vocabulary_is_our_fault_and_not_hers():
    with pytest.raises(KeyError, match="reasons"):
        read_fields(clinic(), {**AT, "reason": "cost"})


@pytest.mark.parametrize("name", ["at", "given", "reason", "again", "paid", "alone"])
def test_a_refusal_never_repeats_what_was_typed(name):
    with pytest.raises(WrongField) as caught:
        read_fields(clinic(), {**AT, name: SECRET}, LISTS)

    said = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert all(SECRET not in f"{fault!r} {fault}" for fault in said)
