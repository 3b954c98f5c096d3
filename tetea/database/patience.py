"""How long a request waits for other writers before it is told that the database is locked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# A phone company waits ten seconds for an answer; then the spool takes it. Twice this long at most:
# for a turn among the threads of this process, and then for the other processes.
PHONE_SECONDS = 4


@contextmanager
def of_a_phone() -> Iterator[None]:
    """Wait for a few seconds at most inside this block; everybody else waits longer.

    Only SQLite makes writers wait like this; PostgreSQL is left alone.
    """
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"]["timeout"])
    _wait(PHONE_SECONDS)
    try:
        yield
    finally:
        _wait(usual)


def _wait(seconds: int) -> None:
    connection.patience = seconds  # type: ignore[attr-defined]  # of our own wrapper
    connection.ensure_connection()
    # Twice with every hop of a menu: straight to SQLite.
    connection.connection.execute(f"PRAGMA busy_timeout={seconds * 1000}").close()
