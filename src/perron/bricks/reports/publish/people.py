"""What reports hold about people: why, how it is handed over and erased, and how long it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from perron.bricks.reports.actions import people as acts
from perron.bricks.reports.actions.steps.forgetting import detach, detach_before, forget
from perron.bricks.reports.queries import people
from perron.bricks.reports.queries.people import Traces
from perron.kernel.contract import PersonalData, Retention, Then
from perron.kernel.languages import Text

PUBLIC_TASK = Text(
    fr="Mission d'intérêt public (RGPD, art. 6.1.e)",
    nl="Taak van algemeen belang (AVG, art. 6.1.e)",
    de="Aufgabe im öffentlichen Interesse (DSGVO, Art. 6 Abs. 1 e)",
    en="Task in the public interest (GDPR, art. 6.1.e)",
)
TO_ANSWER = Text(
    fr="Répondre à la personne qui signale, et savoir d’elle si c’est réparé.",
    nl="De melder antwoorden, en van haar weten of het hersteld is.",
    de="Der meldenden Person antworten und von ihr erfahren, ob es repariert ist.",
    en="To answer who reports, and to learn from her whether it is mended.",
)
WHO_DID_IT = Text(
    fr="Savoir qui a traité un signalement.",
    nl="Weten wie een melding behandelde.",
    de="Wissen, wer eine Meldung bearbeitet hat.",
    en="To know who treated a report.",
)
TEN_YEARS = timedelta(days=3653)
# The longest that any authority keeps who reported; each one's own term, often shorter, is in its handbook.
FIVE_YEARS = timedelta(days=1826)


def _staff(traces: Traces) -> PersonalData:
    return PersonalData(
        model=traces.label,
        columns=(*traces.actors, *traces.words),
        purpose=WHO_DID_IT,
        legal_basis=PUBLIC_TASK,
        export=partial(people.held_about, traces),
        erase=partial(detach, traces),
    )


def erase_reporter(actor_id: int) -> int:
    """What she reported stays, without her."""
    return forget(people.rows_of_reporter(actor_id).order_by(), timezone.now())


def forget_before(before: datetime) -> int:
    """The longest term's work."""
    return acts.forget_all_before(actor=None, before=before, at=timezone.now())


PERSONAL_DATA = (
    PersonalData(
        model="reports.Reporter",
        columns=("actor", "name", "email", "phone"),
        purpose=TO_ANSWER,
        legal_basis=PUBLIC_TASK,
        export=people.reported_by,
        erase=erase_reporter,
    ),
    *map(_staff, (*people.STAFF, *people.GONE_WITH_HER)),
)
RETENTION = (
    Retention("reports.Reporter", "since", FIVE_YEARS, PUBLIC_TASK, Then.ANONYMISE, forget_before),
    *(
        Retention(
            traces.label, traces.counted_from, TEN_YEARS, PUBLIC_TASK, Then.ANONYMISE, partial(detach_before, traces)
        )
        for traces in people.STAFF
    ),
)
