"""How accounts speak and behave where django-allauth leaves it to us: mails, language, notices, where people land."""

from __future__ import annotations

import base64
import hashlib
import smtplib
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, get_script_prefix, resolve
from django.utils import timezone
from django.utils.translation import override

from perron.kernel.actors import Actor
from perron.kernel.errors import TooMany, Unavailable
from perron.kernel.languages import current_language
from perron.kernel.web.refusals import refusal


def too_often(request: HttpRequest) -> HttpResponse:
    """Django-allauth's limits, told in our words."""
    return refusal(request, TooMany())


def resolve_below_prefix(path: str) -> ResolverMatch:
    """The view of a path, also under an authority, whose segment is part of the script prefix."""
    return resolve(f"/{path.removeprefix(get_script_prefix())}")


# django-allauth forgets the prefix when it takes up the request that waited for the password.
reauthentication.script_aware_resolve = resolve_below_prefix


def display_name(actor: Actor) -> str:
    """How a page calls the person who is signed in."""
    return actor.name or actor.email.partition("@")[0]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth has no types
    """django-allauth's questions, answered in the manner of the house."""

    def save_user(self, request: HttpRequest, user: Actor, form: Any, commit: bool = True) -> Actor:  # noqa: ANN401, FBT001, FBT002  allauth's signature
        """A new account starts in the language of the page it was made on."""
        user.language = current_language()
        saved: Actor = super().save_user(request, user, form, commit=commit)
        return saved

    def clean_email(self, email: str) -> str:
        """Addresses are kept in lower case."""
        return str(super().clean_email(email)).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # any template's values
        """Write in the account's language; a mail server that does not answer is said to be so, not a bug."""
        facts = {"current_site": _site(self.request), "site_address": settings.BASE_URL, **self._without_host(context)}
        try:
            with override(_language_of(email)):
                super().send_mail(template_prefix, email, facts)
        except (OSError, smtplib.SMTPException) as failure:
            raise Unavailable("mail", type(failure).__name__) from failure

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:  # noqa: ANN401, ARG002  allauth's
        """Whoever signed in a moment ago has just proven who she is, and is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((float(record["at"]) for record in records), default=0.0)
        return bool(time.time() - newest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def post_login(self, request: HttpRequest, user: Actor, **facts: Any) -> HttpResponse:  # noqa: ANN401  allauth's own arguments
        """Tell the owner of an account about a sign-in from a browser that was not seen before."""
        if not facts.get("signup") and _is_new_browser(user, self.get_http_user_agent(request)):
            about = {"timestamp": timezone.now(), "user_agent": self.get_http_user_agent(request)}
            self.send_notification_mail("kernel/email/new_sign_in", user, about)
        response: HttpResponse = super().post_login(request, user, **facts)
        return response

    def _without_host(self, context: dict[str, Any]) -> dict[str, Any]:  # any template's values
        """Addresses on the host that the request named are put on our own: anybody can send any host name."""
        named = self.request.build_absolute_uri("/").rstrip("/")
        return {
            name: settings.BASE_URL + value.removeprefix(named)
            if isinstance(value, str) and value.startswith(f"{named}/")
            else value
            for name, value in context.items()
            if name not in {"current_site", "request"}
        }


@dataclass(frozen=True, slots=True)
class Site:
    """What mails call this site."""

    name: str
    domain: str


def _site(request: HttpRequest) -> Site:
    authority = getattr(request, "authority", None)
    return Site(str(authority.name) if authority else settings.MFA_TOTP_ISSUER, urlsplit(settings.BASE_URL).netloc)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # django-allauth has no types
    """Secrets of authenticator apps are encrypted, so that a copy of the database opens no account."""

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key made from the installation's."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret, also one sealed with a key that was replaced (`SECRET_KEY_FALLBACKS`)."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> MultiFernet:
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    derived = (hashlib.sha256(f"perron second factor {key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def _language_of(email: str) -> str:
    """The language that the owner of an address chose, else the one of the page."""
    chosen = Actor.objects.filter(email=email.lower()).values_list("language", flat=True).first()
    return chosen or current_language()


def _is_new_browser(actor: Actor, user_agent: str) -> bool:
    """Whether the account has open sessions, none of them from such a browser."""
    sessions = UserSession.objects.filter(user=actor)
    known = sessions.filter(user_agent=user_agent[:HTTP_USER_AGENT_MAX_LENGTH])
    return sessions.exists() and not known.exists()
