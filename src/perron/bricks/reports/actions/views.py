"""Keeping ways of looking at the desk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.reports.models import SavedView
from perron.bricks.reports.permissions import MANAGE_VIEWS
from perron.kernel import audit, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority


@transaction.atomic
def keep_view(
    *, actor: Actor, authority: Authority, name: str, question: str, is_shared: bool, at: datetime
) -> SavedView:
    """Keep a question to the desk under a name; the same name again replaces it."""
    permissions.require(actor, MANAGE_VIEWS, authority)
    view, _made = SavedView.objects.update_or_create(
        authority=authority,
        actor=actor,
        name=" ".join(name.split()),
        defaults={"question": question, "is_shared": is_shared, "saved_at": at},
    )
    audit.record(actor=actor, verb=MANAGE_VIEWS, subject=authority.ref, authority=authority)
    return view


@transaction.atomic
def forget_view(*, actor: Actor, view: SavedView) -> None:
    """Throw a view away: one's own, or one that colleagues share."""
    permissions.require(actor, MANAGE_VIEWS, view.authority)
    audit.record(actor=actor, verb=MANAGE_VIEWS, subject=view.authority.ref, authority=view.authority)
    view.delete()
