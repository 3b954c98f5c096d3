"""Which data folder is a demo: marked before anything is loaded, and then for ever."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tetea.domain.demo.errors import NotADemo, NotLoaded
from tetea.domain.people import queries
from tetea.domain.people.models import Organisation

MARK = "demo"


def is_marked() -> bool:
    """Whether this folder was marked as a demo."""
    return _mark().exists()


def organisation() -> Organisation:
    """Return the demo organisation of this folder.

    Raises NotADemo when the folder is not marked or holds another organisation, NotLoaded when it
    is marked and empty.
    """
    if not is_marked():
        raise NotADemo
    try:
        found = queries.organisation()
    except queries.NotSetUp:
        raise NotLoaded from None
    if not found.is_demo:
        raise NotADemo
    return found


def is_loaded() -> bool:
    """Whether this folder holds the whole demo; raises NotADemo on any other folder.

    The demo is loaded in one transaction, so an organisation that is there is complete.
    """
    try:
        organisation()
    except NotLoaded:
        return False
    return True


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the mark, so that two starts at once load one demo."""
    with _mark().open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _mark() -> Path:
    return Path(settings.ENVIRONMENT.home) / MARK
