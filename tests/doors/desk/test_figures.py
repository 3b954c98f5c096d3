"""Figures on the desk: begun, left, found again, and never a zero for what is not said."""

import pytest

from tests.domain.figures.test_publish import give, month
from tetea.doors.desk.show import figures as shown


@pytest.fixture
def end(organisation):
    """A quarter of twenty a month, in the register and not yet made."""
    at = month(9)
    for one in (at - 2, at - 1, at):
        give(organisation, one, 20, seed=one)
    return at


def make(browser, code):
    answer = browser.post("figures", month=code)
    for _ in range(200):
        if answer.status_code == 303 and "making" not in answer["Location"]:
            break
        answer = browser.get("figures_making", code)
    return browser.text("figures_month", code, "inside")


def test_the_analyst_makes_a_quarter_and_finds_both_editions(desk, end):
    njeri = desk("njeri")
    code = shown.month_code(end)

    page = make(njeri, code)
    outside = njeri.text("figures_month", code, "outside")

    assert "First support within 24 hours" in page
    assert "not shown" in outside
    assert ">0<" not in outside
    assert "Fewer than 10 are never shown" in outside
    assert "Fewer than 5 are never shown" in page
    assert shown.month_words(end) in njeri.text("figures")


def test_left_half_way_it_is_found_again_and_goes_on(desk, end):
    njeri, code = desk("njeri"), shown.month_code(end)
    njeri.post("figures", month=code)
    njeri.get("figures_making", code)
    njeri.get("figures_making", code)

    page = desk("amina").text("figures")
    assert "begun and are not finished" in page
    assert f"/figures/{code}/making/" in page
    assert "<progress" in njeri.text("figures_making", code)


def test_a_month_that_is_not_over_or_that_is_none_is_refused_with_what_to_do(desk):
    njeri = desk("njeri")
    answer = njeri.post("figures", month="2999-01")
    assert answer.status_code == 409
    assert "not over yet" in answer.content.decode()
    for code in ("2026-13", "soon", "2020-01"):
        assert njeri.get("figures_making", code).status_code == 404
        assert njeri.get("figures_month", code, "inside").status_code == 404


def test_the_definitions_say_what_each_figure_lacks(desk):
    page = desk("njeri").text("figures_definitions")
    assert "Support that was given and never written down." in page
    assert "Fewer than" not in page
    assert "fewer than 10" in page
