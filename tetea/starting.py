"""What has to be true before anything is served, each with one plain line when it is not."""

import os
import resource
from pathlib import Path

import django
import pysqlite3
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

DEMO_MARK = "demo"


class StartRefused(Exception):
    """Tetea does not start; the message is one plain line that says what to do."""


def set_home(default: str) -> Path:
    """Choose the data folder before the settings are read, and return it."""
    home = Path(os.environ.setdefault("TETEA_HOME", default)).absolute()
    os.environ["TETEA_HOME"] = str(home)
    return home


def prepare(settings: str = "tetea.settings") -> None:
    """Read the settings, make the data folder, bring the database up to date."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    _no_core_dumps()
    django.setup()
    from tetea.settings import ENVIRONMENT, SQLITE_AT_LEAST  # read just now

    ENVIRONMENT.home.mkdir(parents=True, exist_ok=True)
    ENVIRONMENT.home.chmod(0o700)
    _check_sqlite(SQLITE_AT_LEAST)
    migrate()
    _keep_questionnaire()


def migrate() -> None:
    """Apply what is not applied yet; a database of a newer release is refused."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    unknown = [key for key in executor.loader.applied_migrations if key not in known]
    ours = [key for key in unknown if key[0] in {app for app, _ in known}]
    if ours:
        raise StartRefused("This database belongs to a newer release of Tetea.")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _keep_questionnaire() -> None:
    from tetea.domain.reports import questionnaire  # needs the settings

    questionnaire.keep()


def check_triggers() -> None:
    """Refuse to serve when the log's triggers are gone."""
    from tetea.domain.log import triggers  # needs the settings

    gone = triggers.missing()
    if gone:
        raise StartRefused(f"The log's triggers are missing: {', '.join(sorted(gone))}.")


def is_demo_folder() -> bool:
    """Whether this data folder was made for the demo; it stays one for ever."""
    from tetea.settings import ENVIRONMENT

    return (ENVIRONMENT.home / DEMO_MARK).exists()


def mark_demo() -> None:
    """Mark an empty data folder as a demo; refuse one that is already in use."""
    from tetea.domain.people.models import Organisation
    from tetea.settings import ENVIRONMENT

    if is_demo_folder():
        return
    # The trust file tells of an organisation whose database is elsewhere today.
    if Organisation.objects.exists() or (ENVIRONMENT.home / "trust").exists():
        raise StartRefused("This data folder is not a demo, and never becomes one.")
    (ENVIRONMENT.home / DEMO_MARK).write_text("This folder is a demo. Do not report here.\n")


def _check_sqlite(at_least: tuple[int, ...]) -> None:
    found = pysqlite3.sqlite_version_info
    if connection.vendor == "sqlite" and found < at_least:
        wanted = ".".join(map(str, at_least))
        raise StartRefused(f"SQLite {pysqlite3.sqlite_version} is too old: {wanted} or newer.")


def _no_core_dumps() -> None:
    """A core file would hold keys in clear."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
