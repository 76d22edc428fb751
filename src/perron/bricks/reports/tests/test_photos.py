"""Photos: nothing hidden stays in them, covers are painted for good, and what is no photo is refused in words."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from perron.bricks.reports.actions.moderating import cover_photo, hide_photo, open_original, show_photo
from perron.bricks.reports.actions.steps import photos as steps
from perron.bricks.reports.models import Photo, Report
from perron.bricks.reports.queries.refusals import (
    NothingToOpen,
    PhotoIsHeic,
    PhotoIsVideo,
    PhotoTooLarge,
    PhotoUnreadable,
    ReasonMissing,
    TooManyPhotos,
)
from perron.bricks.reports.rules.sending import GivenPhoto
from perron.bricks.reports.tests.factories import (
    HANDBOOK,
    LATER,
    a_handbook,
    a_photo,
    a_place,
    a_report,
    an_editor_of,
)
from perron.kernel.audit import AuditEntry
from perron.kernel.errors import NotYours
from perron.kernel.files import local_path
from perron.kernel.testing.factories import an_agent_of, an_authority

pytestmark = pytest.mark.django_db
LEFT_HALF = ((0.0, 0.0, 0.5, 1.0),)


def pixels(stored) -> Image.Image:
    with Image.open(local_path(stored)) as image:
        return image.convert("RGB")


def test_a_photo_loses_its_hidden_data():
    photo = a_report(photos=(a_photo(),)).photos.get()

    with Image.open(local_path(photo.shown)) as image:
        assert dict(image.getexif()) == {}
    assert (photo.original, photo.covers, photo.is_public, photo.purpose) == (None, [], True, "problem")


def test_what_is_covered_before_sending_is_black_for_everybody_and_kept_apart():
    photo = a_report(photos=(a_photo(covers=LEFT_HALF),)).photos.get()

    shown, original = pixels(photo.shown), pixels(photo.original)
    assert max(shown.getpixel((100, 100))) < 8
    assert shown.getpixel((500, 100))[0] > 200
    assert original.getpixel((100, 100))[0] > 200


def test_covers_are_brought_inside_the_photo():
    covers = ((-1.0, -1.0, 3.0, 3.0), (0.5, 0.5, 0.0, 0.2), (2.0, 2.0, 1.0, 1.0))

    assert steps.sound(covers) == ((0.0, 0.0, 1.0, 1.0),)


@pytest.mark.parametrize(
    ("first", "refusal"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", PhotoIsHeic),
        (b"\x00\x00\x00\x20ftypavif", PhotoIsHeic),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", PhotoIsVideo),
        (b"\x00\x00\x00\x14ftypqt  ", PhotoIsVideo),
        (b"\x1a\x45\xdf\xa3webm", PhotoIsVideo),
        (b"RIFF\x00\x00\x00\x00AVI LIST", PhotoIsVideo),
        (b"%PDF-1.7", PhotoUnreadable),
        (b"", PhotoUnreadable),
        (b"\xff\xd8\xff\xe0 broken", PhotoUnreadable),
    ],
)
def test_what_is_no_photo_is_refused_by_name_and_nothing_is_sent(first: bytes, refusal):
    with pytest.raises(refusal) as refused:
        a_report(photos=(a_photo(), GivenPhoto(BytesIO(first), "IMG_1.xyz")))

    assert "IMG_1.xyz" in str(refused.value)
    assert refused.value.what_to_do()
    assert not Report.objects.exists()


def test_a_photo_of_forty_megabytes_is_refused_by_name():
    heavy = GivenPhoto(BytesIO(b"\xff\xd8\xff" + bytes(40_000_000)), "heavy.jpg")

    with pytest.raises(PhotoTooLarge) as refused:
        a_report(photos=(heavy,))

    assert "heavy.jpg" in str(refused.value)


def test_a_small_file_that_unpacks_to_a_giant_is_refused():
    stream = BytesIO()
    Image.new("1", (8_000, 8_000)).save(stream, format="GIF")
    stream.seek(0)

    with pytest.raises(PhotoUnreadable):
        a_report(photos=(GivenPhoto(stream, "bomb.gif"),))


def test_five_photos_are_enough():
    with pytest.raises(TooManyPhotos):
        a_report(photos=tuple(a_photo() for _ in range(6)))


def test_photos_of_a_category_that_looks_first_are_not_public_until_shown():
    town = an_authority(place_id=a_place())
    categories = tuple(replace(one, photos="moderated") for one in HANDBOOK.categories)
    a_handbook(town, replace(HANDBOOK, categories=categories))
    photo = a_report(town, photos=(a_photo(),)).photos.get()

    assert not photo.is_public
    assert show_photo(actor=an_agent_of(town), photo=photo, at=LATER).is_public


def test_an_agent_covers_more_and_what_was_below_stays_behind_the_lock():
    report = a_report(photos=(a_photo(),))
    agent, editor = an_agent_of(report.authority), an_editor_of(report.authority)
    photo = cover_photo(actor=agent, photo=report.photos.get(), covers=LEFT_HALF, at=LATER)

    with pytest.raises(NotYours):
        open_original(actor=agent, photo=photo, justification="curious", at=LATER)
    with pytest.raises(ReasonMissing):
        open_original(actor=editor, photo=photo, justification=" ", at=LATER)
    opened = open_original(actor=editor, photo=photo, justification="A complaint to the police", at=LATER)

    assert pixels(opened).getpixel((100, 100))[0] > 200
    assert AuditEntry.objects.filter(verb="reports.open_original").count() == 1
    assert "police" not in AuditEntry.objects.get(verb="reports.open_original").leaf


def test_uncovering_is_a_moderators_and_brings_the_original_back():
    report = a_report(photos=(a_photo(covers=LEFT_HALF),))
    photo = report.photos.get()

    with pytest.raises(NotYours):
        cover_photo(actor=an_agent_of(report.authority), photo=photo, covers=(), at=LATER)
    shown = cover_photo(actor=an_editor_of(report.authority), photo=photo, covers=(), at=LATER)

    assert (shown.shown, shown.original) == (photo.original, None)
    with pytest.raises(NothingToOpen):
        open_original(actor=an_editor_of(report.authority), photo=shown, justification="again", at=LATER)


def test_hiding_a_photo_needs_a_reason():
    photo = a_report(photos=(a_photo(),)).photos.get()
    agent = an_agent_of(photo.report.authority)

    with pytest.raises(ReasonMissing):
        hide_photo(actor=agent, photo=photo, reason="", at=LATER)
    hide_photo(actor=agent, photo=photo, reason="A child's face", at=LATER)

    assert not Photo.objects.get().is_public
