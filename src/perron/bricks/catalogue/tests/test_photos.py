"""Pictures are published without what their camera wrote beside them; the picture itself stays, octet by octet."""

from __future__ import annotations

import gzip
import zipfile
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from perron.bricks.catalogue.actions.steps.reading import read_upload
from perron.bricks.catalogue.actions.uploads import receive_upload
from perron.bricks.catalogue.adapters.reading import photos, read_file
from perron.bricks.catalogue.adapters.reading.refusals import DamagedFile, PictureNotCleaned
from perron.bricks.catalogue.models import Upload
from perron.kernel import files
from perron.kernel.file_stores import file_store
from perron.kernel.testing.factories import an_agent_of, an_authority

SECRETS = (b"Secret Camera", b"An Peeters", b"rdf+xml", b"x:xmpmeta", b"Exif\0\0II", b"GPS")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>An Peeters</dc:creator></x:xmpmeta>'


def a_photo(kind: str = "JPEG", *, turned: int = 1) -> bytes:
    image = Image.effect_noise((64, 32), 90).convert("RGB")
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = turned, "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 28.0, 0.0), 3: "E", 4: (4.0, 52.0, 0.0)})
    more = {"comment": b"taken by An Peeters"} if kind == "JPEG" else {}
    written = BytesIO()
    image.save(
        written, kind, exif=exif.tobytes(), icc_profile=b"\0" * 128, **({"xmp": XMP} if kind != "PNG" else {}), **more
    )
    return written.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_tells_nothing_but_its_pixels_and_which_way_is_up(kind: str, turned: int) -> None:
    photo = a_photo(kind, turned=turned)

    clean = photos.clean(photo)

    with Image.open(BytesIO(photo)) as before, Image.open(BytesIO(clean)) as image:
        assert before.getexif().get_ifd(0x8825)
        assert dict(image.getexif()) == ({} if turned == 1 else {0x0112: 6})
        assert image.getexif().get_ifd(0x8825) == {}
        assert image.info.get("icc_profile")
        assert not {"comment", "xmp", "XML:com.adobe.xmp"} & set(image.info)
    assert [secret for secret in SECRETS if secret in clean] == []
    assert pixels(clean) == pixels(photo)
    assert photos.clean(clean) == clean


def test_what_lies_behind_a_photo_goes_too() -> None:
    photo = a_photo()

    assert photos.clean(photo + a_photo()) == photos.clean(photo)


@pytest.mark.parametrize("mode", [{"progressive": True}, {"optimize": True, "restart_marker_rows": 1}])
def test_every_way_to_write_a_photo_is_understood(mode: dict[str, int]) -> None:
    written = BytesIO()
    Image.effect_noise((200, 120), 90).convert("RGB").save(written, "JPEG", comment=b"An Peeters", **mode)

    clean = photos.clean(written.getvalue())

    assert b"Peeters" not in clean
    assert pixels(clean) == pixels(written.getvalue())


def test_a_drawing_without_words_stays_as_it_came() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"):
        written = BytesIO()
        Image.new("RGB", (9, 9), "red").save(written, kind)
        assert photos.clean(written.getvalue()) == written.getvalue()
    assert photos.clean(b"no picture at all") == b"no picture at all"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_is_cut_off_is_damaged_wherever_it_ends(kind: str) -> None:
    photo = a_photo(kind)

    for end in range(12, len(photo) - 20, 97):
        with pytest.raises(DamagedFile):
            photos.clean(photo[:end])


def test_notes_that_nobody_can_read_are_removed_too() -> None:
    photo = a_photo()
    at = photo.index(b"Exif\0\0") + 6

    for noise in (b"\xff" * 20, b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 30):
        spoilt = photo[:at] + noise + photo[at + len(noise) :]
        assert pixels(photos.clean(spoilt)) == pixels(photo)
        assert b"Secret" not in photos.clean(spoilt)
    with pytest.raises(DamagedFile):
        photos.clean(b"II*\0\xff\xff\xff\xff")


@pytest.mark.parametrize(
    "content", [a_photo("TIFF"), b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 20 + b"infeExif" + b"\0" * 20]
)
def test_a_kind_of_picture_that_cannot_be_cleaned_is_refused(content: bytes) -> None:
    with pytest.raises(PictureNotCleaned, match="says where"):
        photos.clean(content)


@pytest.mark.django_db(transaction=True)
def test_a_photo_dropped_in_the_catalogue_is_kept_clean_and_the_agent_is_told() -> None:
    authority, photo = an_authority(), a_photo(turned=6)
    upload = receive_upload(
        actor=an_agent_of(authority),
        authority=authority,
        stream=BytesIO(photo),
        name="lamp.jpg",
        at=timezone.now(),
    )
    came = upload.file.sha256

    read_upload(upload_id=upload.pk, attempt=upload.attempt)

    upload = Upload.objects.get()
    kept = b"".join(files.read(upload.file))
    assert [secret for secret in SECRETS if secret in kept] == []
    assert pixels(kept) == pixels(photo)
    assert [doubt["code"] for doubt in upload.understanding["doubts"]] == ["picture_cleaned"]
    assert upload.understanding["media_type"] == upload.file.media_type == "image/jpeg"
    assert upload.file.size == upload.understanding["size"] == len(kept)
    assert not file_store().holds(came)


@pytest.mark.django_db
def test_pictures_inside_an_archive_that_tell_are_counted(tmp_path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/one.jpg", a_photo())
        archive.writestr("two.JPG", photos.clean(a_photo()))
        archive.writestr("three.png", a_photo("PNG"))
        archive.writestr("notes.txt", "hello")
        archive.writestr("odd.jpg", a_photo(), compress_type=zipfile.ZIP_STORED)
    packed = bytearray(path.read_bytes())
    packed[packed.rindex(b"odd.jpg", 0, packed.rindex(b"odd.jpg")) + 40] ^= 0xFF  # its content does not fit its sum
    path.write_bytes(packed)

    assert photos.telling_members(path) == 2


def test_a_packed_photo_is_refused(tmp_path) -> None:
    path = tmp_path / "a.jpg.gz"
    path.write_bytes(gzip.compress(a_photo()))

    with pytest.raises(PictureNotCleaned):
        read_file(path, name="a.jpg.gz", into=tmp_path / "read")
