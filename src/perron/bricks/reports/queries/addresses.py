"""The pages of a report: the one that everybody may open, and the one that is its sender's alone."""

from __future__ import annotations

from django.urls import reverse

from perron.bricks.reports.models import Report, Reporter


def page_of(report: Report) -> str:
    """The public page, in the active language."""
    return reverse("reports:report", args=[report.code])


def side_of(reporter: Reporter) -> str:
    """The page of who reported, in the active language. Whoever has this address is taken for her."""
    return reverse("reports:mine", args=[reporter.secret])


def desk_page_of(report: Report) -> str:
    """The page for the staff of its authority, in the active language."""
    return reverse("reports:desk_report", args=[report.authority.slug, report.code])
