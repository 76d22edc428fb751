"""Who may do what in the catalogue: agents prepare, editors publish, administrators justify personal data."""

from __future__ import annotations

from perron.bricks.catalogue.models import Dataset
from perron.bricks.catalogue.rules.states import DatasetState
from perron.kernel import permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Permission, Role
from perron.kernel.languages import Text


def may(actor: Actor | None, action: str, dataset: Dataset) -> bool:
    """Whether a person may take this action on this dataset, whatever state it is in."""
    return permissions.allows(actor, f"catalogue.{action}", dataset.authority)


def may_at(actor: Actor | None, action: str, authority: Authority | None) -> bool:
    """The same for what has no dataset yet; without an authority, for what is the installation's own."""
    return permissions.allows(actor, f"catalogue.{action}", authority)


def require(actor: Actor | None, action: str, dataset: Dataset) -> None:
    """Stop whoever may not. Raises SignInFirst or NotYours."""
    permissions.require(actor, f"catalogue.{action}", dataset.authority)


def require_at(actor: Actor | None, action: str, authority: Authority) -> None:
    """The same for what has no dataset yet."""
    permissions.require(actor, f"catalogue.{action}", authority)


def require_edit(actor: Actor | None, dataset: Dataset) -> None:
    """Stop whoever may not change the words now: agents while it is a draft, editors once it is with them or public."""
    require(actor, "describe_dataset" if dataset.state == DatasetState.DRAFT else "publish_dataset", dataset)


def may_edit(actor: Actor | None, dataset: Dataset) -> bool:
    """As `require_edit`, as an answer. Nobody edits what keeps itself up to date."""
    action = "describe_dataset" if dataset.state == DatasetState.DRAFT else "publish_dataset"
    return not dataset.is_declared and may(actor, action, dataset)


def may_read_draft(actor: Actor | None, dataset: Dataset) -> bool:
    """Whether a person sees what is not public yet: all staff of the authority."""
    return dataset.authority is not None and may(actor, "read_drafts", dataset)


PERMISSIONS = (
    Permission(
        "catalogue.read_drafts",
        Text(
            fr="Voir les jeux de données en préparation",
            nl="Datasets in voorbereiding bekijken",
            de="Datensätze in Vorbereitung ansehen",
            en="See datasets in preparation",
        ),
        Role.READER,
    ),
    Permission(
        "catalogue.receive_upload",
        Text(
            fr="Déposer et lire des fichiers",
            nl="Bestanden opladen en laten lezen",
            de="Dateien hochladen und einlesen",
            en="Drop files and have them read",
        ),
    ),
    Permission(
        "catalogue.create_dataset",
        Text(
            fr="Créer un jeu de données",
            nl="Een dataset aanmaken",
            de="Einen Datensatz anlegen",
            en="Create a dataset",
        ),
    ),
    Permission(
        "catalogue.describe_dataset",
        Text(
            fr="Décrire un projet de jeu de données et le proposer",
            nl="Een ontwerpdataset beschrijven en voorstellen",
            de="Einen Entwurf beschreiben und vorschlagen",
            en="Describe a draft dataset and propose it",
        ),
    ),
    Permission(
        "catalogue.propose_version",
        Text(
            fr="Proposer une nouvelle version",
            nl="Een nieuwe versie voorstellen",
            de="Eine neue Version vorschlagen",
            en="Propose a new version",
        ),
    ),
    Permission(
        "catalogue.publish_dataset",
        Text(
            fr="Publier un jeu de données, le renvoyer, accepter une version",
            nl="Een dataset publiceren, terugsturen, een versie aanvaarden",
            de="Einen Datensatz veröffentlichen, zurückgeben, eine Version annehmen",
            en="Publish a dataset, send it back, accept a version",
        ),
        Role.EDITOR,
    ),
    Permission(
        "catalogue.withdraw_dataset",
        Text(
            fr="Retirer et rétablir un jeu de données",
            nl="Een dataset intrekken en herstellen",
            de="Einen Datensatz zurückziehen und wiederherstellen",
            en="Withdraw and restore a dataset",
        ),
        Role.EDITOR,
    ),
    Permission(
        "catalogue.justify_personal_data",
        Text(
            fr="Justifier la publication de données personnelles",
            nl="De publicatie van persoonsgegevens verantwoorden",
            de="Die Veröffentlichung personenbezogener Daten begründen",
            en="Justify the publication of personal data",
        ),
        Role.ADMINISTRATOR,
    ),
    Permission(
        "catalogue.schedule_source",
        Text(
            fr="Faire relever une adresse à heures fixes",
            nl="Een adres op vaste tijden laten ophalen",
            de="Eine Adresse regelmäßig abrufen lassen",
            en="Have an address fetched by the clock",
        ),
        Role.EDITOR,
    ),
    Permission(
        "catalogue.answer_question",
        Text(
            fr="Répondre aux questions et les masquer",
            nl="Vragen beantwoorden en verbergen",
            de="Fragen beantworten und ausblenden",
            en="Answer questions and hide them",
        ),
    ),
    Permission(
        "catalogue.moderate_reuse",
        Text(
            fr="Montrer ou refuser une réutilisation",
            nl="Een hergebruik tonen of weigeren",
            de="Eine Weiterverwendung zeigen oder ablehnen",
            en="Show or refuse a reuse",
        ),
    ),
)
