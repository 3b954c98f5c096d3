"""The board as it is read: counts before shares, a table behind each picture, nothing sealed."""

import re
from dataclasses import replace

import pytest
from django.utils import translation

from tests.domain.cases.test_board import AGO, DAY, HOUR, NOW, fact
from tetea.domain.cases import board
from tetea.domain.directory.clock_rules import clock_label
from tetea.domain.reports.work import triage
from tetea.doors.desk.show import board as shown
from tetea.doors.desk.show import choices

OFFICIAL = {"acts": ["SEX-01", "ECO-01"], "aggressors": ["police"], "county": "040"}


def figures(*facts):
    """The figures of these facts over the last thirty days."""
    return board.figures(facts, AGO, NOW)


@pytest.mark.parametrize("username", ["amina", "atieno"])
def test_the_coordinator_and_the_legal_officer_see_who_carries_what(desk, given, username):
    given("rose")
    given("rose")
    given("joy")

    page = desk(username).text("board")

    assert re.search(r'<th scope="row">\s*rose\s*</th>\s*<td>2</td>', page)
    assert re.search(r'<th scope="row">\s*joy\s*</th>\s*<td>1</td>', page)
    assert "For 3 more the time still runs." in page
    assert 'aria-current="page">Board</a>' in page


@pytest.mark.parametrize("username", ["rose", "halima", "wanjiru", "kamau", "njeri", "grace"])
def test_for_everybody_else_there_is_no_board(desk, given, username):
    given("rose")
    browser = desk(username)

    assert browser.get("board").status_code == 404
    assert "/desk/board/" not in browser.text("keys")


def test_a_stranger_is_led_to_the_door(stranger):
    response = stranger.get("board")

    assert (response.status_code, response["Location"]) == (303, "/desk/?over=1")


def test_an_empty_board_says_what_will_appear(desk):
    page = desk("amina").text("board")

    assert re.search(r'class="empty">\s*Nothing is counted yet', page)
    assert "First support" not in page


def test_only_the_windows_that_are_offered_are_there(desk, given):
    given("rose")
    amina = desk("amina")

    for code in board.WINDOWS:
        page = amina.client.get("/desk/board/", {"since": code}).content.decode()
        assert re.search(rf'since={code}"\s+aria-current="true"', page)
    assert amina.client.get("/desk/board/", {"since": "ever"}).status_code == 404


def test_nothing_of_what_officials_did_stands_on_the_board(desk, given):
    wanted = given("rose", **OFFICIAL)
    atieno = desk("atieno")

    page = atieno.text("board")

    assert "1 case is against an official" in page
    assert "sealed to those who hold the case" in page
    acts = [choices.short("acts", code, "en") for code in OFFICIAL["acts"]]
    who = [choices.short("aggressors", code, "en") for code in OFFICIAL["aggressors"]]
    for words in (*acts, *who, "Busia", clock_label("pep", "en")):
        assert words not in page
    assert f"/desk/reports/{wanted}/" not in page


def test_what_a_client_did_stands_there(desk, given):
    """Otherwise the test above would pass on a board that never says anything."""
    given("rose", **{**OFFICIAL, "aggressors": ["client"]})

    page = desk("atieno").text("board")

    assert choices.short("acts", "SEX-01", "en") in page
    assert "Busia" in page


def test_only_who_may_give_cases_away_is_led_to_do_it(desk, given):
    given("rose")

    assert "Somebody is away?" in desk("amina").text("board")
    assert "Somebody is away?" not in desk("atieno").text("board")


def test_the_board_is_read_in_her_language(desk, given):
    given("rose")
    amina = desk("amina")
    amina.post("setting", name="lang", value="sw")

    response = amina.get("board")

    assert response["Content-Language"] == "sw"
    assert clock_label("first_support", "sw") in response.content.decode()
    assert clock_label("first_support", "en") not in response.content.decode()


def test_the_headline_says_counts_and_below_five_no_share():
    kept = fact(supported=fact().received + HOUR)

    few = shown.support(figures(*[kept] * 3, fact()).support)
    enough = shown.support(figures(*[kept] * 17, fact(), fact()).support)

    assert (few.percent, few.counts) == ("", "3 of 4 within 24 hours")
    assert (enough.percent, enough.counts) == ("89 %", "17 of 19 within 24 hours")


def test_with_nothing_to_count_the_headline_does_not_say_zero_of_zero():
    assert shown.support(figures().support).counts == "None to count yet"
    assert shown.pep(figures().pep).counts == "None to count yet"


def test_below_five_cases_neither_times_nor_a_curve_are_drawn():
    reached = fact(reached=(("ob", 3 * HOUR),))
    found = figures(*[reached] * 4)

    [bar] = shown.milestones(found.milestones, "en")
    curve = shown.curve(found)

    assert (bar.count, bar.is_drawn, bar.median) == (4, False, "")
    assert curve.rows == ()
    assert curve.summary.startswith("0 of 4 dropped out")


def test_all_bars_share_one_scale_and_their_words_say_the_times():
    slow = fact(reached=(("ob", 8 * HOUR), ("p3", 4 * DAY)))

    bars = shown.milestones(figures(*[slow] * 5).milestones, "en")

    assert [bar.median for bar in bars] == ["8 hours", "4 days"]
    assert [bar.middle for bar in bars] == [8, 99]


def test_the_curve_goes_down_in_steps_and_its_table_has_the_days_on_which_it_fell():
    facts = [fact(number) for number in range(5)]
    facts[0] = replace(facts[0], closed=facts[0].received + 2 * DAY, outcome="lost_contact")

    curve = shown.curve(figures(*facts))

    assert curve.line == "44,10 97,10 97,38 310,38 310,38"
    assert [(row.day, row.share, row.at_risk) for row in curve.rows] == [
        (0, 100, 5), (2, 80, 5), (10, 80, 4),
    ]  # fmt: skip
    assert (curve.rows[1].lower, curve.rows[1].upper) == (20, 97)


def test_a_colleague_who_has_left_is_no_empty_name(desk, given, monkeypatch):
    given("rose")
    amina = desk("amina")
    monkeypatch.setattr(triage, "assignable", lambda _holder: [])

    assert "Somebody who has left" in amina.text("board")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (59.9, "59 minutes"), (60, "1 hour"), (47 * 60, "47 hours"),
     (48 * 60, "2 days")],
)  # fmt: skip
def test_a_length_of_time_is_said_in_words(minutes, words):
    with translation.override("en"):
        assert shown.span(minutes) == words
