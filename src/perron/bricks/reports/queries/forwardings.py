"""Reports in the hands of contractors: the link of each, which can be made again but is nowhere kept."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.crypto import salted_hmac

from perron.bricks.reports.models import Forwarding, Photo, Report, Update
from perron.bricks.reports.rules.states import is_open
from perron.bricks.reports.rules.story import StepKind
from perron.kernel.errors import NotFound

__all__ = ["Forwarding"]

RUNNING = frozenset({"sent", "accepted", "done"})


def secret_for(code: str, email: str, sent_at: datetime) -> str:
    """The secret of a link: from what was forwarded to whom and when, under the key of this installation."""
    return salted_hmac("perron.reports.work", f"{code}|{email}|{sent_at.isoformat()}").hexdigest()[:40]


def hash_of(secret: str) -> str:
    """What is kept of it."""
    return sha256(secret.encode()).hexdigest()


def work_page(forwarding: Forwarding) -> str:
    """The contractor's page, in the active language; whoever has this address is taken for her."""
    secret = secret_for(forwarding.report.code, forwarding.to_email, forwarding.sent_at)
    return reverse("reports:work", args=[secret])


def forwarding_by_secret(secret: str) -> Forwarding:
    """Whose link it is, also when it is over. Raises NotFound."""
    found = Forwarding.objects.filter(secret_hash=hash_of(secret)).select_related("report__authority", "authority")
    forwarding = found.first()
    if forwarding is None:
        raise NotFound
    return forwarding


def forwarding_of(report: Report, pk: int) -> Forwarding:
    """One forwarding of a report. Raises NotFound."""
    found = Forwarding.objects.filter(report=report, pk=pk).select_related("report", "authority").first()
    if found is None:
        raise NotFound
    return found


def is_over(forwarding: Forwarding, report: Report, at: datetime) -> bool:
    """Whether the link shows the work no more: ended, declined, out of its term, or the report left or is closed."""
    has_left = report.authority_id != forwarding.authority_id or not is_open(report.state)
    return forwarding.state not in RUNNING or forwarding.expires_at <= at or has_left


def done_by_contractor(report: Report) -> Forwarding | None:
    """The forwarding whose contractor said that it is done, while nobody has confirmed it."""
    return Forwarding.objects.filter(report=report, state="done").order_by("-answered_at").first()


def words_of_contractor(report: Report) -> Update | None:
    """What the contractor said last of what was done."""
    return Update.objects.filter(report=report, kind=StepKind.CONTRACTOR).order_by("-at", "-pk").first()


def photos_for_work(report: Report) -> list[Photo]:
    """The photos that a contractor sees: all that moderators did not hide, covered as for strangers."""
    found = Photo.objects.filter(report=report, hidden_reason="").select_related("shown")
    return list(found.order_by("added_at", "pk"))


def last_of(report: Report) -> Forwarding | None:
    """The newest forwarding of a report, with who sent it."""
    return Forwarding.objects.filter(report=report).select_related("sent_by").order_by("-sent_at").first()
