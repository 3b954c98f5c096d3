"""Who she is: a compartment of its own, opened on purpose, and never needed on screen to write."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.cases.work import Step
from tetea.domain.keyring import sessions
from tetea.domain.log import read as log
from tetea.domain.log.models import LogEntry
from tetea.domain.outbox.models import Outgoing
from tetea.domain.reports import questionnaire, thread
from tetea.domain.reports.errors import NotFound, NotOpened, NotReleased
from tetea.domain.reports.work import identity, notice, opening, triage

HERS = {
    "name_used": "Akinyi",
    "contact_way": "sms",
    "contact_number": "0712 345 678",
    "contact_hours": ["any"],
    "contact_word": "Oda yako iko tayari",
    "contact_who_answers": "My son Otieno",
    "trusted_person": "Mama Njeri 0733 000 111",
    "consent_contact": "yes",
}
NAMES_HER = ("0712 345 678", "Otieno", "Njeri")
RULES = {"name_used", "contact_way", "contact_hours", "contact_word"}


@pytest.fixture
def hers(report, report_id):
    """Return (token, report id) of a report with everything about how she is reached."""
    received = report(**HERS)
    return received.token.digits, report_id(received)


def _everything(found):
    """All words of what a member is given."""
    parts = [found.contact, found.story.answers, found.story.identity, found.story.number]
    return json.dumps([str(part) for part in parts]) + str(found.identity)


def test_an_opened_report_has_her_rules_and_nothing_that_names_her(sign_in, hers):
    amina, (_, wanted) = sign_in("amina"), hers

    found = opening.open_report(amina, wanted)

    assert set(found.contact) == RULES
    assert found.identity is None
    assert not [words for words in NAMES_HER if words in _everything(found)]
    assert set(found.kept) == {"contact_number", "contact_who_answers", "trusted_person"}


def test_which_answers_protect_her_is_said_by_the_questionnaire_and_the_rest_is_sealed():
    sheet = questionnaire.current()
    shown = {one.name for one in sheet.questions if one.with_case}
    tier = {one.name for one in sheet.questions if one.tier == "identity"}

    assert shown <= tier
    assert tier - shown == {"contact_number", "contact_who_answers", "trusted_person"}
    assert identity.rules({"contact_email": "x@example.org", "contact_way": "sms"}) == {
        "contact_way": "sms"
    }


def test_it_is_opened_with_a_reason_which_the_log_and_the_next_reader_see(
    sign_in, hers, organisation
):
    amina, (token, wanted) = sign_in("amina"), hers
    opening.open_report(amina, wanted)

    found = opening.open_identity(amina, wanted, "call_now")

    assert found.identity
    assert found.identity.answers["trusted_person"] == "Mama Njeri 0733 000 111"
    assert not [words for words in NAMES_HER if words in str(found.contact)]
    newest = log.latest(amina, 1)[0]
    assert (newest.verb, newest.actor, newest.object) == ("identity.opened", "amina", wanted)
    assert newest.reason == "call_now"
    again = opening.read_report(amina, wanted).openings
    assert [(one.is_identity, one.reason) for one in again] == [(False, ""), (True, "call_now")]
    assert thread.view(thread.open_token(organisation, token)).openings == {"coordinator": 2}


def test_no_log_no_identity(sign_in, hers, monkeypatch):
    amina, (_, wanted) = sign_in("amina"), hers
    opening.open_report(amina, wanted)

    def broken(*_given):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("tetea.domain.log.append.append", broken)
    with pytest.raises(RuntimeError):
        opening.open_identity(amina, wanted, "call_now")

    assert opening.read_report(amina, wanted).identity is None


@pytest.mark.parametrize("reason", ["", "curious", "Call now"])
def test_without_a_reason_from_the_list_it_stays_sealed_and_nothing_is_written(
    sign_in, hers, reason
):
    amina, (_, wanted) = sign_in("amina"), hers
    opening.open_report(amina, wanted)
    before = LogEntry.objects.count()

    with pytest.raises(KeyError):
        opening.open_identity(amina, wanted, reason)

    assert opening.read_report(amina, wanted).identity is None
    assert LogEntry.objects.count() == before


def test_the_report_has_to_be_open_first(sign_in, hers):
    amina, (_, wanted) = sign_in("amina"), hers

    with pytest.raises(NotOpened):
        opening.open_identity(amina, wanted, "call_now")
    with pytest.raises(NotOpened):
        opening.for_sending(amina, wanted)


@pytest.mark.parametrize("username", ["joy", "atieno", "njeri", "kamau", "grace", "wanjiru"])
def test_whoever_does_not_hold_the_case_gets_no_identity(sign_in, hers, username):
    amina, (_, wanted) = sign_in("amina"), hers
    opening.open_report(amina, wanted)
    opening.open_identity(amina, wanted, "call_now")

    somebody = sign_in(username)
    somebody.mark_opened(wanted)
    somebody.mark_opened(identity.mark(wanted))

    with pytest.raises(NotFound):
        opening.open_identity(somebody, wanted, "call_now")
    with pytest.raises(NotFound):
        opening.for_sending(somebody, wanted)


def test_open_for_one_is_sealed_for_a_colleague_on_the_same_case(sign_in, hers):
    amina, (_, wanted) = sign_in("amina"), hers
    rose = sign_in("rose")
    triage.assign(amina, wanted, rose.member_id)
    opening.open_report(amina, wanted)
    opening.open_identity(amina, wanted, "call_now")

    assert opening.open_report(rose, wanted).identity is None


def test_it_closes_by_itself_after_fifteen_minutes(sign_in, hers, monkeypatch):
    amina, (_, wanted) = sign_in("amina"), hers
    opening.open_report(amina, wanted)
    opening.open_identity(amina, wanted, "call_now")
    later = timezone.now() + sessions.OPENING + dt.timedelta(seconds=1)

    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert opening.open_report(amina, wanted).identity is None


def test_sealing_it_leaves_the_report_open_and_sealing_the_report_takes_it_along(sign_in, hers):
    amina, (_, wanted) = sign_in("amina"), hers
    opening.open_report(amina, wanted)
    opening.open_identity(amina, wanted, "call_now")
    opening.close_identity(amina, wanted)
    assert opening.read_report(amina, wanted).identity is None

    opening.open_identity(amina, wanted, "safety")
    opening.close_report(amina, wanted)

    assert opening.open_report(amina, wanted).identity is None


def test_she_is_told_by_sms_while_her_number_stays_sealed(sign_in, hers):
    amina, (_, wanted) = sign_in("amina"), hers
    found = opening.open_report(amina, wanted)

    assert notice.expected(amina, found).state == "queued"
    assert notice.reply(amina, wanted, "Njoo kesho.").state == "queued"

    assert Outgoing.objects.filter(source__isnull=False).count() == 1
    assert opening.read_report(amina, wanted).identity is None
    assert "identity.opened" not in [one.verb for one in log.latest(amina, 20)]


def test_rules_that_she_changes_with_her_token_are_parted_in_the_same_way(
    sign_in, hers, organisation
):
    amina, (token, wanted) = sign_in("amina"), hers
    new = {"contact_number": "0799 111 222", "contact_way": "call"}
    thread.change_contact(thread.open_token(organisation, token), new)

    found = opening.open_report(amina, wanted)

    assert found.contact["contact_way"] == "call"
    assert "0799" not in _everything(found)
    opened = opening.open_identity(amina, wanted, "call_now").identity
    assert opened
    assert opened.answers["contact_number"] == "0799 111 222"


def _case(holder, wanted):
    opening.open_report(holder, wanted)
    work.open_case(holder, wanted, "Begin", moment.now() + dt.timedelta(days=1))


def _take(holder, wanted, name, how):
    fields = {"which": [name], "answer": "yes", "how": how, "witness": "Mama Akinyi"}
    work.record_step(holder, wanted, Step("consent_taken", "", fields))


@pytest.mark.parametrize(("reason", "name"), [("clinic", "partner"), ("court", "police")])
def test_t108_a_consent_that_was_only_said_lets_nobody_outside_know_who_she_is(
    sign_in, hers, reason, name
):
    amina, (_, wanted) = sign_in("amina"), hers
    _case(amina, wanted)
    for how in ("", "said"):
        if how:
            _take(amina, wanted, name, how)
        with pytest.raises(NotReleased) as missing:
            opening.open_identity(amina, wanted, reason)
        assert missing.value.consent == name
        assert opening.read_report(amina, wanted).identity is None

    _take(amina, wanted, name, "thumb_print")

    assert opening.open_identity(amina, wanted, reason).identity
