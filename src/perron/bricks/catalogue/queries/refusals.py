"""Refusals of the catalogue, of questions and of actions: each is a fact with a sentence and a way out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Moved, Refused

MISSING_WORDS: dict[str, str | Promise] = {
    "title": _("a title"),
    "description": _("a description of at least one sentence"),
    "theme": _("a theme"),
    "licence": _("a licence"),
    "licence_reason": _("the reason for the conditions of the licence"),
    "licence_url": _("the address of the licence's text"),
    "contact": _("an e-mail address or a page for questions"),
    "data": _("at least one file"),
}


def _joined(codes: tuple[str, ...]) -> str:
    return ", ".join(str(MISSING_WORDS.get(code, code)) for code in codes)


joined_lazily = lazy(_joined, str)


class NotReadYet(Refused):
    """A file is still waiting or being read, or could not be read."""

    code = "not_read_yet"
    status = 409
    sentence = _("The file “%(name)s” has not been read yet.")
    way_out = _("Wait until it is read. If it could not be read, choose how to read it, or take it away.")


class PersonalDataFound(Refused):
    """Columns hold valid personal identifiers. Facts: `columns` (written list), `fields` (table.field pairs)."""

    code = "personal_data_found"
    status = 409
    sentence = _("These columns hold personal data and cannot be published as they are: %(columns)s.")
    way_out = _("Drop the columns, or ask an administrator to justify their publication by law.")


class DescriptionIncomplete(Refused):
    """The record lacks what a reader needs. Facts: `missing` (codes) and `what` (written in the reader's language)."""

    code = "description_incomplete"
    status = 409
    sentence = _("Before this can be published, it still needs: %(what)s.")
    way_out = _("Complete the description. What you wrote is kept.")

    def __init__(self, missing: Iterable[str]) -> None:
        codes = tuple(missing)
        super().__init__(missing=codes, what=joined_lazily(codes))


class AlreadyPublished(Refused):
    """The dataset is public already."""

    code = "already_published"
    status = 409
    sentence = _("This dataset is published already.")
    way_out = _("To change its data, propose a new version.")


class NotAtThisStep(Refused):
    """The dataset is not where this step starts. Facts: `state`."""

    code = "not_at_this_step"
    status = 409
    sentence = _("This step is not possible now: somebody may have been quicker.")
    way_out = _("Open the dataset again to see where it stands.")


class NothingChanged(Refused):
    """The proposed data are the same as the published ones."""

    code = "nothing_changed"
    status = 409
    sentence = _("These data are the same as those already published: there is nothing to propose.")
    way_out = _("Check that you chose the newest file.")


class VersionUnderWay(Refused):
    """Another version of the dataset is being prepared or reviewed."""

    code = "version_under_way"
    status = 409
    sentence = _("Another new version of this dataset is waiting for a decision.")
    way_out = _("Accept or refuse that one first.")


class UploadInUse(Refused):
    """The file belongs to a dataset whose version can no longer change."""

    code = "upload_in_use"
    status = 409
    sentence = _("This file already belongs to a dataset.")
    way_out = _("Send the file again to use it elsewhere, or propose a new version to change it.")


class DeclaredElsewhere(Refused):
    """The dataset keeps itself up to date from another part of the house."""

    code = "declared_elsewhere"
    status = 409
    sentence = _("This dataset is made by the site itself and keeps itself up to date: it cannot be changed by hand.")


class ReasonMissing(Refused):
    """A reason that people can read is missing."""

    code = "reason_missing"
    sentence = _("This needs a reason that people can read.")
    way_out = _("Write one or two sentences.")


class UnknownCode(Refused):
    """A code is on none of our lists. Facts: `value`."""

    code = "unknown_code"
    sentence = _("“%(value)s” is not one of the choices.")


class AddressTaken(Refused):
    """Another dataset has or had this address. Facts: `slug`."""

    code = "address_taken"
    status = 409
    sentence = _("The address “%(slug)s” belongs or belonged to another dataset.")
    way_out = _("Choose another address.")


class AddressNotPlain(Refused):
    """An address may hold small letters, figures and hyphens only. Facts: `slug`."""

    code = "address_not_plain"
    sentence = _("“%(slug)s” cannot be an address.")
    way_out = _("Use small letters without accents, figures and hyphens.")


class OnlyWebAddresses(Refused):
    """Only http and https addresses are fetched or shown. Facts: `url`."""

    code = "only_web_addresses"
    sentence = _("“%(url)s” is not an address on the web.")
    way_out = _("Give an address that starts with https:// or http://.")


class AnswersAPage(Refused):
    """The address gives a web page where a file was expected. Facts: `url`."""

    code = "answers_a_page"
    status = 422
    sentence = _("“%(url)s” answers with a web page, not with a file of data.")
    way_out = _("Open the page, and copy the address of the download itself.")


class AlreadyAnswered(Refused):
    """The question was dealt with by somebody else, or just now."""

    code = "already_answered"
    status = 409
    sentence = _("This question was answered or hidden already.")


class AlreadyModerated(Refused):
    """Somebody decided about this reuse already."""

    code = "already_moderated"
    status = 409
    sentence = _("Somebody has already decided about this reuse.")


class AlreadyListed(Refused):
    """The reuse is on the list of this dataset. Facts: `url`."""

    code = "already_listed"
    status = 409
    sentence = _("This address was already added to this dataset.")


class WordsMissing(Refused):
    """Nothing was written."""

    code = "words_missing"
    sentence = _("You have not written anything yet.")
    way_out = _("Write your text, then send it again.")


class ReplyAddressMissing(Refused):
    """A visitor without account has to leave an e-mail address to get the answer."""

    code = "reply_address_missing"
    sentence = _("We need your e-mail address to send you the answer. It is not shown to anyone.")
    way_out = _("Give an e-mail address, or sign in.")


class WithdrawnBecause(Refused):
    """The dataset was public and is no more: its address says why, for ever. Facts: `reason`, `title`."""

    code = "withdrawn"
    status = 410
    sentence = _("“%(title)s” was withdrawn. Reason: %(reason)s")
    way_out = _("Ask the authority that published it, or search for something similar.")


class MovedTo(Moved):
    """The dataset has another address now. Facts: `slug`."""

    sentence = _("This dataset has moved to the address %(slug)s.")

    def __init__(self, slug: str) -> None:
        super().__init__({"slug": slug})


class NotPublic(Refused):
    """The record is public, the data are not."""

    code = "not_public"
    status = 403
    sentence = _("The description of this dataset is public, its data are not.")
    way_out = _("Ask the authority on the page of the dataset.")
