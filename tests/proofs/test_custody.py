"""T-97: whatever is read or done in a case adds a leaf, and without the leaf it does not happen."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps

from tetea.domain import moment
from tetea.domain.cases import clocks, closing, links, merging, on_duty, opened, review, ties, work
from tetea.domain.cases.clocks import ClockChange
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.links import Person
from tetea.domain.cases.work import Step
from tetea.domain.log import read as log
from tetea.domain.log.models import LogEntry
from tetea.domain.people.models import Member
from tetea.domain.reports.errors import NotFound, NotOpened
from tetea.domain.reports.work import duties, notice, opening, triage
from tetea.kernel.casework.entries import LINKED

ECO, ARREST = {"acts": ["ECO-01"]}, {"acts": ["POL-01"], "aggressors": ["police"]}
CLAIM = Step("counter_claim", "He told the guard.", {"by": "him", "claim": "x", "own_acts": "y"})
RESOLVED = Ending("resolved")


class FullDisk(Exception):
    pass


@dataclass
class Desk:
    """Rose with a case, and another case that is hers too; her colleagues by name."""

    sign_in: Callable[[str], Any]
    case: str = ""
    other: str = ""
    people: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name not in self.people:
            self.people[name] = self.sign_in(name)
        return self.people[name]


def _tomorrow() -> dt.datetime:
    return moment.now() + dt.timedelta(days=1)


def _id(name: str) -> str:
    return Member.objects.get(username=name).id


def _line(desk: Desk) -> str:
    return work.record_step(desk.rose, desk.case, Step("note", "A line."))


def _asked(desk: Desk) -> None:
    review.ask(desk.rose, desk.case, RESOLVED, desk.atieno.member_id)
    opening.open_report(desk.atieno, desk.case)


def _closed(desk: Desk) -> None:
    _asked(desk)
    review.approve(desk.atieno, desk.case)


def _link(desk: Desk) -> str:
    found = work.read_case(desk.rose, desk.case).file.lines
    return next(one.id for one in found if one.kind == LINKED)


def _joined(desk: Desk) -> str:
    merging.join(desk.rose, desk.case, desk.other)
    return _link(desk)


def _tied(desk: Desk) -> str:
    ties.tie(desk.rose, desk.case, desk.other)
    return _link(desk)


def _nothing(_desk: Desk) -> None:
    """Most things need nothing but the case."""


WAIVED = ClockChange("first_support", "waived", "She does not want to be called.")
# Each: what it is called in the log, what has to be so before, and how it is done.
DEEDS: dict[str, tuple[str, Callable[[Desk], Any], Callable[[Desk, Any], Any]]] = {
    "opening it": (
        "report.opened", _nothing, lambda d, _: opening.open_report(d.halima, d.case)),
    "opening who she is": (
        "identity.opened", _nothing, lambda d, _: opening.open_identity(d.rose, d.case, "safety")),
    "writing a step down": (
        "case.noted", _nothing, lambda d, _: work.record(d.rose, d.case, "She rang.")),
    "writing down what only lawyers read": (
        "case.noted", _nothing, lambda d, _: work.record_step(d.rose, d.case, CLAIM)),
    "striking a line out": (
        "case.struck", _line, lambda d, line: work.strike(d.rose, d.case, line)),
    "saying what is next": (
        "case.next",
        _nothing, lambda d, _: work.set_next_step(d.rose, d.case, "Go there.", _tomorrow())),
    "stopping a clock": (
        "clock.met", _nothing, lambda d, _: clocks.settle_clock(d.rose, d.case, "first_support")),
    "waiving a clock": (
        "clock.waived", _nothing, lambda d, _: clocks.change_clock(d.rose, d.case, WAIVED)),
    "leaving a step on duty": (
        "case.left",
        _nothing, lambda d, _: on_duty.leave_step(d.joy, d.case, Step("note", "She rang."))),
    "adding a person": (
        "case.linked", _nothing, lambda d, _: links.add_person(d.rose, d.case, Person("Adhiambo"))),
    "splitting a case": (
        "case.linked",
        _line, lambda d, line: links.split(d.rose, d.case, [line], Person("Adhiambo"))),
    "joining two reports": (
        "case.joined", _nothing, lambda d, _: merging.join(d.rose, d.case, d.other)),
    "parting them": (
        "case.parted", _joined, lambda d, link: merging.part(d.rose, d.case, link)),
    "tying two cases": (
        "case.linked", _nothing, lambda d, _: ties.tie(d.rose, d.case, d.other)),
    "untying them": (
        "case.parted", _tied, lambda d, link: ties.untie(d.rose, d.case, link)),
    "asking for a review": (
        "closing.asked",
        _nothing, lambda d, _: review.ask(d.rose, d.case, RESOLVED, d.atieno.member_id)),
    "approving it": (
        "case.closed", _asked, lambda d, _: review.approve(d.atieno, d.case)),
    "sending it back": (
        "closing.sent_back", _asked, lambda d, _: review.send_back(d.atieno, d.case, "Not yet.")),
    "taking it back": (
        "closing.taken_back", _asked, lambda d, _: review.take_back(d.rose, d.case)),
    "opening it again": (
        "case.reopened", _closed, lambda d, _: closing.reopen(d.rose, d.case)),
    "giving it to somebody": (
        "report.assigned", _nothing, lambda d, _: triage.assign(d.rose, d.case, _id("joy"))),
    "answering her": (
        "message.sent", _nothing, lambda d, _: notice.reply(d.rose, d.case, "Njoo kesho.")),
    "naming the lead": (
        "safeguarding.lead", _nothing, lambda d, _: duties.name_lead(d.amina, _id("atieno"))),
}  # fmt: skip


@pytest.fixture
def desk(
    sign_in: Callable[[str], Any], report: Callable[..., Any], report_id: Callable[[Any], str]
) -> Desk:
    """Rose's two cases, both opened; halima has triaged them."""
    found = Desk(sign_in)
    ids = []
    for answers in (ECO, ARREST):
        wanted = report_id(report(**answers))
        triage.assign(found.halima, wanted, _id("rose"))
        opening.open_report(found.rose, wanted)
        work.open_case(found.rose, wanted, "Begin", _tomorrow())
        ids.append(wanted)
    found.case, found.other = ids
    for name in ("joy", "atieno", "amina"):
        getattr(found, name)
    return found


def _everything() -> dict[str, list[Any]]:
    """Every row of a report, a case, a key or a text, as it lies there."""
    kept = ("reports", "cases", "outbox", "keyring")
    found = {}
    for model in apps.get_models():
        # A session remembers when it was used; that is no deed.
        if model._meta.app_label in kept and model.__name__ not in {"Session", "Roster"}:
            rows = [tuple(map(str, row)) for row in model._base_manager.values_list()]
            found[model.__name__] = sorted(rows)
    return found


@pytest.mark.parametrize("deed", DEEDS)
def test_t97_it_adds_a_leaf_with_the_name_of_whoever_did_it(desk: Desk, deed: str) -> None:
    verb, before, do = DEEDS[deed]
    ready = before(desk)
    size = LogEntry.objects.count()

    do(desk, ready)

    added = log.latest(desk.amina, LogEntry.objects.count() - size)
    assert verb in {one.verb for one in added}
    assert all(one.genuine and one.actor in desk.people for one in added if one.verb == verb)


@pytest.mark.parametrize("deed", DEEDS)
def test_t97_when_the_log_cannot_be_written_it_does_not_happen(
    desk: Desk, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _verb, before, do = DEEDS[deed]
    ready = before(desk)
    kept = _everything()

    def full(*_: object) -> int:
        raise FullDisk

    monkeypatch.setattr("tetea.domain.log.append._next_index", full)
    # No transaction around it: each has to bring its own.
    with pytest.raises(FullDisk):
        do(desk, ready)

    assert _everything() == kept


def test_t97_the_lawyer_reads_her_part_after_her_own_opening_and_not_before(desk: Desk) -> None:
    work.record_step(desk.rose, desk.case, CLAIM)
    triage.assign(desk.rose, desk.case, _id("atieno"))

    with pytest.raises(NotOpened):
        opened.open_now(desk.atieno, desk.case)
    opening.open_report(desk.atieno, desk.case)

    assert work.read_case(desk.atieno, desk.case).file.steps[0].for_lawyers == {"own_acts": "y"}
    newest = log.latest(desk.amina, 1)[0]
    assert (newest.verb, newest.actor, newest.object) == ("report.opened", "atieno", desk.case)


def test_t97_what_was_open_to_her_is_shut_with_the_case_that_was_taken_away(desk: Desk) -> None:
    assert desk.rose.has_opened(desk.case)

    triage.assign(desk.halima, desk.case, _id("joy"))

    for read in (work.read_case, opening.read_report, opening.for_sending):
        with pytest.raises(NotFound):
            read(desk.rose, desk.case)


def test_t09_an_identity_that_her_keys_do_not_reach_is_refused_and_logged(desk: Desk) -> None:
    desk.joy.mark_opened(desk.case)

    with pytest.raises(NotFound):
        opening.open_identity(desk.joy, desk.case, "call_now")

    newest = log.latest(desk.amina, 1)[0]
    assert (newest.verb, newest.actor, newest.object) == ("report.refused", "joy", desk.case)
