"""When the database takes nothing: the same sealed rows wait as files until it does again.

Nothing in a file is readable that would not be readable as a row. Names count up, so that the order
is kept; the files' own times are set to nothing.
"""

import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, models, transaction

from tetea.domain.keyring import recipients
from tetea.domain.log import append as log
from tetea.domain.people.models import Organisation
from tetea.domain.phones.errors import NotKept
from tetea.domain.phones.models import Receipt
from tetea.domain.reports.models import Report
from tetea.kernel.crypto.registry import Group

logger = logging.getLogger(__name__)
TRIES = 1000


def put(key: str, rows: Sequence[models.Model]) -> bool:
    """Keep rows in a file, on the disk when this returns; False when `key` waits there already.

    Raises NotKept when the disk takes nothing either.
    """
    text = serializers.serialize("json", rows)
    try:
        folder = _folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        for _ in range(TRIES):
            if any(path.name.endswith(f".{key}") for path in _files(folder)):
                return False
            with suppress(FileExistsError):
                _write(folder, f"{_next(folder):09d}", key, text)
                return True
    except OSError:
        raise NotKept from None
    raise NotKept


def drain(organisation: Organisation) -> int:
    """Bring what waits into the database, each once and in order; return how many came in.

    A file goes only after its rows are committed: killed in between, the next round finds the
    report there and only removes the file. One that does not come in holds back nothing else.
    """
    done = 0
    for path in list(_waiting()):
        try:
            done += _bring_in(organisation, path)
        except (OSError, ValueError, DeserializationError, IntegrityError) as error:
            # Another worker was first, or somebody changed it. It stays until somebody looks.
            logger.error("a file of the spool stays: %s", type(error).__name__)  # noqa: TRY400  # no values
            continue
        path.unlink(missing_ok=True)
    return done


def waiting() -> int:
    """Return how many files wait."""
    return sum(1 for _ in _waiting())


def _bring_in(organisation: Organisation, path: Path) -> bool:
    objects = [one.object for one in serializers.deserialize("json", path.read_text())]
    with transaction.atomic():
        if any(_is_there(one) for one in objects):
            return False
        for one in objects:
            one.save(force_insert=True)
            if isinstance(one, Report):
                action = log.Action("report.received", one.pk, log.REPORTER)
                log.append(organisation, action, recipients.group(organisation, Group.LOG))
    return True


def _is_there(one: models.Model) -> bool:
    """Whether this report came in already, or this SMS was brought again and taken meanwhile."""
    if isinstance(one, Report):
        return Report.objects.filter(pk=one.pk).exists()
    return isinstance(one, Receipt) and Receipt.objects.filter(pk=one.pk).exists()


def _write(folder: Path, number: str, key: str, text: str) -> None:
    # Never a name that was used before: of a process that was killed here, one may still lie there.
    draft = folder / f".{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.utime(draft, (0, 0))
        os.link(draft, folder / f"{number}.{key}")
    finally:
        draft.unlink(missing_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _next(folder: Path) -> int:
    return max((int(path.name.partition(".")[0]) for path in _files(folder)), default=0) + 1


def _waiting() -> Iterator[Path]:
    yield from sorted(_files(_folder()))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*.*") if not path.name.startswith("."))


def _folder() -> Path:
    home: Path = settings.ENVIRONMENT.home
    return home / "spool"
