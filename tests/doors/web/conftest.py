"""The reporter's phone."""

from typing import Any

import pytest

from tests.doors.web.phone import Phone


@pytest.fixture
def phone(organisation: Any) -> Phone:
    """A phone with an English page before it."""
    return Phone()


@pytest.fixture
def simu(organisation: Any) -> Phone:
    """A phone with a Kiswahili page before it."""
    return Phone("sw")
