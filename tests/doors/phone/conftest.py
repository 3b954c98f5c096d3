"""Feature phones: they know a number and a service code, and nothing of HTTP."""

from collections.abc import Callable

import pytest

from tests.doors.phone.handset import Handset
from tetea.gateways import memory


@pytest.fixture
def phone(client, organisation) -> Callable[..., Handset]:
    """Return a function that gives somebody a feature phone, with nothing on it yet."""
    memory.texts.clear()
    taken: list[int] = []

    def give(number: str = "") -> Handset:
        taken.append(1)
        return Handset(client, number or f"+2547000000{len(taken):02}")

    return give
