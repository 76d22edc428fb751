"""The kernel's tables. Private: everyone else comes in by the front doors."""

from perron.kernel.models.actor import Actor
from perron.kernel.models.audit import AuditEntry, AuditNode, AuditSecret, Checkpoint
from perron.kernel.models.authority import Authority, AuthorityHost, AuthorityKind
from perron.kernel.models.event import Delivery, Event
from perron.kernel.models.notice import Notice, NoticePreference, RefusedAddress, Subscription
from perron.kernel.models.place import Boundary, BoundarySet, FacilityKind, Place, PlaceKind, PostalCode
from perron.kernel.models.search import SearchEntry, SearchMark, SearchText, SearchVersion, SearchWord
from perron.kernel.models.staff import StaffInvitation, StaffRole
from perron.kernel.models.stored_file import StoredFile
from perron.kernel.models.task import TaskFailure

__all__ = [
    "Actor",
    "AuditEntry",
    "AuditNode",
    "AuditSecret",
    "Authority",
    "AuthorityHost",
    "AuthorityKind",
    "Boundary",
    "BoundarySet",
    "Checkpoint",
    "Delivery",
    "Event",
    "FacilityKind",
    "Notice",
    "NoticePreference",
    "Place",
    "PlaceKind",
    "PostalCode",
    "RefusedAddress",
    "SearchEntry",
    "SearchMark",
    "SearchText",
    "SearchVersion",
    "SearchWord",
    "StaffInvitation",
    "StaffRole",
    "StoredFile",
    "Subscription",
    "TaskFailure",
]
