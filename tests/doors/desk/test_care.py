"""How we are: said by oneself, read by the coordinator, and by nobody else."""


def test_rose_says_how_she_is_and_amina_finds_it_on_the_board(desk, given):
    given("rose")
    rose, amina, joy = desk("rose"), desk("amina"), desk("joy")
    answer = rose.post("care", strain="too_much", text="I dream of the cell.", agreed="A week off")

    assert answer["Location"].endswith("?done=care")
    assert "I dream of the cell." in rose.text("care")
    assert "It is too much" in amina.text("board")
    assert "I dream of the cell." in amina.text("care")
    assert "I dream of the cell." not in joy.text("care")
    assert "It is too much" not in desk("atieno").text("board")


def test_the_coordinator_writes_a_talk_down_and_its_next_day_is_said(desk, member_id, given):
    given("rose")
    amina = desk("amina")
    amina.post("care", about=member_id("rose"), strain="heavy", again="2027-01-12")

    assert "12 Jan 2027" in amina.text("board")
    assert "Again on 12 Jan 2027" in desk("rose").text("care")


def test_an_empty_form_is_not_kept_and_a_paralegal_writes_about_nobody_else(desk, member_id):
    rose = desk("rose")

    assert rose.post("care", strain="", text=" ").status_code == 409
    refused = rose.post("care", about=member_id("joy"), strain="well")
    assert refused.status_code == 409
    faulty = rose.post("care", strain="heavy", text="Two hard nights.", again="soon")
    assert faulty.status_code == 409
    assert "Two hard nights." in faulty.content.decode()
    assert "Nothing yet." in rose.text("care")
