"""What can be wrong in a handbook, in words for whoever edits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from perron.kernel.languages import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: where ("categories", "pothole", "team"), what, and the facts of its sentence."""

    path: tuple[str, ...]
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = " › ".join(str(PLACES.get(step, step)) for step in self.path)
        return f"{where}: {str(SENTENCES[self.code]) % self.facts}" if where else str(SENTENCES[self.code]) % self.facts


class HandbookWrong(ValueError):
    """The document is no handbook: `problems` says all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{'.'.join(problem.path)}: {problem.code}" for problem in problems))


PLACES: Final[Mapping[str, Text]] = {
    "code": Text(fr="code", nl="code", de="Code", en="code"),
    "audience": Text(
        fr="qui peut la choisir", nl="wie ze kan kiezen", de="wer sie wählen kann", en="who may choose it"
    ),
    "priority": Text(fr="priorité", nl="prioriteit", de="Priorität", en="priority"),
    "photos": Text(fr="photos", nl="foto’s", de="Fotos", en="photos"),
    "is_private": Text(fr="jamais publique", nl="nooit openbaar", de="nie öffentlich", en="never public"),
    "needs_moderation": Text(
        fr="vérifiée avant publication",
        nl="nagekeken voor publicatie",
        de="vor Veröffentlichung geprüft",
        en="checked before publication",
    ),
    "equipment": Text(fr="équipements", nl="voorzieningen", de="Einrichtungen", en="equipment"),
    "unit": Text(fr="unité", nl="eenheid", de="Einheit", en="unit"),
    "managers": Text(fr="gestionnaires", nl="beheerders", de="Verwalter", en="managers"),
    "channels": Text(fr="arrivé par", nl="binnengekomen via", de="eingegangen über", en="came by"),
    "weekdays": Text(fr="jours", nl="dagen", de="Tage", en="days"),
    "commune": Text(fr="à la commune", nl="naar de gemeente", de="an die Gemeinde", en="to the commune"),
    "states": Text(fr="états", nl="statussen", de="Zustände", en="states"),
    "since": Text(fr="de", nl="van", de="von", en="from"),
    "until": Text(fr="à", nl="tot", de="bis", en="until"),
    "required": Text(fr="obligatoire", nl="verplicht", de="Pflicht", en="required"),
    "datatype": Text(fr="sorte de réponse", nl="soort antwoord", de="Art der Antwort", en="kind of answer"),
    "help": Text(fr="aide", nl="hulp", de="Hilfe", en="help"),
    "reopen_days": Text(
        fr="jours pour rouvrir", nl="dagen om te heropenen", de="Tage zum Wiederöffnen", en="days to reopen"
    ),
    "verdict_days": Text(
        fr="jours pour juger", nl="dagen om te oordelen", de="Tage für das Urteil", en="days to judge"
    ),
    "identity_kept_days": Text(
        fr="jours avant d’oublier qui a signalé",
        nl="dagen tot de melder wordt vergeten",
        de="Tage, bis die meldende Person vergessen wird",
        en="days until who reported is forgotten",
    ),
    "moderate": Text(
        fr="regard sur les signalements",
        nl="nazicht van meldingen",
        de="Prüfung der Meldungen",
        en="looking at reports",
    ),
    "duplicate_metres": Text(
        fr="mètres pour proposer des doubles",
        nl="meters om dubbele voor te stellen",
        de="Meter für mögliche Doppel",
        en="metres to propose duplicates",
    ),
    "blocked_words": Text(fr="mots bloqués", nl="geblokkeerde woorden", de="gesperrte Wörter", en="blocked words"),
    "fr": Text(fr="français", nl="Frans", de="Französisch", en="French"),
    "nl": Text(fr="néerlandais", nl="Nederlands", de="Niederländisch", en="Dutch"),
    "de": Text(fr="allemand", nl="Duits", de="Deutsch", en="German"),
    "en": Text(fr="anglais", nl="Engels", de="Englisch", en="English"),
    "categories": Text(fr="catégories", nl="categorieën", de="Kategorien", en="categories"),
    "teams": Text(fr="équipes", nl="teams", de="Teams", en="teams"),
    "rules": Text(fr="règles", nl="regels", de="Regeln", en="rules"),
    "templates": Text(fr="réponses types", nl="standaardantwoorden", de="Antwortvorlagen", en="reply templates"),
    "refusals": Text(fr="raisons de refus", nl="redenen van weigering", de="Ablehnungsgründe", en="refusal reasons"),
    "quiet": Text(fr="heures calmes", nl="stille uren", de="Ruhezeiten", en="quiet hours"),
    "holidays": Text(fr="jours fermés", nl="sluitingsdagen", de="freie Tage", en="closing days"),
    "settings": Text(fr="réglages", nl="instellingen", de="Einstellungen", en="settings"),
    "names": Text(fr="nom", nl="naam", de="Name", en="name"),
    "team": Text(fr="équipe", nl="team", de="Team", en="team"),
    "parent": Text(fr="groupe", nl="groep", de="Gruppe", en="group"),
    "service_level": Text(fr="délai", nl="termijn", de="Frist", en="term"),
    "email": Text(fr="e-mail", nl="e-mail", de="E-Mail", en="e-mail"),
    "letters": Text(fr="lettres", nl="brieven", de="Briefe", en="letters"),
    "words": Text(fr="texte", nl="tekst", de="Text", en="words"),
    "when": Text(fr="quand", nl="wanneer", de="wann", en="when"),
    "then": Text(fr="alors", nl="dan", de="dann", en="then"),
    "area": Text(fr="zone", nl="zone", de="Gebiet", en="area"),
    "hours": Text(fr="heures", nl="uren", de="Stunden", en="hours"),
    "phone": Text(fr="téléphone", nl="telefoon", de="Telefon", en="telephone"),
    "questions": Text(fr="questions", nl="vragen", de="Fragen", en="questions"),
    "replaced_by": Text(fr="remplacée par", nl="vervangen door", de="ersetzt durch", en="replaced by"),
    "places": Text(fr="communes", nl="gemeenten", de="Gemeinden", en="communes"),
    "authority": Text(fr="autorité", nl="overheid", de="Behörde", en="authority"),
    "category": Text(fr="catégorie", nl="categorie", de="Kategorie", en="category"),
    "emergency": Text(fr="urgence", nl="noodgeval", de="Notfall", en="emergency"),
    "values": Text(fr="réponses possibles", nl="mogelijke antwoorden", de="mögliche Antworten", en="possible answers"),
    "description": Text(fr="description", nl="beschrijving", de="Beschreibung", en="description"),
    "notice": Text(fr="avis", nl="bericht", de="Hinweis", en="notice"),
    "keywords": Text(fr="mots-clés", nl="trefwoorden", de="Stichwörter", en="keywords"),
    "why": Text(fr="pourquoi", nl="waarom", de="warum", en="why"),
    "outside": Text(fr="ailleurs", nl="elders", de="anderswo", en="elsewhere"),
    "url": Text(fr="adresse web", nl="webadres", de="Webadresse", en="web address"),
    "amount": Text(fr="nombre", nl="aantal", de="Anzahl", en="number"),
}
SENTENCES: Final[Mapping[str, Text]] = {
    "not_a_mapping": Text(
        fr="Ceci n’est pas un document lisible.",
        nl="Dit is geen leesbaar document.",
        de="Dies ist kein lesbares Dokument.",
        en="This is not a document that can be read.",
    ),
    "unknown": Text(
        fr="Cette rubrique n’existe pas.",
        nl="Deze rubriek bestaat niet.",
        de="Diese Rubrik gibt es nicht.",
        en="There is no such entry.",
    ),
    "missing": Text(
        fr="Ceci doit être rempli.",
        nl="Dit moet ingevuld zijn.",
        de="Dies muss ausgefüllt sein.",
        en="This has to be filled in.",
    ),
    "not_words": Text(
        fr="Un texte est attendu (4000 caractères au plus).",
        nl="Hier hoort een tekst (hoogstens 4000 tekens).",
        de="Hier wird ein Text erwartet (höchstens 4000 Zeichen).",
        en="A text is expected (at most 4000 characters).",
    ),
    "not_right": Text(
        fr="« %(value)s » ne convient pas ici.",
        nl="“%(value)s” past hier niet.",
        de="„%(value)s“ passt hier nicht.",
        en="“%(value)s” does not fit here.",
    ),
    "not_texts": Text(
        fr="Un texte par langue est attendu.",
        nl="Hier hoort een tekst per taal.",
        de="Hier wird ein Text je Sprache erwartet.",
        en="A text per language is expected.",
    ),
    "language": Text(
        fr="La langue « %(value)s » n’est pas connue ici.",
        nl="De taal “%(value)s” is hier niet gekend.",
        de="Die Sprache „%(value)s“ ist hier nicht bekannt.",
        en="The language “%(value)s” is not known here.",
    ),
    "too_long": Text(
        fr="Au plus %(longest)s caractères.",
        nl="Hoogstens %(longest)s tekens.",
        de="Höchstens %(longest)s Zeichen.",
        en="At most %(longest)s characters.",
    ),
    "not_one_of": Text(
        fr="Une de ces valeurs est attendue : %(choices)s.",
        nl="Eén van deze waarden wordt verwacht: %(choices)s.",
        de="Einer dieser Werte wird erwartet: %(choices)s.",
        en="One of these values is expected: %(choices)s.",
    ),
    "not_between": Text(
        fr="Un nombre de %(low)s à %(high)s est attendu.",
        nl="Een getal van %(low)s tot %(high)s wordt verwacht.",
        de="Eine Zahl von %(low)s bis %(high)s wird erwartet.",
        en="A number from %(low)s to %(high)s is expected.",
    ),
    "not_yes_or_no": Text(
        fr="Oui ou non est attendu.",
        nl="Ja of nee wordt verwacht.",
        de="Ja oder nein wird erwartet.",
        en="Yes or no is expected.",
    ),
    "not_a_list": Text(
        fr="Une liste est attendue.",
        nl="Een lijst wordt verwacht.",
        de="Eine Liste wird erwartet.",
        en="A list is expected.",
    ),
    "not_a_time": Text(
        fr="Une heure est attendue, comme 21:00.",
        nl="Een uur wordt verwacht, zoals 21:00.",
        de="Eine Uhrzeit wird erwartet, wie 21:00.",
        en="A time is expected, like 21:00.",
    ),
    "not_a_day": Text(
        fr="« %(value)s » n’est pas une date.",
        nl="“%(value)s” is geen datum.",
        de="„%(value)s“ ist kein Datum.",
        en="“%(value)s” is not a date.",
    ),
    "not_weekdays": Text(
        fr="Des jours de 1 (lundi) à 7 (dimanche) sont attendus.",
        nl="Dagen van 1 (maandag) tot 7 (zondag) worden verwacht.",
        de="Tage von 1 (Montag) bis 7 (Sonntag) werden erwartet.",
        en="Days from 1 (Monday) to 7 (Sunday) are expected.",
    ),
    "not_a_polygon": Text(
        fr="Le dessin de la zone n’est pas une surface fermée.",
        nl="De tekening van de zone is geen gesloten vlak.",
        de="Die Zeichnung des Gebiets ist keine geschlossene Fläche.",
        en="The drawing of the area is no closed surface.",
    ),
    "not_one_way": Text(
        fr="Dites où cela va : une équipe, une autorité, la commune ou quelqu’un d’autre, une seule réponse.",
        nl="Zeg waar het naartoe gaat: een team, een overheid, de gemeente of iemand anders, en maar één daarvan.",
        de="Sagen Sie, wohin es geht: ein Team, eine Behörde, die Gemeinde oder jemand anderes, und nur eines davon.",
        en="Say where it goes: a team, an authority, the commune or somebody else, and one of these only.",
    ),
    "twice": Text(
        fr="Ceci existe deux fois.", nl="Dit bestaat twee keer.", de="Dies gibt es zweimal.", en="This is there twice."
    ),
    "no_such_team": Text(
        fr="Il n’y a pas d’équipe « %(value)s ».",
        nl="Er is geen team “%(value)s”.",
        de="Es gibt kein Team „%(value)s“.",
        en="There is no team “%(value)s”.",
    ),
    "no_such_group": Text(
        fr="« %(value)s » n’est pas un groupe où elle peut être.",
        nl="“%(value)s” is geen groep waar ze in kan staan.",
        de="„%(value)s“ ist keine Gruppe, in der sie stehen kann.",
        en="“%(value)s” is no group that it can be in.",
    ),
    "no_such_category": Text(
        fr="Il n’y a pas de catégorie « %(value)s » à choisir.",
        nl="Er is geen categorie “%(value)s” te kiezen.",
        de="Es gibt keine wählbare Kategorie „%(value)s“.",
        en="There is no category “%(value)s” to choose.",
    ),
}
