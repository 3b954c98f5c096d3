"""Django's SQLite, with tables WITHOUT ROWID.

A hidden row number counts up with every insert, so it would tell which report came when and which
alert belongs to which report. Without it, rows lie in the order of their random ids.
"""

from typing import Any

from django.db.backends.sqlite3 import base, schema
from django.db.models import Model


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Creates each table whose primary key is not a counter WITHOUT ROWID."""

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        """Return the statement that creates the model's table."""
        sql, params = super().table_sql(model)
        if "AUTOINCREMENT" in sql:  # Django's own migrations table.
            return sql, params
        return f"{sql} WITHOUT ROWID", params


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with the schema editor above."""

    SchemaEditorClass = DatabaseSchemaEditor
