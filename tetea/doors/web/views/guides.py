"""Pages to read: rights, help, what is kept, what each channel shows."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tetea.domain.directory.guides import guide
from tetea.domain.directory.services import Service, emergency, outside_bodies
from tetea.domain.people import queries as people
from tetea.doors.policy import public
from tetea.doors.web import pages

WITH_SERVICES = {"help-now": emergency, "about-us": outside_bodies}


@public
@require_safe
@pages.light
def read(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """Show one guide, with the services that belong to it."""
    services: tuple[Service, ...] = WITH_SERVICES[name](lang) if name in WITH_SERVICES else ()
    context = {"guide": guide(name, lang), "services": services, "services_first": bool(services)}
    return pages.show(request, people.organisation(), "guide", context)
