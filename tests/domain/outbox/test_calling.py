"""Whom an alert calls: whose work it is, then the coordinators; in danger everybody."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.cases import review, work
from tetea.domain.cases.closing import Ending
from tetea.domain.keyring import runtime
from tetea.domain.keyring.models import Roster
from tetea.domain.outbox import alarm, calling, content
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.reports import thread
from tetea.domain.reports.errors import CannotCover, NotForDuty
from tetea.domain.reports.work import absence, alerts, opening, triage


@pytest.fixture
def people(sign_in):
    """Everybody of the team has signed in, and can be told."""
    return {name: sign_in(name) for name in ("amina", "halima", "rose", "joy", "atieno")}


@pytest.fixture
def given(people, report, report_id):
    """Return a function that gives Rose a report: (report id, token)."""

    def make(**answers):
        received = report(**answers)
        wanted = report_id(received)
        triage.assign(people["halima"], wanted, people["rose"].member_id)
        return wanted, received.token.digits

    return make


def rung(organisation, after):
    """Who is told by what rings so long from now: names, in the order of the alphabet."""
    Outgoing.objects.all().delete()
    with moment.at(moment.now() + after):
        alarm.fire_due(organisation, thread.all_read)
        found = [content.take_out(organisation, row).to for row in Outgoing.objects.all()]
    return sorted(one.partition("@")[0] for one in found)


DAY = dt.timedelta(days=1)


def test_it_rings_for_whose_work_it_is_and_a_day_later_for_the_coordinator_too(organisation, given):
    given()

    assert rung(organisation, 2 * DAY) == ["rose"]
    assert rung(organisation, 3.1 * DAY) == ["amina", "rose"]
    # A phone that rings for everybody's work is soon switched off.
    assert rung(organisation, 4.2 * DAY) == ["amina", "rose"]


def test_in_danger_the_third_ringing_is_for_everybody_and_for_the_duty_phones(organisation, given):
    organisation.duty_addresses = "duty@example.org"
    organisation.save(update_fields=["duty_addresses"])
    given()
    Alert.objects.update(alert_class="A", tries=0, next_alert_at=moment.now())
    quarter = dt.timedelta(minutes=15)

    assert rung(organisation, quarter) == ["rose"]
    assert rung(organisation, 3 * quarter) == ["amina", "rose"]
    everybody = ["amina", "atieno", "duty", "halima", "joy", "rose"]
    assert rung(organisation, 5 * quarter) == everybody


def test_a_report_that_waits_for_triage_calls_all_of_intake(organisation, people, report):
    report(danger="yes")

    assert rung(organisation, dt.timedelta(minutes=20)) == ["amina", "halima"]


def test_whoever_cannot_be_told_is_passed_over_at_once(organisation, given, people):
    given()
    Roster.objects.filter(member_id=people["rose"].member_id).delete()

    assert rung(organisation, 2 * DAY) == ["amina"]


def test_after_the_case_changed_hands_the_new_owner_is_called(organisation, given, people):
    wanted, _ = given()
    triage.assign(people["halima"], wanted, people["joy"].member_id)

    assert rung(organisation, 2 * DAY) == ["joy"]


def test_while_a_closing_waits_whoever_was_asked_is_called_too(organisation, given, people):
    wanted, _ = given()
    rose, atieno = people["rose"], people["atieno"]
    opening.open_report(rose, wanted)
    work.open_case(rose, wanted, "Begin", moment.now() + 9 * DAY)
    review.ask(rose, wanted, Ending("resolved"), atieno.member_id)

    assert rung(organisation, 2 * DAY) == ["atieno", "rose"]
    runtime.destroy_all()
    assert rung(organisation, 2 * DAY) == []


def test_her_message_calls_whoever_holds_the_case_and_nobody_when_it_was_read(
    organisation, given, people
):
    wanted, token = given()
    thread.say(thread.open_token(organisation, token), "Are you there?")
    assert rung(organisation, dt.timedelta(hours=2)) == ["halima", "rose"]

    thread.say(thread.open_token(organisation, token), "Please")
    opening.open_report(people["rose"], wanted)

    assert rung(organisation, dt.timedelta(hours=4)) == []
    assert not Alert.objects.filter(group="intake").exists()


def test_a_power_cut_forgets_whose_work_it_is_and_a_sign_in_says_it_again(
    organisation, given, sign_in
):
    given()
    runtime.destroy_all()
    alert = Alert.objects.get()
    assert calling.read(organisation, alert) is None

    rose = sign_in("rose")
    assert alerts.top_up(rose) == 1
    assert alerts.top_up(rose) == 0

    call = calling.read(organisation, Alert.objects.get())
    assert call is not None
    assert call.members == (rose.member_id,)
    assert rung(organisation, 2 * DAY) == ["rose"]


def test_nobody_without_the_teams_key_says_whose_work_it_is(given, sign_in):
    given()
    runtime.destroy_all()

    assert alerts.top_up(sign_in("kamau")) == 0
    assert alerts.top_up(sign_in("wanjiru")) == 0


def test_a_seized_disk_does_not_tell_whose_work_an_alert_is(given, people):
    given()

    blob = Alert.objects.get().call or b""
    assert blob
    assert people["rose"].member_id.encode() not in blob
    assert b"members" not in blob


class TestSomebodyIsAway:
    @pytest.fixture
    def until(self):
        return moment.now() + 5 * DAY

    def test_her_cases_are_read_by_whoever_covers_and_alerts_call_the_colleague(
        self, organisation, given, people, until
    ):
        wanted, _ = given()
        rose, joy = people["rose"], people["joy"]
        handed = absence.go(rose, rose.member_id, (moment.now(), until), joy.member_id)

        assert (handed.given, handed.missing) == (1, 0)
        assert opening.may_open(joy, wanted)
        assert rung(organisation, 2 * DAY) == ["joy"]

    def test_when_she_is_back_the_keys_are_hers_alone_again(
        self, organisation, given, people, until
    ):
        wanted, _ = given()
        rose, joy = people["rose"], people["joy"]
        absence.go(rose, rose.member_id, (moment.now(), until), joy.member_id)
        absence.back(rose, rose.member_id)

        assert not opening.may_open(joy, wanted)
        assert absence.known(rose) == ()
        assert rung(organisation, 2 * DAY) == ["rose"]

    def test_when_its_time_is_over_the_next_sign_in_takes_the_keys_back(
        self, given, people, sign_in, until
    ):
        wanted, _ = given()
        rose, joy = people["rose"], people["joy"]
        absence.go(rose, rose.member_id, (moment.now(), until), joy.member_id)
        with moment.at(until + DAY):
            absence.tidy(sign_in("atieno"))

        assert not opening.may_open(joy, wanted)

    def test_a_case_that_became_the_colleagues_own_stays_hers(self, given, people, until):
        wanted, _ = given()
        rose, joy = people["rose"], people["joy"]
        absence.go(rose, rose.member_id, (moment.now(), until), joy.member_id)
        triage.assign(people["halima"], wanted, joy.member_id)
        absence.back(rose, rose.member_id)

        assert opening.may_open(joy, wanted)

    def test_a_coordinator_says_it_for_somebody_who_is_ill(self, given, people, until):
        given()
        amina, rose, joy = people["amina"], people["rose"], people["joy"]
        handed = absence.go(amina, rose.member_id, (moment.now(), until), joy.member_id)

        # Halima triaged it, so the coordinator's keys do not reach it: said, not hidden.
        assert (handed.given, handed.missing) == (0, 1)
        assert [one.member_id for one in absence.known(amina)] == [rose.member_id]

    def test_nobody_else_says_it_for_her(self, people, until):
        joy, rose = people["joy"], people["rose"]
        with pytest.raises(NotForDuty):
            absence.go(joy, rose.member_id, (moment.now(), until), joy.member_id)
        with pytest.raises(NotForDuty):
            absence.back(joy, rose.member_id)

    def test_what_cannot_be_names_its_field(self, people, until):
        rose, joy = people["rose"], people["joy"]
        now = moment.now()

        def fault(days, to):
            with pytest.raises(CannotCover) as refused:
                absence.go(rose, rose.member_id, days, to)
            return refused.value.name

        assert fault((now, until), rose.member_id) == "to"
        assert fault((now, until), people["atieno"].member_id[::-1][:26]) == "to"
        assert fault((now, until), "") == "to"
        assert fault((now, now - DAY), joy.member_id) == "until"
        assert fault((now, now + 90 * DAY), joy.member_id) == "until"
        absence.go(joy, joy.member_id, (now, until), people["atieno"].member_id)
        assert fault((now, until), joy.member_id) == "to"
        assert absence.known(rose)[0].member_id == joy.member_id
