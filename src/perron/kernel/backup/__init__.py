"""The whole installation in one file, and back: database, files, tables, keys, with checksums."""

from perron.kernel.backup.archive import BadBackup, Manifest, read_manifest
from perron.kernel.backup.restoring import NotEmpty, restore
from perron.kernel.backup.saving import save

__all__ = ["BadBackup", "Manifest", "NotEmpty", "read_manifest", "restore", "save"]
