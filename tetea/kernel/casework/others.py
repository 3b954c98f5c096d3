"""What reports of one incident share, and what is each person's own."""

from collections.abc import Mapping
from typing import Final

# Answers about the incident itself. What concerns one person's body, wishes, name, age and consents
# is asked of each: nobody speaks for another.
OF_THE_INCIDENT: Final = (
    "acts",
    "aggressors",
    "when_known",
    "when_date",
    "when_hour",
    "county",
    "sub_county",
    "place_kind",
    "place_exact",
    "still_held",
    "arrest_date",
    "arrest_hour",
    "aggressor_repeat",
    "aggressor_known",
    "station_or_body",
)
# How one report belongs to another, as it stands on the line of each.
GROUP: Final = "group"
HEAD: Final = "head"
MERGED: Final = "merged"
MERGED_INTO: Final = "merged_into"
SPLIT_TO: Final = "split_to"
SPLIT_FROM: Final = "split_from"


def shared(answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers that hold for everybody to whom the same incident happened."""
    return {name: answers[name] for name in OF_THE_INCIDENT if name in answers}
