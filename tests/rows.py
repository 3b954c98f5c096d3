"""Every value of every row: what somebody reads who has the database and no key."""

from collections.abc import Iterator

from django.db import connection


def values() -> Iterator[bytes]:
    """Return each value of each row as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            for row in cursor.fetchall():
                for value in row:
                    is_blob = isinstance(value, memoryview | bytes)
                    yield bytes(value) if is_blob else str(value).encode()


def readable(*words: str) -> list[str]:
    """Return which of these words stand in some row."""
    held = list(values())
    return [word for word in words if any(word.encode() in one for one in held)]
