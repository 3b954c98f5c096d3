"""The coding screen in words: the form, and where two people coded otherwise."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from tetea.domain.cases import coded
from tetea.doors.desk.show import choices
from tetea.doors.desk.show.steps import Option
from tetea.doors.desk.show.words import Words, word
from tetea.kernel.register.coding import CHOSEN, STATION, Coding

SPARE = 2
NOTHING = "\u2013"
LABELS: Words = {
    "acts": gettext_lazy("What happened, and who did it"),
    "county": gettext_lazy("County"),
    "population": gettext_lazy("Group they say they belong to"),
    "gender": gettext_lazy("Gender"),
    "age_band": gettext_lazy("Age"),
    "place_kind": gettext_lazy("Kind of place"),
}


@dataclass(frozen=True)
class ActRow:
    """One act of the form."""

    number: int
    acts: tuple[Option, ...] = field(repr=False)
    by: tuple[Option, ...] = field(repr=False)


@dataclass(frozen=True)
class Choice:
    """One word to choose."""

    name: str
    label: str
    options: tuple[Option, ...] = field(repr=False)


def form(made: Coding, lang: str) -> dict[str, object]:
    """Return the rows and lists of the form, filled with a coding."""
    known = coded.words()
    pairs = [(one.code, one.aggressor) for one in made.acts] + [("", "")] * SPARE
    rows = [
        ActRow(
            number,
            _options("acts", known["acts"], act, lang),
            _options("aggressors", known["aggressors"], by, lang),
        )
        for number, (act, by) in enumerate(pairs, 1)
    ]
    chosen = [
        Choice(
            name, word(LABELS, name), _options(name, known[name], made.words.get(name, ""), lang)
        )
        for name in CHOSEN
    ]
    return {"rows": rows, "chosen": chosen, "station": made.words.get(STATION, "")}


def differences(first: Coding, second: Coding, lang: str) -> list[tuple[str, str, str]]:
    """Return (what, as the first coded it, as the second did) where they differ."""
    found = []
    if set(first.acts) != set(second.acts):
        found.append((word(LABELS, "acts"), _acts(first, lang), _acts(second, lang)))
    for name in CHOSEN:
        one, other = first.words.get(name, ""), second.words.get(name, "")
        if one != other:
            said = [choices.label(name, code, lang) if code else NOTHING for code in (one, other)]
            found.append((word(LABELS, name), said[0], said[1]))
    return found


def _acts(made: Coding, lang: str) -> str:
    said = []
    for one in made.acts:
        label = choices.label("acts", one.code, lang)
        by = choices.label("aggressors", one.aggressor, lang)
        said.append(f"{label} ({by})" if one.aggressor else label)
    return "; ".join(said) or NOTHING


def _options(name: str, codes: tuple[str, ...], now: str, lang: str) -> tuple[Option, ...]:
    return tuple(Option(code, choices.label(name, code, lang), code == now) for code in codes)
