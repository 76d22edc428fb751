"""What people follow: a thing, a place or a search; with an account, or with an e-mail address they confirmed.

A topic is a string: `thing:<ref>`, `place:<nis>`, `search:<canonical query>`; or `list:<brick>?<canonical query>`, a
question to a brick's own list, of which the brick itself tells what is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron.kernel import bounces, letters
from perron.kernel.actors import Actor
from perron.kernel.errors import NotFound, Refused
from perron.kernel.languages import current_language
from perron.kernel.models.notice import Manner, NoticePreference, Subscription
from perron.kernel.page_addresses import to_keep
from perron.kernel.places import ancestors
from perron.kernel.tasks import task

CONFIRMED_WITHIN: Final = timedelta(days=14)
KINDS = ("thing", "place", "search", "list")
SHORT: Final = 80  # characters
ADDRESSES: Final = re.compile(r"\S*(?:://|@|www\.)\S*|[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}\S*|(?:\+|\b0)\d[\d ./-]{6,}\d")


class NothingToFollow(Refused):
    """The topic is not one that can be followed."""

    code = "nothing_to_follow"
    status = 400
    sentence = gettext_lazy("This cannot be followed.")


def follow(
    actor: Actor, topic: str, *, title: str = "", address: str = "", manner: str = Manner.AT_ONCE
) -> Subscription:
    """Follow a topic from now on; following twice changes only how. Raises NothingToFollow."""
    _check(topic)
    facts = {
        "title": title.replace("\x00", "")[:300],
        "address": to_keep(address.replace("\x00", ""))[:1000],
        "manner": manner,
    }
    return Subscription.objects.update_or_create(actor=actor, topic=topic, email="", defaults=facts)[0]


def unfollow(actor: Actor, topic: str) -> None:
    """Stop following; nothing happens when it was not followed."""
    Subscription.objects.filter(actor=actor, topic=topic).delete()


def follows(actor: Actor | None, topic: str) -> bool:
    """Whether this person follows the topic."""
    return actor is not None and Subscription.objects.filter(actor=actor, topic=topic).exists()


def subscriptions_of(actor: Actor) -> list[Subscription]:
    """All that a person follows, the newest first."""
    return list(Subscription.objects.filter(actor=actor).order_by("-since"))


def followers(*topics: str) -> list[Subscription]:
    """Who is to be told about these topics, found at once. A place also concerns those who follow what it lies in."""
    names = set(topics)
    for topic in topics:
        kind, _colon, name = topic.partition(":")
        if kind == "place":
            names |= {f"place:{above}" for above in ancestors(name)}
    found = Subscription.objects.filter(topic__in=names).exclude(manner=Manner.OFF)
    return list(found.exclude(actor=None, confirmed_at=None).select_related("actor").order_by("pk"))


@transaction.atomic
def follow_by_email(email: str, topic: str, *, title: str = "", address: str = "") -> None:
    """Ask the owner of an address whether she wants to follow: nothing else is sent until she confirms.

    Says nothing about whether the address was known. Raises NothingToFollow, ValidationError for what is no address.
    """
    _check(topic)
    email = email.strip().lower()
    validate_email(email)
    facts = {
        "title": title.replace("\x00", "")[:300],
        "address": to_keep(address.replace("\x00", ""))[:1000],
        "language": current_language(),
    }
    found, _made = Subscription.objects.get_or_create(email=email, topic=topic, actor=None, defaults=facts)
    if bounces.has_stopped(email):
        bounces.resume(email)
        found.confirmed_at = None
    if not found.confirmed_at:
        found.since = timezone.now()
        found.save(update_fields=["confirmed_at", "since"])
        ask_to_confirm.later(subscription=found.pk)


@task(name="kernel.ask_to_confirm", once="confirm:{subscription}")
def ask_to_confirm(*, subscription: int) -> None:
    """Send the letter with the link that confirms."""
    found = Subscription.objects.filter(pk=subscription, confirmed_at=None).first()
    if found is None:
        return
    with translation.override(found.language or "en"):
        link = letters.absolute(reverse("confirm_following", args=[letters.sign("confirm", found.pk)]))
        title = _("Do you want to follow “%(title)s”?") % {"title": harmless(found.title or found.topic)}
        words = _(
            "Somebody, probably you, asked us to write to this address when there is news. To confirm, open: %(link)s"
        )
        until = _("The link works for %(days)s days.") % {"days": CONFIRMED_WITHIN.days}
        after = _("If it was not you, do nothing: we will not write again.")
        intro = f"{words % {'link': link}}\n\n{until} {after}"
        letters.send_letter(found.email, f"confirm-{found.pk}", title, letters.letter_pages([], title, "", intro))


def follow_as_asked(email: str, topic: str, *, language: str, title: str, address: str, at: datetime) -> Subscription:
    """Follow by an address whose owner gave it for just this, in what she sent us: nobody asks her to confirm.

    Each letter lets her stop. Once more changes nothing. Raises NothingToFollow.
    """
    _check(topic)
    facts = {
        "language": language,
        "title": title.replace("\x00", "")[:300],
        "address": to_keep(address)[:1000],
        "confirmed_at": at,
        "seen_at": at,
    }
    return Subscription.objects.get_or_create(email=email.strip().lower(), topic=topic, defaults=facts)[0]


def subscription_of(email: str, topic: str) -> Subscription | None:
    """What this address follows as that topic; None when it does not, or no more."""
    return Subscription.objects.filter(email=email.strip().lower(), topic=topic, actor=None).first()


def forget_topics(topics: Iterable[str]) -> int:
    """Nobody follows these any more; says how many did."""
    return Subscription.objects.filter(topic__in=list(topics)).delete()[1].get("kernel.Subscription", 0)


def harmless(words: str) -> str:
    """Words that a stranger chose, for a letter to somebody who asked for none: short, on one line, without addresses,
    so that nobody can have us send advertisements or traps.
    """
    return " ".join(ADDRESSES.sub("…", words).split())[:SHORT]


def to_confirm(token: str) -> Subscription:
    """The subscription that a confirmation link is about. Raises NotFound, LinkExpired (also when it was stopped)."""
    purpose, about = letters.unsign(token, within=CONFIRMED_WITHIN)
    if purpose != "confirm":
        raise NotFound
    found = Subscription.objects.filter(pk=about).first()
    if found is None:
        raise letters.LinkExpired(days=CONFIRMED_WITHIN.days)
    return found


def confirm(token: str, *, at: datetime) -> Subscription:
    """The owner of the address confirms; doing so twice changes nothing. Raises as `to_confirm`."""
    found = to_confirm(token)
    if not found.confirmed_at:
        found.confirmed_at = found.seen_at = at
        found.save(update_fields=["confirmed_at", "seen_at"])
    return found


@transaction.atomic
def unsubscribe(token: str) -> None:
    """Stop what a letter's one-click address is about; doing so twice is fine. Raises NotFound for a foreign token."""
    purpose, about = letters.unsign(token)
    if purpose == "subscription":
        Subscription.objects.filter(pk=about).delete()
    elif purpose == "kind":
        actor, _colon, kind = str(about).partition(":")
        _be_told(int(actor), kind, Manner.INBOX)
    elif purpose == "digest":
        Subscription.objects.filter(actor=int(about), manner=Manner.DAILY).update(manner=Manner.INBOX)
        NoticePreference.objects.filter(actor=int(about), manner=Manner.DAILY).update(manner=Manner.INBOX)
    else:
        raise NotFound


def check_token(token: str) -> None:
    """Raises NotFound for a token that stops nothing."""
    if letters.unsign(token)[0] not in {"subscription", "kind", "digest"}:
        raise NotFound


def _be_told(actor: int, kind: str, manner: str) -> None:
    NoticePreference.objects.update_or_create(actor_id=actor, kind=kind, defaults={"manner": manner})


def _check(topic: str) -> None:
    kind, colon, name = topic.partition(":")
    if kind not in KINDS or not colon or not name or len(topic) > 500 or "\x00" in topic:
        raise NothingToFollow
