"""What events, notices and the search owe: work by the clock, what is held about people and for how long, health."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from perron.kernel import events, following, letters, tasks
from perron.kernel.actors import Actor
from perron.kernel.contract import HealthCheck, PersonalData, Retention, Task, Then
from perron.kernel.languages import Text
from perron.kernel.models.notice import Notice, NoticePreference, RefusedAddress, Subscription
from perron.kernel.models.task import TaskFailure
from perron.kernel.search import index_everything
from perron.kernel.watching import SEARCH_FOUND, watch_searches

NOTICES_KEPT: Final = timedelta(days=2 * 365)
FAILURES_KEPT: Final = timedelta(days=90)
REFUSALS_KEPT: Final = timedelta(days=365)

TOLD: Final = Text(
    fr="Vous prévenir de ce qui vous concerne ou que vous suivez",
    nl="U op de hoogte houden van wat u aanbelangt of wat u volgt",
    de="Sie über das benachrichtigen, was Sie betrifft oder dem Sie folgen",
    en="Tell you what concerns you or what you follow",
)
ASKED_FOR: Final = Text(
    fr="Mission d'intérêt public (RGPD, art. 6.1.e) ; pour ce que vous suivez, votre consentement (art. 6.1.a)",
    nl="Taak van algemeen belang (AVG, art. 6.1.e); voor wat u volgt, uw toestemming (art. 6.1.a)",
    de="Aufgabe im öffentlichen Interesse (DSGVO, Art. 6 Abs. 1 e); bei dem, was Sie abonnieren, Ihre Einwilligung (Art. 6 Abs. 1 a)",  # noqa: E501
    en="Task in the public interest (GDPR, art. 6.1.e); for what you follow, your consent (art. 6.1.a)",
)
NEEDED: Final = Text(
    fr="Limitation de la conservation (RGPD, art. 5.1.e)",
    nl="Opslagbeperking (AVG, art. 5.1.e)",
    de="Speicherbegrenzung (DSGVO, Art. 5 Abs. 1 e)",
    en="Storage limitation (GDPR, art. 5.1.e)",
)


def _notices_of(actor_id: int) -> Iterable[Mapping[str, object]]:
    fields = ("told_at", "kind", "title", "body", "address", "read_at", "mailed_at")
    yield from Notice.objects.filter(actor=actor_id).order_by("pk").values(*fields)


def _subscriptions_of(actor_id: int) -> Iterable[Mapping[str, object]]:
    return _followed_by(actor_id).order_by("pk").values("topic", "title", "manner", "since")


def _preferences_of(actor_id: int) -> Iterable[Mapping[str, object]]:
    return NoticePreference.objects.filter(actor=actor_id).order_by("pk").values("kind", "manner")


def _erase_notices(actor_id: int) -> int:
    return Notice.objects.filter(actor=actor_id).delete()[0]


def _erase_subscriptions(actor_id: int) -> int:
    return _followed_by(actor_id).delete()[0]


def _followed_by(actor_id: int) -> QuerySet[Subscription]:
    """With the account, and without it by the same address."""
    own_address = Actor.objects.filter(pk=actor_id).values("email")
    return Subscription.objects.filter(Q(actor=actor_id) | Q(email__in=own_address))


def _erase_preferences(actor_id: int) -> int:
    return NoticePreference.objects.filter(actor=actor_id).delete()[0]


def _refusals_of(actor_id: int) -> Iterable[Mapping[str, object]]:
    return _refused_address(actor_id).values("email", "times", "refused_at")


def _erase_refusals(actor_id: int) -> int:
    return _refused_address(actor_id).delete()[0]


def _refused_address(actor_id: int) -> QuerySet[RefusedAddress]:
    return RefusedAddress.objects.filter(email__in=Actor.objects.filter(pk=actor_id).values("email"))


def _forget_refusals(before: datetime) -> int:
    return RefusedAddress.objects.filter(refused_at__lt=before).delete()[0]


def _forget_notices(before: datetime) -> int:
    return Notice.objects.filter(told_at__lt=before).delete()[0]


def _forget_unconfirmed(before: datetime) -> int:
    return Subscription.objects.filter(actor=None, confirmed_at=None, since__lt=before).delete()[0]


def _forget_failures(before: datetime) -> int:
    return TaskFailure.objects.filter(failed_at__lt=before).delete()[0]


def _dead_letters() -> str | None:
    count = tasks.count_dead_letters()
    return f"{count} jobs were given up after their retries. See them with `perron tasks`." if count else None


def _late_letters() -> str | None:
    late = Notice.objects.filter(manner="at_once", mailed_at=None, told_at__lt=timezone.now() - timedelta(hours=1))
    waiting = late.exclude(actor__is_active=False).count()
    return f"{waiting} letters have waited for more than an hour. Does the mail server answer?" if waiting else None


def _sweep() -> None:
    events.sweep()


def _digests() -> None:
    letters.queue_digests()


def _index() -> None:
    index_everything.later()


NOTICE_KINDS: Final = (SEARCH_FOUND,)
MESSAGING_PERSONAL_DATA: Final = (
    PersonalData("kernel.Notice", ("actor", "title", "body", "html"), TOLD, ASKED_FOR, _notices_of, _erase_notices),
    PersonalData(
        "kernel.Subscription", ("actor", "email", "topic"), TOLD, ASKED_FOR, _subscriptions_of, _erase_subscriptions
    ),
    PersonalData("kernel.NoticePreference", ("actor",), TOLD, ASKED_FOR, _preferences_of, _erase_preferences),
    PersonalData("kernel.RefusedAddress", ("email",), TOLD, ASKED_FOR, _refusals_of, _erase_refusals),
)
MESSAGING_RETENTION: Final = (
    Retention("kernel.Notice", "told_at", NOTICES_KEPT, NEEDED, Then.DELETE, _forget_notices),
    Retention("kernel.Subscription", "since", following.CONFIRMED_WITHIN, NEEDED, Then.DELETE, _forget_unconfirmed),
    Retention("kernel.RefusedAddress", "refused_at", REFUSALS_KEPT, NEEDED, Then.DELETE, _forget_refusals),
    Retention("kernel.Event", "happened_at", events.EVENT_KEPT, NEEDED, Then.DELETE, events.forget_before),
    Retention("kernel.TaskFailure", "failed_at", FAILURES_KEPT, NEEDED, Then.DELETE, _forget_failures),
)
MESSAGING_CHECKS: Final = (
    HealthCheck(
        "kernel.dead_letters",
        Text(fr="Travaux abandonnés", nl="Opgegeven taken", de="Aufgegebene Aufträge", en="Work that was given up"),
        _dead_letters,
    ),
    HealthCheck(
        "kernel.late_letters",
        Text(fr="Courriels en attente", nl="Wachtende e-mails", de="Wartende E-Mails", en="Letters that wait"),
        _late_letters,
    ),
)
MESSAGING_TASKS: Final = (
    Task(
        "kernel.sweep_events",
        Text(
            fr="Remettre en route les livraisons perdues",
            nl="Verloren leveringen opnieuw starten",
            de="Verlorene Zustellungen neu starten",
            en="Queue lost deliveries again",
        ),
        "*/10 * * * *",
        _sweep,
    ),
    Task(
        "kernel.send_digests",
        Text(
            fr="Envoyer le résumé du jour",
            nl="Het dagoverzicht versturen",
            de="Die Tagesübersicht senden",
            en="Send the letter of the day",
        ),
        "0 5 * * *",
        _digests,
    ),
    Task(
        "kernel.watch_searches",
        Text(
            fr="Prévenir ceux qui suivent une recherche",
            nl="Volgers van een zoekopdracht inlichten",
            de="Abonnenten einer Suche benachrichtigen",
            en="Tell those who follow a search",
        ),
        "*/15 * * * *",
        watch_searches,
    ),
    Task(
        "kernel.index_everything",
        Text(
            fr="Réécrire l'index de recherche",
            nl="De zoekindex herschrijven",
            de="Den Suchindex neu schreiben",
            en="Write the search index anew",
        ),
        "30 2 * * *",
        _index,
    ),
)
