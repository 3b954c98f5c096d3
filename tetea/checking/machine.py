"""The machine and the settings: what must be as it should before anything is served."""

from pathlib import Path

from tetea.checking.finding import Finding
from tetea.domain.keyring import recipients, runtime, secretfile
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.log import triggers
from tetea.domain.people.queries import NotSetUp, organisation
from tetea.settings import ENVIRONMENT

PRIVATE = 0o077


def findings() -> list[Finding]:
    """Return what was looked at, in order."""
    return [_runtime(), _secret_file(), _swap(), _organisation(), _triggers(), _mail()]


def _runtime() -> Finding:
    try:
        runtime.folder()
    except KeyringError as refused:
        return Finding(str(refused), is_fine=False)
    return Finding("The runtime key lies in memory and is gone at power-off.", is_fine=True)


def _secret_file() -> Finding:
    try:
        secretfile.read()
    except KeyringError as refused:
        return Finding(str(refused), is_fine=False)
    if ENVIRONMENT.secret_file.stat().st_mode & PRIVATE:
        return Finding("The secret file can be read by others: chmod 600.", is_fine=False)
    return Finding("The secret file is there and private.", is_fine=True)


def _swap() -> Finding:
    lines = Path("/proc/swaps").read_text().splitlines()[1:]
    open_swap = [line for line in lines if "/dm-" not in line and "zram" not in line]
    if open_swap:
        text = "Swap is not encrypted: what memory holds may reach the disk. Switch it off."
        return Finding(text, is_fine=False, is_grave=ENVIRONMENT.strict)
    return Finding("No unencrypted swap.", is_fine=True)


def _organisation() -> Finding:
    try:
        recipients.directory(organisation())
    except NotSetUp:
        return Finding("No organisation yet: run `tetea init`.", is_fine=False)
    except KeyringError as alarm:
        return Finding(str(alarm), is_fine=False)
    return Finding("The directory verifies from its printed root.", is_fine=True)


def _triggers() -> Finding:
    gone = triggers.missing()
    if gone:
        return Finding(
            f"Triggers of the log are missing: {', '.join(sorted(gone))}.", is_fine=False
        )
    return Finding("The log is append-only.", is_fine=True)


def _mail() -> Finding:
    if not ENVIRONMENT.smtp_url:
        text = "TETEA_SMTP_URL is not set: nobody is told by e-mail that something waits."
        return Finding(text, is_fine=False, is_grave=False)
    return Finding(
        "Members are told by e-mail that something waits, without content.", is_fine=True
    )
