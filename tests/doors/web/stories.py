"""What people tell: the stories of the seeds as answers."""

from typing import Any

BUSIA: dict[str, Any] = {
    "danger": "no",
    "about_us": "no",
    "for_whom": "self",
    "acts": ["SEX-03", "ECO-01"],
    "aggressors": ["client"],
    "when_known": "today",
    "when_hour": "00",
    "county": "040",
    "want_first": ["pep", "get_paid"],
}

REST: dict[str, Any] = {
    "story": "He took the condom off, did not pay and drove away.",
    "injury": "none",
    "condom": "broke_removed",
    "pregnancy_possible": "yes",
    "place_kind": "lodging",
    "place_exact": "The lodge behind the stage",
    "aggressor_known": "Grey car, KCA plates",
    "name_used": "Akinyi",
    "gender": "woman",
    "consent_store": "yes",
    "consent_contact": "yes",
    "contact_way": "sms",
    "contact_number": "0700 000 000",
    "contact_hours": ["morning"],
    "contact_word": "Your order is ready.",
    "age_band": "25_29",
}
