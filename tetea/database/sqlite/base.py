"""Django's SQLite, with tables WITHOUT ROWID, and with writers that wait in turn.

A hidden row number counts up with every insert, so it would tell which report came when and which
alert belongs to which report. Without it, rows lie in the order of their random ids.
"""

from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base, schema
from django.db.models import Model

from tetea.database.sqlite.turns import Turn


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Creates each table whose primary key is not a counter WITHOUT ROWID."""

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        """Return the statement that creates the model's table."""
        sql, params = super().table_sql(model)
        if "AUTOINCREMENT" in sql:  # Django's own migrations table.
            return sql, params
        return f"{sql} WITHOUT ROWID", params


class Cursor(base.SQLiteCursorWrapper):
    """Lets go of a statement as soon as it has failed, in the thread that ran it.

    An error keeps its cursor until the garbage collector comes, in whichever thread. That one then
    waits for the cursor's connection; when it holds the write lock for which that connection waits,
    both stand still until SQLite gives up, and everybody else with them.
    """

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401  # Django's signature
        """Run a statement; the cursor is closed when it fails."""
        try:
            return super().execute(query, params)
        except Exception:
            self.close()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with the schema editor and the cursor above."""

    SchemaEditorClass = DatabaseSchemaEditor
    patience = 0
    """Seconds to wait for a turn to write; 0: as the settings say. See database.patience."""

    def __init__(self, settings: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings, alias)
        self._turn = Turn()

    def create_cursor(self, name: str | None = None) -> Cursor:  # noqa: ARG002  # the same
        """Return a cursor on this thread's connection."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        seconds = self.patience or self.settings_dict["OPTIONS"]["timeout"]
        if not self._turn.take(str(self.settings_dict["NAME"]), seconds):
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._turn.end()
            raise

    def _commit(self) -> None:
        # A commit that fails leaves the transaction open: then `_rollback` ends the turn.
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._turn.end()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._turn.end()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._turn.end()
