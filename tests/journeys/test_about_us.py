"""A report about somebody who works here: nobody here reads it."""

import pytest
from playwright.sync_api import expect

from tests.browser.reporter import OUTSIDE
from tetea.domain.directory.services import outside_bodies

pytestmark = pytest.mark.browser


def test_outside_bodies_come_first_and_only_the_outside_officer_reads_it(
    reporter, colleague, new_at
):
    amina, wanjiru = colleague("amina"), colleague("wanjiru")
    before = amina.queue("all")
    new = new_at(wanjiru, "all")

    her = reporter()
    her.begin()
    her.tell({"danger": "no", "about_us": "yes"})
    assert her.step == OUTSIDE
    for body in outside_bodies("en"):
        expect(her.page.locator("main")).to_contain_text(body.name)
    her.tell({"acts": ["ECO-05"], "aggressors": ["organisation_staff"], "story": "She took half."})
    token = her.send()
    seen = her.page.inner_text("main")
    assert "Only the officer outside this organisation can read it" in seen
    assert all(body.name in seen for body in outside_bodies("en"))

    report_id = new()
    assert amina.queue("all") == before
    assert report_id not in amina.queue("waiting")
    assert amina.look_at(report_id) == 404
    unknown = amina.page.inner_text("main")
    assert amina.look_at("A" * len(report_id)) == 404
    assert amina.page.inner_text("main") == unknown, "as if it did not exist"

    wanjiru.open(report_id)
    assert "She took half." in wanjiru.page.inner_text("main")
    wanjiru.answer("I work for nobody there. Shall we speak?")

    her.come_back(token)
    expect(her.page.locator(".talk")).to_contain_text("I work for nobody there.")
    (opening,) = her.openings()
    assert "outside" in opening
    assert "1 time" in opening
