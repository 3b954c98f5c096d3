"""Composite stories in words: how each stands, and what is wrong with a text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tetea.domain.cases.errors import GivesAway
from tetea.domain.cases.stories import Story
from tetea.doors.desk.show.words import Words, word

FIELDS: Words = {
    "gist": gettext_lazy("What may be told"),
    "en": gettext_lazy("In English"),
    "sw": gettext_lazy("In Kiswahili"),
    "made_of": gettext_lazy("Made of"),
    "read_by": gettext_lazy("Read by"),
}
REASONS: Words = {
    "empty": gettext_lazy("is missing."),
    "long": gettext_lazy("is too long."),
    "few": gettext_lazy("has to be three stories at least that are still lent."),
    "same": gettext_lazy("has to be somebody else than who wrote it."),
}


@dataclass(frozen=True)
class Shown:
    """A composite as its page has it."""

    id: str
    text: str = field(repr=False)
    other: str = field(repr=False)
    parts: int
    by: str
    state: str
    is_told: bool
    may_approve: bool


def stories(found: Sequence[Story], reader: str, lang: str) -> list[Shown]:
    """Return composites, those that are told first."""
    order = sorted(found, key=lambda one: (not one.is_told, one.id))
    return [_shown(one, reader, lang) for one in order]


def fault(wrong: GivesAway) -> str:
    """Return what is wrong with a text, and what to do."""
    name = word(FIELDS, wrong.field)
    if wrong.reason == "tells":
        words = _(
            '%(field)s: "%(word)s" could give somebody away. Write it without days, numbers and '
            "places."
        )
        return words % {"field": name, "word": wrong.word}
    return f"{name} {word(REASONS, wrong.reason)}"


def _shown(one: Story, reader: str, lang: str) -> Shown:
    other = next((text for code, text in one.texts.items() if code != lang), "")
    state = _("Waits for a second reader.")
    if not one.is_lent:
        state = _("Silent: one of those it was made of is no longer lent.")
    elif one.read_by:
        state = _("Told in packs. Read by %(who)s.") % {"who": one.read_by}
    may = not one.read_by and one.is_lent and one.by != reader
    return Shown(one.id, one.texts[lang], other, len(one.made_of), one.by, state, one.is_told, may)
