"""The kinds of notices about reports, as people choose about them."""

from __future__ import annotations

from perron.kernel.contract import NoticeKind
from perron.kernel.languages import Text

FOLDER = "reports/notices"


def kind(name: str, title: Text, *, refusable: bool = True, for_staff: bool = False) -> NoticeKind:
    return NoticeKind(f"reports.{name}", title, f"{FOLDER}/{name}", refusable=refusable, for_staff=for_staff)


KINDS = (
    kind(
        "received",
        Text(
            fr="Votre signalement est bien reçu",
            nl="Uw melding is goed ontvangen",
            de="Ihre Meldung ist eingegangen",
            en="Your report was received",
        ),
    ),
    kind(
        "changed",
        Text(
            fr="Votre signalement avance",
            nl="Nieuws over uw melding",
            de="Neues zu Ihrer Meldung",
            en="News of your report",
        ),
    ),
    kind(
        "question",
        Text(
            fr="Une question sur votre signalement",
            nl="Een vraag over uw melding",
            de="Eine Frage zu Ihrer Meldung",
            en="A question about your report",
        ),
        refusable=False,
    ),
    kind(
        "done",
        Text(
            fr="Votre signalement est dit réparé : l’est-il ?",
            nl="Uw melding heet hersteld: klopt dat?",
            de="Ihre Meldung gilt als erledigt: stimmt das?",
            en="Your report is said to be done: is it?",
        ),
    ),
    kind(
        "transferred",
        Text(
            fr="Votre signalement est chez une autre autorité",
            nl="Uw melding is bij een andere overheid",
            de="Ihre Meldung ist bei einer anderen Behörde",
            en="Your report is with another authority",
        ),
    ),
    kind(
        "followed_report",
        Text(
            fr="Du neuf sur un signalement ou un lieu que vous suivez",
            nl="Nieuws over een melding of plaats die u volgt",
            de="Neues zu einer Meldung oder einem Ort, dem Sie folgen",
            en="News of a report or a place that you follow",
        ),
    ),
    kind(
        "answered",
        Text(
            fr="Réponse à un signalement que vous traitez",
            nl="Antwoord bij een melding die u behandelt",
            de="Antwort zu einer Meldung, die Sie bearbeiten",
            en="An answer about a report that you treat",
        ),
        for_staff=True,
    ),
)
