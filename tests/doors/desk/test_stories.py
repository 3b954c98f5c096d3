"""Stories on the desk: lent on a case's page, made one of three, read, and in the pack."""

import pytest

from tetea.domain.cases.models import Composite
from tetea.domain.reports.models import LentStory

GIST = "Asked for money at night by men in uniform"
TEXTS = {"en": "Men in uniform ask for money at night.", "sw": "Wenye sare huomba pesa usiku."}


@pytest.fixture
def lent(counted, desk):
    """Three stories that Rose lent on the pages of her cases."""
    rose = desk("rose")
    cases = [counted(consent_media="yes")[1] for _ in range(3)]
    for wanted in cases:
        rose.post("open", wanted)
        assert rose.post("lend", wanted, gist=GIST).status_code == 303
    return rose, cases[-1]


def test_three_lent_stories_become_one_that_a_second_person_reads(lent, desk):
    amina = desk("amina")
    parts = list(LentStory.objects.values_list("id", flat=True))
    assert amina.post("stories", do="compose", part=parts, **TEXTS).status_code == 303
    page = amina.text("stories")
    assert "Waits for a second reader." in page
    assert "it gives nobody away" not in page.split("<h1")[1]

    story = Composite.objects.get().id
    halima = desk("halima")
    assert "I have read it" in halima.text("stories")
    halima.post("stories", do="approve", story=story)
    assert "Told in packs. Read by halima." in amina.text("stories")


def test_what_gives_somebody_away_is_named_and_what_was_typed_stays(lent, desk):
    amina = desk("amina")
    parts = list(LentStory.objects.values_list("id", flat=True))
    texts = {**TEXTS, "en": "It was near Busia stage"}
    answer = amina.post("stories", do="compose", part=parts, **texts)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "&quot;Busia&quot; could give somebody away" in page
    assert "It was near Busia stage" in page
    assert page.count(" checked") == 3
    few = amina.post("stories", do="compose", part=parts[:2], **TEXTS)
    assert "three stories at least" in few.content.decode()
    assert not Composite.objects.exists()


def test_rose_takes_it_back_and_a_case_without_consent_cannot_be_lent(lent, counted, desk):
    rose, wanted = lent
    rose.post("lend", wanted, do="take_back")
    assert LentStory.objects.count() == 2
    _, other, _token = counted(consent_media="no")
    rose.post("open", other)
    assert "It may not be told" in rose.text("lend", other)
    answer = rose.post("lend", other, gist=GIST)
    assert answer.status_code == 409
    assert LentStory.objects.count() == 2
