"""A long SMS comes in parts, in any order, and sometimes not whole."""

from collections.abc import Mapping
from typing import Final

# The header of a part has one byte for the number of parts (3GPP TS 23.040, 9.2.3.24.1). A larger
# number is somebody's mistake, and must not make a text of a million missing parts.
MOST_PARTS: Final = 255


def is_whole(parts: Mapping[int, str], total: int) -> bool:
    """Say whether parts 1 to total have all come."""
    return all(number in parts for number in range(1, min(total, MOST_PARTS) + 1))


def join(parts: Mapping[int, str], total: int, missing: str) -> str:
    """Return the text of the parts in their order, whatever order they came in.

    `missing` stands where a part has not come, for example "[part {number} of {total} has not
    come]". Parts numbered beyond the total are kept at the end: what somebody wrote is not lost
    because a phone counted wrongly.
    """
    numbers = sorted({*range(1, min(total, MOST_PARTS) + 1), *parts})
    return "".join(
        parts[number] if number in parts else missing.format(number=number, total=total)
        for number in numbers
    )
