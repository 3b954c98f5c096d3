"""Somebody under 18 on the desk: marked in words, led by one person, nobody alone."""

import pytest

from tests.doors.desk.test_casework import soon

CHILD = {"age_band": "under_18"}


@pytest.fixture
def wanted(report, report_id):
    """A report about somebody under 18."""
    return report_id(report(**CHILD))


def _led_by(desk, member_id, username):
    amina = desk("amina")
    response = amina.post("lead", member=member_id(username))
    assert response["Location"].endswith("?done=lead")
    return amina


def test_lists_and_the_page_say_it_in_words(desk, wanted):
    amina = desk("amina")
    assert "Under 18" in amina.text("queue", "waiting")

    amina.post("open", wanted)
    page = amina.text("report", wanted)

    assert page.index("Somebody under 18 is concerned") < page.index("What was reported")
    for words in ("First tell them", "two adults go", "Nothing is settled", "116"):
        assert words in page


def test_an_adults_report_says_none_of_it(desk, report, report_id):
    wanted, amina = report_id(report(age_band="18_19", acts=["SEX-01"])), desk("amina")
    amina.post("open", wanted)

    assert "Under 18" not in amina.text("queue", "waiting")
    page = amina.text("report", wanted)
    for words in ("Under 18", "under 18 is concerned", "safeguarding lead"):
        assert words not in page


def test_a_coordinator_names_the_lead_on_the_page_of_members(desk, member_id):
    amina = desk("amina")
    assert "all coordinators stand in" in amina.text("people")

    _led_by(desk, member_id, "atieno")

    page = amina.text("people")
    assert "all coordinators stand in" not in page
    assert f'value="{member_id("atieno")}" selected' in page
    assert "Named the safeguarding lead" in amina.text("log")


def test_an_administrator_is_not_shown_who_leads(desk, member_id):
    _led_by(desk, member_id, "atieno")

    assert "Safeguarding lead" not in desk("kamau").text("people")


def test_a_paralegal_is_not_taken_as_the_lead(desk, member_id):
    amina = desk("amina")

    response = amina.post("lead", member=member_id("rose"))

    assert response.status_code == 409
    assert "Please choose a coordinator or a legal officer" in response.content.decode()
    assert "all coordinators stand in" in amina.text("people")


def test_triage_offers_the_lead_alone_and_refuses_a_colleague_with_words(desk, member_id, wanted):
    _led_by(desk, member_id, "atieno")
    halima = desk("halima")
    halima.post("open", wanted)
    page = halima.text("report", wanted)
    assert f'<option value="{member_id("atieno")}">' in page
    assert f'<option value="{member_id("rose")}">' not in page

    response = halima.post("assign", wanted, member=member_id("rose"))

    assert response.status_code == 409
    assert "goes to the safeguarding lead first: atieno" in response.content.decode()
    assert desk("rose").get("report", wanted).status_code == 404
    assert halima.post("assign", wanted, member=member_id("atieno")).status_code == 303


def test_a_visit_alone_is_refused_and_the_path_of_a_child_comes_first(desk, wanted):
    amina = desk("amina")
    amina.post("open", wanted)
    amina.post("case", wanted, step="Call the lead", **soon())
    page = amina.text("report", wanted)
    assert page.index(f"/desk/reports/{wanted}/path/child/") < page.index("path/non_payment/")
    assert "Childline Kenya" in amina.text("path", wanted, "child")

    alone = amina.post("write", wanted, "visit", line="At the stage.")
    two = {"two": "yes", "with": "Joy and the nurse"}

    assert alone.status_code == 409
    assert "nobody meets a child alone" in alone.content.decode()
    assert amina.post("write", wanted, "visit", line="At the stage.", **two).status_code == 303
    settled = amina.post("write", wanted, "mediation", voluntary="yes", her_decision="yes")
    assert settled.status_code == 409
