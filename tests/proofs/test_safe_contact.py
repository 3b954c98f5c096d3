"""T-64 in a case: nothing that is done there reaches a phone of hers past her rule.

Answering her is the one deed that may become a text, by the rule of the token that is answered.
"""

import ast
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.live.server import ROOT
from tetea.domain import moment
from tetea.domain.cases import clocks, closing, links, merging, on_duty, review, ties, work
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.links import Person
from tetea.domain.cases.work import Step
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Member
from tetea.domain.reports.work import notice, opening, triage
from tetea.kernel.casework.entries import LINKED
from tetea.kernel.phone.contact import Reason

AKINYI = {
    "acts": ["SEX-01"],
    "when_known": "today",
    "contact_number": "0712 345 678",
    "contact_way": "sms",
    "contact_hours": ["any"],
    "consent_contact": "yes",
}
# What somebody may have said who is not to be written to, and why then nothing goes.
NEVER = {
    "never": ({"contact_way": "none"}, Reason.NOT_BY_SMS),
    "call me": ({"contact_way": "call"}, Reason.NOT_BY_SMS),
    "nothing about the way": ({"contact_way": "not_asked"}, Reason.NOT_BY_SMS),
    "nothing about the hours": ({"contact_hours": "not_asked"}, Reason.NO_HOURS),
    "no": ({"consent_contact": "no"}, Reason.NO_CONSENT),
    "nothing about consent": ({"consent_contact": "not_asked"}, Reason.NO_CONSENT),
}
BY_HALIMA = Step("note", "She rang at midnight.")


@pytest.fixture
def hers(
    sign_in: Callable[[str], Any], report: Callable[..., Any], report_id: Callable[[Any], str]
) -> Callable[..., tuple[Any, str]]:
    """Return a function that gives Rose an opened case of Akinyi's with these rules."""
    amina, rose = sign_in("amina"), sign_in("rose")

    def make(**rules: Any) -> tuple[Any, str]:
        wanted = report_id(report(**AKINYI | rules))
        triage.assign(amina, wanted, rose.member_id)
        opening.open_report(rose, wanted)
        work.open_case(rose, wanted, "Call her", moment.now() + dt.timedelta(days=1))
        return rose, wanted

    return make


def _everything_but_an_answer(rose: Any, wanted: str, other: str, sign_in: Any) -> None:
    """A whole life of a case: steps, people, two reports, who she is, a closing and a hand-over."""
    halima, atieno = sign_in("halima"), sign_in("atieno")
    opening.open_identity(rose, wanted, "call_now")
    work.record_step(rose, wanted, Step("first_support", "Called her.", is_hers=True))
    on_duty.leave_step(halima, wanted, BY_HALIMA)
    work.set_next_step(rose, wanted, "Call again", moment.now() + dt.timedelta(hours=3))
    clocks.settle_clock(rose, wanted, "pep")
    links.add_person(rose, wanted, Person("Adhiambo"))
    ties.tie(rose, wanted, other)
    [line] = [one for one in _links(rose, wanted) if one.about == other]
    ties.untie(rose, wanted, line.id)
    merging.join(rose, wanted, other)
    [line] = [one for one in _links(rose, wanted) if one.about == other and one.verb == "merged"]
    merging.part(rose, wanted, line.id)
    review.ask(rose, wanted, Ending("resolved"), atieno.member_id)
    opening.open_report(atieno, wanted)
    review.approve(atieno, wanted)
    closing.reopen(rose, wanted)
    triage.assign(rose, wanted, Member.objects.get(username="joy").id)


def _links(rose: Any, wanted: str) -> list[Any]:
    found = work.read_case(rose, wanted).file.lines
    return [one for one in found if one.kind == LINKED]


@pytest.mark.parametrize("said", NEVER)
def test_t64_whoever_is_not_to_be_written_to_is_not_whatever_is_done_in_her_case(
    hers: Any, sign_in: Any, said: str
) -> None:
    rules, why = NEVER[said]
    rose, wanted = hers(**rules)
    _, other = hers(**rules)

    assert notice.reply(rose, wanted, "Njoo kesho.").why_not == why
    _everything_but_an_answer(rose, wanted, other, sign_in)

    assert not Outgoing.objects.exists()


def test_t64_nothing_in_a_case_but_an_answer_writes_to_her_even_where_she_agreed(
    hers: Any, sign_in: Any
) -> None:
    rose, wanted = hers()
    _, other = hers()

    _everything_but_an_answer(rose, wanted, other, sign_in)

    assert not Outgoing.objects.exists()


def test_t64_of_two_reports_that_were_joined_each_is_answered_by_its_own_rule(hers: Any) -> None:
    rose, first = hers()
    _, never = hers(contact_way="none")
    merging.join(rose, first, never)

    assert notice.reply(rose, never, "Njoo kesho.").why_not == Reason.NOT_BY_SMS
    assert not Outgoing.objects.exists()
    assert notice.reply(rose, first, "Njoo kesho.").state == "queued"


def test_t64_no_part_of_casework_can_put_a_text_into_the_queue() -> None:
    """Only answering can, and it lies with the reports."""
    found = set()
    for path in (ROOT / "tetea" / "domain" / "cases").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{one.name}" for one in node.names}

    assert found
    assert not [one for one in found if one.startswith("tetea.domain.outbox")]
    assert not [one for one in found if one.endswith((".notice", "kernel.phone.contact"))]
