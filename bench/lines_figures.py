"""The register, a proof and a pack on paper, as the register grows."""

from typing import Any

from bench.place import Place
from bench.table import Row

SIZES = ("10000", "100000", "1000000")
AIMED_AT = "register_query@1,000,000"
AIM_MS = 1_000.0


def figures(place: Place, founded: dict[str, Any]) -> list[Row]:
    """Fill the register step by step and measure a pack's tables at each size."""
    person = founded["members"][0]
    credentials = (person["username"], person["passphrase"], person["recovery_codes"][0])
    found = place.inside("figures", *credentials, *SIZES)
    rows = [_query(name, one) for name, one in found.items() if name.startswith("register")]
    proof, pack = found["suppression"], found["pack_pdf"]
    said = f"47 x 12 x 8 with margins at 500 reports, {proof['shown']:.0f} % of cells shown; once"
    return [
        *rows,
        Row("suppression", proof["value"], "ms", None, said),
        Row("pack_pdf", pack["value"], "ms", pack["limit"], "one empty page; ten pages of tables"),
    ]


def _query(name: str, one: dict[str, float]) -> Row:
    opening = f"opening its {one['segments']:.0f} blobs takes {one['limit']:.0f} ms"
    if name == AIMED_AT:
        return Row(name, one["value"], "ms", AIM_MS, f"{opening}; aim: a whole pack below 1 s")
    return Row(name, one["value"], "ms", one["limit"], opening)
