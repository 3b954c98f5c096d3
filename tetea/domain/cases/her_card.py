"""What her token shows of the case: a new card, sealed to her own key, whenever that changes."""

from tetea.domain.cases.errors import NoCase
from tetea.domain.cases.joined import Joined
from tetea.domain.cases.opened import Opened, open_now
from tetea.domain.directory.steps import step_book
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import facets as coded
from tetea.domain.reports.card import MOST_DONE, Card, public_clocks
from tetea.domain.reports.facets import FacetClock, Facets
from tetea.domain.reports.models import Report, ReporterKey, Thread
from tetea.domain.reports.thread import write_card
from tetea.domain.reports.work import items, opening, reach
from tetea.domain.reports.work.her_keys import HerKey
from tetea.kernel.casework.file import CaseFile


def replace_card(now: Opened, facets: Facets) -> None:
    """Seal a new card of a case to her: what was done, and which clocks still run for her.

    Only kinds and days: what was written down stays in the case.
    """
    clocks = tuple(
        FacetClock(
            one.kind,
            coded.minutes(one.due_at),
            coded.minutes(one.alert_at),
            one.alert_class,
            one.public,
        )
        for one in now.file.clocks
        if one.is_open and not facets.closed
    )
    told = _told(now.file)
    _write(now.holder, now.report, facets, clocks, told)
    for one in now.joined:
        _write_joined(now.holder, one, facets, (clocks, told))


def replace_reports_card(holder: Holder, report: Report, facets: Facets) -> None:
    """Seal a new card of a report; what a case had told her before stays on it."""
    key = reach.body_key(holder, report)
    first = reach.open_story(holder, report, key).facets
    running = {clock.due for clock in facets.open_clocks}
    # By the kinds she was told: the team's row may hide them.
    clocks = tuple(clock for clock in first.clocks if clock.due in running)
    _write(holder, report, facets, clocks, ())


def say_open_again(holder: Holder, report: Report, facets: Facets) -> None:
    """Take "closed" off her card; if the report is not open on the desk, its next change does."""
    if not holder.has_opened(report.id):
        return
    try:
        replace_card(open_now(holder, report.id), facets)
    except NoCase:
        replace_reports_card(holder, report, facets)


def _write_joined(
    holder: Holder,
    one: Joined,
    facets: Facets,
    shown: tuple[tuple[FacetClock, ...], tuple[tuple[str, int], ...]],
) -> None:
    """Let the token of a joined report tell the same; its consents are its own."""
    clocks, told = shown
    thread = Thread.objects.filter(report=one.report).first()
    if thread is None:
        return
    read = items.read_all(holder, one.report, one.key, one.story)
    keys = items.keys_of_hers(holder, one.report, one.key, one.story)
    consents = opening.live_consents(holder, one.report, keys, (one.story, read))
    first = one.story.facets
    card = Card(
        started=first.received,
        county=first.county,
        sub_county=first.sub_county,
        wants=first.want_first,
        clocks=public_clocks(clocks),
        consents=consents.answers,
        consent_number=consents.number,
        done=told,
        closed=facets.closed,
    )
    _put(holder, thread, keys, card)


def _put(holder: Holder, thread: Thread, keys: tuple[HerKey, ...], card: Card) -> None:
    rows = ReporterKey.objects.filter(thread=thread, enc_pk__in=[one.enc_pk for one in keys])
    for row in rows:
        write_card(holder.organisation, thread, row, card)


def _told(file: CaseFile) -> tuple[tuple[str, int], ...]:
    kinds = step_book().kinds
    public = [one for one in file.steps if one.kind in kinds and kinds[one.kind].public]
    return tuple((one.kind, coded.minutes(one.when)) for one in public[-MOST_DONE:])


def _write(
    holder: Holder,
    report: Report,
    facets: Facets,
    clocks: tuple[FacetClock, ...],
    done: tuple[tuple[str, int], ...],
) -> None:
    key = reach.body_key(holder, report)
    story = reach.open_story(holder, report, key)
    thread = Thread.objects.filter(report=report).first()
    if thread is None:
        return
    keys = items.keys_of_hers(holder, report, key, story)
    consents = opening.read_report(holder, report.id).consents
    first = story.facets
    card = Card(
        started=first.received,
        county=first.county,
        sub_county=first.sub_county,
        wants=first.want_first,
        clocks=public_clocks(clocks),
        consents=consents.answers,
        consent_number=consents.number,
        done=done,
        closed=facets.closed,
        written={name: one.how for name, one in consents.standing.items() if one.line},
    )
    _put(holder, thread, keys, card)
