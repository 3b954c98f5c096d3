"""Count what is stored and prove the log; print it."""

import json

from tests.live.inside import begin


def main() -> None:
    begin()
    from tetea.domain.keyring.models import Wrap
    from tetea.domain.log.read import prove
    from tetea.domain.outbox.models import Alert
    from tetea.domain.people.models import Site
    from tetea.domain.people.queries import organisation
    from tetea.domain.reports.models import Report, ReporterKey, Thread, ThreadItem
    from tetea.kernel.crypto.registry import Part

    proof = prove(organisation())
    print(
        json.dumps(
            {
                "reports": Report.objects.count(),
                "threads": Thread.objects.count(),
                "keys": ReporterKey.objects.count(),
                "cards": ThreadItem.objects.filter(kind="card").count(),
                "alerts": Alert.objects.count(),
                "wraps": Wrap.objects.filter(part__in=[Part.BODY, Part.FACETS]).count(),
                "effects": Site.objects.filter(county="999").count(),
                "log": proof.size,
                "problems": list(proof.problems),
            }
        )
    )


if __name__ == "__main__":
    main()
