"""What letters and contractors bring with them: acts, how long letters are kept, what the operator is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from perron.bricks.reports.actions.letters import forget_letters
from perron.bricks.reports.actions.steps.enclosed import throw_away
from perron.bricks.reports.publish.people import PUBLIC_TASK, TO_ANSWER
from perron.bricks.reports.queries import letters
from perron.kernel.contract import Act, HealthCheck, PersonalData, Retention, Then
from perron.kernel.languages import Text

A_MONTH: Final = timedelta(days=30)


def _forget_before(before: datetime) -> int:
    return forget_letters(actor=None, before=before)


def _erase(actor_id: int) -> int:
    return throw_away(letters.letters_of(actor_id))


def _trouble() -> str | None:
    return letters.unreadable_trouble(timezone.now())


ACTS: Final = (
    Act("reports.take_letter", Text("Courriel reçu", "E-mail ontvangen", "E-Mail eingegangen", "E-mail taken")),
    Act(
        "reports.finish_letter",
        Text(
            "Signalement par courriel complété",
            "Melding per e-mail aangevuld",
            "Meldung per E-Mail ergänzt",
            "Report by e-mail completed",
        ),
    ),
    Act("reports.forget_letters", Text("Courriels jetés", "E-mails weggegooid", "E-Mails gelöscht", "E-mails deleted")),
    Act(
        "reports.forward",
        Text("Confié à un entrepreneur", "Aan een aannemer gegeven", "An ein Unternehmen vergeben", "Given out"),
    ),
    Act(
        "reports.end_forwarding",
        Text(
            "Repris à l’entrepreneur",
            "Van de aannemer teruggenommen",
            "Vom Unternehmen zurückgenommen",
            "Taken back from the contractor",
        ),
    ),
    Act(
        "reports.confirm_work",
        Text("Travail confirmé", "Werk bevestigd", "Arbeit bestätigt", "Work confirmed"),
    ),
    Act(
        "reports.open_work",
        Text("Vu par l’entrepreneur", "Gezien door de aannemer", "Vom Unternehmen gesehen", "Seen by the contractor"),
    ),
    Act(
        "reports.accept_work",
        Text("Travail accepté", "Werk aanvaard", "Arbeit angenommen", "Work accepted"),
    ),
    Act("reports.decline_work", Text("Travail refusé", "Werk geweigerd", "Arbeit abgelehnt", "Work declined")),
    Act(
        "reports.ask_about_work",
        Text("Question de l’entrepreneur", "Vraag van de aannemer", "Frage des Unternehmens", "Contractor's question"),
    ),
    Act(
        "reports.finish_work",
        Text(
            "Dit fait par l’entrepreneur",
            "Gedaan volgens de aannemer",
            "Vom Unternehmen als erledigt gemeldet",
            "Said done by the contractor",
        ),
    ),
)
PERSONAL_DATA: Final = (
    PersonalData(
        model="reports.InboundMail",
        columns=("raw",),
        purpose=TO_ANSWER,
        legal_basis=PUBLIC_TASK,
        export=letters.letters_held_about,
        erase=_erase,
    ),
)
RETENTION: Final = (
    Retention("reports.InboundMail", "received_at", A_MONTH, PUBLIC_TASK, Then.ANONYMISE, _forget_before),
)
CHECKS: Final = (
    HealthCheck(
        "reports.unreadable_letters",
        Text(
            fr="Les courriels reçus peuvent être lus",
            nl="Ontvangen e-mails kunnen gelezen worden",
            de="Eingegangene E-Mails können gelesen werden",
            en="E-mails that came in can be read",
        ),
        _trouble,
    ),
)
