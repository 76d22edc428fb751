"""The shapes of the Open311 door's answers in JSON, as JSON Schema; optional elements are left out when empty."""

from __future__ import annotations

from typing import Final

Schema = dict[str, object]
TEXT: Final[Schema] = {"type": "string"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
NUMBER: Final[Schema] = {"type": "number"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
STATUS: Final[Schema] = {"enum": ["open", "closed"]}


def _object(needed: str, /, **properties: object) -> Schema:
    return {"type": "object", "required": needed.split(), "properties": properties, "additionalProperties": False}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_VALUE: Final = _object("key name", key=TEXT, name=TEXT)
_ATTRIBUTE: Final = _object(
    "variable code datatype required order",
    variable={"type": "boolean"},
    code=TEXT,
    datatype={"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
    required={"type": "boolean"},
    datatype_description=TEXT,
    order=COUNT,
    description=TEXT,
    values=_list(_VALUE),
)
_SERVICE: Final = _object(
    "service_code service_name metadata type",
    service_code=TEXT,
    service_name=TEXT,
    description=TEXT,
    metadata={"type": "boolean"},
    type={"enum": ["realtime"]},
    keywords=TEXT,
    group=TEXT,
)
_NOTE: Final = _object(
    "datetime type status state", datetime=MOMENT, type=TEXT, status=STATUS, state=TEXT, description=TEXT
)
_MORE: Final = _object(
    "state jurisdiction_id nis_code me_too reopened url",
    state=TEXT,
    jurisdiction_id=TEXT,
    nis_code=TEXT,
    planned_on={"type": "string", "format": "date"},
    mended_datetime=MOMENT,
    duplicate_of=TEXT,
    me_too=COUNT,
    reopened=COUNT,
    url=TEXT,
)
_REQUEST: Final = _object(
    "service_request_id status service_code requested_datetime",
    service_request_id=TEXT,
    status=STATUS,
    status_notes=TEXT,
    service_name=TEXT,
    service_code=TEXT,
    description={"type": "string", "maxLength": 4000},
    agency_responsible=TEXT,
    service_notice=TEXT,
    requested_datetime=MOMENT,
    updated_datetime=MOMENT,
    expected_datetime=MOMENT,
    address=TEXT,
    address_id=TEXT,
    zipcode=TEXT,
    lat=NUMBER,
    long=NUMBER,
    media_url=TEXT,
    extended_attributes=_MORE,
    media_urls=_list(TEXT),
    notes=_list(_NOTE),
)
_UPDATE: Final = _object(
    "update_id service_request_id status updated_datetime",
    update_id=TEXT,
    service_request_id=TEXT,
    status=STATUS,
    updated_datetime=MOMENT,
    description=TEXT,
    extended_attributes=_object("state kind", state=TEXT, kind=TEXT),
)
_ENDPOINT: Final = _object(
    "specification url changeset type formats",
    specification=TEXT,
    url=TEXT,
    changeset=MOMENT,
    type={"enum": ["production", "test"]},
    formats=_list(TEXT),
)
_NEW: Final[Schema] = {
    "type": "object",
    "required": ["api_key", "service_code"],
    "description": "With lat and long, or address_string. Answers to the service's questions: attribute[CODE],"
    " several as attribute[CODE][]. As multipart/form-data, `media` takes up to five photos.",
    "properties": {
        "api_key": TEXT,
        "jurisdiction_id": TEXT,
        "service_code": TEXT,
        "lat": NUMBER,
        "long": NUMBER,
        "address_string": TEXT,
        "description": {"type": "string", "maxLength": 4000},
        "media_url": TEXT,
        "email": TEXT,
        "first_name": TEXT,
        "last_name": TEXT,
        "phone": TEXT,
        "emergency_called": {"type": "boolean"},
    },
}
SCHEMAS: Final[Schema] = {
    "Discovery": _object(
        "changeset contact key_service endpoints",
        changeset=MOMENT,
        contact=TEXT,
        key_service=TEXT,
        endpoints=_list(_ENDPOINT),
    ),
    "Services": _list(_SERVICE),
    "Definition": _object("service_code attributes", service_code=TEXT, attributes=_list(_ATTRIBUTE)),
    "Requests": _list(_REQUEST),
    "Receipts": _list(_object("", service_request_id=TEXT, token=TEXT, service_notice=TEXT, account_id=TEXT)),
    "Updates": _list(_UPDATE),
    "Errors": _list(_object("code description", code={"type": "integer"}, description=TEXT)),
    "NewRequest": _NEW,
}
