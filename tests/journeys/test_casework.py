"""The seed stories worked to their end in a browser: each step two taps and a line.

Retold from Survivors, Busia (three stories) and KASH, Kisumu (arrests; the DVD player).
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tetea.domain.directory.steps import step_told

pytestmark = pytest.mark.browser

NAIROBI = ZoneInfo("Africa/Nairobi")
START = {"danger": "no", "about_us": "no", "for_whom": "self"}
LAST_NIGHT = {"when_known": "yesterday", "when_hour": "23"}
# From a report given to her to its closing, beside the words: what a paralegal has to press.
MOST_TAPS = 75


def at(days: int, hour: str) -> str:
    """A moment as it is typed into a field: so many days from today, at that hour."""
    day = dt.datetime.now(NAIROBI).date() + dt.timedelta(days=days)
    return f"{day.isoformat()}T{hour}"


def case_of(member, report_id, first_step):
    """The member opens a report that was given to her and makes a case of it."""
    member.open(report_id)
    member.page.fill("#first-step", first_step)
    member.page.check("input[name=quick][value=tomorrow]")
    member.do("form[action$='/case/'] button.primary")
    member.taps += 4


def given(amina, new, member):
    """Amina reads what has come in and gives it to the member."""
    report_id = new()
    amina.open(report_id)
    amina.give_to(member)
    return report_id


def test_the_officer_who_does_not_pay(reporter, colleague, new_at):
    """Busia: booked in the OB, PEP the same night, the OCS at ten; settled only with the lawyer."""
    amina, she = colleague("amina"), reporter()
    new = new_at(amina)
    token = she.report(
        START | LAST_NIGHT | {
            "acts": ["SEX-01", "EMO-02", "ECO-01"], "aggressors": ["police"], "condom": "no",
            "county": "040", "want_first": ["pep", "get_paid"], "consent_police": "yes",
            "story": "He sent me out without my money and held up the nyaunyo.",
        }
    )  # fmt: skip
    report_id, rose = given(amina, new, "rose"), colleague("rose")
    case_of(rose, report_id, "To the hospital for PEP, then to the OCS")

    rose.write("first_support", "Believed her, sat with her at the office.")
    rose.write("ob_entry", "They wrote it down at once.", hers=True, station="Busia", number="17")
    rose.write("appointment", "The OCS sees her.", **{"with": "OCS", "at": at(1, "10:00")})
    rose.write(
        "friendly_contact", "He is away on a raid in Eldoret.", post="Inspector", other_unit="yes"
    )
    rose.write("clinic_visit", "Started the same night.", given="pep")
    expect(rose.page.locator(".clocks").first).not_to_contain_text("PEP, medicine")
    expect(rose.page.locator(".clocks").first).to_contain_text("Appointment")

    rose.page.click(".kinds details:has(a[href$='/write/mediation/']) summary")
    rose.page.click("a[href$='/write/mediation/']")
    expect(rose.page.locator(".flags")).to_contain_text("more than a debt")
    rose.page.goto(f"{rose.url}/desk/reports/{report_id}/")
    rose.give_to("atieno")
    atieno = colleague("atieno")
    atieno.open(report_id)
    atieno.write(
        "mediation", "He apologised before his colleagues; 300 is open.",
        agreed="1300", paid_now="1000", voluntary="yes", her_decision="yes",
    )  # fmt: skip
    atieno.ask_to_close("agreement", "She asked to end it here.", "amina")
    amina.approve(report_id)

    assert report_id in atieno.queue("closed")
    assert rose.taps + atieno.taps <= MOST_TAPS
    she.come_back(token)
    done = she.page.locator("h2:text-is('What was done') + ul")
    expect(done).to_contain_text(step_told("clinic_visit", "en"))
    for inside in ("Eldoret", "1000", "apologised", step_told("friendly_contact", "en")):
        assert inside not in she.page.content()


def test_the_dvd_player(reporter, colleague, new_at):
    """Kisumu: she took it for an unpaid night; the mediator had it returned, and her paid."""
    amina, she = colleague("amina"), reporter()
    new = new_at(amina)
    she.report(
        START | LAST_NIGHT | {
            "acts": ["ECO-01"], "aggressors": ["client"], "county": "042",
            "want_first": ["get_paid"], "story": "He did not pay, so I took his DVD player.",
        }
    )  # fmt: skip
    report_id, rose = given(amina, new, "rose"), colleague("rose")
    case_of(rose, report_id, "Hear both sides with the peer mediator")

    rose.write("first_support", "She decides what happens.")
    rose.write("property_held", "With her since that night.", what="A DVD player")
    rose.write(
        "mediation", "Each gives back what is the other's.",
        agreed="1500", voluntary="yes", her_decision="yes", promised="1500",
        promised_for=at(1, "19:00"),
    )  # fmt: skip
    expect(rose.page.locator(".clocks").first).to_contain_text("promise", ignore_case=True)
    rose.write("property_returned", "He took it home.", what="A DVD player")
    rose.write("payment", "All of it, in cash.", amount="1500", complete="yes")
    expect(rose.page.locator(".clocks").first).not_to_contain_text("promise", ignore_case=True)
    rose.ask_to_close("agreement", "Both sides kept it.", "amina")
    amina.approve(report_id)
    assert rose.taps <= MOST_TAPS


def test_three_arrested_are_released_and_a_slip_is_struck_out(reporter, colleague, new_at):
    """Kisumu: held without charge, forced tests; a police peer mediator explains their rights."""
    amina, one = colleague("amina"), reporter()
    new = new_at(amina)
    now = dt.datetime.now(NAIROBI)
    one.report(
        START | {
            "for_whom": "group", "acts": ["POL-01", "HLT-01"], "aggressors": ["police"],
            "when_known": "date", "when_date": now.date().isoformat(),
            "county": "042", "want_first": ["lawyer"], "group_size": "3", "still_held": "yes",
            "arrest_date": now.date().isoformat(), "arrest_hour": f"{now.hour:02}",
            "consent_police": "yes", "story": "Three of us, no charge, and tests we did not want.",
        }
    )  # fmt: skip
    report_id, rose = given(amina, new, "rose"), colleague("rose")
    case_of(rose, report_id, "Find the station, bring a lawyer")
    expect(rose.page.locator(".clocks").first).to_contain_text("court", ignore_case=True)
    rose.write(
        "friendly_contact", "Explained their rights.", post="Peer mediator", other_unit="yes"
    )
    rose.write("release", "All three walk out.")
    expect(rose.page.locator(".clocks").first).not_to_contain_text("24 hours", ignore_case=True)

    rose.do(".timeline li:has-text('All three walk out.') form[action$='/strike/'] button")
    expect(rose.page.locator("#steps")).to_contain_text("1 line struck out")
    expect(rose.page.locator(".notes")).not_to_contain_text("All three walk out.")
    rose.write("release", "All three are out, again.")
    rose.ask_to_close("released", "No charge was ever read.", "amina")

    amina.open(report_id)
    amina.page.click("#others summary")
    amina.page.click("a[href$='/person/']")
    amina.page.fill("#name", "Adhiambo")
    amina.do("form.stack button.primary")
    token = amina.page.inner_text("p.token")
    amina.do("button[name=told]")
    expect(amina.page.locator("#others")).to_contain_text("The same happened to another person")
    amina.approve(report_id)
    assert report_id in rose.queue("closed")
    assert rose.taps <= MOST_TAPS
    two = reporter()
    two.come_back(token)
    assert "no charge" not in two.page.content()


def test_the_text_that_brought_her_friends(reporter, colleague, new_at):
    """Busia: friends came and she is out; what the story leaves out, the path and clocks bring."""
    amina, she = colleague("amina"), reporter()
    new = new_at(amina)
    token = she.report(
        START | LAST_NIGHT | {
            "acts": ["SEX-04", "PHY-01"], "aggressors": ["client"], "condom": "no",
            "injury": "serious", "county": "040", "want_first": ["pep"], "place_kind": "lodging",
            "consent_contact": "yes",
            "story": "I sent a text. They came and knocked until he opened.",
        }
    )  # fmt: skip
    report_id, rose = given(amina, new, "rose"), colleague("rose")
    case_of(rose, report_id, "To the hospital today, two of us")
    expect(rose.page.locator(".clocks").first).to_contain_text("PEP, medicine")

    rose.write("first_support", "Believed her. She decides what happens next.")
    rose.write(
        "accompaniment",
        "Two of us knocked; the guard helped.",
        hers=True,
        where="other",
        two="yes",
    )
    rose.write("danger_assessment", "He does not know her home.", level="raised")
    rose.write("clinic_visit", "Bleeding seen to, medicine begun.", given="pep")
    expect(rose.page.locator(".clocks").first).not_to_contain_text("PEP, medicine")
    rose.write("prc", "Filled in by the clinician; the copy is hers.")

    rose.page.click(".kinds details:has(a[href$='/write/payment/']) summary")
    rose.page.click("a[href$='/write/payment/']")
    expect(rose.page.locator(".flags")).to_contain_text("more than a debt")
    rose.page.fill("#line", "He was made to pay double.")
    rose.page.fill("#amount", "1000")
    rose.page.click("form.write button.primary")
    expect(rose.page.locator(".fault").first).to_contain_text("only the legal officer")
    expect(rose.page.locator("#line")).to_have_value("He was made to pay double.")

    rose.page.goto(f"{rose.url}/desk/reports/{report_id}/")
    rose.ask_to_close("resolved", "She has what she asked for, and knows the way back.", "amina")
    amina.approve(report_id)
    assert rose.taps <= MOST_TAPS
    she.come_back(token)
    assert "double" not in she.page.content()
