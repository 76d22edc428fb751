"""Open311 documents as XML and as JSON, from the same elements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import orjson

# The name of one of several, in XML.
ONE: Final = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "media_urls": "media_url",
    "notes": "note",
}
DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPECIAL: Final = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\r]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


@dataclass(frozen=True, slots=True)
class Document:
    """An answer: the name of the whole, and its elements; `one` names each of several (empty: the whole is one)."""

    root: str
    elements: Sequence[Mapping[str, object]] = field(default_factory=list)
    one: str = ""

    def as_xml(self) -> bytes:
        """As the standard has it: empty elements for what is not known."""
        if self.one:
            inner = "\n".join(f"<{self.one}>{_content(each)}</{self.one}>" for each in self.elements)
            return f"{DECLARATION}<{self.root}>\n{inner}\n</{self.root}>\n".encode()
        return f"{DECLARATION}<{self.root}>{_content(self.elements[0])}</{self.root}>\n".encode()

    def as_json(self) -> bytes:
        """What is not known is left out."""
        told = [_filled(each) for each in self.elements]
        return orjson.dumps(told if self.one else told[0])


def escaped(words: str) -> str:
    """As text inside an element; what XML cannot hold at all is left out."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found.group(), ""), words) if _SPECIAL.search(words) else words


def _content(element: Mapping[str, object]) -> str:
    return "".join(f"<{name}>{_value(name, value)}</{name}>" for name, value in element.items())


def _value(name: str, value: object) -> str:
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return _content(value)
    if isinstance(value, (list, tuple)):
        one = ONE[name]
        return "".join(f"<{one}>{_value(one, each)}</{one}>" for each in value)
    return "" if value is None else str(value)


def _filled(element: Mapping[str, object]) -> dict[str, object]:
    return {name: _plain(value) for name, value in element.items() if value != "" and value is not None}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return _filled(value)
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value
