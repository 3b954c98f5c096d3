"""When the worker last went round: kept in memory, so that `tetea check` sees whether it lives."""

import datetime as dt

from tetea.domain.keyring import runtime

FILE = "worker"


def beat() -> None:
    """Note that the worker has gone round; raises RuntimeRefused without a folder in memory."""
    (runtime.folder() / FILE).touch(mode=0o600)


def last() -> dt.datetime | None:
    """Return when it last went round (UTC); None when it has not since the power came on."""
    try:
        seconds = (runtime.folder() / FILE).stat().st_mtime
    except FileNotFoundError:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
