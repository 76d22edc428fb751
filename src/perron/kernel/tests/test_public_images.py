"""Public images are their pixels and nothing else; what is no image, or too much of one, is refused."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from perron.kernel import file_stores, files, public_images

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_disk(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.FILES = {**settings.FILES, "folder": tmp_path / "files", "s3_bucket": ""}
    file_stores.file_store.cache_clear()
    yield tmp_path / "files"
    file_stores.file_store.cache_clear()


def a_photo(size: tuple[int, int] = (40, 20), kind: str = "JPEG") -> io.BytesIO:
    image = Image.new("RGB", size, "red")
    exif = image.getexif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[2] = (50.0, 28.0, 0.0)  # GPS latitude
    written = io.BytesIO()
    image.save(written, kind, exif=exif, comment=b"taken by An Peeters")
    written.seek(0)
    return written


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_public_image_tells_nothing_but_its_pixels(on_disk: Path, kind: str) -> None:
    stored = public_images.store_public_image(a_photo(kind=kind), name="lamp.jpg")

    path = files.local_path(stored)
    with Image.open(path) as image:
        assert image.size == (20, 40)  # upright
        assert not dict(image.getexif())
        assert "comment" not in image.info
    assert b"Secret" not in path.read_bytes()
    assert b"Peeters" not in path.read_bytes()
    assert stored.media_type == f"image/{'png' if kind == 'TIFF' else kind.lower()}"


def test_a_large_photo_becomes_smaller(on_disk: Path) -> None:
    stored = public_images.store_public_image(a_photo((3000, 1500)), name="lamp.jpg")

    with Image.open(files.local_path(stored)) as image:
        assert image.size == (1280, 2560)


@pytest.mark.parametrize(("size", "shown"), [((4032, 3024), (1512, 2016)), ((8000, 4000), (1000, 2000))])
def test_a_photo_of_a_phone_is_unpacked_at_a_part_of_its_size(
    on_disk: Path, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    stored = public_images.store_public_image(a_photo(size), name="lamp.jpg")

    with Image.open(files.local_path(stored)) as image:
        assert image.size == shown


def test_a_picture_bomb_is_refused_before_it_is_unpacked(on_disk: Path) -> None:
    for side in (7_500, 12_000, 30_000):
        bomb = io.BytesIO()
        Image.new("1", (side, side)).save(bomb, "PNG")
        bomb.seek(0)
        with pytest.raises(public_images.TooManyPixels, match="50 million"):
            public_images.store_public_image(bomb, name="bomb.png")


@pytest.mark.parametrize("content", [b"not an image", b"", a_photo().getvalue()[:300], b"{}"])
def test_what_is_not_an_image_is_refused(on_disk: Path, content: bytes) -> None:
    with pytest.raises(public_images.NotAnImage):
        public_images.store_public_image(io.BytesIO(content), name="lamp.jpg")
    assert [path for path in on_disk.rglob("*") if path.is_file()] == []
