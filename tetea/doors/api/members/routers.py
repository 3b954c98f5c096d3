"""All routers of the members' calls, and how their own refusals are answered."""

from collections.abc import Mapping

from tetea.domain.cases.errors import AlreadyACase, NeedsReview, NoCase, NotYours
from tetea.domain.figures.errors import NotForFigures, NothingToSay
from tetea.domain.forum.errors import NotForDuty
from tetea.domain.forum.errors import NotFound as NoSuchForum
from tetea.domain.reports.errors import ForTheLead
from tetea.doors.api.members.views import (
    beyond,
    cases,
    figures,
    forum,
    identity,
    messages,
    oversight,
    reports,
    session,
    steps,
)

ROUTERS = (
    session.router,
    reports.router,
    identity.router,
    cases.router,
    steps.router,
    messages.router,
    oversight.router,
    figures.router,
    forum.router,
    beyond.router,
)
REFUSALS: Mapping[type[Exception], str] = {
    AlreadyACase: "already-a-case",
    NeedsReview: "needs-review",
    NoCase: "no-case",
    NotYours: "not-yours",
    ForTheLead: "for-the-lead",
    NotForFigures: "not-found",
    NothingToSay: "wrong-state",
    NoSuchForum: "not-found",
    NotForDuty: "not-found",
}
