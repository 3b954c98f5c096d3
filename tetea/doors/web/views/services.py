"""Services near her: by county and by need, both chosen from fixed lists, sent in a form."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from tetea.domain.directory.guides import guide
from tetea.domain.directory.places import counties
from tetea.domain.directory.services import services_for
from tetea.domain.people import queries as people
from tetea.domain.reports import questionnaire
from tetea.doors.policy import public
from tetea.doors.web import fields, pages

SHOWN = 8
NOT_A_NEED = frozenset({"record_only", "other", "not_sure", "money"})


@public
@require_http_methods(["GET", "HEAD", "POST"])
@pages.light
def services(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the services that fit best; nothing that she chooses is kept."""
    county, need = request.POST.get("county", ""), request.POST.get("want_first", "")
    wants = [
        fields.Option(choice.name, choice.label[lang], is_chosen=choice.name == need)
        for choice in questionnaire.current()["want_first"].choices
        if choice.name not in NOT_A_NEED
    ]
    context = {
        "guide": guide("services-intro", lang),
        "counties": [
            fields.Option(one.code, one.name, is_chosen=one.code == county) for one in counties()
        ],
        "wants": wants,
        "services": services_for(county or None, [need] if need else (), lang=lang, limit=SHOWN),
    }
    return pages.show(request, people.organisation(), "services", context)
