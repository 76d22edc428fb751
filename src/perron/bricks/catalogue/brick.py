"""What the catalogue declares: pages and API, search, map, home, notices; duties towards people; events and tasks."""

from __future__ import annotations

from perron.bricks.catalogue import listeners, notices, permissions, tasks
from perron.bricks.catalogue.publish import acts, documents, facets, inventory, people, places
from perron.bricks.catalogue.queries.health import failing_sources, stuck_readings
from perron.bricks.catalogue.urls import api, pages
from perron.kernel.contract import (
    Access,
    Api,
    Brick,
    Emits,
    HealthCheck,
    Listens,
    MenuEntry,
    Pages,
    Searchable,
    Task,
)
from perron.kernel.languages import Text

DATA = Text(fr="Données", nl="Data", de="Daten", en="Data")
DATASETS = Text(fr="Jeux de données", nl="Datasets", de="Datensätze", en="Datasets")
FIND_DATA = Text(fr="Trouver des données", nl="Data vinden", de="Daten finden", en="Find data")
PUBLISH_DATA = Text(fr="Publier des données", nl="Data publiceren", de="Daten veröffentlichen", en="Publish data")

SEARCH = Searchable(
    kind="catalogue.dataset",
    title=DATASETS,
    documents=documents.documents,
    document=documents.document,
    facets=facets.FACETS,
    changed_by={
        f"catalogue.{event}": "dataset_id"
        for event in (
            "dataset_changed",
            "dataset_published",
            "dataset_withdrawn",
            "dataset_restored",
            "version_accepted",
        )
    },
)


def _emits(name: str, *more: str, title: Text) -> Emits:
    return Emits(f"catalogue.{name}", ("dataset_id", *more), title)


EMITS = (
    _emits(
        "dataset_created",
        title=Text("Projet créé", "Ontwerp aangemaakt", "Entwurf angelegt", "Draft created"),
    ),
    _emits(
        "dataset_changed",
        title=Text("Description modifiée", "Beschrijving gewijzigd", "Beschreibung geändert", "Description changed"),
    ),
    _emits(
        "dataset_proposed",
        title=Text("Publication proposée", "Publicatie voorgesteld", "Veröffentlichung vorgeschlagen", "Proposed"),
    ),
    _emits("dataset_sent_back", title=Text("Projet renvoyé", "Ontwerp teruggestuurd", "Zurückgegeben", "Sent back")),
    _emits("dataset_published", title=Text("Publié", "Gepubliceerd", "Veröffentlicht", "Published")),
    _emits("dataset_withdrawn", title=Text("Retiré", "Ingetrokken", "Zurückgezogen", "Withdrawn")),
    _emits("dataset_restored", title=Text("Rétabli", "Hersteld", "Wiederhergestellt", "Restored")),
    _emits(
        "version_proposed",
        "version_id",
        title=Text("Version proposée", "Versie voorgesteld", "Version vorgeschlagen", "Version proposed"),
    ),
    _emits(
        "version_accepted",
        "version_id",
        "number",
        title=Text("Nouvelle version", "Nieuwe versie", "Neue Version", "New version"),
    ),
    _emits(
        "version_refused",
        "version_id",
        title=Text("Version refusée", "Versie geweigerd", "Version abgelehnt", "Version refused"),
    ),
    _emits(
        "source_scheduled",
        "source_id",
        title=Text("Source programmée", "Bron ingepland", "Quelle geplant", "Source scheduled"),
    ),
    _emits(
        "source_failed",
        "source_id",
        title=Text("Source en échec", "Bron mislukt", "Quelle fehlgeschlagen", "Source failed"),
    ),
    _emits(
        "columns_drifted",
        "source_id",
        title=Text("Colonnes modifiées", "Kolommen gewijzigd", "Spalten geändert", "Columns drifted"),
    ),
    _emits(
        "question_asked",
        "question_id",
        title=Text("Question posée", "Vraag gesteld", "Frage gestellt", "Question asked"),
    ),
    _emits(
        "question_answered",
        "question_id",
        title=Text("Question répondue", "Vraag beantwoord", "Frage beantwortet", "Question answered"),
    ),
    _emits(
        "question_hidden",
        "question_id",
        title=Text("Question masquée", "Vraag verborgen", "Frage ausgeblendet", "Question hidden"),
    ),
    _emits(
        "reuse_added",
        "reuse_id",
        title=Text("Réutilisation ajoutée", "Hergebruik toegevoegd", "Weiterverwendung hinzugefügt", "Reuse added"),
    ),
    _emits(
        "reuse_moderated",
        "reuse_id",
        title=Text("Réutilisation décidée", "Hergebruik beslist", "Weiterverwendung entschieden", "Reuse decided"),
    ),
)
LISTENS = (
    Listens("catalogue.dataset_proposed", listeners.dataset_was_proposed),
    Listens("catalogue.dataset_sent_back", listeners.dataset_was_sent_back),
    Listens("catalogue.dataset_published", listeners.dataset_was_published),
    Listens("catalogue.version_proposed", listeners.version_was_proposed),
    Listens("catalogue.version_accepted", listeners.version_was_accepted),
    Listens("catalogue.source_scheduled", listeners.source_was_scheduled),
    Listens("catalogue.source_failed", listeners.source_failed),
    Listens("catalogue.columns_drifted", listeners.columns_drifted),
    Listens("catalogue.question_asked", listeners.question_was_asked),
    Listens("catalogue.question_answered", listeners.question_was_answered),
    Listens("catalogue.reuse_added", listeners.reuse_was_added),
)
TASKS = (
    Task(
        "catalogue.fetch_due_sources",
        Text("Relever les sources", "Bronnen ophalen", "Quellen abrufen", "Fetch sources"),
        "*/10 * * * *",
        tasks.fetch_due_sources,
    ),
    Task(
        "catalogue.pick_up_dead_readings",
        Text("Reprendre les lectures", "Lezingen hervatten", "Einlesen fortsetzen", "Pick up readings"),
        "*/10 * * * *",
        tasks.pick_up_dead_readings,
    ),
    Task(
        "catalogue.refresh_declared_datasets",
        Text(
            "Actualiser les jeux déclarés", "Eigen datasets verversen", "Eigene Datensätze auffrischen", "Refresh own"
        ),
        "30 1 * * *",
        tasks.refresh_declared_datasets,
    ),
    Task(
        "catalogue.prune_fast_copies",
        Text("Libérer de la place", "Plaats maken", "Platz schaffen", "Make room"),
        "45 2 * * *",
        tasks.prune_fast_copies,
    ),
)
CHECKS = (
    HealthCheck(
        "catalogue.sources",
        Text("Sources programmées", "Geplande bronnen", "Geplante Quellen", "Scheduled sources"),
        failing_sources,
    ),
    HealthCheck(
        "catalogue.readings",
        Text("Lecture des fichiers", "Lezen van bestanden", "Einlesen von Dateien", "Reading of files"),
        stuck_readings,
    ),
)

BRICK = Brick(
    name="catalogue",
    title=DATA,
    summary=Text(
        fr="Publier des données ouvertes, les trouver, les explorer et les réutiliser.",
        nl="Open data publiceren, vinden, verkennen en hergebruiken.",
        de="Offene Daten veröffentlichen, finden, erkunden und weiterverwenden.",
        en="Publish open data, find, explore and reuse them.",
    ),
    pages=Pages(
        "perron.bricks.catalogue.urls.pages",
        pages.ACCESS,
        (
            MenuEntry(DATA, "catalogue:datasets", invitation=FIND_DATA),
            MenuEntry(PUBLISH_DATA, "catalogue:desk_start", access=Access.STAFF),
        ),
    ),
    api=Api("perron.bricks.catalogue.urls.api", api.ACCESS),
    datasets=(inventory.INVENTORY,),
    search=(SEARCH,),
    layers=(places.LAYER,),
    notices=notices.KINDS,
    home=(places.SECTION,),
    permissions=permissions.PERMISSIONS,
    personal_data=people.PERSONAL_DATA,
    retention=people.RETENTION,
    checks=CHECKS,
    emits=EMITS,
    acts=acts.ACTS,
    listens=LISTENS,
    tasks=TASKS,
)
