"""The row that the limits write: random bytes under a random id, as long as a real one."""

import os
import secrets

TABLE = "bench_row"
INSERT = f"INSERT INTO {TABLE} (id, filler) VALUES (%s, %s)"  # noqa: S608  # a constant
# Report, three wraps, thread, the token's public half, card, alert, log entry, detail and head.
ROWS_OF_A_REPORT = 11
BIGGEST = 65536
_BYTES = os.urandom(BIGGEST)


def row(size: int) -> list[str | bytes]:
    """Return the values of one row of that many bytes."""
    return [secrets.token_hex(13), _BYTES[:size]]
