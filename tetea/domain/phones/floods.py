"""Telling a flood from people. A flood is kept like everything else, but wakes nobody.

Counted by the hour under keyed hashes that go with the runtime key. An SOS is never held back.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.phones.models import Tally
from tetea.domain.rows import text_id
from tetea.kernel.crypto.runtime import keyed_id

HOUR = dt.timedelta(hours=1)
# New reports within an hour that still look like people. Assumed, not measured: fifteen reports a
# month is a usual organisation, and a raid on a hot spot may bring dozens in one evening.
MOST_OF_A_NUMBER = 5
MOST_OF_A_BLOCK = 30
MOST_OF_A_TEXT = 5
# Numbers that share all but their last three digits: SIM cards bought in one packet.
BLOCK_DIGITS = 3
# Shorter texts ("help", "sasa") are sent by many people who know nothing of each other.
SHORT = 25
COUNT = """
    INSERT INTO phones_tally (id, count, drop_after) VALUES (%s, 1, %s)
    ON CONFLICT (id) DO UPDATE SET count = phones_tally.count + 1
    RETURNING count
"""


@dataclass(frozen=True)
class Counted:
    """How often within this hour, this one included."""

    number: int = 0
    block: int = 0
    text: int = 0

    @property
    def is_flood(self) -> bool:
        """Whether this is more than people do."""
        return (
            self.number > MOST_OF_A_NUMBER
            or self.block > MOST_OF_A_BLOCK
            or self.text > MOST_OF_A_TEXT
        )


def look(number: str, text: str = "") -> Counted:
    """Return how often the like came within this hour, this one included. Counts nothing."""
    ids = _ids(number, text)
    found = dict(Tally.objects.filter(pk__in=ids.values()).values_list("id", "count"))
    return Counted(**{name: found.get(row_id, 0) + 1 for name, row_id in ids.items()})


def count(number: str, text: str = "") -> None:
    """Count one new report. Inside its transaction."""
    # In the form in which the ORM writes it: SQLite compares moments as text.
    drop_after = connection.ops.adapt_datetimefield_value(moment.coarse(moment.now() + HOUR))
    with connection.cursor() as cursor:
        # In one order always, so that two at once never wait for each other in a ring.
        for row_id in sorted(_ids(number, text).values()):
            cursor.execute(COUNT, [row_id, drop_after])


def spend(label: str, number: str, most: int) -> bool:
    """Count one costly thing for a number; False when it had its share of this hour.

    Inside a transaction. Fails open: a lost count costs money, a lost answer costs trust.
    """
    hour = moment.now().strftime("%Y%m%d%H")
    row_id = text_id(keyed_id(runtime.current().key, f"spend-{label}", f"{hour}/{number}".encode()))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [row_id, moment.coarse(moment.now() + HOUR)])
        row = cursor.fetchone()
    return row is None or int(row[0]) <= most


def drop_old() -> int:
    """Delete counts whose hour is over; return how many."""
    return Tally.objects.filter(drop_after__lte=moment.now()).delete()[0]


def _ids(number: str, text: str) -> dict[str, str]:
    hour = moment.now().strftime("%Y%m%d%H")
    said = " ".join(text.casefold().split())
    named = {
        "number": number,
        "block": number[:-BLOCK_DIGITS] if number else "",
        "text": said if len(said) >= SHORT else "",
    }
    key = runtime.current().key
    return {
        name: text_id(keyed_id(key, f"flood-{name}", f"{hour}/{value}".encode()))
        for name, value in named.items()
        if value
    }
