"""Reports for the tool that an authority keeps: handed over once, by Open311 or a letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from perron.bricks.reports.adapters.office_mail import write_to_office
from perron.bricks.reports.adapters.open311 import Open311, OutsideRefuses, Receipt
from perron.bricks.reports.models import Connection, OutsideReport, Photo, Report
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.addresses import desk_page_of, page_of
from perron.bricks.reports.rules.georeport import written
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.sending import LONGEST_DESCRIPTION
from perron.kernel.errors import Refused, Unavailable
from perron.kernel.languages import pick
from perron.kernel.letters import absolute
from perron.kernel.tasks import task

A_DAY: Final = timedelta(days=1)  # by which their clock may differ from ours


def client_of(connection: Connection) -> Open311:
    """The client for a connection by Open311."""
    return Open311(connection.url, connection.jurisdiction, connection.api_key, connection.authority.language)


def queue_report(report: Report, connection: Connection) -> bool:
    """Note that a report goes there, and queue it; whether that is new. One that came from another authority's tool
    starts anew.
    """
    found, is_new = OutsideReport.objects.get_or_create(report=report, defaults={"connection": connection})
    if not is_new and found.connection_id != connection.pk:
        OutsideReport.objects.filter(pk=found.pk).delete()
        found, is_new = OutsideReport.objects.create(report=report, connection=connection), True
    if is_new:
        pass_on.later(outside=found.pk)
    return is_new


@task(name="reports.pass_on", lock="reports-pass-on-{outside}", once="reports-pass-on-{outside}")
def pass_on(*, outside: int) -> None:
    """Hand one report over; nothing happens when it is there already. Raises Unavailable, to be tried again."""
    found = (
        OutsideReport.objects.select_related("report__authority", "connection__authority").filter(pk=outside).first()
    )
    if found is None or not found.connection.is_active or found.report.authority_id != found.connection.authority_id:
        return
    is_there = bool(found.number or found.token) if found.connection.kind == "open311" else found.read_at is not None
    if not is_there:
        hand_over = _by_open311 if found.connection.kind == "open311" else _by_letter
        watched(found.connection, lambda: hand_over(found))


def watched(connection: Connection, act: Callable[[], None]) -> None:
    """Do something with the other system, and keep in sight whether it went well.

    What it refuses for good is noted, and not tried again. Raises Unavailable.
    """
    try:
        act()
    except Refused as refused:
        _note(connection, str(refused))
    except (OSError, SMTPException) as error:
        _note(connection, f"{type(error).__name__}: {error}")
        raise Unavailable(connection.email, type(error).__name__) from error
    except Unavailable as error:
        _note(connection, error.reason)
        raise
    else:
        _note(connection, "")


def _note(connection: Connection, failure: str) -> None:
    since = (connection.failing_since or timezone.now()) if failure else None
    if (since, failure[:300]) != (connection.failing_since, connection.failure):
        Connection.objects.filter(pk=connection.pk).update(failing_since=since, failure=failure[:300])
        connection.failing_since, connection.failure = since, failure[:300]


def _by_open311(outside: OutsideReport) -> None:
    """Once: when an earlier try may have arrived all the same, it is looked for first."""
    client, report = client_of(outside.connection), outside.report
    receipt = _arrived(client, outside) if outside.sent_at else Receipt()
    if not receipt.number:
        if outside.sent_at is None:
            outside.sent_at = timezone.now()
            outside.save(update_fields=["sent_at"])
        receipt = client.send(_fields(outside), once=_once(report))
    outside.number, outside.token, outside.last_status = receipt.number[:120], receipt.token[:120], "open"
    outside.save(update_fields=["number", "token", "last_status"])


def _arrived(client: Open311, outside: OutsideReport) -> Receipt:
    since, until = (outside.sent_at or timezone.now()) - A_DAY, timezone.now() + A_DAY
    try:
        told = client.between(written(max(since, until - 60 * A_DAY)), written(until))
    except OutsideRefuses:  # it lists nothing: there is no way to know
        return Receipt()
    return next((Receipt(number) for number, words in told if number and outside.report.code in words), Receipt())


def _fields(outside: OutsideReport) -> dict[str, str]:
    """What the standard asks for. Nothing about who reported: what is sent there may be public there."""
    report, services = outside.report, outside.connection.services
    told = {
        "service_code": str(services.get(report.category) or services.get("other") or report.category),
        "lat": f"{report.latitude:.6f}",
        "long": f"{report.longitude:.6f}",
        "address_string": mask(report.address),
        "description": _description(report),
        "media_url": next(iter(_photos(report)), ""),
    }
    return {name: value for name, value in told.items() if value}


def _description(report: Report) -> str:
    with translation.override(report.authority.language):
        last = f"{report.code} {absolute(page_of(report))}"
    words = "\n".join(filter(None, (mask(report.description), *_answers(report))))
    return f"{words[: LONGEST_DESCRIPTION - len(last) - 2]}\n\n{last}".strip()


def _answers(report: Report) -> list[str]:
    """The answers to the category's questions, a line for each."""
    category = handbooks.of_report(report.handbook_id).by_code.get(report.category)
    lines = []
    for question in category.questions if category else ():
        given = report.answers.get(question.code)
        names = {value.key: pick(value.names, report.authority.language).words for value in question.values}
        several = given if isinstance(given, list) else [given or ""]
        told = [names.get(one, one) for one in several if one]
        if told:
            lines.append(f"{pick(question.names, report.authority.language).words} {mask(', '.join(told))}")
    return lines


def _photos(report: Report) -> list[str]:
    shown = Photo.objects.filter(report=report, is_public=True, hidden_reason="").order_by("added_at", "pk")
    return [absolute(reverse("reports:photo", args=[photo])) for photo in shown.values_list("pk", flat=True)]


def _once(report: Report) -> str:
    return f"{settings.BASE_URL}/{report.code}"


def _by_letter(outside: OutsideReport) -> None:
    report, connection = outside.report, outside.connection
    language = connection.authority.language
    with translation.override(language):
        category = handbooks.of_report(report.handbook_id).by_code.get(report.category)
        values = {
            "report": report,
            "category": pick(category.names).words if category else report.category,
            "answers": _answers(report),
            "photos": _photos(report),
            "page": absolute(page_of(report)),
            "desk": absolute(desk_page_of(report)),
        }
        words = render_to_string("reports/connections/letter.txt", values)
    write_to_office(
        connection.email,
        name=f"report-{report.code.lower()}@{settings.BASE_URL.partition('//')[2].partition(':')[0]}",
        subject=f"{values['category']}: {report.address or report.code} ({report.code})",
        words=words,
        reply_to=connection.authority.email,
        language=language,
    )
    outside.sent_at = outside.read_at = timezone.now()
    outside.save(update_fields=["sent_at", "read_at"])
