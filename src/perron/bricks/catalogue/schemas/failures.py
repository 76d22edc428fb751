"""Why a file could not be fetched or read, as a sentence with a way out: from the code and facts that were kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from perron.bricks.catalogue.adapters.reading import refusals as _reading  # so that its refusals are known here
from perron.kernel.errors import Refused, Unavailable


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, and what to do."""

    sentence: str
    way_out: str


def failure(code: str, facts: Mapping[str, object]) -> Failure:
    """The words for a failure that was kept. Codes that we do not know any more get a general sentence."""
    if code == Unavailable.code:
        return Failure(
            _("The address did not answer as it should: %(reason)s") % {"reason": facts.get("reason", code)},
            _("Open it in your browser to see whether it works, then try again."),
        )
    if code == "reading_kept_failing":
        return Failure(
            _("The program that reads this file stopped several times."),
            _("Save the file in a simpler format, such as CSV, and send it again."),
        )
    known = next((kind for kind in _refusals(Refused) if kind.code == code), _reading.ReadingFailed)
    refused = known(**facts)
    return Failure(str(refused), refused.what_to_do())


def _refusals(kind: type[Refused]) -> Iterator[type[Refused]]:
    for below in kind.__subclasses__():
        yield below
        yield from _refusals(below)
