"""One report on the desk: who may see what of it, its story, the people behind it, and who could treat it."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from perron.bricks.reports.models import Forwarding, Report, Reporter, SavedView, TeamMember
from perron.bricks.reports.models import Photo as Photo
from perron.bricks.reports.models import Transfer as Transfer
from perron.bricks.reports.models import Update as Update
from perron.bricks.reports.permissions import READ_DESK
from perron.bricks.reports.rules.states import OPEN
from perron.bricks.reports.rules.story import BETWEEN_THEM
from perron.kernel import permissions, staff
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, all_authorities
from perron.kernel.contract import Role
from perron.kernel.errors import NotFound, SignInFirst


def desk_report(authority: Authority, code: str, actor: Actor | None) -> Report:
    """A report of an authority, for its staff. Raises SignInFirst; NotFound alike for absent and for another's."""
    _require_desk(actor, authority)
    found = Report.objects.select_related("authority", "assignee", "duplicate_of", "split_from")
    report = found.filter(authority=authority, code=code).first()
    if report is None:
        raise NotFound
    return report


def handed_over(authority: Authority, code: str, actor: Actor | None) -> Transfer:
    """The last handover between this authority and another of a report that is not (or not yet) here.

    Raises SignInFirst, NotFound.
    """
    _require_desk(actor, authority)
    found = Transfer.objects.filter(
        Q(to_authority=authority, answered_at=None) | Q(from_authority=authority, answer="accepted"), report__code=code
    )
    transfer = found.select_related("report", "from_authority", "to_authority").order_by("-asked_at").first()
    if transfer is None:
        raise NotFound
    return transfer


def photos_between(transfer: Transfer) -> list[Photo]:
    """What both authorities of a handover see: photos that moderators did not hide, also those that strangers never
    see; of later ones, those that everybody sees.
    """
    until, is_public = transfer.answered_at, transfer.report.is_public
    return [
        photo
        for photo in photos_of(transfer.report)
        if not photo.hidden_reason and (until is None or photo.added_at <= until or (photo.is_public and is_public))
    ]


def photo_handed_over(authority: Authority, code: str, pk: int, actor: Actor | None) -> Photo:
    """One of them, for somebody who sees the handover. Raises SignInFirst, NotFound."""
    transfer = handed_over(authority, code, actor)
    photo = next((one for one in photos_between(transfer) if one.pk == pk), None)
    if photo is None:
        raise NotFound
    return photo


def story(report: Report, reader: Authority) -> QuerySet[Update]:
    """What happened, the newest first: all that is public, and what is internal to the reader's own authority."""
    found = Update.objects.filter(report=report).filter(Q(is_internal=False) | Q(authority=reader))
    return found.select_related("actor", "authority").order_by("-at", "-pk")


def story_between(report: Report) -> QuerySet[Update]:
    """What both authorities of a handover read: nothing internal to either, nor what passes with the reporter."""
    found = Update.objects.filter(report=report, is_internal=False).exclude(kind__in=BETWEEN_THEM)
    return found.select_related("actor", "authority").order_by("-at", "-pk")


def transfers_of(report: Report) -> list[Transfer]:
    """The report's journeys, the newest first."""
    found = Transfer.objects.filter(report=report).select_related("from_authority", "to_authority", "asked_by")
    return list(found.order_by("-asked_at"))


def open_transfer(report: Report) -> Transfer | None:
    """The offer to another authority that waits for its answer."""
    found = Transfer.objects.filter(report=report, answered_at=None).select_related("from_authority", "to_authority")
    return found.first()


def people_behind(report: Report) -> list[Reporter]:
    """Who sent it, then who said "me too"; those whose identity is kept no longer are nameless."""
    return list(Reporter.objects.filter(report=report).order_by("-is_first", "since")[:100])


def photos_of(report: Report) -> list[Photo]:
    """The report's photos, the oldest first, the hidden ones too."""
    return list(Photo.objects.filter(report=report).select_related("shown", "original").order_by("added_at", "pk"))


def photo_of(report: Report, pk: int) -> Photo:
    """One of the report's photos. Raises NotFound."""
    found = Photo.objects.filter(report=report, pk=pk).select_related("shown", "original").first()
    if found is None:
        raise NotFound
    return found


def forwardings_of(report: Report) -> list[Forwarding]:
    """The contractors to whom its authority gave it, the newest first."""
    found = Forwarding.objects.filter(report=report, authority=report.authority_id)
    return list(found.select_related("sent_by").order_by("-sent_at"))


def relatives(report: Report) -> dict[str, list[Report]]:
    """Reports of the same authority bound to this one: its doubles, its parts, and those that are related."""
    bound = {"doubles": report.duplicates, "parts": report.parts, "related": report.related}
    return {
        name: list(found.filter(authority=report.authority_id).order_by("sent_at")) for name, found in bound.items()
    }


def colleagues(authority: Authority) -> list[Actor]:
    """Everybody who treats reports there, by name."""
    found = staff.staff_of(authority).exclude(role=Role.READER).filter(actor__is_active=True)
    return [role.actor for role in found]


def members(authority: Authority) -> list[TeamMember]:
    """Who is in which team, by team and name."""
    found = TeamMember.objects.filter(authority=authority).select_related("actor")
    return list(found.order_by("team", "actor__name"))


def workload(authority: Authority) -> dict[int, int]:
    """How many open reports each person has, by her number."""
    found = Report.objects.filter(authority=authority, state__in=sorted(OPEN), assignee__isnull=False)
    return dict(found.values_list("assignee").annotate(many=Count("pk")).order_by())


def other_authorities(authority: Authority) -> list[Authority]:
    """Whom a report can be offered to."""
    return list(all_authorities().exclude(pk=authority.pk))


def saved_views(authority: Authority, actor: Actor) -> list[SavedView]:
    """The reader's own views and those that colleagues share, by name."""
    found = SavedView.objects.filter(Q(actor=actor) | Q(is_shared=True), authority=authority)
    return list(found.select_related("actor").order_by("name"))


def saved_view(authority: Authority, actor: Actor, pk: int) -> SavedView:
    """One of the views that the reader may throw away: her own, and those that are shared. Raises NotFound."""
    found = SavedView.objects.filter(Q(actor=actor) | Q(is_shared=True), authority=authority, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _require_desk(actor: Actor | None, authority: Authority) -> None:
    """Whoever does not work there hears the same whether a report is there or not."""
    if actor is None:
        raise SignInFirst
    if not permissions.allows(actor, READ_DESK, authority):
        raise NotFound
