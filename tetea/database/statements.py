"""Statements written by hand, for paths on which making one costs more than running it.

Both databases take them. Values are checked by the database's own constraints, as always.
"""

import datetime as dt
from typing import Any

from django.db import connection

Values = tuple[str | int | bytes | dt.datetime | None, ...]


def change(statement: str, values: Values) -> int:
    """Run a statement; return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _as_stored(values))
        return int(cursor.rowcount)


def rows(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the rows that a statement gives. Ask for no moments: they come as the database has
    them.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, _as_stored(values))
        return list(cursor.fetchall())


def _as_stored(values: Values) -> list[Any]:
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(one) if isinstance(one, dt.datetime) else one for one in values]
