"""The calendar: what is due day by day, a feed that tells nothing, and who covers for whom."""

import datetime as dt

import icalendar
import pytest

from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.reports.models import Feed
from tetea.domain.reports.work import opening
from tetea.kernel.crypto.feed import feed_keys

WORDS = ("rose", "survivors", "tetea", "case", "report", "report_id", "ob ", "police", "busia")


@pytest.fixture
def in_three_days(given, sign_in):
    """A case of Rose's with a next step in three days; returns its report's id."""
    wanted = given("rose")
    rose = sign_in("rose")
    opening.open_report(rose, wanted)
    work.open_case(rose, wanted, "Go to the OCS with her", moment.now() + dt.timedelta(days=3))
    return wanted


def feed_of(browser):
    """The address that the page shows after one was made."""
    page = browser.post("calendar_address", do="make").content.decode()
    return page.split('value="http://testserver')[1].split('"')[0]


def events(browser, address):
    answer = browser.client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    return answer.content, icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_what_is_due_stands_under_its_day_with_a_way_to_the_report(desk, in_three_days):
    page = desk("rose").text("calendar")

    local = (moment.now() + dt.timedelta(days=3)).astimezone(dt.timezone(dt.timedelta(hours=3)))
    assert f'id="day-{local.date().isoformat()}"' in page
    assert f"/desk/reports/{in_three_days}/" in page
    assert "Next step" in page


def test_a_colleague_without_cases_sees_that_nothing_is_due(desk, in_three_days):
    page = desk("joy").text("calendar")

    assert "Nothing is due" in page
    assert in_three_days not in page


def test_the_feed_has_the_hours_and_not_a_word(desk, stranger, in_three_days):
    content, found = events(stranger, feed_of(desk("rose")))

    at = moment.now() + dt.timedelta(days=3)
    assert any(abs(one["DTSTART"].dt - at) <= dt.timedelta(minutes=1) for one in found)
    assert {str(one["SUMMARY"]) for one in found} == {"Busy"}
    lower = content.decode().lower()
    assert not [word for word in WORDS if word in lower]
    assert in_three_days not in lower
    assert {one["DTSTAMP"].dt.time() for one in found} == {dt.time()}


def test_a_changed_next_step_moves_in_the_feed_under_the_same_name(
    desk, stranger, sign_in, in_three_days
):
    address = feed_of(desk("rose"))
    _, before = events(stranger, address)
    rose = sign_in("rose")
    opening.open_report(rose, in_three_days)
    work.set_next_step(rose, in_three_days, "Later", moment.now() + dt.timedelta(days=6))
    _, after = events(stranger, address)

    assert {str(one["UID"]) for one in before} == {str(one["UID"]) for one in after}
    assert {one["DTSTART"].dt for one in before} != {one["DTSTART"].dt for one in after}


def test_a_withdrawn_or_guessed_address_leads_nowhere(desk, stranger):
    rose = desk("rose")
    address = feed_of(rose)
    newer = feed_of(rose)
    assert stranger.client.get(address).status_code == 404
    assert stranger.client.get(newer).status_code == 200

    rose.post("calendar_address", do="withdraw")

    assert stranger.client.get(newer).status_code == 404
    assert stranger.client.get("/desk/calendar/abc.ics").status_code == 404
    assert not Feed.objects.exists()


def test_a_copy_of_the_database_opens_no_calendar(desk, in_three_days):
    address = feed_of(desk("rose"))
    secret = address.split("/")[-1].removesuffix(".ics")
    row = Feed.objects.get()
    kept = b"".join((row.lookup, row.enc_pk, row.blob))

    assert secret.encode() not in kept
    assert b"moments" not in kept
    assert feed_keys(secret).lookup == row.lookup


def day(count):
    return (moment.now() + dt.timedelta(days=count)).date().isoformat()


def test_whoever_will_be_away_gives_her_cases_to_a_colleague_and_takes_them_back(
    desk, member_id, in_three_days
):
    rose, joy = desk("rose"), desk("joy")
    assert joy.get("report", in_three_days).status_code == 404
    answer = rose.post("away", since=day(0), until=day(4), to=member_id("joy"))
    assert answer["Location"].endswith("?done=away")

    assert joy.get("report", in_three_days).status_code == 200
    assert in_three_days in joy.text("calendar")
    assert "joy covers" in desk("amina").text("board")

    rose.post("back", member=member_id("rose"))
    assert joy.get("report", in_three_days).status_code == 404
    assert "joy covers" not in desk("amina").text("board")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, member_id):
    rose = desk("rose")
    answer = rose.post("away", since=day(3), until=day(1), to=member_id("joy"))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The last day must come after the first" in page
    assert f'value="{day(3)}"' in page
    assert f'<option value="{member_id("joy")}" selected>' in page


def test_only_a_coordinator_says_it_for_somebody_else(desk, member_id):
    typed = {"since": day(0), "until": day(1), "to": member_id("atieno")}
    refused = desk("joy").post("away", member=member_id("rose"), **typed)
    assert refused.status_code == 409
    assert desk("joy").post("back", member=member_id("rose")).status_code == 409

    done = desk("amina").post("away", member=member_id("rose"), **typed)
    assert done.status_code == 303
    assert "rose: from" in desk("halima").text("calendar")


def test_a_case_is_not_given_to_somebody_away_by_oversight(desk, given, member_id):
    wanted = given("rose")
    desk("joy").post("away", since=day(0), until=day(4), to=member_id("atieno"))

    assert "(Paralegal, away until" in desk("amina").text("report", wanted)
