"""A data folder that is marked as a demo, and texts that would have gone out."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.plugin import HOME


@pytest.fixture
def marked() -> Iterator[None]:
    """A data folder that was marked as a demo."""
    (HOME / "demo").write_text("This folder is a demo.\n")
    yield
    (HOME / "demo").unlink()


@pytest.fixture
def demo(organisation: Any, marked: None) -> Any:
    """Survivors, as a demo."""
    return organisation


@pytest.fixture
def text_to(demo: Any) -> Iterator[Callable[[str, str], None]]:
    """Return a function that lets a text go to a number of the demo."""
    from tetea.domain.demo import inbox

    def send(number: str, words: str) -> None:
        line = {"number": number, "text": words, "at": "2026-11-26T10:00:00+00:00"}
        with inbox.path().open("a") as file:
            file.write(json.dumps(line) + "\n")

    yield send
    inbox.path().unlink(missing_ok=True)
