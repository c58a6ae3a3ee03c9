"""A PostgreSQL server of a test run's own, from this machine's packages; a schema for each log."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

SERVANTS = ("postgres", "nobody")  # the server refuses to run as root
QUICK = "-c fsync=off -c listen_addresses='' -c shared_buffers=16MB"


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`, or a skip that says what to install."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.skip("needs PostgreSQL: `apt-get install postgresql`")
    return (Path(on_path) if on_path else found[-1]).parent


@contextmanager
def running() -> Iterator[str]:
    """The folder of the socket of a server that lives as long as this."""
    where = programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    servant = None if os.geteuid() else next(filter(_known, SERVANTS))

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [where / program, *arguments],
            check=True,
            user=servant,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    if servant:
        shutil.chown(folder, servant)
    data = str(folder / "data")
    try:
        call("initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        log = str(folder / "log")
        call("pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{QUICK} -k {folder}", "start")
        try:
            yield str(folder)
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def address(folder: str) -> str:
    """The address of a schema that holds nothing yet."""
    schema = f"log_{uuid4().hex}"
    with psycopg.connect(host=folder, user="tester", dbname="postgres") as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    search = quote(f"-csearch_path={schema}")
    return f"postgresql://tester@/postgres?host={folder}&options={search}"


def _known(name: str) -> bool:
    import pwd

    return any(one.pw_name == name for one in pwd.getpwall())
