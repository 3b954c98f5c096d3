"""T-110: fifty openings within ten minutes ask for a second person; danger never waits."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.keyring.models import Session
from tetea.domain.log import read as log
from tetea.domain.outbox import content
from tetea.domain.outbox.models import Outgoing
from tetea.domain.reports.errors import NotForDuty, TooFast
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import opening, pace


@pytest.fixture
def people(sign_in):
    return {name: sign_in(name) for name in ("amina", "halima", "rose", "wanjiru")}


@pytest.fixture
def few(monkeypatch):
    """Three stand for fifty, so that the story stays short."""
    monkeypatch.setattr(pace, "MOST", 3)


def ids(report, count, **answers):
    for _ in range(count):
        report(**answers)
    return list(Report.objects.values_list("id", flat=True))


def test_t110_the_limit_is_fifty_within_ten_minutes():
    assert pace.MOST == 50
    assert dt.timedelta(minutes=10) == pace.WINDOW


def test_t110_the_next_one_is_not_opened_and_the_others_are_told(few, people, report, organisation):
    halima = people["halima"]
    *first, last = ids(report, 4)
    for one in first:
        opening.open_report(halima, one)
    with pytest.raises(TooFast):
        opening.open_report(halima, last)
    with pytest.raises(TooFast):
        opening.open_report(halima, last)

    assert not halima.has_opened(last)
    assert not Report.objects.get(pk=last).openings.exists()
    told = [content.take_out(organisation, row).to for row in Outgoing.objects.all()]
    assert told == ["amina@example.org"]
    assert [one.verb for one in log.latest(people["amina"], 1)] == ["opening.stopped"]


def test_t110_a_second_session_does_not_help_and_the_same_report_counts_once(
    few, people, report, sign_in
):
    *first, last = ids(report, 4)
    for one in [*first, *first]:
        opening.open_report(people["halima"], one)

    with pytest.raises(TooFast):
        opening.open_report(sign_in("halima"), last)


def test_t110_a_colleague_approves_and_nobody_for_herself(few, people, report):
    halima, amina = people["halima"], people["amina"]
    *first, last = ids(report, 4)
    for one in first:
        opening.open_report(halima, one)
    with pytest.raises(TooFast):
        opening.open_report(halima, last)

    for wrong in (halima, people["rose"]):
        with pytest.raises(NotForDuty):
            pace.approve(wrong, halima.member_id)
    assert [one.username for one in pace.stopped(amina)] == ["halima"]
    pace.approve(amina, halima.member_id)

    opening.open_report(halima, last)
    assert pace.stopped(amina) == ()


def test_t110_or_ends_all_her_sessions(few, people, report):
    halima, amina = people["halima"], people["amina"]
    for one in ids(report, 4)[:3]:
        opening.open_report(halima, one)
    with pytest.raises(TooFast):
        opening.open_report(halima, ids(report, 0)[3])
    pace.lock_out(amina, halima.member_id)

    assert not Session.objects.filter(member_id=halima.member_id).exists()
    assert Session.objects.filter(member_id=amina.member_id).exists()


def test_t110_who_is_in_danger_is_opened_all_the_same(few, people, report):
    halima = people["halima"]
    for one in ids(report, 3):
        opening.open_report(halima, one)
    known = set(ids(report, 0))
    [urgent] = set(ids(report, 1, danger="yes")) - known

    assert opening.open_report(halima, urgent).story.answers["danger"] == "yes"


def test_t110_after_ten_minutes_she_goes_on_by_herself(few, people, report):
    halima = people["halima"]
    *first, last = ids(report, 4)
    for one in first:
        opening.open_report(halima, one)
    with moment.at(moment.now() + pace.WINDOW + dt.timedelta(minutes=1)):
        opening.open_report(halima, last)


def test_t110_nobody_inside_learns_how_much_the_outside_officer_reads(few, people, report):
    for one in ids(report, 5, about_us="yes"):
        opening.open_report(people["wanjiru"], one)

    assert pace.stopped(people["amina"]) == ()
