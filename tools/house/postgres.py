"""Find PostgreSQL and run a throw-away server on a free port of this machine."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
HOW_TO_GET = "apt-get install postgresql"


def find_programs() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``, the newest when there are more."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres", path=str(Path(on_path).parent)):
        return Path(on_path).parent
    found = [
        folder
        for pattern in PLACES
        for folder in Path("/").glob(pattern.lstrip("/"))
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    return max(found, key=_version, default=None)


def _version(folder: Path) -> int:
    digits = "".join(character for character in folder.parent.name if character.isdigit())
    return int(digits or 0)


def _owner() -> str | None:
    """PostgreSQL refuses to run as root; Debian makes a user for it."""
    if os.getuid() != 0:
        return None
    return pwd.getpwnam("postgres").pw_name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a fresh server, or nothing when there is none to start here.

    An address in ``VOORDEUR_TEST_POSTGRES`` wins: then that server is used and left alone.
    """
    given = os.environ.get("VOORDEUR_TEST_POSTGRES")
    programs = find_programs()
    if given or programs is None:
        yield given or None
        return
    try:
        owner = _owner()
    except KeyError:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="voordeur-postgres-"))
    try:
        if owner:
            shutil.chown(folder, owner, owner)
        port = _free_port()
        process = _start(programs, folder, port, owner)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGQUIT)  # immediate: nothing in it is worth keeping
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(programs: Path, folder: Path, port: int, owner: str | None) -> subprocess.Popen[bytes]:
    data = folder / "data"
    groups: list[str] | None = [] if owner else None
    making = f"-D {data} -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N".split()
    subprocess.run(
        [programs / "initdb", *making],
        check=True,
        capture_output=True,
        cwd="/",
        user=owner,
        group=owner,
        extra_groups=groups,
    )
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "fsync": "off",
        "full_page_writes": "off",
        "max_connections": 60,
        "shared_buffers": "64MB",
    }
    options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *options],
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            user=owner,
            group=owner,
            extra_groups=groups,
        )
    for _ in range(150):
        if _answers(port):
            return process
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(
        f"PostgreSQL did not start:\n{(folder / 'server.log').read_text(errors='replace')}"
    )
