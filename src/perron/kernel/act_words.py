"""Acts in words: what a verb of the audit log is called for people, from what bricks declare."""

from __future__ import annotations

from typing import Final

from perron.kernel import registry
from perron.kernel.contract import Emits, Task
from perron.kernel.languages import Text

_STEM: Final = 3  # letters that a verb keeps in the past: hide, hidden; withdraw, withdrawn

# The kernel's own acts that no right is named after.
_OWN: Final = {
    "kernel.create_authority": Text("Autorité créée", "Overheid aangemaakt", "Behörde angelegt", "Authority created"),
    "kernel.change_contact": Text(
        "Coordonnées modifiées", "Contactgegevens gewijzigd", "Kontaktdaten geändert", "Contact details changed"
    ),
    "kernel.rename_authority": Text("Nom modifié", "Naam gewijzigd", "Name geändert", "Name changed"),
    "kernel.change_colours": Text("Couleurs modifiées", "Kleuren gewijzigd", "Farben geändert", "Colours changed"),
    "kernel.add_host": Text("Nom de domaine ajouté", "Domeinnaam toegevoegd", "Domainname hinzugefügt", "Host added"),
    "kernel.remove_host": Text(
        "Nom de domaine retiré", "Domeinnaam verwijderd", "Domainname entfernt", "Host name removed"
    ),
    "kernel.end_authority": Text("Autorité fermée", "Overheid afgesloten", "Behörde beendet", "Authority ended"),
    "kernel.resume_authority": Text("Autorité rouverte", "Overheid heropend", "Behörde wieder da", "Authority resumed"),
    "kernel.invite": Text("Invitation envoyée", "Uitnodiging verstuurd", "Einladung versandt", "Invitation sent"),
    "kernel.withdraw_invitation": Text(
        "Invitation retirée", "Uitnodiging ingetrokken", "Einladung zurückgezogen", "Invitation withdrawn"
    ),
    "kernel.accept_invitation": Text(
        "Invitation acceptée", "Uitnodiging aanvaard", "Einladung angenommen", "Invitation accepted"
    ),
    "kernel.decline_invitation": Text(
        "Invitation refusée", "Uitnodiging geweigerd", "Einladung abgelehnt", "Invitation declined"
    ),
    "kernel.grant_role": Text("Rôle attribué", "Rol toegekend", "Rolle vergeben", "Role given"),
    "kernel.withdraw_role": Text("Rôle retiré", "Rol ingetrokken", "Rolle entzogen", "Role withdrawn"),
    "kernel.create_person": Text("Compte créé", "Account aangemaakt", "Konto angelegt", "Account created"),
    "kernel.change_profile": Text("Profil modifié", "Profiel gewijzigd", "Profil geändert", "Profile changed"),
    "kernel.close_account": Text("Compte fermé", "Account afgesloten", "Konto geschlossen", "Account closed"),
    "kernel.erase_person": Text("Compte effacé", "Account gewist", "Konto gelöscht", "Account erased"),
    "kernel.make_operator": Text("Opérateur désigné", "Beheerder aangesteld", "Betreiber ernannt", "Operator named"),
    "kernel.withdraw_operator": Text(
        "Opérateur retiré", "Beheerder ontheven", "Betreiber abberufen", "Operator withdrawn"
    ),
    "kernel.reset_second_factor": Text(
        "Second facteur réinitialisé",
        "Tweede factor opnieuw ingesteld",
        "Zweiter Faktor zurückgesetzt",
        "Second factor reset",
    ),
    "kernel.give_address_code": Text(
        "Code donné à la place d'un courriel",
        "Code gegeven in plaats van een e-mail",
        "Code anstelle einer E-Mail gegeben",
        "Code given in place of an e-mail",
    ),
    "kernel.apply_retention": Text(
        "Délai de conservation appliqué", "Bewaartermijn toegepast", "Aufbewahrungsfrist angewandt", "Retention applied"
    ),
}


def act_in_words(verb: str) -> str:
    """What was done, in the reader's language; the verb itself when the brick that knew it is gone."""
    said = said_of(verb)
    return str(said) if said else verb.partition(".")[2].replace("_", " ").capitalize()


def said_of(verb: str) -> Text | None:
    """The words for a verb: its own, else those of the event that follows it, of the right, or of the task."""
    declared = registry.acts().get(verb) or _event_of(verb) or registry.permissions().get(verb) or _task_of(verb)
    return _OWN.get(verb) or (declared.title if declared else None)


def _event_of(verb: str) -> Emits | None:
    """`reports.close_report` is followed by `reports.report_closed`: the same words, and the verb in the past."""
    brick, _dot, words = verb.partition(".")
    act, *things = words.split("_")
    for event in registry.events().values():
        told, _dot, said = event.name.partition(".")
        left = set(said.split("_")) - set(things)
        names_all = set(things) < set(said.split("_"))
        if told == brick and names_all and any(word.startswith(act[:_STEM]) for word in left):
            return event
    return None


def _task_of(verb: str) -> Task | None:
    """What the clock does may be called a little longer than its trace."""
    return next((task for task in registry.tasks() if task.name.startswith(verb)), None)


def brick_in_words(brick: str) -> str:
    """The title of the brick that an act or a subject belongs to; its name when it is not installed any more."""
    titles = {found.name: str(found.title) for found in registry.bricks()}
    return titles.get(brick, brick)
