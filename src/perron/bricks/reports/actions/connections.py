"""The tool that an authority keeps: connected, tried, switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.actions.steps.hearing import hear
from perron.bricks.reports.actions.steps.passing_on import client_of, queue_report
from perron.bricks.reports.adapters.open311 import TheirService
from perron.bricks.reports.models import Connection, Report
from perron.bricks.reports.permissions import CONNECT
from perron.bricks.reports.queries.others import came_from_us, connection_of
from perron.bricks.reports.rules.states import State, is_open
from perron.kernel import audit, permissions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.errors import Refused, Unavailable

BY_OPEN311: Final = "open311"
BY_EMAIL: Final = "email"


class NotReached(Refused):
    """The other system does not answer. Facts `system`, `reason`."""

    code = "not_reached"
    status = 409
    sentence = _("%(system)s does not answer as it should: %(reason)s")
    way_out = _("Check the address, or try again in a moment.")


class NothingConnected(Refused):
    """There is no connection by Open311 to try."""

    code = "nothing_connected"
    status = 409
    sentence = _("There is nothing to try yet.")
    way_out = _("Give the address of the other system first.")


@dataclass(frozen=True, slots=True)
class ToTool:
    """Where reports go: by Open311 (`url`, what comes before `/services.xml`) or by e-mail."""

    kind: str
    url: str = ""
    jurisdiction: str = ""
    api_key: str = ""
    email: str = ""
    is_active: bool = True


@transaction.atomic
def connect(*, actor: Actor, authority: Authority, to: ToTool) -> Connection:
    """Connect the authority's own tool, or change the connection: new reports go there from now on, and what could not
    be handed over is tried again. Raises NotYours.
    """
    permissions.require(actor, CONNECT, authority)
    values = {
        "kind": to.kind,
        "url": to.url.strip().rstrip("/") if to.kind == BY_OPEN311 else "",
        "jurisdiction": to.jurisdiction.strip(),
        "api_key": to.api_key.strip(),
        "email": to.email.strip() if to.kind == BY_EMAIL else "",
        "is_active": to.is_active,
        "failing_since": None,
        "failure": "",
    }
    connection, _made = Connection.objects.update_or_create(authority=authority, defaults=values)
    _record(actor, "reports.connect_tool", authority)
    if connection.is_active:
        hear.later(connection=connection.pk)
    return connection


@transaction.atomic
def map_categories(*, actor: Actor, authority: Authority, services: Mapping[str, str]) -> Connection:
    """Say which of their services each of our categories is (codes). Raises NotYours, NothingConnected."""
    permissions.require(actor, CONNECT, authority)
    connection = _connected(authority)
    connection.services = {ours: theirs for ours, theirs in services.items() if theirs}
    connection.save(update_fields=["services"])
    _record(actor, "reports.map_categories", authority)
    return connection


@transaction.atomic
def disconnect(*, actor: Actor, authority: Authority) -> None:
    """Forget the connection, with what is known of our reports over there. Raises NotYours."""
    permissions.require(actor, CONNECT, authority)
    Connection.objects.filter(authority=authority).delete()
    _record(actor, "reports.disconnect_tool", authority)


@transaction.atomic
def try_connection(*, actor: Actor, authority: Authority) -> list[TheirService]:
    """Ask the other system what it takes. Raises NotYours, NothingConnected, NotReached, OutsideRefuses, and what
    `kernel.outbound` refuses.
    """
    permissions.require(actor, CONNECT, authority)
    connection = _connected(authority)
    if connection.kind != BY_OPEN311:
        raise NothingConnected
    _record(actor, "reports.try_connection", authority)
    try:
        return client_of(connection).services()
    except Unavailable as failure:
        raise NotReached(system=failure.system, reason=failure.reason) from failure


@transaction.atomic
def give_to_tool(*, actor: Actor | None, report: Report) -> None:
    """Queue a report for the tool of whoever treats it, if there is one; once. By itself, after each step."""
    connection = connection_of(report.authority)
    is_for_them = report.state != State.QUARANTINED and is_open(report.state)
    if connection is None or not connection.is_active or not is_for_them or came_from_us(report):
        return
    if queue_report(report, connection):
        audit.record(actor=actor, verb="reports.give_to_tool", subject=report.ref, authority=report.authority)


def _connected(authority: Authority) -> Connection:
    connection = connection_of(authority)
    if connection is None:
        raise NothingConnected
    return connection


def _record(actor: Actor, verb: str, authority: Authority) -> None:
    audit.record(actor=actor, verb=verb, subject=authority.ref, authority=authority)
