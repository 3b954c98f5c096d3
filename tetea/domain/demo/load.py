"""Loads the demo organisation, whole or not at all, and only ever into a demo folder."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tetea.domain.demo import script
from tetea.domain.demo.errors import NotADemo
from tetea.domain.demo.stage import Stage
from tetea.domain.keyring import founding, recipients
from tetea.domain.people import queries
from tetea.domain.people.models import Organisation
from tetea.domain.reports.models import Report

MARK = "demo"
MARK_TEXT = "This folder holds a demonstration and can never hold anything else.\n"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """The demo that this folder holds; `is_new` when this call has loaded it."""

    organisation: Organisation
    reports: int
    is_new: bool


def load(progress: Progress | None = None) -> Loaded:
    """Load the demo into an empty demo folder; a folder that has it already is left alone.

    Everything is one transaction: after a crash half-way the database holds nothing of it and the
    next call begins anew. `progress` is called with (done, all) after each thing that happened.
    Raises NotADemo, before anything is touched, when the folder holds another organisation or the
    traces of one (a trust file without our mark: its database may only be elsewhere today).
    """
    _refuse_others()
    with _one_at_a_time():
        if is_loaded():
            return _loaded(demo_organisation(), is_new=False)
        try:
            with transaction.atomic():
                organisation = _found()
                _play(organisation, progress)
        except BaseException:
            recipients.forget()
            raise
        return _loaded(organisation, is_new=True)


def is_loaded() -> bool:
    """Whether this folder holds the demo; raises NotADemo when it holds another organisation."""
    try:
        demo_organisation()
    except queries.NotSetUp:
        return False
    return True


def is_marked() -> bool:
    """Whether this folder was marked as a demo, which is for ever."""
    return _mark().exists()


def demo_organisation() -> Organisation:
    """Return the demo organisation of this folder; raise NotADemo, or NotSetUp when it is empty."""
    organisation = queries.organisation()
    if not organisation.is_demo:
        raise NotADemo
    return organisation


def _refuse_others() -> None:
    if not is_loaded() and not is_marked() and (settings.ENVIRONMENT.home / "trust").exists():
        raise NotADemo


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Mark the folder, and hold the mark so that two starts at once load one demo."""
    with _mark().open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.tell() == 0:
            file.write(MARK_TEXT)
            file.flush()
        yield


def _mark() -> Path:
    return Path(settings.ENVIRONMENT.home) / MARK


def _found() -> Organisation:
    company = script.company()
    members = tuple(
        founding.NewMember(one.role, one.username, one.passphrase, one.address)
        for one in company.people
    )
    charter = founding.Charter(company.name, members, company.counties, is_demo=True)
    return founding.found(charter).organisation


def _play(organisation: Organisation, progress: Progress | None) -> None:
    stage = Stage(organisation, timezone.now())
    events = stage.events(script.tales())
    for done, event in enumerate(events, start=1):
        stage.play(event)
        if progress is not None:
            progress(done, len(events))
    stage.sweep()


def _loaded(organisation: Organisation, *, is_new: bool) -> Loaded:
    reports = Report.objects.filter(organisation=organisation).count()
    return Loaded(organisation, reports, is_new)
