"""Sessions: what ends them, what a stolen cookie opens, what the second factor stops."""

import dataclasses
import datetime as dt

import pyotp
import pytest
from django.utils import timezone

from tests.conftest import counting, passphrase
from tests.plugin import HOME
from tetea.domain.keyring import founding, locking, recipients, runtime, unlock
from tetea.domain.keyring.errors import RuntimeLost, RuntimeRefused, SessionOver, SignInRefused
from tetea.domain.keyring.models import MemberKey, Session
from tetea.kernel.crypto import kdf
from tetea.kernel.crypto.registry import Kind


@pytest.fixture
def rose(organisation):
    return unlock.sign_in(organisation, unlock.Credentials("rose", passphrase("rose")))


def test_t34_a_cookie_is_dead_after_locking(organisation, rose):
    unlock.lock(unlock.resume(organisation, rose.cookie).session)

    with pytest.raises(SessionOver):
        unlock.resume(organisation, rose.cookie)


def test_t34_a_cookie_is_dead_after_everything_was_locked(organisation, rose):
    locking.lock_all()

    with pytest.raises(SessionOver):
        unlock.resume(organisation, rose.cookie)


def test_n14_a_session_row_put_back_opens_nothing_once_the_runtime_key_is_gone(organisation, rose):
    row = Session.objects.get()
    locking.lock_all()
    row.save(force_insert=True)
    runtime.current()

    with pytest.raises(SessionOver):
        unlock.resume(organisation, rose.cookie)


@pytest.mark.parametrize("minutes", [16, 60, 481])
def test_t34_a_session_ends_by_itself(organisation, rose, monkeypatch, minutes):
    later = timezone.now() + dt.timedelta(minutes=minutes)
    monkeypatch.setattr("tetea.domain.keyring.unlock.timezone.now", lambda: later)

    with pytest.raises(SessionOver):
        unlock.resume(organisation, rose.cookie)
    assert not Session.objects.exists()


def test_t34_a_cookie_with_another_secret_is_refused(organisation, rose):
    session_id, _, secret = rose.cookie.partition(".")
    forged = f"{session_id}.{'A' if secret[0] != 'A' else 'B'}{secret[1:]}"

    with pytest.raises(SessionOver):
        unlock.resume(organisation, forged)


@pytest.mark.parametrize("junk", ["", ".", "x", "a.b", "v1.2", "tt1_", "tt1_AAAA", "é.é"])
def test_junk_is_no_session(organisation, junk):
    for kind in (Kind.SESSION, Kind.BEARER):
        with pytest.raises(SessionOver):
            unlock.resume(organisation, junk, kind)


def test_a_cookie_is_no_bearer_and_a_bearer_no_cookie(organisation, rose):
    bearer = unlock.sign_in(
        organisation, unlock.Credentials("rose", passphrase("rose")), Kind.BEARER
    )

    with pytest.raises(SessionOver):
        unlock.resume(organisation, rose.cookie, Kind.BEARER)
    with pytest.raises(SessionOver):
        unlock.resume(organisation, bearer.cookie, Kind.SESSION)


@pytest.mark.parametrize(("name", "words"), [("nobody", "x"), ("rose", "x"), ("", "")])
def test_t39_a_wrong_name_and_a_wrong_passphrase_look_and_cost_the_same(
    organisation, monkeypatch, name, words
):
    calls: list[int] = []
    real = kdf.argon2id
    monkeypatch.setattr(kdf, "argon2id", counting(calls, real))

    with pytest.raises(SignInRefused) as refused:
        unlock.sign_in(organisation, unlock.Credentials(name, words))

    assert len(calls) == 1
    assert str(refused.value) == ""


@pytest.mark.parametrize("memory", [64 * 1024 * 1024, 1024, 0])
def test_t16_parameters_changed_in_the_database_are_refused_before_any_memory_is_taken(
    organisation, monkeypatch, memory
):
    MemberKey.objects.filter(member__username="rose").update(kdf_memory_kib=memory)
    taken = []
    monkeypatch.setattr(kdf, "argon2id", lambda *given: taken.append(given))

    with pytest.raises(SignInRefused):
        unlock.sign_in(organisation, unlock.Credentials("rose", passphrase("rose")))
    assert taken == []


@pytest.fixture
def founded(db):
    recipients.forget()
    (HOME / "trust").unlink(missing_ok=True)
    members = (
        founding.NewMember("coordinator", "coordinator-1"),
        founding.NewMember("outside", "outside-1"),
    )
    yield founding.found(founding.Charter("Real", members))
    recipients.forget()


def _now_code(credential):
    return pyotp.TOTP(credential.totp_secret).now()


def test_a_real_member_needs_her_second_factor(founded):
    first = founded.credentials[0]
    typed = unlock.Credentials(first.username, first.passphrase)

    with pytest.raises(SignInRefused):
        unlock.sign_in(founded.organisation, typed)


def test_t41_a_code_works_once(founded):
    first = founded.credentials[0]
    typed = unlock.Credentials(first.username, first.passphrase, _now_code(first))

    assert unlock.sign_in(founded.organisation, typed).unlocked.role == "coordinator"
    with pytest.raises(SignInRefused):
        unlock.sign_in(founded.organisation, typed)


def test_a_recovery_code_replaces_the_second_factor_once(founded):
    first = founded.credentials[0]
    typed = unlock.Credentials(first.username, first.passphrase, first.recovery_codes[3])

    unlock.sign_in(founded.organisation, typed)
    with pytest.raises(SignInRefused):
        unlock.sign_in(founded.organisation, typed)


def test_a_recovery_code_does_not_replace_the_passphrase(founded):
    first = founded.credentials[0]
    typed = unlock.Credentials(first.username, "six other words", first.recovery_codes[0])

    with pytest.raises(SignInRefused):
        unlock.sign_in(founded.organisation, typed)


def test_a_member_sees_how_much_the_directory_has_changed_since_she_was_here(founded):
    first = founded.credentials[0]
    typed = unlock.Credentials(first.username, first.passphrase, _now_code(first))

    assert unlock.sign_in(founded.organisation, typed).news == 0


def test_n13_a_runtime_folder_on_a_disk_is_refused(tmp_path, monkeypatch, settings):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, runtime_dir=tmp_path)
    monkeypatch.setattr(runtime, "_file_system", lambda _path: "ext4")

    with pytest.raises(RuntimeRefused):
        runtime.folder()


def test_a_runtime_folder_that_others_may_enter_is_refused(monkeypatch):
    folder = runtime.folder()
    folder.chmod(0o755)
    try:
        with pytest.raises(RuntimeRefused):
            runtime._accept(folder)
    finally:
        folder.chmod(0o700)


def test_two_processes_agree_on_the_runtime_key():
    assert runtime.current().key == runtime.current().key


def test_an_old_generation_of_the_runtime_key_goes_after_three_days():
    now = timezone.now()
    old = runtime.current(now - dt.timedelta(days=5))
    young = runtime.current(now)

    runtime.drop_old(now)

    assert runtime.key_of(young.number) == young.key
    with pytest.raises(RuntimeLost):
        runtime.key_of(old.number)
