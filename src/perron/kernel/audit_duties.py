"""What the audit log owes: how long it knows who acted, how that is handed over and erased, that it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from perron.kernel import audit
from perron.kernel.contract import HealthCheck, PersonalData, Retention, Task, Then
from perron.kernel.languages import Text

KEPT: Final = timedelta(days=10 * 365)
LATE: Final = timedelta(days=1)

PROOF: Final = Text(
    fr="Pouvoir prouver qui a fait quoi, et pourquoi",
    nl="Kunnen bewijzen wie wat heeft gedaan, en waarom",
    de="Nachweisen können, wer was getan hat und warum",
    en="Be able to prove who did what, and why",
)
LEGAL_BASIS: Final = Text(
    fr="Obligation légale de rendre compte (RGPD, art. 5.2 et 6.1.c), pendant la prescription de dix ans (ancien Code civil, art. 2262bis)",  # noqa: E501
    nl="Wettelijke verantwoordingsplicht (AVG, art. 5.2 en 6.1.c), tijdens de verjaring van tien jaar (oud Burgerlijk Wetboek, art. 2262bis)",  # noqa: E501
    de="Gesetzliche Rechenschaftspflicht (DSGVO, Art. 5 Abs. 2 und 6 Abs. 1 c), während der Verjährung von zehn Jahren (altes Zivilgesetzbuch, Art. 2262bis)",  # noqa: E501
    en="Legal duty of accountability (GDPR, art. 5.2 and 6.1.c), during the limitation period of ten years (former Civil Code, art. 2262bis)",  # noqa: E501
)


def _about(actor_id: int) -> Iterable[Mapping[str, object]]:
    for secret in audit.secrets_about(actor_id):
        entry = secret.entry
        yield {"at": entry.at, "verb": entry.verb, "subject": entry.subject, "part": secret.part, "text": secret.clear}


def _trouble() -> str | None:
    waiting = audit.AuditEntry.objects.filter(index=None, at__lt=timezone.now() - LATE)
    if waiting.exists():
        return "The audit log was not signed for a day. Does the worker run? Try `perron audit checkpoint`."
    return None


def _sign() -> None:
    audit.checkpoint(timezone.now())


AUDIT_PERSONAL_DATA: Final = (
    PersonalData(
        "kernel.AuditSecret",
        ("about", "clear", "salt"),
        purpose=PROOF,
        legal_basis=LEGAL_BASIS,
        export=_about,
        erase=audit.erase_person,
    ),
)
AUDIT_RETENTION: Final = (
    Retention("kernel.AuditSecret", "entry__at", KEPT, LEGAL_BASIS, Then.ANONYMISE, audit.erase_before),
)
AUDIT_TASKS: Final = (
    Task(
        "kernel.sign_audit_log",
        Text(
            fr="Signer le journal d'audit",
            nl="Het auditlogboek ondertekenen",
            de="Das Prüfprotokoll unterzeichnen",
            en="Sign the audit log",
        ),
        "*/10 * * * *",
        _sign,
    ),
)
AUDIT_CHECKS: Final = (
    HealthCheck(
        "kernel.audit_log",
        Text(fr="Journal d'audit", nl="Auditlogboek", de="Prüfprotokoll", en="Audit log"),
        _trouble,
    ),
)
