"""XML before it is parsed: a document type declaration, the door of entity attacks, is refused wherever it stands."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from perron.bricks.catalogue.adapters.reading.refusals import UnsafeXml

CHUNK: Final = 65_536
PARSED: Final = ("xl/", "content.xml", "styles.xml", "[Content_Types].xml", "_rels/")


def refuse_declarations(path: Path) -> None:
    """Raises UnsafeXml when an XML file declares a document type."""
    with path.open("rb") as file:
        _read_prologue(file)


def refuse_declarations_inside(path: Path) -> None:
    """The same for the XML that a workbook is made of. Members that cannot be unpacked are left to its reader."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.filename.startswith(PARSED) and info.filename.endswith((".xml", ".rels")):
                with archive.open(info) as member:
                    _read_prologue(member)


def _read_prologue(source: IO[bytes]) -> None:
    """Read up to the root element, after which nothing can be declared any more. What is not well formed is left to
    the reader, who stops there too.
    """
    found = _Prologue()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = found.declares
    parser.StartElementHandler = found.ends
    try:
        while not found.is_over and (chunk := source.read(CHUNK)):
            parser.Parse(chunk)
    except expat.ExpatError:
        return


class _Prologue:
    """What stands before the root element."""

    is_over = False

    def declares(self, *_declaration: object) -> None:
        """A document type."""
        raise UnsafeXml

    def ends(self, *_element: object) -> None:
        """The root element begins."""
        self.is_over = True
