"""The draft of a handbook, tried on the last reports of its authority."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from perron.bricks.reports.models import Report
from perron.bricks.reports.queries.competence import spots_at
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.rules.handbook import Handbook
from perron.bricks.reports.rules.trial import Past, Trial, compare
from perron.kernel.authorities import Authority

TRIED: Final = 1000


def try_draft(authority: Authority, draft: Handbook, most: int = TRIED) -> Trial:
    """What the draft would have made of the last reports that the authority treats, and of those sent in its place."""
    here = Q(authority=authority) | (Q(place=authority.place_id) if authority.place_id else Q())
    rows = Report.objects.filter(here).order_by("-sent_at", "-pk")[:most]
    told = list(rows.values_list("code", "category", "channel", "sent_at", "address", "longitude", "latitude"))
    spots = spots_at([row[5] for row in told], [row[6] for row in told]) if told else []
    pasts = [Past(*row[:5], spot) for row, spot in zip(told, spots, strict=True) if spot.place]
    live = live_handbooks()
    return compare(pasts, live, {**live, authority.slug: draft})
