"""Why a file could not be read: each with what happened, and the way out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused


class UnreadableFile(Refused):
    """The file is not what it should be, or is damaged. `reason` is for the log."""

    code = "unreadable_file"
    status = 422
    sentence = _("This file cannot be read.")
    way_out = _("Open it on your computer to check that it is whole, save it again, then send it once more.")


class EmptyFile(UnreadableFile):
    """Nothing is in it."""

    code = "empty_file"
    sentence = _("This file is empty.")
    way_out = _("Check that it was saved and sent completely.")


class DamagedFile(UnreadableFile):
    """It starts as a file of its kind, and does not go on as one."""

    code = "damaged_file"
    sentence = _("This file is damaged or incomplete: it starts as %(format)s but cannot be read to its end.")
    way_out = _("It was perhaps cut off on its way. Send it again, or save it anew from the program that made it.")


class PasswordProtected(UnreadableFile):
    """It cannot be opened without a password."""

    code = "password_protected"
    sentence = _("This file is protected by a password.")
    way_out = _("Open data has no password: save the file without one, then send it again.")


class PictureNotCleaned(UnreadableFile):
    """A picture that says where it was taken, in a form that we cannot take it out of. Fact `kind`."""

    code = "picture_not_cleaned"
    sentence = _("This %(kind)s picture says where or with what it was taken, and we cannot remove that from it.")
    way_out = _("Save it as JPEG, PNG or WebP, then send it again: we keep the picture and remove the rest.")


class TooManyColumns(UnreadableFile):
    """More columns than anyone reads."""

    code = "too_many_columns"
    sentence = _("This table has %(columns)s columns; we take at most %(limit)s.")
    way_out = _("Check the separator. If the table really is that wide, turn its columns into rows.")


class LineTooLong(UnreadableFile):
    """A line without an end."""

    code = "line_too_long"
    sentence = _("A line of this file is longer than %(limit)s characters.")
    way_out = _("Check that rows end with line breaks, and that quotation marks are closed.")


class UnsafeXml(UnreadableFile):
    """It asks its reader to fetch or repeat other things."""

    code = "unsafe_xml"
    sentence = _("This file contains XML entity declarations, which can be used to attack its readers.")
    way_out = _("Save it again from the program that made it, without a document type declaration.")


class WrongEncoding(UnreadableFile):
    """The encoding that was chosen does not fit."""

    code = "wrong_encoding"
    sentence = _("This file is not written in the encoding %(encoding)s.")
    way_out = _("Choose another encoding, or let us recognise it.")


class NoSuchRow(UnreadableFile):
    """The header row that was chosen is after the end."""

    code = "no_such_row"
    sentence = _("There is no row %(row)s in this file.")
    way_out = _("Choose a row that the file has.")


class FileTooBigToRead(Refused):
    """More than the limit."""

    code = "file_too_big_to_read"
    status = 413
    sentence = _("This file is larger than we can read (%(limit)s MB).")
    way_out = _("Split it, for instance by year, or publish it as a document.")


class ReadingTookTooLong(Refused):
    """Stopped by the clock."""

    code = "reading_took_too_long"
    status = 422
    sentence = _("Reading this file took more than %(seconds)s seconds, so we stopped.")
    way_out = _("Split it, or save it in a simpler format such as CSV.")


class ReadingTookTooMuchMemory(Refused):
    """Stopped by the memory limit."""

    code = "reading_took_too_much_memory"
    status = 422
    sentence = _("Reading this file took too much memory, so we stopped.")
    way_out = _("Split it, or save it in a simpler format such as CSV.")


class ReadingFailed(Refused):
    """The reading process died without a word: our fault until shown otherwise. `reason` is for the log."""

    code = "reading_failed"
    status = 422
    sentence = _("Something went wrong while reading this file. Nothing was lost.")
    way_out = _("Try again. If it happens again, save the file in another format, such as CSV.")


class ArchiveRefused(Refused):
    """An archive that we do not unpack."""

    code = "archive_refused"
    status = 422
    sentence = _("This archive cannot be unpacked.")
    way_out = _("Send the files it holds one by one.")


class ArchiveTooLarge(ArchiveRefused):
    """Unpacked, it would be too large."""

    code = "archive_too_large"
    sentence = _("Unpacked, this archive is larger than we can read (%(limit)s MB).")


class ArchiveBomb(ArchiveRefused):
    """Packed so tightly that it can only be meant to harm."""

    code = "archive_bomb"
    sentence = _("This archive unpacks to more than %(ratio)s times its size, which we take for an attack.")


class ArchiveManyMembers(ArchiveRefused):
    """Too many files."""

    code = "archive_many_members"
    sentence = _("This archive holds %(members)s files; we take at most %(limit)s.")


class ArchiveUnsafePath(ArchiveRefused):
    """A member wants to be written elsewhere."""

    code = "archive_unsafe_path"
    sentence = _("A file in this archive would be unpacked outside its folder (%(member)s).")
    way_out = _("Make the archive again from the files themselves.")


class ArchiveNested(ArchiveRefused):
    """An archive in an archive."""

    code = "archive_nested"
    sentence = _("This archive holds another archive (%(member)s).")


def _all(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _all(below)


def by_code(code: str) -> type[Refused]:
    """The refusal of this module with a code; `ReadingFailed` for an unknown one."""
    known = {kind.code: kind for kind in _all(Refused) if kind.__module__ == __name__}
    return known.get(code, ReadingFailed)
