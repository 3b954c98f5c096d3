"""The addresses of the API for a group of processes that serves only the members."""

from tetea.doors.api.assemble import urlpatterns as assembled
from tetea.doors.api.members.routers import REFUSALS, ROUTERS
from tetea.doors.api.views import router as about

app_name = "api"
urlpatterns = assembled((*ROUTERS, about), REFUSALS)
