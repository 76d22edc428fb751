"""Addresses of django-allauth that wait for a proof of the e-mail address: they stand before its own of that name."""

from allauth.account.views import email
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.urls import path

from perron.kernel.web.address_proof import address_proven_first

urlpatterns = [
    path("email/", address_proven_first(email), name="account_email"),
    path("2fa/totp/activate/", address_proven_first(activate_totp), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", address_proven_first(add_webauthn), name="mfa_add_webauthn"),
]
