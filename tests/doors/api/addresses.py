"""The API alone, at its place."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("tetea.doors.api.urls"))]
