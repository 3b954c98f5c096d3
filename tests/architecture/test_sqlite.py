"""T-73, the part without a power cut: every connection to SQLite is as careful as it has to be."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tetea import settings
from tools.clear_columns import our_models

CAREFUL = {
    "journal_mode": "wal",
    "synchronous": "2",  # FULL
    "secure_delete": "1",
    "trusted_schema": "0",
    "temp_store": "2",  # MEMORY
}
PROGRAM = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in {names}:
        print(name, cursor.execute("PRAGMA " + name).fetchone()[0])
"""
pytestmark = pytest.mark.skipif(
    "TETEA_DATABASE_URL" in os.environ, reason="PostgreSQL serves this run"
)


def test_a_fresh_connection_is_careful(tmp_path: Path) -> None:
    """In a process and a folder of its own, as every command of ours starts."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(names=list(CAREFUL))],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tetea.settings", "TETEA_HOME": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert dict(line.split() for line in done.stdout.splitlines()) == CAREFUL


def test_sqlite_is_new_enough_not_to_spoil_its_own_log(db: None) -> None:
    """Before 3.51.3 a checkpoint at the wrong moment could damage the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        (version,) = cursor.fetchone()

    assert tuple(int(part) for part in version.split(".")) >= settings.SQLITE_AT_LEAST


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_no_hidden_number_tells_which_row_came_first(model: Any, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wr FROM pragma_table_list WHERE name = %s", [model._meta.db_table])
        (without_rowid,) = cursor.fetchone()

    assert without_rowid == 1
