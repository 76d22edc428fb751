"""A person with an account: a resident, a member of staff, or the operator of the installation."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from perron.kernel.contract import Ref
from perron.kernel.languages import LANGUAGES


class ActorManager(BaseUserManager["Actor"]):
    """Makes accounts; e-mail addresses are compared and kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Actor:
        """A new account, saved. Without a password it can only be entered by a reset or a passkey."""
        actor = self.model(email=email.strip().lower(), **fields)
        actor.set_password(password)
        actor.save(using=self._db)
        return actor

    def get_by_natural_key(self, username: str | None) -> Actor:
        """The account of that e-mail address, whatever its case. Raises Actor.DoesNotExist."""
        return self.get(email=(username or "").strip().lower())


class Actor(AbstractBaseUser):
    """One account. Rights come from staff roles held per authority, never from the account itself.

    An erased person leaves a row without name or address, so that what was done keeps an author.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=2, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[ActorManager] = ActorManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="actor_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(language__in=["", *LANGUAGES]), name="actor_language_is_one_of_the_house"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def ref(self) -> Ref:
        """The account as a plain value."""
        return Ref("kernel", "actor", str(self.pk))
