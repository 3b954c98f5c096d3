"""Every way of saying no is a problem that a program can read, and nothing breaks the server."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.doors.api.conftest import ANSWERS, Caller, slug, wrong_names
from tetea.domain.keyring import secretfile
from tetea.domain.keyring.errors import Busy, SecretFileRefused
from tetea.domain.reports import intake, thread
from tetea.domain.reports.models import Report
from tetea.doors.api.problems import PROBLEMS

BROKEN = [
    b"{",
    b"\xff\xfe",
    b"",
    b'{"lang": NaN}',
    b"[" * 100_000,
    b'{"token": "\\ud800"}',
    b"1" * 9999,
]
OTHER_TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]


@pytest.mark.parametrize("body", [one for one in BROKEN if one])
def test_what_is_not_json_is_said_so(partner: Caller, body: bytes) -> None:
    answer = partner.post("reports", body)
    assert (answer.status_code, slug(answer)) == (400, "malformed-json")


def test_an_empty_body_and_a_list_lack_their_fields(partner: Caller) -> None:
    for body in (b"", b"[]", b"null", b'"x"', b"{}"):
        answer = partner.post("reports", body)
        assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert wrong_names(partner.post("reports", {})) == {"lang", "answers"}


@pytest.mark.parametrize("content_type", OTHER_TYPES)
def test_another_type_of_content_is_refused(partner: Caller, content_type: str) -> None:
    answer = partner.post("threads/open", b'{"token": "1"}', content_type=content_type)
    assert (answer.status_code, slug(answer)) == (415, "not-json")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(partner: Caller) -> None:
    story = {"lang": "en", "answers": {"story": "x" * 1024 * 1024}}
    answer = partner.post("reports", story)
    assert (answer.status_code, slug(answer)) == (413, "too-large")


def test_names_outside_the_contract_are_refused_by_name(partner: Caller) -> None:
    body = {"lang": "en", "answers": {}, "channel": "web", "received": 0}
    assert wrong_names(partner.post("reports", body)) == {"channel", "received"}


def test_an_address_that_does_not_exist_is_a_problem_too(partner: Caller) -> None:
    for address in ("", "nothing", "threads/", "reports/", "questionnaire/", "%00"):
        answer = partner.get(address)
        assert (answer.status_code, slug(answer)) == (404, "not-found")


def test_a_method_that_does_not_exist_names_those_that_do(partner: Caller) -> None:
    answer = partner.call("PUT", "reports", {})
    assert (answer.status_code, slug(answer)) == (405, "method-not-allowed")
    assert answer["Allow"] == "GET, POST"


def test_every_problem_explains_itself_at_its_type(partner: Caller) -> None:
    for name, kind in PROBLEMS.items():
        content = partner.get(f"problems/{name}").json()
        assert content["type"].endswith(f"/api/v1/problems/{name}")
        assert (content["status"], content["title"]) == (kind.status, kind.title)
    assert partner.get("problems/nothing").status_code == 404


def test_too_many_people_at_once_means_come_back_in_a_moment(
    partner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "slot", _raise(Busy()))
    monkeypatch.setattr(thread, "slot", _raise(Busy()))
    token = {"token": "12345678901234567891"}
    for answer in (
        partner.post("reports", {"lang": "en", "answers": {}}),
        partner.post("threads/open", token),
        partner.post("threads/messages", {**token, "text": "hello"}),
    ):
        assert (answer.status_code, slug(answer)) == (503, "busy")
        assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("fault", [OperationalError("MARKED"), SecretFileRefused("MARKED")])
def test_a_store_that_cannot_take_it_says_so_and_tells_nothing(
    partner: Caller, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(secretfile, "read", _raise(fault))
    answer = partner.post("reports", {"lang": "en", "answers": ANSWERS})
    assert (answer.status_code, slug(answer)) == (503, "unavailable")
    assert b"MARKED" not in answer.content
    assert Report.objects.count() == 0


@pytest.mark.parametrize("debug", [False, True])
def test_t43_an_unexpected_error_shows_no_stack_and_no_words_of_hers(
    partner: Caller,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    settings: Any,
    debug: bool,  # noqa: FBT001  # the name says what it is
) -> None:
    settings.DEBUG = debug
    monkeypatch.setattr(intake, "new_token", _raise(RuntimeError("MARKED")))
    with caplog.at_level(logging.DEBUG):
        answer = partner.post("reports", {"lang": "en", "answers": {"story": "MARKED"}})
    assert (answer.status_code, slug(answer)) == (500, "unexpected")
    assert b"MARKED" not in answer.content
    assert "MARKED" not in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.django_db
def test_a_folder_without_an_organisation_says_that_it_is_not_ready() -> None:
    answer = Caller().post("reports", {"lang": "en", "answers": {}})
    assert (answer.status_code, slug(answer)) == (503, "unavailable")


def _raise(fault: Exception) -> Callable[..., Any]:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise fault

    return refuse


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["lang", "answers", "token", "text", "consents", "contact", "username", "passphrase", "code"]
)
VALUES = JSON | st.sampled_from(["en", "12345678901234567891", "police", "2026-02-30"])
ANSWERED = st.dictionaries(st.sampled_from(sorted(ANSWERS)) | st.text(), JSON, max_size=6)
BODIES = st.binary(max_size=64) | st.one_of(
    st.dictionaries(NAMES, VALUES, max_size=4),
    st.fixed_dictionaries({"lang": st.just("en"), "answers": ANSWERED}),
    st.fixed_dictionaries({"token": VALUES, "text": VALUES}),
    st.fixed_dictionaries({"token": st.just("12345678901234567891"), "contact": ANSWERED}),
    st.fixed_dictionaries({"token": st.just("12345678901234567891"), "answers": ANSWERED}),
    JSON,
).map(lambda body: json.dumps(body).encode())
CALLS = [
    "reports",
    "threads/open",
    "threads/messages",
    "threads/consents",
    "threads/contact",
    "threads/survey",
    "session",
]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(call=st.sampled_from(CALLS), body=BODIES)
def test_no_body_breaks_the_server(partner: Caller, call: str, body: bytes) -> None:
    answer = partner.post(call, body)
    assert answer.status_code in {200, 201, 400, 401, 404, 422}
    if answer.status_code >= 400:
        assert slug(answer) in PROBLEMS
