"""From a case to the forum, in a browser: coded, counted, promised, kept, and told to everybody."""

import datetime as dt

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

START = {"danger": "no", "about_us": "no", "for_whom": "self", "acts": ["ECO-01"]}


def test_a_case_is_coded_counted_and_too_few_are_said_to_be_too_few(reporter, colleague, new_at):
    amina, she = colleague("amina"), reporter()
    new = new_at(amina)
    she.report(START | {"aggressors": ["police"], "county": "040", "consent_stats": "yes"})
    report_id = new()
    amina.open(report_id)
    amina.give_to("rose")
    rose = colleague("rose")
    rose.open(report_id)
    rose.page.fill("#first-step", "Ask for a receipt")
    rose.page.check("input[name=quick][value=tomorrow]")
    rose.do("form[action$='/case/'] button.primary")

    rose.page.click("a[href$='/coding/']")
    expect(rose.page.locator("#by-1")).to_have_value("police")
    expect(rose.page.locator("#county")).to_have_value("040")
    rose.do("form[action$='/coding/'] button.primary")
    expect(rose.page.locator("section:has(#coding-title)")).to_contain_text("Coded by one person")

    njeri = colleague("njeri")
    njeri.page.click("a[href$='/figures/']")
    njeri.page.click("form[action$='/figures/'] button.primary")
    said = expect(njeri.page.locator("main"))
    said.to_contain_text("Too few were counted", timeout=60_000)
    expect(njeri.page.locator("main table")).to_have_count(0)


def test_a_promise_is_made_at_one_forum_kept_at_the_next_and_told_to_everybody(colleague, reporter):
    amina = colleague("amina")
    page = amina.page
    first = plan(page, dt.date(2026, 9, 25))
    page.fill("#police", "3")
    page.fill("#peer_educators", "5")
    page.fill("#came", "A.O. +\nMW")
    page.fill("#decisions", "A receipt for each fine")
    amina.do("form:has(#decisions) button.primary")
    expect(page.locator("main")).to_contain_text("Police: 3.")
    page.fill("#owner", "Officer in charge, Busia")
    page.fill("#what", "A receipt for each fine, from a numbered book")
    page.fill("#due", "2026-10-25")
    amina.do("form:has(#owner) button")

    plan(page, dt.date(2026, 10, 30))
    agenda = page.locator("section:has(#agenda-title)")
    expect(agenda).to_contain_text("from a numbered book")
    expect(agenda).to_contain_text("its day has passed")
    agenda.locator("article", has_text="numbered book").locator("a").click()
    page.check("input[name=state][value=kept]")
    page.click("form:has(#evidence) button.primary")
    expect(page.locator(".fault").first).to_contain_text("is missing")
    page.fill("#evidence", "Nine receipts, numbers without a gap")
    amina.do("form:has(#evidence) button.primary")
    expect(page.locator("main")).to_contain_text("Nine receipts, numbers without a gap")

    page.click("a[href$='/forum/changed/']")
    page.fill("#en", "Police in Busia give receipts now.")
    page.fill("#sw", "Polisi Busia wanatoa risiti sasa.")
    amina.do("form:has(#en) button.primary")
    she = reporter()
    she.page.goto(f"{amina.url}/sw/")
    she.page.click("a[href$='/what-changed/']")
    expect(she.page.locator("main")).to_contain_text("Polisi Busia wanatoa risiti sasa.")

    # A colleague reads the forum; who came stays with the coordinators.
    rose = colleague("rose")
    rose.page.goto(f"{rose.url}{first}")
    expect(rose.page.locator("main")).to_contain_text("A receipt for each fine")
    assert "A.O." not in rose.page.content()


def plan(page, day):
    """Plan a forum for that day; return its address."""
    page.click("a[href$='/forum/']")
    page.click("a[href$='/forum/plan/']")
    page.fill("#day", day.isoformat())
    page.fill("#issues", "Fines without a receipt")
    page.click("form:has(#issues) button.primary")
    expect(page.locator("#agenda-title")).to_be_visible()
    return str(page.locator("form:has(#decisions)").get_attribute("action"))
