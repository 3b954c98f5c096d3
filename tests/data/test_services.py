"""Services: sourced, in both languages, and nothing confirmed that nobody has dialled."""

import csv
import io
import re
import warnings
from datetime import UTC, datetime

import pytest

from tetea.domain.directory.places import counties
from tetea.domain.directory.services import ALL_COUNTIES, services
from tetea.domain.directory.sources import data_text, is_stale

CODES = [service.code for service in services()]
PHONE = re.compile(r"(SMS )?[0-9][0-9 ]{2,14}|\*[0-9*]+#")


@pytest.mark.parametrize("lang", ["en", "sw"])
@pytest.mark.parametrize("code", CODES)
def test_every_service_is_described_in_both_languages(code, lang):
    (service,) = [one for one in services(lang) if one.code == code]

    assert service.name
    assert service.hours
    assert 10 <= len(service.purpose) <= 140


@pytest.mark.parametrize("service", services(), ids=CODES)
def test_every_service_names_its_source_and_is_confirmed_only_by_a_person(service):
    assert len(service.source) > 10
    assert service.confirmed == bool(service.reviewer)


@pytest.mark.parametrize("service", services(), ids=CODES)
def test_every_service_has_numbers_counties_and_acts_that_exist(service):
    known = {county.code for county in counties()} | {ALL_COUNTIES}
    numbers = [*filter(None, [service.phone]), *service.more_phones]

    assert all(PHONE.fullmatch(number) for number in numbers)
    assert set(service.counties) <= known
    assert service.counties


def test_services_name_only_acts_of_the_vocabulary():
    acts = {
        row["code"] for row in csv.DictReader(io.StringIO(data_text("vocabularies", "acts.csv")))
    }
    known = acts | {act[:3] for act in acts}

    assert {act for service in services() for act in service.acts} <= known


@pytest.mark.parametrize(
    "want", ["safe_now", "doctor", "pep", "talk", "lawyer", "police_help", "complaint", "shelter"]
)
def test_every_want_of_the_questionnaire_that_others_can_meet_leads_to_somebody(want):
    sheet = data_text("questionnaires", "incident.md")

    assert f"| wants | {want} |" in sheet
    assert any(want in service.wants for service in services())


def test_the_languages_hold_the_same_services_with_the_same_numbers():
    english = [(one.code, one.phone, one.more_phones, one.free) for one in services("en")]

    assert english == [(one.code, one.phone, one.more_phones, one.free) for one in services("sw")]


def test_services_not_looked_at_for_a_year_are_reported():
    today = datetime.now(UTC).date()
    stale = [one.code for one in services() if is_stale(one.reviewed, today)]

    # A date that passes must not stop a build: it is said, and the pages show the date.
    if stale:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"services to review again: {', '.join(stale)}", stacklevel=2)
