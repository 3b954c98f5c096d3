"""One installation in which a whole life was played, with marked words in every field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.server import Live


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, dict[str, Any]]]:
    """The installation and what its people hold: tokens, cookies, a bearer."""
    live = Live(tmp_path_factory.mktemp("played"))
    live.script("found")
    yield live, live.script("play")
    live.remove()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Live]:
    """An installation in which nothing has happened yet but its founding."""
    live = Live(tmp_path)
    live.script("found")
    yield live
    live.remove()
