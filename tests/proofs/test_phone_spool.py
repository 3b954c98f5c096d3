"""T-74, T-75: while the database takes nothing, a phone loses nothing, and nothing shows."""

import json
import resource
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from tests.conftest import own_number
from tests.doors.phone.handset import FORM, Handset, path
from tetea import worker
from tetea.domain.log import read
from tetea.domain.outbox import stops
from tetea.domain.outbox.models import Alert
from tetea.domain.phones import spool, take
from tetea.domain.reports import thread
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import opening, queue

MARK = "Zebaki"
NUMBER = "+254712987654"


@contextmanager
def away():
    """The database answers nothing, as when it is locked, full or gone."""

    def refuse(*_given):
        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def handset(client, organisation):
    """A phone at a server that has answered before, and an empty spool."""
    for left in spool._files(spool._folder()):
        left.unlink()
    phone = Handset(client, NUMBER)
    phone.dial()
    return phone


@pytest.fixture
def amina(sign_in):
    return sign_in("amina")


def _stories(holder):
    reports = [opening.open_report(holder, one.id) for one in Report.objects.all()]
    return {one.story.answers["story"] for one in reports}


def _at_rest():
    return b"".join(one.read_bytes() + one.name.encode() for one in spool._folder().iterdir())


def test_t75_the_menu_ends_with_her_number_and_all_she_told_comes_in_once(
    handset, amina, organisation
):
    call = handset.dial()
    with away():
        call.screen = call.post("2*2*2*1*1*2")
    assert _at_rest()
    worker.once(tidy=False)

    assert call.screen.startswith("END Something is broken here. What you told us is kept.")
    visitor = thread.open_token(organisation, call.token)
    answers = opening.open_report(amina, visitor.thread.report_id).story.answers
    assert (answers["acts"], answers["aggressors"]) == (["SEX-01"], ["police"])
    assert spool.waiting() == 0
    assert not list(spool._folder().iterdir())


def test_t75_the_same_hop_again_while_away_is_kept_once(handset):
    call = handset.dial()
    with away():
        call.press("2", "2")
        again = call.again()

    assert again.startswith("END Something is broken here. What you told us is kept.")
    assert spool.waiting() == 1


def test_t75_a_phone_that_has_told_nothing_is_told_to_dial_later(handset, report):
    token = report().token.digits
    with away():
        for text in ("", "3*1", "5", f"4*{token}", f"4*{token}*2*{MARK}", "*#"):
            screen = handset.dial().post(text)
            assert screen.startswith("END Something is broken here. Please dial again later.")

    assert spool.waiting() == 0


def test_t75_sms_wait_sealed_and_come_in_once_and_in_order(handset, amina):
    with away():
        for number in range(3):
            assert handset.text(f"{MARK} nimepigwa {number}", f"{MARK}id{number}") == 200
            assert handset.text(f"{MARK} nimepigwa {number}", f"{MARK}id{number}") == 200
    assert spool.waiting() == 3
    kept, order = _at_rest(), [_report_in(one) for one in spool._waiting()]
    for needle in (MARK, NUMBER, NUMBER[1:], "nimepigwa"):
        assert needle.encode() not in kept
        assert needle.encode().hex().encode() not in kept
    worker.once(tidy=False)
    worker.once(tidy=False)

    lines = reversed(read.latest(amina))
    assert [one.object for one in lines if one.verb == "report.received"] == order
    assert _stories(amina) == {f"{MARK} nimepigwa {number}" for number in range(3)}
    # Brought once more now that the database is back, an SMS is known.
    assert handset.text(f"{MARK} nimepigwa 1", f"{MARK}id1") == 200
    assert Report.objects.count() == 3


def _report_in(path):
    rows = json.loads(path.read_text())
    return next(one["pk"] for one in rows if one["model"] == "reports.report")


def test_t75_a_cry_that_came_while_away_is_urgent_and_has_her_number(handset, amina):
    with away():
        handset.text("SOS niko Kondele")
    worker.once(tidy=False)
    [row] = queue.queue(amina, "now").rows

    assert row.is_danger
    assert own_number(amina, row.id) == NUMBER


@pytest.mark.parametrize("word", ["STOP", "TOKEN", "HUDUMA"])
def test_t75_a_command_while_away_is_not_swallowed_but_brought_again(handset, organisation, word):
    with away():
        assert handset.text(word, "ATXid_again") == 503
    assert handset.text(word, "ATXid_again") == 200

    assert spool.waiting() == 0
    assert stops.is_stopped(organisation, NUMBER) == (word == "STOP")


def test_t75_an_empty_sms_and_a_delivery_report_while_away(handset, client):
    with away():
        assert handset.text("  ") == 200
        assert client.post(path("sms_status"), "id=x&status=Success", FORM).status_code == 503

    assert spool.waiting() == 0


def test_t75_killed_between_commit_and_tidying_nothing_comes_in_twice(handset, organisation):
    with away():
        handset.text("Nimepigwa jana")
    [file] = spool._waiting()
    content = file.read_text()
    assert spool.drain(organisation) == 1
    file.write_text(content)

    assert spool.drain(organisation) == 0
    assert Report.objects.count() == Alert.objects.count() == 1
    assert spool.waiting() == 0


def test_t75_a_file_that_does_not_come_in_holds_back_neither_others_nor_the_alarm(
    handset, organisation, report
):
    report(danger="yes")
    with away():
        handset.text("Nimepigwa jana")
    broken = spool._folder() / "000000000.broken"
    broken.write_text("{")
    done = worker.once(tidy=False)

    assert done.fired == 2
    assert Report.objects.count() == 2
    assert broken.exists()
    broken.unlink()


def test_t74_what_a_killed_process_began_to_write_keeps_no_later_callback_out(handset):
    with away():
        handset.text("Nimepigwa jana", "ATXid_same")
        [file] = spool._waiting()
        # Killed before the last step: a draft with the same key, and the file never there.
        file.rename(file.with_name(f".{file.name}"))
        assert handset.text("Nimepigwa jana", "ATXid_same") == 200

    assert spool.waiting() == 1


def test_t74_when_the_spool_cannot_be_written_either_the_gateway_is_told_to_come_again(handset):
    folder = spool._folder()
    if folder.exists():
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
    folder.write_text("in the way")
    try:
        with away():
            assert handset.text("Nimepigwa jana", "ATXid_same") == 503
            fields = f"sessionId=ATUid_x&phoneNumber={NUMBER}&text=2*2"
            answer = handset.client.post(path("ussd"), fields, FORM)
    finally:
        folder.unlink()

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert handset.text("Nimepigwa jana", "ATXid_same") == 200
    assert Report.objects.count() == 1


def test_t74_a_disk_that_fills_in_the_middle_leaves_nothing_half_written(handset):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with away():
        handset.text("Nimepigwa jana")
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
        try:
            assert handset.text("Nimepigwa leo", "ATXid_full") == 503
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert len(list(spool._folder().iterdir())) == 1
        assert handset.text("Nimepigwa leo", "ATXid_full") == 200

    worker.once(tidy=False)
    assert Report.objects.count() == 2


def test_t75_a_server_that_never_saw_the_organisation_takes_nothing_over(handset, monkeypatch):
    monkeypatch.setattr(take, "_last", {})
    with away():
        assert handset.text("Nimepigwa jana") == 503
