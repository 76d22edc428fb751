"""What an agent tells from her round, also hours later when her phone has a network again: done once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from perron.bricks.reports.actions.steps.photos import PROBLEM, attach_photos, keep_photos
from perron.bricks.reports.actions.steps.writing import Step, locked, write_step
from perron.bricks.reports.actions.treating import change_state
from perron.bricks.reports.models import Report
from perron.bricks.reports.permissions import TREAT
from perron.bricks.reports.queries.round import ClosedMeanwhile, is_told
from perron.bricks.reports.rules.handbook import Photos
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.round import FOUND, Found
from perron.bricks.reports.rules.sending import GivenPhoto
from perron.bricks.reports.rules.states import State, is_open
from perron.bricks.reports.rules.story import StepKind
from perron.kernel import audit, permissions
from perron.kernel.actors import Actor


@transaction.atomic
def tell_from_round(
    *,
    actor: Actor,
    report: Report,
    found: Found,
    key: UUID,
    at: datetime,
    words: str = "",
    language: str = "",
    photos: Sequence[GivenPhoto] = (),
) -> Report:
    """Say that it is done (who reported it is told, with the words and the photos), that nothing was found, or that
    material is needed (both for colleagues only). The same `key` again changes nothing.

    Raises NotYours, ClosedMeanwhile, and what `change_state` and `keep_photos` raise.
    """
    fresh = locked(report)
    permissions.require(actor, TREAT, fresh.authority)
    if is_told(fresh, key):
        return fresh
    if not is_open(fresh.state):
        raise ClosedMeanwhile(state=label(STATES, fresh.state))
    facts = {"round": found.value, "round_key": str(key)}
    if found is Found.DONE:
        return change_state(
            actor=actor,
            report=fresh,
            to=State.DONE,
            at=at,
            words=words,
            language=language,
            photos=photos,
            facts=facts,
        )
    kept = keep_photos(photos)
    written = "\n".join(filter(None, (label(FOUND, found), words.strip())))
    write_step(fresh, Step(StepKind.NOTE, actor=actor, words=written, language=language, facts=facts), at)
    attach_photos(fresh, kept, purpose=PROBLEM, shown=Photos.PRIVATE, actor=actor, at=at)
    audit.record(
        actor=actor,
        verb="reports.tell_from_round",
        subject=fresh.ref,
        authority=fresh.authority,
        facts={"found": found},
    )
    return fresh
