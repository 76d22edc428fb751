"""Why a file could not be fetched or read, as a sentence with a way out: from the code and facts that were kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from perron.bricks.catalogue.adapters.reading import refusals as _reading  # so that its refusals are known here
from perron.kernel.errors import Refused, Unavailable

OUR_OWN: Final = ("disk", "file store")


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, and what to do."""

    sentence: str
    way_out: str


def failure(code: str, facts: Mapping[str, object]) -> Failure:
    """The words for a failure that was kept. Codes that we do not know any more get a general sentence."""
    if code == Unavailable.code:
        return _of_others(str(facts.get("system", "")), str(facts.get("reason", "")))
    if code == "reading_kept_failing":
        return Failure(
            _("The program that reads this file stopped several times."),
            _("Save the file in a simpler format, such as CSV, and send it again."),
        )
    known = next((kind for kind in _refusals(Refused) if kind.code == code), _reading.ReadingFailed)
    refused = known(**facts)
    return Failure(str(refused), refused.what_to_do())


def _of_others(system: str, reason: str) -> Failure:
    """What went wrong at a system that is not the file's: the address it was fetched from, or our own store."""
    if system in OUR_OWN:
        return Failure(
            _("Something on our side failed while this file was read: it is not the file's fault."),
            _("Try again later. The file is kept."),
        )
    if answered := re.fullmatch(r"answered (\d{3})", reason):
        sentence = _("The address answers with the error %(status)s instead of a file.") % {"status": answered[1]}
    elif reason == "did not answer in time":
        sentence = _("The address did not answer in time.")
    elif reason == "has no address":
        sentence = _("There is no website of this name.")
    elif "SSL" in reason:
        sentence = _("The certificate of this website is not right, so we did not trust what it sends.")
    else:
        sentence = _("The address did not answer as it should.")
    return Failure(sentence, _("Open it in your browser to see whether it works, then try again."))


def _refusals(kind: type[Refused]) -> Iterator[type[Refused]]:
    for below in kind.__subclasses__():
        yield below
        yield from _refusals(below)
