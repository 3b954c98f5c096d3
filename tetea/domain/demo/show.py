"""What the demo tells whoever wants to try it: who signs in, which tokens open, which gateways."""

from typing import TypedDict

from tetea.domain.demo import folder, script
from tetea.domain.keyring import unlock
from tetea.domain.people.models import Organisation
from tetea.kernel.crypto.registry import Kind
from tetea.kernel.crypto.token import grouped
from tetea.kernel.phone.addresses import gateway_addresses

BEARER_ROLES = ("coordinator", "paralegal", "hotline", "analyst", "partner", "admin")


class MemberJson(TypedDict):
    """One member as `tetea demo --json` prints her."""

    role: str
    username: str
    passphrase: str
    totp_secret: None


class DemoJson(TypedDict):
    """The object that `tetea demo --json` prints."""

    base_url: str
    organisation: str
    members: list[MemberJson]
    tokens: list[str]
    api: dict[str, str]
    gateways: dict[str, str]


def demo_json(base_url: str, gateway_secret: str) -> DemoJson:
    """Return what `tetea demo --json` prints; signs in one member of each role for a new bearer.

    Raises NotADemo on any folder that is not marked as a demo, NotLoaded on an empty one.
    """
    organisation = folder.organisation()
    return {
        "base_url": base_url,
        "organisation": organisation.name,
        "members": [
            {
                "role": one.role,
                "username": one.username,
                "passphrase": one.passphrase,
                "totp_secret": None,
            }
            for one in script.company().people
        ],
        "tokens": [token.digits for token in script.tokens()],
        "api": {role: _bearer(organisation, role) for role in BEARER_ROLES},
        "gateways": gateway_addresses(gateway_secret),
    }


def describe() -> tuple[str, ...]:
    """Return the lines that `make run` prints: who can sign in, and a token for each told story.

    Raises NotADemo and NotLoaded as `demo_json` does.
    """
    people = script.company().people
    told = [tale for tale in script.tales() if tale.token is not None]
    return (
        f"{folder.organisation().name}: {len(script.tales())} reports, none of a real person.",
        "",
        "Sign in at /desk/ (these passphrases are public; never use them elsewhere):",
        *(f"  {one.role:<12} {one.username:<8} {one.passphrase}" for one in people),
        "",
        "Come back at /en/token/ with one of these tokens:",
        *(f"  {grouped(tale.token)}  {tale.seed}" for tale in told if tale.token),
    )


def _bearer(organisation: Organisation, role: str) -> str:
    person = next(one for one in script.company().people if one.role == role)
    credentials = unlock.Credentials(person.username, person.passphrase, known_device=True)
    return unlock.sign_in(organisation, credentials, Kind.BEARER).cookie
