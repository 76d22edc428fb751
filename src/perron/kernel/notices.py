"""Telling people: `tell` puts a notice in the inbox and, as the person wishes, in a letter at once or once a day.

A kind of notice is declared by a brick; its words come from the kind's templates, in the person's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation

from perron.kernel import registry
from perron.kernel.actors import Actor
from perron.kernel.contract import Channel, NoticeKind, Ref
from perron.kernel.errors import NotFound
from perron.kernel.following import (
    follow,
    follow_by_email,
    followers,
    follows,
    subscriptions_of,
    unfollow,
)
from perron.kernel.letters import send_notice
from perron.kernel.models.notice import Manner, Notice, NoticePreference, Subscription
from perron.kernel.page_addresses import to_keep, to_show
from perron.kernel.staff import is_staff

Value = str | int


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: a declared kind, what it is about, its page, the words under which it is said once, its values."""

    kind: NoticeKind
    subject: Ref
    address: str
    once: str
    values: Mapping[str, Value]


def tell(kind: str, *, to: Actor, subject: Ref, address: str, once: str = "", **values: Value) -> None:
    """Tell a person something. `kind` is declared by a brick (KeyError otherwise), `address` is the page it is about
    in any language: the reader gets it in hers.

    With `once`, the same kind with the same words is said to this person a single time, however often it is called.
    """
    declared = registry.notice_kind(kind)
    message = Message(declared, subject, to_keep(address), once, values)
    _say(message, Notice(actor=to, language=to.language or "en", manner=manner_for(to, declared)))


def tell_followers(
    topics: Iterable[str], kind: str, *, subject: Ref, address: str, once: str = "", **values: Value
) -> int:
    """Tell everyone who follows one of these topics, each once; says how many."""
    told: set[int | str] = set()
    for found in followers(*topics):
        if (reader := found.actor_id or found.email) not in told:
            told.add(reader)
            tell_follower(found, kind, subject=subject, address=address, once=once, **values)
    return len(told)


def tell_follower(to: Subscription, kind: str, *, subject: Ref, address: str, once: str = "", **values: Value) -> None:
    """Tell one follower, in the manner she chose for what she follows."""
    declared = registry.notice_kind(kind)
    off = to.actor is not None and manner_for(to.actor, declared) == Manner.OFF
    manner = Manner.OFF if off else Manner(to.manner)
    language = (to.actor.language if to.actor else to.language) or "en"
    message = Message(declared, subject, to_keep(address), once, values)
    _say(message, Notice(actor=to.actor, subscription=to, language=language, manner=manner))


def manner_for(actor: Actor, kind: NoticeKind) -> Manner:
    """How this person is told about this kind: her choice where she has one, else at once."""
    chosen = NoticePreference.objects.filter(actor=actor, kind=kind.name).first() if kind.refusable else None
    manner = Manner(chosen.manner) if chosen else Manner.AT_ONCE
    return manner if Channel.EMAIL in kind.channels or manner == Manner.OFF else Manner.INBOX


def preferences_of(actor: Actor) -> list[tuple[NoticeKind, Manner]]:
    """Each kind that can be chosen about and may ever reach this person, with her choice."""
    staff = is_staff(actor)
    kinds = (kind for kind in registry.notice_kinds().values() if kind.refusable and (staff or not kind.for_staff))
    return [(kind, manner_for(actor, kind)) for kind in kinds]


def prefer(actor: Actor, kind: str, manner: str) -> None:
    """Choose how to be told about a kind. Raises NotFound for a kind one cannot choose about, or no such manner."""
    declared = registry.notice_kinds().get(kind)
    if declared is None or not declared.refusable or manner not in Manner.values:
        raise NotFound
    NoticePreference.objects.update_or_create(actor=actor, kind=kind, defaults={"manner": manner})


def inbox(actor: Actor, *, before: int | None = None, limit: int = 50) -> list[Notice]:
    """The newest notices of a person, at most `limit`; `before` is the number of the last one already seen."""
    found = Notice.objects.filter(actor=actor).order_by("-pk")
    return list((found.filter(pk__lt=before) if before else found)[:limit])


def unread(actor: Actor) -> int:
    """How many notices this person has not read."""
    return Notice.objects.filter(actor=actor, read_at=None).count()


def notice_of(actor: Actor, notice: int) -> Notice:
    """One notice of this person. Raises NotFound."""
    found = Notice.objects.filter(actor=actor, pk=notice).first()
    if found is None:
        raise NotFound
    return found


def mark(actor: Actor, notices: Iterable[int] | None, *, read_at: datetime | None) -> int:
    """Mark notices of this person (all with None) as read, or as unread without a time; says how many changed."""
    found = Notice.objects.filter(actor=actor, read_at__isnull=read_at is not None)
    return (found if notices is None else found.filter(pk__in=list(notices))).update(read_at=read_at)


def _say(message: Message, notice: Notice) -> None:
    """Keep the notice and queue its letter; nothing happens when its reader wants none or was told already."""
    if notice.manner == Manner.OFF or _said(message, notice):
        return
    words = words_of(message.kind, notice.language, address=to_show(message.address, notice.language), **message.values)
    notice.title, notice.body, notice.html = words[0][:300], words[1], words[2]
    notice.kind, notice.subject = message.kind.name, str(message.subject)
    notice.address, notice.once, notice.told_at = message.address, message.once, timezone.now()
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
            if notice.manner == Manner.AT_ONCE:
                send_notice.later(notice=notice.pk)
    except IntegrityError:
        # Two at the same moment with the same `once`: the other one said it. Anything else is loud.
        if not _said(message, notice):
            raise


def _said(message: Message, notice: Notice) -> bool:
    if not message.once:
        return False
    said = Notice.objects.filter(kind=message.kind.name, once=message.once, actor=notice.actor)
    return (said if notice.actor else said.filter(subscription=notice.subscription)).exists()


def words_of(kind: NoticeKind, language: str, **values: Value) -> tuple[str, str, str]:
    """Title, plain text and HTML (empty without a template) of a notice in one language."""
    with translation.override(language):
        title = " ".join(_render(f"{kind.template}/subject.txt", values).split())
        body = _render(f"{kind.template}/body.txt", values).strip()
        try:
            html = _render(f"{kind.template}/body.html", values, escape=True).strip()
        except TemplateDoesNotExist as missing:
            if missing.args[0] != f"{kind.template}/body.html":
                raise
            html = ""
    return title, body, html


def _render(template: str, values: Mapping[str, Value], *, escape: bool = False) -> str:
    """Plain text is not escaped as HTML is."""
    found = get_template(template).template  # type: ignore[attr-defined]  # Django's own engine
    return str(found.render(Context(dict(values), autoescape=escape)))


__all__ = [
    "Manner",
    "Notice",
    "NoticePreference",
    "Subscription",
    "follow",
    "follow_by_email",
    "followers",
    "follows",
    "inbox",
    "manner_for",
    "mark",
    "notice_of",
    "prefer",
    "preferences_of",
    "subscriptions_of",
    "tell",
    "tell_followers",
    "unfollow",
    "unread",
]
