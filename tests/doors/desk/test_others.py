"""More than one person, or told more than once: each page as a colleague walks through it."""

import re

import pytest

from tests.doors.desk.test_casework import soon
from tetea.domain.reports import thread
from tetea.domain.reports.models import Report, State

ARREST = {"acts": ["POL-01"], "aggressors": ["police"], "still_held": "yes"}


@pytest.fixture
def amina_with(desk, given):
    """Return a function that gives Amina with opened cases of these answers."""

    def make(*many):
        amina = desk("amina")
        ids = [given("amina", **answers) for answers in many]
        for one in ids:
            amina.post("open", one)
            amina.post("case", one, step="Begin", **soon())
        return amina, *ids

    return make


def _token(page):
    [found] = re.findall(r'class="token"[^>]*>([\d ]+)<', page)
    return found.replace(" ", "")


def test_another_person_gets_a_case_and_her_token_is_shown_until_it_is_passed_on(
    amina_with, organisation
):
    amina, first = amina_with(ARREST)

    response = amina.post("person", first, name="Adhiambo")
    page = amina.client.get(response["Location"]).content.decode()
    again = amina.text("person", first)
    put_away = amina.post("person", first, told="1")
    after = amina.text("person", first)

    other = Report.objects.exclude(id=first).get()
    assert thread.open_token(organisation, _token(page)).thread.report_id == other.id
    assert _token(again) == _token(page)
    assert put_away.status_code == 303
    assert 'class="token"' not in after
    assert "The same happened to another person" in amina.text("report", first)


def test_an_absent_person_is_not_named_and_what_was_typed_is_kept(amina_with):
    amina, first = amina_with(ARREST)

    response = amina.post("person", first, name="Adhiambo", absent="1")

    assert response.status_code == 409
    assert 'value="Adhiambo"' in response.content.decode()
    assert Report.objects.count() == 1


def test_one_step_goes_into_all_the_cases_of_an_arrest(amina_with):
    amina, first = amina_with(ARREST)
    amina.post("person", first)
    other = Report.objects.exclude(id=first).get().id
    amina.post("open", other)
    amina.post("case", other, step="Court", **soon())

    form = amina.text("write", first, "note")
    response = amina.post("write", first, "note", line="All in cell two.", also=other)

    assert f'name="also" value="{other}"' in form
    assert response["Location"].endswith("?done=noted-all")
    assert "All in cell two." in amina.text("report", other)


def test_what_somebody_has_not_agreed_to_is_left_out_in_her_case_alone(amina_with):
    amina, first = amina_with({**ARREST, "consent_police": "yes"})
    amina.post("person", first)
    other = Report.objects.exclude(id=first).get().id
    amina.post("open", other)
    amina.post("case", other, step="Court", **soon())

    response = amina.post(
        "write", first, "ob_entry", line="Booked.", station="Central", number="7", also=other
    )

    assert response["Location"].endswith("?done=noted-not-all")
    assert "Booked." in amina.text("report", first)
    assert "Booked." not in amina.text("report", other)


def test_a_report_that_came_twice_is_joined_and_parted_again(amina_with):
    amina, first, second = amina_with({"acts": ["ECO-01"]}, {"acts": ["SEX-01"]})
    amina.post("write", second, "note", line="Told the second time.")

    choice = amina.text("join", first)
    amina.post("join", first, other=second, how="same")
    page = amina.text("report", first)
    [link] = re.findall(r'name="line" value="(\w+)">\s*<button[^>]*>Part them again', page)

    assert f'name="other" value="{second}"' in choice
    assert "Told the second time." in page
    assert Report.objects.get(id=second).state == State.CLOSED
    amina.post("part", first, line=link)
    assert "Told the second time." not in amina.text("report", first)
    assert Report.objects.get(id=second).state == State.OPEN


def test_lines_of_somebody_else_move_into_a_case_of_their_own(amina_with):
    amina, first = amina_with({"acts": ["ECO-01"]})
    amina.post("write", first, "note", line="Her sister was hit as well.")
    page = amina.text("split", first)
    [line] = re.findall(r'name="line" value="(\w+)"', page)

    nothing = amina.post("split", first, name="The sister")
    amina.post("split", first, line=line, name="The sister")
    other = Report.objects.exclude(id=first).get().id
    amina.post("open", other)
    amina.post("case", other, step="See her", **soon())

    assert nothing.status_code == 409
    assert 'value="The sister"' in nothing.content.decode()
    assert "Her sister was hit as well." in amina.text("report", other)
    assert "1 line struck out" in amina.text("report", first)


def test_a_paralegal_is_told_that_it_waits_and_triage_sees_for_whom(desk, given, sign_in):
    wanted, rose = given("rose", **ARREST), desk("rose")
    rose.post("open", wanted)
    rose.post("case", wanted, step="Begin", **soon())

    response = rose.post("person", wanted)
    page = rose.client.get(response["Location"]).content.decode()
    halima = desk("halima")
    waiting = halima.text("queue", "waiting")
    other = Report.objects.exclude(id=wanted).get().id

    assert "waits at triage" in page
    assert "for rose" in waiting
    assert f'<option value="{sign_in("rose").member_id}" selected>' in halima.text("report", other)


def test_whoever_is_on_duty_leaves_a_step_where_she_has_no_key(desk, given):
    wanted, rose, joy = given("rose"), desk("rose"), desk("joy")
    rose.post("open", wanted)
    rose.post("case", wanted, step="Begin", **soon())

    row, kinds = joy.text("queue", "all"), joy.text("leave", wanted)
    refused = joy.post("leave_step", wanted, "ob_entry", line="Was at the desk.", station="Busia")
    response = joy.post("leave_step", wanted, "note", line="She rang at midnight.")

    assert f"/desk/leave/{wanted}/" in row
    assert f"/desk/leave/{wanted}/note/" in kinds
    assert "payment" not in kinds
    assert refused.status_code == 409
    assert 'value="Was at the desk."' in refused.content.decode()
    assert response["Location"].endswith("?done=left")
    assert "She rang at midnight." in rose.text("report", wanted)
    assert joy.get("report", wanted).status_code == 404


def test_what_is_not_in_her_list_cannot_be_written_to(desk, report, report_id, given):
    new, about_us = report_id(report()), report_id(report(about_us="yes"))
    joy = desk("joy")
    for one in (new, about_us, "a" * 26, "x"):
        assert joy.get("leave", one).status_code == 404
        assert joy.post("leave_step", one, "note", line="x").status_code == 404


def test_who_holds_the_case_is_led_to_it(desk, given):
    wanted, rose = given("rose"), desk("rose")

    assert rose.get("leave", wanted)["Location"] == f"/desk/reports/{wanted}/"


def test_two_people_who_both_reported_the_same_arrest_stay_two_cases(amina_with):
    amina, first, second = amina_with(ARREST, ARREST)

    unsaid = amina.post("join", first, other=second)
    amina.post("join", first, other=second, how="another")
    again = amina.post("join", first, other=second, how="another")
    form, page = amina.text("write", first, "note"), amina.text("report", second)
    [link] = re.findall(r'name="line" value="(\w+)">\s*<input[^>]*name="tie"', page)
    amina.post("part", second, line=link, tie="1")

    assert (unsaid.status_code, again.status_code) == (409, 409)
    assert f'name="also" value="{second}"' in form
    assert "Belongs to the case where it began" in page
    assert 'name="tie"' not in amina.text("report", second)
    assert Report.objects.filter(state=State.OPEN).count() == 2
