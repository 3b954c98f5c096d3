"""Feature phones, and a clock that can be put forward for all of the server, its keys included."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.doors.phone.handset import Handset
from tetea.gateways import memory


@pytest.fixture
def phone(client, organisation):
    """Return a function that gives somebody a feature phone, with nothing on it yet."""
    memory.texts.clear()

    def give(number="+254712000001"):
        return Handset(client, number)

    return give


@pytest.fixture
def days(monkeypatch):
    """Return a function that puts the server's clock forward: what is keyed by the day moves on."""
    real = timezone.now
    passed: list[dt.timedelta] = []
    monkeypatch.setattr(timezone, "now", lambda: real() + sum(passed, dt.timedelta()))

    def put_forward(count):
        passed.append(dt.timedelta(days=count))

    return put_forward
