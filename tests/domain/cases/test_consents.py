"""T-107, T-108: consent as it stands when something is done, and who can stand for it."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.cases.errors import ConsentMissing, Refused
from tetea.domain.cases.models import CaseNote
from tetea.domain.cases.work import Step
from tetea.domain.directory.steps import step_book
from tetea.domain.outbox.models import Outgoing
from tetea.domain.reports import card as cards
from tetea.domain.reports import thread
from tetea.domain.reports.models import WrittenDown
from tetea.domain.reports.work import notice, opening

WAYS = ("said", "signed", "thumb_print", "recorded")
KINDS = [one for one in step_book().kinds.values() if one.consent]
# Filled in so that nothing but the consent can stand in the way.
FIELDS = {"friendly_contact": {"other_unit": "yes"}}
BY_SMS = {
    "contact_way": "sms",
    "contact_number": "0712 345 678",
    "contact_hours": ["any"],
}


@pytest.fixture
def case(sign_in, report, report_id):
    """Return a function that makes Amina's case of these answers: (amina, report id, token)."""

    def make(**answers):
        received, amina = report(**answers), sign_in("amina")
        wanted = report_id(received)
        opening.open_report(amina, wanted)
        work.open_case(amina, wanted, "Begin", moment.now() + dt.timedelta(days=1))
        return amina, wanted, received.token.digits

    return make


def take(holder, wanted, *which, answer="yes", how="signed", **more):
    """Write a consent down; return its line's id."""
    fields = {"which": list(which), "answer": answer, "how": how, **more}
    if how != "said":
        fields.setdefault("witness", "Mama Akinyi")
    return work.record_step(holder, wanted, Step("consent_taken", "", fields))


def do(holder, wanted, kind):
    """Do one thing for her that needs her consent."""
    step = Step(kind.kind, "Done for them.", FIELDS.get(kind.kind, {}))
    return work.record_step(holder, wanted, step)


def consents(holder, wanted):
    return opening.read_report(holder, wanted).consents


def hers(organisation, token):
    return thread.open_token(organisation, token)


def test_the_choices_of_the_step_are_her_nine_consents():
    (which,) = [one for one in step_book().kinds["consent_taken"].fields if one.name == "which"]

    assert set(which.codes) == set(cards.CONSENTS)
    assert {kind.consent for kind in KINDS} == {"police", "partner", "contact"}


@pytest.mark.parametrize("name", cards.CONSENTS)
def test_t107_each_consent_withdrawn_between_planning_and_doing(case, organisation, name):
    every = {f"consent_{one}": "yes" for one in cards.CONSENTS}
    amina, wanted, token = case(**every)
    for kind in KINDS:
        do(amina, wanted, kind)

    thread.change_consents(hers(organisation, token), {name: False})
    before = CaseNote.objects.count()

    refused = [kind for kind in KINDS if kind.consent == name]
    for kind in refused:
        with pytest.raises(ConsentMissing, match=name):
            do(amina, wanted, kind)
    assert CaseNote.objects.count() == before
    for kind in KINDS:
        if kind not in refused:
            do(amina, wanted, kind)
    others = {one: one != name for one in cards.CONSENTS}
    assert consents(amina, wanted).answers == others


@pytest.mark.parametrize("how", WAYS)
def test_t107_a_no_to_a_member_counts_at_once_however_it_was_said(case, how):
    amina, wanted, _ = case(consent_police="yes")
    [police, *_] = [kind for kind in KINDS if kind.consent == "police"]
    do(amina, wanted, police)

    take(amina, wanted, "police", answer="no", how=how)

    with pytest.raises(ConsentMissing):
        do(amina, wanted, police)


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.kind)
def test_t108_what_each_way_of_consent_authorises(case, kind, how):
    amina, wanted, _ = case()
    with pytest.raises(ConsentMissing) as before:
        do(amina, wanted, kind)
    assert not before.value.is_said

    take(amina, wanted, kind.consent, how=how)

    if how == "said" and kind.consent == "police":
        with pytest.raises(ConsentMissing) as refused:
            do(amina, wanted, kind)
        assert refused.value.is_said
        assert kind.kind not in work.read_case(amina, wanted).file.kinds
    else:
        do(amina, wanted, kind)


def test_t108_a_line_struck_out_authorises_nothing_more(case):
    amina, wanted, _ = case()
    line = take(amina, wanted, "police")
    [police, *_] = [kind for kind in KINDS if kind.consent == "police"]
    do(amina, wanted, police)

    work.strike(amina, wanted, line)

    with pytest.raises(ConsentMissing):
        do(amina, wanted, police)
    assert not consents(amina, wanted).answers["police"]
    assert not WrittenDown.objects.exists()


@pytest.mark.parametrize("witness", ["", "amina", " Amina "])
def test_whoever_writes_it_down_is_not_its_witness(case, witness):
    amina, wanted, _ = case()
    before = CaseNote.objects.count()

    with pytest.raises(Refused) as refused:
        take(amina, wanted, "police", witness=witness)

    assert refused.value.field == "witness"
    assert CaseNote.objects.count() == before
    assert not consents(amina, wanted).answers["police"]


def test_her_later_signed_word_wins_and_is_told_apart_from_what_was_written(case, organisation):
    amina, wanted, token = case()
    take(amina, wanted, "police", how="thumb_print")
    assert consents(amina, wanted).standing["police"].how == "thumb_print"

    thread.change_consents(hers(organisation, token), {"police": False})

    stands = consents(amina, wanted).standing["police"]
    assert (stands.given, stands.how) == (False, "token")
    with pytest.raises(ConsentMissing):
        do(amina, wanted, next(kind for kind in KINDS if kind.consent == "police"))


def test_nobody_binds_a_line_to_a_number_of_the_own_choice(case, organisation):
    amina, wanted, token = case()
    take(amina, wanted, "police", statement="99")

    thread.change_consents(hers(organisation, token), {"media": True})
    thread.change_consents(hers(organisation, token), {"police": False})

    assert not consents(amina, wanted).answers["police"]


def test_her_card_shows_what_was_written_and_she_takes_it_back_with_her_token(case, organisation):
    amina, wanted, token = case(consent_store="yes")
    take(amina, wanted, "partner", how="said")
    take(amina, wanted, "police", how="said")
    take(amina, wanted, "media", how="recorded")
    visitor = hers(organisation, token)

    card = thread.read_card(visitor)
    assert card.written == {"partner": "said", "media": "recorded"}
    assert (card.consents["partner"], card.consents["media"]) == (True, True)
    assert not card.consents["police"]

    after = thread.change_consents(visitor, {"partner": False})

    stands = consents(amina, wanted)
    assert after.written == {}
    assert (stands.number, stands.forged) == (2, 0)
    assert stands.signed.answers == {name: name in {"store", "media"} for name in cards.CONSENTS}, (
        "everything as she saw it, in her own hand"
    )
    assert {one.how for one in stands.standing.values()} == {"token"}


def test_nothing_that_was_written_about_consent_is_readable_at_rest(case):
    amina, wanted, _ = case()
    take(amina, wanted, "police", original="Green file, second drawer")

    blob = WrittenDown.objects.get().blob
    assert b"police" not in blob
    assert b"Green" not in blob


def test_a_row_put_in_by_somebody_with_the_database_alone_counts_for_nothing(case):
    amina, wanted, _ = case()
    take(amina, wanted, "contact")
    other, elsewhere, _ = case()
    take(other, elsewhere, "contact", "partner")
    foreign = WrittenDown.objects.get(report_id=elsewhere).blob

    WrittenDown.objects.filter(report_id=wanted).update(blob=foreign)

    assert not consents(amina, wanted).answers["partner"]


def test_a_no_that_was_said_stops_the_next_text_and_a_yes_lets_one_go(case):
    amina, wanted, _ = case(**BY_SMS, consent_contact="yes")
    take(amina, wanted, "contact", answer="no", how="said")

    assert notice.reply(amina, wanted, "Njoo kesho.").why_not == "no-consent"
    assert not Outgoing.objects.filter(source__isnull=False).exists()

    take(amina, wanted, "contact", how="said")

    assert notice.reply(amina, wanted, "Njoo kesho.").state == "queued"
