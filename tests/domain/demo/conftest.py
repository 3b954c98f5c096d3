"""The demo, loaded once for a whole module after a first loading that broke off."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from tests.plugin import HOME


@dataclass(frozen=True)
class Stand:
    """The loaded demo, and what stood in the database at the moments that a test asks about."""

    organisation: Any
    loaded: Any
    organisations_after_the_crash: int
    sessions_after_loading: int


@pytest.fixture(autouse=True)
def weak_kdf() -> None:
    """Leave the derivation as it is: the demo is loaded for a module, and is cheap already."""


@pytest.fixture(scope="module")
def marked_folder() -> Iterator[None]:
    """A data folder that was marked as a demo."""
    from tetea.domain.keyring import recipients

    (HOME / "trust").unlink(missing_ok=True)
    (HOME / "demo").write_text("This folder is a demo.\n")
    recipients.forget()
    yield
    (HOME / "demo").unlink()
    for left in ("trust", "phone.toml"):
        (HOME / left).unlink(missing_ok=True)
    recipients.forget()


@pytest.fixture(scope="module")
def demo(marked_folder: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[Stand]:
    """The whole demo; everything is rolled back after the last test of the module."""
    from tetea.domain.demo import load
    from tetea.domain.keyring.models import Session
    from tetea.domain.people.models import Organisation

    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.raises(KeyboardInterrupt):
            load.load(_break_off)
        crashed = Organisation.objects.count()
        loaded = load.load()
        yield Stand(loaded.organisation, loaded, crashed, Session.objects.count())
        transaction.set_rollback(True)


@pytest.fixture
def demo_sign_in(demo: Stand) -> Callable[[str], Any]:
    """Return a function that signs somebody of the demo in with the printed passphrase."""
    from tetea.domain.demo import script
    from tetea.domain.keyring import unlock

    def of(username: str) -> Any:
        person = next(one for one in script.company().people if one.username == username)
        credentials = unlock.Credentials(username, person.passphrase, known_device=True)
        return unlock.sign_in(demo.organisation, credentials).unlocked

    return of


def _break_off(_line: str) -> None:
    raise KeyboardInterrupt
