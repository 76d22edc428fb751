"""What the desk's views and orders are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.bricks.reports.rules.desk import Sort, View
from perron.kernel.languages import Text

VIEWS: Final[Mapping[str, Text]] = {
    View.OPEN: Text(fr="Ouverts", nl="Open", de="Offen", en="Open"),
    View.NEW: Text(fr="Nouveaux", nl="Nieuw", de="Neu", en="New"),
    View.MINE: Text(fr="À moi", nl="Van mij", de="Meine", en="Mine"),
    View.TEAM: Text(fr="Mon équipe", nl="Mijn team", de="Mein Team", en="My team"),
    View.LATE: Text(fr="En retard", nl="Te laat", de="Überfällig", en="Late"),
    View.SOON: Text(fr="Bientôt en retard", nl="Bijna te laat", de="Bald fällig", en="Due soon"),
    View.UNASSIGNED: Text(fr="Sans personne", nl="Van niemand", de="Ohne Person", en="Unassigned"),
    View.WAITING: Text(fr="En attente", nl="Wachtend", de="Wartend", en="Waiting"),
    View.PLANNED: Text(fr="Planifiés", nl="Gepland", de="Geplant", en="Planned"),
    View.REOPENED: Text(fr="Rouverts", nl="Heropend", de="Wieder geöffnet", en="Reopened"),
    View.QUARANTINED: Text(fr="À vérifier", nl="Na te kijken", de="Zu prüfen", en="To be checked"),
    View.CLOSED: Text(fr="Clos", nl="Afgesloten", de="Abgeschlossen", en="Closed"),
    View.ALL: Text(fr="Tous", nl="Alle", de="Alle", en="All"),
}
SORTS: Final[Mapping[str, Text]] = {
    Sort.DUE: Text(fr="Le plus urgent d’abord", nl="Eerst wat dringt", de="Dringendes zuerst", en="Most urgent first"),
    Sort.NEWEST: Text(fr="Les plus récents d’abord", nl="Nieuwste eerst", de="Neueste zuerst", en="Newest first"),
    Sort.OLDEST: Text(fr="Les plus anciens d’abord", nl="Oudste eerst", de="Älteste zuerst", en="Oldest first"),
    Sort.CHANGED: Text(
        fr="Derniers modifiés d’abord",
        nl="Laatst gewijzigd eerst",
        de="Zuletzt geändert zuerst",
        en="Last changed first",
    ),
    Sort.PRIORITY: Text(
        fr="Priorité la plus haute", nl="Hoogste prioriteit", de="Höchste Priorität", en="Highest priority"
    ),
    Sort.ME_TOO: Text(
        fr="Vus par le plus de gens", nl="Door de meesten gezien", de="Von den meisten gesehen", en="Seen by most"
    ),
}
