"""Triage is the first assignment: a new key, intake's wraps deleted, then the paralegal."""

from dataclasses import replace

from django.db import transaction

from tetea.domain.keyring import grants, recipients
from tetea.domain.keyring.errors import DirectoryAlarm
from tetea.domain.keyring.holder import CASE_ROLES, GROUP_HOLDERS, Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.people.models import Member
from tetea.domain.reports import places
from tetea.domain.reports.errors import ForTheLead, NotFound, WrongState
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import Opening, Report, State, Thread
from tetea.domain.reports.work import alerts, calendar, duties, items, reach, written
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.casework.safeguarding import is_child
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal

MAY_ASSIGN = frozenset({"coordinator", "hotline"})


def assignable(holder: Holder) -> list[tuple[str, str, str]]:
    """Return (id, username, role) of everyone to whom a case can be given now."""
    directory = recipients.directory(holder.organisation)
    active = {text_id(record.id): record.role for record in directory.active(*CASE_ROLES)}
    rows = Member.objects.filter(id__in=active, has_left=False).order_by("username")
    return [(row.id, row.username, active[row.id]) for row in rows]


def assign(holder: Holder, report_id: str, member_id: str) -> None:
    """Give a report to a member: triage when it is new, otherwise its keys follow.

    A report about somebody under 18 goes to the safeguarding lead first, who keeps its keys when
    the work is handed on: ForTheLead for anybody else. Raises NotFound out of reach or for a member
    who cannot be assigned, WrongState when it is closed, or was triaged by somebody else at the
    same moment.
    """
    report = reach.find(holder, report_id)
    key = reach.body_key(holder, report)
    _check_assignee(holder, member_id)
    if Thread.objects.get(report=report).group == Group.OUTSIDE:
        raise WrongState
    if report.state == State.NEW:
        _triage(holder, report, key, member_id)
    elif report.state == State.OPEN:
        _reassign(holder, report, key, member_id)
    else:
        raise WrongState


def take(holder: Holder, report_id: str) -> None:
    """Let the outside officer take up a report about the organisation itself.

    It stays sealed to the outside officer's key; nobody inside is ever given it. Raises NotFound,
    and WrongState when it is not new or not such a report.
    """
    report = reach.find(holder, report_id)
    reach.body_key(holder, report)
    if Thread.objects.get(report=report).group != Group.OUTSIDE:
        raise WrongState
    facets = replace(reach.open_facets(holder, report), owner=holder.member_id)
    with transaction.atomic():
        claimed = Report.objects.filter(pk=report.pk, state=State.NEW).update(state=State.OPEN)
        if claimed != 1:
            raise WrongState
        reach.put_facets(holder, report, reach.facets_key(holder, report), facets)
        alerts.reset(holder, report.id, facets, to_team=False)
        _log(holder, "report.taken", report, holder.member_id)


def _check_assignee(holder: Holder, member_id: str) -> None:
    try:
        recipients.member(holder.organisation, member_id)
        record = recipients.directory(holder.organisation).members[raw_id(member_id)]
    except (DirectoryAlarm, ValueError):
        raise NotFound from None
    if record.role not in CASE_ROLES:
        raise NotFound


def _triage(holder: Holder, report: Report, old: bytes, member_id: str) -> None:
    if holder.role not in GROUP_HOLDERS[Group.INTAKE]:
        raise NotFound
    organisation = holder.organisation
    story = reach.open_story(holder, report, old)
    if is_child(story.answers) and member_id not in _leads(holder):
        raise ForTheLead
    facets = replace(reach.open_facets(holder, report), owner=member_id, meant_for="")
    key = new_key()
    generation = recipients.group(organisation, Group.TEAM).epoch
    report.facets_generation = generation
    with transaction.atomic():
        claimed = Report.objects.filter(pk=report.pk, state=State.NEW).update(
            state=State.OPEN,
            facets_generation=generation,
            story=_again(holder, report, Part.STORY, old, key),
            identity=_again(holder, report, Part.IDENTITY, old, key),
        )
        if claimed != 1:
            raise WrongState
        reach.put_facets(holder, report, holder.team(generation), facets)
        items.move_under(holder, report, old, key)
        _move_openings(holder, report, old, key)
        Wrap.objects.filter(object=report.id).delete()
        spare = recipients.recovery(organisation)
        recipients.wrap_row(organisation, spare, report.id, Part.BODY, key).save(force_insert=True)
        for one in {holder.member_id, member_id}:
            give_key(holder, report, key, one)
        _own(report, member_id)
        alerts.reset(holder, report.id, replace(facets, alert=story.facets.alert), to_team=True)
        _log(holder, "report.triaged", report, member_id)


def _reassign(holder: Holder, report: Report, key: bytes, member_id: str) -> None:
    with transaction.atomic():
        report = reach.lock(holder, report.id)
        if report.state != State.OPEN:
            raise WrongState
        facets = reach.open_facets(holder, report)
        if holder.role not in MAY_ASSIGN and facets.owner != holder.member_id:
            raise NotFound
        changed = replace(facets, owner=member_id)
        items.hand_on(holder, report, key, member_id)
        give_key(holder, report, key, member_id)
        _own(report, member_id, facets.review)
        leads = _let_the_lead_in(holder, report, key)
        if facets.owner not in leads and _loses_access(holder, facets, member_id):
            grants.take_back(report.id, Part.BODY, facets.owner)
            items.take_back(report.id, facets.owner, member_id)
        reach.put_facets(holder, report, reach.facets_key(holder, report), changed)
        alerts.reset(holder, report.id, changed, to_team=True)
        calendar.refresh(holder, facets.owner, member_id)
        _log(holder, "report.assigned", report, member_id)


def let_the_lead_in(holder: Holder, report: Report, key: bytes) -> None:
    """Give the keys of a triaged report to the safeguarding lead. Inside a transaction.

    For an age that became known later: whoever holds it brings the lead in, as by handing it on.
    """
    held = set(
        Wrap.objects.filter(object=report.id, part=Part.BODY).values_list("recipient", flat=True)
    )
    for one in _leads(holder) - held:
        items.hand_on(holder, report, key, one)
        give_key(holder, report, key, one)
        _log(holder, "report.shared", report, one)


def _let_the_lead_in(holder: Holder, report: Report, key: bytes) -> frozenset[str]:
    """For a report about somebody under 18; returns who keeps its keys because of that."""
    story = reach.open_story(holder, report, key)
    if not is_child(story.answers, written.read(holder, report, key)):
        return frozenset()
    let_the_lead_in(holder, report, key)
    return _leads(holder)


def _leads(holder: Holder) -> frozenset[str]:
    return frozenset(one.member_id for one in duties.leads(holder))


def _loses_access(holder: Holder, facets: Facets, member_id: str) -> bool:
    """Keys follow the owner; whoever triages and supervises keeps hers."""
    if not facets.owner or facets.owner == member_id:
        return False
    record = recipients.directory(holder.organisation).members.get(raw_id(facets.owner))
    return record is None or record.role not in MAY_ASSIGN


def give_key(holder: Holder, report: Report, key: bytes, member_id: str) -> None:
    """Wrap a report's key to a member and sign for it; raise DirectoryAlarm when she is gone."""
    recipient = recipients.member(holder.organisation, member_id)
    grants.give(holder.organisation, holder.keys, recipient, key, (report.id, Part.BODY))


def _own(report: Report, *member_ids: str) -> None:
    """Mark whose work it is now, so that her list is found without opening everybody's."""
    wraps = Wrap.objects.filter(object=report.id, part=Part.BODY)
    wraps.update(owns=False)
    wraps.filter(recipient__in=member_ids).update(owns=True)


def _again(holder: Holder, report: Report, part: Part, old: bytes, new: bytes) -> bytes:
    place = places.report_part(holder.organisation, report.id, part)
    blob = report.story if part is Part.STORY else report.identity
    return seal(new, place, unseal(old, place, blob))


def _move_openings(holder: Holder, report: Report, old: bytes, new: bytes) -> None:
    for row in report.openings.all():
        place = places.report_part(holder.organisation, row.id, Part.OPENING)
        try:
            plain = unseal(old, place, row.blob)
        except Unsealable:
            continue
        Opening.objects.filter(pk=row.pk).update(blob=seal(new, place, plain))


def _log(holder: Holder, verb: str, report: Report, member_id: str) -> None:
    extra: dict[str, str | int] = {"to": member_id}
    action = log.Action(verb, report.id, holder.member_id, holder.role, extra)
    log.append(holder.organisation, action)
