"""Taking people out of what they reported."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from perron.bricks.reports.models import Photo, Report, Reporter, Update
from perron.bricks.reports.queries.people import Traces
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.story import By
from perron.kernel import files, following


def forget(people: QuerySet[Reporter], at: datetime) -> int:
    """Empty these rows; what is told to their addresses ends with them. Of what they sent stays what strangers read.

    Says how many rows.
    """
    following.forget_topics([topic_of(pk) for pk in people.exclude(email="").values_list("pk", flat=True)])
    _strip(list(people.filter(is_first=True).values_list("report_id", flat=True)))
    return people.update(actor=None, name="", email="", phone="", wants_mail=False, forgotten_at=at)


def _strip(reports: list[int]) -> None:
    """Numbers and addresses of people in what was written, and photos without their covers, go with who sent them."""
    for report in Report.objects.filter(pk__in=reports).iterator():
        answers = {code: mask(one) if isinstance(one, str) else one for code, one in report.answers.items()}
        masked = {"description": mask(report.description), "address": mask(report.address), "answers": answers}
        if any(getattr(report, name) != value for name, value in masked.items()):
            Report.objects.filter(pk=report.pk).update(**masked)
    for step in Update.objects.filter(report__in=reports, by=By.REPORTER).exclude(words="").iterator():
        if (words := mask(step.words)) != step.words:
            Update.objects.filter(pk=step.pk).update(words=words)
    uncovered = Photo.objects.filter(report__in=reports, original__isnull=False).select_related("original")
    originals = {photo.original for photo in uncovered if photo.original}
    uncovered.update(original=None)
    for stored in originals:
        files.forget(stored)


def topic_of(reporter_id: int) -> str:
    """What the address of somebody who reported follows: her own side of the report, and nobody else's."""
    return f"thing:reports:reporter:{reporter_id}"


def detach(traces: Traces, actor_id: int) -> int:
    """Take a person out of one table of the staff's work; says how many rows had her."""
    if traces.goes_with_her:
        return traces.rows.filter(**dict.fromkeys(traces.actors, actor_id)).delete()[0]
    return sum(traces.rows.filter(**{column: actor_id}).update(**{column: None}) for column in traces.actors)


def detach_before(traces: Traces, before: datetime) -> int:
    """Take everybody out of rows older than that; says how many rows were touched."""
    old = traces.rows.filter(**{f"{traces.counted_from}__lt": before})
    touched = sum(old.exclude(**{column: None}).update(**{column: None}) for column in traces.actors)
    return touched + sum(old.exclude(**{column: ""}).update(**{column: ""}) for column in traces.words)
