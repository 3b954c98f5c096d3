"""What every table shares: random ids, sealed columns, and a text form that shows nothing."""

import base64
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func
from django.db.models.lookups import In

from tetea.kernel.crypto.registry import Kind, Part

if TYPE_CHECKING:  # Only the stubs' classes take parameters.
    TextColumn = models.CharField[str, str]
    BytesColumn = models.BinaryField[bytes, bytes]
    MaybeBytesColumn = models.BinaryField[bytes | None, bytes | None]
else:
    TextColumn = models.CharField
    BytesColumn = models.BinaryField
    MaybeBytesColumn = models.BinaryField

ID_BYTES = 16
ID_LENGTH = 26
SUITES = (1,)


def new_id() -> str:
    """Return a random 128-bit id as 26 letters and digits (base32, lower case)."""
    return text_id(secrets.token_bytes(ID_BYTES))


@lru_cache(maxsize=8192)
def text_id(raw: bytes) -> str:
    """Return the 26-character form of 16 bytes."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


@lru_cache(maxsize=8192)
def raw_id(text: str) -> bytes:
    """Return the 16 bytes of an id; raises ValueError when it is none."""
    raw = base64.b32decode(text.upper() + "======")
    if len(raw) != ID_BYTES or text_id(raw) != text:
        raise ValueError("not an id")
    return raw


class IdField(TextColumn):
    """A random, unguessable primary key; never a sequence."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", ID_LENGTH)
        options.setdefault("primary_key", True)
        options.setdefault("default", new_id)
        options.setdefault("editable", False)
        super().__init__(**options)


class Sealing(models.BinaryField if TYPE_CHECKING else object):  # type: ignore[misc]  # a mixin at run time
    """What makes a column a sealed one: its declared format, and refusing anything else."""

    def __init__(self, kind: Kind | str, part: Part | str, **options: Any) -> None:
        self.kind, self.part = Kind(kind), Part(part)
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, options = super().deconstruct()
        return name, path, [self.kind.value, self.part.value], options

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else bytes(value)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        if value is not None and bytes(value)[:1] not in {bytes([suite]) for suite in SUITES}:
            raise ValueError(f"{self.name} takes a sealed blob.")
        return super().get_db_prep_value(value, connection, prepared)


class SealedField(Sealing, BytesColumn):
    """A column that holds a sealed blob and nothing else; `kind` and `part` name its format."""


class SealedOrNone(Sealing, MaybeBytesColumn):
    """A sealed column that may still be empty."""


class PlainBytes(BytesColumn):
    """Public bytes: keys, signatures, hashes. Each is on the list of clear columns."""

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else bytes(value)


class PlainBytesOrNone(MaybeBytesColumn):
    """Public bytes that may be missing."""

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else bytes(value)


class SuiteByte(Func):
    """The first byte of a blob as two hexadecimal digits, in the words of each database."""

    output_field = models.CharField()
    arity = 1
    template = "hex(substr(%(expressions)s, 1, 1))"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = "encode(substring(%(expressions)s from 1 for 1), 'hex')"
        return self.as_sql(compiler, connection, template=template, **context)


def sealed(field: str, name: str) -> models.CheckConstraint:
    """Return the database's own check that a column starts with a known suite byte.

    A field type alone does not stop `update(x=F("clear"))` or raw SQL.
    """
    starts_well: In[str] = In(SuiteByte(models.F(field)), [f"{suite:02x}" for suite in SUITES])
    is_empty = models.Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(condition=models.Q(starts_well) | is_empty, name=f"{name}_sealed")


class Row(models.Model):
    """A table of ours. `CLEAR` names each readable column and what a seized disk then tells."""

    CLEAR: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self._meta.label

    def __repr__(self) -> str:
        return f"<{self._meta.label}>"
