"""T-09 at the pages of a case: what is out of reach looks like nothing, and leads to nothing."""

import re

import pytest
from django.urls import reverse

from tests.doors.desk.test_casework import soon
from tests.doors.desk.test_who_sees_what import PER_REPORT, TABLE, arguments
from tetea.domain.cases.models import CaseNote
from tetea.domain.keyring.models import Wrap
from tetea.domain.people.models import Member
from tetea.domain.reports.models import Duty, ThreadItem

ABSENT = "a" * 26
# A colleague on duty finds these for a case that is not hers: that is what they are for.
LEAVE = {"leave": [], "leave_step": ["note"]}
OWN_ACT = "I locked him in until he paid."
CLAIM = {"line": "He told the guard.", "by": "him", "claim": "x", "own_acts": OWN_ACT}
TYPED = {
    "reply": "x",
    "line": "x",
    "step": "x",
    "quick": "week",
    "outcome": "other",
    "reason": "call_now",
    "other": ABSENT,
    "how": "same",
    "verdict": "approve",
    "kind": "first_support",
    "name": "Adhiambo",
}


@pytest.fixture
def case(desk, given):
    """Rose's case with what only lawyers read in it, joined with a second report: (rose, id)."""
    rose, wanted, other = desk("rose"), given("rose"), given("rose")
    for one in (wanted, other):
        rose.post("open", one)
        rose.post("case", one, step="Begin", **soon())
    rose.post("identity", wanted, reason="call_now")
    rose.post("write", wanted, "counter_claim", **CLAIM)
    assert rose.post("join", wanted, other=other, how="same")["Location"].endswith("done=joined")
    return rose, wanted


def _ask(browser, method, name, rest):
    ask = browser.get if method == "GET" else browser.post
    return ask(name, *rest, **(TYPED if method == "POST" else {}))


# New in each answer: the form tokens, the way back, and the seconds until the report closes.
NEW = re.compile(r'((?:name="csrfmiddlewaretoken" value|name="back" value|data-closes)=")[^"]*')
SECONDS = re.compile(r'content="\d+; url=')


def _seen(response):
    """All that she sees of an answer but what is new in each."""
    page = SECONDS.sub("", NEW.sub("", response.content.decode()))
    headers = {name: one for name, one in response.headers.items() if name != "Content-Length"}
    return response.status_code, page, headers


def _rows():
    return CaseNote.objects.count(), ThreadItem.objects.count(), Wrap.objects.count()


def _answers_like_nothing(browser, wanted):
    """Ask for each page of a case, in each way, and for the same of one that is not there."""
    for name in sorted(PER_REPORT):
        for method in sorted(TABLE[name][0]):
            theirs, nothing = (
                _seen(_ask(browser, method, name, arguments(name, one))) for one in (wanted, ABSENT)
            )
            assert theirs[0] == 404, (name, method)
            assert theirs == nothing, (name, method)


@pytest.mark.parametrize("username", ["joy", "atieno", "halima", "wanjiru"])
def test_t09_anothers_case_answers_on_each_page_as_one_that_does_not_exist(desk, case, username):
    _rose, wanted = case
    somebody, before = desk(username), _rows()

    _answers_like_nothing(somebody, wanted)

    assert _rows() == before


def test_t09_a_case_that_was_taken_away_answers_so_to_her_who_has_it_open(desk, case, member_id):
    rose, wanted = case
    assert "He told the guard." in rose.text("report", wanted)
    desk("amina").post("assign", wanted, member=member_id("joy"))
    before = _rows()

    _answers_like_nothing(rose, wanted)

    assert _rows() == before


def test_t09_who_supervises_a_case_is_not_shown_what_only_lawyers_read(desk, case):
    _rose, wanted = case
    amina = desk("amina")
    amina.post("open", wanted)
    assert "He told the guard." in amina.text("report", wanted)

    for name in sorted(one for one in PER_REPORT if "GET" in TABLE[one][0]):
        assert OWN_ACT not in amina.text(name, *arguments(name, wanted)), name


@pytest.mark.parametrize("username", ["joy", "amina", "wanjiru", "njeri", "kamau", "grace"])
def test_t09_nothing_is_left_where_her_list_shows_nothing(desk, report, report_id, username):
    new, about_us = report_id(report()), report_id(report(about_us="yes"))
    somebody, before = desk(username), _rows()
    for name, rest in LEAVE.items():
        for method in sorted(TABLE[name][0]):
            nothing = _seen(_ask(somebody, method, name, [ABSENT, *rest]))
            assert nothing[0] == 404
            for one in (new, about_us, "x"):
                assert _seen(_ask(somebody, method, name, [one, *rest])) == nothing
    assert _rows() == before


def test_t09_the_page_of_what_can_be_left_tells_no_more_than_her_list(desk, case):
    _rose, wanted = case
    page = desk("joy").text("leave", wanted) + desk("joy").text("leave_step", wanted, "note")

    for words in (OWN_ACT, "He told the guard.", "Begin"):
        assert words not in page
    assert desk("joy").get("leave_step", wanted, "counter_claim").status_code == 404


def test_t09_joining_with_anothers_report_is_refused_as_with_one_that_is_not_there(
    desk, case, given, report, report_id
):
    rose, wanted = case
    others = [given("joy"), report_id(report()), report_id(report(about_us="yes"))]
    before = _rows()
    for how in ("same", "another"):
        nothing = _seen(rose.post("join", wanted, other=ABSENT, how=how))
        assert nothing[0] == 409
        for one in others:
            assert _seen(rose.post("join", wanted, other=one, how=how)) == nothing
            assert reverse("desk:report", args=[one]) not in rose.text("join", wanted)
    assert _rows() == before


@pytest.mark.parametrize("name", ["strike", "part", "split"])
def test_t09_a_line_of_anothers_case_is_refused_as_one_that_is_not_there(desk, case, given, name):
    rose, wanted = case
    joy, hers = desk("joy"), given("joy")
    joy.post("open", hers)
    joy.post("case", hers, step="Begin", **soon())
    joy.post("write", hers, "note", line="In the case of Joy.")
    lines = CaseNote.objects.filter(case__report=hers).values_list("id", flat=True)
    before = _rows()

    nothing = _seen(rose.post(name, wanted, line=ABSENT))

    for one in lines:
        page = _seen(rose.post(name, wanted, line=one))
        assert page[0] == nothing[0] == 409
        assert page[1].replace(one, ABSENT) == nothing[1]
    assert _rows() == before


def test_t09_no_page_of_a_case_is_answered_with_it_has_not_changed(case):
    rose, wanted = case
    for name in sorted(one for one in PER_REPORT if "GET" in TABLE[one][0]):
        page = reverse(f"desk:{name}", args=arguments(name, wanted))
        response = rose.client.get(
            page,
            headers={"If-None-Match": "*", "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
        )
        assert response.status_code != 304, name
        assert not response.has_header("ETag"), name
        assert not response.has_header("Last-Modified"), name
        assert "no-store" in response["Cache-Control"], name


@pytest.mark.parametrize("username", ["rose", "halima", "atieno", "kamau"])
def test_t09_nobody_but_a_coordinator_finds_where_the_lead_is_named(desk, username):
    somebody = desk(username)
    for one in (Member.objects.get(username="atieno").id, ABSENT):
        assert _seen(somebody.post("lead", member=one)) == _seen(
            somebody.post("nothing", "no/such")
        )
    assert not Duty.objects.exists()


def test_t09_an_attempt_at_a_case_and_at_who_she_is_stands_in_the_log(desk, case):
    _rose, wanted = case
    joy, amina = desk("joy"), desk("amina")
    words = "Tried to open a report without its key"
    assert words not in amina.text("log")

    joy.post("open", wanted)
    joy.post("identity", wanted, reason="call_now")
    joy.post("open", ABSENT)
    joy.post("identity", ABSENT, reason="call_now")

    assert amina.text("log").count(words) == 2
