"""The mail that brings an invitation: it says where to sign in and holds no key."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from perron.kernel.errors import Unavailable
from perron.kernel.models.staff import StaffInvitation
from perron.kernel.tasks import task


@task(name="kernel.send_invitation")
def send_invitation(*, invitation: int) -> None:
    """Write to the invited address, in the authority's first language; nothing happens when it was withdrawn."""
    found = StaffInvitation.objects.select_related("authority", "invited_by").filter(pk=invitation).first()
    if found is None:
        return
    with override(found.authority.language):
        message = EmailMessage(_subject(found), _body(found), to=[found.email])
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as failure:
        raise Unavailable("mail", type(failure).__name__) from failure


def _subject(invitation: StaffInvitation) -> str:
    return _("Work with %(authority)s on Perron") % {"authority": " ".join(invitation.authority.name.split())}


def _body(invitation: StaffInvitation) -> str:
    address = f"{settings.BASE_URL}{reverse('account')}"
    return render_to_string("kernel/email/invitation_message.txt", {"invitation": invitation, "address": address})
