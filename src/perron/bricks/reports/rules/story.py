"""The story of a report: the kinds of its steps, which of them the public reads, and what each is called."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from perron.kernel.languages import Text


class StepKind(StrEnum):
    """What a step of the story was."""

    SENT = "sent"
    HELD = "held"
    RELEASED = "released"
    STATE = "state"  # went to another state
    ASSIGNED = "assigned"
    QUESTION = "question"  # of the authority to who reported
    ANSWER = "answer"  # of who reported
    NOTE = "note"  # among colleagues
    CATEGORY = "category"
    PRIORITY = "priority"
    MOVED = "moved"  # its point on the map
    MERGED = "merged"
    UNMERGED = "unmerged"
    JOINED = "joined"  # another report was found to be about the same
    SPLIT = "split"
    RELATED = "related"
    HIDDEN = "hidden"
    SHOWN = "shown"
    PHOTO = "photo"
    OFFERED = "offered"  # to another authority
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    INHERITED = "inherited"  # by the authority that took over from one that ended
    FORWARDED = "forwarded"  # to a contractor
    CONTRACTOR = "contractor"  # what the contractor said
    OUTSIDE = "outside"  # what another system said
    LETTER = "letter"  # to whoever is not here and treats it
    ME_TOO = "me_too"
    VERDICT = "verdict"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    FLAGGED = "flagged"  # a visitor finds it should not be public


class By(StrEnum):
    """Who made a step."""

    REPORTER = "reporter"
    STAFF = "staff"
    CONTRACTOR = "contractor"
    OUTSIDE = "outside"
    SYSTEM = "system"


# Steps of the house alone: strangers and who reported never read them.
INTERNAL: Final = frozenset(
    {
        StepKind.HELD,
        StepKind.RELEASED,
        StepKind.ASSIGNED,
        StepKind.NOTE,
        StepKind.PRIORITY,
        StepKind.RELATED,
        StepKind.HIDDEN,
        StepKind.SHOWN,
        StepKind.PHOTO,
        StepKind.FORWARDED,
        StepKind.CONTRACTOR,  # an agent looks at it first
        StepKind.FLAGGED,
    }
)
# Between who reported and the authority: strangers see that it was, not what was said.
BETWEEN_THEM: Final = frozenset({StepKind.QUESTION, StepKind.ANSWER})

WORDS: Final[dict[StepKind, Text]] = {
    StepKind.SENT: Text("Signalé", "Gemeld", "Gemeldet", "Reported"),
    StepKind.HELD: Text(
        "Retenu pour vérification", "Tegengehouden voor controle", "Zur Prüfung zurückgehalten", "Held to be looked at"
    ),
    StepKind.RELEASED: Text(
        "Vérifié et publié", "Nagekeken en vrijgegeven", "Geprüft und freigegeben", "Looked at and released"
    ),
    StepKind.STATE: Text("État modifié", "Stand gewijzigd", "Stand geändert", "State changed"),
    StepKind.ASSIGNED: Text("Attribué", "Toegewezen", "Zugewiesen", "Assigned"),
    StepKind.QUESTION: Text(
        "Question posée à l’auteur du signalement",
        "Vraag gesteld aan de melder",
        "Frage an die meldende Person",
        "Question to who reported it",
    ),
    StepKind.ANSWER: Text(
        "Réponse de l’auteur du signalement",
        "Antwoord van de melder",
        "Antwort der meldenden Person",
        "Answer of who reported it",
    ),
    StepKind.NOTE: Text("Note interne", "Interne nota", "Interne Notiz", "Internal note"),
    StepKind.CATEGORY: Text("Catégorie corrigée", "Categorie verbeterd", "Kategorie berichtigt", "Category corrected"),
    StepKind.PRIORITY: Text("Priorité modifiée", "Prioriteit gewijzigd", "Priorität geändert", "Priority changed"),
    StepKind.MOVED: Text("Emplacement corrigé", "Plaats verbeterd", "Ort berichtigt", "Place corrected"),
    StepKind.MERGED: Text(
        "Reconnu comme double d’un autre signalement",
        "Herkend als dubbel van een andere melding",
        "Als Doppel einer anderen Meldung erkannt",
        "Found to be the same as another report",
    ),
    StepKind.UNMERGED: Text(
        "De nouveau traité séparément", "Opnieuw apart behandeld", "Wieder getrennt behandelt", "Treated apart again"
    ),
    StepKind.JOINED: Text(
        "Un autre signalement parle de la même chose",
        "Een andere melding gaat over hetzelfde",
        "Eine andere Meldung betrifft dasselbe",
        "Another report is about the same",
    ),
    StepKind.SPLIT: Text("Partagé en plusieurs", "Opgesplitst", "Aufgeteilt", "Split into several"),
    StepKind.RELATED: Text(
        "Lié à un autre", "Verbonden met een andere", "Mit einer anderen verknüpft", "Linked to another"
    ),
    StepKind.HIDDEN: Text(
        "Retiré du public",
        "Verborgen voor het publiek",
        "Für die Öffentlichkeit ausgeblendet",
        "Hidden from the public",
    ),
    StepKind.SHOWN: Text("Rendu au public", "Opnieuw openbaar", "Wieder öffentlich", "Public again"),
    StepKind.PHOTO: Text("Photo modifiée", "Foto gewijzigd", "Foto geändert", "Photo changed"),
    StepKind.OFFERED: Text(
        "Proposé à une autre autorité",
        "Voorgelegd aan een andere overheid",
        "Einer anderen Behörde angeboten",
        "Offered to another authority",
    ),
    StepKind.ACCEPTED: Text(
        "Repris par une autre autorité",
        "Overgenomen door een andere overheid",
        "Von einer anderen Behörde übernommen",
        "Taken over by another authority",
    ),
    StepKind.SENT_BACK: Text(
        "Renvoyé par l’autre autorité",
        "Teruggestuurd door de andere overheid",
        "Von der anderen Behörde zurückgegeben",
        "Sent back by the other authority",
    ),
    StepKind.INHERITED: Text(
        "Repris par l’autorité qui a succédé",
        "Overgenomen door de overheid die volgde",
        "Von der nachfolgenden Behörde übernommen",
        "Taken over by the authority that came after",
    ),
    StepKind.FORWARDED: Text(
        "Confié à un entrepreneur", "Aan een aannemer gegeven", "An ein Unternehmen vergeben", "Given to a contractor"
    ),
    StepKind.CONTRACTOR: Text(
        "Réponse de l’entrepreneur", "Antwoord van de aannemer", "Antwort des Unternehmens", "Answer of the contractor"
    ),
    StepKind.OUTSIDE: Text(
        "Nouvelles du service compétent",
        "Nieuws van de bevoegde dienst",
        "Neues vom zuständigen Dienst",
        "News from the service in charge",
    ),
    StepKind.LETTER: Text(
        "Transmis par lettre au service compétent",
        "Per brief doorgegeven aan de bevoegde dienst",
        "Brieflich an den zuständigen Dienst weitergegeben",
        "Passed on by letter to the service in charge",
    ),
    StepKind.ME_TOO: Text(
        "Quelqu’un d’autre l’a vu aussi",
        "Iemand anders zag het ook",
        "Noch jemand hat es gesehen",
        "Somebody else saw it too",
    ),
    StepKind.VERDICT: Text(
        "Réparé ? L’avis de l’auteur",
        "Hersteld? Het oordeel van de melder",
        "Repariert? Das Urteil der meldenden Person",
        "Mended? The verdict of who reported it",
    ),
    StepKind.REOPENED: Text("Rouvert", "Heropend", "Wieder geöffnet", "Reopened"),
    StepKind.WITHDRAWN: Text(
        "Retiré par son auteur",
        "Ingetrokken door de melder",
        "Von der meldenden Person zurückgezogen",
        "Withdrawn by who sent it",
    ),
    StepKind.FLAGGED: Text(
        "Signalé comme inapproprié", "Gemeld als ongepast", "Als unangemessen gemeldet", "Flagged as improper"
    ),
}


def is_internal(kind: str) -> bool:
    """Whether a step is the house's alone."""
    return StepKind(kind) in INTERNAL
