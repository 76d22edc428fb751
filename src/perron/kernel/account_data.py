"""What accounts hold about people: why, how to hand it over, how to erase it, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from perron.kernel import personal_data
from perron.kernel.actors import Actor, all_actors
from perron.kernel.contract import Emits, PersonalData, Retention, Task, Then
from perron.kernel.languages import Text
from perron.kernel.models.staff import StaffInvitation, StaffRole

IDLE: Final = timedelta(days=3 * 365)
Rows = Iterable[Mapping[str, object]]

CONTRACT: Final = Text(
    fr="Exécution du service demandé par la personne (RGPD, art. 6.1.b)",
    nl="Uitvoering van de dienst die de persoon vraagt (AVG, art. 6.1.b)",
    de="Erbringung der von der Person gewünschten Dienstleistung (DSGVO, Art. 6 Abs. 1 b)",
    en="Performance of the service that the person asked for (GDPR, art. 6.1.b)",
)
PUBLIC_TASK: Final = Text(
    fr="Mission d'intérêt public (RGPD, art. 6.1.e)",
    nl="Taak van algemeen belang (AVG, art. 6.1.e)",
    de="Aufgabe im öffentlichen Interesse (DSGVO, Art. 6 Abs. 1 e)",
    en="Task in the public interest (GDPR, art. 6.1.e)",
)
SIGN_IN: Final = Text(
    fr="Reconnaître la personne et protéger son compte",
    nl="De persoon herkennen en haar account beschermen",
    de="Die Person erkennen und ihr Konto schützen",
    en="Recognise the person and protect the account",
)
STAFF: Final = Text(
    fr="Savoir qui travaille pour quelle autorité",
    nl="Weten wie voor welke overheid werkt",
    de="Wissen, wer für welche Behörde arbeitet",
    en="Know who works for which authority",
)


def _accounts(actor_id: int) -> Rows:
    return Actor.objects.filter(pk=actor_id).values("email", "name", "language", "joined_at", "last_login")


def _erase_account(actor_id: int) -> int:
    """The row stays, without anything that tells who it was, so that acts keep an author."""
    return Actor.objects.filter(pk=actor_id).update(
        email=f"erased-{actor_id}@erased.invalid",
        name="",
        language="",
        password=make_password(None),
        last_login=None,
        is_active=False,
        is_operator=False,
    )


def _addresses(actor_id: int) -> Rows:
    yield from EmailAddress.objects.filter(user_id=actor_id).values("email", "verified")


def _factors(actor_id: int) -> Rows:
    yield from Authenticator.objects.filter(user_id=actor_id).values("type", "created_at", "last_used_at")


def _sessions(actor_id: int) -> Rows:
    yield from UserSession.objects.filter(user_id=actor_id).values("ip", "user_agent", "created_at", "last_seen_at")


def _erase_sessions(actor_id: int) -> int:
    sessions = list(UserSession.objects.filter(user_id=actor_id))
    for session in sessions:
        session.end()
    return len(sessions)


def _roles(actor_id: int) -> Rows:
    return StaffRole.objects.filter(actor_id=actor_id).values("authority__slug", "role", "since")


def _invitations_of(actor_id: int) -> QuerySet[StaffInvitation]:
    return StaffInvitation.objects.filter(email__in=Actor.objects.filter(pk=actor_id).values("email"))


def _invitations(actor_id: int) -> Rows:
    """Those one received, and those one sent (without the addresses of the others)."""
    yield from _invitations_of(actor_id).values("email", "authority__slug", "role", "invited_at")
    sent = StaffInvitation.objects.filter(invited_by_id=actor_id)
    yield from sent.values("authority__slug", "role", "invited_at")


def _erase_invitations(actor_id: int) -> int:
    removed, _by_model = _invitations_of(actor_id).delete()
    return removed + StaffInvitation.objects.filter(invited_by_id=actor_id).update(invited_by=None)


PERSONAL_DATA: Final = (
    PersonalData(
        "kernel.StaffInvitation",
        ("email", "invited_by"),
        STAFF,
        PUBLIC_TASK,
        _invitations,
        _erase_invitations,
    ),
    PersonalData(
        "account.EmailAddress",
        ("email",),
        SIGN_IN,
        CONTRACT,
        _addresses,
        lambda actor_id: EmailAddress.objects.filter(user_id=actor_id).delete()[0],
    ),
    PersonalData(
        "mfa.Authenticator",
        ("data",),
        SIGN_IN,
        CONTRACT,
        _factors,
        lambda actor_id: Authenticator.objects.filter(user_id=actor_id).delete()[0],
    ),
    PersonalData("usersessions.UserSession", ("ip", "user_agent"), SIGN_IN, CONTRACT, _sessions, _erase_sessions),
    PersonalData(
        "kernel.StaffRole",
        ("actor",),
        STAFF,
        PUBLIC_TASK,
        _roles,
        lambda actor_id: StaffRole.objects.filter(actor_id=actor_id).delete()[0],
    ),
    # Last, for the others are found by what is in it.
    PersonalData(
        "kernel.Actor", ("email", "name", "language", "last_login"), SIGN_IN, CONTRACT, _accounts, _erase_account
    ),
)


def _forget_invitations(before: datetime) -> int:
    return StaffInvitation.objects.filter(expires_at__lt=before).delete()[0]


def _erase_idle(before: datetime) -> int:
    """Accounts that nobody entered for years, with everything that any brick holds about their owners."""
    idle = list(all_actors().filter(last_login__lt=before, is_operator=False))
    for actor in idle:
        personal_data.erase_person(actor, timezone.now())
    return len(idle)


def _clear_sessions() -> None:
    call_command("clearsessions")


def _forget_sessions(before: datetime) -> int:
    removed: int = UserSession.objects.filter(created_at__lt=before).delete()[0]
    return removed


def _forget_unproven(before: datetime) -> int:
    """Accounts whose address was never proven, and that nobody ever entered."""
    proven = EmailAddress.objects.filter(verified=True).values("user_id")
    never = Actor.objects.filter(joined_at__lt=before, last_login=None, is_active=True, is_operator=False)
    return never.exclude(pk__in=proven).delete()[0]


RETENTION: Final = (
    Retention(
        "kernel.StaffInvitation", "expires_at", timedelta(days=30), PUBLIC_TASK, Then.DELETE, _forget_invitations
    ),
    Retention("kernel.Actor", "joined_at", timedelta(days=7), CONTRACT, Then.DELETE, _forget_unproven),
    Retention("kernel.Actor", "last_login", IDLE, CONTRACT, Then.ANONYMISE, _erase_idle),
    # These go with the account.
    Retention("account.EmailAddress", "user__last_login", IDLE, CONTRACT, Then.DELETE, _erase_idle),
    Retention("mfa.Authenticator", "user__last_login", IDLE, CONTRACT, Then.DELETE, _erase_idle),
    Retention("kernel.StaffRole", "actor__last_login", IDLE, PUBLIC_TASK, Then.DELETE, _erase_idle),
    # A session cannot last longer than this (SESSION_HOURS).
    Retention("usersessions.UserSession", "created_at", timedelta(days=60), CONTRACT, Then.DELETE, _forget_sessions),
)
EVENTS: Final = (
    Emits(
        "kernel.territory_loaded",
        ("places",),
        Text(fr="Territoire mis à jour", nl="Grondgebied bijgewerkt", de="Gebiet aktualisiert", en="Territory updated"),
    ),
    Emits(
        "kernel.authority_changed",
        ("slug",),
        Text(fr="Autorité modifiée", nl="Overheid gewijzigd", de="Behörde geändert", en="Authority changed"),
    ),
    Emits(
        "kernel.staff_changed",
        ("actor_id", "slug"),
        Text(fr="Personnel modifié", nl="Personeel gewijzigd", de="Personal geändert", en="Staff changed"),
    ),
)
TASKS: Final = (
    Task(
        "kernel.clear_sessions",
        Text(
            fr="Effacer les sessions terminées",
            nl="Beëindigde sessies wissen",
            de="Beendete Sitzungen löschen",
            en="Clear sessions that have ended",
        ),
        "17 3 * * *",
        _clear_sessions,
    ),
)
