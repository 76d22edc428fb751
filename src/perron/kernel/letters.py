"""E-mail about notices: plain text with a simple page beside it, sent by the queue, never twice knowingly.

Addresses in letters hold signed tokens only, no personal data. A server that is down is tried again by the queue; an
address that takes no mail is left alone (`bounces`), and what would have been written stays in the inbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron.kernel import bounces, mailboxes, registry
from perron.kernel.errors import NotFound, Refused
from perron.kernel.models.notice import Manner, Notice, Subscription
from perron.kernel.page_addresses import to_show
from perron.kernel.tasks import task

SIGNER = TimestampSigner(salt="perron.letters", sep=".")
OF_A_LETTER: Final = re.compile(r"<((notice|digest|confirm)-(\d{1,18}))\.[0-9a-f]{16}@[^<>@\s]+>")


class LinkExpired(Refused):
    """The link of a letter was good for so many days, or what it was about was stopped. Fact `days`."""

    code = "link_expired"
    status = 410
    sentence = gettext_lazy("This link is no longer good: it worked for %(days)s days.")
    way_out = gettext_lazy(
        "Go back to the page that you wanted to follow and ask again: we send you a new letter at once."
    )


@task(name="kernel.send_notice")
def send_notice(*, notice: int) -> None:
    """E-mail one notice; nothing happens when it has gone already, or its reader has."""
    with transaction.atomic():
        found = Notice.objects.select_for_update(of=("self",)).filter(pk=notice, mailed_at=None).first()
        if found and (recipient := recipient_of(found)):
            with translation.override(found.language):
                is_sent = send_letter(
                    recipient,
                    f"notice-{found.pk}",
                    found.title,
                    _pages([found]),
                    _way_out(found),
                    mailboxes.answer_address(found.address),
                )
            Notice.objects.filter(pk=found.pk).update(**_outcome(is_sent=is_sent))


@task(name="kernel.send_digest")
def send_digest(*, notices: list[int]) -> None:
    """E-mail several notices of one reader as one letter."""
    with transaction.atomic():
        owed = Notice.objects.select_for_update(of=("self",)).filter(pk__in=notices, mailed_at=None).order_by("told_at")
        found = list(owed)
        if found and (recipient := recipient_of(found[-1])):
            with translation.override(found[-1].language):
                title = _("Your news of today: %(count)s messages") % {"count": len(found)}
                name, way_out = f"digest-{found[0].pk}", _way_out_of_all(found)
                is_sent = send_letter(recipient, name, title, _pages(found), way_out)
            owed.update(**_outcome(is_sent=is_sent))


def send_letter(
    recipient: str, name: str, title: str, pages: tuple[str, str], way_out: str = "", reply_to: str = ""
) -> bool:
    """Hand one letter to the mail server, in the active language: whether it took it. `pages`: plain text and HTML.

    `name` makes the Message-ID: a letter sent twice is recognised by mail programs. `way_out`: one click to stop.
    `reply_to`: where an answer is read. False for an address that takes no mail. Raises OSError or SMTPException, to be
    tried again.
    """
    if bounces.has_stopped(recipient):
        return False
    headers = {"Message-ID": _message_id(name), "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if way_out:
        headers |= {"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    headers["Content-Language"] = translation.get_language() or "en"
    letter = EmailMultiAlternatives(" ".join(title.split()), pages[0], to=[recipient], headers=headers)
    letter.reply_to = [reply_to] if reply_to else []
    letter.attach_alternative(pages[1], "text/html")
    try:
        letter.send()
    except SMTPRecipientsRefused as refused:
        code, reply = next(iter(refused.recipients.values()))
        if not bounces.is_for_good(code, reply.decode(errors="replace")):
            raise
        bounces.note(recipient, at=timezone.now())
        return False
    return True


def receiver_of(message_id: str) -> str:
    """The e-mail address that a letter of ours went to, by its Message-ID; empty when we sent no such letter."""
    named = OF_A_LETTER.fullmatch(message_id)
    if named is None or not constant_time_compare(
        message_id.partition("@")[0], _message_id(named[1]).partition("@")[0]
    ):
        return ""
    if named[2] == "confirm":
        return Subscription.objects.filter(pk=int(named[3])).values_list("email", flat=True).first() or ""
    notice = Notice.objects.select_related("actor", "subscription").filter(pk=int(named[3])).first()
    return recipient_of(notice) if notice else ""


def letter_pages(
    notices: Iterable[Notice], title: str, way_out: str, intro: str = "", *, takes_answers: bool = False
) -> tuple[str, str]:
    """The plain text and the HTML of a letter, in the active language."""
    values = {
        "notices": [{"notice": notice, "address": absolute(to_show(notice.address))} for notice in notices],
        "title": title,
        "intro": intro,
        "way_out": way_out,
        "takes_answers": takes_answers,
        "home": absolute("/"),
        "language": translation.get_language(),
    }
    return render_to_string("kernel/letter.txt", values), render_to_string("kernel/letter.html", values)


def recipient_of(notice: Notice) -> str:
    """The e-mail address of the reader today; empty when there is none any more."""
    if notice.actor:
        return notice.actor.email if notice.actor.is_active else ""
    return notice.subscription.email if notice.subscription and notice.subscription.confirmed_at else ""


def absolute(address: str) -> str:
    """A page's address with the site's name in front."""
    return address if urlsplit(address).scheme else f"{settings.BASE_URL}{address}"


def sign(purpose: str, identifier: int | str) -> str:
    """A token for a letter: it holds numbers and names of kinds only, and is good for this purpose only."""
    return SIGNER.sign_object([purpose, identifier])


def unsign(token: str, *, within: timedelta | None = None) -> tuple[str, int | str]:
    """The purpose and the identifier that a token was made for, not longer ago than `within`.

    Raises NotFound for a token that we did not make, LinkExpired.
    """
    try:
        purpose, identifier = SIGNER.unsign_object(token, max_age=within)
    except SignatureExpired as error:
        raise LinkExpired(days=within.days if within else 0) from error
    except (BadSignature, ValueError) as error:
        raise NotFound from error
    return purpose, identifier


def queue_digests() -> int:
    """Queue one letter per reader who asked for one a day; says how many. Called by the clock."""
    waiting: dict[tuple[int | None, int | None], list[int]] = {}
    owed = Notice.objects.filter(manner=Manner.DAILY, mailed_at=None).order_by("told_at")
    for actor, subscription, pk in owed.values_list("actor", "subscription", "pk"):
        waiting.setdefault((actor, None if actor else subscription), []).append(pk)
    for notices in waiting.values():
        send_digest.later(notices=notices)
    return len(waiting)


def _outcome(*, is_sent: bool) -> dict[str, object]:
    """What a notice keeps of its letter: when it went, or that it is in the inbox only."""
    return {"mailed_at": timezone.now()} if is_sent else {"manner": Manner.INBOX}


def _pages(notices: list[Notice]) -> tuple[str, str]:
    way_out = _way_out(notices[0]) if len(notices) == 1 else _way_out_of_all(notices)
    title = notices[0].title if len(notices) == 1 else _("Your news of today")
    takes_answers = len(notices) == 1 and bool(mailboxes.answer_address(notices[0].address))
    return letter_pages(notices, title, way_out, takes_answers=takes_answers)


def _way_out(notice: Notice) -> str:
    """The address that stops letters like this one; empty for what one may not refuse."""
    if notice.subscription_id:
        return absolute(reverse("unsubscribe", args=[sign("subscription", notice.subscription_id)]))
    kind = registry.notice_kinds().get(notice.kind)
    if notice.actor_id and kind and kind.refusable:
        return absolute(reverse("unsubscribe", args=[sign("kind", f"{notice.actor_id}:{notice.kind}")]))
    return ""


def _way_out_of_all(notices: list[Notice]) -> str:
    if notices[0].actor_id:
        return absolute(reverse("unsubscribe", args=[sign("digest", notices[0].actor_id)]))
    return _way_out(notices[0])


def _message_id(name: str) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{name}.{salted_hmac('perron.letters', name).hexdigest()[:16]}@{domain}>"
