"""The first set-up, as `tetea init` asks for it: what is printed now is stored nowhere."""

from collections.abc import Iterable
from typing import TypedDict

from tetea.domain.keyring import founding


class MemberLine(TypedDict):
    """What a first member needs to sign in."""

    role: str
    username: str
    passphrase: str
    totp_secret: str | None
    recovery_codes: list[str]


class FoundedLines(TypedDict):
    """What `tetea init --json` prints."""

    organisation: str
    members: list[MemberLine]
    recovery_shares: list[str]
    directory_hash: str


def found_organisation(
    name: str, counties: Iterable[str], duty_addresses: Iterable[str] = ()
) -> FoundedLines:
    """Found the organisation with its first coordinator and the outside officer.

    Raises ValueError when there is one already.
    """
    first = founding.NewMember("coordinator", "coordinator-1")
    outside = founding.NewMember("outside", "outside-1")
    charter = founding.Charter(
        name, (first, outside), tuple(counties), duty_addresses=tuple(duty_addresses)
    )
    founded = founding.found(charter)
    return FoundedLines(
        organisation=founded.organisation.name,
        members=[
            MemberLine(
                role=one.role,
                username=one.username,
                passphrase=one.passphrase,
                totp_secret=one.totp_secret,
                recovery_codes=list(one.recovery_codes),
            )
            for one in founded.credentials
        ],
        recovery_shares=list(founded.recovery_shares),
        directory_hash=founded.directory_hash.hex(),
    )


def describe(founded: FoundedLines) -> str:
    """Return the same for a person with a pen."""
    lines = [f"{founded['organisation']} is set up. Write this down by hand; it is not stored.", ""]
    for one in founded["members"]:
        lines += [
            f"{one['role']}: {one['username']}",
            f"  passphrase      {one['passphrase']}",
            f"  authenticator   {one['totp_secret']}",
            f"  recovery codes  {' '.join(one['recovery_codes'])}",
            "",
        ]
    for number, share in enumerate(founded["recovery_shares"], 1):
        lines += [f"Recovery share {number} of 3 (any two open everything):", f"  {share}", ""]
    lines.append(f"Directory hash (print it on each share): {founded['directory_hash']}")
    return "\n".join(lines)
