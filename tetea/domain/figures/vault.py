"""Things sealed for the figures group, each under a key of its own."""

from collections.abc import Mapping

from tetea.domain.figures.errors import Damaged
from tetea.domain.keyring import grants, recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Group, Kind, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal


def put(organisation: Organisation, object_id: str, part: Part, plain: bytes) -> bytes:
    """Return the blob and keep its key wrapped to the group. Inside a transaction."""
    key = new_key()
    group = recipients.group(organisation, Group.FIGURES)
    recipients.wrap_row(organisation, group, object_id, part, key).save(force_insert=True)
    return seal(key, _place(organisation, object_id, part), plain)


def wraps(organisation: Organisation, part: Part) -> Mapping[str, Wrap]:
    """Return the wrapped keys of this part by object, read at once."""
    rows = Wrap.objects.filter(organisation=organisation, part=part, group=Group.FIGURES.value)
    return {one.object: one for one in rows}


def take(
    holder: Holder, found: Mapping[str, Wrap], object_id: str, part: Part, blob: bytes
) -> bytes:
    """Open a blob with one of these wraps; raise Damaged when it does not open."""
    try:
        key = grants.open_for_group(holder, found[object_id])
        return unseal(key, _place(holder.organisation, object_id, part), blob)
    except (KeyError, NoSuchKey, Unsealable):
        raise Damaged from None


def _place(organisation: Organisation, object_id: str, part: Part) -> Context:
    return Context(Kind.FIGURES, raw_id(organisation.id), raw_id(object_id), part)
