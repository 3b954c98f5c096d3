"""Views that do next to nothing: what server, middleware and disk allow at the very most."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.filler import INSERT, row
from tetea.doors.health import health


def empty(request: HttpRequest) -> HttpResponse:
    """Read the form and answer; nothing is stored."""
    return HttpResponse(str(len(request.POST)))


def commit(request: HttpRequest, size: int) -> HttpResponse:
    """Read the form and commit one row of that many bytes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, row(size))
    return HttpResponse(str(len(request.POST)))


def commit_many(request: HttpRequest, rows: int, size: int) -> HttpResponse:
    """Read the body and commit so many rows in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(rows):
            cursor.execute(INSERT, row(size))
    return HttpResponse(str(len(request.body)))


urlpatterns = [
    path("healthz", health),
    path("empty", empty),
    path("commit/<int:size>", commit),
    path("rows/<int:rows>/<int:size>", commit_many),
]
