"""What connections with others' systems declare: notices, acts of the log, health."""

from __future__ import annotations

from perron.bricks.reports.queries.others import failing_connections, failing_webhooks
from perron.kernel.contract import Act, HealthCheck, NoticeKind
from perron.kernel.languages import Text

NOTICES = (
    NoticeKind(
        "reports.webhook_failing",
        Text(
            fr="Un système relié ne prend plus les messages",
            nl="Een verbonden systeem neemt geen berichten meer aan",
            de="Ein verbundenes System nimmt keine Nachrichten mehr an",
            en="A connected system takes no messages any more",
        ),
        "reports/notices/webhook_failing",
        for_staff=True,
    ),
)
ACTS = (
    Act("reports.make_key", Text("Clé d’accès créée", "Sleutel gemaakt", "Schlüssel erstellt", "Key made")),
    Act(
        "reports.revoke_key", Text("Clé d’accès retirée", "Sleutel ingetrokken", "Schlüssel entzogen", "Key taken back")
    ),
    Act(
        "reports.use_key",
        Text(
            "Signalement envoyé avec une clé",
            "Melding verstuurd met een sleutel",
            "Meldung mit einem Schlüssel gesendet",
            "Report sent with a key",
        ),
    ),
    Act("reports.add_webhook", Text("Webhook ajouté", "Webhook toegevoegd", "Webhook hinzugefügt", "Webhook added")),
    Act(
        "reports.switch_webhook",
        Text("Webhook mis en pause ou repris", "Webhook aan of uit", "Webhook ein- oder aus", "Webhook on or off"),
    ),
    Act(
        "reports.remove_webhook", Text("Webhook supprimé", "Webhook verwijderd", "Webhook entfernt", "Webhook removed")
    ),
    Act(
        "reports.send_test",
        Text("Message d’essai envoyé", "Testbericht verstuurd", "Testnachricht gesendet", "Test message sent"),
    ),
    Act(
        "reports.send_again",
        Text("Message renvoyé", "Bericht opnieuw verstuurd", "Nachricht erneut gesendet", "Message sent again"),
    ),
    Act(
        "reports.connect_tool",
        Text("Outil propre relié", "Eigen programma verbonden", "Eigenes Programm verbunden", "Own tool connected"),
    ),
    Act(
        "reports.map_categories",
        Text(
            "Catégories mises en correspondance",
            "Categorieën gekoppeld",
            "Kategorien zugeordnet",
            "Categories matched",
        ),
    ),
    Act(
        "reports.disconnect_tool",
        Text(
            "Outil propre délié", "Eigen programma losgekoppeld", "Eigenes Programm getrennt", "Own tool disconnected"
        ),
    ),
    Act(
        "reports.try_connection",
        Text("Connexion essayée", "Verbinding geprobeerd", "Verbindung geprüft", "Connection tried"),
    ),
    Act(
        "reports.give_to_tool",
        Text(
            "Signalement transmis à l’outil de l’autorité",
            "Melding doorgegeven aan het programma van de overheid",
            "Meldung an das Programm der Behörde übergeben",
            "Report handed to the authority’s own tool",
        ),
    ),
    Act(
        "reports.take_news",
        Text(
            "Nouvelles reprises d’un autre système",
            "Nieuws overgenomen van een ander systeem",
            "Neues aus einem anderen System übernommen",
            "News taken over from another system",
        ),
    ),
)


def _connections() -> str | None:
    failing = failing_connections()
    return f"{failing} connections to authorities' own tools have failed for more than an hour." if failing else None


def _webhooks() -> str | None:
    failing = failing_webhooks()
    return f"{failing} webhooks have taken no message for more than an hour." if failing else None


CHECKS = (
    HealthCheck(
        "reports.connections",
        Text("Outils reliés", "Verbonden programma’s", "Verbundene Programme", "Connected tools"),
        _connections,
    ),
    HealthCheck("reports.webhooks", Text("Webhooks", "Webhooks", "Webhooks", "Webhooks"), _webhooks),
)
