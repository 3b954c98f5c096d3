"""The draft behind the pages: survives a restart, ends with the exit, opens for its page alone."""

from tests.doors.web.phone import Phone
from tetea.domain.reports.models import Draft


def test_nothing_is_stored_before_the_first_answer(phone: Phone) -> None:
    phone.start()

    assert not Draft.objects.exists()


def test_a_restart_loses_no_answer(phone: Phone) -> None:
    phone.start().press(danger="no").press(about_us="no")

    fresh = Phone().post(*phone.sent[-1])

    assert fresh.step == "for_whom"
    assert fresh.press("back").form.values["about_us"] == ["no"]


def test_the_exit_deletes_the_draft_and_says_that_history_stays(phone: Phone) -> None:
    phone.start().press(danger="yes")
    [exit_form, _form] = phone.page.forms
    assert exit_form.action == "/leave"

    phone.post(exit_form.action, exit_form.values)

    assert not Draft.objects.exists()
    assert "history" in phone.page.text
    assert not phone.page.forms
    assert not phone.page.links


def test_after_the_exit_her_pages_are_over(phone: Phone) -> None:
    phone.start().press(danger="yes").press(about_us="no")
    page = phone.sent[-1]
    exit_form = phone.page.forms[0]
    phone.post(exit_form.action, exit_form.values)

    phone.post(*page)

    assert phone.status == 410
    assert not Draft.objects.exists()


def test_the_exit_ends_the_confirmation_too(phone: Phone) -> None:
    phone.start().answer().send()
    page, exit_form = phone.sent[-1], phone.page.forms[0]

    phone.post(exit_form.action, exit_form.values)

    assert phone.post(*page).status == 410


def test_a_stranger_with_the_number_of_a_draft_can_neither_read_nor_end_it(phone: Phone) -> None:
    phone.start().press(danger="yes")
    stranger = Phone()
    stolen = phone.form.values["d"]
    stranger.start()
    other_key = stranger.form.values["k"]

    stranger.post("/leave", {"d": stolen, "k": other_key})
    stranger.post("/en/", {"d": stolen, "k": other_key, "q": ["about_us"], "go": ["next"]})

    assert stranger.status == 410
    assert Draft.objects.count() == 1


def test_fields_that_are_none_are_refused_without_a_fault(phone: Phone) -> None:
    for fields in (
        {},
        {"d": ["x"], "k": ["y"], "q": ["danger"], "danger": ["no"]},
        {"q": ["_sent"]},
    ):
        phone.post("/en/", fields)

        assert phone.status in {200, 410}
    assert not Draft.objects.exists()


def test_enter_goes_on_and_the_exit_is_a_form_of_its_own(phone: Phone) -> None:
    phone.start().press()

    exit_form, report_form = phone.page.forms
    assert report_form.buttons[:2] == [("go", "next"), ("go", "back")]
    assert set(exit_form.values) == {"d", "k"}
