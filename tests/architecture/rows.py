"""Makes one plausible row of any table, so that rules can be tried on real columns."""

from datetime import UTC, datetime
from typing import Any

from django.db import models

from tetea.domain.rows import Sealing

SEALED = b"\x01" + bytes(63)


def make(model: Any, text: str = "x", **given: Any) -> Any:
    """Create a row and whatever it hangs on. Text columns without choices hold `text`."""
    for column in model._meta.concrete_fields:
        if column.name in given or not column.column or column.name == "index":
            continue
        if isinstance(column, models.ForeignKey):
            given[column.name] = _parent(column.related_model, text)
        elif not (column.primary_key and column.has_default()):
            given[column.name] = _value(column, text)
    if any(column.name == "index" for column in model._meta.concrete_fields):
        given.setdefault("index", 0)
    return model.objects.create(**given)


def _parent(model: Any, text: str) -> Any:
    return model.objects.first() or make(model, text)


def _value(column: Any, text: str) -> Any:
    if column.choices:
        return column.choices[0][0]
    values: list[tuple[type, Any]] = [
        (Sealing, SEALED),
        (models.BinaryField, b"y" * 32),
        (models.DateTimeField, datetime(2026, 11, 1, tzinfo=UTC)),
        (models.BooleanField, False),
        (models.CharField, text[: column.max_length]),
        (models.TextField, text),
        (models.IntegerField, 1),
    ]
    return next(value for kind, value in values if isinstance(column, kind))
