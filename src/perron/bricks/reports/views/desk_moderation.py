"""What waits for a look before strangers see it, and what visitors flagged; and which colleagues are away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from perron.bricks.reports.actions import colleagues as actions
from perron.bricks.reports.forms.desk import AwayForm
from perron.bricks.reports.queries import desk_case, desk_moderation
from perron.bricks.reports.rules import labels
from perron.bricks.reports.views.desk_frame import desk_of, shown
from perron.bricks.reports.views.desk_rows import row_of, rows_of
from perron.kernel.errors import NotFound
from perron.kernel.web.requests import Request, signed_in


@require_safe
def moderation(request: Request, authority: str) -> HttpResponse:
    """What is held back, the oldest first, with why; and what visitors found improper."""
    here = desk_of(request, authority)
    held = desk_moderation.held(here.authority)
    flagged = desk_moderation.flagged(here.authority)
    context = {
        "here": "quarantined",
        "held": [
            {"row": row, "why": [labels.label(labels.HELD, code) for code in row.report.held_because]}
            for row in rows_of(here, held, "view=quarantined&sort=oldest")
        ],
        "flagged": [{"row": row_of(here, report), "times": times} for report, times in flagged],
    }
    return shown(request, "moderation", here, context)


def colleagues(request: Request, authority: str) -> HttpResponse:
    """Who is in which team, how much each has, and until when somebody is away."""
    here = desk_of(request, authority)
    form = AwayForm(request.POST if request.method == "POST" else None)
    people = {actor.pk: actor for actor in desk_case.colleagues(here.authority)}
    if chosen := request.POST.get("person", ""):
        colleague = people.get(int(chosen)) if chosen.isdecimal() and len(chosen) < 18 else None
        if colleague is None:
            raise NotFound
        until = form.cleaned_data["away_until"] if form.is_valid() else None
        done = form.carry_out(
            lambda: actions.be_away(
                actor=signed_in(request), authority=here.authority, colleague=colleague, until=until, at=timezone.now()
            )
        )
        if done is not None:
            messages.success(request, _("Kept. Fair shares know it from now on."))
            return redirect("reports:desk_colleagues", authority)
    load = desk_case.workload(here.authority)
    members = desk_case.members(here.authority)
    context = {
        "here": "colleagues",
        "form": form,
        "today": timezone.localdate(),
        "people": [
            {
                "actor": actor,
                "teams": [here.team(member.team) for member in members if member.actor_id == actor.pk],
                "away_until": next((one.away_until for one in members if one.actor_id == actor.pk), None),
                "load": load.get(actor.pk, 0),
                "may_change": actor == here.reader.actor or here.may["change_handbook"],
            }
            for actor in people.values()
        ],
    }
    return shown(request, "colleagues", here, context, status=form.status)
