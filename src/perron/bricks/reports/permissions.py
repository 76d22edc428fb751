"""Who may do what with an authority's reports."""

from __future__ import annotations

from typing import Final

from perron.bricks.reports.models import Report
from perron.kernel import permissions
from perron.kernel.actors import Actor
from perron.kernel.contract import Permission, Role
from perron.kernel.languages import Text

READ_DESK: Final = "reports.read_desk"
TREAT: Final = "reports.treat_report"
MODERATE: Final = "reports.moderate_report"
TRANSFER: Final = "reports.transfer_report"
CHANGE_HANDBOOK: Final = "reports.change_handbook"
CONNECT: Final = "reports.connect"
MANAGE_VIEWS: Final = "reports.manage_views"

PERMISSIONS: Final = (
    Permission(
        READ_DESK,
        Text(
            fr="Lire les signalements de l’autorité, avec qui les a envoyés",
            nl="De meldingen van de overheid lezen, met wie ze stuurde",
            de="Die Meldungen der Behörde lesen, mit der meldenden Person",
            en="Read the authority's reports, with who sent them",
        ),
        Role.READER,
    ),
    Permission(
        TREAT,
        Text(
            fr="Traiter les signalements",
            nl="Meldingen behandelen",
            de="Meldungen bearbeiten",
            en="Treat reports",
        ),
        Role.AGENT,
    ),
    Permission(
        MODERATE,
        Text(
            fr="Retirer du public, libérer, et ouvrir une photo d’origine",
            nl="Verbergen, vrijgeven, en een originele foto openen",
            de="Ausblenden, freigeben und ein Originalfoto öffnen",
            en="Hide, release, and open an original photo",
        ),
        Role.EDITOR,
    ),
    Permission(
        TRANSFER,
        Text(
            fr="Proposer un signalement à une autre autorité, l’accepter ou le renvoyer",
            nl="Een melding aan een andere overheid voorleggen, aanvaarden of terugsturen",
            de="Eine Meldung einer anderen Behörde anbieten, annehmen oder zurückgeben",
            en="Offer a report to another authority, accept it or send it back",
        ),
        Role.AGENT,
    ),
    Permission(
        CHANGE_HANDBOOK,
        Text(
            fr="Modifier les catégories, équipes, règles, délais et textes",
            nl="Categorieën, teams, regels, termijnen en teksten wijzigen",
            de="Kategorien, Teams, Regeln, Fristen und Texte ändern",
            en="Change categories, teams, rules, terms and texts",
        ),
        Role.EDITOR,
    ),
    Permission(
        CONNECT,
        Text(
            fr="Relier d’autres systèmes (clés, avis, connexions)",
            nl="Andere systemen verbinden (sleutels, berichten, verbindingen)",
            de="Andere Systeme verbinden (Schlüssel, Nachrichten, Verbindungen)",
            en="Connect other systems (keys, messages, connections)",
        ),
        Role.ADMINISTRATOR,
    ),
    Permission(
        MANAGE_VIEWS,
        Text(
            fr="Garder et partager des vues du guichet",
            nl="Weergaven van de werkruimte bewaren en delen",
            de="Ansichten des Arbeitsbereichs speichern und teilen",
            en="Keep and share views of the desk",
        ),
        Role.AGENT,
    ),
)


def may_read(actor: Actor | None, report: Report) -> bool:
    """Whether a person sees the inside of a report."""
    return permissions.allows(actor, READ_DESK, report.authority)


def may_treat(actor: Actor | None, report: Report) -> bool:
    """Whether a person may act on it."""
    return permissions.allows(actor, TREAT, report.authority)


def may_moderate(actor: Actor | None, report: Report) -> bool:
    """Whether a person may hide it, release it and open its original photos."""
    return permissions.allows(actor, MODERATE, report.authority)
