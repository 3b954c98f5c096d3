"""Triggers that make the log append-only and dense, in the words of each database.

Without the density trigger `INSERT OR REPLACE` rewrites an entry under the other two; and Django
drops triggers silently when it rebuilds a SQLite table, so start-up and tests compare the list.
"""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY = "log_logentry"
NAMES = {"log_no_update", "log_no_delete", "log_dense"}
NAMES_POSTGRESQL = NAMES | {"log_no_truncate"}

SQLITE = (
    f"""CREATE TRIGGER log_no_update BEFORE UPDATE ON {ENTRY}
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    f"""CREATE TRIGGER log_no_delete BEFORE DELETE ON {ENTRY}
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    f"""CREATE TRIGGER log_dense BEFORE INSERT ON {ENTRY}
        WHEN NEW."index" <> (SELECT COALESCE(MAX("index") + 1, 0) FROM {ENTRY}
                             WHERE organisation_id = NEW.organisation_id)
        BEGIN SELECT RAISE(ABORT, 'the log has no gaps'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$""",
    f"""CREATE FUNCTION log_check_dense() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         IF NEW.index <> (SELECT COALESCE(MAX(index) + 1, 0) FROM {ENTRY}
                          WHERE organisation_id = NEW.organisation_id) THEN
           RAISE EXCEPTION 'the log has no gaps';
         END IF;
         RETURN NEW;
       END $$""",
    f"""CREATE TRIGGER log_no_update BEFORE UPDATE ON {ENTRY}
        FOR EACH ROW EXECUTE FUNCTION log_refuse()""",
    f"""CREATE TRIGGER log_no_delete BEFORE DELETE ON {ENTRY}
        FOR EACH ROW EXECUTE FUNCTION log_refuse()""",
    f"""CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON {ENTRY}
        FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()""",
    f"""CREATE TRIGGER log_dense BEFORE INSERT ON {ENTRY}
        FOR EACH ROW EXECUTE FUNCTION log_check_dense()""",
)


def statements(vendor: str) -> tuple[str, ...]:
    """Return the statements that make the triggers on this database."""
    return SQLITE if vendor == "sqlite" else POSTGRESQL


def missing(database: BaseDatabaseWrapper | None = None) -> set[str]:
    """Return the names of triggers that should be there and are not; empty when all is well."""
    database = database or connection
    if database.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        wanted = NAMES
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'"
        wanted = NAMES_POSTGRESQL
    with database.cursor() as cursor:
        cursor.execute(query, [ENTRY])
        return wanted - {row[0] for row in cursor.fetchall()}
