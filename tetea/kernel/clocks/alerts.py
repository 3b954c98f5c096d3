"""The alert time that may stand readable in the database: coarse, so that it gives nothing away.

An exact time would lead back to the minute of the report (received plus 24 hours). Class A is told
to the quarter of an hour, class B to the hour minus up to 90 minutes by chance. Neither is ever
later than the true alert.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from tetea.kernel.clocks.rules import AlertClass

QUARTER: Final = timedelta(minutes=15)
HOUR: Final = timedelta(hours=1)
MOST_MINUTES_EARLY: Final = 90

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def public_alert_time(
    alert_at: datetime,
    alert_class: AlertClass,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> datetime:
    """Return the coarse time for an alert row, in UTC, never after alert_at.

    Raises TypeError when alert_at has no time zone. The chance is drawn once per call: store the
    result, do not draw again, or the average gives the hour away.
    """
    if alert_class == "A":
        return _floor(alert_at, QUARTER)
    return _floor(alert_at, HOUR) - timedelta(minutes=randbelow(MOST_MINUTES_EARLY + 1))


def _floor(moment: datetime, step: timedelta) -> datetime:
    return _EPOCH + (moment - _EPOCH) // step * step
