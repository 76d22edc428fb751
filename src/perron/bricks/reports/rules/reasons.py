"""The reasons of a decision as sentences, for the sender and for the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from perron.kernel.languages import Text, pick

NameOf = Callable[[str], str]  # an authority's slug -> its name in the reader's language

# What only the desk is told: how the rules were followed inside.
INTERNAL: Final = frozenset({"team", "not_here", "not_back", "far_enough", "unknown_there"})
SENTENCES: Final[Mapping[str, Text]] = {
    "manager_of_road": Text(
        fr="Va à %(authority)s : à %(metres)s m de %(thing)s, que cette autorité gère.",
        nl="Gaat naar %(authority)s: op %(metres)s m van %(thing)s, die deze overheid beheert.",
        de="Geht an %(authority)s: %(metres)s m von %(thing)s entfernt, in deren Verwaltung.",
        en="Goes to %(authority)s: %(metres)s m from %(thing)s, which it manages.",
    ),
    "manager_of_area": Text(
        fr="Va à %(authority)s, qui gère cet endroit (%(thing)s).",
        nl="Gaat naar %(authority)s, die deze plek beheert (%(thing)s).",
        de="Geht an %(authority)s: verwaltet diesen Ort (%(thing)s).",
        en="Goes to %(authority)s, which manages this place (%(thing)s).",
    ),
    "manager_of_equipment": Text(
        fr="Va à %(authority)s, qui gère %(thing)s, à %(metres)s m.",
        nl="Gaat naar %(authority)s, die %(thing)s beheert, op %(metres)s m.",
        de="Geht an %(authority)s, in deren Verwaltung: %(thing)s, %(metres)s m entfernt.",
        en="Goes to %(authority)s, which manages %(thing)s, %(metres)s m away.",
    ),
    "manager_elsewhere": Text(
        fr="À %(metres)s m de %(thing)s, géré par %(who)s, qui ne reçoit pas de signalements ici.",
        nl="Op %(metres)s m van %(thing)s, in beheer van %(who)s, die hier geen meldingen ontvangt.",
        de="%(metres)s m von %(thing)s, verwaltet von %(who)s: dort werden hier keine Meldungen angenommen.",
        en="%(metres)s m from %(thing)s, managed by %(who)s, who takes no reports here.",
    ),
    "nearest_of_two": Text(
        fr="%(thing)s, de %(who)s, est aussi tout près (%(metres)s m) : le plus proche compte.",
        nl="Ook %(thing)s, van %(who)s, ligt vlakbij (%(metres)s m): de dichtste telt.",
        de="Auch %(thing)s, von %(who)s, liegt in der Nähe (%(metres)s m): Das Nächste zählt.",
        en="%(thing)s, of %(who)s, is close too (%(metres)s m): the nearest counts.",
    ),
    "commune": Text(
        fr="Va à la commune de cet endroit : %(authority)s.",
        nl="Gaat naar de gemeente van deze plek: %(authority)s.",
        de="Geht an die Gemeinde dieses Ortes: %(authority)s.",
        en="Goes to the commune of this place: %(authority)s.",
    ),
    "above": Text(
        fr="La commune ne reçoit pas de signalements ici : va à %(authority)s.",
        nl="De gemeente ontvangt hier geen meldingen: gaat naar %(authority)s.",
        de="Die Gemeinde nimmt hier keine Meldungen an: geht an %(authority)s.",
        en="The commune takes no reports here: goes to %(authority)s.",
    ),
    "nobody": Text(
        fr="Aucune autorité compétente à cet endroit ne reçoit encore de signalements ici.",
        nl="Geen enkele bevoegde overheid voor deze plek ontvangt hier al meldingen.",
        de="Keine für diesen Ort zuständige Behörde nimmt hier schon Meldungen an.",
        en="No authority competent for this place takes reports here yet.",
    ),
    "handed_over": Text(
        fr="%(from)s confie ce type de signalement à %(to)s.",
        nl="%(from)s laat dit soort meldingen over aan %(to)s.",
        de="%(from)s überlässt solche Meldungen %(to)s.",
        en="%(from)s leaves this kind of report to %(to)s.",
    ),
    "outside": Text(
        fr="C’est traité par %(who)s.",
        nl="Dit wordt behandeld door %(who)s.",
        de="Dies wird behandelt von: %(who)s.",
        en="This is treated by %(who)s.",
    ),
    "team": Text(
        fr="Une règle de %(authority)s le donne à l’équipe %(team)s.",
        nl="Een regel van %(authority)s geeft het aan het team %(team)s.",
        de="Eine Regel von %(authority)s gibt es an das Team %(team)s.",
        en="A rule of %(authority)s gives it to the team %(team)s.",
    ),
    "not_here": Text(
        fr="Une règle de %(authority)s mène à une autorité qui ne reçoit pas de signalements ici : elle est passée.",
        nl="Een regel van %(authority)s leidt naar een overheid die hier geen meldingen ontvangt: overgeslagen.",
        de="Eine Regel von %(authority)s führt zu einer Behörde, die hier keine Meldungen annimmt: übersprungen.",
        en="A rule of %(authority)s leads to an authority that takes no reports here: passed over.",
    ),
    "not_back": Text(
        fr="%(authority)s ne le renvoie pas à %(to)s, d’où il vient.",
        nl="%(authority)s stuurt het niet terug naar %(to)s, waar het vandaan komt.",
        de="%(authority)s gibt es nicht an %(to)s zurück, woher es kommt.",
        en="%(authority)s does not hand it back to %(to)s, where it comes from.",
    ),
    "far_enough": Text(
        fr="Confié assez de fois : reste à %(authority)s.",
        nl="Vaak genoeg doorgegeven: blijft bij %(authority)s.",
        de="Oft genug weitergegeben: bleibt bei %(authority)s.",
        en="Handed over often enough: stays with %(authority)s.",
    ),
    "unknown_there": Text(
        fr="%(to)s ne connaît pas cette catégorie : reste à %(authority)s.",
        nl="%(to)s kent deze categorie niet: blijft bij %(authority)s.",
        de="%(to)s kennt diese Kategorie nicht: bleibt bei %(authority)s.",
        en="%(to)s does not know this category: stays with %(authority)s.",
    ),
}
A_ROAD: Final = Text(fr="une voirie", nl="een weg", de="einer Straße", en="a road")
A_PLACE: Final = Text(fr="cet endroit", nl="deze plek", de="dieser Ort", en="this place")
OTHERS: Final = Text(fr="une autre organisation", nl="een andere organisatie", de="eine andere Stelle", en="others")


def sentence(reason: Mapping[str, object], name_of: NameOf) -> str:
    """One reason as `Report.routing` keeps it ({"code", …facts}), in the reader's language; empty when unknown."""
    words = SENTENCES.get(str(reason.get("code")))
    if words is None:
        return ""
    said = str(words) % _facts(reason, name_of)
    why = pick(_texts(reason.get("why"))).words
    return f"{said} {why}" if why else said


def sentences(reasons: Iterable[Mapping[str, object]], name_of: NameOf, *, internal: bool = False) -> list[str]:
    """All of them in order; those of the inside only for the desk."""
    told = [one for one in reasons if internal or one.get("code") not in INTERNAL]
    return [words for one in told if (words := sentence(one, name_of))]


def _facts(reason: Mapping[str, object], name_of: NameOf) -> dict[str, str]:
    facts = {key: name_of(slug) for key in ("authority", "from", "to") if isinstance(slug := reason.get(key), str)}
    if not reason.get("authority"):
        facts["authority"] = ""
    metres = reason.get("metres")
    thing = pick(_texts(reason.get("place_names"))).words
    return facts | {
        "metres": str(round(metres)) if isinstance(metres, int | float) else "",
        "thing": thing or str(A_PLACE if reason.get("code") == "manager_of_area" else A_ROAD),
        "who": pick(_texts(reason.get("names"))).words or facts["authority"] or str(OTHERS),
        "team": str(reason.get("team", "")),
    }


def _texts(value: object) -> Mapping[str, str]:
    return {str(key): str(words) for key, words in value.items()} if isinstance(value, Mapping) else {}
