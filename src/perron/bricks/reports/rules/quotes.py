"""What somebody wrote in an answer, without the letter that she answered and without her signature.

Mail programs quote in their user's language; the words below are those of the usual ones in fr, nl, de and en.
"""

from __future__ import annotations

import re
from typing import Final

# "Le 4 mai 2026 à 10:00, X <x@example.org> a écrit :", on up to three lines.
_INTRODUCTION: Final = re.compile(
    r"^[>\s]*(?:On|Le|Op|Am|El)\b[^\n]{0,200}(?:\n[^\n]{0,200}){0,2}?"
    r"(?:wrote|a écrit|schreef|geschreven|schrieb|geschrieben)\b[^\n:]{0,200}[:：][ \t]*$",
    re.MULTILINE,
)
_LINE: Final = re.compile(
    r"^[>\s]*-{2,}\s*(?:Original Message|Forwarded message|Message d['’]origine|Message transféré|"
    r"Oorspronkelijk bericht|Doorgestuurd bericht|Ursprüngliche Nachricht|Weitergeleitete Nachricht)\s*-{2,}\s*$",
    re.MULTILINE | re.IGNORECASE,
)
# The head of the letter as Outlook repeats it: a sender, and a date within the next two lines.
_HEAD: Final = re.compile(
    r"^[ \t]*\*?(?:From|De|Van|Von)\s?:\*?[^\n]*\n(?:[^\n]*\n){0,2}?"
    r"[ \t]*\*?(?:Sent|Date|Envoyé|Verzonden|Datum|Gesendet)\s?:",
    re.MULTILINE,
)
_SIGNATURE: Final = re.compile(r"^(?:-- ?|__+)$", re.MULTILINE)
_DEVICE: Final = re.compile(
    r"^(?:Sent from (?:my|Outlook|Mail)|Get Outlook for|Envoyé (?:de|depuis) (?:mon|ma|Outlook)|Obtenir Outlook|"
    r"Télécharger Outlook|Verstuurd (?:vanaf|met) mijn|Verzonden (?:vanaf|vanuit|met) |Outlook voor |Download Outlook|"
    r"Von mein\w+ .{1,40} gesendet|Gesendet (?:von|mit) |Outlook für )[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"^[ \t]*(?:(?:bien |très )?cordialement|(?:mes |nos )?(?:sincères )?salutations(?: distinguées)?|bien à vous|"
    r"(?:met )?vriendelijke groet(?:en|jes)?|(?:veel )?groet(?:en|jes)|hoogachtend|mvg|"
    r"(?:mit )?(?:freundlichen|besten|vielen|herzlichen) gr(?:ü|ue)(?:ß|ss)en?|"
    r"(?:viele|beste|liebe) gr(?:ü|ue)(?:ß|ss)e|mfg|"
    r"(?:kind |best |warm )?regards|(?:yours )?sincerely|best wishes)[ \t]*[,.!]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


def own_words(text: str) -> str:
    """What she wrote herself; words written below or between the quoted lines are found too."""
    plain = text.replace("\r\n", "\n").replace("\xa0", " ")
    above = _above(plain)
    if above:
        return above
    lines = [line for line in _INTRODUCTION.sub("", plain).split("\n") if not line.lstrip().startswith(">")]
    return _without_signature("\n".join(lines)).strip()


def _above(plain: str) -> str:
    """What stands before the quoted letter."""
    starts = [found.start() for pattern in (_INTRODUCTION, _LINE, _HEAD) if (found := pattern.search(plain))]
    above = plain[: min(starts)] if starts else plain
    lines = [line for line in above.split("\n") if not line.startswith(">")]
    return _without_signature("\n".join(lines)).strip()


def _without_signature(words: str) -> str:
    """Cut where a signature begins; a closing line only when something stands before it."""
    starts = [found.start() for pattern in (_SIGNATURE, _DEVICE) if (found := pattern.search(words))]
    if (closing := _CLOSING.search(words)) and words[: closing.start()].strip():
        starts.append(closing.start())
    return words[: min(starts)] if starts else words
