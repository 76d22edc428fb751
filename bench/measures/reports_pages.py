"""Reports over HTTP, 100,000 on the site: sending one with two photos, the desk's list, the map, the statistics."""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import numpy as np
from PIL import Image

from bench.reports_generator import EAST, NORTH, REPORTS, SOUTH, WEST
from bench.reports_site import SLUG
from bench.serving import Server, Times, free_port, served
from bench.table import Row
from perron.project import embedded

SEND, DESK, MAP, STATISTICS = 150, 40, 100, 40  # ms p50; the last one is our own
SENT, ASKED = 50, 100  # requests; a signed-in sender may send 60 an hour
CITY = f"{WEST},{SOUTH},{EAST},{NORTH}"
COUNTRY = "2.5,49.5,6.4,51.5"
BOUNDARY = "perron-bench"


def measure() -> list[Row]:
    """One site with the reports of one authority; one agent, one citizen, one after the other."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        Path(folder).chmod(0o755)
        with _site(Path(folder)) as server:
            var = Path(folder) / "var"
            cookie = {"Cookie": (var / "cookie").read_text()}
            made, counted, sets = (float(one) for one in (var / "made").read_text().split())
            desk = f"/fr/reports/desk/{SLUG}/"
            lists = _asked(server, desk, cookie)
            newest = _asked(server, f"{desk}?view=all&sort=newest", cookie)
            city = _asked(server, f"/fr/reports/points.geojson?bbox={CITY}&zoom=12")
            country = _asked(server, f"/fr/reports/points.geojson?bbox={COUNTRY}&zoom=8")
            numbers = iter(range(10_000))
            statistics = server.times(lambda: f"/fr/reports/statistics/?n={next(numbers)}", ASKED)
            sending = _sent(server, cookie)
    here = f"over HTTP on one kept connection, {REPORTS:,} reports of one authority (made in {made:.0f} s)"
    photos = f"{len(_photo(0)) / 1e6:.1f} MB each, 4032 × 3024"
    return [
        _row("reports.send", sending, SEND, f"a form with two JPEGs ({photos}), signed in, answered with the receipt"),
        _row("reports.desk_list", lists, DESK, f"the desk as it opens: 50 open ones by term, with counts; {here}"),
        _row("reports.desk_newest", newest, DESK, f"50 of all {REPORTS:,}, the newest first; {here}"),
        _row("reports.map_city", city, MAP, f"clusters of the public map over one city, all reports inside; {here}"),
        _row("reports.map_country", country, MAP, f"the same over the whole country; {here}"),
        _row("reports.statistics", statistics, STATISTICS, f"the page with its tables, made anew each time; {here}"),
        Row(
            "reports.count_statistics", round(counted, 1), "s", 60, ok=counted <= 60,
            how=f"medians, percentiles, Kaplan–Meier estimates of {REPORTS:,} reports in {sets:,.0f} sets, nightly",
        ),
    ]  # fmt: skip


def _row(name: str, times: Times, target: float, how: str) -> Row:
    value = round(times.p50, 1)
    return Row(name, value, "ms p50", target, ok=value <= target, how=f"{how}; {times.told()}")


def _asked(server: Server, address: str, headers: Mapping[str, str] | None = None) -> Times:
    """One address again and again, as somebody."""
    wall, before = [], 0.0
    with closing(server.connection()) as connection:
        for number in range(ASKED + 5):
            if number == 5:
                before = server.processor_seconds()
            start = time.perf_counter()
            connection.request("GET", address, headers={"Accept-Encoding": "gzip", **(headers or {})})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise AssertionError(f"{answer.status} {address}")
            if number >= 5:
                wall.append((time.perf_counter() - start) * 1000)
    return Times(tuple(wall), (server.processor_seconds() - before) * 1000 / ASKED)


def _sent(server: Server, cookie: Mapping[str, str]) -> Times:
    """Reports with two photos each, as a browser without JavaScript sends them. AssertionError when one is refused."""
    form = "/fr/reports/new/?lon=4.3517&lat=50.8466&category=pothole"
    page = server.client.get(form, headers=dict(cookie))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    if not token:
        raise AssertionError(page.text[:500])
    jar = "; ".join([cookie["Cookie"], *(f"{name}={value}" for name, value in page.cookies.items())])
    wall, before, photos = [], 0.0, [_photo(0), _photo(1)]
    with closing(server.connection()) as connection:
        for number in range(SENT + 2):
            if number == 2:
                before = server.processor_seconds()
            fields = {
                "csrfmiddlewaretoken": token[1], "lon": "4.3517", "lat": "50.8466", "by": "gps", "category": "pothole",
                "description": f"Un trou, le {number} de la série.", "sent_key": str(uuid4()),
            }  # fmt: skip
            body = _form(fields, photos)
            headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Cookie": jar}
            start = time.perf_counter()
            connection.request("POST", "/fr/reports/new/", body=body, headers=headers)
            answer = connection.getresponse()
            told = answer.read()
            if answer.status != 302:
                raise AssertionError(f"{answer.status} {told[-3000:]!r}")
            if number >= 2:
                wall.append((time.perf_counter() - start) * 1000)
    return Times(tuple(wall), (server.processor_seconds() - before) * 1000 / SENT)


def _form(fields: Mapping[str, str], photos: list[bytes]) -> bytes:
    """A form with files, as browsers send it (RFC 7578)."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    head = b'Content-Disposition: form-data; name="photos"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    parts += [head + photo for photo in photos]
    line = f"--{BOUNDARY}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _photo(seed: int) -> bytes:
    """A photo of a phone: 12 million pixels, large shapes and the grain of a sensor, with Exif."""
    chance = np.random.default_rng(seed)
    shapes = Image.fromarray(chance.integers(0, 255, (24, 32, 3), dtype=np.uint8)).resize(
        (4032, 3024), Image.Resampling.BICUBIC
    )
    grain = np.asarray(shapes).astype(np.int16) + chance.normal(0, 5, (3024, 4032, 1)).astype(np.int16)
    image, stream = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)), io.BytesIO()
    exif = image.getexif()
    exif[0x010F] = "A phone"
    image.save(stream, "JPEG", quality=86, exif=exif)
    return stream.getvalue()


@contextmanager
def _site(home: Path) -> Iterator[Server]:
    port, var = free_port(), home / "var"
    environ = {**os.environ, "PERRON_VAR": str(var), "PERRON_BRICKS": "catalogue,reports"}
    environ["PERRON_BASE_URL"] = f"http://127.0.0.1:{port}"
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "bench.reports_site", str(port)]
    try:
        with served(command, port, "/readyz", environ) as server:
            yield server
    finally:
        embedded.stop(var)
