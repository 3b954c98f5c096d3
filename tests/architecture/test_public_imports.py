"""N-34: what serves the public never loads what can make a member's key."""

import os
import subprocess
import sys

import pytest

from tests.plugin import HOME

FORBIDDEN = ("tetea.domain.keyring.unlock", "tetea.kernel.crypto.member_keys")
PROGRAM = """
import importlib, pkgutil, sys
import django
django.setup()
for name in {names}:
    found = importlib.import_module(name)
    for part in pkgutil.walk_packages(getattr(found, "__path__", []), name + "."):
        importlib.import_module(part.name)
print([name for name in {forbidden} if name in sys.modules])
"""


def loaded(*names: str) -> str:
    """Import modules with everything below them in a fresh process; what of the keys came along."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(names=list(names), forbidden=FORBIDDEN)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tetea.settings", "TETEA_HOME": str(HOME)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout.strip()


PUBLIC = (
    "tetea.doors.web",
    "tetea.doors.phone",
    "tetea.doors.simulator",
    "tetea.doors.api.public",
    "tetea.gateways",
)


@pytest.mark.parametrize("door", PUBLIC)
def test_a_public_door_leaves_member_keys_alone(door: str) -> None:
    assert loaded(door) == "[]"


def test_the_whole_public_group_leaves_member_keys_alone() -> None:
    assert loaded("tetea.urls_public") == "[]"


def test_the_desk_does_load_them_so_that_this_test_can_fail() -> None:
    assert loaded("tetea.domain.keyring.unlock") != "[]"
