"""An authority in public, and its administration: names, contact, colours, host names, staff."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from perron.kernel import authority_actions, concerns, permissions, staff, staff_actions
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority, all_authorities, authority_by_slug
from perron.kernel.contract import Role
from perron.kernel.errors import NotFound
from perron.kernel.web.authority_forms import ColoursForm, ContactForm, HostForm, InviteForm, NamesForm, RoleForm
from perron.kernel.web.requests import Request, signed_in

ON_A_PAGE = 50


def authorities(request: Request) -> HttpResponse:
    """Everyone who is served here; `q` narrows by name."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = all_authorities()
    if words:
        found = found.annotate(words=Cast("names", TextField())).filter(words__icontains=words)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "kernel/authorities.html", {"page": page, "words": words})


def authority(request: Request, slug: str) -> HttpResponse:
    """Who it is, where, how to reach it, what it publishes."""
    shown = _served(slug)
    context = {
        "authority": shown,
        "sections": concerns.what_concerns(shown.place_id, limit=5) if shown.place_id else [],
        "administers": permissions.allows(request.actor, "kernel.change_authority", shown),
    }
    return render(request, "kernel/authority.html", context)


@never_cache
def settings(request: Request, slug: str) -> HttpResponse:
    """Names, contact, colours and host names of an authority, for its administrators."""
    actor, shown = _administrator(request, slug, "kernel.change_authority")
    names, contact, colours = _settings_forms(request, shown)
    if request.method == "POST" and _changed(actor, shown, names, contact, colours):
        messages.success(request, _("Saved."))
        return redirect("authority_settings", slug=slug)
    context = {
        "authority": shown,
        "names": names,
        "contact": contact,
        "colours": colours,
        "hosts": shown.hosts.all(),
        "host_form": HostForm() if actor.is_operator else None,
    }
    return render(request, "kernel/authority_settings.html", context)


@require_POST
def change_host(request: Request, slug: str) -> HttpResponse:
    """Add a host name, or remove it; for operators."""
    actor, shown = signed_in(request), authority_by_slug(slug)
    permissions.require_operator(actor)
    form = HostForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Type a host name."))
    elif "remove" in request.POST:
        authority_actions.remove_host(actor=actor, authority=shown, host=form.cleaned_data["host"])
    else:
        authority_actions.add_host(actor=actor, authority=shown, host=form.cleaned_data["host"])
    return redirect("authority_settings", slug=slug)


@never_cache
def people(request: Request, slug: str) -> HttpResponse:
    """Who works for the authority; sends an invitation."""
    actor, shown = _administrator(request, slug, "kernel.manage_staff")
    form = InviteForm(request.POST or None)
    if form.is_valid():
        role, email = Role(form.cleaned_data["role"]), form.cleaned_data["email"]
        staff_actions.invite(actor=actor, authority=shown, email=email, role=role, at=timezone.now())
        messages.success(request, _("%(email)s gets a mail with your invitation.") % {"email": email})
        return redirect("authority_staff", slug=slug)
    context = {
        "authority": shown,
        "form": form,
        "members": [(member, _role_form(member)) for member in staff.staff_of(shown)],
        "invitations": staff.invitations_of(shown, at=timezone.now()),
    }
    return render(request, "kernel/authority_staff.html", context)


@require_POST
def change_role(request: Request, slug: str, person: int) -> HttpResponse:
    """Give somebody another role, or withdraw it."""
    actor, shown = _administrator(request, slug, "kernel.manage_staff")
    member = staff.staff_of(shown).filter(actor_id=person).first()
    if member is None:
        raise NotFound
    form = RoleForm(request.POST)
    if "withdraw" in request.POST:
        staff_actions.withdraw_role(actor=actor, person=member.actor, authority=shown)
    elif form.is_valid():
        role = Role(form.cleaned_data["role"])
        staff_actions.grant_role(actor=actor, person=member.actor, authority=shown, role=role, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("authority_staff", slug=slug)


@require_POST
def withdraw_invitation(request: Request, slug: str) -> HttpResponse:
    """Take an invitation back."""
    actor, shown = _administrator(request, slug, "kernel.manage_staff")
    staff_actions.withdraw_invitation(actor=actor, authority=shown, email=request.POST.get("email", ""))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("authority_staff", slug=slug)


def _role_form(member: staff.StaffRole) -> RoleForm:
    return RoleForm(initial={"role": member.role}, auto_id=f"role-{member.pk}-%s")


def _served(slug: str) -> Authority:
    found = authority_by_slug(slug)
    if not found.is_active:
        raise NotFound
    return found


def _administrator(request: Request, slug: str, permission: str) -> tuple[Actor, Authority]:
    """Who asks and for which authority. Raises SignInFirst or NotYours."""
    actor, shown = signed_in(request), authority_by_slug(slug)
    permissions.require_here_or_operator(actor, permission, shown)
    return actor, shown


def _settings_forms(request: Request, shown: Authority) -> tuple[NamesForm, ContactForm, ColoursForm]:
    """The three forms of the page; the one that was sent is bound, the others show what is."""
    sent = request.POST.get("form", "")
    names = {f"name_{language}": name for language, name in shown.names.items()}
    spoken = {"first_language": shown.language, "languages": shown.languages}
    contact = {name: getattr(shown, name) for name in ContactForm.base_fields}
    return (
        NamesForm(request.POST if sent == "names" else None, initial=names | spoken),
        ContactForm(request.POST if sent == "contact" else None, initial=contact),
        ColoursForm(request.POST if sent == "colours" else None, initial=shown.colours),
    )


def _changed(actor: Actor, shown: Authority, names: NamesForm, contact: ContactForm, colours: ColoursForm) -> bool:
    """Whether one of the forms was sent, right, and saved."""
    if names.is_valid():
        authority_actions.rename_authority(actor=actor, authority=shown, names=names.names(), languages=names.spoken())
    elif contact.is_valid():
        authority_actions.change_contact(actor=actor, authority=shown, contact=contact.contact())
    elif colours.is_valid():
        authority_actions.change_colours(actor=actor, authority=shown, colours=colours.cleaned_data)
    else:
        return False
    return True
