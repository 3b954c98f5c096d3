"""Posts as the providers send them, one file each in `recordings`.

Those of Kannel are from a real one. Those of Africa's Talking are written after the fields that it
documents; numbers and ids are invented.
"""

from pathlib import Path
from urllib.parse import parse_qsl

FOLDER = Path(__file__).parent / "recordings"


def body(name: str) -> str:
    """Return the form or the query as it goes over the wire."""
    return (FOLDER / f"{name}.txt").read_text("ascii").removesuffix("\n")


def fields(name: str) -> dict[str, str]:
    """Return the fields of a post as a door reads them."""
    return dict(parse_qsl(body(name), keep_blank_values=True))


def names(prefix: str) -> list[str]:
    """Return the names of all recordings that begin so."""
    return sorted(path.stem for path in FOLDER.glob(f"{prefix}*.txt"))
