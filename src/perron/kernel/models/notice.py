"""What people are told: inbox items with their e-mail, what they follow, and how they wish to be told."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Manner(models.TextChoices):
    """How somebody wishes to be told."""

    AT_ONCE = "at_once", _("By e-mail at once")
    DAILY = "daily", _("By e-mail once a day")
    INBOX = "inbox", _("In the inbox only")
    OFF = "off", _("Not at all")


class Subscription(models.Model):
    """Somebody follows a topic: a person with an account, or a confirmed e-mail address.

    `topic` is as in `kernel.following`. For a search, `seen_at` says up to when
    what was found has been told.
    """

    actor = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True, default="")
    topic = models.CharField(_("topic"), max_length=500)
    title = models.CharField(_("title"), max_length=300, blank=True)
    address = models.CharField(_("page"), max_length=1000, blank=True)
    manner = models.CharField(_("how"), max_length=10, choices=Manner.choices, default=Manner.AT_ONCE)
    language = models.CharField(_("language"), max_length=2, blank=True, default="")
    since = models.DateTimeField(_("since"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    seen_at = models.DateTimeField(_("told until"), default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor__isnull=False, email="") | (models.Q(actor=None) & ~models.Q(email="")),
                name="subscription_is_of_an_account_or_an_address",
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="subscription_email_is_lower_case"),
            models.UniqueConstraint(
                fields=["actor", "topic"], condition=models.Q(email=""), name="one_subscription_per_account_and_topic"
            ),
            models.UniqueConstraint(
                fields=["email", "topic"], condition=~models.Q(email=""), name="one_subscription_per_address_and_topic"
            ),
        ]
        indexes = [models.Index(fields=["topic"], name="subscriptions_by_topic")]

    def __str__(self) -> str:
        return f"{self.actor_id or 'e-mail'} {self.topic}"


class Notice(models.Model):
    """One message to one person, as it was said: it goes once. `manner` decides whether and when it is e-mailed.

    It belongs to an account (and is then in its inbox), or to a subscription by e-mail.
    """

    actor = models.ForeignKey("kernel.Actor", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    subscription = models.ForeignKey(Subscription, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(_("kind"), max_length=100)
    subject = models.CharField(_("about"), max_length=200)
    address = models.CharField(_("page"), max_length=1000, blank=True)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"))
    html = models.TextField(_("formatted text"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    once = models.CharField(_("said once as"), max_length=200, blank=True, default="")
    told_at = models.DateTimeField(_("told"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    manner = models.CharField(_("how"), max_length=10, choices=Manner.choices, default=Manner.INBOX)
    mailed_at = models.DateTimeField(_("e-mailed"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "kind", "once"],
                condition=~models.Q(once="") & models.Q(actor__isnull=False),
                name="a_notice_is_said_once_to_an_account",
            ),
            models.UniqueConstraint(
                fields=["subscription", "kind", "once"],
                condition=~models.Q(once="") & models.Q(actor=None),
                name="a_notice_is_said_once_to_a_subscription",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-told_at"], name="notices_of_an_inbox"),
            models.Index(
                fields=["manner"], condition=models.Q(mailed_at=None, manner="daily"), name="notices_owed_in_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class RefusedAddress(models.Model):
    """An e-mail address whose mail server refused our letters for good: on how many days, and when last."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    times = models.PositiveSmallIntegerField(_("times"))
    refused_at = models.DateTimeField(_("last refused"))

    class Meta:
        verbose_name = _("address that takes no mail")
        verbose_name_plural = _("addresses that take no mail")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="refused_address_is_lower_case"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.times}"


class NoticePreference(models.Model):
    """How one person wishes to be told about one kind of thing."""

    actor = models.ForeignKey("kernel.Actor", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=100)
    manner = models.CharField(_("how"), max_length=10, choices=Manner.choices)

    class Meta:
        verbose_name = _("preference about notices")
        verbose_name_plural = _("preferences about notices")
        constraints = [
            models.UniqueConstraint(fields=["actor", "kind"], name="one_preference_per_account_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.kind}: {self.manner}"
