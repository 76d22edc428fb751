"""The addresses of authorities and of their administration."""

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import authority_pages

ACCESS = {
    "authorities": Access.PUBLIC,
    "authority": Access.PUBLIC,
    "authority_settings": Access.STAFF,
    "authority_change_host": Access.OPERATOR,
    "authority_staff": Access.STAFF,
    "authority_change_role": Access.STAFF,
    "authority_withdraw_invitation": Access.STAFF,
}
urlpatterns = [
    path("", authority_pages.authorities, name="authorities"),
    path("<slug:slug>/", authority_pages.authority, name="authority"),
    path("<slug:slug>/settings/", authority_pages.settings, name="authority_settings"),
    path("<slug:slug>/settings/hosts/", authority_pages.change_host, name="authority_change_host"),
    path("<slug:slug>/staff/", authority_pages.people, name="authority_staff"),
    path("<slug:slug>/staff/<int:person>/", authority_pages.change_role, name="authority_change_role"),
    path("<slug:slug>/staff/invitations/", authority_pages.withdraw_invitation, name="authority_withdraw_invitation"),
]
