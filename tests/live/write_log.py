"""Write log entries with an effect each, rolling a few back; several of these run at once."""

import json
import sys

from tests.live.inside import begin


class Rollback(Exception):
    pass


def main() -> None:
    begin()
    from django.db import transaction

    from tetea.domain.log.append import Action, append
    from tetea.domain.people.models import Site
    from tetea.domain.people.queries import organisation

    count, who = int(sys.argv[1]), sys.argv[2]
    ours = organisation()
    kept = 0
    for number in range(count):
        try:
            with transaction.atomic():
                Site.objects.create(organisation=ours, county="999")
                append(ours, Action("test.effect", who))
                if number % 50 == 49:
                    raise Rollback
            kept += 1
        except Rollback:
            continue
    print(json.dumps({"kept": kept}))


if __name__ == "__main__":
    main()
