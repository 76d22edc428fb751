"""What happens to reports, in words: the events that others hear, and the acts of the log."""

from __future__ import annotations

from perron.kernel.contract import Act, Emits
from perron.kernel.languages import Text

PAYLOAD = ("report", "authority", "update")

EMITS = (
    Emits(
        "reports.report_sent",
        PAYLOAD,
        Text("Signalement reçu", "Melding ontvangen", "Meldung eingegangen", "Report received"),
    ),
    Emits(
        "reports.report_changed",
        PAYLOAD,
        Text("Signalement traité", "Melding behandeld", "Meldung bearbeitet", "Report treated"),
    ),
    Emits(
        "reports.report_closed",
        PAYLOAD,
        Text("Signalement clôturé", "Melding afgesloten", "Meldung abgeschlossen", "Report closed"),
    ),
    Emits(
        "reports.report_reopened",
        PAYLOAD,
        Text("Signalement rouvert", "Melding heropend", "Meldung wieder geöffnet", "Report reopened"),
    ),
    Emits(
        "reports.report_hidden",
        PAYLOAD,
        Text("Signalement retiré du public", "Melding verborgen", "Meldung ausgeblendet", "Report hidden"),
    ),
    Emits(
        "reports.report_transferred",
        PAYLOAD,
        Text(
            "Signalement repris par une autre autorité",
            "Melding overgenomen door een andere overheid",
            "Meldung von einer anderen Behörde übernommen",
            "Report taken over by another authority",
        ),
    ),
    Emits(
        "reports.report_mended",
        PAYLOAD,
        Text(
            "Réparation confirmée par l’auteur du signalement",
            "Herstelling bevestigd door de melder",
            "Reparatur von der meldenden Person bestätigt",
            "Mending confirmed by who reported it",
        ),
    ),
    Emits(
        "reports.statistics_counted",
        ("sets",),
        Text("Statistiques comptées", "Statistieken geteld", "Statistik gezählt", "Statistics counted"),
    ),
)
ACTS = (
    Act("reports.send_report", Text("Signalement envoyé", "Melding verstuurd", "Meldung gesendet", "Report sent")),
    Act("reports.change_state", Text("État modifié", "Stand gewijzigd", "Stand geändert", "State changed")),
    Act(
        "reports.ask_reporter",
        Text("Question posée à l’auteur", "Vraag gesteld aan de melder", "Frage gestellt", "Question asked"),
    ),
    Act(
        "reports.note", Text("Note interne écrite", "Interne nota geschreven", "Interne Notiz", "Internal note written")
    ),
    Act(
        "reports.change_category",
        Text("Catégorie corrigée", "Categorie verbeterd", "Kategorie berichtigt", "Category corrected"),
    ),
    Act(
        "reports.change_priority",
        Text("Priorité modifiée", "Prioriteit gewijzigd", "Priorität geändert", "Priority changed"),
    ),
    Act("reports.move", Text("Emplacement corrigé", "Plaats verbeterd", "Ort berichtigt", "Place corrected")),
    Act("reports.assign", Text("Attribué", "Toegewezen", "Zugewiesen", "Assigned")),
    Act(
        "reports.assign_fairly",
        Text(
            "Attribué selon la charge", "Toegewezen volgens werklast", "Nach Auslastung zugewiesen", "Assigned by load"
        ),
    ),
    Act("reports.merge", Text("Double rattaché", "Dubbel samengevoegd", "Doppel zusammengeführt", "Double merged")),
    Act("reports.unmerge", Text("Double détaché", "Dubbel losgemaakt", "Doppel getrennt", "Double taken apart")),
    Act("reports.split", Text("Partagé en plusieurs", "Opgesplitst", "Aufgeteilt", "Split")),
    Act("reports.relate", Text("Signalements liés", "Meldingen verbonden", "Meldungen verknüpft", "Reports linked")),
    Act(
        "reports.treat_many",
        Text(
            "Plusieurs signalements traités",
            "Meerdere meldingen behandeld",
            "Mehrere Meldungen bearbeitet",
            "Several reports treated",
        ),
    ),
    Act(
        "reports.release",
        Text("Libéré après vérification", "Vrijgegeven na controle", "Nach Prüfung freigegeben", "Released"),
    ),
    Act(
        "reports.note_letter",
        Text(
            "Lettre envoyée au service compétent",
            "Brief aan de bevoegde dienst verstuurd",
            "Brief an den zuständigen Dienst gesendet",
            "Letter sent to the service in charge",
        ),
    ),
    Act("reports.hold", Text("Retenu pour vérification", "Tegengehouden", "Zurückgehalten", "Held back")),
    Act("reports.hide", Text("Retiré du public", "Verborgen", "Ausgeblendet", "Hidden from the public")),
    Act("reports.show_again", Text("Rendu au public", "Opnieuw getoond", "Wieder gezeigt", "Shown again")),
    Act(
        "reports.cover_photo",
        Text("Photo masquée en partie", "Foto deels afgedekt", "Foto teils abgedeckt", "Photo covered"),
    ),
    Act("reports.hide_photo", Text("Photo cachée", "Foto verborgen", "Foto ausgeblendet", "Photo hidden")),
    Act("reports.show_photo", Text("Photo montrée", "Foto getoond", "Foto gezeigt", "Photo shown")),
    Act(
        "reports.open_original",
        Text("Photo d’origine ouverte", "Originele foto geopend", "Originalfoto geöffnet", "Original photo opened"),
    ),
    Act(
        "reports.offer",
        Text(
            "Proposé à une autre autorité",
            "Voorgelegd aan een andere overheid",
            "Anderer Behörde angeboten",
            "Offered to another authority",
        ),
    ),
    Act("reports.accept", Text("Repris d’une autre autorité", "Overgenomen", "Übernommen", "Taken over")),
    Act("reports.send_back", Text("Renvoyé à l’autre autorité", "Teruggestuurd", "Zurückgegeben", "Sent back")),
    Act(
        "reports.inherit",
        Text(
            "Repris d’une autorité qui a cessé",
            "Overgenomen van een overheid die ophield",
            "Von aufgelöster Behörde übernommen",
            "Taken over from an authority that ended",
        ),
    ),
    Act("reports.say_me_too", Text("« Moi aussi »", "“Ik ook”", "„Ich auch“", "“Me too”")),
    Act(
        "reports.give_verdict",
        Text("Avis sur la réparation", "Oordeel over de herstelling", "Urteil zur Reparatur", "Verdict on the mending"),
    ),
    Act(
        "reports.answer",
        Text("Réponse de l’auteur", "Antwoord van de melder", "Antwort der meldenden Person", "Answer given"),
    ),
    Act("reports.withdraw", Text("Retiré par son auteur", "Ingetrokken", "Zurückgezogen", "Withdrawn")),
    Act(
        "reports.flag", Text("Signalé comme inapproprié", "Gemeld als ongepast", "Als unangemessen gemeldet", "Flagged")
    ),
    Act("reports.stop_mail", Text("Courriels arrêtés", "E-mails gestopt", "E-Mails abbestellt", "Letters stopped")),
    Act(
        "reports.forget_reporters",
        Text("Auteurs de signalements oubliés", "Melders vergeten", "Meldende vergessen", "Reporters forgotten"),
    ),
    Act(
        "reports.forget_all_before",
        Text(
            "Anciens auteurs oubliés",
            "Vroegere melders vergeten",
            "Frühere Meldende vergessen",
            "Earlier reporters forgotten",
        ),
    ),
    Act(
        "reports.open_reports",
        Text("Signalements ouverts au public", "Meldingen geopend", "Meldungen eröffnet", "Opened for reports"),
    ),
    Act(
        "reports.close_reports",
        Text("Signalements fermés au public", "Meldingen gesloten", "Meldungen geschlossen", "Closed for reports"),
    ),
    Act(
        "reports.put_handbook_live",
        Text("Manuel mis en vigueur", "Handboek in gebruik genomen", "Handbuch in Kraft gesetzt", "Handbook put live"),
    ),
    Act(
        "reports.discard_handbook_draft",
        Text("Projet de manuel jeté", "Ontwerphandboek weggegooid", "Entwurf verworfen", "Draft handbook discarded"),
    ),
    Act(
        "reports.roll_back_handbook",
        Text(
            "Ancien manuel remis en vigueur",
            "Vroeger handboek hersteld",
            "Früheres Handbuch wieder in Kraft",
            "Earlier handbook put back",
        ),
    ),
    Act(
        "reports.load_managed_places",
        Text(
            "Gestionnaires de voirie chargés",
            "Wegbeheerders geladen",
            "Straßenverwalter geladen",
            "Road managers loaded",
        ),
    ),
    Act("reports.join_team", Text("Entré dans une équipe", "In een team gekomen", "Team beigetreten", "Joined a team")),
    Act("reports.leave_team", Text("Sorti d’une équipe", "Uit een team gegaan", "Team verlassen", "Left a team")),
    Act("reports.mark_away", Text("Absence notée", "Afwezigheid genoteerd", "Abwesenheit vermerkt", "Absence noted")),
    Act(
        "reports.count_statistics",
        Text("Statistiques comptées", "Statistieken geteld", "Statistik gezählt", "Statistics counted"),
    ),
    Act(
        "reports.tell_from_round",
        Text("Dit depuis la tournée", "Gezegd vanop de ronde", "Von der Runde gemeldet", "Told from the round"),
    ),
)
