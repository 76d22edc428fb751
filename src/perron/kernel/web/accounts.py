"""How accounts speak and behave where django-allauth leaves it to us: mails, language, notices, where people land."""

from __future__ import annotations

import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from perron.kernel.actors import Actor
from perron.kernel.errors import Unavailable
from perron.kernel.languages import current_language


def display_name(actor: Actor) -> str:
    """How a page calls the person who is signed in."""
    return actor.name or actor.email.partition("@")[0]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth has no types
    """django-allauth's questions, answered in the manner of the house."""

    def save_user(self, request: HttpRequest, user: Actor, form: Any, commit: bool = True) -> Actor:  # allauth's form
        """A new account starts in the language of the page it was made on."""
        user.language = current_language()
        saved: Actor = super().save_user(request, user, form, commit=commit)
        return saved

    def clean_email(self, email: str) -> str:
        """Addresses are kept in lower case."""
        return str(super().clean_email(email)).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # any template's values
        """Write in the account's language; a mail server that does not answer is said to be so, not a bug."""
        facts = {"site_address": settings.BASE_URL, **context}
        try:
            with override(_language_of(email)):
                super().send_mail(template_prefix, email, facts)
        except (OSError, smtplib.SMTPException) as failure:
            raise Unavailable("mail", type(failure).__name__) from failure

    def post_login(self, request: HttpRequest, user: Actor, **facts: Any) -> HttpResponse:  # allauth's own arguments
        """Tell the owner of an account about a sign-in from a browser that was not seen before."""
        if not facts.get("signup") and _is_new_browser(user, self.get_http_user_agent(request)):
            about = {"timestamp": timezone.now(), "user_agent": self.get_http_user_agent(request)}
            self.send_notification_mail("kernel/email/new_sign_in", user, about)
        response: HttpResponse = super().post_login(request, user, **facts)
        return response


def _language_of(email: str) -> str:
    """The language that the owner of an address chose, else the one of the page."""
    chosen = Actor.objects.filter(email=email.lower()).values_list("language", flat=True).first()
    return chosen or current_language()


def _is_new_browser(actor: Actor, user_agent: str) -> bool:
    """Whether the account has open sessions, none of them from such a browser."""
    sessions = UserSession.objects.filter(user=actor)
    known = sessions.filter(user_agent=user_agent[: UserSession._meta.get_field("user_agent").max_length])
    return sessions.exists() and not known.exists()
