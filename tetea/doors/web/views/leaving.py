"""The way out: ends the draft or the visit, and shows a page that says nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tetea.domain.people import queries as people
from tetea.domain.reports import drafts, visits
from tetea.doors import cookies
from tetea.doors.policy import public
from tetea.doors.web.visitors import is_visit


@public
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Delete the draft of this page and end the visit of this browser; a link does the second."""
    if request.method == "POST" and request.POST.get("d"):
        page = drafts.Page(request.POST["d"], request.POST.get("k", ""))
        drafts.drop(people.organisation(), page)
    response = render(request, "web/leave.html")
    cookie = cookies.read(request)
    if is_visit(cookie):
        visits.end(cookie)
        cookies.forget(response)
    return response
