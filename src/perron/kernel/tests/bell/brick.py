"""What the bell declares: events, three who hear them (well, after failures, too slowly), notices, a clock."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from perron.kernel.contract import (
    BoundingBox,
    Brick,
    Channel,
    Emits,
    Feature,
    Listens,
    MapLayer,
    NoticeKind,
    Ref,
    Searchable,
    SearchDocument,
    Task,
)
from perron.kernel.languages import Text

HEARD: list[tuple[str, str, int]] = []
FAILURES_LEFT = {"stumbles": 0}
STRUCK: list[str] = []
TOWERS: dict[str, str] = {}


def text(words: str) -> Text:
    return Text(fr=f"{words} (fr)", nl=f"{words} (nl)", de=f"{words} (de)", en=words)


def hears_well(*, tower: str, times: int) -> None:
    _note("hears_well", tower, times)


def stumbles(*, tower: str, times: int) -> None:
    if FAILURES_LEFT["stumbles"]:
        FAILURES_LEFT["stumbles"] -= 1
        raise RuntimeError("stumbled on the stairs")
    _note("stumbles", tower, times)


def is_slow(*, tower: str, times: int) -> None:
    """In a worker: says that it began, then never ends, until a file says that it may."""
    folder = os.environ.get("BELL_FOLDER")
    if folder:
        (Path(folder) / "began").touch()
        while not (Path(folder) / "may-end").exists():
            time.sleep(0.02)
    _note("is_slow", tower, times)


def _note(listener: str, tower: str, times: int) -> None:
    HEARD.append((listener, tower, times))
    if folder := os.environ.get("BELL_FOLDER"):
        with (Path(folder) / "heard").open("a") as log:
            log.write(f"{listener} {tower} {times}\n")


def strike() -> None:
    STRUCK.append("struck")


def towers(box: BoundingBox, limit: int) -> list[Feature]:
    """Ten towers on a line to the east, those inside the box."""
    found = [
        Feature(
            Ref("bell", "tower", str(n)), {"type": "Point", "coordinates": [4.0 + n / 10, 50.5]}, f"Tower {n}", f"/{n}"
        )
        for n in range(10)
        if box.west <= 4.0 + n / 10 <= box.east and box.south <= 50.5 <= box.north
    ]
    return found[:limit]


def tower(identifier: str) -> SearchDocument | None:
    if identifier not in TOWERS:
        return None
    return SearchDocument(Ref("bell", "tower", identifier), {"fr": TOWERS[identifier]}, {}, f"/bell/{identifier}/")


def all_towers() -> Iterator[SearchDocument]:
    yield from filter(None, map(tower, TOWERS))


BRICK = Brick(
    name="bell",
    title=text("Bell"),
    summary=text("Rings."),
    emits=(
        Emits("bell.rung", ("tower", "times"), text("The bell rang")),
        Emits("bell.built", ("tower",), text("A tower was built")),
    ),
    search=(Searchable("bell.tower", text("Towers"), all_towers, tower, {"bell.built": "tower"}),),
    listens=(
        Listens("bell.rung", hears_well),
        Listens("bell.rung", stumbles),
        Listens("bell.rung", is_slow),
    ),
    notices=(
        NoticeKind("bell.rung_for_you", text("The bell rang"), "bell/rung"),
        NoticeKind("bell.to_be_wound", text("A bell is to be wound"), "bell/rung", for_staff=True),
        NoticeKind("bell.summons", text("You are called"), "bell/rung", refusable=False),
        NoticeKind("bell.whisper", text("A whisper"), "bell/rung", channels=(Channel.INBOX,)),
    ),
    layers=(MapLayer("bell.towers", text("Towers"), towers),),
    tasks=(Task("bell.strike", text("Strike the hour"), "0 * * * *", strike),),
)
