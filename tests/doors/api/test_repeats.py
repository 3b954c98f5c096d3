"""An Idempotency-Key: one report, one answer, for half an hour, whoever asks how often."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from tests.doors.api.conftest import ANSWERS, Caller, slug, wrong_names
from tetea.domain.keyring import runtime
from tetea.domain.reports import repeats
from tetea.domain.reports.models import Repeat, Report

BODY = {"lang": "en", "answers": ANSWERS}
KEY = {"Idempotency-Key": "0f8fad5b-d9cb-469f-a165-70867728950e"}


def shifted(monkeypatch: pytest.MonkeyPatch, by: dt.timedelta) -> None:
    moved = timezone.now() + by
    monkeypatch.setattr(timezone, "now", lambda: moved)


def test_the_same_key_gives_the_same_201_and_one_report(partner: Caller) -> None:
    first = partner.post("reports", BODY, **KEY)
    turned = {"answers": dict(reversed(ANSWERS.items())), "lang": "en"}
    again = partner.post("reports", turned, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert Report.objects.count() == 1


def test_another_key_or_none_is_another_report(partner: Caller) -> None:
    tokens = {
        partner.post("reports", BODY, **headers).json()["token"]
        for headers in (KEY, {"Idempotency-Key": "another"}, {}, {})
    }
    assert len(tokens) == Report.objects.count() == 4


def test_the_same_key_with_another_body_is_refused(partner: Caller) -> None:
    partner.post("reports", BODY, **KEY)
    answer = partner.post("reports", {**BODY, "lang": "sw"}, **KEY)
    assert (answer.status_code, slug(answer)) == (422, "idempotency-mismatch")
    assert Report.objects.count() == 1


def test_a_refused_report_leaves_its_key_free(partner: Caller) -> None:
    wrong = {"lang": "en", "answers": {"county": "Atlantis"}}
    assert partner.post("reports", wrong, **KEY).status_code == 422
    assert partner.post("reports", BODY, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_without_sense_is_named(partner: Caller, key: str) -> None:
    answer = partner.post("reports", BODY, **{"Idempotency-Key": key})
    assert (answer.status_code, wrong_names(answer)) == (422, {"Idempotency-Key"})


def test_for_half_an_hour_the_answer_stands_and_within_the_hour_it_is_gone(
    partner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = partner.post("reports", BODY, **KEY).json()
    shifted(monkeypatch, dt.timedelta(minutes=29))
    assert partner.post("reports", BODY, **KEY).json() == first
    shifted(monkeypatch, dt.timedelta(minutes=45, seconds=1))
    assert partner.post("reports", BODY, **KEY).json() != first
    assert Report.objects.count() == 2
    shifted(monkeypatch, dt.timedelta(minutes=46))
    # One row, or two when midnight brought another runtime key in between.
    assert repeats.drop_old() in {1, 2}
    assert Repeat.objects.count() == 0


def test_midnight_does_not_make_a_second_report(
    partner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = timezone.now().replace(hour=23, minute=50)
    monkeypatch.setattr(timezone, "now", lambda: before)
    first = partner.post("reports", BODY, **KEY)
    after = before + dt.timedelta(minutes=20)
    monkeypatch.setattr(timezone, "now", lambda: after)
    assert partner.post("reports", BODY, **KEY).content == first.content
    assert Report.objects.count() == 1


def test_the_row_tells_a_seizer_no_exact_moment(partner: Caller) -> None:
    partner.post("reports", BODY, **KEY)
    row = Repeat.objects.get()
    assert row.drop_after.minute % 15 == row.drop_after.second == row.drop_after.microsecond == 0


def test_n1_neither_key_nor_token_can_be_read_in_the_row(
    partner: Caller, organisation: Any
) -> None:
    token = partner.post("reports", BODY, **KEY).json()["token"]
    row = Repeat.objects.get()
    stored = f"{row.id} {row.drop_after} {row.generation}".encode() + bytes(row.blob)
    assert token.encode() not in stored
    assert KEY["Idempotency-Key"].encode() not in stored
    assert KEY["Idempotency-Key"] not in repr(
        repeats.Request(organisation, KEY["Idempotency-Key"], b"")
    )


def test_without_the_runtime_key_the_remembered_answer_opens_no_more(partner: Caller) -> None:
    first = partner.post("reports", BODY, **KEY).json()
    runtime.destroy_all()
    assert partner.post("reports", BODY, **KEY).json() != first


def test_many_at_once_with_one_key_make_one_report(committed: None, partner: Caller) -> None:
    answers = together(5, lambda: Caller().post("reports", BODY, **KEY))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["token"] for answer in answers}) == 1
    assert Report.objects.count() == 1
    assert Repeat.objects.count() == 1


def together(count: int, do: Callable[[], Any]) -> list[Any]:
    """Do the same in several threads that all start at the same moment."""
    gate = threading.Barrier(count)
    found: list[Any] = []

    def run() -> None:
        gate.wait()
        try:
            found.append(do())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found
