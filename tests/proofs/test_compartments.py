"""Role x compartment x state as one table, tested below every view; and no log, no deed (T-97)."""

import datetime as dt

import pytest

from tests.conftest import PEOPLE
from tests.proofs.compartments import COMPARTMENTS, STATES, Scene, opens
from tetea.domain import moment
from tetea.domain.cases import on_duty, review, supervision, work
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.models import CaseNote, Supervision
from tetea.domain.cases.supervision import Talk
from tetea.domain.cases.work import Step
from tetea.domain.keyring.models import Wrap
from tetea.domain.reports.errors import NotOpened
from tetea.domain.reports.models import Opening, ThreadItem
from tetea.domain.reports.work import absence, calendar, duties, opening

# F facets of the list, A its acts, S story, C lines of the case, M her messages, I who she is
# (opened on purpose, with a reason), W what only legal officers read, L entries of the log.
# Halima triaged each of them and keeps her key for supervising, but for the child's, which went to
# the safeguarding lead at once. Who is not named opens nothing in any state.
TABLE = """
new          amina FAS-MI-L  halima FAS-MI--
open         amina FA-----L  halima FASCMI--  rose FASCMI--  joy FA------  atieno FA------
covered      amina FA-----L  halima FASCMI--  rose FASCMI--  joy FASCMI--  atieno FA------
handed on    amina FA-----L  halima FASCMI--  rose FA------  joy FASCMI--  atieno FA------
with lawyer  amina FA-----L  halima FASCMI--  rose FA------  joy FA------  atieno FASCMIW-
closed       amina FASCMI-L  halima FASCMI--  rose FASCMI--  joy FA------  atieno FA------
official     amina F------L  halima F-SCMI--  rose F-SCMI--  joy F-------  atieno F-------
child        amina FASCMI-L  halima FA------  rose FASCMI--  joy FA------  atieno FA------
about us     amina -------L  wanjiru FASCMI--
"""
NOTHING = "-" * len(COMPARTMENTS)


def _wanted(state):
    [line] = [one for one in TABLE.splitlines() if one.startswith(f"{state:13}")]
    words = line[13:].split()
    return dict.fromkeys(PEOPLE, NOTHING) | dict(zip(words[::2], words[1::2], strict=True))


@pytest.fixture
def scene(organisation, sign_in, report, report_id):
    for name in PEOPLE:
        sign_in(name)
    return Scene(organisation, sign_in, report, report_id)


@pytest.mark.parametrize("state", STATES)
def test_each_member_opens_what_the_table_says_and_nothing_else(state, scene):
    wanted = STATES[state](scene)
    found = {
        name: "".join(
            letter if opens(letter, scene.sign_in(name), wanted) else "-" for letter in COMPARTMENTS
        )
        for name in PEOPLE
    }

    assert found == _wanted(state)


def test_t09_who_may_not_open_it_gets_the_same_answer_as_for_what_does_not_exist(scene):
    wanted = STATES["open"](scene)
    for name in ("joy", "njeri", "kamau", "grace", "wanjiru"):
        for letter in "SCMIW":
            assert not opens(letter, scene.sign_in(name), wanted)
            assert not opens(letter, scene.sign_in(name), "a" * 26)


def test_who_she_is_stays_shut_when_only_the_report_was_opened(scene):
    wanted = STATES["open"](scene)
    rose = scene.sign_in("rose")
    with pytest.raises(NotOpened):
        opening.open_identity(rose, wanted, "call_now")
    opening.open_report(rose, wanted)

    assert opening.read_report(rose, wanted).identity is None


# ---- T-97 ---------------------------------------------------------------------------------------


def _counts():
    models = (CaseNote, ThreadItem, Opening, Supervision, Wrap)
    return [model.objects.count() for model in models]


DEEDS = {
    "write a step": lambda s, w: work.record_step(s["rose"], w, Step("note", "One line.")),
    "set the next step": lambda s, w: work.set_next_step(s["rose"], w, "Go", s["later"]),
    "leave a step": lambda s, w: on_duty.leave_step(s["joy"], w, Step("visit", is_hers=True)),
    "ask to close": lambda s, w: review.ask(s["rose"], w, Ending("resolved"), s["amina"].member_id),
    "open the report": lambda s, w: opening.open_report(s["halima"], w),
    "open who she is": lambda s, w: opening.open_identity(s["rose"], w, "call_now"),
    "give keys for an absence": lambda s, _: absence.go(
        s["rose"], s["rose"].member_id, (moment.now(), s["later"]), s["joy"].member_id
    ),
    "write how one is": lambda s, _: supervision.write(
        s["rose"], Talk(s["rose"].member_id, "heavy")
    ),
    "name the lead": lambda s, _: duties.name_lead(s["amina"], s["atieno"].member_id),
    "make a calendar": lambda s, _: calendar.new_feed(s["rose"]),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_t97_what_cannot_be_logged_is_not_done(deed, scene, monkeypatch):
    wanted = STATES["open"](scene)
    people = {name: scene.sign_in(name) for name in ("amina", "halima", "rose", "joy", "atieno")}
    opening.open_report(people["rose"], wanted)
    before = _counts(), duties.read(people["amina"])

    def full(*_):
        raise OSError("no room")

    monkeypatch.setattr("tetea.domain.log.append._next_index", full)
    with pytest.raises(OSError, match="no room"):
        DEEDS[deed]({**people, "later": moment.now() + dt.timedelta(days=2)}, wanted)

    assert (_counts(), duties.read(people["amina"])) == before
    assert not calendar.has_feed(people["rose"])
