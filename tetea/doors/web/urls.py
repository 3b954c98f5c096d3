"""The addresses of the public pages."""

from django.urls import path, register_converter

from tetea.doors.web.views import (
    changed,
    guides,
    home,
    leaving,
    rating,
    report,
    services,
    thread,
    token,
)

app_name = "web"


class Lang:
    """The languages that an address may name."""

    regex = "en|sw"

    def to_python(self, value: str) -> str:
        """Return the language code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the language code as it stands."""
        return value


register_converter(Lang, "lang")

GUIDES = {
    "help-now": "help-now",
    "rights": "rights",
    "library": "library-empty",
    "what-is-kept": "what-is-kept",
    "channels": "channels",
    "under-18": "under-18",
    "about-us": "about-us",
    "way-out": "leave",
}

urlpatterns = [
    path("", home.languages, name="languages"),
    path("favicon.ico", home.no_icon, name="icon"),
    path("leave", leaving.leave, name="leave"),
    path("<lang:lang>/", report.neutral, name="home"),
    path("<lang:lang>/report/", report.way_in, name="report"),
    path("<lang:lang>/token/", token.token, name="token"),
    path("<lang:lang>/thread/", thread.messages, name="thread"),
    path("<lang:lang>/thread/consents/", thread.consents, name="consents"),
    path("<lang:lang>/thread/contact/", thread.reach, name="reach"),
    path("<lang:lang>/thread/how-it-was/", rating.rate, name="rate"),
    path("<lang:lang>/what-changed/", changed.read, name="changed"),
    path("<lang:lang>/services/", services.services, name="services"),
    *(
        path(f"<lang:lang>/{address}/", guides.read, {"name": name}, name=address)
        for address, name in GUIDES.items()
    ),
]
