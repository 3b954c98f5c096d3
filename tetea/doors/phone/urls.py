"""The addresses of the gateways. The secret in the path is all that they have to show."""

from django.urls import path

from tetea.doors.phone import views
from tetea.kernel.phone.addresses import PATHS

app_name = "phone"

VIEWS = {
    "ussd": views.ussd,
    "ussd_end": views.ussd_end,
    "voice": views.voice,
    "sms": views.sms["africastalking"],
    "sms_status": views.status["africastalking"],
    "kannel_sms": views.sms["kannel"],
    "kannel_status": views.status["kannel"],
}

urlpatterns = [
    path(f"gateways/<str:secret>/{PATHS[name]}", view, name=name) for name, view in VIEWS.items()
]
