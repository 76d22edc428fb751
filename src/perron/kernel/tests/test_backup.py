"""A backup taken from one machine makes the same site on another; whatever is wrong with it is said before any harm."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from perron.kernel import audit, backup, file_stores, files, keys, postgres_programs
from perron.kernel.backup import archive, restoring
from perron.kernel.contract import Ref
from perron.kernel.models.actor import Actor
from perron.kernel.models.audit import AuditEntry
from perron.kernel.testing.intruder import an_intruder_at_the_log

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LAMP = Ref("reports", "report", "42")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def var(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A VAR folder of its own with a small site in it: a person, two files, a table, five acts."""
    settings.VAR, settings.TABLES_FOLDER = tmp_path / "var", tmp_path / "var" / "tables"
    settings.FILES = {**settings.FILES, "folder": tmp_path / "var" / "files", "s3_bucket": ""}
    _forget()
    actor = Actor.objects.create_user("an@example.org", name="Ân Peeters")
    for content in (b"a;b\n1;2\n", os.urandom(100_000)):
        files.store(io.BytesIO(content), name="a.csv")
    settings.TABLES_FOLDER.mkdir(parents=True)
    (settings.TABLES_FOLDER / "t.parquet").write_bytes(b"PAR1")
    for _act in range(5):
        audit.record(actor=actor, verb="reports.close_report", subject=LAMP, note="done")
    yield settings.VAR
    _forget()


def _forget() -> None:
    file_stores.file_store.cache_clear()
    keys.forget()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Another machine: a database and a VAR folder of its own, as environment."""
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    _on_the_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE template0')
    known = connection.settings_dict
    host = f"host={known['HOST']}" if str(known["HOST"]).startswith("/") else ""
    place = "" if host else f"{known['HOST']}:{known['PORT'] or 5432}"
    password = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    url = f"postgresql://{known['USER']}{password}@{place}/{name}?{host}"
    var = tmp_path / "elsewhere"
    yield {
        **os.environ,
        "DATABASE_URL": url,
        "PERRON_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "perron.project.settings",
    }
    _on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_the_server(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def there(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "django", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def facts() -> dict[str, object]:
    """What must be the same on both machines."""
    with connection.cursor() as cursor:
        names = sorted(name for name in connection.introspection.table_names(cursor) if name != "django_migrations")
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    stored = files.StoredFile.objects.order_by("sha256")
    hashes = [hashlib.sha256(files.local_path(one).read_bytes()).hexdigest() for one in stored]
    return {"counts": counts, "files": hashes, "root": bytes(audit.checkpoint(NOON).root).hex(), "log": audit.check()}


def test_another_machine_becomes_the_same_site(var: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    backup.save(tmp_path / "site.tar", at=NOON)
    assert (tmp_path / "site.tar").stat().st_mode & 0o777 == 0o600

    done = there(elsewhere, "restore", str(tmp_path / "site.tar"))

    assert done.returncode == 0, done.stderr
    assert "audit log whole with 5 signed entries" in done.stdout
    asked = f"import sys, json; sys.path.insert(0, {str(Path(__file__).parents[4])!r});"
    asked += "from perron.kernel.tests.test_backup import facts; print(json.dumps(facts()))"
    answer = there(elsewhere, "shell", "--no-imports", "-c", asked)
    assert json.loads(answer.stdout.splitlines()[-1]) == facts(), answer.stderr
    other_var = Path(elsewhere["PERRON_VAR"])
    assert (other_var / "keys" / "audit.pem").read_bytes() == (var / "keys" / "audit.pem").read_bytes()
    assert (other_var / "keys" / "audit.pem").stat().st_mode & 0o777 == 0o600
    assert (other_var / "tables" / "t.parquet").read_bytes() == b"PAR1"


def test_a_site_that_is_here_is_not_overwritten_unless_said(var: Path, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "site.tar"), stdout=io.StringIO())

    with pytest.raises(CommandError, match=r"There is a site here already .* Say --replace"):
        call_command("restore", str(tmp_path / "site.tar"))
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(tmp_path / "site.tar"))
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", str(tmp_path / "none" / "site.tar"))


def _rewritten(source: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    """A copy of the backup, each member passed through `change` (None leaves it out)."""
    with tarfile.open(source) as old, tarfile.open(target, "w:") as new:
        for member in old:
            stream = old.extractfile(member)
            assert stream
            if changed := change(member.name, stream.read()):
                info = tarfile.TarInfo(changed[0])
                info.size = len(changed[1])
                new.addfile(info, io.BytesIO(changed[1]))
    return target


def _manifest_says(**said: object) -> Callable[[str, bytes], tuple[str, bytes]]:
    def change(name: str, content: bytes) -> tuple[str, bytes]:
        return name, json.dumps(json.loads(content) | said).encode() if name == archive.MANIFEST else content

    return change


def test_a_bad_backup_is_refused_with_the_reason_and_nothing_changes(var: Path, tmp_path: Path) -> None:
    backup.save(tmp_path / "site.tar", at=NOON)
    before = facts()
    cases = [
        (lambda name, content: (name, content + b"x" if name == "tables/t.parquet" else content), "was changed"),
        (lambda name, content: None if name.startswith("files/") else (name, content), "misses files/"),
        (lambda name, content: None if name == archive.MANIFEST else (name, content), "not a whole backup"),
        (lambda name, content: ("files/../../x" if name.startswith("tables/") else name, content), "does not belong"),
        (_manifest_says(format="perron-backup/9"), "another version"),
        (_manifest_says(postgres=99), "PostgreSQL 99"),
        (_manifest_says(migrations=["kernel.9999_future"]), "kernel.9999_future"),
        (_manifest_says(files_on_s3=True), "PERRON_S3_BUCKET"),
        (_manifest_says(audit_root="00"), "audit log in the backup"),
    ]
    for change, sentence in cases:
        bad = _rewritten(tmp_path / "site.tar", tmp_path / "bad.tar", change)
        with pytest.raises(backup.BadBackup, match=sentence):
            backup.restore(bad, replace=True)
        assert facts() == before
        assert not (var / "restoring").exists()


def test_a_file_that_was_cut_off_is_refused(var: Path, tmp_path: Path) -> None:
    backup.save(tmp_path / "site.tar", at=NOON)
    (tmp_path / "cut.tar").write_bytes((tmp_path / "site.tar").read_bytes()[:60_000])

    with pytest.raises(backup.BadBackup, match="cut off"):
        backup.restore(tmp_path / "cut.tar", replace=True)
    with pytest.raises(backup.BadBackup, match="cannot be read"):
        backup.restore(tmp_path / "none.tar")


def test_a_restore_that_was_killed_is_undone_by_the_next_one(var: Path, tmp_path: Path) -> None:
    backup.save(tmp_path / "site.tar", at=NOON)
    before = facts()
    restoring._unpack(tmp_path / "site.tar", backup.read_manifest(tmp_path / "site.tar"), var / "restoring")
    restoring._set_aside()
    assert connection.introspection.table_names() == []

    with pytest.raises(backup.NotEmpty):
        backup.restore(tmp_path / "site.tar")

    assert facts() == before


def test_replacing_brings_back_what_was_saved(var: Path, tmp_path: Path) -> None:
    backup.save(tmp_path / "site.tar", at=NOON)
    before = facts()
    audit.record(actor=None, verb="reports.close_report", subject=LAMP)
    files.store(io.BytesIO(b"later"), name="later.txt")

    backup.restore(tmp_path / "site.tar", replace=True)

    assert facts() == before


def test_a_damaged_log_is_not_saved_as_if_it_were_whole(var: Path, tmp_path: Path) -> None:
    audit.checkpoint(NOON)
    with an_intruder_at_the_log():
        AuditEntry.objects.filter(index=4).update(leaf_hash=b"\x00" * 32)
    audit.record(actor=None, verb="reports.close_report", subject=LAMP)

    with pytest.raises(audit.LogDamaged):
        backup.save(tmp_path / "site.tar", at=NOON)
    assert list(tmp_path.glob("*.tar")) == []


def test_a_server_newer_than_every_program_has_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_programs, "server_version", lambda: 99)

    with pytest.raises(postgres_programs.ProgramTrouble, match="PostgreSQL 99 and needs pg_dump of version 99"):
        postgres_programs.find("pg_dump")
