"""Gates that actions pass: files read and free, nothing personal, a complete record, known codes."""

from __future__ import annotations

from urllib.parse import urlsplit

from perron.bricks.catalogue.models import Dataset, Upload, Version
from perron.bricks.catalogue.queries import standing
from perron.bricks.catalogue.queries.refusals import (
    DeclaredElsewhere,
    DescriptionIncomplete,
    NotAtThisStep,
    NotReadYet,
    OnlyWebAddresses,
    PersonalDataFound,
    ReasonMissing,
    UnknownCode,
    UploadInUse,
)
from perron.bricks.catalogue.rules import frequencies, high_value, licences, states, themes
from perron.bricks.catalogue.rules.description import Description
from perron.bricks.catalogue.rules.states import AccessRight, UploadState
from perron.kernel.authorities import Authority
from perron.kernel.errors import NotYours


def require_ready(dataset: Dataset, version: Version) -> None:
    """Stop what strangers cannot use or must not see. Raises NotReadYet, PersonalDataFound, DescriptionIncomplete."""
    require_read(version)
    require_nothing_personal(dataset, version)
    if missing := standing.missing_for(dataset):
        raise DescriptionIncomplete(missing)


def require_read(version: Version) -> None:
    """All files of the version have been read. Raises NotReadYet."""
    if unread := standing.unread_uploads(version).first():
        raise NotReadYet(name=unread.name, upload_id=unread.pk)


def require_nothing_personal(dataset: Dataset, version: Version) -> None:
    """No column holds personal identifiers without a justification. Raises PersonalDataFound."""
    if found := standing.personal_columns(dataset, version):
        raise PersonalDataFound(
            columns=", ".join(entry.name for _, entry in found),
            fields=tuple(f"{table.name}.{entry.field}" for table, entry in found),
        )


def require_free(upload: Upload, authority: Authority) -> None:
    """The file is this authority's, read, and in no dataset. Raises NotYours, UploadInUse, NotReadYet."""
    if upload.authority_id != authority.pk:
        raise NotYours
    if upload.version_id is not None:
        raise UploadInUse
    if upload.state != UploadState.READ:
        raise NotReadYet(name=upload.name, upload_id=upload.pk)


def require_web_address(url: str) -> None:
    """Only what starts with http(s) and names a host. Raises OnlyWebAddresses."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise OnlyWebAddresses(url=url)


def require_by_hand(dataset: Dataset) -> None:
    """Stop changes to what keeps itself up to date. Raises DeclaredElsewhere."""
    if dataset.is_declared:
        raise DeclaredElsewhere


def require_known_codes(description: Description) -> None:
    """Every code is on its list, or empty. Raises UnknownCode."""
    lists = (
        (description.licence, licences.LICENCES),
        (description.frequency, frequencies.FREQUENCIES),
        (description.high_value, high_value.CATEGORIES),
        (description.access, tuple(AccessRight)),
        *((theme, themes.THEMES) for theme in description.themes),
    )
    for value, known in lists:
        if value and value not in known:
            raise UnknownCode(value=value)


def require_step(dataset: Dataset, action: str) -> None:
    """The dataset stands where this step starts, and no brick keeps it. Raises NotAtThisStep, DeclaredElsewhere."""
    require_by_hand(dataset)
    if not states.may_step(action, dataset.state):
        raise NotAtThisStep(state=dataset.state)


def require_reason(reason: str) -> str:
    """The reason without spaces around. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
