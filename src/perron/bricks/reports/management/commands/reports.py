"""`perron reports`: open an authority's reports, bring handbooks in and out, load roads, areas and equipment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from perron.bricks.reports.actions import handbooks, managed_places
from perron.bricks.reports.queries import letters
from perron.bricks.reports.queries.handbooks import has_live_handbook, live_handbook, working_copy
from perron.bricks.reports.queries.managed_places import sources
from perron.bricks.reports.rules.first_handbook import first_handbook
from perron.bricks.reports.rules.handbook_problems import HandbookWrong
from perron.bricks.reports.rules.importing import NotATree, read_tree
from perron.bricks.reports.rules.managed import KINDS, FieldNames
from perron.kernel.actors import actor_by_email, command_line
from perron.kernel.authorities import authority_by_slug
from perron.kernel.errors import Refused
from perron.kernel.languages import LANGUAGES

Options = dict[str, Any]  # argparse's values


class Command(BaseCommand):
    """One word more says what to do; each has its own help."""

    help = "Reports: open, handbook import and export, roads load, list and remove, letters."

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        opening = words.add_parser("open", help="take reports for an authority, with the first handbook")
        opening.add_argument("authority", help="its slug")
        opening.add_argument("--without-terms", action="store_true", help="promise nothing yet")
        _handbook_arguments(words.add_parser("handbook", help="import or export a handbook"))
        _road_arguments(words.add_parser("roads", help="roads, areas and equipment with their managers"))
        mail = words.add_parser("letters", help="letters that came in and that nobody could read")
        mail.add_argument("--to", type=Path, help="a folder where they are written, each as it came")

    def handle(self, *args: Any, **options: Any) -> None:
        doing = {
            "open": _open,
            "handbook": _import if options.get("act") == "import" else _export,
            "roads": {"load": _load, "list": _list, "remove": _remove}.get(str(options.get("act")), _list),
            "letters": _letters,
        }
        try:
            self.stdout.write("\n".join(doing[options["word"]](options)))
        except Refused as refused:
            raise CommandError(f"{refused} {refused.what_to_do()}".strip()) from refused
        except HandbookWrong as wrong:
            raise CommandError("\n".join(str(problem) for problem in wrong.problems)) from wrong
        except NotATree as wrong:
            raise CommandError("This file is no handbook and no category tree that is known.") from wrong
        except json.JSONDecodeError as wrong:
            raise CommandError(f"{options['file']} is no JSON: {wrong}.") from wrong
        except (OSError, UnicodeDecodeError) as unreadable:
            raise CommandError(f"{options['file']} cannot be read: {unreadable}.") from unreadable


def _handbook_arguments(parser: CommandParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    bring = acts.add_parser("import", help="a handbook or category tree: live when there is none yet, else a draft")
    bring.add_argument("authority", help="its slug")
    bring.add_argument("file", type=Path)
    bring.add_argument("--language", choices=LANGUAGES, default="fr", help="of names in a file that does not say it")
    bring.add_argument("--as", dest="editor", default="", help="e-mail address of the editor whose draft it becomes")
    take = acts.add_parser("export", help="the live handbook as JSON")
    take.add_argument("authority", help="its slug")


def _road_arguments(parser: CommandParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    load = acts.add_parser("load", help="replace all places of a source by those of a GeoJSON file")
    load.add_argument("file", type=Path)
    load.add_argument("--source", default="", help="name of the list (default: the file's name)")
    load.add_argument("--kind", choices=sorted(KINDS), default="road")
    load.add_argument("--id", default="id", help="property with the identifier (default: %(default)s)")
    load.add_argument("--name", default="name", help='property with the name; "name_{}" reads name_fr, name_nl …')
    load.add_argument("--manager-field", default="manager", help="property with the manager (default: %(default)s)")
    load.add_argument("--manager", default="", help="slug of whoever manages all that does not say its manager")
    load.add_argument("--map", action="append", default=[], metavar="VALUE=SLUG", help="what a manager's value means")
    load.add_argument("--only", action="append", default=[], metavar="VALUE", help="load only this manager's places")
    load.add_argument("--crs", default="", help='reference system, if not degrees: "EPSG:31370"')
    acts.add_parser("list", help="what was loaded")
    acts.add_parser("remove", help="forget a source").add_argument("source")


def _open(options: Options) -> Iterator[str]:
    authority = authority_by_slug(options["authority"])
    book = first_handbook(with_terms=not options["without_terms"])
    handbooks.open_reports(actor=command_line(), authority=authority, handbook=book, at=timezone.now())
    yield f"{authority.name} takes reports now, in {len(book.leaf_categories)} categories."


def _import(options: Options) -> Iterator[str]:
    authority = authority_by_slug(options["authority"])
    found = read_tree(json.loads(options["file"].read_text(encoding="utf-8")), options["language"])
    if not has_live_handbook(authority):
        handbooks.open_reports(actor=command_line(), authority=authority, handbook=found, at=timezone.now())
        yield f"{authority.name} takes reports now, in {len(found.leaf_categories)} categories."
        return
    if not options["editor"]:
        raise CommandError("This authority has a handbook already: name the editor whose draft it becomes with --as.")
    handbooks.edit_draft(
        actor=actor_by_email(options["editor"]),
        authority=authority,
        change=lambda _before: found,
        edit_number=working_copy(authority).edit_number,
        at=timezone.now(),
    )
    yield f"{len(found.leaf_categories)} categories are in the draft. An editor tries it and puts it live."


def _export(options: Options) -> Iterator[str]:
    _row, book = live_handbook(authority_by_slug(options["authority"]))
    yield json.dumps(book.write(), ensure_ascii=False, indent=2)


def _load(options: Options) -> Iterator[str]:
    source = options["source"] or options["file"].stem
    loaded = managed_places.load_managed_places(
        actor=command_line(),
        document=_collection(options["file"]),
        source=source,
        kind=options["kind"],
        fields=_fields(options),
        at=timezone.now(),
        manager=authority_by_slug(options["manager"]) if options["manager"] else None,
    )
    yield f"{loaded.places} places of “{source}” are loaded; {loaded.managed_here} have their manager on this site."
    if loaded.unknown_managers:
        yield f"Managers that are not on this site: {', '.join(loaded.unknown_managers[:20])}"
    if loaded.left_out:
        yield f"{len(loaded.left_out)} were left out (number: why): {'; '.join(loaded.left_out[:10])}"


def _collection(file: Path) -> dict[str, object]:
    document = json.loads(file.read_text(encoding="utf-8"))
    return document if isinstance(document, dict) else {}


def _fields(options: Options) -> FieldNames:
    pairs = [pair.partition("=") for pair in options["map"]]
    return FieldNames(
        identifier=options["id"],
        name=options["name"],
        manager=options["manager_field"],
        managers={value: slug for value, _, slug in pairs if slug},
        only=tuple(options["only"]),
        crs=options["crs"],
    )


def _list(_options: Options) -> Iterator[str]:
    rows = sources()
    for row in rows:
        yield f"{row['source']}  {row['places']} × {row['kind']}, loaded {row['loaded_at']:%Y-%m-%d}"
    if not rows:
        yield "Nothing is loaded: each report goes to the commune, unless a rule says otherwise."


def _letters(options: Options) -> Iterator[str]:
    folder = options["to"]
    found = letters.unreadable()
    for mail in found:
        line = f"{mail.received_at:%Y-%m-%d %H:%M} {mail.message_id}"
        if folder:
            (folder / f"{mail.pk}.eml").write_bytes(letters.raw_of(mail))
        yield f"{line} {mail.pk}.eml" if folder else line
    if not found:
        yield "Every letter could be read."


def _remove(options: Options) -> Iterator[str]:
    removed = managed_places.remove_managed_places(actor=command_line(), source=options["source"])
    yield f"{removed} places of “{options['source']}” were removed."
