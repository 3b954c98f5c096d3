"""Whether the server answers and its database takes questions; no detail."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tetea.doors.policy import public


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer `ok`, or 503 without a reason."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not ok\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
