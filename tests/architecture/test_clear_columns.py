"""N-30: what a seized disk can read is a closed list, and the database itself keeps the rest."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Value

from tests.architecture.rows import make
from tetea.domain.rows import Sealing
from tools.clear_columns import DOCUMENT, clear_and_sealed, document, our_models

DECISION = DOCUMENT.with_name("adr") / "0005-clear-columns.md"
DJANGOS_OWN = {"django_migrations"}
TABLES = pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
SEALED = [
    pytest.param(model, name, id=f"{model._meta.label}.{name}")
    for model in our_models()
    for name in clear_and_sealed(model)[1]
]


@TABLES
def test_every_readable_column_says_what_it_tells(model: Any) -> None:
    clear, _sealed = clear_and_sealed(model)

    assert set(model.CLEAR) == set(clear)
    assert all(reason.strip() for reason in model.CLEAR.values())


def test_the_document_lists_every_readable_column() -> None:
    """When this fails: decide in an ADR, then `python -m tools.clear_columns`."""
    assert DOCUMENT.read_text("utf-8") == document()


@TABLES
def test_a_record_of_the_decision_names_every_table(model: Any) -> None:
    assert re.search(rf"\b{model.__name__}\b", DECISION.read_text("utf-8"))


@pytest.mark.django_db
def test_the_database_holds_no_table_or_column_that_the_models_do_not_name() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - DJANGOS_OWN
        real = {
            (table, column.name)
            for table in tables
            for column in connection.introspection.get_table_description(cursor, table)
        }
    assert real == {
        (model._meta.db_table, field.column)
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.column
    }


def test_a_clear_value_never_leaves_python(db: None) -> None:
    for model in our_models():
        for name in clear_and_sealed(model)[1]:
            with pytest.raises(ValueError, match="takes a sealed blob"), transaction.atomic():
                make(model, "x", **{name: b"her own words"})


def by_value(model: Any, name: str) -> None:
    clear = Value(b"her own words", output_field=models.BinaryField())
    model.objects.update(**{name: clear})


def by_nothing(model: Any, name: str) -> None:
    model.objects.update(**{name: Value(b"", output_field=models.BinaryField())})


def by_another_column(model: Any, name: str) -> None:
    model.objects.update(**{name: F(text_column(model))})


def by_sql(model: Any, name: str) -> None:
    field = model._meta.get_field(name)
    quote = connection.ops.quote_name
    sql = f"UPDATE {quote(model._meta.db_table)} SET {quote(field.column)} = %s"  # noqa: S608  # our names
    with connection.cursor() as cursor:
        cursor.execute(sql, [b"\x00" + bytes(63)])


def text_column(model: Any) -> str:
    """A readable column whose value is not a sealed one."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.ForeignKey):
            return str(field.attname)
    raise LookupError(model)


@pytest.mark.django_db
@pytest.mark.parametrize("way", [by_value, by_nothing, by_another_column, by_sql])
@pytest.mark.parametrize(("model", "name"), SEALED)
def test_the_database_refuses_a_clear_value_in_a_sealed_column(
    model: Any, name: str, way: Callable[[Any, str], None]
) -> None:
    row = make(model)
    with pytest.raises(DatabaseError), transaction.atomic():
        way(model, name)

    assert isinstance(model._meta.get_field(name), Sealing)
    assert bytes(getattr(model.objects.get(pk=row.pk), name))[0] == 1
