"""The kinds of notices about reports, as people choose about them."""

from __future__ import annotations

from perron.kernel.contract import NoticeKind
from perron.kernel.languages import Text

FOLDER = "reports/notices"


def kind(name: str, title: Text, *, refusable: bool = True, for_staff: bool = False) -> NoticeKind:
    """A kind, with its folder of words."""
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
    kind(
        "assigned",
        Text(
            fr="Signalements qui vous sont attribués",
            nl="Meldingen die u toegewezen krijgt",
            de="Meldungen, die Ihnen zugewiesen werden",
            en="Reports that are assigned to you",
        ),
        for_staff=True,
    ),
    kind(
        "offered",
        Text(
            fr="Une autre autorité vous propose un signalement",
            nl="Een andere overheid legt u een melding voor",
            de="Eine andere Behörde bietet Ihnen eine Meldung an",
            en="Another authority offers you a report",
        ),
        for_staff=True,
    ),
    kind(
        "offer_answered",
        Text(
            fr="Réponse à un signalement que vous avez proposé à une autre autorité",
            nl="Antwoord op een melding die u aan een andere overheid voorlegde",
            de="Antwort auf eine Meldung, die Sie einer anderen Behörde angeboten haben",
            en="Answer about a report that you offered to another authority",
        ),
        for_staff=True,
    ),
    kind(
        "day",
        Text(
            fr="Ce qui sera bientôt en retard, chaque matin",
            nl="Wat bijna te laat is, elke morgen",
            de="Was bald fällig ist, jeden Morgen",
            en="What will soon be late, each morning",
        ),
        for_staff=True,
    ),
)
