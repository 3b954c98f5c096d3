"""What is measured of casework inside the installation: the board, alerts, a long case."""

import datetime as dt
import time
from collections.abc import Callable
from statistics import median

from django.db import connection, transaction

from tetea.domain import moment
from tetea.domain.cases import board, lines, opened, work
from tetea.domain.keyring import unlock
from tetea.domain.outbox import alarm
from tetea.domain.outbox.models import Alert
from tetea.domain.people.models import Organisation
from tetea.domain.people.queries import organisation
from tetea.domain.reports import places, thread
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import opening, reach
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal

EACH = 5
STEPS = 200
DUE = 1_000
SOON = 8
WORDS = "She was there in time; the officer wrote it down and read it to her. " * 4
UPDATE = "UPDATE outbox_alert SET tries = 0 WHERE id = %s"

Measured = dict[str, float]


def measure(username: str, passphrase: str, code: str) -> dict[str, Measured]:
    """Return value and limit of each line, in milliseconds, at the size that the database has."""
    ours = organisation()
    holder = unlock.sign_in(ours, unlock.Credentials(username, passphrase, code)).unlocked
    return {"board": _board(holder), "sweep": _sweep(ours), "case": _case(holder)}


def _board(holder: unlock.Unlocked) -> Measured:
    """The whole board, and beside it: opening as many rows as it looked at, which are read."""
    now = moment.now()
    since = board.start_of("month", now)
    found = board.facts(holder, since)

    def whole() -> None:
        facts = board.facts(holder, since)
        board.figures(facts.facts, since, now)
        board.soonest(holder, facts.facts, SOON)
        board.load(facts.facts, now)

    rows = list(Report.objects.filter(facets_generation__gt=0)[: found.looked])
    keys = [(reach.facets_key(holder, row), row) for row in rows]

    def limit() -> None:
        for key, row in keys:
            unseal(key, places.report_part(holder.organisation, row.id, Part.FACETS), row.facets)

    value, least = _times(whole), _times(limit)
    return {"value": value, "limit": least, "looked": found.looked, "total": found.total}


def _sweep(ours: Organisation) -> Measured:
    """A round in which a thousand alerts are due, beside as many updates; and one without any."""
    ours.duty_addresses = "duty@example.org"  # In memory only: somebody has to be told.
    quiet = _times(lambda: alarm.fire_due(ours, thread.all_read))
    ids = list(Alert.objects.order_by("id").values_list("id", flat=True)[:DUE])
    now = moment.now()
    values = []
    for _ in range(EACH):
        Alert.objects.filter(id__in=ids).update(next_alert_at=now - dt.timedelta(minutes=1))
        values.append(_time(lambda: alarm.fire_due(ours, thread.all_read)))
    limit = _times(lambda: _updates(ids))
    later = now + dt.timedelta(days=200)
    Alert.objects.filter(id__in=ids).update(next_alert_at=later, tries=0)
    return {
        "value": median(values),
        "limit": limit,
        "quiet": quiet,
        "fired": float(len(ids)),
        "open": float(Alert.objects.count()),
    }


def _updates(ids: list[str]) -> None:
    for one in ids:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UPDATE, [one])


def _case(holder: unlock.Unlocked) -> Measured:
    """Reading a case of two hundred steps, beside opening as many blobs of that size."""
    report = Report.objects.filter(facets_generation__gt=0).order_by("id")[0]
    opening.open_report(holder, report.id)
    case = opened.open_now(holder, report.id)
    missing = STEPS - len(case.file.steps)
    with transaction.atomic():
        for _ in range(missing):
            lines.add(holder, case.case, case.key, lines.draft("visit", WORDS))
    work.read_case(holder, report.id)
    place, key = Context(Kind.CASE, b"o" * 16, b"c" * 16, Part.NOTE), new_key()
    blob = seal(key, place, WORDS.encode())

    def limit() -> None:
        for _ in range(STEPS):
            unseal(key, place, blob)

    value = _times(lambda: work.read_case(holder, report.id))
    return {"value": value, "limit": _times(limit), "steps": STEPS}


def _times(deed: Callable[[], object]) -> float:
    return median(_time(deed) for _ in range(EACH))


def _time(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000
