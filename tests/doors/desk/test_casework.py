"""From triage to outcome on the desk: every step keeps its keys, its clock and its words."""

import datetime as dt

import pytest
from django.utils import timezone

from tetea.domain.keyring.models import Wrap
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import queue
from tetea.kernel.crypto.registry import Part


def soon():
    """The day and hour that somebody types who means in three hours, whatever hour it is now."""
    at = timezone.localtime() + dt.timedelta(hours=3)
    return {"quick": "own", "day": at.date().isoformat(), "hour": at.strftime("%H:%M")}


@pytest.fixture
def rose_with_a_case(desk, given):
    wanted, rose = given("rose"), desk("rose")
    rose.post("open", wanted)
    rose.post("case", wanted, step="Go with her to the clinic", **soon())
    return rose, wanted


def test_triage_gives_the_report_a_new_owner_and_the_team_its_facts(
    desk, report, report_id, member_id
):
    wanted, amina = report_id(report()), desk("amina")

    response = amina.post("assign", wanted, member=member_id("rose"))

    assert response["Location"].endswith("?done=assigned")
    assert wanted in desk("rose").text("queue", "mine")
    assert wanted not in amina.text("queue", "waiting")
    assert desk("halima").get("report", wanted).status_code == 404


def test_triage_needs_no_look_at_the_story(desk, report, report_id):
    wanted = report_id(report())

    page = desk("amina").text("report", wanted)

    assert "Sealed" in page
    assert "The report gets a new key" in page


def test_a_member_who_cannot_be_given_a_case_is_not_there(desk, report, report_id, organisation):
    wanted, amina = report_id(report()), desk("amina")

    for nobody in ("", "x", "a" * 26):
        assert amina.post("assign", wanted, member=nobody).status_code == 404
    assert Report.objects.get(id=wanted).state == "new"


def test_giving_it_on_takes_the_keys_along(desk, given, member_id):
    wanted = given("rose")
    rose, joy = desk("rose"), desk("joy")

    response = rose.post("assign", wanted, member=member_id("joy"))

    assert response["Location"] == "/desk/?done=assigned"
    assert rose.get("report", wanted).status_code == 404
    assert joy.get("report", wanted).status_code == 200
    assert not Wrap.objects.filter(object=wanted, part=Part.BODY, recipient=member_id("rose"))


def test_the_time_of_the_next_step_is_said_once_at_the_top(rose_with_a_case):
    rose, wanted = rose_with_a_case
    page = rose.text("report", wanted)

    head, step = page.index('class="report-head"'), page.index('id="next-title"')
    assert "due-left" not in page[head:step]
    assert "due-left" in page[step : page.index('id="story-title"')]


def test_where_nothing_is_said_no_room_is_taken(rose_with_a_case):
    rose, wanted = rose_with_a_case

    assert '<div role="status" class="said"></div>' in rose.text("report", wanted)


def test_a_report_becomes_a_case_with_a_next_step_and_its_time(rose_with_a_case):
    rose, wanted = rose_with_a_case
    page = rose.text("report", wanted)

    assert "Go with her to the clinic" in page
    assert "Became a case" in page
    assert "left" in page[page.index("Next step") :]


def test_who_triages_may_make_a_case_of_a_new_report_at_once(desk, report, report_id):
    wanted, halima = report_id(report()), desk("halima")
    halima.post("open", wanted)

    halima.post("case", wanted, step="Call back at noon", **soon())

    assert "Call back at noon" in halima.text("report", wanted)
    assert wanted in halima.text("queue", "mine")


def test_the_next_step_moves_on_and_the_old_one_stays_in_the_story(rose_with_a_case):
    rose, wanted = rose_with_a_case
    day = (timezone.localdate() + dt.timedelta(days=9)).isoformat()

    rose.post("step", wanted, step="Go to court", quick="own", day=day, hour="14:30")
    page = rose.text("report", wanted)

    assert "Go to court" in page
    assert "14:30" in page
    assert "8 days left" in page or "9 days left" in page
    assert page.count("Go with her to the clinic") == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"step": "", "quick": "week"}, "Please write something first."),
        ({"step": "Court", "quick": "own", "day": "", "hour": ""}, "Please choose a day"),
        ({"step": "Court", "quick": "own", "day": "31/12", "hour": "9"}, "Please choose a day"),
        ({"step": "Court", "quick": "own", "day": "2001-01-01"}, "That moment has passed"),
        ({"step": "x" * 2001, "quick": "week"}, "That is too long"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    rose_with_a_case, typed, words
):
    rose, wanted = rose_with_a_case

    response = rose.post("step", wanted, **typed)
    page = response.content.decode()

    assert response.status_code == 409
    assert words in page
    assert f'name="step" data-kept value="{typed["step"]}"' in page
    assert "Go with her to the clinic" in page


def _closed_by_two(asks, reviews, sign_in, wanted, outcome):
    reviewer = sign_in("amina").member_id
    asked = asks.post("close", wanted, outcome=outcome, closing="He paid.", reviewer=reviewer)
    assert asked["Location"].endswith("?done=asked")
    reviews.post("open", wanted)
    reviews.post("review", wanted, verdict="approve")


def test_a_case_is_closed_by_two_and_a_slip_is_undone(rose_with_a_case, desk, sign_in):
    rose, wanted = rose_with_a_case

    _closed_by_two(rose, desk("amina"), sign_in, wanted, "agreement")
    closed = rose.text("report", wanted)
    listed = rose.text("queue", "closed")
    rose.post("reopen", wanted)

    assert "An agreement was made" in closed
    assert "He paid." in closed
    assert "No health or legal clock runs." in closed
    assert wanted in listed
    assert wanted in rose.text("queue", "mine")
    assert "Nothing is closed yet" in rose.text("queue", "closed")


@pytest.mark.parametrize("outcome", ["", "won", "<script>"])
def test_closing_without_an_outcome_keeps_the_line_and_closes_nothing(
    rose_with_a_case, sign_in, outcome
):
    rose, wanted = rose_with_a_case

    reviewer = sign_in("amina").member_id
    response = rose.post("close", wanted, outcome=outcome, closing="He paid.", reviewer=reviewer)

    assert "Please choose how it ended." in response.content.decode()
    assert 'value="He paid."' in response.content.decode()
    assert Report.objects.get(id=wanted).state == "open"


def test_a_case_that_somebody_closed_meanwhile_is_not_closed_twice(rose_with_a_case, desk, sign_in):
    rose, wanted = rose_with_a_case
    _closed_by_two(rose, desk("amina"), sign_in, wanted, "court_conviction")

    reviewer = sign_in("amina").member_id
    response = rose.post(
        "close", wanted, outcome="resolved", closing="My own words.", reviewer=reviewer
    )

    assert response.status_code == 409
    assert "It has changed meanwhile" in response.content.decode()
    assert queue.queue(sign_in("rose"), "closed").rows[0].facets.outcome == "court_conviction"


def test_a_second_case_of_one_report_is_not_made(rose_with_a_case):
    rose, wanted = rose_with_a_case

    response = rose.post("case", wanted, step="Once more", **soon())

    assert response.status_code == 409
    assert "Somebody has just made a case of it" in response.content.decode()


def test_no_step_is_written_into_a_sealed_case(rose_with_a_case, sign_in):
    rose, wanted = rose_with_a_case
    rose.post("seal", wanted)

    response = rose.post("write", wanted, "note", line="Kept words.")

    assert response.status_code == 409
    assert 'value="Kept words."' in response.content.decode()
    rose.post("open", wanted)
    assert "Kept words." not in rose.text("report", wanted)


def test_what_is_due_with_her_stands_beside_every_list(rose_with_a_case):
    rose, wanted = rose_with_a_case

    page = rose.text("queue", "closed")

    assert f"/desk/reports/{wanted}/" in page[page.index("Due with you") :]


def test_what_the_reviewer_misses_stands_at_the_top_of_the_case(rose_with_a_case, desk, sign_in):
    rose, wanted = rose_with_a_case
    amina, reviewer = desk("amina"), sign_in("amina").member_id
    rose.post("close", wanted, outcome="agreement", closing="He paid.", reviewer=reviewer)
    amina.post("open", wanted)
    page, mine = amina.text("report", wanted), amina.text("queue", "mine")
    wordless = amina.post("review", wanted, verdict="send-back", closing=" ")

    amina.post("review", wanted, verdict="send-back", closing="Ask about the room bill.")
    after = rose.text("report", wanted)

    assert "Review its closing" in mine
    assert "He paid." in page
    assert wordless.status_code == 409
    assert "Ask about the room bill." in after[: after.index("What was done")]


def test_nobody_approves_her_own_closing_at_the_desk(rose_with_a_case, sign_in):
    rose, wanted = rose_with_a_case
    reviewer = sign_in("amina").member_id
    rose.post("close", wanted, outcome="agreement", closing="He paid.", reviewer=reviewer)

    page = rose.text("report", wanted)
    response = rose.post("review", wanted, verdict="approve")

    assert 'value="approve"' not in page
    assert response.status_code == 409
    assert Report.objects.get(id=wanted).state == "open"
    assert rose.post("review", wanted, verdict="take-back")["Location"].endswith("=taken-back")


def test_why_somebody_left_is_asked_and_what_was_typed_is_kept(rose_with_a_case, sign_in):
    rose, wanted = rose_with_a_case
    typed = {"outcome": "lost_contact", "closing": "Gone.", "reviewer": sign_in("amina").member_id}

    response = rose.post("close", wanted, **typed)
    page = response.content.decode()

    assert response.status_code == 409
    assert "Please choose why they left" in page
    assert 'value="Gone."' in page
    assert rose.post("close", wanted, **typed, why="moved")["Location"].endswith("?done=asked")
