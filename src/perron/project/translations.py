"""The catalogue of words: `compile` makes the .mo files, `update` adds strings to the .po files, `check` tells holes.

In Python alone, so that nobody needs gettext's programs: Django turns a template into something that Babel can read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PERRON = Path(__file__).resolve().parents[1]
TRANSLATED = ("fr", "nl", "de")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def apps() -> list[Path]:
    """The folders that carry their own words: the kernel, the design system, each brick."""
    return [PERRON / "kernel", PERRON / "ui", *sorted(path for path in (PERRON / "bricks").iterdir() if path.is_dir())]


def messages_of(app: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Every marked string of an app: `(id, context)`, the id a pair for plurals."""
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("*.txt")]):
        if {"tests", "migrations", "static", "node_modules"} & set(path.relative_to(app).parts):
            continue
        yield from _messages_in(path)


def _messages_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs Django's settings, `compile` none

    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What Django makes of a template is Python but for its indentation.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    for _line, function, found, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, [], {}):
        given: object = found  # one string or several: Babel's own types say otherwise
        words = [word for word in (given if isinstance(given, tuple) else (given,)) if isinstance(word, str)]
        context = words.pop(0) if function and "pgettext" in function and words else None
        if words and words[0]:
            is_plural = function in {"ngettext", "ngettext_lazy", "npgettext"}
            yield ((words[0], words[1]) if is_plural else words[0]), context


def catalogue_path(app: Path, language: str) -> Path:
    """Where an app's words in a language are."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read(app: Path, language: str) -> Catalog:
    """An app's words in a language; an empty catalogue when there are none yet."""
    path = catalogue_path(app, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update() -> None:
    """Add the strings that are missing, drop those that nobody says any more."""
    for app in apps():
        wanted = list(dict.fromkeys(messages_of(app)))
        for language in TRANSLATED if wanted else ():
            old, new = read(app, language), Catalog(locale=language, charset="utf-8")
            for id_, context in wanted:
                known = old.get(id_, context)
                new.add(id_, known.string if known else None, context=context)
            path = catalogue_path(app, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                write_po(stream, new, width=0, omit_header=False, sort_output=True, no_location=True)


def holes() -> list[str]:
    """Each string that lacks a translation, or whose places differ from the original's."""
    found = []
    for app in apps():
        wanted = list(dict.fromkeys(messages_of(app)))
        for language in TRANSLATED if wanted else ():
            catalogue = read(app, language)
            for id_, context in wanted:
                message = catalogue.get(id_, context)
                if message is None or message.fuzzy or not _is_whole(message.string):
                    found.append(f"{app.name}: {language}: missing: {id_!r}")
                elif errors := list(message.check(catalogue)):
                    found.append(f"{app.name}: {language}: {errors[0]}: {id_!r}")
    return found


def _is_whole(words: object) -> bool:
    """Whether there is a translation, with all its plurals."""
    return bool(words) and (isinstance(words, str) or (isinstance(words, tuple) and all(words)))


def compile_all() -> None:
    """Write the .mo file beside each .po file."""
    for po in PERRON.rglob("*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=po.parent.parent.name))


def main(what: str) -> int:
    """`compile`, `update` or `check`; the exit code says whether all is well."""
    if what == "compile":
        compile_all()
        return 0
    from django.conf import settings  # noqa: PLC0415 - only extraction needs it

    if not settings.configured:
        settings.configure(USE_I18N=True)
    if what == "update":
        update()
        return 0
    found = holes()
    sys.stdout.write("".join(f"{hole}\n" for hole in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
