"""The way back after the end: she says how it was, once, by her channel; and may go on."""

import pytest

from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import board, closing, work
from tetea.domain.directory.survey import survey
from tetea.domain.reports import rating, thread
from tetea.domain.reports.errors import AlreadyRated
from tetea.domain.reports.models import Report, ThreadItem
from tetea.domain.reports.work import opening, queue, triage
from tetea.domain.reports.work.alerts import REVIEW

WELL = {"helped": "yes", "safe": "yes", "again": "partly"}


@pytest.fixture
def closed(sign_in, report, report_id):
    """Return a function that gives a closed case of Rose's: (rose, report id, token)."""

    def make(**answers):
        amina, rose = sign_in("amina"), sign_in("rose")
        received = report(**answers)
        wanted = report_id(received)
        triage.assign(amina, wanted, rose.member_id)
        opening.open_report(rose, wanted)
        work.open_case(rose, wanted, "Begin", moment.now() + REVIEW)
        closed_by_two(rose, amina, wanted, "resolved")
        return rose, wanted, received.token.digits

    return make


def test_she_says_how_it_was_and_whoever_worked_on_it_reads_it(closed, organisation):
    rose, wanted, token = closed()
    rating.rate(thread.open_token(organisation, token), WELL, "You came at night.")

    found = opening.read_report(rose, wanted).survey
    assert found == {"answers": WELL, "words": "You came at night."}
    blobs = b"".join(bytes(one.blob) for one in ThreadItem.objects.all())
    assert b"at night" not in blobs
    assert b"helped" not in blobs


def test_it_is_said_once_and_only_when_it_is_closed(closed, report, organisation):
    _, _, token = closed()
    rating.rate(thread.open_token(organisation, token), WELL)
    with pytest.raises(AlreadyRated):
        rating.rate(thread.open_token(organisation, token), {"helped": "no"})
    assert not thread.view(thread.open_token(organisation, token)).may_rate

    fresh = thread.open_token(organisation, report().token.digits)
    with pytest.raises(AlreadyRated):
        rating.rate(fresh, WELL)
    assert ThreadItem.objects.filter(kind="survey").count() == 1


def test_praise_that_her_key_has_not_signed_is_not_shown(closed, organisation, monkeypatch):
    rose, wanted, token = closed()
    hers = thread.open_token(organisation, token)
    monkeypatch.setattr(type(hers.keys), "sign", lambda _keys, _message: bytes(64))
    rating.rate(hers, WELL, "The best officers in the county.")

    assert opening.read_report(rose, wanted).survey is None


def test_her_words_after_the_end_stand_in_the_owners_own_list_until_read(closed, organisation):
    rose, wanted, token = closed()
    assert queue.queue(rose, "mine").rows == ()

    thread.say(thread.open_token(organisation, token), "He is back.")
    [row] = queue.queue(rose, "mine").rows
    assert (row.id, row.has_new) == (wanted, True)
    assert queue.counts(rose)["mine"] == 1

    closing.reopen(rose, wanted)
    assert Report.objects.get(pk=wanted).state == "open"
    assert queue.queue(rose, "mine").rows[0].id == wanted


def test_the_board_counts_answers_once_five_have_answered(closed, organisation, sign_in):
    said: tuple[board.Said, ...] = ()
    for count in range(5):
        rose, wanted, token = closed()
        rating.rate(thread.open_token(organisation, token), {"helped": "yes" if count else "no"})
        work.read_case(rose, wanted)
        atieno = sign_in("atieno")
        found = board.facts(atieno, moment.now() - REVIEW)
        said = board.figures(found.facts, moment.now() - REVIEW, moment.now()).said
        assert bool(said) == (count == 4)

    assert [(one.question, dict(one.counts)) for one in said] == [
        ("helped", {"yes": 4, "partly": 0, "no": 1})
    ]


def test_what_was_said_of_a_case_against_an_official_is_the_cases_own(closed, organisation):
    rose, wanted, token = closed(aggressors=["police"])
    rating.rate(thread.open_token(organisation, token), WELL)
    work.read_case(rose, wanted)

    [row] = queue.queue(rose, "closed").rows
    assert row.facets.said == ()


def test_every_question_can_be_answered_in_both_languages():
    for one in survey():
        assert len(one.options) >= 2
        for _code, labels in one.options:
            assert labels["en"]
            assert labels["sw"]
