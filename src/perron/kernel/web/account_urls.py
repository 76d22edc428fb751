"""The addresses of "My account"."""

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import account_pages
from perron.kernel.web.address_proof import prove_address

ACCESS = {
    "account": Access.SIGNED_IN,
    "account_answer_invitation": Access.SIGNED_IN,
    "account_prove_address": Access.SIGNED_IN,
    "account_resume_mail": Access.SIGNED_IN,
    "account_export": Access.SIGNED_IN,
    "account_erase": Access.SIGNED_IN,
}
urlpatterns = [
    path("", account_pages.account, name="account"),
    path("invitations/<slug:slug>/", account_pages.answer_invitation, name="account_answer_invitation"),
    path("prove-address/", prove_address, name="account_prove_address"),
    path("mail/", account_pages.resume_mail, name="account_resume_mail"),
    path("export/", account_pages.export, name="account_export"),
    path("erase/", account_pages.erase, name="account_erase"),
]
