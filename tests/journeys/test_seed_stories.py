"""The other stories: what was told, and what must follow from it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.reporter import Reporter
from tetea.domain.directory.clock_rules import clock_label
from tetea.domain.directory.services import services_for

pytestmark = pytest.mark.browser

NAIROBI = ZoneInfo("Africa/Nairobi")
START = {"danger": "no", "about_us": "no", "for_whom": "self"}


def this_hour() -> str:
    return dt.datetime.now(NAIROBI).strftime("%H")


def yesterday_at_this_hour() -> dict[str, str]:
    return {"when_known": "yesterday", "when_hour": this_hour()}


def clocks_she_sees(her: Reporter) -> str:
    """Return what stands under "What cannot wait", or nothing."""
    found = her.page.locator("h2:text-is('What cannot wait') + ul")
    return found.inner_text() if found.count() else ""


def assert_services(her: Reporter, county: str, wants: list[str]) -> None:
    for service in services_for(county, wants, lang=her.lang):
        expect(her.page.locator("main")).to_contain_text(service.name)


def test_the_client_who_would_not_pay_is_a_case_until_it_ends(reporter, colleague, new_at):
    amina, her = colleague("amina"), reporter()
    new = new_at(amina)
    token = her.report(
        START
        | yesterday_at_this_hour()
        | {
            "acts": ["ECO-01", "EMO-01"],
            "aggressors": ["client", "guard"],
            "county": "040",
            "want_first": ["get_paid"],
            "story": "He refused to pay, so I locked the door and took the condoms to show.",
            "injury": "none",
            "reported_before": ["police", "manager"],
        }
    )
    assert not clocks_she_sees(her), "nothing here is lost within hours"
    assert_services(her, "040", ["get_paid"])
    expect(her.page.locator("main")).to_contain_text("We aim to answer within 23 hours")

    report_id = new()
    expect(amina.row(report_id)).to_contain_text("23 hours left")
    amina.open(report_id)
    amina.give_to("joy")
    joy = colleague("joy")
    joy.open(report_id)
    joy.page.fill("#first-step", "To the guest house with a second paralegal")
    joy.page.check("input[name=quick][value=tomorrow]")
    joy.do("form[action$='/case/'] button.primary")
    expect(joy.page.locator(".next-step")).to_have_text(
        "To the guest house with a second paralegal"
    )
    joy.write("visit", "The manager is ready to be a witness.")
    joy.ask_to_close("agreement_kept", "Paid in full.", "amina")
    amina.approve(report_id)
    assert report_id in joy.queue("closed")
    assert report_id not in joy.queue("all")

    her.come_back(token)
    expect(her.page.locator("h1")).to_have_text("Closed")
    for inside in ("witness", "Paid in full", "guest house"):
        assert inside not in her.page.content(), "what we wrote for ourselves stays with us"


def test_christabels_friend_reports_for_her_and_the_bleeding_comes_first(
    reporter, colleague, new_at
):
    amina, friend = colleague("amina"), reporter()
    new = new_at(amina)
    friend.report(
        START
        | yesterday_at_this_hour()
        | {
            "for_whom": "other",
            "acts": ["SEX-04", "PHY-04"],
            "aggressors": ["client"],
            "county": "040",
            "want_first": ["doctor"],
            "story": "She sent a text and we knocked until he opened.",
            "red_flags": ["heavy_bleeding"],
            "condom": "yes",
        }
    )
    seen = clocks_she_sees(friend)
    assert clock_label("medical", "en") in seen
    assert clock_label("forensic", "en") in seen
    assert clock_label("pep", "en") not in seen, "a condom was used the whole time"
    assert seen.index(clock_label("medical", "en")) < seen.index(clock_label("forensic", "en"))
    assert_services(friend, "040", ["doctor"])

    report_id = new()
    assert report_id in amina.queue("now")
    amina.open(report_id)
    expect(amina.page.locator(".flags")).to_contain_text("Heavy bleeding")
    expect(amina.page.locator(".answers", has_text="Someone else").first).to_be_visible()


def test_three_are_held_and_the_hours_to_court_run(reporter, colleague, new_at):
    amina, one_of_three = colleague("amina"), reporter()
    new = new_at(amina)
    arrested = dt.datetime.now(NAIROBI) - dt.timedelta(hours=2)
    one_of_three.report(
        START
        | {
            "for_whom": "group",
            "acts": ["POL-01", "ECO-03"],
            "aggressors": ["police"],
            "when_known": "date",
            "when_date": arrested.date().isoformat(),
            "when_hour": f"{arrested.hour:02}",
            "county": "042",
            "want_first": ["lawyer"],
            "story": "They said loitering. They ask two thousand for each of us.",
            "group_size": "3",
            "still_held": "yes",
            "arrest_date": arrested.date().isoformat(),
            "arrest_hour": f"{arrested.hour:02}",
            "station_or_body": "Central station",
        }
    )
    assert clock_label("court", "en") in clocks_she_sees(one_of_three)
    assert_services(one_of_three, "042", ["lawyer"])

    report_id = new()
    assert report_id in amina.queue("now")
    amina.open(report_id)
    expect(amina.page.locator(".clocks")).to_contain_text(clock_label("court", "en"))
    expect(amina.page.locator(".flags")).to_contain_text("Still held by police or county.")
    expect(amina.page.locator(".answers", has_text="How many people").first).to_contain_text("3")
    amina.give_to("rose")

    joy = colleague("joy")
    joy.page.goto(f"{joy.url}/desk/queue/all/")
    withheld = joy.page.locator(".row", has_text="Against an official")
    expect(withheld.first).to_be_visible()
    assert "Kisumu" not in withheld.first.inner_text()
    assert joy.look_at(report_id) == 404


def test_the_man_who_is_blackmailed_is_not_contacted_and_nobody_is_told(
    reporter, colleague, new_at
):
    amina, he = colleague("amina"), reporter()
    new = new_at(amina)
    token = he.report(
        START
        | yesterday_at_this_hour()
        | {
            "acts": ["EMO-03", "ECO-03"],
            "aggressors": ["online"],
            "county": "047",
            "want_first": ["lawyer", "warn_others"],
            "story": "He has pictures of me and wants money every Friday, or my brother sees them.",
            "evidence_kept": ["messages"],
            "gender": "man",
            "population": ["msm"],
            "consent_alert": "yes",
            "consent_contact": "no",
        }
    )
    assert not clocks_she_sees(he)
    assert_services(he, "047", ["lawyer", "warn_others"])

    report_id = new()
    amina.open(report_id)
    expect(amina.page.locator(".no-contact")).to_contain_text("Do not contact this person.")
    expect(amina.page.locator(".consents .given", has_text="Warn members")).to_be_visible()
    expect(amina.page.locator(".consents .refused", has_text="police")).to_be_visible()
    amina.answer("Do not pay again. Keep every message. Nothing happens without you.")

    he.come_back(token)
    expect(he.page.locator(".talk")).to_contain_text("Do not pay again.")


def test_the_trans_woman_refused_care_is_called_by_her_name(reporter, colleague, new_at):
    amina, she = colleague("amina"), reporter()
    new = new_at(amina)
    wants = ["doctor", "complaint"]
    she.report(
        START
        | yesterday_at_this_hour()
        | {
            "acts": ["HLT-02", "HLT-04"],
            "aggressors": ["health_worker"],
            "county": "047",
            "want_first": wants,
            "story": "They laughed at my card and sent me away with the wound open.",
            "injury": "serious",
            "name_used": "Ayana",
            "gender": "trans_woman",
        }
    )
    assert clock_label("medical", "en") in clocks_she_sees(she)
    assert_services(she, "047", wants)

    amina.open(new())
    expect(amina.page.locator(".flags")).to_contain_text("Badly hurt.")
    expect(amina.page.locator(".no-contact")).to_contain_text("Ayana")


def test_what_would_be_lost_soonest_stands_first_on_the_desk(reporter, colleague, new_at):
    amina = colleague("amina")
    unpaid = {"acts": ["ECO-01"], "aggressors": ["client"], "when_known": "not_sure"}
    held = {"acts": ["POL-01"], "aggressors": ["police"]} | yesterday_at_this_hour()
    in_danger = {"danger": "yes", "acts": ["EMO-02"], "when_known": "not_sure"}
    ids = {}
    for name, what in (("unpaid", unpaid), ("held", held), ("in danger", in_danger)):
        new = new_at(amina)
        reporter().report(START | what)
        ids[name] = new()
    order = amina.queue("all")
    assert [one for one in order if one in ids.values()] == [
        ids["in danger"],
        ids["held"],
        ids["unpaid"],
    ]
    expect(amina.row(ids["in danger"])).to_contain_text("In danger")
