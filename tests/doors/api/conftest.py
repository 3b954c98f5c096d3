"""People who speak JSON: a partner's program, and members with bearers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import passphrase
from tetea.domain.log import triggers

PREFIX = "/api/v1/"
ANSWERS = {
    "danger": "no",
    "about_us": "no",
    "acts": ["SEX-03", "ECO-01"],
    "aggressors": ["client"],
    "when_known": "today",
    "county": "040",
    "story": "Hakulipa.",
    "name_used": "Akinyi",
    "consent_store": "yes",
}


@dataclass
class Caller:
    """A program that speaks to the API, with a bearer or without."""

    bearer: str = field(default="", repr=False)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def call(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """Send JSON, unless the body is bytes already."""
        if self.bearer:
            headers.setdefault("Authorization", f"Bearer {self.bearer}")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.generic(
            method,
            PREFIX + address,
            b"" if body is None else data,
            content_type=headers.pop("content_type", "application/json"),
            headers=headers,
        )

    def get(self, address: str) -> Any:
        return self.call("GET", address)

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", address, body, **headers)


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.doors.api.addresses"


@pytest.fixture
def partner(organisation: Any) -> Caller:
    """A partner's program without an account."""
    return Caller()


@pytest.fixture
def member(organisation: Any) -> Callable[[str], Caller]:
    """Return a function that signs a member in and gives her program."""

    def sign_in(username: str) -> Caller:
        words = {"username": username, "passphrase": passphrase(username)}
        answer = Caller().post("session", words)
        assert answer.status_code == 201, answer.content
        return Caller(answer.json()["bearer"])

    return sign_in


@pytest.fixture
def sent(partner: Caller) -> Callable[..., str]:
    """Return a function that sends a report and gives its token."""

    def send(**changes: Any) -> str:
        answer = partner.post("reports", {"lang": "en", "answers": ANSWERS | changes})
        assert answer.status_code == 201, answer.content
        return str(answer.json()["token"])

    return send


@pytest.fixture
def kept_triggers(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the log's triggers back after a test whose rows had to be cleared."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in triggers.statements("sqlite"):
                cursor.execute(statement)
        else:
            cursor.execute(f"ALTER TABLE {triggers.ENTRY} ENABLE TRIGGER USER")
        assert not triggers.missing()


@pytest.fixture
def committed(kept_triggers: None, transactional_db: None) -> Iterator[None]:
    """Let a test commit, so that threads see each other; its rows are cleared afterwards."""
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in triggers.NAMES:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute(f"ALTER TABLE {triggers.ENTRY} DISABLE TRIGGER USER")


def slug(answer: Any) -> str:
    """Return the last part of a problem's type, after checking that it is a whole problem."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    content = answer.json()
    assert content["status"] == answer.status_code
    assert content["title"]
    assert content["detail"]
    return str(content["type"].rsplit("/", 1)[1])


def wrong_names(answer: Any) -> set[str]:
    """Return the names of the fields that a 422 complains about."""
    return {error["name"] for error in answer.json()["errors"]}
