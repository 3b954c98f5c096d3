"""What time it is for the work at hand: the clock, or the day that a demo or a test lives on.

Runtime keys and sessions do not use this: they always live in the present.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_pretended: ContextVar[dt.datetime | None] = ContextVar("pretended", default=None)


def now() -> dt.datetime:
    """Return the present moment in UTC, or the one that `at` pretends."""
    return _pretended.get() or timezone.now()


QUARTER = dt.timedelta(minutes=15)
_START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def coarse(when: dt.datetime) -> dt.datetime:
    """Return the next full quarter of an hour: what may stand readable instead of a moment."""
    return _START - (_START - when) // QUARTER * QUARTER


@contextmanager
def at(when: dt.datetime) -> Iterator[None]:
    """Pretend another moment for the length of a block."""
    mark = _pretended.set(when)
    try:
        yield
    finally:
        _pretended.reset(mark)
