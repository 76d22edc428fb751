"""Personal data: justified by an administrator, or not published; and what is forgotten with time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from perron.bricks.catalogue import permissions
from perron.bricks.catalogue.actions.steps.discarding import discard_datasets, discard_uploads
from perron.bricks.catalogue.models import Dataset, Justification, Question, Reuse, Upload
from perron.bricks.catalogue.queries import gates, standing
from perron.bricks.catalogue.queries.refusals import UnknownCode
from perron.bricks.catalogue.rules.states import DatasetState
from perron.kernel import audit, events
from perron.kernel.actors import Actor
from perron.kernel.contract import Ref


@transaction.atomic
def justify_personal_data(
    *, actor: Actor, dataset: Dataset, table: str, field: str, reason: str, legal_basis: str, at: datetime
) -> Justification:
    """Say in public why a column with personal data is published, and on what legal basis; a later word replaces it.

    Raises NotYours, ReasonMissing, UnknownCode for a column that is in no version.
    """
    fresh = standing.locked_dataset(dataset.pk)
    permissions.require(actor, "justify_personal_data", fresh)
    if not standing.has_column(fresh, table, field):
        raise UnknownCode(value=f"{table}.{field}")
    said = {"reason": gates.require_reason(reason), "legal_basis": gates.require_reason(legal_basis)}
    justification, _ = Justification.objects.update_or_create(
        dataset=fresh, table=table, field=field, defaults={**said, "given_at": at, "given_by": actor}
    )
    audit.record(
        actor=actor,
        verb="catalogue.justify_personal_data",
        subject=fresh.ref,
        authority=fresh.authority,
        note=said["reason"],
        facts={"table": table, "field": field, "legal_basis": said["legal_basis"]},
    )
    events.emit("catalogue.dataset_changed", dataset_id=fresh.pk)
    return justification


@transaction.atomic
def forget_unpublished(*, actor: Actor | None, before: datetime) -> int:
    """Delete files received before then that are in no dataset, and drafts not touched since; says how many."""
    files = discard_uploads(Upload.objects.filter(version=None, received_at__lt=before))
    drafts = Dataset.objects.filter(state=DatasetState.DRAFT, published_at=None, changed_at__lt=before)
    abandoned = discard_datasets(drafts)
    if files or abandoned:
        subject = Ref("catalogue", "upload", "0")
        facts = {"files": files, "drafts": abandoned}
        audit.record(actor=actor, verb="catalogue.forget_unpublished", subject=subject, facts=facts)
    return files + abandoned


@transaction.atomic
def forget_visitors(*, actor: Actor | None, before: datetime) -> int:
    """Remove the e-mail addresses that visitors left with questions and reuses before then; says how many."""
    questions = Question.objects.filter(asked_at__lt=before).exclude(author_email="").update(author_email="")
    reuses = Reuse.objects.filter(added_at__lt=before).exclude(author_email="").update(author_email="")
    if questions or reuses:
        subject = Ref("catalogue", "question", "0")
        facts = {"questions": questions, "reuses": reuses}
        audit.record(actor=actor, verb="catalogue.forget_visitors", subject=subject, facts=facts)
    return questions + reuses
