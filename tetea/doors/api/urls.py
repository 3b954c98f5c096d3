"""All addresses of the API: public and members' calls, which know nothing of each other."""

from tetea.doors.api.assemble import urlpatterns as assembled
from tetea.doors.api.members import routers as members
from tetea.doors.api.public import routers as public
from tetea.doors.api.views import router as about

app_name = "api"
urlpatterns = assembled((*public.ROUTERS, *members.ROUTERS, about), members.REFUSALS)
