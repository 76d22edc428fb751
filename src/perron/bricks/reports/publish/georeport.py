"""Reports in the terms of Open311 GeoReport v2: what strangers may see, as the elements of the standard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.urls import reverse

from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.georeport import Row, Service, Update, photos_of, stories
from perron.bricks.reports.rules.georeport import code_for, status_of, written
from perron.bricks.reports.rules.handbook import Category, Datatype, Question
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.story import BETWEEN_THEM
from perron.kernel.languages import current_language, pick

Element = dict[str, object]
Absolute = Callable[[str], str]  # a path as a whole address

NOTHING: Final = Category("", {})


def service_elements(services: Iterable[Service], scope: str) -> list[Element]:
    """The services, in the order given."""
    return [
        {
            "service_code": code_for(scope, one.authority.slug, one.category.code),
            "service_name": pick(one.category.names).words,
            "description": pick(one.category.description).words,
            "metadata": bool(one.category.questions),
            "type": "realtime",
            "keywords": ", ".join(one.category.keywords.get(current_language(), ())),
            "group": _group(one),
        }
        for one in services
    ]


def definition_element(service: Service, scope: str) -> Element:
    """What a service asks for beside the place and the words."""
    return {
        "service_code": code_for(scope, service.authority.slug, service.category.code),
        "attributes": [_attribute(question, order) for order, question in enumerate(service.category.questions, 1)],
    }


def request_elements(rows: Sequence[Row], scope: str, absolute: Absolute, *, extended: bool) -> list[Element]:
    """The requests, in the order given. `extended`: with our states, all photos and the story."""
    names: dict[tuple[int, str], tuple[str, str]] = {}
    photo_address = absolute(reverse("reports:photo", args=[0])).removesuffix("0/")
    more = _more(rows, absolute, photo_address) if extended else {}
    elements: list[Element] = []
    for row in rows:
        named = names.get(key := (row.handbook, row.category))
        if named is None:
            category = handbooks.of_report(row.handbook).by_code.get(row.category, NOTHING)
            named = names[key] = (pick(category.names).words or row.category, pick(category.notice).words)
        elements.append(_element(row, scope, named, photo_address) | more.get(row.pk, {}))
    return elements


def update_elements(updates: Iterable[Update]) -> list[Element]:
    """What was said of requests, as FixMyStreet's extension tells it (`servicerequestupdates`)."""
    return [
        {
            "update_id": str(one.pk),
            "service_request_id": one.report.code,
            "status": status_of(one.state),
            "updated_datetime": written(one.at),
            "description": mask(one.words) or label(STATES, one.state),
            "extended_attributes": {"state": one.state, "kind": one.kind},
        }
        for one in updates
    ]


def _element(row: Row, scope: str, named: tuple[str, str], photo_address: str) -> Element:
    return {
        "service_request_id": row.code,
        "status": status_of(row.state),
        "status_notes": mask(row.words) if row.words else label(STATES, row.state),
        "service_name": named[0],
        "service_code": code_for(scope, row.authority, row.category),
        "description": mask(row.description) if row.description else "",
        "agency_responsible": pick(row.authority_names).words or row.authority,
        "service_notice": named[1],
        "requested_datetime": written(row.sent_at),
        "updated_datetime": written(row.closed_at or row.changed_at),
        "expected_datetime": row.planned_on.isoformat() + "T00:00:00Z" if row.planned_on else written(row.due_at),
        "address": mask(row.address),
        "address_id": "",
        "zipcode": "",
        "lat": round(row.latitude, 6),
        "long": round(row.longitude, 6),
        "media_url": f"{photo_address}{row.photo}/" if row.photo else "",
    }


def _more(rows: Sequence[Row], absolute: Absolute, photo_address: str) -> dict[int, Element]:
    keys = [row.pk for row in rows]
    told, photos = stories(keys), photos_of(keys)
    page = absolute(reverse("reports:report", args=["CODE"]))
    return {
        row.pk: {
            "extended_attributes": {
                "state": row.state,
                "jurisdiction_id": row.authority,
                "nis_code": row.place,
                "planned_on": row.planned_on.isoformat() if row.planned_on else "",
                "mended_datetime": written(row.mended_at),
                "duplicate_of": row.duplicate_of or "",
                "me_too": row.me_too,
                "reopened": row.reopened,
                "url": page.replace("CODE", row.code),
            },
            "media_urls": [f"{photo_address}{photo}/" for photo in photos.get(row.pk, ())],
            "notes": [_note(step) for step in told.get(row.pk, ())],
        }
        for row in rows
    }


def _note(step: Update) -> Element:
    return {
        "datetime": written(step.at),
        "type": step.kind,
        "status": status_of(step.state),
        "state": step.state,
        "description": "" if step.kind in BETWEEN_THEM else mask(step.words),
    }


def _attribute(question: Question, order: int) -> Element:
    is_list = question.datatype in {Datatype.SINGLE, Datatype.MULTI}
    values = [{"key": value.key, "name": pick(value.names).words} for value in question.values]
    return {
        "variable": True,
        "code": question.code,
        "datatype": str(question.datatype),
        "required": question.required,
        "datatype_description": pick(question.help).words,
        "order": order,
        "description": pick(question.names).words,
        **({"values": values} if is_list else {}),
    }


def _group(service: Service) -> str:
    above = service.handbook.by_code.get(service.category.parent)
    return pick(above.names).words if above else ""
