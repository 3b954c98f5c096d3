"""The runtime key: 32 random bytes per day in a RAM file system, gone at power-off.

Queue, sessions, visits and roster are sealed under it, so a switched-off server opens none of them.
"""

import datetime as dt
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from tetea.domain.keyring.errors import RuntimeLost, RuntimeRefused

MEMORY_FILE_SYSTEMS = {"tmpfs", "ramfs"}
KEY_BYTES = 32
LIFE = dt.timedelta(hours=72)
FIRST_DAY = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Generation:
    """One day's runtime key. The number stands in every row sealed under it."""

    number: int
    key: bytes = field(repr=False)


def folder() -> Path:
    """Return the folder for runtime files, made if need be; raise RuntimeRefused when none is safe.

    Order: TETEA_RUNTIME_DIR, /run/tetea, $XDG_RUNTIME_DIR/tetea, /dev/shm. A folder counts only on
    tmpfs or ramfs, when it is ours, mode 0700 and no symlink.
    """
    chosen = settings.ENVIRONMENT.runtime_dir
    if chosen is not None:
        return _accept(chosen / _home_mark())
    usual = _usual.get(_home_mark())
    if usual is not None and _is_as_accepted(usual):
        return usual
    for candidate in _candidates():
        with suppress(RuntimeRefused):
            _usual[_home_mark()] = _accept(candidate)
            return candidate
    raise RuntimeRefused(
        "No folder in memory for the runtime key: mount a tmpfs and name it in TETEA_RUNTIME_DIR."
    )


def current(now: dt.datetime | None = None) -> Generation:
    """Return today's generation, made if it does not exist yet; two processes always agree."""
    number = _number(now or timezone.now())
    path = folder() / f"runtime-{number}"
    with suppress(FileNotFoundError):
        return Generation(number, _read(path))
    draft = path.with_name(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    # link() fails when another process was first; then that one's key counts.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return Generation(number, _read(path))


def number_of_today() -> int:
    """Return the number of today's generation, whether its key exists or not."""
    return _number(timezone.now())


def key_of(number: int) -> bytes:
    """Return the key of a generation; raise RuntimeLost when it is gone."""
    try:
        return _read(folder() / f"runtime-{number}")
    except FileNotFoundError:
        raise RuntimeLost from None


def recent(age: dt.timedelta, now: dt.datetime | None = None) -> Iterator[Generation]:
    """Return today's generation and those before it under which a row of that age may stand."""
    now = now or timezone.now()
    newest = current(now)
    yield newest
    for number in range(newest.number - 1, _number(now - age) - 1, -1):
        with suppress(RuntimeLost):
            yield Generation(number, key_of(number))


def drop_old(now: dt.datetime | None = None) -> int:
    """Overwrite and unlink generations older than 72 hours; return how many went."""
    oldest = _number((now or timezone.now()) - LIFE)
    gone = [path for path in _keys() if int(path.name.removeprefix("runtime-")) < oldest]
    for path in gone:
        _destroy(path)
    return len(gone)


def destroy_all() -> None:
    """Overwrite and unlink every generation: all sessions dead, the queue unreadable, for good."""
    # Everywhere it may lie: whoever locks may have another environment than the server.
    chosen = settings.ENVIRONMENT.runtime_dir
    places = {folder(), *_candidates(), *_of_other_logins()}
    if chosen is not None:
        places.add(chosen / _home_mark())
    for place in places:
        for path in list(place.glob("runtime-*")):
            _destroy(path)


def _number(now: dt.datetime) -> int:
    return (now.date() - FIRST_DAY).days


def _keys() -> Iterator[Path]:
    return folder().glob("runtime-*")


def _read(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != KEY_BYTES or not any(key):  # Zeros: it is being destroyed just now.
        raise RuntimeLost
    return key


def _destroy(path: Path) -> None:
    with suppress(FileNotFoundError), path.open("r+b") as file:
        path.unlink(missing_ok=True)  # First, so that nobody reads the zeros as a key.
        file.write(bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())


def _home_mark() -> str:
    return _mark_of(str(settings.ENVIRONMENT.home), os.getuid())


@lru_cache(maxsize=16)
def _mark_of(home: str, user: int) -> str:
    return f"tetea-{user}-{hashlib.sha256(home.encode()).hexdigest()[:16]}"


def _candidates() -> Iterator[Path]:
    if Path("/run/tetea").is_dir():  # Made by systemd or by the operator, never by us.
        yield Path("/run/tetea") / _home_mark()
    session = os.environ.get("XDG_RUNTIME_DIR")
    if session:
        yield Path(session) / "tetea" / _home_mark()
    yield Path("/dev/shm") / _home_mark()  # noqa: S108  # checked below: tmpfs, ours, 0700


def _of_other_logins() -> Iterator[Path]:
    for session in Path("/run/user").glob("*"):
        yield session / "tetea" / _home_mark()


# Folders that this process has looked at whole, and what they were then: asked for at every key.
_accepted: dict[Path, tuple[int, int, int, int]] = {}
# The first of the candidates that would do, by data folder.
_usual: dict[str, Path] = {}


def _accept(path: Path) -> Path:
    if _is_as_accepted(path):
        return path
    above = next(parent for parent in path.parents if parent.is_dir())
    if _file_system(above) not in MEMORY_FILE_SYSTEMS:
        raise RuntimeRefused("The runtime folder is on a disk; it has to be on tmpfs or ramfs.")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        facts = path.lstat()
    except OSError:
        raise RuntimeRefused(f"{path.parent} cannot hold the runtime key.") from None
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
        raise RuntimeRefused("The runtime folder is not a folder of ours with mode 0700.")
    _accepted[path] = _marks(facts)
    return path


def _is_as_accepted(path: Path) -> bool:
    with suppress(OSError):
        return _accepted.get(path) == _marks(path.lstat())
    return False


def _marks(facts: os.stat_result) -> tuple[int, int, int, int]:
    return facts.st_dev, facts.st_ino, facts.st_mode, facts.st_uid


def _file_system(path: Path) -> str:
    """Return the type of the file system that holds `path`, as the kernel names it."""
    return _type_of_device(path.stat().st_dev)


@lru_cache(maxsize=16)
def _type_of_device(device: int) -> str:
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        if before.split()[2] == wanted:
            return after.split()[0]
    return "unknown"
