"""What one case gives to the register: codes and lengths of time, and nothing that names it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

ID_BYTES: Final = 16
# Coded words. A word that is not known is "", and is counted as not known. The station is the one
# that no list has: it is read inside and stands in no table (ADR 0024).
WORDS: Final = (
    "county", "population", "gender", "age_band", "place_kind", "support", "pep", "ending",
    "outcome", "agreement", "coded_with", "second", "station",
)  # fmt: skip
# Minutes after the report came, but `followed` in days. Not reached is NEVER.
SPANS: Final = (
    "first_support", "clinic_visit", "ob", "prc", "p3", "charge", "hearing", "judgment",
    "mediation", "payment", "closed", "followed",
)  # fmt: skip
NEVER: Final = -1


class BadContribution(ValueError):
    """Those are no bytes of a contribution."""


@dataclass(frozen=True)
class Act:
    """One act, and the class of whoever did it."""

    code: str
    aggressor: str = ""


@dataclass(frozen=True)
class Contribution:
    """A case as the register counts it. `number` says which of two of one id is the newer.

    `month` is that in which the report came: twelve times the year, and the month from 0.
    """

    id: bytes = field(repr=False)
    number: int
    month: int
    acts: tuple[Act, ...] = field(default=(), repr=False)
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    spans: Mapping[str, int] = field(default_factory=dict, repr=False)
    people: int = 1
    reports: int = 1

    def __post_init__(self) -> None:
        """Raise ValueError for words or spans that the register has no column for."""
        unknown = (self.words.keys() - set(WORDS)) | (self.spans.keys() - set(SPANS))
        if unknown or len(self.id) != ID_BYTES:
            raise ValueError(f"the register has no column {sorted(unknown)}")

    def says_the_same(self, other: "Contribution") -> bool:
        """Whether nothing would change if the other took its place."""
        return self.content() == other.content()

    def content(self) -> dict[str, object]:
        """Return everything but the number, ready for JSON."""
        return {
            "id": self.id.hex(),
            "month": self.month,
            "acts": [[one.code, one.aggressor] for one in self.acts],
            "words": {name: word for name, word in self.words.items() if word},
            "spans": {name: span for name, span in self.spans.items() if span != NEVER},
            "people": self.people,
            "reports": self.reports,
        }


@dataclass(frozen=True)
class Slip:
    """What is sealed for the register: a contribution to put in, or one to take out."""

    put: Contribution | None = field(default=None, repr=False)
    drop: bytes = field(default=b"", repr=False)

    def dump(self) -> bytes:
        """Return the slip as bytes."""
        if self.put is None:
            return json.dumps({"drop": self.drop.hex()}).encode()
        content = {"put": self.put.content(), "number": self.put.number}
        return json.dumps(content, separators=(",", ":")).encode()


def load(data: bytes) -> Slip:
    """Read what `Slip.dump` wrote; raise BadContribution."""
    try:
        content = json.loads(data)
        if "drop" in content:
            return Slip(drop=bytes.fromhex(content["drop"]))
        found = content["put"]
        return Slip(
            Contribution(
                id=bytes.fromhex(found["id"]),
                number=int(content["number"]),
                month=int(found["month"]),
                acts=tuple(Act(str(code), str(by)) for code, by in found["acts"]),
                words={str(name): str(word) for name, word in found["words"].items()},
                spans={str(name): int(span) for name, span in found["spans"].items()},
                people=int(found["people"]),
                reports=int(found["reports"]),
            )
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadContribution("no contribution") from None
