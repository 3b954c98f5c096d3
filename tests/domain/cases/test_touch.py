"""Keeping her in it: the next contact is always set, by her rules, and silence wakes the owner."""

import datetime as dt

import pytest

from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import board, work
from tetea.domain.cases.errors import Refused
from tetea.domain.cases.work import Step
from tetea.domain.outbox import alarm, content
from tetea.domain.outbox.models import Outgoing
from tetea.domain.reports import thread
from tetea.domain.reports.work import queue
from tetea.kernel.clocks.moments import NAIROBI

DAY = dt.timedelta(days=1)
MAY_CALL = {"consent_contact": "yes", "contact_way": "call", "contact_hours": ["morning"]}


def at_hour(hour, days=2):
    day = dt.datetime.now(NAIROBI).date() + dt.timedelta(days=days)
    return f"{day.isoformat()}T{hour:02}:00"


def promise(how, at, **more):
    return Step("next_contact", fields={"at": at, "how": how, **more})


def test_rose_promises_a_call_in_the_hours_that_are_safe_and_no_other(given):
    rose, wanted, _ = given(**MAY_CALL)

    with pytest.raises(Refused) as refused:
        work.record_step(rose, wanted, promise("call", at_hour(20)))
    assert refused.value.code == "contact_hours"
    assert work.read_case(rose, wanted).touch.next_at is None

    work.record_step(rose, wanted, promise("call", at_hour(10)))
    assert work.read_case(rose, wanted).touch.next_at is not None


def test_her_newest_rules_count_and_not_those_of_the_report(given, organisation):
    rose, wanted, token = given(**MAY_CALL)
    hers = thread.open_token(organisation, token)
    thread.change_contact(hers, {"contact_way": "none"})

    with pytest.raises(Refused) as refused:
        work.record_step(rose, wanted, promise("call", at_hour(10)))

    assert refused.value.code == "contact_other_way"


def test_two_weeks_without_a_word_wake_the_owner(given, organisation, sign_in):
    rose, wanted, _ = given()
    work.record_step(rose, wanted, Step("call", is_hers=True))
    work.set_next_step(rose, wanted, "Wait", moment.now() + 90 * DAY)
    for clock in work.read_case(rose, wanted).file.clocks:
        if clock.is_open:
            work.record_step(rose, wanted, Step("first_support"))
    Outgoing.objects.all().delete()

    with moment.at(moment.now() + 15 * DAY):
        alarm.fire_due(organisation)
        told = [content.take_out(organisation, row).to for row in Outgoing.objects.all()]
        [row] = queue.queue(rose, "mine").rows

    assert told == ["rose@example.org"]
    assert row.facets.silent


def test_her_message_ends_the_silence_once_it_was_read(given, organisation):
    rose, wanted, token = given()
    with moment.at(moment.now() + 15 * DAY):
        assert work.read_case(rose, wanted).touch.level(moment.now()) == "silent"
        thread.say(thread.open_token(organisation, token), "I am here")

        assert work.read_case(rose, wanted).touch.level(moment.now()) == "unset"
        [fact] = board.facts(rose, moment.now() - 30 * DAY).facts
        assert fact.silent > moment.now().timestamp() / 60


def test_the_board_counts_cases_without_next_contact_and_without_a_word(given, sign_in):
    rose, wanted, _ = given()
    given()
    work.record_step(rose, wanted, promise("face", at_hour(10, days=3)))
    atieno = sign_in("atieno")
    with moment.at(moment.now() + 16 * DAY):
        found = board.facts(atieno, moment.now() - 30 * DAY)
        [carried] = board.load(found.facts, moment.now())

    assert (carried.open, carried.silent, carried.unset) == (2, 2, 1)


def test_a_closed_case_wakes_nobody_however_long_it_is_silent(given, organisation, sign_in):
    rose, wanted, _ = given()
    closed_by_two(rose, sign_in("amina"), wanted, "resolved")
    Outgoing.objects.all().delete()

    with moment.at(moment.now() + 30 * DAY):
        assert alarm.fire_due(organisation) == 0
        found = board.facts(sign_in("atieno"), moment.now() - 60 * DAY)

    assert board.load(found.facts, moment.now()) == ()
