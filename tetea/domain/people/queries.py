"""Who we are."""

from tetea.database import statements
from tetea.domain.people.models import Organisation

# Every page and every hop asks for it.
OURS = """
    SELECT id, name, is_demo, languages, duty_addresses FROM people_organisation ORDER BY id LIMIT 1
"""


class NotSetUp(Exception):
    """This data folder has no organisation yet."""


def one_at_a_time(ours: Organisation) -> None:
    """Let one of several who change a thing of the whole organisation go on; the others wait.

    Until the transaction ends. It does not stand in the way of rows that only name the
    organisation: no report ever waits for figures.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=ours.pk)


def organisation() -> Organisation:
    """Return the organisation of this installation; raise NotSetUp when there is none."""
    rows = statements.rows(OURS, ())
    if not rows:
        raise NotSetUp
    names = ("id", "name", "is_demo", "languages", "duty_addresses")
    found = Organisation.from_db("default", names, rows[0])
    found.is_demo = bool(found.is_demo)
    return found
