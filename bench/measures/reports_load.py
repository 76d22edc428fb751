"""Ten thousand reports in ten minutes, a worker killed twice: all there, once each, each notice once.

`PERRON_BENCH_REPORTS=500` makes it small, for a look.
"""

from __future__ import annotations

import os

from django.core.management import call_command

from bench.reports_load import send_many
from bench.table import Row
from perron.kernel.places import load_facts

REPORTS, MINUTES, KILLS = 10_000, 10, 2


def measure() -> list[Row]:
    """Sent through the action, written to through a real mail server."""
    count = int(os.environ.get("PERRON_BENCH_REPORTS", REPORTS))
    call_command("migrate", verbosity=0)
    load_facts()
    found = send_many(count, KILLS)
    minutes = found.seconds / 60 * REPORTS / count
    how = (
        f"{count:,} reports with an address each from two threads, one in ten sent twice; the only worker killed "
        f"{KILLS} times with SIGKILL; until a mail server took the last letter ({found.sending:.0f} s until the last "
        f"report was taken): {found.reports:,} reports, {found.notices:,} notices, {found.letters:,} letters to "
        f"{found.addresses:,} people, {found.doubled} came again under the same Message-ID, {found.dead} dead letters"
    )
    lost = abs(count - found.reports) + abs(count - found.notices) + abs(count - found.letters)
    return [
        Row("reports.load", round(minutes, 1), "minutes per 10,000", MINUTES, ok=minutes <= MINUTES, how=how),
        Row("reports.lost_or_doubled", lost, "of all", 0, ok=found.is_whole(count), how=how),
    ]
