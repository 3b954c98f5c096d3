"""The texts that the demo would have sent to a phone: they lie in memory and go nowhere."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from tetea.domain.demo import folder
from tetea.domain.demo.errors import DemoError
from tetea.domain.keyring import runtime
from tetea.gateways import memory

FILE = "sms-demo.jsonl"


@dataclass(frozen=True)
class Received:
    """One text as the phone would show it; `at` as the gateway noted it."""

    text: str = field(repr=False)
    at: str


def path() -> Path:
    """Return where the memory gateway keeps the demo's texts: in the runtime folder, in RAM.

    Raises NotADemo or NotLoaded, and RuntimeRefused when there is no folder in memory.
    """
    folder.organisation()
    return runtime.folder() / FILE


def keep_texts() -> None:
    """Let what this process would send be read by the demo's phone; elsewhere do nothing."""
    try:
        memory.keep_in(path())
    except DemoError:
        memory.keep_in(None)


def texts_to(number: str) -> tuple[Received, ...]:
    """Return what came to this number (E.164) so far, oldest first; raises as `path` does."""
    try:
        lines = path().read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    found = (_read(line) for line in lines)
    return tuple(
        Received(str(one["text"]), str(one.get("at", "")))
        for one in found
        if one["number"] == number
    )


def _read(line: str) -> dict[str, object]:
    """Another process may be writing the last line at this moment: half a line is none yet."""
    try:
        found: dict[str, object] = json.loads(line)
    except ValueError:
        return {"number": ""}
    return found
