"""Found an organisation in this installation and print its id."""

import json

from tests.live.inside import begin


def main() -> None:
    begin()
    from tests.conftest import PEOPLE, passphrase
    from tetea.domain.keyring import founding

    members = tuple(
        founding.NewMember(role, name, passphrase(name), f"{name}@example.org")
        for name, role in PEOPLE.items()
    )
    charter = founding.Charter("Survivors", members, ("040",), is_demo=True)
    founded = founding.found(charter)
    print(json.dumps({"organisation": founded.organisation.id}))


if __name__ == "__main__":
    main()
