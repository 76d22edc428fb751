"""Photos that a program names by their address: fetched safely, cleaned like all others."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from django.utils import timezone

from perron.bricks.reports.actions.steps.photos import PROBLEM, attach_photos, keep_photos
from perron.bricks.reports.actions.steps.writing import Step, locked, write_step
from perron.bricks.reports.models import Report, Update
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.rules.handbook import Photos
from perron.bricks.reports.rules.sending import MOST_PHOTOS, GivenPhoto
from perron.bricks.reports.rules.story import By, StepKind
from perron.kernel.errors import Refused
from perron.kernel.file_stores import temporary, working_folder
from perron.kernel.outbound import fetch
from perron.kernel.public_images import UPLOAD_LIMIT
from perron.kernel.tasks import task

PATIENCE: Final = 60.0  # seconds


@task(name="reports.fetch_photo", lock="reports-photo-{report}")
def fetch_photo(*, report: int, address: str) -> None:
    """Fetch one photo into a report, once. What cannot be taken is noted for colleagues. Raises Unavailable."""
    found = Report.objects.filter(pk=report).first()
    name = sha256(address.encode()).hexdigest()[:16]
    if found is None or Update.objects.filter(report=found, kind=StepKind.PHOTO, facts__fetched=name).exists():
        return
    try:
        with temporary(working_folder()) as file:
            fetch(address, limit=UPLOAD_LIMIT, timeout=PATIENCE, into=file)
            with file.open("rb") as stream:
                kept = keep_photos([GivenPhoto(stream, "photo")])
    except Refused as refused:
        _note(found, name, f"{address}: {refused}"[:1000])
        return
    if found.photos.count() < MOST_PHOTOS:
        category = handbooks.of_report(found.handbook_id).by_code.get(found.category)
        shown = category.photos if category else Photos.MODERATED
        attach_photos(found, kept, purpose=PROBLEM, shown=shown, actor=None, at=timezone.now())
    _note(found, name, "")


def _note(report: Report, name: str, words: str) -> None:
    """A step that only colleagues read: a photo came, or why it did not."""
    step = Step(StepKind.PHOTO, By.SYSTEM, words=words, language="en", facts={"fetched": name})
    write_step(locked(report), step, timezone.now())
