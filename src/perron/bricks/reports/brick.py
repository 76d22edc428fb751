"""What reports declare: pages, open data, search, map, home, notices; duties towards people; events and tasks."""

from __future__ import annotations

from perron.bricks.reports import listeners, notices, permissions, tasks
from perron.bricks.reports.publish import acts, dataset, people, places
from perron.bricks.reports.urls import pages
from perron.kernel.contract import Access, Brick, Listens, MenuEntry, Pages, Task
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
            MenuEntry(REPORTS, "reports:map", invitation=INVITATION),
            MenuEntry(TREAT_REPORTS, "reports:desk_start", access=Access.STAFF),
        ),
    ),
    datasets=(dataset.DATASET,),
    search=(places.SEARCH,),
    layers=(places.LAYER,),
    notices=notices.KINDS,
    home=(places.SECTION,),
    permissions=permissions.PERMISSIONS,
    personal_data=people.PERSONAL_DATA,
    retention=people.RETENTION,
    emits=acts.EMITS,
    acts=acts.ACTS,
    listens=tuple(Listens(f"reports.{event}", listeners.step_was_made) for event in TOLD),
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
    ),
)
