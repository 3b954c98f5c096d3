"""The demo's stories, as the people of the demo and the reporters find them."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from tetea.domain.cases import work
from tetea.domain.cases.errors import NoCase
from tetea.domain.demo import folder, load, script, stage
from tetea.domain.demo.errors import BadScript
from tetea.domain.directory.figures import figure_book
from tetea.domain.figures import publish
from tetea.domain.forum import changes, commitments, meetings
from tetea.domain.keyring import unlock
from tetea.domain.keyring.errors import SignInRefused
from tetea.domain.reports import thread
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import opening, queue
from tetea.kernel.crypto.registry import Kind
from tetea.kernel.disclosure.rules import Audience

pytestmark = pytest.mark.django_db

HOLDERS = {
    "officer-at-the-police-line": "atieno",
    "client-locked-in": "joy",
    "christabel": "rose",
    "hotel-arrest-group": "joy",
    "hotel-arrest-second": "joy",
    "hotel-arrest-third": "atieno",
    "dvd-player": "baraka",
    "man-blackmailed": "baraka",
    "trans-woman-refused-care": "joy",
    "about-someone-here": "wanjiru",
    "held-since-the-raid": "atieno",
}


def _told(name):
    return next(tale for tale in script.tales() if tale.name == name)


def _stories_in_reach(unlocked):
    reachable = [row.id for row in Report.objects.all() if opening.may_open(unlocked, row.id)]
    return {
        str(opening.open_report(unlocked, report_id).story.answers.get("story"))
        for report_id in reachable
    }


@pytest.mark.parametrize("username", sorted(set(HOLDERS.values())))
def test_each_published_story_opens_for_the_member_who_carries_it(demo_sign_in, username):
    mine = {_told(name).answers["story"] for name, holder in HOLDERS.items() if holder == username}

    assert mine <= _stories_in_reach(demo_sign_in(username))


@pytest.mark.parametrize("username", ["kamau", "grace", "njeri"])
def test_administrator_partner_and_analyst_open_no_story(demo_sign_in, username):
    assert _stories_in_reach(demo_sign_in(username)) == set()


def test_the_report_about_the_organisation_is_out_of_the_coordinators_reach(demo_sign_in):
    story = _told("about-someone-here").answers["story"]

    assert story not in _stories_in_reach(demo_sign_in("amina"))


def test_the_coordinator_finds_danger_and_medicine_that_still_helps_at_the_top(demo_sign_in):
    rows = queue.queue(demo_sign_in("amina"), "now").rows
    running = {clock.kind: clock for row in rows for clock in row.facets.open_clocks}

    assert any(row.is_danger and row.state == State.NEW for row in rows)
    left = running["pep"].due_at - timezone.now()
    assert dt.timedelta(0) < left < dt.timedelta(hours=72)
    assert any(row.facets.is_official and row.next_clock is not None for row in rows)


def test_next_steps_are_due_around_today_and_one_is_late(demo_sign_in):
    rows = queue.queue(demo_sign_in("amina"), "all").rows
    now = timezone.now().timestamp() / 60
    hours = [(row.facets.step_due - now) / 60 for row in rows if row.facets.step_due]

    assert len(hours) > 12
    assert any(hour < 0 for hour in hours)
    assert all(-24 < hour < 24 * 8 for hour in hours)


def test_reports_came_in_both_languages_over_six_months_from_three_counties_and_more(demo_sign_in):
    unlocked = demo_sign_in("halima")
    rows = queue.rows_of(unlocked, Report.objects.all())
    languages = Counter(row.facets.lang for row in rows)
    oldest = min(row.facets.received_at for row in rows)

    assert min(languages["en"], languages["sw"]) >= 15
    assert timezone.now() - oldest > dt.timedelta(days=170)
    assert {"040", "042", "047"} < {row.facets.county for row in rows}
    assert {row.state for row in rows} == {"new", "open", "closed"}


def test_every_printed_token_opens_a_thread_with_words_both_ways_and_without_the_story(demo):
    for tale in script.tales():
        if tale.token is None:
            continue
        view = thread.view(thread.open_token(demo.organisation, tale.token.digits))
        assert {message.author for message in view.messages} == {"you", "us"}
        assert str(tale.answers["story"]) not in repr([m.text for m in view.messages])
        assert sum(view.openings.values()) > 0


def test_changed_consents_stand_on_the_card_of_the_reporter(demo):
    token = _told("man-blackmailed").token
    card = thread.view(thread.open_token(demo.organisation, token.digits)).card

    assert card.consents["stats"] is False
    assert card.consents["alert"] is True


def _case(unlocked, name):
    """Return a case as it stands, for a member who carries it."""
    for row in Report.objects.all():
        if not opening.may_open(unlocked, row.id):
            continue
        told = opening.open_report(unlocked, row.id).story.answers.get("story")
        if told == _told(name).answers["story"]:
            return work.read_case(unlocked, row.id).file
    raise LookupError(name)


def _done(file, kind):
    return [line for line in file.steps if line.kind == kind]


def _clocks(file, kind):
    return [clock for clock in file.clocks if clock.kind == kind]


def _theatre(demo, tale):
    """Return a stage on which a story of the loaded demo goes on."""
    report_id = thread.open_token(demo.organisation, tale.token.digits).thread.report_id
    theatre = stage.Stage(demo.organisation, timezone.now())
    theatre.playing[tale.name] = stage.Playing(tale, report_id, tale.token)
    return theatre


def test_the_cases_hold_steps_of_most_kinds(demo_sign_in):
    kinds: set[str] = set()
    for unlocked in map(demo_sign_in, ("rose", "joy", "baraka", "atieno")):
        for row in (one for one in Report.objects.all() if opening.may_open(unlocked, one.id)):
            opening.open_report(unlocked, row.id)
            try:
                kinds |= work.read_case(unlocked, row.id).file.kinds
            except NoCase:
                continue

    assert len(kinds) > 30
    assert "note" in kinds


def test_the_officer_case_reads_from_her_own_ob_entry_to_his_promise(demo_sign_in):
    file = _case(demo_sign_in("atieno"), "officer-at-the-police-line")
    (entry,) = _done(file, "ob_entry")
    (agreed,) = _done(file, "mediation")

    assert entry.is_hers
    assert _done(file, "appointment")[0].fields["at"].endswith("T10:00")
    assert "pep" in _done(file, "clinic_visit")[0].fields["given"]
    assert _done(file, "friendly_contact")[0].fields["other_unit"] == "yes"
    assert (agreed.by, agreed.fields["her_decision"]) == ("atieno", "yes")
    for kind in ("appointment", "pep", "reprisal_1", "reprisal_7", "reprisal_30", "test_6_weeks"):
        assert [clock.state for clock in _clocks(file, kind)] == ["met"], kind


def test_what_the_locked_in_client_promised_was_paid_before_the_hour(demo_sign_in):
    file = _case(demo_sign_in("joy"), "client-locked-in")
    (promise,) = _clocks(file, "promise")
    (paid,) = _done(file, "payment")

    assert promise.state == "met"
    assert paid.when < promise.due_at
    assert paid.fields["amount"] == "1000"


def test_the_dvd_player_goes_back_and_the_money_comes(demo_sign_in):
    file = _case(demo_sign_in("baraka"), "dvd-player")
    held, returned = _done(file, "property_held")[0], _done(file, "property_returned")[0]

    assert held.fields["what"] == returned.fields["what"]
    assert held.when < returned.when < _done(file, "payment")[0].when


def test_an_exhibit_goes_from_hand_to_hand_without_a_gap(demo_sign_in):
    file = _case(demo_sign_in("rose"), "under-market-roof")
    chain = [one.fields for one in _done(file, "exhibit") if one.fields["label_number"] == "M-1"]

    assert len(chain) == 3
    for before, after in pairwise(chain):
        assert before["handed_to"] == after["handed_by"]
        assert before["at"] < after["at"]


def test_a_case_against_an_official_shows_that_the_year_to_sue_runs_out(demo_sign_in):
    file = _case(demo_sign_in("atieno"), "forced-clinic-exam")
    (limit,) = _clocks(file, "limitation_government")

    assert limit.state == "running"
    assert limit.alert_at < timezone.now() < limit.due_at


def test_a_hearing_that_was_put_off_twice_ends_with_the_reason_why_she_left(demo_sign_in):
    file = _case(demo_sign_in("joy"), "gave-up-on-court")

    assert [one.fields["reason"] for one in _done(file, "hearing")] == [
        "police_witness_absent",
        "file_missing",
    ]
    assert _done(file, "dropout")[0].fields["reason"] == "drags_on"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ob_entry", "Booked for her.", "number=5"), "consent 'police'"),
        (("payment", "Taken.", "amount=500", "her_decision=yes"), "legal_officer"),
    ],
)
def test_a_step_without_her_consent_or_against_a_by_law_stops_the_story_by_name(demo, words, why):
    tale = _told("christabel")
    theatre = _theatre(demo, tale)
    step = script.Step(dt.timedelta(0), "rose", "step", words)

    with pytest.raises(BadScript, match=rf"'christabel', step '{words[0]}': .*{why}"):
        theatre.play(stage.Event(timezone.now(), 1, tale, step))
    assert words[0] not in _case(theatre.cast["rose"], "christabel").kinds


def test_a_clock_that_has_been_stopped_cannot_be_settled_again(demo):
    tale = _told("christabel")
    theatre = _theatre(demo, tale)
    step = script.Step(dt.timedelta(0), "rose", "settle", ("first_support",))

    with pytest.raises(BadScript, match="'christabel': no clock 'first_support'"):
        theatre.play(stage.Event(timezone.now(), 1, tale, step))


def _everything_stored():
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608  # our tables
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value) if isinstance(value, memoryview) else value


def test_nothing_of_the_stories_can_be_read_in_the_database(demo):
    book = figure_book()
    published = {*book.families, *book.tables, *book.sides}
    stored = b"\x00".join(
        value if isinstance(value, bytes) else str(value).encode() for value in _everything_stored()
    )
    for tale in script.tales():
        story = str(tale.answers.get("story", tale.steps[0].words if tale.steps else tale.name))
        words = [story[:30], *(word for s in tale.steps for word in s.words)]
        words += [
            str(tale.answers[name])
            for name in ("place_exact", "name_used", "contact_number", "aggressor_known")
            if name in tale.answers
        ]
        # The names of tables stand in the published ones; no word of a story does.
        for marked in (word for word in words if len(word) > 8 and word not in published):
            assert marked.encode() not in stored
    assert b"SEX-0" not in stored
    assert b"@demo.invalid" not in stored


def test_loading_twice_changes_nothing(demo):
    before = Report.objects.count()
    again = load.load()

    assert not again.is_new
    assert demo.loaded.is_new
    assert again.reports == demo.loaded.reports == before == len(script.tales())


def test_a_loading_that_broke_off_leaves_nothing_and_the_next_one_is_whole(demo):
    assert demo.organisations_after_the_crash == 0
    assert folder.is_loaded()


def test_no_session_of_the_loading_stays_open(demo):
    assert demo.sessions_after_loading == 0


def test_the_printed_object_has_the_agreed_keys_and_fresh_bearers(demo):
    first = load.demo_json("http://127.0.0.1:8000", "s" * 20)
    second = load.demo_json("http://127.0.0.1:8000", "s" * 20)

    assert list(first) == ["base_url", "organisation", "members", "tokens", "api", "gateways"]
    assert set(first["members"][0]) == {"role", "username", "passphrase", "totp_secret"}
    assert first["gateways"]["ussd_end"] == "/gateways/" + "s" * 20 + "/africastalking/ussd/end"
    for role, bearer in first["api"].items():
        assert unlock.resume(demo.organisation, bearer, Kind.BEARER).role == role
        assert second["api"][role] != bearer


def test_what_is_printed_names_everybody_and_a_wrong_passphrase_opens_nothing(demo):
    lines = "\n".join(load.describe())

    for person in script.company().people:
        assert person.username in lines
        assert person.passphrase not in repr(person)
    with pytest.raises(SignInRefused):
        unlock.sign_in(demo.organisation, unlock.Credentials("amina", "copper lantern"))


def test_three_forums_were_held_and_their_promises_were_kept_broken_and_are_open(demo_sign_in):
    amina = demo_sign_in("amina")
    assert [one.is_held for one in meetings.every(amina)] == [True, True, True]
    states = Counter(one.state for one in commitments.every(amina))
    assert states == {"kept": 3, "broken": 1, "open": 2}
    assert len(changes.newest(amina.organisation)) == 2


def test_six_months_of_figures_show_fewer_people_after_the_forums_than_before(demo_sign_in):
    njeri = demo_sign_in("njeri")
    totals = {
        min(one.step.months): one.table.figures[()].low
        for one in publish.published(njeri.organisation)
        if one.table and not one.step.code and len(one.step.months) == 1
    }
    assert len(publish.months_made(njeri.organisation)) == len(totals) == 6
    [first, *_, last] = sorted(totals)
    assert last - first == 5
    assert totals[first] > totals[last]


def test_a_quarter_of_figures_says_something_to_police_and_to_ourselves(demo_sign_in):
    njeri = demo_sign_in("njeri")
    [newest, *_] = publish.months_made(njeri.organisation)
    found = publish.state(njeri, newest)
    assert found.is_ready
    for audience in (Audience.OUTSIDE, Audience.INSIDE):
        tables = publish.tables(found.entries, audience)
        assert "support" in {one.step.code for one in tables}
