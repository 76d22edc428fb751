"""Who works for an authority, and with which role."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perron.kernel.contract import Role
from perron.kernel.models.actor import Actor
from perron.kernel.models.authority import Authority

ROLE_CHOICES = [
    (Role.READER.value, _("Reader: sees the desk")),
    (Role.AGENT.value, _("Agent: handles cases and prepares publications")),
    (Role.EDITOR.value, _("Editor: publishes and decides")),
    (Role.ADMINISTRATOR.value, _("Administrator: also manages staff and settings")),
]


class StaffRole(models.Model):
    """One person's role at one authority. A withdrawn role is deleted; the audit log remembers it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="staff_roles")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["authority", "actor"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "authority"], name="one_role_per_person_and_authority"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="staff_role_is_one_of_the_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.role} {self.authority_id}"

    @property
    def held(self) -> Role:
        """The role as a value of the contract."""
        return Role(self.role)


class StaffInvitation(models.Model):
    """An offer of a role to an e-mail address; whoever proves to hold that address may accept it."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    invited_by = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["authority", "email"]
        constraints = [
            models.UniqueConstraint(fields=["email", "authority"], name="one_invitation_per_address_and_authority"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="staff_invitation_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="staff_invitation_role_is_of_the_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.authority_id}"

    @property
    def offered(self) -> Role:
        """The role as a value of the contract."""
        return Role(self.role)
