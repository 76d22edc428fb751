"""A site with 100,000 reports of one authority: `python -m bench.reports_site PORT`, with PERRON_VAR set.

The cookie of one of its agents is in `cookie` below PERRON_VAR.
"""

# ruff: noqa: PLC0415  Django must be told where the database is before its models are read

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from perron.project import embedded, environment

SLUG = "bench"


def main() -> None:
    """Make the site, then become its web server. With a second argument: so many reports."""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    os.environ["DATABASE_URL"] = embedded.start(environment.var_folder(), durable=False)
    os.environ["DJANGO_SETTINGS_MODULE"] = "perron.project.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    made = make_site(count)
    from perron.bricks.reports.actions.statistics import count_statistics

    start = time.perf_counter()
    sets = count_statistics(actor=None, at=timezone.now())
    counted = time.perf_counter() - start
    (environment.var_folder() / "made").write_text(f"{made:.1f} {counted:.1f} {sets}")
    from perron.project.serving import web_server

    command = web_server("127.0.0.1", int(sys.argv[1]))
    os.execv(command[0], command)


def make_site(count: int) -> float:
    """The authority, its handbook, an agent with a cookie, and the reports; the seconds that making these took."""
    from django.test import Client
    from django.utils import timezone

    from bench.reports_generator import make_reports
    from perron.bricks.reports.models import Handbook
    from perron.bricks.reports.rules.first_handbook import first_handbook
    from perron.kernel.authorities import Authority
    from perron.kernel.places import load_facts
    from perron.kernel.testing.factories import an_agent_of, with_second_factor

    load_facts()
    authority = Authority.objects.create(slug=SLUG, kind="region", place_id="04000", languages=["fr"])
    now = timezone.now()
    row = Handbook.objects.create(
        authority=authority,
        number=1,
        state="live",
        content=first_handbook().write(),
        made_at=now,
        changed_at=now,
        live_from=now,
    )
    _keep_cookie(Client(), with_second_factor(an_agent_of(authority)).pk)
    start = time.perf_counter()
    make_reports(authority, row, count)
    return time.perf_counter() - start


def _keep_cookie(client: object, number: int) -> None:
    """Sign an agent in, and keep her cookie in a file."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    if not isinstance(client, Client):
        raise TypeError
    client.force_login(get_user_model().objects.get(pk=number))
    (environment.var_folder() / "cookie").write_text("; ".join(f"{k}={v.value}" for k, v in client.cookies.items()))


if __name__ == "__main__":
    main()
