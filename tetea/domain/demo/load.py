"""Loads the demo organisation, whole or not at all, and only ever into a demo folder."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tetea.domain.demo import folder, forums, paper, script
from tetea.domain.demo.folder import is_loaded
from tetea.domain.demo.show import demo_json, describe
from tetea.domain.demo.stage import Stage
from tetea.domain.directory import phone
from tetea.domain.keyring import founding, recipients
from tetea.domain.people.models import Organisation
from tetea.domain.reports.models import Report

__all__ = ["Loaded", "Progress", "demo_json", "describe", "is_loaded", "load"]

# How many lines of progress a loading tells.
LINES = 10
ANALYST, COORDINATOR, HOTLINE = "analyst", "coordinator", "hotline"
# For so long before today somebody goes through the lists each morning.
LATELY = dt.timedelta(days=7)

PHONE = 'ussd_code = "*384*22384#"\nsms_number = "22384"\n'

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """The demo that this folder holds; `is_new` when this call has loaded it."""

    organisation: Organisation
    reports: int
    is_new: bool


def load(progress: Progress | None = None) -> Loaded:
    """Load the demo into an empty demo folder; a folder that has it already is left alone.

    Everything is one transaction: after a crash half-way the database holds nothing of it, and the
    next call begins anew. `progress` is given about ten lines of plain text. Raises NotADemo,
    before anything is touched, when the folder is not marked as a demo or holds another
    organisation; BadScript when a story does not fit the questionnaire.
    """
    if folder.is_loaded():
        return _loaded(is_new=False)
    with folder.one_at_a_time():
        if folder.is_loaded():
            return _loaded(is_new=False)
        try:
            with transaction.atomic():
                _play(_found(), progress or _silent)
        except BaseException:
            recipients.forget()
            raise
        return _loaded(is_new=True)


def _found() -> Organisation:
    company = script.company()
    # Invented, so that the demo's screens and texts name a code and a number to come back to.
    (settings.ENVIRONMENT.home / phone.OWN_FILE).write_text(PHONE)
    members = tuple(
        founding.NewMember(one.role, one.username, one.passphrase, one.address)
        for one in company.people
    )
    charter = founding.Charter(company.name, members, company.counties, is_demo=True)
    return founding.found(charter).organisation


def _play(organisation: Organisation, progress: Progress) -> None:
    stage = Stage(organisation, timezone.now())
    events = stage.events(script.tales())
    tenth = max(1, len(events) // LINES)
    lately = stage.now - LATELY
    for done, (before, event) in enumerate(pairwise([events[0], *events]), start=1):
        if event.at > lately and before.at.date() != event.at.date():
            stage.look_through()
        stage.play(event)
        if done % tenth == 0:
            progress(f"  {event.at:%Y-%m-%d}: {done} of {len(events)} things have happened")
    stage.look_through()
    paper.lay_in(organisation)
    paper.make_figures(stage.member(_named(stage, ANALYST)), progress)
    coordinator = stage.member(_named(stage, COORDINATOR))
    forums.play(coordinator, stage.member(_named(stage, HOTLINE)))
    progress("  Three forums are held.")
    stage.lock_all()


def _named(stage: Stage, role: str) -> str:
    return next(one.username for one in stage.company.people if one.role == role)


def _silent(_line: str) -> None:
    """Tell nobody how far it is."""


def _loaded(*, is_new: bool) -> Loaded:
    organisation = folder.organisation()
    reports = Report.objects.filter(organisation=organisation).count()
    return Loaded(organisation, reports, is_new)
