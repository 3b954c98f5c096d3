"""What is left with the provider, as it last said: kept in memory, never on a disk."""

import datetime as dt
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.kernel.sending import Balance

# Two hundred shillings: some 250 texts at 0.80. A provider without Kenyan money is told by
# `note_empty` all the same.
LOW = 20_000


@dataclass(frozen=True)
class Credit:
    """When we asked, and what we were told; no balance where the provider does not tell."""

    asked: dt.datetime
    balance: Balance | None = None

    @property
    def is_low(self) -> bool:
        """Whether somebody has to buy credit."""
        return self.balance is not None and self.balance.amount < LOW


def last() -> Credit | None:
    """Return what we know; None after the power came on. Raises RuntimeRefused."""
    try:
        known = json.loads(_path().read_text())
        asked = dt.datetime.fromisoformat(known["asked"])
        if "amount" not in known:
            return Credit(asked)
        return Credit(asked, Balance(int(known["amount"]), str(known["currency"])))
    except (OSError, ValueError, KeyError):
        return None


def remember(balance: Balance | None) -> None:
    """Keep what the provider said just now."""
    known: dict[str, object] = {"asked": moment.now().isoformat()}
    if balance is not None:
        known |= {"amount": balance.amount, "currency": balance.currency}
    draft = _path().with_name(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(known, file)
    draft.replace(_path())


def note_empty() -> None:
    """Keep that the provider refused a text because the account is empty."""
    known = last()
    currency = known.balance.currency if known and known.balance else ""
    remember(Balance(0, currency))


def take_todays_word() -> bool:
    """Take the right to tell people today; True for one caller a day."""
    name = f"credit-told-{moment.now():%Y-%m-%d}"
    for old in runtime.folder().glob("credit-told-*"):
        if old.name != name:
            old.unlink(missing_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(runtime.folder() / name, os.O_CREAT | os.O_EXCL, 0o600))
        return True
    return False


def _path() -> Path:
    return runtime.folder() / "credit"
