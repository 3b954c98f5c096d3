"""Whether the demo's phone may be shown: its page holds the gateways' secret, so only there."""

from urllib.parse import urlsplit

from django.http import HttpRequest

from tetea import settings
from tetea.domain.demo import folder
from tetea.domain.demo.errors import DemoError
from tetea.environment import LOOPBACK


def is_shown(request: HttpRequest) -> bool:
    """Whether this is a demo, by mark and by organisation, and this browser sits at the machine."""
    asked = urlsplit(f"//{request.get_host()}").hostname
    ours = urlsplit(settings.ENVIRONMENT.base_url).hostname
    if asked not in LOOPBACK or ours not in LOOPBACK:
        return False
    try:
        folder.organisation()
    except DemoError:
        return False
    return True
