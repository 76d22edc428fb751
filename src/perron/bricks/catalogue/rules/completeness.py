"""What a dataset needs before strangers see it."""

from __future__ import annotations

from perron.bricks.catalogue.rules import licences
from perron.bricks.catalogue.rules.description import Description

SHORTEST_DESCRIPTION = 20  # characters: one short sentence


def missing_from(description: Description, *, has_data: bool) -> tuple[str, ...]:
    """Codes of what is missing, in the order of the form: title, description, theme, licence…, contact, data.

    DCAT-AP 3 asks for a title and a description; the Belgian profile adds theme, licence and contact.
    """
    licence = licences.LICENCES.get(description.licence)
    present = {
        "title": any(description.titles.values()),
        "description": any(len(words) >= SHORTEST_DESCRIPTION for words in description.descriptions.values()),
        "theme": bool(description.themes),
        "licence": licence is not None,
        "licence_reason": not (licence and licence.needs_reason) or bool(description.licence_reason.strip()),
        "licence_url": description.licence != licences.OTHER or bool(description.licence_url),
        "contact": bool(description.contact_email or description.contact_url),
        "data": has_data,
    }
    return tuple(code for code, is_there in present.items() if not is_there)
