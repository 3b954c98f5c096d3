"""What is installed is exactly what was locked: every pin has hashes, no lock names a host."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
HOST = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host|@ *git", re.IGNORECASE)
LOCKS = pytest.mark.parametrize("name", ["base", "dev"])


def pins(name: str) -> dict[str, str]:
    """Each locked package with all that stands behind it."""
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE))
    lines = [line.strip() for line in joined.splitlines() if line.strip()]
    return {re.split(r"[=\[<>~! ;]", line)[0].lower(): line for line in lines}


@LOCKS
def test_a_lock_names_no_host(name: str) -> None:
    assert not HOST.findall((REQUIREMENTS / f"{name}.txt").read_text())


@LOCKS
def test_every_pin_is_exact_and_has_hashes(name: str) -> None:
    assert pins(name)
    for package, line in pins(name).items():
        assert re.match(r"[\w.\[\]-]+==\S+", line), package
        assert "--hash=sha256:" in line, package


@LOCKS
def test_everything_asked_for_is_locked(name: str) -> None:
    for line in (REQUIREMENTS / f"{name}.in").read_text().splitlines():
        if line.strip() and not line.startswith(("#", "-")):
            asked = re.split(r"[=\[<>~! ;]", line.strip())[0].lower()
            assert asked in pins(name), f"{asked}: run `make lock`"


def test_both_locks_agree() -> None:
    base, dev = pins("base"), pins("dev")
    for package in base.keys() & dev.keys():
        assert base[package].split()[0] == dev[package].split()[0]
