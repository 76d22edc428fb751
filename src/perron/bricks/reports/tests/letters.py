"""Letters for tests, as mail programs write them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from itertools import count

from PIL import ExifTags, Image

_number = count(1)


def a_letter(
    to: str,
    words: str = "Un trou devant le numéro 5.",
    *,
    sender: str = "Anna Peeters <anna@example.org>",
    subject: str = "Trou",
    photos: tuple[bytes, ...] = (),
    files: tuple[str, ...] = (),
    **headers: str,
) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Message-ID"] = headers.pop("message_id", f"<{next(_number)}@example.org>")
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(words)
    for photo in photos:
        letter.add_attachment(photo, maintype="image", subtype="jpeg", filename="IMG_1.jpg")
    for name in files:
        letter.add_attachment(b"\x00\x01" * 20, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes(policy=SMTP)


def a_picture(longitude: float | None = None, latitude: float | None = None) -> bytes:
    """A JPEG; with a point, as a telephone writes it into the file."""
    image = Image.effect_noise((400, 300), 80).convert("RGB")
    exif = image.getexif()
    if longitude is not None and latitude is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", _parts(latitude)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", _parts(longitude)
    stream = BytesIO()
    image.save(stream, format="JPEG", exif=exif)
    return stream.getvalue()


def _parts(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees % 1) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 4)
