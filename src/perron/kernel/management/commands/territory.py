"""`perron territory`: load boundaries from a file, show a place or how much is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from perron.kernel import places
from perron.kernel.errors import Refused
from perron.kernel.languages import LANGUAGES

Options = dict[str, Any]  # argparse's values


class Command(BaseCommand):
    """One word more says what to do; each has its own help."""

    help = "The territory: load boundaries, show a place."

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        load = words.add_parser("load", help="replace the boundaries by those of a GeoJSON file of communes")
        load.add_argument("file", type=Path, help="GeoJSON in longitude and latitude, with an NIS code per commune")
        load.add_argument("--source", default="", help="who made it, shown beside the map (default: the file's name)")
        load.add_argument("--licence", default="CC-BY-4.0", help="its licence (default: %(default)s)")
        show = words.add_parser("show", help="what is known of a place, or of all")
        show.add_argument("nis", nargs="?", default="", help="an NIS code, a name or a postal code")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = _load(options) if options["word"] == "load" else _show(options)
            self.stdout.write("\n".join(lines))
        except Refused as refused:
            raise CommandError(f"{refused} {refused.what_to_do()}".strip()) from refused
        except OSError as unreadable:
            raise CommandError(f"{options['file']} cannot be read: {unreadable.strerror}.") from unreadable


def _load(options: Options) -> Iterator[str]:
    places.load_facts()
    report = places.load_boundaries(options["file"], source=options["source"], licence=options["licence"])
    yield f"{len(report.loaded)} communes have their boundary now (version {report.version})."
    notes = {
        "mended": (report.mended, "had a broken outline, which was mended"),
        "followed": (report.followed, "are codes of before a merger, joined into their successor"),
        "unknown": (report.unknown, "are no codes of communes, and were left out"),
        "empty": (report.empty, "have no usable outline, and were left out"),
        "missing": (report.missing, "communes are not in the file: points there belong to no place"),
    }
    for codes, line in notes.values():
        if codes:
            yield f"{len(codes)} {line}: {', '.join(codes[:20])}{' …' if len(codes) > 20 else ''}"


def _show(options: Options) -> Iterator[str]:
    if not options["nis"]:
        yield from _all()
        return
    found = places.find_places(options["nis"], limit=1)
    if not found:
        raise places.UnknownPlace(nis=options["nis"])
    asked = options["nis"] if places.current(options["nis"]) else found[0].nis
    yield from _one(places.place(asked))


def _all() -> Iterator[str]:
    in_use = places.current_set()
    yield f"{len(places.communes())} communes today."
    yield (
        f"Boundaries: version {in_use.pk}, {in_use.source}, {in_use.licence}, loaded {in_use.loaded_at:%Y-%m-%d}."
        if in_use
        else "Boundaries: approximate, guessed from the centres. Load real ones: perron territory load FILE"
    )


def _one(here: places.Place) -> Iterator[str]:
    yield f"{here.nis}  {' / '.join(dict.fromkeys(here.names[tag] for tag in LANGUAGES if tag in here.names))}"
    yield f"  {here.get_kind_display()}, since {here.valid_from}" + (
        f", until {here.valid_until}" if here.valid_until else ""
    )
    if not here.is_current:
        yield f"  today     {_named(places.current(here.nis))}"
    if earlier := places.former(here.nis):
        yield f"  formerly  {_named(earlier)}"
    yield f"  within    {_named(places.ancestors(here.nis))}"
    yield f"  services  {', '.join(here.languages)}" + (
        f"; with facilities in {', '.join(here.facilities)}" if here.facilities else ""
    )
    if codes := places.postal_codes_of().get(here.nis):
        yield f"  postal    {', '.join(codes)}"


def _named(codes: tuple[str, ...]) -> str:
    return ", ".join(f"{place.name} ({place.nis})" for place in places.places(codes))
