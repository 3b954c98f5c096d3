"""Keeping her in it, in a browser: promised by her rules, back after the end, covered when away."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NAIROBI = ZoneInfo("Africa/Nairobi")
START = {"danger": "no", "about_us": "no", "for_whom": "self", "acts": ["ECO-01"]}


def day(count: int) -> str:
    """So many days from today, as it is typed into a field."""
    return (dt.datetime.now(NAIROBI).date() + dt.timedelta(days=count)).isoformat()


@pytest.fixture
def case(reporter, colleague, new_at):
    """Rose's case of a reporter who may be called in the morning: (she, token, amina, rose, id)."""
    amina, she = colleague("amina"), reporter()
    new = new_at(amina)
    token = she.report(
        START | {
            "aggressors": ["client"], "county": "040", "consent_contact": "yes",
            "contact_way": "call", "contact_number": "0712345678", "contact_hours": ["morning"],
        }
    )  # fmt: skip
    report_id = new()
    amina.open(report_id)
    amina.give_to("rose")
    rose = colleague("rose")
    rose.open(report_id)
    rose.page.fill("#first-step", "Call the guest house")
    rose.page.check("input[name=quick][value=tomorrow]")
    rose.do("form[action$='/case/'] button.primary")
    return she, token, amina, rose, report_id


def test_a_contact_is_promised_by_her_rules_and_stands_on_the_case(case):
    _she, _token, _amina, rose, _report_id = case
    box = rose.page.locator("section:has(#touch-title)")
    expect(box).to_contain_text("No next contact is set")
    expect(box).to_contain_text("09:00 to 12:00")

    box.locator("a[href$='/write/next_contact/']").click()
    rose.page.fill("#line", "I call her about the room.")
    rose.page.fill("#at-day", day(1))
    rose.page.fill("#at-hour", "20:00")
    rose.page.check("input[name=how][value=call]")
    rose.page.click("form.write button.primary")
    expect(rose.page.locator(".fault").first).to_contain_text("at that hour it is not safe")
    expect(rose.page.locator("#line")).to_have_value("I call her about the room.")

    rose.page.fill("#at-hour", "10:00")
    rose.do("form.write button.primary")
    expect(box).to_contain_text("Next contact:")
    expect(box).to_contain_text("10:00")


def test_after_the_end_she_says_how_it_was_comes_back_and_is_opened_again(case):
    she, token, amina, rose, report_id = case
    rose.ask_to_close("resolved", "Paid in full.", "amina")
    amina.approve(report_id)

    she.come_back(token)
    expect(she.page.locator("main")).to_contain_text("we open it again")
    she.page.click("a[href$='/how-it-was/']")
    she.page.check("input[name=helped][value=yes]")
    she.page.fill("#f-words", "You came the same day.")
    she.turn("main form button.main")
    expect(she.page.locator("main")).to_contain_text("Thank you")
    she.write("He is back at the bar.")

    assert report_id in rose.queue("mine")
    expect(rose.row(report_id)).to_contain_text("New message")
    rose.open(report_id)
    expect(rose.page.locator("section:has(#survey-title)")).to_contain_text(
        "You came the same day."
    )
    came_back = rose.page.locator("section:has(#came-back-title)")
    expect(came_back).to_contain_text("They wrote after it was closed")
    rose.do("section:has(#came-back-title) button")
    expect(rose.page.locator("#touch-title")).to_be_visible()


def test_rose_will_be_away_and_joy_finds_the_case_on_her_calendar(case, colleague):
    _she, _token, _amina, rose, report_id = case
    rose.page.click("a[href$='/desk/calendar/']")
    own = f".things a[href='/desk/reports/{report_id}/']"
    expect(rose.page.locator(own, has_text="Next step")).to_be_visible()
    rose.page.click("summary:text('Somebody will be away')")
    rose.page.fill("#away-since", day(0))
    rose.page.fill("#away-until", day(3))
    choice = rose.page.locator("#away-to option", has_text="joy").get_attribute("value")
    rose.page.select_option("#away-to", choice)
    rose.do("form[action$='/away/'] button")
    expect(rose.page.locator("main")).to_contain_text("joy covers")

    joy = colleague("joy")
    joy.page.goto(f"{joy.url}/desk/calendar/")
    joy.page.locator(own).first.click()
    expect(joy.page.locator("#seal-title")).to_be_visible()

    rose.do("form[action$='/back/'] button")
    expect(rose.page.locator("main")).not_to_contain_text("joy covers")
    assert joy.look_at(report_id) == 404
