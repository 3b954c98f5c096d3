"""A month ends: its figures are made, the pack goes out, and a late report changes nothing."""

import io

import pypdf
import pytest
from playwright.sync_api import expect

from tests.live.server import Live

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def live(tmp_path_factory, browser):
    """An installation of its own: a month is counted once, and other stories count theirs."""
    installation = Live(tmp_path_factory.mktemp("pack"))
    installation.script("found")
    installation.start()
    yield installation
    installation.remove()


def test_a_month_ends_and_a_late_report_does_not_show_in_a_new_edition(colleague, live):
    month = live.script("counted", "44")["month"]
    amina = colleague("amina")
    page = amina.page
    page.click("a[href$='/forum/']")
    page.click("a[href$='/forum/plan/']")
    page.fill("#day", "2026-12-18")
    page.click("details:has(input[value='POL-01']) summary")
    page.check("input[name=topic][value='POL-01']")
    page.click("form:has(#issues) button.primary")
    expect(page.locator("#agenda-title")).to_be_visible()

    page.click("a[href$='/desk/figures/']")
    page.select_option("#month", month)
    page.click("form[action$='/figures/'] button.primary")
    said = page.locator("section", has_text="First support within 24 hours")
    expect(said.first).to_be_visible(timeout=90_000)
    page.click("nav[aria-label] a[href$='/outside/']")
    expect(page.locator("main")).to_contain_text("Fewer than 10 are never shown")
    first = taken(page, live, month)

    text = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(first)).pages)
    assert text.index("Arrested without a charge") < text.index("At a glance")
    assert "44" in text
    assert "040" not in text

    live.script("counted", "1")
    page.goto(f"{live.url}/desk/figures/corrections/")
    page.click("form[action$='/corrections/'] button.primary")
    expect(page.locator("main")).to_contain_text("Nothing was said anew", timeout=90_000)

    assert taken(page, live, month) == first
    page.goto(f"{live.url}/desk/log/")
    expect(page.locator("main")).to_contain_text("Took a pack of figures along")


def taken(page, live, month):
    """The pack for police as a file."""
    answer = page.request.get(f"{live.url}/desk/figures/{month}/outside/page/")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def test_a_story_is_made_of_three_only_when_three_are_lent_and_a_helper_has_a_code_name(
    colleague,
):
    amina = colleague("amina")
    page = amina.page
    page.click("a[href$='/forum/']")
    page.click("a[href$='/forum/stories/']")
    expect(page.locator("main")).to_contain_text("Nothing yet. Whoever holds a case lends it")

    page.click("a[href$='/desk/forum/']")
    page.click("a[href$='/forum/roster/']")
    page.click("a[href$='/roster/add/']")
    for name, text in (("code", "Baobab"), ("name", "Zebakimwitu Were"), ("unit", "Lake road")):
        page.fill(f"#{name}", text)
    page.select_option("#kind", "officer")
    page.select_option("#county", "042")
    page.click("form:has(#code) button.primary")
    expect(page.locator(".fault").first).to_contain_text("When it is safe is missing")
    expect(page.locator("#name")).to_have_value("Zebakimwitu Were")
    page.check("input[name=windows][value=evening]")
    page.click("form:has(#code) button.primary")
    card = page.locator("article", has_text="Baobab")
    expect(card).to_contain_text("Officer who helps, Kisumu")
    expect(page.locator("main")).not_to_contain_text("Zebakimwitu")
    page.fill("#unit", "LAKE ROAD police")
    page.click("form:has(#unit) button")
    expect(page.locator("section:has(#may-title)")).to_contain_text("Nobody")
    card.locator("button", has_text="Open who it is").click()
    expect(card).to_contain_text("Zebakimwitu Were")

    rose = colleague("rose")
    rose.page.goto(f"{rose.url}/desk/forum/roster/")
    expect(rose.page.locator("main")).to_contain_text("Baobab")
    assert "Zebakimwitu" not in rose.page.content()
