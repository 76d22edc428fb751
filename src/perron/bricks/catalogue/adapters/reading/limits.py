"""How much one reading may take: held by the separate process that reads, and by the archives it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. The defaults suit two cores and a file of a few gigabytes."""

    size: int = 2048 * MIB  # of the file itself
    memory: int = 4096 * MIB  # address space of the reading process
    seconds: int = 300  # wall time
    cpu_seconds: int = 540  # on all cores together
    output: int = 4096 * MIB  # of any one file it writes
    unpacked: int = 4096 * MIB  # all members of an archive together
    ratio: int = 200  # unpacked to packed, once past `always_unpacked`
    always_unpacked: int = 64 * MIB
    members: int = 1000
    columns: int = 2000
    line: int = 16 * MIB  # one line of a text file
    cells: int = 60_000_000  # of a workbook or a JSON file, which are held in memory
