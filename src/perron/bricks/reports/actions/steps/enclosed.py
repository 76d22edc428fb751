"""What a letter encloses: its photos, as far as they can be shown; and throwing letters away."""

from __future__ import annotations

from io import BytesIO

from django.db.models import QuerySet

from perron.bricks.reports.actions.steps.photos import keep_photos
from perron.bricks.reports.models import InboundMail
from perron.bricks.reports.rules.letters import Attached, Letter
from perron.bricks.reports.rules.sending import MOST_PHOTOS, GivenPhoto
from perron.kernel import files
from perron.kernel.errors import Refused


def photos_of(letter: Letter) -> tuple[list[GivenPhoto], list[str]]:
    """The photos that can be shown, five at most, and the names of all that was not taken."""
    good: list[GivenPhoto] = []
    names = list(letter.not_taken)
    for photo in letter.photos:
        if len(good) < MOST_PHOTOS and _is_good(photo):
            good.append(GivenPhoto(BytesIO(photo.content), photo.name))
        else:
            names.append(photo.name)
    return good, names


def throw_away(letters: QuerySet[InboundMail]) -> int:
    """Delete the letters themselves; what became of each stays known. Says how many."""
    found = list(letters.select_related("raw"))
    for mail in found:
        stored, mail.raw = mail.raw, None
        mail.save(update_fields=["raw"])
        if stored:
            files.forget(stored)
    return len(found)


def _is_good(photo: Attached) -> bool:
    """Whether it can be shown; what is refused in the pages is refused here."""
    try:
        keep_photos([GivenPhoto(BytesIO(photo.content), photo.name)])
    except Refused:
        return False
    return True
