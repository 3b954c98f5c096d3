"""T-70: each phone channel is tried once an hour; what does not come through pages somebody."""

from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.doors.phone.handset import FORM
from tetea.domain.keyring import runtime
from tetea.domain.log import read
from tetea.domain.outbox.models import Alert, Outgoing, Stop
from tetea.domain.phones import canary
from tetea.domain.phones.models import PhoneSession
from tetea.domain.reports.models import Report, Thread
from tetea.domain.reports.work import queue
from tetea.gateways import ourselves
from tetea.kernel.phone.numbers import e164
from tetea.kernel.phone.segments import fits_one
from tetea.kernel.phone.words import is_neutral

SERVER = "http://127.0.0.1:9"


@pytest.fixture
def server(client, organisation, monkeypatch):
    """The server beside the worker; what is put into `silent` does not come through there."""
    silent: dict[str, Any] = {}

    def post(url, fields, seconds):
        path = urlsplit(url).path
        for part, answer in silent.items():
            if path.endswith(part):
                if isinstance(answer, Exception):
                    raise answer
                return answer
        answer = client.post(path, urlencode(fields), FORM)
        return ourselves.Heard(answer.status_code, answer.content.decode())

    monkeypatch.setattr(ourselves, "post", post)
    return silent


@pytest.fixture
def amina(sign_in):
    return sign_in("amina")


def test_t70_each_channel_is_heard_and_nothing_is_left_but_the_log(server, organisation, amina):
    before = queue.counts(amina)

    assert canary.look(organisation, SERVER) == ()
    for table in (Report, Thread, Alert, Outgoing, Stop, PhoneSession):
        assert not table.objects.exists(), table
    assert queue.counts(amina) == before
    verbs = [one.verb for one in read.latest(amina)]
    assert verbs.count("canary.removed") == verbs.count("report.received") == len(canary.WAYS)
    assert read.prove(organisation).problems == ()


@pytest.mark.parametrize(
    ("part", "answer", "missing"),
    [
        ("africastalking/ussd", ourselves.Heard(200, "END "), "menu"),
        ("africastalking/sms", ourselves.Heard(503, ""), "sms"),
        ("kannel/sms", ourselves.Heard(200, ""), "kannel"),
        ("africastalking/sms", ourselves.Unreachable("time-out"), "sms"),
    ],
)
def test_t70_a_channel_that_swallows_it_pages_somebody(
    server, organisation, amina, part, answer, missing
):
    server[part] = answer

    assert canary.look(organisation, SERVER) == (missing,)
    [page] = Outgoing.objects.all()
    assert page.state == "queued"
    assert not Report.objects.exists()


def test_t70_a_worker_without_a_server_and_a_server_without_gateways_are_no_alarm(
    server, organisation, amina
):
    server["/sms"] = server["/ussd"] = ourselves.Heard(404, "")
    assert canary.look(organisation, SERVER) == ()
    server["/ussd"] = ourselves.Unreachable("connection")
    assert canary.look(organisation, SERVER) == ()

    assert not Outgoing.objects.exists()
    assert not Stop.objects.exists()


def test_t70_a_report_that_lies_open_is_found(server, organisation, report, monkeypatch):
    """The look at the bytes itself: it finds a word that is not sealed."""
    report()
    [row] = Report.objects.all()

    assert canary._reads([row], row.pk)
    assert not canary._reads([row], canary.Canary().word)


def test_t70_a_server_with_another_runtime_key_is_noticed(server, organisation, amina, monkeypatch):
    """Two hosts that do not share the key could not go on with each other's sessions."""
    post = ourselves.post

    def elsewhere(url, fields, seconds):
        heard = post(url, fields, seconds)
        runtime.destroy_all()
        return heard

    monkeypatch.setattr(ourselves, "post", elsewhere)

    assert canary.sing(organisation, SERVER) == tuple(canary.WAYS)


def test_t70_the_page_is_neutral_and_its_minute_cannot_be_foreseen(organisation):
    assert is_neutral(canary.NOTICE.text, (organisation.name,))
    assert fits_one(canary.NOTICE.text)
    assert len({canary.Hourly()._due - canary.Hourly()._hour for _ in range(20)}) > 10
    numbers = {canary.Canary().number for _ in range(200)}
    assert len(numbers) > 100
    assert all(e164(one) == one for one in numbers)
