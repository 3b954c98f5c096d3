"""How the responders are: sealed to whom it is about and the coordinators, and nobody waits."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.cases import supervision
from tetea.domain.cases.models import Supervision
from tetea.domain.cases.supervision import Talk
from tetea.domain.outbox import content
from tetea.domain.outbox.models import Outgoing
from tetea.domain.reports.errors import NotForDuty


@pytest.fixture
def people(sign_in):
    return {name: sign_in(name) for name in ("amina", "rose", "joy", "atieno", "kamau")}


def told(organisation):
    return [content.take_out(organisation, row).to for row in Outgoing.objects.all()]


def test_rose_says_that_it_is_too_much_and_the_coordinator_is_told_and_reads_it(
    organisation, people
):
    rose, amina = people["rose"], people["amina"]
    supervision.write(rose, Talk(rose.member_id, "too_much", "I dream of the cell."))

    assert told(organisation) == ["amina@example.org"]
    [found] = supervision.read(amina)
    assert (found.by, found.talk.strain, found.talk.text) == (
        "rose",
        "too_much",
        "I dream of the cell.",
    )


def test_a_talk_with_the_coordinator_is_read_by_both_and_by_no_colleague(people):
    rose, amina = people["rose"], people["amina"]
    again = moment.now() + dt.timedelta(days=14)
    supervision.write(amina, Talk(rose.member_id, "heavy", "Two hard nights.", "Rest", again))

    assert supervision.latest(rose)[rose.member_id].talk.agreed == "Rest"
    assert supervision.latest(amina)[rose.member_id].talk.strain == "heavy"
    for name in ("joy", "atieno", "kamau"):
        assert supervision.read(people[name]) == ()


def test_nothing_of_it_can_be_read_in_the_database(people):
    rose = people["rose"]
    supervision.write(rose, Talk(rose.member_id, "cannot", "I dream of the cell."))

    blob = bytes(Supervision.objects.get().blob)
    assert b"cell" not in blob
    assert rose.member_id.encode() not in blob


def test_a_light_day_wakes_nobody(organisation, people):
    rose = people["rose"]
    supervision.write(rose, Talk(rose.member_id, "tired"))

    assert told(organisation) == []


def test_nobody_writes_about_a_colleague_but_the_coordinator(people):
    rose, joy = people["rose"], people["joy"]
    with pytest.raises(NotForDuty):
        supervision.write(rose, Talk(joy.member_id, "well"))
    with pytest.raises(NotForDuty):
        supervision.write(people["amina"], Talk(people["kamau"].member_id, "well"))
    with pytest.raises(KeyError):
        supervision.write(rose, Talk(rose.member_id, "splendid"))

    assert not Supervision.objects.exists()


def test_a_talk_put_in_by_somebody_else_is_not_believed(people, monkeypatch):
    rose, amina = people["rose"], people["amina"]
    monkeypatch.setattr(type(rose.keys), "sign", lambda _keys, _message: bytes(64))
    supervision.write(rose, Talk(rose.member_id, "cannot"))

    assert supervision.read(amina) == ()
