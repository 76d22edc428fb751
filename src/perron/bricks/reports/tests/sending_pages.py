"""The pages on which a report is sent, as the tests ask them: where, what is told, a photo."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from perron.bricks.reports.tests.factories import HERE

WHERE = {"lon": f"{HERE[0]:.6f}", "lat": f"{HERE[1]:.6f}", "by": "gps"}
NEW = "/fr/reports/new/"


@pytest.fixture
def nothing_kept() -> None:
    """Nobody has sent anything within the hour."""
    caches["local"].clear()
    caches["shared"].clear()


def told(**more: object) -> dict[str, object]:
    """All that the last screen sends, with a key of its own each time."""
    return WHERE | {"category": "hole", "description": "Un trou.", "sent_key": str(uuid4())} | more


def page(response: HttpResponse) -> str:
    """What an answer says."""
    return response.content.decode()


def a_file(name: str = "trou.jpg", colour: str = "white") -> SimpleUploadedFile:
    """A small photo."""
    stream = BytesIO()
    Image.new("RGB", (400, 300), colour).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")
