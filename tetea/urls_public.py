"""The public doors alone: `tetea serve --only public`."""

from django.urls import include, path

from tetea.doors.health import health

handler400 = "tetea.doors.errors.bad_request"
handler403 = "tetea.doors.errors.forbidden"
handler404 = "tetea.doors.errors.not_found"
handler500 = "tetea.doors.errors.server_error"

urlpatterns = [
    path("healthz", health, name="health"),
    path("api/v1/", include("tetea.doors.api.public_urls")),
    path("", include("tetea.doors.phone.urls")),
    path("", include("tetea.doors.simulator.urls")),
    path("", include("tetea.doors.web.urls")),
]
