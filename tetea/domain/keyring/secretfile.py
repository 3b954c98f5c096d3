"""The secret file beside the data folder: the token salt and the gateways' path secret.

Whoever has the database without this file cannot even test a guessed token.
"""

import json
import os
import secrets
import string
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tetea.domain.keyring.errors import SecretFileRefused

SALT_BYTES = 32
LETTERS = string.ascii_lowercase + string.digits
GATEWAY_SECRET_LENGTH = 32


@dataclass(frozen=True)
class SecretFile:
    """What the secret file holds; nothing of it shows in a repr."""

    org_salt: bytes = field(repr=False)
    gateway_secret: str = field(repr=False)


def read() -> SecretFile:
    """Return the secret file's content; raise SecretFileRefused when missing or damaged."""
    return _read(settings.ENVIRONMENT.secret_file)


def make() -> SecretFile:
    """Make the secret file (mode 0600) unless it is there, and return its content."""
    path = settings.ENVIRONMENT.secret_file
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "version": 1,
        "org_salt": secrets.token_hex(SALT_BYTES),
        "gateway_secret": settings.ENVIRONMENT.gateway_secret
        or "".join(secrets.choice(LETTERS) for _ in range(GATEWAY_SECRET_LENGTH)),
    }
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return _read(path)


@lru_cache(maxsize=4)
def _read(path: Path) -> SecretFile:
    try:
        content = json.loads(path.read_text())
        salt = bytes.fromhex(content["org_salt"])
        gateway = settings.ENVIRONMENT.gateway_secret or str(content["gateway_secret"])
    except FileNotFoundError:
        raise SecretFileRefused(
            f"The secret file {path.name} is missing: without it no token opens."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise SecretFileRefused(f"The secret file {path.name} is damaged.") from None
    if len(salt) != SALT_BYTES:
        raise SecretFileRefused(f"The secret file {path.name} is damaged.")
    return SecretFile(salt, gateway)
