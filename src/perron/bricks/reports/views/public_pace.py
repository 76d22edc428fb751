"""How often strangers may send: a few reports an hour as they are, more after some work of their computer."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import Final

from django.core.cache import caches
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.rules import work
from perron.kernel.errors import TooMany
from perron.kernel.web.pace import is_within_pace, keep_pace
from perron.kernel.web.requests import Request

EASILY: Final = 5  # reports an hour that need no work
AT_MOST: Final = 60  # an hour; an office or a school shares one address
LETTERS: Final = 10  # receipts that strangers may have sent to one address within an hour
HOUR: Final = timedelta(hours=1)
GOOD_FOR: Final = timedelta(minutes=15)
SIGNER: Final = TimestampSigner(salt="perron.reports.work", sep=".")


class WaitOrWork(TooMany):
    """Many reports came from this connection, and this one brings no proof of work."""

    code = "wait_or_work"
    sentence = _("Many reports came from your connection within an hour.")
    way_out = _("Nothing was lost. Sign in, switch on JavaScript, or send it again in an hour.")


def challenge_for(request: Request) -> dict[str, object] | None:
    """The work for this visitor, or None when she needs none yet. Told to her browser, which does it by itself."""
    if request.actor is not None or not _has_sent_many(request):
        return None
    return {"challenge": SIGNER.sign(token_urlsafe(12)), "bits": work.BITS}


def keep_sending_pace(request: Request, proof: str, email: str) -> None:
    """Count one report of this visitor, and one letter to the address she gave. Raises WaitOrWork, TooMany."""
    if request.actor is None and not _is_proof(proof):
        if _has_sent_many(request):
            raise WaitOrWork
        keep_pace(request, "reports.send_easily", times=EASILY, within=HOUR)
    about = "" if request.actor else email.strip().lower()
    keep_pace(request, "reports.send_report", times=AT_MOST, within=HOUR, about=about, times_about=LETTERS)


def _has_sent_many(request: Request) -> bool:
    return not is_within_pace(request, "reports.send_easily", times=EASILY, within=HOUR)


def _is_proof(proof: str) -> bool:
    """Whether it is the answer to a challenge of ours, of the last minutes, that was not used before."""
    challenge, _colon, answer = proof.rpartition(":")
    try:
        SIGNER.unsign(challenge, max_age=GOOD_FOR)
    except BadSignature:
        return False
    if not work.is_done(challenge, answer):
        return False
    return bool(caches["shared"].add(f"reports:work:{challenge}", 1, int(GOOD_FOR.total_seconds())))
