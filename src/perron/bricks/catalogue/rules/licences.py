"""Licences: the four steps of the Brussels cascade, and the open licences in use in Belgium, with their addresses.

Source of the cascade: order of the Government of the Brussels-Capital Region of 1 February 2018 carrying out the
ordinance of 27 October 2016 on an open data policy (numac 2018010589). Without conditions, the CC0 declaration; when
the source must be named, CC BY; against payment, the standard licence "free reuse against payment of a fee"; another
licence only when conditions cannot be met by those. Conditions need reasons, which are public (same order).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from perron.kernel.languages import Text

EU: Final = "http://publications.europa.eu/resource/authority/licence/"
OTHER: Final = "OTHER"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence. `uri` as cited in DCAT-AP records, `text` where a person reads it; both "" when the agent gives one.

    `is_open`: free reuse for every purpose (Open Definition 2.1). `needs_reason`: the agent must say why.
    """

    code: str
    title: Text
    uri: str
    text: str
    is_open: bool = True
    needs_source: bool = True
    needs_reason: bool = False
    is_for_new: bool = True  # offered when a dataset is described; the others are recognised when they come with data


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the cascade: take the first whose question is answered by yes."""

    number: int
    licence: str
    question: Text
    explanation: Text


@dataclass(frozen=True, slots=True)
class Cascade:
    """An ordered choice of licences, with the date of the text and its source."""

    dated: date
    source: str
    steps: tuple[Step, ...]


def _same(name: str) -> Text:
    return Text(fr=name, nl=name, de=name, en=name)


def _cc(kind: str) -> str:
    return f"https://creativecommons.org/licenses/{kind}/4.0/"


_ALL: Final = (
    Licence(
        "CC0-1.0",
        Text(
            fr="CC0 : domaine public, sans condition",
            nl="CC0: publiek domein, zonder voorwaarden",
            de="CC0: gemeinfrei, ohne Bedingungen",
            en="CC0: public domain, without conditions",
        ),
        f"{EU}CC0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        needs_source=False,
    ),
    Licence(
        "CC-BY-4.0",
        Text(
            fr="CC BY 4.0 : citer la source",
            nl="CC BY 4.0: bronvermelding",
            de="CC BY 4.0: Namensnennung",
            en="CC BY 4.0: name the source",
        ),
        f"{EU}CC_BY_4_0",
        _cc("by"),
    ),
    Licence(
        "FEE",
        Text(
            fr="Réutilisation libre moyennant paiement d'une redevance",
            nl="Vrij hergebruik tegen betaling van een vergoeding",
            de="Freie Weiterverwendung gegen Gebühr",
            en="Free reuse against payment of a fee",
        ),
        "",
        "",
        is_open=False,
        needs_reason=True,
    ),
    Licence(
        OTHER,
        Text(fr="Autre licence", nl="Andere licentie", de="Andere Lizenz", en="Another licence"),
        "",
        "",
        is_open=False,
        needs_reason=True,
    ),
    Licence(
        "CC-BY-SA-4.0",
        Text(
            fr="CC BY-SA 4.0 : citer la source, partager à l'identique",
            nl="CC BY-SA 4.0: bronvermelding, gelijk delen",
            de="CC BY-SA 4.0: Namensnennung, Weitergabe unter gleichen Bedingungen",
            en="CC BY-SA 4.0: name the source, share alike",
        ),
        f"{EU}CC_BYSA_4_0",
        _cc("by-sa"),
    ),
    Licence(
        "ODBL-1.0",
        Text(
            fr="ODbL 1.0 : base de données ouverte, partage à l'identique",
            nl="ODbL 1.0: open databank, gelijk delen",
            de="ODbL 1.0: offene Datenbank, Weitergabe unter gleichen Bedingungen",
            en="ODbL 1.0: open database, share alike",
        ),
        f"{EU}ODC_BL",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    Licence(
        "ODC-BY-1.0",
        _same("ODC-BY 1.0"),
        f"{EU}ODC_BY",
        "https://opendatacommons.org/licenses/by/1-0/",
        is_for_new=False,
    ),
    Licence(
        "PDDL-1.0",
        _same("PDDL 1.0"),
        f"{EU}ODC_PDDL",
        "https://opendatacommons.org/licenses/pddl/1-0/",
        needs_source=False,
        is_for_new=False,
    ),
    Licence(
        "FLANDERS-FREE-1.0",
        Text(
            fr="Licence type flamande « réutilisation gratuite » 1.0",
            nl="Modellicentie gratis hergebruik Vlaanderen 1.0",
            de="Flämische Musterlizenz „kostenlose Weiterverwendung“ 1.0",
            en="Flemish model licence “free reuse” 1.0",
        ),
        "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
        "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
    ),
    Licence(
        "ETALAB-2.0",
        Text(
            fr="Licence Ouverte 2.0 (Etalab)",
            nl="Open licentie 2.0 (Etalab)",
            de="Offene Lizenz 2.0 (Etalab)",
            en="Open Licence 2.0 (Etalab)",
        ),
        f"{EU}ETALAB_2_0",
        "https://github.com/etalab/licence-ouverte/blob/master/LO.md",
        is_for_new=False,
    ),
    Licence(
        "CC-BY-NC-4.0",
        Text(
            fr="CC BY-NC 4.0 : pas d'usage commercial",
            nl="CC BY-NC 4.0: niet-commercieel",
            de="CC BY-NC 4.0: nicht kommerziell",
            en="CC BY-NC 4.0: no commercial use",
        ),
        f"{EU}CC_BYNC_4_0",
        _cc("by-nc"),
        is_open=False,
        needs_reason=True,
        is_for_new=False,
    ),
)
LICENCES: Final[Mapping[str, Licence]] = {licence.code: licence for licence in _ALL}

BRUSSELS_CASCADE: Final = Cascade(
    dated=date(2018, 2, 1),
    source="Order of the Government of the Brussels-Capital Region of 1 February 2018 (numac 2018010589)",
    steps=(
        Step(
            1,
            "CC0-1.0",
            Text(
                fr="Peut-on tout en faire, sans condition ?",
                nl="Mag men er alles mee doen, zonder voorwaarden?",
                de="Darf man alles damit tun, ohne Bedingungen?",
                en="May people do anything with it, without conditions?",
            ),
            Text(
                fr="Le premier choix : chacun peut s'en servir, à toute fin.",
                nl="De eerste keuze: iedereen mag ze voor elk doel gebruiken.",
                de="Die erste Wahl: Alle dürfen sie zu jedem Zweck nutzen.",
                en="The first choice: everybody may use it for any purpose.",
            ),
        ),
        Step(
            2,
            "CC-BY-4.0",
            Text(
                fr="La source doit-elle être citée ?",
                nl="Moet de bron vermeld worden?",
                de="Muss die Quelle genannt werden?",
                en="Must the source be named?",
            ),
            Text(
                fr="Chacun peut s'en servir, à condition de citer l'autorité.",
                nl="Iedereen mag ze gebruiken, met vermelding van de overheid.",
                de="Alle dürfen sie nutzen, wenn sie die Behörde nennen.",
                en="Everybody may use it and names the authority.",
            ),
        ),
        Step(
            3,
            "FEE",
            Text(
                fr="Une redevance est-elle due ?",
                nl="Is er een vergoeding verschuldigd?",
                de="Ist eine Gebühr zu zahlen?",
                en="Is a fee due?",
            ),
            Text(
                fr="Le montant, son calcul et le motif doivent être publics.",
                nl="Het bedrag, de berekening en de reden moeten openbaar zijn.",
                de="Betrag, Berechnung und Grund müssen öffentlich sein.",
                en="The amount, how it is calculated and why must be public.",
            ),
        ),
        Step(
            4,
            OTHER,
            Text(
                fr="Faut-il d'autres conditions, qu'aucune licence type ne permet ?",
                nl="Zijn er andere voorwaarden nodig, die geen modellicentie toelaat?",
                de="Sind andere Bedingungen nötig, die keine Musterlizenz erlaubt?",
                en="Are other conditions needed that no standard licence allows?",
            ),
            Text(
                fr="En dernier recours, avec le motif et le texte de la licence.",
                nl="In laatste instantie, met de reden en de tekst van de licentie.",
                de="Als letzter Ausweg, mit Grund und Text der Lizenz.",
                en="As a last resort, with the reason and the licence's text.",
            ),
        ),
    ),
)


def cascade_on(day: date) -> tuple[Step, ...]:
    """The steps to walk through on that day, first to last; none before the date of the text."""
    return BRUSSELS_CASCADE.steps if day >= BRUSSELS_CASCADE.dated else ()


def other_usual() -> tuple[Licence, ...]:
    """The open licences that agents may choose beside the cascade."""
    steps = {step.licence for step in BRUSSELS_CASCADE.steps}
    return tuple(licence for licence in _ALL if licence.is_for_new and licence.code not in steps)


def licence_by_uri(uri: str) -> Licence | None:
    """The licence cited by an address, with or without https and final slash; None when we do not know it."""
    wanted = _bare(uri)
    return next((licence for licence in _ALL if wanted and wanted in (_bare(licence.uri), _bare(licence.text))), None)


def _bare(uri: str) -> str:
    return uri.strip().removeprefix("https://").removeprefix("http://").rstrip("/").removesuffix("/legalcode").lower()
