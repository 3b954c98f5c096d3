"""Whom she is shown: what she asked for first, and the police only when she asks."""

import pytest

from tetea.domain.directory.services import emergency, outside_bodies, services, services_for


def codes(found) -> list[str]:
    return [service.code for service in found]


def test_who_wants_a_hospital_after_rape_is_shown_a_hospital_first():
    assert codes(services_for("042", ["doctor", "pep"], ["SEX-01"]))[0] == "public_hospital"


def test_who_was_arrested_and_wants_a_lawyer_is_shown_lawyers():
    assert "kituo" in codes(services_for("042", ["lawyer"], ["POL-01"]))


def test_who_said_nothing_is_shown_help_for_anyone():
    assert codes(services_for(None))[0] == "hak_1195"
    assert len(services_for(None)) >= 2


@pytest.mark.parametrize("act", ["SEX-01", "PHY-02", "POL-01", "HRD-01", "SEX", "ECO-02"])
def test_nobody_is_pushed_to_the_police(act):
    shown = services_for("047", ["doctor", "talk"], [act], limit=99)

    assert all(service.kind != "police" for service in shown)


def test_who_asks_for_the_police_is_shown_them():
    assert "police_999" in codes(services_for("047", ["police"]))


def test_the_kisumu_branch_is_shown_in_kisumu_and_nowhere_else():
    assert codes(services_for("042", ["complaint"], ["BYL-01"]))[0] == "caj_kisumu"
    assert "caj_kisumu" not in codes(services_for("040", ["complaint"], ["BYL-01"], limit=99))
    assert "caj_kisumu" not in codes(services_for(None, ["complaint"], limit=99))


def test_no_more_are_shown_than_asked_for():
    assert len(services_for("047", ["talk"], ["EMO-01"], limit=2)) == 2
    assert services_for("047", ["talk"], limit=0) == ()


def test_the_same_services_are_shown_in_either_language():
    asked = ("042", ("lawyer",), ("POL-01",))

    assert codes(services_for(*asked, "en")) == codes(services_for(*asked, "sw"))
    assert services_for(*asked, "sw")[0].purpose != services_for(*asked, "en")[0].purpose


def test_outside_bodies_are_no_hotline_of_ours_and_most_can_be_called():
    assert {"knchr", "caj", "ipoa", "ngec", "odpc"} <= set(codes(outside_bodies()))
    assert outside_bodies("sw")[0].phone


def test_in_an_emergency_the_police_come_last_and_everyone_has_a_number():
    urgent = emergency()

    assert urgent[0].free
    assert urgent[-1].kind == "police"
    assert all(service.phone for service in urgent)


def test_a_language_that_is_not_there_is_refused_with_the_row():
    with pytest.raises(ValueError, match="public_hospital"):
        services("fr")
