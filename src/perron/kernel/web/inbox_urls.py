"""The addresses of the inbox, and of the links in our letters."""

from django.urls import path

from perron.kernel.contract import Access
from perron.kernel.web import inbox

ACCESS = {
    "inbox": Access.SIGNED_IN,
    "inbox_notice": Access.SIGNED_IN,
    "inbox_mark": Access.SIGNED_IN,
    "inbox_preferences": Access.SIGNED_IN,
    "inbox_follow": Access.PUBLIC,
    "inbox_unfollow": Access.SIGNED_IN,
    "confirm_following": Access.PUBLIC,
    "unsubscribe": Access.PUBLIC,
}
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("<int:number>/", inbox.notice, name="inbox_notice"),
    path("mark/", inbox.mark, name="inbox_mark"),
    path("preferences/", inbox.preferences, name="inbox_preferences"),
    path("follow/", inbox.follow, name="inbox_follow"),
    path("unfollow/", inbox.unfollow, name="inbox_unfollow"),
    path("confirm/<str:token>/", inbox.confirm, name="confirm_following"),
    path("unsubscribe/<str:token>/", inbox.unsubscribe, name="unsubscribe"),
]
