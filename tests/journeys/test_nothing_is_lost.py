"""Slips, "Back", pages sent twice, a server that dies: her answers stay, and arrive once."""

import pytest
from playwright.sync_api import expect

from tests.browser.reporter import CHECK

pytestmark = pytest.mark.browser

STORY = "He closed the door and kept my phone."
BEGINNING = {
    "danger": "no",
    "about_us": "no",
    "for_whom": "group",
    "acts": ["EMO-02"],
    "want_first": ["talk"],
}


def test_a_slip_keeps_what_she_typed_and_says_what_to_do(reporter):
    her = reporter()
    her.begin()
    her.tell(BEGINNING | {"story": STORY})
    her.choose("only me and one more")
    her.press("next")
    assert her.step == "group_size"
    assert her.page.input_value("#f-group_size") == "only me and one more"
    expect(her.page.locator("#e-group_size")).to_be_visible()
    her.tell({"group_size": "2"})
    assert her.step == "red_flags"
    her.choose(["weapon", "none"])
    her.press("next")
    assert her.step == "red_flags", "both at once cannot be"
    assert her.page.is_checked("input[name=red_flags][value=weapon]")
    her.page.uncheck("input[name=red_flags][value=none]")
    her.press("next")
    her.go_to_check()
    for kept in (STORY, "A weapon used or shown", "A group, and I was part of it"):
        expect(her.page.locator("main")).to_contain_text(kept)


def test_back_on_the_page_shows_each_answer_again_and_keeps_what_was_typed(reporter):
    her = reporter()
    her.begin()
    her.tell(BEGINNING)
    her.press("more")
    her.choose(STORY)
    her.press("back")
    her.press("back")
    assert her.step == "want_first"
    assert her.page.is_checked("input[name=want_first][value=talk]")
    her.press("next")
    her.press("more")
    assert her.page.input_value("#f-story") == STORY


def test_a_page_sent_twice_shows_the_page_after_it_with_every_answer(reporter):
    her = reporter()
    her.begin()
    her.tell(BEGINNING)
    step = her.step
    her.page.reload()
    assert her.step == step
    her.go_to_check()
    expect(her.page.locator("main")).to_contain_text("Threats to harm or to kill")


def test_the_server_dies_half_way_and_she_goes_on(reporter, live, colleague, new_at):
    her = reporter("sw")
    her.begin()
    her.tell(BEGINNING | {"story": STORY})
    live.kill()
    live.start()
    her.tell({"injury": "some"})
    her.go_to_check()
    assert STORY in her.page.inner_text("main")

    amina = colleague("amina")
    new = new_at(amina)
    her.send()
    amina.open(new())
    assert STORY in amina.page.inner_text("main")


def test_the_last_page_sent_twice_is_one_report_and_one_token(reporter, colleague, new_at):
    amina = colleague("amina")
    new = new_at(amina)
    her = reporter()
    her.begin()
    her.tell(BEGINNING)
    her.go_to_check()
    assert her.step == CHECK
    fields = {
        name: her.page.locator(f"main form input[name={name}]").input_value() for name in "dkq"
    }
    token = her.send()
    her.page.reload()
    assert her.page.inner_text("#token").strip() == token
    again = her.page.request.post(f"{her.url}/en/", form=fields | {"go": "send"})
    assert token in again.text()
    assert new(), "exactly one is new"


def test_what_she_typed_goes_through_the_other_language_and_the_help_page(reporter):
    her = reporter()
    her.begin()
    her.tell(BEGINNING)
    her.press("more")
    her.choose(STORY)
    her.press("help")
    expect(her.page.locator("main")).to_contain_text("1195")
    her.press("stay")
    assert her.page.input_value("#f-story") == STORY
    her.press("stay")
    assert her.page.get_attribute("html", "lang") == "sw"
    assert her.page.input_value("#f-story") == STORY
