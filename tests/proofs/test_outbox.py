"""What waits to be sent: opened by no thief, sent once by whoever lives, urgent first."""

import ast
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.live.server import ROOT
from tests.live.texts import NUMBER, STOPPED, TOKEN
from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.outbox import alarm, content, overview, reseal, send
from tetea.domain.outbox.content import Content
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.outbox.texts import put_text
from tetea.domain.rows import new_id
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.phone import contact
from tetea.kernel.sending import Accepted, NotSent

WORKERS = 4
OWN = {"contact_way": "sms", "contact_hours": ["morning"]}


class Company:
    """A phone company at the border that keeps what it is given, and may fall silent."""

    def __init__(self, *refusals):
        self.texts, self.refusals = [], list(refusals)

    def carry(self, text):
        self.texts.append(text)
        if self.refusals:
            raise self.refusals.pop(0)
        return Accepted(text.reference)

    @property
    def ways(self):
        makers = {Kind.TOKEN: lambda _ours, subject: f"Namba: {TOKEN}" if subject else ""}
        return send.Gateways(lambda _letter: None, self.carry, makers)


def night(hour, minute=0, days=1):
    day = dt.datetime.now(NAIROBI).date() + dt.timedelta(days=days)
    return moment.at(dt.datetime.combine(day, dt.time(hour, minute), NAIROBI))


# ---- N-12 -------------------------------------------------------------------------------------


@pytest.fixture
def for_nine(organisation):
    """A message of the evening for nine o'clock, and a power cut in the night."""
    allowed = contact.permission(OWN, consent_contact=True, own_number=NUMBER)
    with night(22):
        put_text(organisation, allowed, "Salon", Kind.REPLY)
    runtime.destroy_all()
    return organisation


def test_n12_a_message_for_nine_survives_the_power_cut_and_is_sent_once(for_nine, sign_in):
    company = Company()
    with night(3, days=2):
        send.send_due(for_nine, company.ways)
        assert Outgoing.objects.get().state == "needs-reseal"
        assert overview.of(for_nine).counts["needs-reseal"] == 1
    with night(8, 30, days=2):
        assert reseal.of(sign_in("halima")) == 1
        assert send.send_due(for_nine, company.ways) == 0
    for minute in (0, 1, 20):
        with night(9, minute, days=2):
            send.send_due(for_nine, company.ways)

    assert [text.text for text in company.texts] == ["Salon"]
    assert Outgoing.objects.get().state == "sent"


def test_n12_when_nobody_signs_in_it_is_shown_as_missed_not_dropped(for_nine):
    company = Company()
    for days in (2, 3, 4):
        with night(9, 1, days=days):
            send.send_due(for_nine, company.ways)
    with night(12, days=4):
        shown = overview.of(for_nine)

    assert company.texts == []
    assert (shown.counts["missed"], shown.month.missed) == (1, 1)


# ---- T-64 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unknown",
    [
        None,
        "",
        NUMBER,
        {"number": NUMBER, "windows": ("any",)},
        contact.Refusal(contact.Reason.NO_CONSENT),
    ],
)
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.LETTER])
def test_t64_no_permission_object_no_text(organisation, unknown, kind):
    words = "" if kind is Kind.TOKEN else "Salon"

    assert put_text(organisation, unknown, words, kind, subject="thread") is None
    assert not Outgoing.objects.exists()


def _who_calls(name):
    """The files of the package in which something of this name is called."""
    found = set()
    for path in (ROOT / "tetea").rglob("*.py"):
        text = path.read_text()
        if f"{name}(" not in text:
            continue
        calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        if any(ast.unparse(call).endswith(name) for call in calls):
            found.add(path.relative_to(ROOT / "tetea").as_posix())
    return found


def test_t64_there_is_one_way_to_a_phone_and_the_rule_stands_on_it():
    """Only the rule makes permissions, only these write rows, only the worker makes a Text."""
    assert _who_calls("Permission") == {"kernel/phone/contact.py"}
    assert _who_calls("Outgoing.objects.create") == {
        "domain/outbox/send.py",
        "domain/outbox/texts.py",
    }
    assert _who_calls("Text") <= {"domain/outbox/send.py"}
    assert _who_calls("providers.send") == set()


# ---- T-71 -------------------------------------------------------------------------------------


def test_t71_alerts_that_rang_while_nothing_left_are_noticed(organisation, sign_in, report):
    sign_in("amina")
    report(danger="yes")
    start = moment.now()
    away = Company()
    for quarter in range(1, 20):
        with moment.at(start + quarter * moment.QUARTER):
            alarm.fire_due(organisation)
    with moment.at(start + dt.timedelta(hours=5)):
        assert overview.is_quiet(organisation)
        send.send_due(organisation, away.ways)
        assert not overview.is_quiet(organisation)


def test_t71_a_worker_that_fires_nothing_at_all_is_noticed(organisation, report):
    report(danger="yes")

    assert not overview.is_quiet(organisation)
    with moment.at(moment.now() + dt.timedelta(hours=2)):
        assert overview.is_quiet(organisation)


def test_t71_a_quiet_week_is_no_alarm(organisation, sign_in):
    sign_in("amina")
    with moment.at(moment.now() + dt.timedelta(days=7)):
        assert not overview.is_quiet(organisation)


# ---- T-89 and N-11 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permission", "words", "kind", "times"),
    [
        (contact.on_duty(NUMBER), "Kuna jambo.", Kind.PAGE, 2),
        (contact.answering(NUMBER), "Tumepokea.", Kind.ACK, 1),
        (contact.answering(NUMBER), "", Kind.TOKEN, 1),
        (contact.answering(NUMBER), "Salon", Kind.REPLY, 1),
        (contact.on_duty(NUMBER), "Salio", Kind.BALANCE, 1),
    ],
)
def test_t89_after_an_unclear_time_out_only_a_page_is_sent_a_second_time(
    organisation, permission, words, kind, times
):
    put_text(organisation, permission, words, kind, subject="thread")
    silent = Company(*(NotSent(unclear=True) for _ in range(9)))
    start = moment.now()
    for minutes in (0, 3, 6, 20, 29):
        with moment.at(start + dt.timedelta(minutes=minutes)):
            send.send_due(organisation, silent.ways)

    assert len(silent.texts) == times
    assert len({text.reference for text in silent.texts}) == 1
    assert Outgoing.objects.get().state == "unclear"


def test_t89_an_urgent_one_overtakes_ten_thousand(organisation):
    columns = content.put_in(organisation, new_id(), Content(Kind.REPLY, NUMBER, "Salon"))
    columns |= {
        "organisation": organisation,
        "not_before": moment.now() - dt.timedelta(hours=5),
        "drop_after": moment.now() + dt.timedelta(hours=5),
    }
    rows = (Outgoing(**columns) for _ in range(10_000))
    Outgoing.objects.bulk_create(rows, batch_size=500)
    put_text(organisation, contact.on_duty(NUMBER), "Kuna jambo.", Kind.PAGE)
    company = Company()
    send.send_due(organisation, company.ways, most=1)

    assert [text.text for text in company.texts] == ["Kuna jambo."]


# ---- real processes ---------------------------------------------------------------------------


@pytest.fixture
def queued(empty):
    empty.script("texts", "put", "2")
    return empty


def _spellings(*words):
    found = [word.encode() for word in words]
    found += [word.encode("utf-16le") for word in words] + [
        w.encode().hex().encode() for w in words
    ]
    return found


def _found(live, *words):
    at_rest = live.bytes_at_rest()
    return [name for name, data in at_rest.items() for one in _spellings(*words) if one in data]


@pytest.mark.slow
def test_n8_without_the_runtime_folder_no_waiting_row_and_no_stop_opens(queued):
    before = queued.script("texts", "thief")
    assert (before["rows"], before["opened"], before["stops"]) == (6, 5, 1)
    for path in queued.runtime.iterdir():
        shutil.rmtree(path)

    stolen = queued.script("texts", "thief")
    said = queued.tetea("work", "--once")

    assert (stolen["rows"], stolen["keys"]) == (6, 1)
    assert (stolen["opened"], stolen["stops"], stolen["found_by_provider_id"]) == (0, 0, 0)
    assert "0 sent" in said.stdout
    assert _found(queued, NUMBER, NUMBER[1:], STOPPED, STOPPED[1:], "ZebakiText") == []


def _hanging(live, kind):
    """A worker that has handed a text over and waits for an answer that never comes."""
    command = [sys.executable, "-m", "tests.live.texts", "hang", kind]
    worker = subprocess.Popen(
        command, env=live.env, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    assert worker.stdout is not None
    return worker, json.loads(worker.stdout.readline())["sending"]


def _kill(worker):
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=10)
    worker.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "again"), [("page", 1), ("token", 0), ("reply", 0)])
def test_t89_of_a_worker_killed_in_the_middle_only_the_page_is_sent_again(queued, kind, again):
    worker, reference = _hanging(queued, kind)
    _kill(worker)

    rest = queued.script("texts", "later")

    assert rest["sent"].count(reference) == again
    assert rest["states"].count("unclear") == 1 - again
    assert set(rest["states"]) <= {"sent", "unclear"}


@pytest.mark.slow
def test_n11_her_token_lies_nowhere_before_during_and_after_it_is_sent(queued):
    pieces = (TOKEN, " ".join(TOKEN[at : at + 4] for at in range(0, 20, 4)), TOKEN[:10], TOKEN[10:])
    assert _found(queued, *pieces) == []
    worker, _reference = _hanging(queued, "token")
    during = _found(queued, *pieces)
    _kill(worker)
    queued.script("texts", "later")

    assert during == []
    assert _found(queued, *pieces) == []


@pytest.mark.slow
def test_t89_several_workers_at_once_send_each_text_once(empty):
    total = empty.script("texts", "put", "120")["put"]
    command = [sys.executable, "-m", "tests.live.texts", "drain"]
    workers = [
        subprocess.Popen(command, env=empty.env, cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(WORKERS)
    ]
    sent = [json.loads(worker.communicate(timeout=120)[0])["sent"] for worker in workers]
    everything = [reference for one in sent for reference in one]

    assert len(everything) == len(set(everything)) == total
