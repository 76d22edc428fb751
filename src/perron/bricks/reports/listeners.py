"""Reactions of reports to their own events, and to letters."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from perron.bricks.reports import notices
from perron.bricks.reports.actions.connections import give_to_tool
from perron.bricks.reports.actions.letters import take_letter
from perron.bricks.reports.actions.steps.announcing import announce
from perron.bricks.reports.queries import letters
from perron.bricks.reports.queries.others import report_by_code


def step_was_made(*, report: str, authority: str, update: int) -> None:
    """People are told."""
    notices.tell_of_step(update)


def may_go_to_tool(*, report: str, authority: str, update: int) -> None:
    """The tool that its authority keeps gets it, if there is one."""
    give_to_tool(actor=None, report=report_by_code(report))


def hear_of_sent(*, report: str, authority: str, update: int) -> None:
    """Webhooks are told; as below."""
    announce("report_sent", report=report, update=update, at=timezone.now())


def hear_of_changed(*, report: str, authority: str, update: int) -> None:
    """It was treated."""
    announce("report_changed", report=report, update=update, at=timezone.now())


def hear_of_closed(*, report: str, authority: str, update: int) -> None:
    """It was closed."""
    announce("report_closed", report=report, update=update, at=timezone.now())


def hear_of_reopened(*, report: str, authority: str, update: int) -> None:
    """It was reopened."""
    announce("report_reopened", report=report, update=update, at=timezone.now())


def hear_of_hidden(*, report: str, authority: str, update: int) -> None:
    """It was taken from the public."""
    announce("report_hidden", report=report, update=update, at=timezone.now())


def hear_of_transferred(*, report: str, authority: str, update: int) -> None:
    """Another authority treats it."""
    announce("report_transferred", report=report, update=update, at=timezone.now())


def hear_of_mended(*, report: str, authority: str, update: int) -> None:
    """Who sent it says that it is mended."""
    announce("report_mended", report=report, update=update, at=timezone.now())


WEBHOOKS = {
    "report_sent": hear_of_sent,
    "report_changed": hear_of_changed,
    "report_closed": hear_of_closed,
    "report_reopened": hear_of_reopened,
    "report_hidden": hear_of_hidden,
    "report_transferred": hear_of_transferred,
    "report_mended": hear_of_mended,
}


class Mailboxes:
    """The mailboxes of reports (the port `mail_reader`): answers to letters, and new reports."""

    def reads(self, mailbox: str) -> bool:
        """An authority that is open for reports, or somebody who reported."""
        return letters.is_for_new_reports(mailbox) or letters.reporter_of(mailbox) is not None

    def read(self, raw: bytes, mailbox: str, *, at: datetime) -> None:
        """Take it, and tell its sender what is missing."""
        with transaction.atomic():
            taken = take_letter(actor=None, raw=raw, mailbox=mailbox, at=at)
            if taken.answer:
                notices.answer_letter.later(mail=taken.mail.pk, about=taken.answer)

    def mailbox_for(self, page: str) -> str:
        """Letters about one's own side of a report can be answered."""
        return letters.mailbox_for_page(page)
