"""What may not be done with reports, as facts: each with its sentence and its way out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused


class CategoryGone(Refused):
    """The category is no longer in the authority's handbook. Fact `close`: names of those that are near it."""

    code = "category_gone"
    status = 409
    sentence = _("This category does not exist any more.")
    way_out = _("Choose another one; all that you typed is kept. Near it: %(close)s")


class EmergencyFirst(Refused):
    """Call first: the category is one for the emergency services. Fact `phone`."""

    code = "emergency_first"
    status = 409
    sentence = _("This can be dangerous: call %(phone)s first.")
    way_out = _("Once you have called, say so in the form, and send your report.")


class AnswerMissing(Refused):
    """A question of the category has to be answered. Facts `question` (its code) and `name`."""

    code = "answer_missing"
    sentence = _("Please answer: %(name)s")


class WordsTooLong(Refused):
    """A description is longer than what others' systems take."""

    code = "words_too_long"
    sentence = _("Your description has %(length)s characters; at most %(limit)s can be sent.")
    way_out = _("Shorten it, and send it again.")


class KeyTaken(Refused):
    """Another report came with the same key by another door."""

    code = "key_taken"
    status = 409
    sentence = _("This form was used for another report already.")
    way_out = _("Open the form again, and send it from there.")


class NothingTold(Refused):
    """Neither words nor a photo where the category says nothing by itself, or an empty message."""

    code = "nothing_told"
    sentence = _("Please say something in words.")


class NotAnAddress(Refused):
    """The e-mail address cannot be one."""

    code = "not_an_address"
    sentence = _("This does not look like an e-mail address.")
    way_out = _("Correct it, or leave it empty: your report is sent all the same.")


class TooManyPhotos(Refused):
    """More photos than a report holds."""

    code = "too_many_photos"
    sentence = _("A report holds %(limit)s photos at most.")
    way_out = _("Choose those that show it best.")


class PhotoIsHeic(Refused):
    """A photo in the format of some telephones, which browsers cannot show."""

    code = "photo_is_heic"
    sentence = _("“%(name)s” is in the HEIC format of some telephones, which others cannot open.")
    way_out = _("In the photo app choose “Share” and then “JPEG”, or take a screenshot of it, and send that.")


class PhotoIsVideo(Refused):
    """A video where a photo is expected."""

    code = "photo_is_video"
    sentence = _("“%(name)s” is a video. A report takes photos only.")
    way_out = _("Send a photo, or a screenshot of the video.")


class PhotoTooLarge(Refused):
    """A photo of more bytes than are taken."""

    code = "photo_too_large"
    status = 413
    sentence = _("“%(name)s” is larger than %(limit)s.")
    way_out = _("Send it smaller: most photo apps offer this when sharing. The rest of your report is kept.")


class PhotoUnreadable(Refused):
    """The file is no photo that can be shown, or is broken."""

    code = "photo_unreadable"
    sentence = _("“%(name)s” is not a photo that we can read.")
    way_out = _("Send it as JPEG, PNG or WebP, or send the report without it.")


class NothingToOpen(Refused):
    """There is no uncovered original of this photo."""

    code = "nothing_to_open"
    status = 404
    sentence = _("This photo has no original behind it.")


class NotServedHere(Refused):
    """The authority does not take reports on this installation."""

    code = "not_served_here"
    status = 409
    sentence = _("%(authority)s does not take reports here.")
    way_out = _("Choose another authority, or tell them by their own means.")


class NotFromHere(Refused):
    """A report cannot go from its state to that one."""

    code = "not_from_here"
    status = 409
    sentence = _("A report that is “%(now)s” cannot become “%(then)s”.")
    way_out = _("Look at it again: somebody may have treated it meanwhile.")


class ReasonMissing(Refused):
    """No reason was given, where people will read one."""

    code = "reason_missing"
    sentence = _("Please say why.")


class DateMissing(Refused):
    """What is planned has a date that lies ahead."""

    code = "date_missing"
    sentence = _("Please say on which day it is planned: today or later.")


class NotInTheTeam(Refused):
    """The person does not work for this authority, or the team is not in the handbook."""

    code = "not_in_the_team"
    sentence = _("This person or team cannot treat reports of this authority.")


class NobodyThere(Refused):
    """A team without anybody who is there today."""

    code = "nobody_there"
    status = 409
    sentence = _("Nobody of this team is there today.")
    way_out = _("Choose another team, or assign it to a person yourself.")


class NotTheSame(Refused):
    """A report cannot be merged into, or linked to, that one."""

    code = "not_the_same"
    status = 409
    sentence = _("These two reports cannot be put together.")
    way_out = _("Both have to be with the same authority, and the one that stays must not be a duplicate itself.")


class NotMerged(Refused):
    """The report is not a duplicate, so nothing can be undone."""

    code = "not_merged"
    status = 409
    sentence = _("This report was not merged with another.")


class InTransferAlready(Refused):
    """The report is offered to another authority already."""

    code = "in_transfer_already"
    status = 409
    sentence = _("This report is offered to another authority already.")
    way_out = _("Wait for its answer.")


class TransferAnswered(Refused):
    """An offer is answered once."""

    code = "transfer_answered"
    status = 409
    sentence = _("This offer was answered already.")


class ToItself(Refused):
    """An authority does not hand over to itself."""

    code = "to_itself"
    sentence = _("This authority has the report already.")


class TooLateToReopen(Refused):
    """The term for saying that it was not mended has passed. Fact `days`."""

    code = "too_late_to_reopen"
    status = 409
    sentence = _("This was closed more than %(days)s days ago and cannot be opened again.")
    way_out = _("Send a new report: it is quick, and it will be seen.")


class NothingToJudge(Refused):
    """Nobody said yet that it was done."""

    code = "nothing_to_judge"
    status = 409
    sentence = _("Nobody has said yet that this is done.")


class NotAsked(Refused):
    """The report takes no answer now."""

    code = "not_asked"
    status = 409
    sentence = _("This report is closed and takes no more answers.")
    way_out = _("If it is not mended, say so: it will be opened again.")


class WorkOver(Refused):
    """A contractor's link is good no more. Fact `authority`."""

    code = "work_over"
    status = 410
    sentence = _("This work is no longer with you.")
    way_out = _("If you have done it, or want to do it, ask %(authority)s for a new link.")


class NoWorkAddress(Refused):
    """The contractor's e-mail address cannot be one."""

    code = "no_work_address"
    sentence = _("This does not look like an e-mail address.")
    way_out = _("Correct it: the link is sent there.")
