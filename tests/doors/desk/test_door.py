"""The door: who gets in, what strangers learn, and that a lock is a lock."""

import datetime as dt
import fcntl
import os
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.doors.desk.conftest import Browser
from tetea.domain.keyring import runtime, sessions, slots
from tetea.domain.keyring.models import Session
from tetea.doors import cookies
from tetea.doors.desk import device

DOOR = "/desk/?over=1"


def _is_out(browser):
    response = browser.get("keys")
    return response.status_code == 303 and response["Location"] == DOOR


def _age(organisation, **changes):
    row = Session.objects.get()
    state = replace(sessions.read_state(organisation, row), **changes)
    Session.objects.update(state=sessions.seal_state(organisation, row, state))


@contextmanager
def _all_taken(lane):
    handles = [os.open(runtime.folder() / f"slot-{name}", os.O_RDWR | os.O_CREAT) for name in lane]
    for handle in handles:
        fcntl.flock(handle, fcntl.LOCK_EX)
    yield
    for handle in handles:
        os.close(handle)


def test_amina_signs_in_and_sees_her_queue(stranger):
    response = stranger.sign_in("amina")

    assert (response.status_code, response["Location"]) == (303, "/desk/")
    assert 'aria-current="page"' in stranger.text("home")


@pytest.mark.parametrize(
    ("username", "words"),
    [("amina", "wrong words"), ("nobody", "wrong words"), ("", ""), ("amina", "x" * 5000)],
)
def test_every_refusal_reads_the_same(stranger, username, words):
    response = stranger.sign_in(username, words or " ")
    page = response.content.decode()

    assert response.status_code == 403
    assert "That did not open. Check name, passphrase and code" in page
    assert words not in page or not words
    assert cookies.name() not in stranger.client.cookies


def test_a_name_is_never_told_apart_from_a_wrong_passphrase(stranger):
    known = stranger.sign_in("amina", "wrong").content.decode().replace("amina", "")
    unknown = stranger.sign_in("nobody", "wrong").content.decode().replace("nobody", "")

    assert _without_token(known) == _without_token(unknown)


def test_a_busy_door_says_when_to_come_back(stranger, monkeypatch):
    monkeypatch.setattr(slots, "LONGEST_WAIT", 0.05)
    with _all_taken(slots.Lane.SIGN_IN.value):
        response = stranger.sign_in("amina")

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert 'value="amina"' in response.content.decode()


def test_strangers_cannot_close_the_door_to_a_browser_that_signed_in_before(stranger, monkeypatch):
    stranger.sign_in("amina")
    stranger.post("lock")
    monkeypatch.setattr(slots, "LONGEST_WAIT", 0.05)

    with _all_taken(slots.Lane.SIGN_IN.value):
        response = stranger.sign_in("amina")

    assert response.status_code == 303


def test_a_device_mark_that_we_did_not_make_is_worth_nothing(stranger, rf):
    stranger.sign_in("amina")
    mark = stranger.client.cookies[device.name()].value
    flipped = mark[:-1] + ("0" if mark[-1] != "0" else "1")

    for value, is_known in [(mark, True), (flipped, False), ("", False), ("zz.zz", False)]:
        request = rf.get("/desk/")
        request.COOKIES[device.name()] = value
        assert device.is_known(request) is is_known


def test_cookies_are_for_this_site_and_never_for_scripts(stranger):
    stranger.sign_in("amina")

    for name in (cookies.name(), device.name(), settings.CSRF_COOKIE_NAME):
        cookie = stranger.client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"


def test_a_lock_ends_the_session_and_its_cookie_cannot_be_played_again(desk):
    amina = desk("amina")
    cookie = amina.client.cookies[cookies.name()].value

    amina.post("lock")
    amina.client.cookies[cookies.name()] = cookie

    assert _is_out(amina)
    assert not Session.objects.exists()


def test_locking_everything_ends_every_session(desk):
    amina, rose = desk("amina"), desk("rose")

    assert "cannot be undone" in amina.text("lock_all")
    assert Session.objects.count() == 2
    response = amina.post("lock_all")

    assert response["Location"] == "/desk/?done=locked-all"
    assert _is_out(amina)
    assert _is_out(rose)


def test_a_paralegal_cannot_lock_everything(desk):
    rose = desk("rose")

    assert rose.post("lock_all").status_code == 404
    assert not _is_out(rose)


def test_fifteen_idle_minutes_end_the_session(desk, organisation):
    amina = desk("amina")
    _age(organisation, seen=timezone.now() - dt.timedelta(minutes=15, seconds=1))

    assert _is_out(amina)
    assert not Session.objects.exists()


def test_eight_hours_end_the_session_however_busy_it_was(desk, organisation):
    amina = desk("amina")
    _age(organisation, expires=timezone.now() - dt.timedelta(seconds=1), seen=timezone.now())

    assert _is_out(amina)


def test_somebody_who_still_types_is_not_idle(desk, organisation):
    amina = desk("amina")
    _age(organisation, seen=timezone.now() - dt.timedelta(minutes=14))

    assert amina.post("alive").status_code == 204
    seen = sessions.read_state(organisation, Session.objects.get()).seen
    assert timezone.now() - seen < dt.timedelta(minutes=1)


@pytest.mark.parametrize("value", ["", "x", "a.b", f"{'a' * 26}.{'A' * 43}", "\x00", "é"])
def test_a_forged_cookie_opens_nothing(stranger, value):
    stranger.client.cookies[cookies.name()] = value

    assert _is_out(stranger)


def test_the_secret_of_one_session_does_not_open_another(desk):
    amina, rose = desk("amina"), desk("rose")
    hers = amina.client.cookies[cookies.name()].value.partition(".")[0]
    own = rose.client.cookies[cookies.name()].value.partition(".")[2]

    rose.client.cookies[cookies.name()] = f"{hers}.{own}"

    assert _is_out(rose)


def test_a_planted_session_is_not_carried_on(desk):
    planted = desk("rose")
    victim = Browser()
    cookie = planted.client.cookies[cookies.name()].value
    victim.client.cookies[cookies.name()] = cookie

    victim.client.get(reverse("desk:keys"))
    victim.sign_in("amina")

    assert victim.client.cookies[cookies.name()].value != cookie
    assert _is_out(planted)


def test_two_browsers_of_one_member_work_side_by_side(desk):
    at_the_office, on_the_phone = desk("rose"), desk("rose")

    at_the_office.post("lock")

    assert _is_out(at_the_office)
    assert not _is_out(on_the_phone)


def test_htmx_is_told_to_leave_the_page_when_the_session_is_over(stranger):
    response = stranger.client.get(reverse("desk:keys"), headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == DOOR


@pytest.mark.django_db
def test_without_an_organisation_the_door_says_what_to_do():
    response = Browser().get("home")

    assert response.status_code == 200
    assert "tetea init" in response.content.decode()


def _without_token(page):
    return "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
