"""What may not be done with handbooks and teams, as facts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused


class AlreadyOpen(Refused):
    """The authority has a handbook: it is edited, not begun again."""

    code = "already_open"
    status = 409
    sentence = _("This authority takes reports already.")
    way_out = _("Change its handbook instead.")


class HandbookRefused(Refused):
    """What the handbook would become does not hold together. Fact `problems`: all of them, in words."""

    code = "handbook_refused"
    status = 422
    sentence = _("This cannot be kept: %(problems)s")


class NothingDrafted(Refused):
    """There is no draft to try or to put live."""

    code = "nothing_drafted"
    status = 409
    sentence = _("Nothing was changed since the handbook that is live.")
    way_out = _("Somebody may have put the draft live, or thrown it away.")


class NothingToChoose(Refused):
    """A handbook without any category cannot be put live."""

    code = "nothing_to_choose"
    status = 422
    sentence = _("There is no category to choose: nobody could report anything.")
    way_out = _("Add a category first.")


class AlreadyLive(Refused):
    """The version one wants to go back to is the one that is live."""

    code = "already_live"
    status = 409
    sentence = _("This version is live.")


class NotOnTheStaff(Refused):
    """A team is made of people who work for the authority."""

    code = "not_on_the_staff"
    sentence = _("This person does not work for this authority.")
    way_out = _("Invite her first, under “Staff”.")


class NoSuchTeam(Refused):
    """The team is in no handbook of the authority."""

    code = "no_such_team"
    status = 404
    sentence = _("There is no such team.")
