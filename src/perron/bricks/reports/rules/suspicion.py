"""What makes a report wait until somebody has looked: signs of advertising, of abuse, of a flood. Never of opinion."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

MOST_LINKS: Final = 1
MOST_ALIKE: Final = 3  # with the same words within a day
MOST_FROM_ONE: Final = 10  # of one sender within an hour
FLAGS: Final = "flags"  # why it is held or hidden when they were
NEVER_PUBLIC: Final = "held"  # why it stays hidden when it was closed while it was held back
MOST_FLAGS: Final = 3  # visitors who say that it should not be public
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|ru|info|biz|top|xyz|shop|online)\b", re.IGNORECASE
)


def reasons_to_hold(
    description: str, *, blocked: Collection[str] = (), alike: int = 0, from_one: int = 0
) -> tuple[str, ...]:
    """The codes of what is suspicious: `links`, `blocked_word`, `alike`, `flood`. Empty: nothing is."""
    found = {
        "links": len(_LINK.findall(description)) > MOST_LINKS,
        "blocked_word": _has_blocked(description, blocked),
        "alike": bool(description.strip()) and alike >= MOST_ALIKE,
        "flood": from_one >= MOST_FROM_ONE,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _has_blocked(description: str, blocked: Collection[str]) -> bool:
    """Whole words only: a name that holds a bad word is not one."""
    words = f" {_plain(description)} "
    return any(f" {_plain(word)} " in words for word in blocked if _plain(word))


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
