"""The words of the house for codes that people meet: states, priorities, doors, and why something is held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.bricks.reports.rules.sending import Channel
from perron.bricks.reports.rules.states import State
from perron.kernel.languages import Text

STATES: Final[Mapping[str, Text]] = {
    State.QUARANTINED: Text(fr="À vérifier", nl="Na te kijken", de="Zu prüfen", en="To be checked"),
    State.SENT: Text(fr="Reçu", nl="Ontvangen", de="Eingegangen", en="Received"),
    State.IN_PROGRESS: Text(fr="En cours", nl="In behandeling", de="In Arbeit", en="In progress"),
    State.WAITING: Text(
        fr="En attente d’une réponse", nl="Wacht op antwoord", de="Wartet auf Antwort", en="Waiting for an answer"
    ),
    State.PLANNED: Text(fr="Planifié", nl="Gepland", de="Geplant", en="Planned"),
    State.DONE: Text(fr="Fait", nl="Gedaan", de="Erledigt", en="Done"),
    State.NOT_OURS: Text(fr="Pas pour nous", nl="Niet voor ons", de="Nicht für uns", en="Not ours"),
    State.REFUSED: Text(fr="Refusé", nl="Geweigerd", de="Abgelehnt", en="Refused"),
    State.DUPLICATE: Text(fr="Double", nl="Dubbel", de="Doppelt", en="Duplicate"),
    State.WITHDRAWN: Text(fr="Retiré", nl="Ingetrokken", de="Zurückgezogen", en="Withdrawn"),
}
TONES: Final[Mapping[str, str]] = {
    State.QUARANTINED: "warn",
    State.SENT: "info",
    State.IN_PROGRESS: "info",
    State.WAITING: "warn",
    State.PLANNED: "info",
    State.DONE: "good",
    State.REFUSED: "bad",
}
PRIORITIES: Final[Mapping[str, Text]] = {
    "1": Text(fr="Basse", nl="Laag", de="Niedrig", en="Low"),
    "2": Text(fr="Normale", nl="Gewoon", de="Normal", en="Normal"),
    "3": Text(fr="Haute", nl="Hoog", de="Hoch", en="High"),
}
CHANNELS: Final[Mapping[str, Text]] = {
    Channel.WEB: Text(fr="Ce site", nl="Deze site", de="Diese Website", en="This site"),
    Channel.EMAIL: Text(fr="E-mail", nl="E-mail", de="E-Mail", en="E-mail"),
    Channel.COUNTER: Text(fr="Guichet", nl="Loket", de="Schalter", en="Counter"),
    Channel.PHONE: Text(fr="Téléphone", nl="Telefoon", de="Telefon", en="Telephone"),
    Channel.OPEN311: Text(fr="Un autre système", nl="Een ander systeem", de="Ein anderes System", en="Another system"),
    Channel.FIELD: Text(fr="Terrain", nl="Op het terrein", de="Vor Ort", en="In the field"),
}
HELD: Final[Mapping[str, Text]] = {
    "links": Text(fr="Plusieurs liens", nl="Meerdere links", de="Mehrere Links", en="Several links"),
    "blocked_word": Text(fr="Un mot bloqué", nl="Een geblokkeerd woord", de="Ein gesperrtes Wort", en="A blocked word"),
    "alike": Text(
        fr="Les mêmes mots plusieurs fois",
        nl="Meermaals dezelfde woorden",
        de="Mehrmals dieselben Worte",
        en="The same words several times",
    ),
    "flood": Text(
        fr="Beaucoup du même expéditeur",
        nl="Veel van dezelfde afzender",
        de="Viele vom selben Absender",
        en="Many from the same sender",
    ),
    "flags": Text(
        fr="Des visiteurs le trouvent inapproprié",
        nl="Bezoekers vinden dit ongepast",
        de="Besucher finden das unangemessen",
        en="Visitors find it improper",
    ),
    "staff": Text(
        fr="Retenu par un collègue",
        nl="Tegengehouden door een collega",
        de="Von Kollegen angehalten",
        en="Held by a colleague",
    ),
    "sender": Text(
        fr="L’expéditeur du courriel est douteux",
        nl="De afzender van de e-mail is twijfelachtig",
        de="Der Absender der E-Mail ist zweifelhaft",
        en="The sender of the e-mail is doubtful",
    ),
    "moderated": Text(
        fr="Vérifié avant publication",
        nl="Vooraf na te kijken",
        de="Vor der Veröffentlichung geprüft",
        en="Checked first",
    ),
}
WORK: Final[Mapping[str, Text]] = {
    "sent": Text(fr="Envoyé", nl="Verstuurd", de="Gesendet", en="Sent"),
    "accepted": Text(fr="Accepté", nl="Aanvaard", de="Angenommen", en="Accepted"),
    "declined": Text(fr="Refusé", nl="Geweigerd", de="Abgelehnt", en="Declined"),
    "asked": Text(fr="Question posée", nl="Vraag gesteld", de="Frage gestellt", en="Question asked"),
    "done": Text(fr="Dit fait", nl="Zegt dat het gedaan is", de="Als erledigt gemeldet", en="Says it is done"),
    "ended": Text(fr="Retiré", nl="Teruggenomen", de="Zurückgenommen", en="Taken back"),
}


def label(labels: Mapping[str, Text], code: str) -> str:
    """The words for a code in the reader's language; the code itself when it has none."""
    return str(labels[code]) if code in labels else code
