"""Where a menu session stands: plain values, so that any server can go on with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tetea.domain.phones import visit as visits
from tetea.domain.phones.visit import Visit
from tetea.domain.reports import partial
from tetea.domain.reports.partial import Growing
from tetea.kernel.dialogue import Value

# How many steps "0" goes back, and how many screens a repeated or late hop finds again.
LONGEST_TRAIL: Final = 12
MOST_PAST: Final = 16


@dataclass(frozen=True)
class Spot:
    """One screen of the menu: which place, about what, and how far in it."""

    place: str = "root"
    name: str = ""
    page: int = 0
    picks: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    typed: str = field(default="", repr=False)

    def dump(self) -> list[object]:
        """Return it as plain values."""
        return [self.place, self.name, self.page, self.picks, self.groups, self.typed]


@dataclass(frozen=True)
class Talk:
    """All that a hop depends on beside what the provider sends with it."""

    lang: str
    spot: Spot = Spot()
    trail: tuple[Spot, ...] = ()
    answers: Mapping[str, Value] = field(default_factory=dict, repr=False)
    report: Growing | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)
    token_seen: bool = False
    is_resumed: bool = False
    is_sos: bool = False
    goes_on: bool = False
    """She chose to answer more than the core."""
    is_finished: bool = False
    is_over: bool = False
    is_held: bool = False
    """It came as part of a flood; more answers do not let it through."""
    visit: Visit | None = field(default=None, repr=False)
    said: tuple[str, ...] = field(default=(), repr=False)
    """Words for a thread that this hop stores; never kept here beyond the hop."""
    rated: tuple[str, ...] = ()
    """How it was, question by question, as this hop stores it; never kept here beyond the hop."""
    slip: str = ""
    heard: str = field(default="", repr=False)
    past: Mapping[str, str] = field(default_factory=dict, repr=False)
    at: int = 0
    """When the last hop came, in seconds: a dropped session is taken up for half an hour."""

    def go(self, place: str, name: str = "", **more: object) -> "Talk":
        """Go to another screen; "0" leads back to this one."""
        spot = replace(Spot(place, name), **more)  # type: ignore[arg-type]  # fields of Spot
        return self.jump(spot)

    def jump(self, spot: Spot) -> "Talk":
        """Go to a screen as given; "0" leads back to this one."""
        trail = (*self.trail, self.spot)[-LONGEST_TRAIL:]
        return replace(self, spot=spot, trail=trail)

    def stay(self, **more: object) -> "Talk":
        """Change something on this screen without a step to go back over."""
        return replace(self, spot=replace(self.spot, **more))  # type: ignore[arg-type]  # of Spot

    def back(self) -> "Talk":
        """Go back one step; from the first screen nowhere."""
        if not self.trail:
            return replace(self, spot=Spot())
        return replace(self, spot=self.trail[-1], trail=self.trail[:-1])

    def home(self) -> "Talk":
        """Go to the first menu. What was told stays told."""
        return replace(self, spot=Spot(), trail=())

    def puzzled(self, why: str = "slip") -> "Talk":
        """Show the same screen again, with a word about why."""
        return replace(self, slip=why)

    def over(self, place: str) -> "Talk":
        """End the session with a last screen."""
        return replace(self, spot=Spot(place), trail=(), is_over=True)

    @property
    def is_worth_keeping(self) -> bool:
        """Whether anything stands here that the provider's transcript alone would not give."""
        return bool(self.answers or self.visit or self.report)

    def remember(self, text: str, screen: str) -> "Talk":
        """Keep what was shown for a text, so that a repeated or late hop shows it again."""
        name = _short(text)
        kept = [(key, value) for key, value in self.past.items() if key != name]
        return replace(self, heard=text, past=dict([*kept, (name, screen)][-MOST_PAST:]))

    def shown_for(self, text: str) -> str | None:
        """Return the screen that was shown for a text; None when it never was, or long ago."""
        return self.past.get(_short(text))


def _short(text: str) -> str:
    """A transcript may be long, and it stands in the session as a whole only once."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def dump(talk: Talk) -> dict[str, object]:
    """Return a session as plain values, to be sealed at once under the runtime key."""
    content: dict[str, object] = {
        name: getattr(talk, name)
        for name in (
            "lang",
            "token",
            "token_seen",
            "is_resumed",
            "is_sos",
            "goes_on",
            "is_finished",
            "is_over",
            "is_held",
            "heard",
            "at",
        )
    }
    content |= {"answers": dict(talk.answers), "past": dict(talk.past)}
    content |= {"spot": talk.spot.dump(), "trail": [one.dump() for one in talk.trail]}
    if talk.report is not None:
        content["report"] = talk.report.dump()
    if talk.visit is not None:
        content["visit"] = talk.visit.dump()
    return content


def load(content: Mapping[str, object]) -> Talk:
    """Read what `dump` wrote."""
    values = dict(content)
    report, visit = values.pop("report", None), values.pop("visit", None)
    spot, trail = values.pop("spot"), values.pop("trail")
    return Talk(
        **values,  # type: ignore[arg-type]  # written by `dump`, sealed since then
        spot=_spot(spot),
        trail=tuple(_spot(one) for one in trail),  # type: ignore[attr-defined]  # the same
        report=partial.load(report) if isinstance(report, dict) else None,
        visit=visits.load(visit) if isinstance(visit, list) else None,
    )


def _spot(content: object) -> Spot:
    if not isinstance(content, list):
        raise TypeError("not a spot")
    place, name, page, picks, groups, typed = content
    return Spot(place, name, page, tuple(picks), tuple(groups), typed)
