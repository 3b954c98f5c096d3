"""What an API tells about itself: each kind of problem has an address that explains it."""

from django.http import HttpRequest
from ninja import Router

from tetea.doors.api.problems import PROBLEMS, Refused, described
from tetea.doors.api.shapes import ProblemShape, answers

router = Router(tags=["about"])


@router.get("problems/{slug}", response=answers({200: ProblemShape}, 404), auth=None)
def problem(request: HttpRequest, slug: str) -> dict[str, object]:
    """Explain a kind of problem: the address that stands in its `type`."""
    if slug not in PROBLEMS:
        raise Refused("not-found")
    return described(slug)
