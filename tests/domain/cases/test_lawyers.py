"""What could be held against her: only the legal officers read it, whoever wrote it down."""

import base64
import datetime as dt
import json
from dataclasses import replace

import pytest

from tetea.domain import moment
from tetea.domain.cases import lines, opened, work
from tetea.domain.cases.errors import NoLawyer
from tetea.domain.cases.models import CaseNote
from tetea.domain.cases.work import Step
from tetea.domain.keyring import recipients
from tetea.domain.reports import places
from tetea.domain.reports.work import opening, triage
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import unseal

LOCKED_IN = "I locked him in until he paid."


@pytest.fixture
def case(sign_in, report, report_id):
    """Rose's case, in which a counter-claim and her own act stand."""
    wanted, amina, rose = report_id(report(acts=["ECO-01"])), sign_in("amina"), sign_in("rose")
    ids = {name: one for one, name, _ in triage.assignable(amina)}
    triage.assign(amina, wanted, ids["rose"])
    opening.open_report(rose, wanted)
    work.open_case(rose, wanted, "Begin", moment.now() + dt.timedelta(days=1))
    fields = {"by": "the client", "claim": "Says he was locked in.", "own_acts": LOCKED_IN}
    work.record_step(rose, wanted, Step("counter_claim", "He told the guard.", fields))
    return rose, wanted, ids


def _line(holder, wanted):
    [found] = work.read_case(holder, wanted).file.steps
    return found


def test_whoever_wrote_it_down_does_not_read_it_again(case):
    rose, wanted, _ = case

    line = _line(rose, wanted)

    assert line.is_withheld
    assert line.for_lawyers == {}
    assert line.fields == {"by": "the client", "claim": "Says he was locked in."}


def test_the_legal_officer_reads_it_once_the_case_is_hers(case, sign_in):
    rose, wanted, ids = case
    triage.assign(rose, wanted, ids["atieno"])
    atieno = sign_in("atieno")
    opening.open_report(atieno, wanted)

    line = _line(atieno, wanted)

    assert line.for_lawyers == {"own_acts": LOCKED_IN}
    assert not line.is_withheld


@pytest.mark.parametrize("name", ["amina", "joy"])
def test_a_colleague_who_takes_the_case_over_does_not_read_it(case, sign_in, name):
    rose, wanted, ids = case
    triage.assign(rose, wanted, ids[name])
    colleague = sign_in(name)
    opening.open_report(colleague, wanted)

    assert _line(colleague, wanted).is_withheld


def test_the_case_key_alone_opens_none_of_it(case):
    """Whoever has the case key and the database sees who it is for, and not a word."""
    rose, wanted, _ = case
    now = opened.open_now(rose, wanted)
    found = []
    for row in CaseNote.objects.all():
        place = places.case_part(rose.organisation, row.id, Part.NOTE)
        found.append(unseal(now.key, place, row.blob))

    assert not any(b"locked him" in plain for plain in found)
    [sealed] = [json.loads(one)["lawyers"] for one in found if b"lawyers" in one]
    assert b"locked" not in base64.b64decode(sealed["blob"])


def test_a_blob_moved_to_another_line_does_not_open(case, sign_in):
    rose, wanted, ids = case
    triage.assign(rose, wanted, ids["atieno"])
    atieno = sign_in("atieno")
    opening.open_report(atieno, wanted)
    now = opened.open_now(atieno, wanted)
    [row] = [one for one in CaseNote.objects.all() if len(one.blob) > 1200]
    place = places.case_part(atieno.organisation, row.id, Part.NOTE)
    content = json.loads(unseal(now.key, place, row.blob))

    from tetea.domain.cases import lawyers

    assert lawyers.take_out(atieno, row.id, content["lawyers"]) == {"own_acts": LOCKED_IN}
    assert lawyers.take_out(atieno, now.case.id, content["lawyers"]) is None


def test_without_a_legal_officer_it_is_refused_and_nothing_is_written(case, monkeypatch):
    rose, wanted, _ = case
    book = recipients.book(rose.organisation)
    without = {key: one for key, one in book.directory.members.items() if one.role != "legal"}
    nobody = recipients.Book(rose.organisation, replace(book.directory, members=without))
    monkeypatch.setattr(recipients, "book", lambda _organisation: nobody)
    before = CaseNote.objects.count()
    step = Step("counter_claim", "", {"by": "him", "claim": "x", "own_acts": LOCKED_IN})

    with pytest.raises(NoLawyer):
        work.record_step(rose, wanted, step)
    assert CaseNote.objects.count() == before


def test_a_line_without_such_words_has_no_compartment(case):
    rose, wanted, _ = case
    work.record(rose, wanted, "Plain.")
    now = opened.open_now(rose, wanted)

    plain = [one for one in lines.read(rose, now.case, now.key) if one.text == "Plain."]
    assert not plain[0].is_withheld
