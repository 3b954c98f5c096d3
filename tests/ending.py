"""How a case ends in a test: one asks, another one opens it and approves."""

from typing import Any


def closed_by_two(asks: Any, reviews: Any, wanted: str, outcome: str, reason: str = "") -> None:
    """Close a case as two people do at the desk."""
    from tetea.domain.cases import review
    from tetea.domain.cases.closing import Ending
    from tetea.domain.reports.work import opening

    review.ask(asks, wanted, Ending(outcome, "", reason), reviews.member_id)
    opening.open_report(reviews, wanted)
    review.approve(reviews, wanted)
