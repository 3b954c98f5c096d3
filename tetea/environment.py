"""What the environment may say: every TETEA_… value is checked before anything else starts."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

KNOWN = {
    "TETEA_HOME",
    "TETEA_RUNTIME_DIR",
    "TETEA_DATABASE_URL",
    "TETEA_BASE_URL",
    "TETEA_SECRET_FILE",
    "TETEA_GATEWAY_SECRET",
    "TETEA_SMTP_URL",
    "TETEA_SMS_URL",
    "TETEA_STRICT",
    "TETEA_DEBUG",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SHORTEST_GATEWAY_SECRET = 16
HIGHEST_PORT = 65535
# Who a text comes from: a short code, a number, or a name of at most eleven signs (GSM 03.38).
SMS_SENDER = re.compile(r"\+?[0-9]{3,15}|[A-Za-z0-9 ._-]{3,11}", re.ASCII)


class EnvironmentRefused(Exception):
    """A value of the environment is wrong or unknown; the message is one plain line."""


@dataclass(frozen=True)
class Environment:
    """The checked environment. Secrets do not appear in its repr."""

    home: Path
    secret_file: Path
    port: int
    base_url: str
    database_url: str = field(repr=False)
    smtp_url: str = field(repr=False)
    sms_url: str = field(repr=False)
    gateway_secret: str = field(repr=False)
    runtime_dir: Path | None
    strict: bool
    debug: bool

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over https, so that cookies can be `__Host-` and Secure."""
        return self.base_url.startswith("https://")


def read_environment(values: Mapping[str, str] | None = None) -> Environment:
    """Read and check the environment; raise EnvironmentRefused with one line naming the value."""
    values = os.environ if values is None else values
    unknown = sorted(name for name in values if name.startswith("TETEA_") and name not in KNOWN)
    if unknown:
        raise EnvironmentRefused(f"{unknown[0]} is not a setting of Tetea; see docs/operating.md.")
    home = Path(values.get("TETEA_HOME") or "./var/tetea").absolute()
    port = _port(values.get("PORT", ""))
    runtime = values.get("TETEA_RUNTIME_DIR", "")
    base_url = _base_url(values.get("TETEA_BASE_URL", ""), port)
    debug = _flag("TETEA_DEBUG", values)
    if debug and urlsplit(base_url).hostname not in LOOPBACK:
        raise EnvironmentRefused("TETEA_DEBUG shows secrets on error pages: on loopback only.")
    return Environment(
        home=home,
        secret_file=_secret_file(values.get("TETEA_SECRET_FILE", ""), home),
        port=port,
        base_url=base_url,
        database_url=_database_url(values.get("TETEA_DATABASE_URL", "")),
        smtp_url=_smtp_url(values.get("TETEA_SMTP_URL", "")),
        sms_url=_sms_url(values.get("TETEA_SMS_URL", "")),
        gateway_secret=_gateway_secret(values.get("TETEA_GATEWAY_SECRET", "")),
        runtime_dir=Path(runtime).absolute() if runtime else None,
        strict=_flag("TETEA_STRICT", values),
        debug=debug,
    )


def _flag(name: str, values: Mapping[str, str]) -> bool:
    text = values.get(name, "").strip().lower()
    if text in {"", "0", "false", "no"}:
        return False
    if text in {"1", "true", "yes"}:
        return True
    raise EnvironmentRefused(f"{name} takes 1 or 0.")


def _port(text: str) -> int:
    if not text:
        return 8000
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        raise EnvironmentRefused("PORT takes a number from 1 to 65535.")
    return int(text)


def _secret_file(text: str, home: Path) -> Path:
    path = Path(text).absolute() if text else home.with_name(home.name + ".secret")
    if path == home or home in path.parents:
        raise EnvironmentRefused("TETEA_SECRET_FILE must not lie inside TETEA_HOME.")
    return path


def _base_url(text: str, port: int) -> str:
    if not text:
        return f"http://127.0.0.1:{port}"
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise EnvironmentRefused("TETEA_BASE_URL takes https://your.address without a path.")
    host = parts.hostname
    # Cookies over plain http can be read on the way; an onion address is encrypted by itself.
    if parts.scheme == "http" and host not in LOOPBACK and not host.endswith(".onion"):
        raise EnvironmentRefused("TETEA_BASE_URL must be https unless it is loopback or .onion.")
    return text.rstrip("/")


def _database_url(text: str) -> str:
    if text and not text.startswith(("postgresql://", "postgres://")):
        raise EnvironmentRefused("TETEA_DATABASE_URL takes postgresql://… or nothing (SQLite).")
    return text


def _smtp_url(text: str) -> str:
    if text and urlsplit(text).scheme not in {"smtp", "smtps", "smtp+starttls"}:
        raise EnvironmentRefused("TETEA_SMTP_URL takes smtp://, smtps:// or smtp+starttls://.")
    return text


def _sms_url(text: str) -> str:
    if not text:
        return text
    parts = _parts_of_sms_url(text)
    if parts is None or parts.scheme not in {"africastalking", "kannel"} or not parts.hostname:
        raise EnvironmentRefused("TETEA_SMS_URL takes africastalking://… or kannel://… or nothing.")
    # Name and key travel as headers of HTTP, which carry plain signs only.
    words = (unquote(parts.username or ""), unquote(parts.password or ""))
    if not all(word and word.isascii() and word.isprintable() for word in words):
        raise EnvironmentRefused("TETEA_SMS_URL needs a name and a key: …://NAME:KEY@host?from=…")
    query = parse_qs(parts.query)
    if parts.path.strip("/") or parts.fragment or not set(query) <= {"from", "dlr"}:
        raise EnvironmentRefused("TETEA_SMS_URL takes nothing after the host but ?from=…&dlr=1.")
    if not SMS_SENDER.fullmatch(query.get("from", [""])[0]):
        raise EnvironmentRefused("TETEA_SMS_URL needs ?from=… with your short code or sender name.")
    if query.get("dlr", ["1"])[0] not in {"0", "1"}:
        raise EnvironmentRefused("TETEA_SMS_URL takes dlr=1 or dlr=0.")
    return text


def _parts_of_sms_url(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port  # It is checked when it is read.
    except ValueError:
        return None
    return parts


def _gateway_secret(text: str) -> str:
    if text and (len(text) < SHORTEST_GATEWAY_SECRET or not text.isalnum()):
        raise EnvironmentRefused("TETEA_GATEWAY_SECRET takes 16 or more letters and digits.")
    return text
