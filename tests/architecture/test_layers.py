"""N-37: every import contract notices the import that it forbids."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Contract -> the lines that break it, by file of the copied tree.
PLANTED = {
    "Four layers: doors, domain, gateways, kernel": {
        "gateways/planted.py": "import tetea.domain.people.queries",
    },
    "Inside the domain, arrows point one way": {
        "domain/people/queries.py": "import tetea.domain.cases.models",
    },
    "Doors do not know each other": {
        "doors/web/planted.py": "import tetea.doors.desk",
    },
    "Gateways do not know each other": {
        "gateways/planted.py": "import tetea.gateways.planted_too",
        "gateways/planted_too.py": "",
    },
    "The kernel is plain Python": {
        "kernel/clocks/rules.py": "import django.conf",
    },
    "Only kernel.crypto touches a cryptographic library": {
        "domain/moment.py": "import nacl.secret",
    },
    "Only gateways speak to the network": {
        "domain/moment.py": "import socket",
    },
    "Public doors and gateways can never reach a member's key": {
        # Not directly: by way of something that the web may well import.
        "doors/web/planted.py": "import tetea.doors.planted",
        "doors/planted.py": "import tetea.domain.keyring.unlock",
    },
    "Only session openers make keys: the domain takes them as an argument": {
        "domain/cases/work.py": "import tetea.domain.keyring.unlock",
    },
    "Only kernel.paper sets documents": {
        "doors/desk/planted.py": "import typst",
    },
    "No cycles anywhere": {
        "domain/people/planted.py": "import tetea.domain.people.planted_too",
        "domain/people/planted_too.py": "import tetea.domain.people.planted",
    },
}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package beside the project's own contracts."""
    folder = tmp_path_factory.mktemp("contracts")
    shutil.copy(ROOT / "pyproject.toml", folder)
    code = shutil.ignore_patterns("__pycache__", "data", "static", "templates", "locale")
    shutil.copytree(ROOT / "tetea", folder / "tetea", ignore=code)
    return folder


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def verdicts(folder: Path) -> dict[str, str]:
    """What lint-imports says of each contract."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--cache-dir", str(folder.parent / "imports-cache")],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = " ".join(re.sub(r"\x1b\[\d*m", "", done.stdout + done.stderr).split())
    found = {name: re.search(re.escape(name) + r" (KEPT|BROKEN)", said) for name in contracts()}
    return {name: match[1] if match else said for name, match in found.items()}


def test_every_contract_has_its_planted_violation() -> None:
    assert set(PLANTED) == set(contracts())


def test_the_tree_as_it_stands_keeps_every_contract(untouched: Path) -> None:
    assert verdicts(untouched) == dict.fromkeys(contracts(), "KEPT")


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_breaks_its_contract(contract: str, untouched: Path) -> None:
    before: dict[Path, str | None] = {}
    for name, line in PLANTED[contract].items():
        path = untouched / "tetea" / name
        before[path] = path.read_text() if path.exists() else None
        path.write_text(f"{before[path] or ''}\n{line}\n")
    try:
        assert verdicts(untouched)[contract] == "BROKEN"
    finally:
        for path, text in before.items():
            path.unlink() if text is None else path.write_text(text)
