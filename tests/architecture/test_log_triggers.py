"""N-40: after all migrations nobody can change, remove, replace or renumber a log entry."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.architecture.rows import make
from tetea.domain.log import triggers
from tetea.domain.log.models import LogEntry
from tetea.domain.people.models import Organisation

OTHER = b"another entry".ljust(57)
COLUMNS = 'organisation_id, "index", entry, leaf'


@pytest.fixture
def organisation(db: None) -> Any:
    """An organisation with three log entries."""
    organisation = make(Organisation)
    for index in range(3):
        make(LogEntry, organisation=organisation, index=index)
    return organisation


def entry(organisation: Any, index: int) -> LogEntry:
    return LogEntry(organisation=organisation, index=index, entry=OTHER, leaf=OTHER)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def update(organisation: Any) -> None:
    LogEntry.objects.filter(index=1).update(entry=OTHER)


def bulk_update(organisation: Any) -> None:
    rows = list(LogEntry.objects.all())
    for row in rows:
        row.leaf = OTHER
    LogEntry.objects.bulk_update(rows, ["leaf"])


def delete(organisation: Any) -> None:
    LogEntry.objects.filter(index=2).delete()


def upsert(organisation: Any) -> None:
    LogEntry.objects.bulk_create(
        [entry(organisation, 1)],
        update_conflicts=True,
        unique_fields=["organisation", "index"],
        update_fields=["entry", "leaf"],
    )


def raw_update(organisation: Any) -> None:
    sql("UPDATE log_logentry SET entry = %s", OTHER)


def renumber(organisation: Any) -> None:
    sql('UPDATE log_logentry SET "index" = "index" + 10 WHERE "index" = 2')


def raw_delete(organisation: Any) -> None:
    sql("DELETE FROM log_logentry")


def raw_upsert(organisation: Any) -> None:
    sql(
        f"INSERT INTO log_logentry ({COLUMNS}) VALUES (%s, 1, %s, %s) "  # noqa: S608  # names of our own
        f'ON CONFLICT (organisation_id, "index") DO UPDATE SET entry = excluded.entry',
        organisation.pk, OTHER, OTHER,
    )  # fmt: skip


def replace(organisation: Any) -> None:
    """SQLite's REPLACE removes the old row without asking any trigger on DELETE."""
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    sql(
        f"{verb} INTO log_logentry ({COLUMNS}) VALUES (%s, 1, %s, %s)",
        organisation.pk, OTHER, OTHER,
    )  # fmt: skip


def leave_a_gap(organisation: Any) -> None:
    entry(organisation, 4).save(force_insert=True)


def truncate(organisation: Any) -> None:
    """SQLite has no TRUNCATE: there it is the DELETE without a condition."""
    sql(
        "TRUNCATE log_logentry" if connection.vendor == "postgresql" else "DELETE FROM log_logentry"
    )


WAYS = [
    update, bulk_update, delete, upsert, raw_update, renumber,
    raw_delete, raw_upsert, replace, leave_a_gap, truncate,
]  # fmt: skip


def test_all_triggers_stand_after_all_migrations(db: None) -> None:
    assert triggers.missing() == set()


@pytest.mark.parametrize("way", WAYS)
def test_a_log_entry_stays_as_it_was_written(organisation: Any, way: Callable[[Any], None]) -> None:
    before = list(LogEntry.objects.order_by("index").values_list("index", "entry", "leaf"))
    with pytest.raises(DatabaseError), transaction.atomic():
        way(organisation)

    after = list(LogEntry.objects.order_by("index").values_list("index", "entry", "leaf"))
    assert after == before
    assert len(after) == 3


def test_the_next_entry_still_fits(organisation: Any) -> None:
    entry(organisation, 3).save(force_insert=True)

    assert LogEntry.objects.count() == 4


def test_a_trigger_that_a_migration_dropped_is_missed(organisation: Any) -> None:
    table = " ON log_logentry" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER log_dense{table}")

    assert triggers.missing() == {"log_dense"}
