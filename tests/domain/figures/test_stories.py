"""Composite stories: lent by consent, made of three, read by a second person, silenced by one."""

import pytest

from tests.rows import readable
from tetea.domain.cases import stories, work
from tetea.domain.cases.errors import GivesAway, NotToBeTold
from tetea.domain.cases.models import Composite
from tetea.domain.cases.work import Step
from tetea.domain.forum import errors as forum
from tetea.domain.reports import thread
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.models import LentStory

GIST = "A man in uniform asked for money, and for more when she had none"
TEXTS = {
    "en": "Women tell that men in uniform ask for money at night, and for more if they have none.",
    "sw": "Wanawake wanasimulia kwamba wanaume wenye sare huomba pesa usiku.",
}


@pytest.fixture
def lent(counted):
    """Three stories that Rose lent, and the tokens of their reporters."""
    cases = [counted(consent_media="yes") for _ in range(3)]
    for rose, wanted, _token in cases:
        stories.lend(rose, wanted, GIST)
    return cases[0][0], [(wanted, token) for _rose, wanted, token in cases]


def compose(holder):
    parts = tuple(one.id for one in stories.lent_now(holder))
    return stories.compose(holder, TEXTS, parts)


def test_amina_makes_one_story_of_three_and_halima_reads_it_before_it_is_told(lent, sign_in):
    amina = sign_in("amina")
    kept = compose(amina)
    assert stories.told(amina, "en") == ()

    with pytest.raises(GivesAway) as same:
        stories.approve(amina, kept)
    assert same.value.reason == "same"
    stories.approve(sign_in("halima"), kept)

    assert stories.told(amina, "en") == (TEXTS["en"],)
    assert stories.told(amina, "sw") == (TEXTS["sw"],)


def test_one_of_the_three_withdraws_by_her_token_and_nobody_tells_it_any_more(lent, sign_in):
    rose, tokens = lent
    amina = sign_in("amina")
    stories.approve(sign_in("halima"), compose(amina))

    thread.change_consents(thread.open_token(rose.organisation, tokens[1][1]), {"media": False})

    assert stories.told(amina, "en") == ()
    assert len(stories.lent_now(amina)) == 2
    with pytest.raises(GivesAway) as few:
        stories.compose(amina, TEXTS, tuple(one.id for one in stories.lent_now(amina)))
    assert few.value.field == "made_of"


def test_a_no_that_rose_writes_down_takes_it_back_at_once(lent):
    rose, [(wanted, _token), *_] = lent
    said = {"which": "media", "answer": "no", "how": "said"}
    work.record_step(rose, wanted, Step("consent_taken", "", said))
    assert stories.lent_of(rose, wanted) is None
    assert LentStory.objects.count() == 2


def test_without_her_yes_nothing_is_lent_and_by_nobody_who_has_not_opened_it(counted, sign_in):
    rose, wanted, _token = counted(consent_media="no")
    with pytest.raises(NotToBeTold):
        stories.lend(rose, wanted, GIST)
    with pytest.raises(NotFound):
        stories.lend(sign_in("atieno"), wanted, GIST)
    assert not LentStory.objects.exists()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It was on 14/3 by the road", "14/3"),
        ("They were taken to Busia at night", "Busia"),
        ("Alichukuliwa Jumatatu usiku", "jumatatu"),
        ("Call me at 0712 345 678", "0712"),
        ("Write to her@example.org", "her@example.org"),
        ("It was in Kisumu Central, near the stage", "Kisumu"),
    ],
)
def test_a_text_by_which_somebody_could_be_found_is_refused_with_the_word(text, word):
    assert stories.gives_away(text) == word


def test_only_a_coordinator_composes_and_only_the_team_reads(lent, sign_in):
    rose, _ = lent
    parts = tuple(one.id for one in stories.lent_now(rose))
    with pytest.raises(forum.NotForDuty):
        stories.compose(rose, TEXTS, parts)
    with pytest.raises(forum.NotFound):
        stories.lent_now(sign_in("njeri"))
    assert stories.every(sign_in("njeri")) == ()
    assert not Composite.objects.exists()


def test_neither_gist_nor_text_is_readable_on_the_disk(lent, sign_in):
    compose(sign_in("amina"))
    assert readable("uniform", "wenye sare") == []
