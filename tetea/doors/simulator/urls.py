"""The addresses of the demo's phone: beside the public pages, 404 wherever there is no demo."""

from django.urls import path

from tetea.doors.simulator import views

app_name = "simulator"

# Written out by language: a converter of the web's own would tie two doors together.
urlpatterns = [
    address
    for lang in ("en", "sw")
    for address in (
        path(f"{lang}/phone/", views.phone, {"lang": lang}, name="phone"),
        path(f"{lang}/phone/texts/", views.texts, {"lang": lang}, name="texts"),
    )
]
