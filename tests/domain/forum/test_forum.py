"""The forum: posts and counts, promises with what became of them, and two lines for everybody."""

import datetime as dt

import pytest

from tetea.domain.forum import changes, commitments, meetings
from tetea.domain.forum.changes import Line
from tetea.domain.forum.errors import NotForDuty, NotFound, Wrong
from tetea.domain.forum.meetings import Came, Meeting
from tetea.domain.forum.models import Change, Commitment, Forum
from tetea.kernel.forum import agenda, counted

DAY = dt.date(2026, 10, 30)
MARK = "Zebakimwitu"


@pytest.fixture
def people(sign_in):
    names = ("amina", "halima", "rose", "atieno", "njeri", "kamau", "wanjiru")
    return {name: sign_in(name) for name in names}


def held(amina, day=DAY, **more):
    """A forum of October as it was held; return its id."""
    wanted = meetings.plan(amina, Meeting("", day, f"Hall {MARK}", "Fines without a receipt"))
    seats = {"police": 3, "peer_educators": 5}
    told = {"discussion": f"Talk {MARK}", "decisions": "A receipt for each fine"} | more
    came = (Came("A.O.", may_be_shown=True), Came(MARK))
    meetings.hold(amina, Meeting(wanted, day, "Hall", "Fines", seats=seats, **told), came)
    return wanted


def test_amina_plans_and_holds_a_forum_and_the_team_reads_it_without_the_list(people):
    amina, rose = people["amina"], people["rose"]
    wanted = held(amina)

    found = meetings.read(rose, wanted)
    assert found.is_held
    assert found.people == 8
    assert found.came == 2
    assert found.decisions == "A receipt for each fine"
    assert [one.sign for one in meetings.who_came(amina, wanted)] == ["A.O.", MARK]
    with pytest.raises(NotFound):
        meetings.who_came(rose, wanted)


@pytest.mark.parametrize("name", ["njeri", "kamau", "wanjiru"])
def test_who_does_not_share_the_teams_key_finds_no_forum(people, name):
    wanted = held(people["amina"])
    stranger = people[name]
    assert meetings.every(stranger) == ()
    assert commitments.every(stranger) == ()
    for action in (
        lambda: meetings.read(stranger, wanted),
        lambda: meetings.plan(stranger, Meeting("", DAY)),
        lambda: commitments.make(stranger, wanted, "OCS", "A receipt", DAY),
    ):
        with pytest.raises(NotFound):
            action()


@pytest.mark.parametrize("name", ["rose", "halima", "atieno"])
def test_the_team_reads_and_only_a_coordinator_writes(people, name):
    amina, colleague = people["amina"], people[name]
    wanted = held(amina)
    promise = commitments.make(amina, wanted, "OCS", "A receipt for each fine", DAY)
    assert [one.id for one in commitments.every(colleague)] == [promise]
    for action in (
        lambda: meetings.plan(colleague, Meeting("", DAY)),
        lambda: meetings.hold(colleague, Meeting(wanted, DAY), ()),
        lambda: commitments.say(colleague, promise, "kept", "Seen"),
        lambda: changes.say(colleague, Line(24320, "A", "B")),
    ):
        with pytest.raises(NotForDuty):
            action()
    assert not Change.objects.exists()


def test_a_promise_is_kept_with_evidence_and_a_slip_is_undone_by_one_more_line(people):
    amina = people["amina"]
    promise = commitments.make(amina, held(amina), "OCS", "A receipt for each fine", DAY)

    with pytest.raises(Wrong, match="evidence"):
        commitments.say(amina, promise, "kept", " ")
    commitments.say(amina, promise, "broken", "No receipt in May")
    assert commitments.say(amina, promise, "open", "").state == "open"
    found = commitments.say(amina, promise, "kept", "Nine receipts shown")

    assert found.state == "kept"
    assert [word.state for word in found.words] == ["broken", "open", "kept"]
    assert counted(commitments.every(amina))["kept"] == 1


def test_the_next_forum_opens_with_what_is_open_and_what_was_settled_since(people):
    amina = people["amina"]
    forum = held(amina)
    late = commitments.make(amina, forum, "OCS", "Receipts", dt.date(2020, 1, 1))
    soon = commitments.make(amina, forum, "Gender desk", "A room", dt.date(2999, 1, 1))
    done = commitments.make(amina, forum, "DCIO", "A list", DAY)
    commitments.say(amina, done, "kept", "The list hangs at the gate")

    every = commitments.every(amina)
    assert [one.id for one in agenda(every, commitments.today())] == [late, soon, done]
    tomorrow = commitments.today() + dt.timedelta(days=1)
    assert [one.id for one in agenda(every, tomorrow)] == [late, soon]
    assert every[0].is_overdue(commitments.today())
    assert not every[1].is_overdue(commitments.today())


@pytest.mark.parametrize(
    ("en", "sw", "field", "reason"),
    [
        ("", "Risiti", "en", "missing"),
        ("Receipts", "x" * 141, "sw", "long"),
        ("Call 0712 345 678", "Piga", "en", "number"),
        ("Receipts \N{LEFT DOUBLE QUOTATION MARK}now", "Risiti", "en", "letters"),
    ],
)
def test_a_line_that_cannot_go_out_by_sms_or_holds_a_number_is_refused_by_name(
    people, en, sw, field, reason
):
    with pytest.raises(Wrong) as wrong:
        changes.say(people["amina"], Line(24320, en, sw))
    assert (wrong.value.field, wrong.value.reason) == (field, reason)
    assert not Change.objects.exists()


def test_what_changed_is_there_for_everybody_and_can_be_taken_back(people, organisation):
    amina = people["amina"]
    for number in range(3):
        changes.say(amina, Line(24320 + number, f"Receipt {number}", f"Risiti {number}"))
    assert [one.en for one in changes.newest(organisation)] == ["Receipt 2", "Receipt 1"]
    changes.take_back(amina, 3)
    assert [one.text("sw") for one in changes.newest(organisation)] == ["Risiti 1", "Risiti 0"]


def test_nothing_of_a_forum_is_readable_at_rest_and_not_even_its_day(people):
    amina = people["amina"]
    commitments.make(amina, held(amina), f"OCS {MARK}", f"What {MARK}", DAY)
    rows = [*Forum.objects.values_list(), *Commitment.objects.values_list()]
    stored = [repr(value) for row in rows for value in row]
    assert stored
    for word in (MARK, "OCS", "2026", "receipt"):
        assert not any(word in one for one in stored)
