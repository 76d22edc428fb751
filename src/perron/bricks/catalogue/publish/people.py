"""What the catalogue holds about people: why, how it is handed over and erased, and how long it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from perron.bricks.catalogue.actions import personal
from perron.bricks.catalogue.actions.steps.forgetting import detach, detach_before
from perron.bricks.catalogue.queries import people
from perron.bricks.catalogue.queries.people import Traces
from perron.kernel.contract import PersonalData, Retention, Then
from perron.kernel.languages import Text

PUBLIC_TASK = Text(
    fr="Mission d'intérêt public (RGPD, art. 6.1.e)",
    nl="Taak van algemeen belang (AVG, art. 6.1.e)",
    de="Aufgabe im öffentlichen Interesse (DSGVO, Art. 6 Abs. 1 e)",
    en="Task in the public interest (GDPR, art. 6.1.e)",
)
CONSENT = Text(
    fr="Demande de la personne elle-même (RGPD, art. 6.1.a)",
    nl="Vraag van de persoon zelf (AVG, art. 6.1.a)",
    de="Anliegen der Person selbst (DSGVO, Art. 6 Abs. 1 a)",
    en="Request of the person (GDPR, art. 6.1.a)",
)
WHO_DID_IT = Text(
    fr="Savoir quel agent a préparé ou décidé une publication.",
    nl="Weten welke medewerker een publicatie voorbereidde of besliste.",
    de="Wissen, wer eine Veröffentlichung vorbereitet oder entschieden hat.",
    en="To know which agent prepared or decided a publication.",
)
TO_ANSWER = Text(
    fr="Répondre à la personne et montrer sous quel nom elle a écrit.",
    nl="De persoon antwoorden en tonen onder welke naam zij schreef.",
    de="Der Person antworten und zeigen, unter welchem Namen sie schrieb.",
    en="To answer the person and to show under which name she wrote.",
)
TEN_YEARS = timedelta(days=3653)
ONE_YEAR = timedelta(days=365)
UNPUBLISHED = timedelta(days=90)


def _personal(traces: Traces, purpose: Text, basis: Text, more: tuple[str, ...] = ()) -> PersonalData:
    return PersonalData(
        model=traces.label,
        columns=(*traces.columns, *more),
        purpose=purpose,
        legal_basis=basis,
        export=partial(people.held_about, traces),
        erase=partial(detach, traces),
    )


def forget_unpublished(before: datetime) -> int:
    """Files and drafts that were never published."""
    return personal.forget_unpublished(actor=None, before=before)


def forget_visitors(before: datetime) -> int:
    """Addresses that visitors left, in both tables."""
    return personal.forget_visitors(actor=None, before=before)


# The contact of a dataset is an address of an office; where it is a person's, the office changes it on the page.
PERSONAL_DATA = (
    _personal(people.STAFF[0], WHO_DID_IT, PUBLIC_TASK, ("contact_email",)),
    *(_personal(traces, WHO_DID_IT, PUBLIC_TASK) for traces in (*people.STAFF[1:], people.UPLOADS)),
    _personal(people.QUESTIONS, TO_ANSWER, CONSENT),
    _personal(people.REUSES, TO_ANSWER, CONSENT),
)
RETENTION = (
    *(
        Retention(
            traces.label,
            traces.counted_from,
            TEN_YEARS,
            PUBLIC_TASK,
            Then.ANONYMISE,
            partial(detach_before, traces),
        )
        for traces in people.STAFF
    ),
    Retention("catalogue.Upload", "received_at", UNPUBLISHED, PUBLIC_TASK, Then.DELETE, forget_unpublished),
    Retention("catalogue.Question", "asked_at", ONE_YEAR, CONSENT, Then.ANONYMISE, forget_visitors),
    Retention("catalogue.Reuse", "added_at", ONE_YEAR, CONSENT, Then.ANONYMISE, forget_visitors),
)
