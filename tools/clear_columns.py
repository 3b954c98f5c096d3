"""The list of everything a seized disk can read: docs/clear-columns.md, made from the models.

`python -m tools.clear_columns` writes it anew. A test compares it with the models and with the
real tables, so no readable column comes in unseen.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.db.models import Model

if TYPE_CHECKING:
    from django.db.models.options import Options

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "clear-columns.md"
HEAD = """\
# What can be read without a key

Every column below stands readable in the database. Whoever copies the disk reads it; everything
else is sealed, and the database itself refuses a value that does not look like a sealed one.

This list is made from the models by `python -m tools.clear_columns`, and a test fails the build
when a column comes in that is not here. A new row in it is a decision, as adr/0005-clear-columns.md
has it: write down why it must be readable and what it tells, then make the list again.

Beside these tables there is one of Django's own, `django_migrations`: which migrations were
applied, and when. It tells when this version of Tetea was installed and nothing about anybody.
On SQLite the tables have no hidden row number, so the order of the rows on the disk is the order
of their random ids.
"""


def options(model: type[Model]) -> "Options[Model]":
    """Return what Django knows of a model: its table, label and fields."""
    return model._meta  # noqa: SLF001  # Django documents it under this name


def our_models() -> list[type[Model]]:
    """Return every model of ours, in the order of its table's name."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("tetea.")]
    return sorted(ours, key=lambda model: options(model).db_table)


def clear_and_sealed(model: type[Model]) -> tuple[list[str], list[str]]:
    """Return the names of a model's readable columns and of its sealed ones."""
    from tetea.domain.rows import Sealing  # noqa: PLC0415  # only once Django is set up

    fields = options(model).concrete_fields
    sealed = [one.name for one in fields if isinstance(one, Sealing)]
    # A composite key is made of columns that are listed themselves; it has none of its own.
    return [one.name for one in fields if one.name not in sealed and one.column], sealed


def document() -> str:
    """Return the whole list as Markdown."""
    parts = [HEAD]
    for model in our_models():
        clear, sealed = clear_and_sealed(model)
        parts.append(
            f"\n## {options(model).label}\n\n| column | what it is, what it tells |\n|---|---|\n"
        )
        told: dict[str, str] = getattr(model, "CLEAR", {})
        parts += [f"| `{name}` | {told.get(name, '')} |\n" for name in clear]
        parts.append(f"\nSealed: {', '.join(f'`{name}`' for name in sealed) or 'nothing'}.\n")
    return "".join(parts)


def main() -> int:
    """Write the list."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetea.settings")
    django.setup()
    DOCUMENT.write_text(document(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
