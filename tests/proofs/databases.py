"""Throw-away databases for the proofs, SQLite and PostgreSQL, with the program's own schema."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tools.house import postgres as house

ROOT = Path(__file__).resolve().parents[2]


def set_up(address: str) -> None:
    """Make this process the program, on the database at ``address``."""
    os.environ["VOORDEUR_DATABASE_URL"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def migrate(address: str) -> None:
    """Give the database at ``address`` the whole schema, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-m", "tests.proofs.databases", address]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the schema could not be made:\n{done.stderr[-2000:]}")


@dataclass(frozen=True, slots=True)
class Element:
    """A table, index or trigger of a SQLite schema, as SQLite itself wrote it down."""

    kind: str
    name: str
    table: str
    sql: str


def sqlite_schema() -> list[Element]:
    """Return the schema of a freshly migrated SQLite database: tables, indexes, triggers."""
    with tempfile.TemporaryDirectory(prefix="voordeur-proof-") as folder:
        path = Path(folder) / "schema.sqlite3"
        migrate(f"sqlite:///{path}")
        made = sqlite3.connect(path)
        rows = made.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL "
            "AND name NOT LIKE 'sqlite_%' ORDER BY type = 'trigger', type = 'index', name"
        ).fetchall()
        made.close()
    return [Element(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server on which databases are made and dropped by name."""

    address: str

    def url(self, name: str) -> str:
        """Return the address of the database called ``name``."""
        parts = urlsplit(self.address)
        return parts._replace(path=f"/{name}").geturl()

    def make(self, name: str, like: str = "template1") -> str:
        """Make a database as a copy of another (in a tenth of a second); return its address."""
        self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, *names: str) -> None:
        """Drop databases, also when somebody is still connected."""
        for name in names:
            self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres() -> Iterator[Server | None]:
    """Yield a server (given, or started for as long as this lasts), or nothing when there is none.

    ``VOORDEUR_TEST_POSTGRES`` gives one.
    """
    with house.server() as address:
        yield Server(address) if address else None


@contextmanager
def migrated(server: Server, name: str) -> Iterator[str]:
    """Yield the name of a database with the whole schema, to be copied."""
    full = f"{name}_{os.getpid()}"
    try:
        migrate(server.make(full))
        yield full
    finally:
        server.drop(full)


if __name__ == "__main__":
    set_up(sys.argv[1])
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
