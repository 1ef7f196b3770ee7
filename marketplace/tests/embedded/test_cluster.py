"""The embedded server as a real process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from multivendor_platform.embedded.binaries import Binaries, debian_binaries
from multivendor_platform.embedded.cluster import Cluster, Connection
from multivendor_platform.embedded.development import development_folder
from multivendor_platform.embedded.errors import BinariesMissingError, FolderUnusableError, ServerFailedError
from multivendor_platform.embedded.user import server_user

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own(cluster: Cluster, cluster_folder: Path) -> Iterator[Cluster]:
    """A cluster that does not exist yet, in a path with spaces."""
    own = Cluster(cluster_folder / "own data folder", cluster.binaries, durable=False)
    yield own
    own.stop()
    shutil.rmtree(own.folder, ignore_errors=True)


def answer(connection: Connection, statement: str) -> object:
    with psycopg.connect(connection.url()) as database:
        row = database.execute(statement.encode()).fetchone()
    return None if row is None else row[0]


def test_start_when_nothing_exists_then_serves_with_a_password_on_loopback(own: Cluster) -> None:
    connection = own.start()
    assert connection.host == "127.0.0.1"
    assert answer(connection, "SHOW password_encryption") == "scram-sha-256"
    assert answer(connection, "SHOW listen_addresses") == "127.0.0.1"
    assert answer(connection, "SHOW server_encoding") == "UTF8"
    assert answer(connection, "SELECT lower('ÀÉ')") == "àé"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(connection.url(), password="guess")


def test_start_when_running_already_then_same_server(own: Cluster) -> None:
    first, pid = own.start(), own.pid()
    assert (own.start(), own.pid()) == (first, pid)


def test_start_when_stopped_between_then_data_port_and_password_stay(own: Cluster) -> None:
    first = own.start()
    with psycopg.connect(first.url()) as database:
        database.execute("CREATE TABLE kept AS SELECT 42 AS value")
    assert own.stop()
    second = own.start()
    assert (second, answer(second, "SELECT value FROM kept")) == (first, 42)


def test_start_when_server_was_killed_then_stale_pid_file_is_no_obstacle(own: Cluster) -> None:
    own.start()
    killed = own.pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while own.pid() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (own.data / "postmaster.pid").exists()
    assert answer(own.start(), "SELECT 1") == 1
    assert own.pid() != killed


def test_pid_when_the_number_belongs_to_a_stranger_then_none(own: Cluster) -> None:
    own.start()
    own.stop()
    lines = [str(os.getpid()), str(own.data), "0", "5432", "", "127.0.0.1", "", "ready"]
    (own.data / "postmaster.pid").write_text("\n".join(lines), encoding="utf-8")
    assert (own.pid(), own.connection()) == (None, None)
    assert answer(own.start(), "SELECT 1") == 1


def test_stop_when_not_running_then_says_so(own: Cluster) -> None:
    assert own.stop() is False


def test_start_when_two_processes_start_together_then_one_server(own: Cluster) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from multivendor_platform.embedded.binaries import Binaries;"
        "from multivendor_platform.embedded.cluster import Cluster;"
        "print(Cluster(Path(sys.argv[1]), Binaries(Path(sys.argv[2])), durable=False).start().url())"
    )
    command = [sys.executable, "-c", code, str(own.folder), str(own.binaries.folder)]
    both = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    urls = {process.communicate(timeout=120)[0].strip() for process in both}
    assert urls == {own.start().url()}


def test_files_when_made_then_nobody_else_reads_them(own: Cluster) -> None:
    own.start()
    for path in (own.folder / "password", own.data, own.log):
        assert path.stat().st_mode & 0o077 == 0, path
    assert not list(own.folder.glob("password.*"))


def test_start_when_another_version_made_the_data_then_one_sentence(own: Cluster) -> None:
    own.start()
    own.stop()
    (own.data / "PG_VERSION").write_text("9.6\n", encoding="ascii")
    with pytest.raises(ServerFailedError, match=r"made by PostgreSQL 9\.6, the installed one is"):
        own.start()
    (own.data / "PG_VERSION").write_text(f"{own.binaries.major}\n", encoding="ascii")


def test_start_when_settings_are_broken_then_the_servers_own_words(own: Cluster) -> None:
    own.start()
    own.stop()
    with (own.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(ServerFailedError, match="no_such_setting"):
        own.start()


def test_start_when_folder_is_on_a_read_only_disk_then_one_sentence(cluster: Cluster) -> None:
    with pytest.raises(FolderUnusableError, match="can't hold the database"):
        Cluster(Path("/proc/multivendor"), cluster.binaries).start()


def test_start_when_disk_is_full_then_one_sentence(cluster: Cluster, cluster_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small disk")
    small = cluster_folder / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=0711", "tmpfs", str(small)], check=True)
    try:
        with pytest.raises(FolderUnusableError, match="is full: free some space"):
            Cluster(small / "data", cluster.binaries, durable=False).start()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_connection_when_shown_then_without_its_password(owner: Connection) -> None:
    assert owner.password not in repr(owner)


def test_server_when_root_starts_it_then_runs_as_somebody_else(cluster: Cluster) -> None:
    pid = cluster.pid()
    expected = server_user().uid
    assert Path(f"/proc/{pid}").stat().st_uid == (os.geteuid() if expected is None else expected) != 0


def test_development_folder_when_root_then_below_var_lib_else_in_the_checkout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert development_folder(Path("/home/ann/shop")) == Path("/home/ann/shop/var/postgres")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert development_folder(Path("/root/shop")).parent == Path("/var/lib/multivendor")
    assert development_folder(Path("/root/shop")) != development_folder(Path("/root/shop2"))


def test_binaries_when_missing_then_names_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(BinariesMissingError, match="apt-get install postgresql-99"):
        debian_binaries(99)
    with pytest.raises(BinariesMissingError, match="is not complete"):
        Binaries(tmp_path).program("initdb")


def test_command_line_when_misused_then_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "multivendor_platform.embedded", "restart"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "start|stop|status|url" in done.stderr
