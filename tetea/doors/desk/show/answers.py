"""Her answers as a story: what, who, when, where, health, person; in her version's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tetea.domain.reports import questionnaire
from tetea.domain.reports.work.opening import OpenReport
from tetea.domain.reports.work.reach import Story
from tetea.doors.desk.show import choices
from tetea.kernel.dialogue import NOT_ASKED, Question

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("What happened"),
        ("story", "acts", "for_whom", "group_size", "red_flags", "danger", "want_first"),
    ),
    (
        gettext_lazy("Who did it"),
        ("aggressors", "aggressor_known", "aggressor_repeat", "station_or_body", "about_us"),
    ),
    (
        gettext_lazy("When"),
        ("when_known", "when_date", "when_hour", "still_held", "arrest_date", "arrest_hour"),
    ),
    (gettext_lazy("Where"), ("county", "sub_county", "place_kind", "place_exact")),
    (gettext_lazy("Health"), ("injury", "condom", "pregnancy_possible")),
    (
        gettext_lazy("Proof, and who knows"),
        ("evidence_kept", "witnesses", "reported_before", "ob_number"),
    ),
    (
        gettext_lazy("The person"),
        ("gender", "gender_own", "population", "population_own", "age_band", "access_needs"),
    ),
)
CONTACT = (
    "contact_way", "contact_number", "contact_hours", "contact_voicemail_ok", "contact_word",
    "contact_who_answers", "trusted_person",
)  # fmt: skip
# Consents are shown as they stand now, not as they were first given.
ELSEWHERE = frozenset({*CONTACT, "name_used"})
CONSENT = "consent_"
NO_CONTACT = frozenset({"", "none", NOT_ASKED})


@dataclass(frozen=True)
class Answer:
    """One question with its answer. `lang` is set where the words are her own."""

    label: str
    values: tuple[str, ...] = field(repr=False)
    lang: str = ""

    @property
    def text(self) -> str:
        """The answer as one text."""
        return ", ".join(self.values)


@dataclass(frozen=True)
class Group:
    """Answers that belong together."""

    title: str
    answers: tuple[Answer, ...] = field(repr=False)


@dataclass(frozen=True)
class Contact:
    """How she may be reached, and whether at all."""

    is_allowed: bool
    name: str = field(repr=False)
    rules: tuple[Answer, ...] = field(repr=False)


def groups(story: Story, lang: str) -> tuple[Group, ...]:
    """Return her answers by group; what was not asked is left out, what she declined is said."""
    known = {name for _title, names in GROUPS for name in names}
    sheet = questionnaire.version(story.version)
    others = [
        question.name
        for question in sheet.questions
        if question.name not in known | ELSEWHERE and not question.name.startswith(CONSENT)
    ]
    every = [*((str(title), names) for title, names in GROUPS), (_("More"), tuple(others))]
    found = (Group(title, answers(story, story.answers, names, lang)) for title, names in every)
    return tuple(group for group in found if group.answers)


def contact(opened: OpenReport, lang: str) -> Contact:
    """Return the safe-contact rules; when they are not known, nobody is to be contacted."""
    rules = opened.contact
    way = str(rules.get("contact_way") or "")
    return Contact(
        is_allowed=bool(opened.consents.answers.get("contact")) and way not in NO_CONTACT,
        name=_own_words(rules.get("name_used")),
        rules=answers(opened.story, rules, CONTACT, lang),
    )


def flags(opened: OpenReport, lang: str) -> tuple[str, ...]:
    """Return what needs quick help or special care, most urgent first."""
    answers, version = opened.story.answers, opened.story.version
    found = []
    if answers.get("danger") == "yes":
        found.append(_("In danger now, by their own words."))
    found += [
        choices.label("red_flags", code, lang, version)
        for code in _codes(answers.get("red_flags"))
        if code != "none"
    ]
    if answers.get("injury") == "serious":
        found.append(_("Badly hurt."))
    if answers.get("still_held") == "yes":
        found.append(_("Still held by police or county."))
    if answers.get("for_whom") in {"absent", "witness"}:
        found.append(_("About someone who has not agreed yet: share nothing before that."))
    return tuple(found)


def answers(
    story: Story, given: Mapping[str, object], names: Iterable[str], lang: str
) -> tuple[Answer, ...]:
    sheet = questionnaire.version(story.version)
    found = []
    for name in names:
        question = sheet.by_name.get(name)
        if question is not None and name in given and given[name] not in (NOT_ASKED, [NOT_ASKED]):
            found.append(_answer(story, question, given[name], lang))
    return tuple(found)


def _answer(story: Story, question: Question, value: object, lang: str) -> Answer:
    label = question.label[lang]
    if value in (None, "", []):
        return Answer(label, (_("Would rather not say"),))
    if question.choices:
        codes = _codes(value)
        named = tuple(choices.label(question.name, code, lang, story.version) for code in codes)
        return Answer(label, named)
    is_own = question.type == "text"
    return Answer(label, (str(value),), story.lang if is_own else "")


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return (str(value),) if value and value != NOT_ASKED else ()


def _own_words(value: object) -> str:
    return "" if value in (None, NOT_ASKED) else str(value)
