"""The log: written with the effect, readable with its key, provable with none."""

import pytest
from django.db import connections, transaction

from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.log import read
from tetea.domain.log.append import Action, append
from tetea.domain.log.models import LogDetail, LogEntry
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.models import Report, Thread
from tetea.domain.reports.work import opening
from tetea.kernel.crypto.hpke import seal_to


class FullDisk(Exception):
    pass


def test_reading_is_logged_before_it_is_shown(sign_in, report, report_id):
    wanted = report_id(report())
    coordinator = sign_in("amina")

    opening.open_report(coordinator, wanted)

    [newest, *_] = read.latest(coordinator)
    assert (newest.verb, newest.actor, newest.object) == ("report.opened", "amina", wanted)
    assert newest.genuine


def test_t09_a_refused_opening_is_logged_too(sign_in, report, report_id):
    wanted = report_id(report())
    with pytest.raises(NotFound):
        opening.open_report(sign_in("rose"), wanted)

    [newest, *_] = read.latest(sign_in("amina"))
    assert (newest.verb, newest.actor, newest.object) == ("report.refused", "rose", wanted)


def test_no_log_no_content(sign_in, report, report_id, monkeypatch):
    wanted = report_id(report())
    coordinator = sign_in("amina")

    def full(*_):
        raise FullDisk

    monkeypatch.setattr("tetea.domain.log.append._next_index", full)
    with pytest.raises(FullDisk), transaction.atomic():
        opening.open_report(coordinator, wanted)

    assert not coordinator.has_opened(wanted)


def test_an_entry_outside_a_transaction_is_refused(organisation, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(connections["default"], "in_atomic_block", False)  # Django's own flag
        with pytest.raises(transaction.TransactionManagementError):
            append(organisation, Action("report.opened", "x"))


def test_only_the_coordinator_reads_the_log(sign_in):
    for name in ("rose", "kamau", "njeri", "wanjiru"):
        with pytest.raises(NoSuchKey):
            read.latest(sign_in(name))


def test_n41_a_deleted_detail_leaves_the_root_and_the_proof_as_they_were(
    organisation, report, sign_in
):
    for _ in range(3):
        report()
    before = read.prove(organisation)
    LogDetail.objects.filter(index=1).delete()

    after = read.prove(organisation)

    assert after == before
    assert after.problems == ()
    assert 1 not in [line.index for line in read.latest(sign_in("amina"))]


def test_a_detail_that_was_exchanged_is_not_genuine(organisation, report, sign_in):
    report()
    from tetea.domain.keyring import recipients
    from tetea.domain.rows import raw_id
    from tetea.kernel.crypto import log as format_v1
    from tetea.kernel.crypto.frame import Context
    from tetea.kernel.crypto.registry import Group, Kind, Part

    log_id = format_v1.log_id(recipients.genesis_hash(organisation))
    key = recipients.group(organisation, Group.LOG)
    place = Context(Kind.LOG, raw_id(organisation.id), log_id, Part.DETAIL, 0)
    forged = b'{"action":"nothing","actor":"","at":1,"object":"","role":""}'
    blob = seal_to(key.pk, place, bytes(32) + forged, key.epoch)
    LogDetail.objects.filter(index=0).update(blob=blob)

    [line] = [one for one in read.latest(sign_in("amina")) if one.index == 0]

    assert not line.genuine


def test_t99_the_log_holds_no_word_of_a_report(organisation, sign_in, report, report_id):
    wanted = report_id(report(story="Zebaki", contact_number="0712345678", name_used="Zebaki"))
    coordinator = sign_in("amina")
    opening.open_report(coordinator, wanted)

    lines = read.latest(coordinator)

    assert len(lines) >= 2
    assert not [line for line in lines if "Zebaki" in repr(line) or "0712" in repr(line)]


def test_an_intake_that_fails_half_way_leaves_nothing_behind(organisation, report, monkeypatch):
    def full(*_):
        raise FullDisk

    monkeypatch.setattr("tetea.domain.log.append._next_index", full)
    with pytest.raises(FullDisk), transaction.atomic():
        report()

    assert not Report.objects.exists()
    assert not Thread.objects.exists()
    assert not LogEntry.objects.exists()
