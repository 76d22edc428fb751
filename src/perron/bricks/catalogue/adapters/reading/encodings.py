"""In which encoding a text file is written, decided on all its bytes, and the same text in UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from perron.bricks.catalogue.adapters.reading.refusals import WrongEncoding
from perron.bricks.catalogue.rules.understanding import Doubt

CHUNK: Final = 1 << 20
MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
MANY_BYTES: Final = ("big5", "gb18030", "shift_jis", "euc_kr")
# cp1252 first by rule: a Belgian office writes Western European; statistics alone make "Liège" into "Ličge".
OLDER: Final = ("cp850", "mac_roman")
LETTERS: Final = "éèêëàâçîïôöùûüäÉÈÀÇßœñáíóúãõ"
TELLING: Final = "éèàçêëü"  # in DOS and Mac encodings the other letters are the quotation marks of cp1252
LENIENT: Final = "perron_cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(LENIENT, _as_cp1252)


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a mebibyte at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def recognise(path: Path) -> tuple[str, tuple[Doubt, ...]]:
    """The encoding of a text file (a Python codec name), and what was doubtful about it."""
    head = next(chunks(path), b"")
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding, ()
    if wide := _without_mark(head):
        return wide, ()
    good, bad = _utf8_lines(path)
    if not bad:
        return "utf-8", ()
    if good > 9 * bad:
        return "utf-8", (Doubt("mixed_encodings", {"lines": bad}),)
    return _legacy(path)


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of Western text is zero."""
    sample = head[:4000]
    if len(sample) < 4 or sample.count(0) < len(sample) * 0.3:
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _utf8_lines(path: Path) -> tuple[int, int]:
    """How many lines with letters beyond ASCII are valid UTF-8, and how many are not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _count_lines(path)
    return 1, 0


def _count_lines(path: Path) -> tuple[int, int]:
    good = bad = 0
    with path.open("rb") as file:
        while line := file.readline(CHUNK):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return good, bad


def _legacy(path: Path) -> tuple[str, tuple[Doubt, ...]]:
    counts = [0] * 256
    total = 0
    for chunk in chunks(path):
        total += len(chunk)
        for byte in range(128, 256):
            counts[byte] += chunk.count(byte)
    if sum(counts) > 0.25 * total:
        for encoding in MANY_BYTES:
            if _decodes(path, encoding):
                return encoding, (Doubt("guessed_encoding", {"encoding": encoding}),)
    western = _score(counts, "cp1252", LETTERS)
    best = max(OLDER, key=lambda encoding: _score(counts, encoding, TELLING))
    if _score(counts, best, TELLING) > 2 * western:
        return best, (Doubt("guessed_encoding", {"encoding": best}),)
    return "cp1252", ()


def _score(counts: list[int], encoding: str, letters: str) -> int:
    return sum(counts[letter.encode(encoding)[0]] for letter in letters)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def to_utf8(source: Path, encoding: str, target: Path, *, chosen: bool) -> None:
    """Write the text of `source` to `target` in UTF-8 without mark and without NUL. WrongEncoding if `chosen` is
    wrong.
    """
    errors = "strict" if chosen else LENIENT if encoding.startswith("utf-8") else "replace"
    try:
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        with target.open("w", encoding="utf-8", newline="") as file:
            for chunk in chunks(source):
                file.write(decoder.decode(chunk).replace("\0", ""))
            file.write(decoder.decode(b"", final=True).replace("\0", ""))
    except (UnicodeError, LookupError) as error:
        raise WrongEncoding(encoding=encoding) from error
