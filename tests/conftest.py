"""The people: a founded organisation, its members by name, and reports to work on."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.plugin import HOME

PEOPLE = {
    "amina": "coordinator",
    "halima": "hotline",
    "rose": "paralegal",
    "joy": "paralegal",
    "atieno": "legal",
    "wanjiru": "outside",
    "njeri": "analyst",
    "kamau": "admin",
    "grace": "partner",
}


def passphrase(username: str) -> str:
    """The words with which somebody signs in."""
    return f"{username} demo passphrase words here ok"


def own_number(holder: Any, report_id: str) -> str:
    """The number of the phone with which somebody reported, opened on purpose; "" for none."""
    from tetea.domain.reports.work import opening  # settings must exist first

    opening.open_report(holder, report_id)
    found = opening.open_identity(holder, report_id, "call_now").identity
    assert found is not None
    return str(found.number)


def counting(calls: list[int], real: Callable[..., bytes]) -> Callable[..., bytes]:
    """Return `real` with a mark in `calls` for each time it is called."""

    def counted(*given: Any) -> bytes:
        calls.append(1)
        return real(*given)

    return counted


@pytest.fixture(scope="session", autouse=True)
def _home() -> Iterator[None]:
    yield
    from tetea.domain.keyring import runtime  # settings must exist first

    runtime.destroy_all()
    shutil.rmtree(runtime.folder(), ignore_errors=True)
    shutil.rmtree(HOME.parent, ignore_errors=True)


@pytest.fixture(autouse=True)
def weak_kdf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend 1 MiB where passphrases cost 64 or more; the kernel's own tests stay strong."""
    if "tests/kernel" in str(request.node.path):
        return
    from tetea.kernel.crypto import kdf

    real = kdf.argon2id

    def weak(secret: bytes, salt: bytes, memory_kib: int, passes: int, length: int) -> bytes:
        if memory_kib >= kdf.FLOOR_KIB:
            memory_kib, passes = 1024, 1
        return real(secret, salt, memory_kib, passes, length)

    monkeypatch.setattr(kdf, "argon2id", weak)


@pytest.fixture
def organisation(db: None) -> Any:
    """Survivors: nine people in Busia, with weak and public passphrases."""
    from tetea.domain.keyring import founding, recipients

    recipients.forget()
    (HOME / "trust").unlink(missing_ok=True)
    members = tuple(
        founding.NewMember(role, name, passphrase(name), f"{name}@example.org")
        for name, role in PEOPLE.items()
    )
    charter = founding.Charter("Survivors", members, ("040",), is_demo=True)
    yield founding.found(charter).organisation
    recipients.forget()


@pytest.fixture
def sign_in(organisation: Any) -> Callable[[str], Any]:
    """Return a function that gives an unlocked session of a member."""
    from tetea.domain.keyring import unlock

    def of(username: str) -> Any:
        credentials = unlock.Credentials(username, passphrase(username))
        return unlock.sign_in(organisation, credentials).unlocked

    return of


@pytest.fixture
def report(organisation: Any) -> Callable[..., Any]:
    """Return a function that takes in a report with these answers and gives what she gets."""
    from tetea.domain.reports import intake, questionnaire

    def receive(**answers: Any) -> Any:
        usual = {"danger": "no", "about_us": "no", "acts": ["ECO-01"], "aggressors": ["client"]}
        sheet = questionnaire.current()
        return intake.receive(organisation, intake.Submission(sheet, usual | answers, "en", "web"))

    return receive


@pytest.fixture
def report_id(organisation: Any) -> Callable[[Any], str]:
    """Return a function that finds the report of a token, as only a test may."""
    from tetea.domain.reports import thread

    def find(received: Any) -> str:
        return str(thread.open_token(organisation, received.token.digits).thread.report_id)

    return find


@pytest.fixture
def counted(sign_in: Any, report: Any, report_id: Any) -> Callable[..., tuple[Any, str, str]]:
    """Return a function that gives Rose a case of these answers: (rose, report id, token)."""
    from tetea.domain import moment  # settings must exist first
    from tetea.domain.cases import work
    from tetea.domain.reports.work import opening, triage

    amina, rose = sign_in("amina"), sign_in("rose")

    def make(**answers: Any) -> tuple[Any, str, str]:
        received = report(**{"consent_stats": "yes", "county": "040"} | answers)
        wanted = report_id(received)
        triage.assign(amina, wanted, rose.member_id)
        opening.open_report(rose, wanted)
        work.open_case(rose, wanted, "Begin", moment.now() + dt.timedelta(days=1))
        return rose, wanted, received.token.digits

    return make
