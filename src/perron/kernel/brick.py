"""What the kernel itself declares: its own public facts, duties and conversation, in the same terms as any brick."""

from __future__ import annotations

from perron.kernel import account_data, audit_duties, file_duties, messaging_duties, permissions, retention
from perron.kernel.contract import Brick, Pages
from perron.kernel.languages import Text
from perron.kernel.publishing.own import KERNEL_DATASETS
from perron.kernel.web.urls import ACCESS

BRICK = Brick(
    name="kernel",
    title=Text(fr="La maison", nl="Het huis", de="Das Haus", en="The house"),
    summary=Text(
        fr="Comptes, autorités, lieux, fichiers, recherche, messages et journal.",
        nl="Accounts, overheden, plaatsen, bestanden, zoeken, berichten en logboek.",
        de="Konten, Behörden, Orte, Dateien, Suche, Mitteilungen und Protokoll.",
        en="Accounts, authorities, places, files, search, messages and the log.",
    ),
    pages=Pages(urls="perron.kernel.web.urls", access=ACCESS),
    datasets=KERNEL_DATASETS,
    permissions=permissions.PERMISSIONS,
    personal_data=(
        *audit_duties.AUDIT_PERSONAL_DATA,
        *messaging_duties.MESSAGING_PERSONAL_DATA,
        *account_data.PERSONAL_DATA,  # last: the others are found by the account's address
    ),
    retention=(*account_data.RETENTION, *audit_duties.AUDIT_RETENTION, *messaging_duties.MESSAGING_RETENTION),
    checks=(*audit_duties.AUDIT_CHECKS, *file_duties.FILE_CHECKS, *messaging_duties.MESSAGING_CHECKS),
    notices=messaging_duties.NOTICE_KINDS,
    emits=account_data.EVENTS,
    tasks=(
        *account_data.TASKS,
        *audit_duties.AUDIT_TASKS,
        *retention.RETENTION_TASKS,
        *file_duties.FILE_TASKS,
        *messaging_duties.MESSAGING_TASKS,
    ),
)
