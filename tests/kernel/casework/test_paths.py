"""Paths are data: acts lead to them, recorded steps tick them off, and a fault names itself."""

import pytest

from tetea.kernel.casework.paths import PathDataError, done, parse_path, paths_for

STEP = """
[[step]]
code = "clinic"
records = "clinic_visit"
within_hours = 72
clock = "pep"
optional = false
what.en = "Go along."
what.sw = "Msindikize."
why.en = "Sooner is better."
why.sw = "Mapema ni bora."
take.en = "Fare."
take.sw = "Nauli."
say.en = ""
say.sw = ""
not_sign.en = ""
not_sign.sw = ""
exposes.en = ""
exposes.sw = ""
"""

PATH = f"""
version = 1
code = "violence"
order = 10
acts = ["SEX", "PHY-01"]
source = "a document"
reviewer = ""
review_date = 2026-11-26
confirmed = false
label.en = "Violence"
label.sw = "Ukatili"
first.en = "Care first."
first.sw = "Matibabu kwanza."
{STEP}"""


def named(code, order, *acts):
    listed = ", ".join(f'"{act}"' for act in acts)
    text = PATH.replace('code = "violence"', f'code = "{code}"').replace(
        "order = 10", f"order = {order}"
    )
    return parse_path(text.replace('"SEX", "PHY-01"', listed))


def codes(paths):
    return [path.code for path in paths]


def test_a_path_is_read_with_its_steps():
    path = parse_path(PATH)
    (step,) = path.steps

    assert (path.code, path.order, path.acts) == ("violence", 10, ("SEX", "PHY-01"))
    assert path.label["sw"] == "Ukatili"
    assert (step.code, step.records, step.within_hours, step.clock) == (
        "clinic",
        "clinic_visit",
        72,
        "pep",
    )
    assert step.take["sw"] == "Nauli."
    assert step.say == {"en": "", "sw": ""}


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("version = 1", "version = 2", "violence: version is not 1"),
        ("version = 1", "version = true", "violence: version"),
        ('code = "violence"', 'code = "Violence 1"', "a path: code"),
        ('code = "violence"', "", "a path: code is missing"),
        ("order = 10", "order = -1", "violence: order is below zero"),
        ('["SEX", "PHY-01"]', "[]", "violence: acts"),
        ('["SEX", "PHY-01"]', '["SEX", 1]', "violence: acts"),
        ("review_date = 2026-11-26", 'review_date = "soon"', "violence: review_date"),
        ('label.sw = "Ukatili"', "", "violence: label needs en and sw"),
        ('first.sw = "Matibabu kwanza."', 'first.sw = " "', "violence: first is empty in one"),
        ("order = 10", "order = 10\nordre = 1", "violence: does not know ordre"),
        ("[[step]]", "[[stepp]]", "violence: does not know stepp"),
        ('code = "clinic"', "", "violence, a step: code"),
        ("within_hours = 72", "within_hours = true", "violence, clinic: within_hours"),
        ("within_hours = 72", "within_hours = -72", "violence, clinic: within_hours is below"),
        ("optional = false", 'optional = "no"', "violence, clinic: optional"),
        ('records = "clinic_visit"', "", "violence, clinic: records"),
        ('what.sw = "Msindikize."', "", "violence, clinic: what needs en and sw"),
        ('why.sw = "Mapema ni bora."', 'why.sw = ""', "violence, clinic: why is empty in one"),
        ('take.sw = "Nauli."', 'take.sw = ""', "violence, clinic: take is empty in one"),
        ('say.sw = ""', "say.sw = 1", "violence, clinic: say is not a text"),
        ('say.sw = ""', 'say.sw = ""\nsay.fr = ""', "violence, clinic: say needs en and sw"),
        ('say.sw = ""', 'say.sw = ""\nsays.sw = ""', "violence, clinic: does not know says"),
        ("order = 10", "order = ", "a path: not TOML"),
    ],
)
def test_a_fault_is_refused_by_path_step_and_field(good, bad, complaint):
    assert good in PATH

    with pytest.raises(PathDataError, match=complaint):
        parse_path(PATH.replace(good, bad, 1))


@pytest.mark.parametrize("name", ["what", "why"])
def test_an_instruction_without_words_or_reason_is_refused(name):
    lines = [
        f'{name}.{line.split(".", 1)[1].split(" ")[0]} = ""'
        if line.startswith(f"{name}.")
        else line
        for line in PATH.splitlines()
    ]

    with pytest.raises(PathDataError, match=f"violence, clinic: {name} is empty"):
        parse_path("\n".join(lines))


def test_a_path_without_steps_is_refused():
    with pytest.raises(PathDataError, match=r"violence: no \[\[step\]\]"):
        parse_path(PATH.replace(STEP, ""))


def test_a_step_given_twice_is_refused():
    with pytest.raises(PathDataError, match="violence: step given twice: clinic"):
        parse_path(PATH + STEP)


def test_an_act_leads_to_the_paths_that_name_it_or_its_group():
    paths = [
        named("sexual", 10, "SEX"),
        named("arrest", 20, "POL-01"),
        named("money", 30, "ECO-01"),
    ]

    assert codes(paths_for(paths, ["SEX-03"])) == ["sexual"]
    assert codes(paths_for(paths, ["POL-01"])) == ["arrest"]
    assert paths_for(paths, ["POL-02"]) == ()


def test_somebody_who_told_only_the_group_is_led_to_every_path_below_it():
    paths = [
        named("arrest", 10, "POL-01"),
        named("raid", 20, "POL-02"),
        named("money", 30, "ECO-01"),
    ]

    assert codes(paths_for(paths, ["POL"])) == ["arrest", "raid"]


def test_each_path_comes_once_and_in_its_order_however_many_acts_lead_to_it():
    paths = [named("late", 90, "POL"), named("early", 10, "SEX-05", "POL-01")]

    assert codes(paths_for(paths, ["POL-01", "SEX-05", "POL-03"])) == ["early", "late"]


def test_no_acts_lead_nowhere():
    assert paths_for([named("sexual", 10, "SEX")], []) == ()


def test_what_was_recorded_ticks_its_step_off_and_nothing_else():
    spoken = STEP.replace('"clinic"', '"say_it"').replace('"clinic_visit"', '""')
    later = STEP.replace('"clinic"', '"booked"').replace('"clinic_visit"', '"ob_entry"')
    path = parse_path(PATH + spoken + later)

    assert done(path, {"clinic_visit", "note"}) == {"clinic"}
    assert done(path, ["ob_entry", "clinic_visit"]) == {"clinic", "booked"}
    assert done(path, []) == frozenset()


def test_a_step_that_records_nothing_is_never_ticked_off():
    path = parse_path(PATH.replace('records = "clinic_visit"', 'records = ""'))

    assert done(path, {"", "clinic_visit"}) == frozenset()
