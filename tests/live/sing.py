"""Let the canary sing at the server of this installation and print what was not heard."""

import json
import sys

from tests.live.inside import begin


def main() -> None:
    begin()
    from tetea.domain.people.queries import organisation
    from tetea.domain.phones import canary

    print(json.dumps({"missing": canary.sing(organisation(), sys.argv[1])}))


if __name__ == "__main__":
    main()
