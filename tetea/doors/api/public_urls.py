"""The addresses of the API for a group of processes that serves only the public."""

from tetea.doors.api.assemble import urlpatterns as assembled
from tetea.doors.api.public.routers import ROUTERS
from tetea.doors.api.views import router as about

app_name = "api"
urlpatterns = assembled((*ROUTERS, about))
