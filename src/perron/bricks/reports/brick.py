"""What reports declare: pages, open data, search, map, home, notices; duties towards people; events and tasks."""

from __future__ import annotations

from perron.bricks.reports import listeners, notices, permissions, tasks
from perron.bricks.reports.publish import acts, connections, dataset, mail, people, places, statistics
from perron.bricks.reports.urls import api, pages
from perron.kernel.contract import Access, Api, Brick, Listens, MenuEntry, Pages, Provides, Task
from perron.kernel.languages import Text

REPORTS = Text(fr="Signalements", nl="Meldingen", de="Meldungen", en="Reports")
INVITATION = Text(
    fr="Signaler un problème en rue",
    nl="Een probleem op straat melden",
    de="Ein Problem auf der Straße melden",
    en="Report a problem in the street",
)
TREAT_REPORTS = Text(
    fr="Traiter les signalements", nl="Meldingen behandelen", de="Meldungen bearbeiten", en="Treat reports"
)
TOLD = ("report_sent", "report_changed", "report_transferred")

BRICK = Brick(
    name="reports",
    title=REPORTS,
    summary=Text(
        fr="Dire à la bonne autorité ce qui est cassé dans la rue, et le voir réparé.",
        nl="Aan de juiste overheid melden wat stuk is op straat, en zien dat het hersteld wordt.",
        de="Der richtigen Behörde melden, was auf der Straße kaputt ist, und sehen, dass es repariert wird.",
        en="Tell the right authority what is broken in the street, and see it mended.",
    ),
    pages=Pages(
        "perron.bricks.reports.urls.pages",
        pages.ACCESS,
        (
            MenuEntry(REPORTS, "reports:map", invitation=INVITATION, starts_at="reports:new"),
            MenuEntry(TREAT_REPORTS, "reports:desk_start", access=Access.STAFF),
        ),
    ),
    api=Api("perron.bricks.reports.urls.api", api.ACCESS),
    datasets=(dataset.DATASET, statistics.DATASET),
    search=(places.SEARCH,),
    layers=(places.LAYER,),
    notices=notices.KINDS + connections.NOTICES,
    home=(places.SECTION,),
    permissions=permissions.PERMISSIONS,
    personal_data=people.PERSONAL_DATA + mail.PERSONAL_DATA,
    retention=people.RETENTION + mail.RETENTION,
    checks=connections.CHECKS + mail.CHECKS,
    emits=acts.EMITS,
    acts=acts.ACTS + connections.ACTS + mail.ACTS,
    listens=(
        *(Listens(f"reports.{event}", listeners.step_was_made) for event in TOLD),
        *(Listens(f"reports.{event}", listeners.may_go_to_tool) for event in TOLD),
        *(Listens(f"reports.{event}", hear) for event, hear in listeners.WEBHOOKS.items()),
    ),
    tasks=(
        Task(
            "reports.forget_identities",
            Text(
                fr="Oublier qui a signalé, le délai passé",
                nl="Vergeten wie meldde, na de termijn",
                de="Vergessen, wer gemeldet hat, nach der Frist",
                en="Forget who reported, once the term has passed",
            ),
            "20 2 * * *",
            tasks.forget_reporters,
        ),
        Task(
            "reports.hear_from_tools",
            Text(
                fr="Demander des nouvelles aux outils des autorités",
                nl="Nieuws vragen aan de programma’s van de overheden",
                de="Neues aus den Programmen der Behörden abfragen",
                en="Ask authorities’ own tools for news",
            ),
            "*/10 * * * *",
            tasks.hear_from_tools,
        ),
        Task(
            "reports.tell_mornings",
            Text(
                fr="Dire au personnel, le matin, ce qui sera bientôt en retard",
                nl="Het personeel ’s morgens zeggen wat bijna te laat is",
                de="Dem Personal am Morgen sagen, was bald fällig ist",
                en="Tell staff in the morning what will soon be late",
            ),
            "0 5 * * *",
            tasks.tell_mornings,
        ),
        Task(
            "reports.find_heirs",
            Text(
                fr="Confier les signalements des autorités qui ont cessé",
                nl="Meldingen van opgeheven overheden doorgeven",
                de="Meldungen aufgelöster Behörden weitergeben",
                en="Hand on the reports of authorities that ended",
            ),
            "5 * * * *",
            tasks.find_heirs,
        ),
        Task(
            "reports.count_statistics",
            Text(
                fr="Compter les statistiques des signalements",
                nl="De statistieken van de meldingen tellen",
                de="Die Statistik der Meldungen zählen",
                en="Count the statistics of reports",
            ),
            "40 0 * * *",
            tasks.count_statistics,
        ),
    ),
    provides=(Provides("mail_reader", listeners.Mailboxes),),
)
