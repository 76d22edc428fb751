"""What the numbers of the statistics are called, and what each means: the same words on the page and in open data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perron.kernel.languages import Text

TITLES: Final[Mapping[str, Text]] = {  # in the order of `rules.statistics.Numbers`
    "sent": Text("Envoyés", "Verzonden", "Gesendet", "Sent"),
    "hidden": Text("Retirés du public", "Aan het publiek onttrokken", "Ausgeblendet", "Taken from the public"),
    "mended": Text("Vraiment réparés", "Echt hersteld", "Wirklich repariert", "Really mended"),
    "mended_median_days": Text(
        "Jours jusqu’à la réparation confirmée, médiane",
        "Dagen tot bevestigde herstelling, mediaan",
        "Tage bis zur bestätigten Reparatur, Median",
        "Days until really mended, median",
    ),
    "mended_p90_days": Text(
        "Jours jusqu’à la réparation confirmée, 90e centile",
        "Dagen tot bevestigde herstelling, 90e percentiel",
        "Tage bis zur bestätigten Reparatur, 90. Perzentil",
        "Days until really mended, 90th percentile",
    ),
    "uncontested": Text("Faits, non contestés", "Gedaan, niet betwist", "Erledigt, unbestritten", "Done, uncontested"),
    "uncontested_median_days": Text(
        "Jours jusqu’au fait non contesté, médiane",
        "Dagen tot onbetwist gedaan, mediaan",
        "Tage bis unbestritten erledigt, Median",
        "Days until done and uncontested, median",
    ),
    "uncontested_p90_days": Text(
        "Jours jusqu’au fait non contesté, 90e centile",
        "Dagen tot onbetwist gedaan, 90e percentiel",
        "Tage bis unbestritten erledigt, 90. Perzentil",
        "Days until done and uncontested, 90th percentile",
    ),
    "awaiting_verdict": Text(
        "Faits, avis attendu", "Gedaan, oordeel verwacht", "Erledigt, Urteil erwartet", "Done, verdict awaited"
    ),
    "open": Text("Encore ouverts", "Nog open", "Noch offen", "Still open"),
    "open_median_days": Text(
        "Âge des ouverts en jours, médiane",
        "Leeftijd van open meldingen in dagen, mediaan",
        "Alter der offenen in Tagen, Median",
        "Age of open ones in days, median",
    ),
    "open_p90_days": Text(
        "Âge des ouverts en jours, 90e centile",
        "Leeftijd van open meldingen in dagen, 90e percentiel",
        "Alter der offenen in Tagen, 90. Perzentil",
        "Age of open ones in days, 90th percentile",
    ),
    "half_done_days": Text(
        "Jours jusqu’à la moitié faite, ouverts compris",
        "Dagen tot de helft gedaan is, open meldingen meegeteld",
        "Tage bis die Hälfte erledigt ist, offene mitgezählt",
        "Days until half are done, open ones counted",
    ),
    "nine_tenths_done_days": Text(
        "Jours jusqu’à neuf sur dix faits, ouverts compris",
        "Dagen tot negen op tien gedaan zijn, open meldingen meegeteld",
        "Tage bis neun von zehn erledigt sind, offene mitgezählt",
        "Days until nine in ten are done, open ones counted",
    ),
    "reopened": Text("Rouverts", "Heropend", "Wieder geöffnet", "Reopened"),
    "refused": Text("Refusés", "Geweigerd", "Abgelehnt", "Refused"),
    "passed_on": Text("Transmis ailleurs", "Doorgestuurd", "Weitergeleitet", "Passed on to others"),
    "duplicates": Text("Doubles", "Dubbele", "Doppelte", "Duplicates"),
    "withdrawn": Text("Retirés par leur auteur", "Ingetrokken", "Zurückgezogen", "Withdrawn"),
    "with_term": Text(
        "Avec un délai promis", "Met een beloofde termijn", "Mit zugesagter Frist", "With a promised term"
    ),
    "in_time": Text("Clos dans le délai", "Binnen de termijn gesloten", "In der Frist geschlossen", "Closed in time"),
    "late": Text("En retard", "Te laat", "Verspätet", "Late"),
}
MEANINGS: Final[Mapping[str, Text]] = {
    "sent": Text(
        "Tous les signalements de la période d’envoi, sauf ceux d’une catégorie privée ou encore à vérifier.",
        "Alle meldingen uit de periode van verzending, behalve die van een besloten categorie of nog na te kijken.",
        "Alle Meldungen des Zeitraums, außer denen einer nicht öffentlichen Kategorie oder noch zu prüfenden.",
        "All reports of the period of sending, but for those of a private category or still to be checked.",
    ),
    "mended": Text(
        "Dits faits, et une personne qui les a signalés l’a confirmé. Clôturer ne suffit pas.",
        "Gedaan verklaard, en een melder heeft dat bevestigd. Sluiten is niet genoeg.",
        "Als erledigt gemeldet und von einer meldenden Person bestätigt. Schließen genügt nicht.",
        "Said to be done, and somebody who reported it confirmed. Closing is not enough.",
    ),
    "mended_median_days": Text(
        "De l’envoi jusqu’à la dernière fois que ce fut dit fait : la moitié alla plus vite. Rang le plus proche.",
        "Van verzending tot de laatste keer dat het gedaan heette: de helft ging sneller. Dichtstbijzijnde rang.",
        "Vom Senden bis zum letzten Mal, dass es als erledigt galt: die Hälfte ging schneller. Nächster Rang.",
        "From sending until it was said done for the last time: half went faster. Nearest rank.",
    ),
    "uncontested": Text(
        "Dits faits ; personne ne l’a confirmé ni nié dans le délai que l’autorité laisse pour un avis.",
        "Gedaan verklaard; niemand bevestigde of betwistte dat binnen de termijn die de overheid daarvoor laat.",
        "Als erledigt gemeldet; niemand bestätigte oder bestritt es in der Frist, die die Behörde dafür lässt.",
        "Said to be done; nobody confirmed or denied it in the term that the authority leaves for a verdict.",
    ),
    "half_done_days": Text(
        "Estimation de Kaplan et Meier : les signalements encore ouverts comptent avec leur âge. Vide : moins de la "
        "moitié est faite.",
        "Schatting van Kaplan en Meier: meldingen die nog open zijn tellen mee met hun leeftijd. Leeg: minder dan de "
        "helft is gedaan.",
        "Schätzung nach Kaplan und Meier: noch offene Meldungen zählen mit ihrem Alter. Leer: weniger als die Hälfte "
        "ist erledigt.",
        "Kaplan–Meier estimate: reports still open count with their age. Empty: fewer than half are done.",
    ),
    "late": Text(
        "Clos après le délai promis, ou ouverts au-delà.",
        "Gesloten na de beloofde termijn, of daarna nog open.",
        "Nach der zugesagten Frist geschlossen oder danach noch offen.",
        "Closed after the promised term, or open past it.",
    ),
}
