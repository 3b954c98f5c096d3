"""Coding a case for the figures: by one member, and once more by another who has not seen how."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain.cases import counting, her_card, lines, opened
from tetea.domain.cases.errors import NotToBeCounted
from tetea.domain.cases.opened import Opened
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import facets as coded_facts
from tetea.domain.reports import questionnaire
from tetea.domain.reports.errors import WrongState
from tetea.domain.reports.models import State
from tetea.domain.reports.work import reach
from tetea.kernel.casework.entries import CODED
from tetea.kernel.register import coding
from tetea.kernel.register.coding import Coded, Coding


@dataclass(frozen=True)
class Look:
    """What whoever codes has in front of her."""

    may_count: bool
    proposed: Coding = field(repr=False)
    """What the answers say: where everybody begins who has not coded it yet."""
    coded: Coded | None
    """How it is coded; None for somebody who is to look a second time without seeing it."""
    is_second: bool
    """Whether what she writes now is the second look."""
    is_old: bool = False
    """It was coded with word lists that have changed since."""


class NoSuchWord(KeyError):
    """A code that its list does not have; names the field."""


def look(holder: Holder, report_id: str) -> Look:
    """Return what an opened case's coder sees; raise NoCase, NotOpened or NotFound."""
    now = opened.open_now(holder, report_id)
    found = coding.coded(now.file.lines)
    is_second = _is_second(holder, found)
    old = found is not None and found.first.fields.get(coding.WITH) != counting.vocabulary()
    return Look(
        may_count=counting.may_count(now),
        proposed=coding.proposed(now.story.answers, _state_first(), coded_facts.OFFICIAL),
        coded=None if is_second else found,
        is_second=is_second,
        is_old=old,
    )


def code(holder: Holder, report_id: str, made: Coding) -> str:
    """Code an opened case; return "once", "twice" or "differs". The register has it at once.

    The first look is counted. Whoever codes a case that a colleague has coded looks a second time;
    when the two differ, the next look settles it and is counted. Raises NotToBeCounted,
    NoSuchWord, WrongState for a report that is neither open nor closed, and what `look` raises.
    """
    _check(made)
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        if report.state not in {State.OPEN, State.CLOSED}:
            raise WrongState
        now = opened.open_now(holder, report_id)
        if not counting.may_count(now):
            raise NotToBeCounted
        second = _is_second(holder, coding.coded(now.file.lines))
        more = {coding.SECOND: "yes"} if second else {}
        kept = {**made.fields(), **more, coding.WITH: counting.vocabulary()}
        now = now.write(replace(lines.draft(CODED), fields=kept))
        _show(now)
        action = log.Action("case.coded", now.case.id, holder.member_id, holder.role)
        log.append(holder.organisation, action)
    return counting.state_of(now.file)


def _show(now: Opened) -> None:
    """Tell the team that it is coded, and the register what; a closed case stays as it is."""
    if now.report.state == State.OPEN:
        her_card.replace_card(now, now.show_team())
        return
    key = reach.facets_key(now.holder, now.report)
    shown = replace(now.facets, coded=counting.state_of(now.file))
    reach.put_facets(now.holder, now.report, key, shown)
    counting.refresh(now)


def _is_second(holder: Holder, found: Coded | None) -> bool:
    return found is not None and found.second is None and found.first.by != holder.username


def _state_first() -> tuple[str, ...]:
    """The classes of aggressors, those that belong to the state before the others."""
    return tuple(sorted(words()["aggressors"], key=lambda one: one not in coded_facts.OFFICIAL))


def _check(made: Coding) -> None:
    known = words()
    for act in made.acts:
        _known("acts", act.code, known["acts"])
        _known("aggressors", act.aggressor, known["aggressors"])
    for name, word in made.words.items():
        if name == coding.STATION:
            if word != coding.tidy(word):
                raise NoSuchWord(name)
            continue
        _known(name, word, known.get(name, ()))


def _known(name: str, word: str, known: Iterable[str]) -> None:
    if word and word not in known:
        raise NoSuchWord(name)


def words() -> dict[str, tuple[str, ...]]:
    """Return the codes that each field of a coding may have: those of the questionnaire."""
    sheet = questionnaire.current()
    return {
        name: tuple(choice.name for choice in sheet[name].choices)
        for name in ("acts", "aggressors", *coding.CHOSEN)
    }
