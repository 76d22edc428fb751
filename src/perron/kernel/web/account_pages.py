"""My account: who I am here, which roles I hold, what is held about me, and the way out."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from perron.kernel import actor_actions, bounces, personal_data, second_factor, staff, staff_actions
from perron.kernel.authorities import authority_by_slug
from perron.kernel.languages import current_language
from perron.kernel.web.account_forms import EraseForm, ProfileForm
from perron.kernel.web.actor import UNTIL
from perron.kernel.web.requests import Request, signed_in


@never_cache
def account(request: Request) -> HttpResponse:
    """Everything about my account on one page; sends back the name and the language."""
    actor = signed_in(request)
    form = ProfileForm(request.POST or None, initial={"name": actor.name, "language": actor.language})
    if form.is_valid():
        actor_actions.change_profile(actor=actor, **form.cleaned_data)
        language = actor.language or current_language()
        with override(language):
            messages.success(request, _("Saved."))
            return redirect("account")
    roles = list(staff.roles_of(actor))
    context = {
        "form": form,
        "roles": roles,
        "invitations": staff.invitations_for(actor, at=timezone.now()),
        "takes_no_mail": bounces.has_stopped(actor.email),
        "has_second_factor": second_factor.has_second_factor(actor),
        "needs_second_factor": any(second_factor.is_needed_for(role.held) for role in roles) or actor.is_operator,
    }
    return render(request, "kernel/account.html", context)


@require_POST
def resume_mail(request: Request) -> HttpResponse:
    """My address takes mail again."""
    bounces.resume(signed_in(request).email)
    messages.success(request, _("We write to you again from now on."))
    return redirect("account")


@require_POST
def answer_invitation(request: Request, slug: str) -> HttpResponse:
    """Accept or decline a role that an authority offers me."""
    actor, authority = signed_in(request), authority_by_slug(slug)
    if request.POST.get("answer") == "accept":
        staff_actions.accept_invitation(actor=actor, authority=authority, at=timezone.now())
        request.session.pop(UNTIL, None)  # counted anew, as short as for staff
        messages.success(request, _("Welcome. You now work with %(authority)s.") % {"authority": authority.name})
    else:
        staff_actions.decline_invitation(actor=actor, authority=authority)
        messages.success(
            request, _("You have declined the invitation of %(authority)s.") % {"authority": authority.name}
        )
    return redirect("account")


@never_cache
def export(request: Request) -> HttpResponse:
    """All that is held about me, as a file (GDPR, art. 15 and 20)."""
    signed_in(request)
    if request.method != "POST":
        return render(request, "kernel/account_export.html")
    response: HttpResponse = _export(request)
    return response


@never_cache
def erase(request: Request) -> HttpResponse:
    """Erase my account, after a last look (GDPR, art. 17)."""
    signed_in(request)
    response: HttpResponse = _erase(request)
    return response


@reauthentication_required  # type: ignore[untyped-decorator]  # django-allauth has no types
def _export(request: Request) -> HttpResponse:
    written = json.dumps(personal_data.export_person(signed_in(request)), ensure_ascii=False, indent=2)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", written)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@reauthentication_required  # type: ignore[untyped-decorator]  # django-allauth has no types
def _erase(request: Request) -> HttpResponse:
    actor = signed_in(request)
    form = EraseForm(request.POST or None, actor=actor)
    if not form.is_valid():
        context = {"form": form, "roles": staff.roles_of(actor)}
        return render(request, "kernel/account_erase.html", context)
    personal_data.erase_person(actor, timezone.now())
    logout(request)
    messages.success(request, _("Your account is erased. Nothing here tells who you were."))
    return redirect("home")
