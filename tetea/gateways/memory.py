"""Keeps what would be sent in memory: for tests and the demo. Nothing leaves the machine."""

import json
import os
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import overload
from urllib.parse import unquote, urlsplit

from tetea.kernel.phone.messages import DeliveryReport, Fate, IncomingSms
from tetea.kernel.sending import Accepted, Balance, Letter, Text

PROVIDER = "memory"
KEPT = 200
sent: deque[Letter] = deque(maxlen=KEPT)
texts: deque[Text] = deque(maxlen=KEPT)
# What `balance` tells; tests of low money put something here.
left: Balance | None = None

_files: list[Path] = []


def read_sms(fields: Mapping[str, str]) -> IncomingSms:
    """Return an SMS that a test or the demo's phone makes up. Never raises."""
    return IncomingSms(
        provider=PROVIDER,
        id=fields.get("id", ""),
        number=fields.get("from", ""),
        to=fields.get("to", ""),
        text=fields.get("text", ""),
    )


def read_status(fields: Mapping[str, str]) -> DeliveryReport:
    """Return a delivery report whose `status` is one of our own words. Never raises."""
    status = fields.get("status", "")
    fate = Fate(status) if status in set(Fate) else Fate.ON_ITS_WAY
    return DeliveryReport(provider=PROVIDER, id=fields.get("id", ""), fate=fate)


@overload
def send(message: Letter, url: str = "") -> None: ...
@overload
def send(message: Text, url: str = "") -> Accepted: ...
def send(message: Letter | Text, url: str = "") -> Accepted | None:
    """Keep a letter or a text; the oldest go when there are more than two hundred.

    With memory:///path, or after `keep_in`, a text is also added to that file, see there.
    """
    if isinstance(message, Letter):
        sent.append(message)
        return None
    texts.append(message)
    path = _path(url)
    if path is not None:
        _add(path, message)
    return Accepted(provider_id=message.reference)


def balance(url: str = "") -> Balance | None:  # noqa: ARG001  # the same names in every gateway
    """Return what `left` says: nothing is spent here."""
    return left


def keep_in(path: Path | None) -> None:
    """Add every further text to a file that another process reads: the demo's phone.

    The file holds texts in clear, so that it has to lie in the runtime folder, in RAM. None ends
    it.
    """
    _files[:] = [path] if path else []


def _path(url: str) -> Path | None:
    named = unquote(urlsplit(url).path)
    return Path(named) if named else next(iter(_files), None)


def _add(path: Path, text: Text) -> None:
    line = {"number": text.number, "text": text.text, "at": datetime.now(UTC).isoformat()}
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # One write of a whole line: processes that append at once do not mix theirs.
        os.write(file, json.dumps(line).encode() + b"\n")
    finally:
        os.close(file)
