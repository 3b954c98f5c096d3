"""Sign in, stay in, lock. Nothing else of the desk may make a member's keys."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse

from tetea.domain.keyring import unlock
from tetea.domain.keyring.errors import DirectoryAlarm, RuntimeRefused, SessionOver
from tetea.domain.log import sessions as log
from tetea.domain.outbox import reseal, roster
from tetea.domain.people.queries import NotSetUp, organisation
from tetea.domain.reports.work import absence, alerts, calendar
from tetea.doors import cookies
from tetea.doors.desk import device

Member = unlock.Unlocked
LANGUAGES = ("en", "sw")
THEMES = ("", "light", "dark")


@dataclass(frozen=True)
class Typed:
    """What somebody typed at the door."""

    username: str
    passphrase: str = field(repr=False)
    code: str = field(repr=False)


def begin(request: HttpRequest, typed: Typed) -> unlock.SignedIn:
    """Open a session; raise SignInRefused, Busy or DirectoryAlarm.

    An older session of the same browser is ended, so that a planted cookie is worth nothing. What
    a power cut made unreadable in the outbox is prepared again if this member's keys reach it, and
    whom the next alerts call is sealed for three more days.
    """
    credentials = unlock.Credentials(
        typed.username, typed.passphrase, typed.code, device.is_known(request)
    )
    opened = unlock.sign_in(organisation(), credentials)
    older = resume(request)
    if older is not None:
        unlock.lock(older.session)
    log.signed_in(opened.unlocked)
    reseal.of(opened.unlocked)
    absence.tidy(opened.unlocked)
    alerts.top_up(opened.unlocked)
    calendar.refresh(opened.unlocked, opened.unlocked.member_id)
    return opened


def keep(response: HttpResponse, opened: unlock.SignedIn) -> None:
    """Hand the session to the browser and remember the device."""
    cookies.write(response, opened.cookie)
    device.remember(response)


def resume(request: HttpRequest) -> Member | None:
    """Return the member whose session this request carries, or None."""
    cookie = cookies.read(request)
    if not cookie:
        return None
    try:
        return unlock.resume(organisation(), cookie)
    except (SessionOver, RuntimeRefused, DirectoryAlarm, NotSetUp):
        return None


def end(member: Member) -> None:
    """Lock: the session's row goes, and with it what the cookie could open."""
    log.locked(member)
    unlock.lock(member.session)


def set_address(member: Member, passphrase: str, address: str) -> None:
    """Set where she is told that something waits; raise SignInRefused, Busy or ValueError."""
    unlock.set_address(member, passphrase, address)
    log.address_set(member)


def is_told(member: Member) -> bool:
    """Whether she has an address that opens now."""
    return any(one.member_id == member.member_id for one in roster.entries(member.organisation))


def lock_everything(member: Member) -> None:
    """End every session and visit of everybody; only intake goes on."""
    log.lock_everything(member)


def language(member: Member) -> str:
    """Return the language in which this member reads."""
    chosen = member.state.settings.get("lang", "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def theme(member: Member) -> str:
    """Return light, dark, or nothing for what the system says."""
    chosen = member.state.settings.get("theme", "")
    return chosen if chosen in THEMES else ""


def seconds_open(member: Member, report_id: str, now: float) -> int:
    """Return for how long a report stays open in this session; 0 when it is closed."""
    return max(0, int(member.state.opened.get(report_id, 0) - now))
