"""All routers of the public calls."""

from tetea.doors.api.public.views import reports, threads

ROUTERS = (reports.router, threads.router)
