"""Serve the demo: set up, fill, start the web server and the worker, stop them together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from tools.house.surroundings import CLI, ROOT, build_assets, demo_environment

READY_WITHIN_SECONDS = 60
GRACE_SECONDS = 10
SCALES = ("small", "region")
ARGUMENTS = 2


class StopAskedError(Exception):
    """Somebody asked the demo to stop (Ctrl-C or a termination signal)."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise StopAskedError


def chosen_port() -> int | None:
    """Return the port to serve on, or nothing when PORT is not a port."""
    text = os.environ.get("PORT", "8000")
    number = int(text) if text.isascii() and text.isdigit() else 0
    return number if 0 < number < 2**16 else None


def port_is_free(port: int) -> bool:
    """Tell whether nothing listens on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def serve(arguments: list[str]) -> int:
    """Do everything that is needed to see Voordeur work, until Ctrl-C."""
    port = chosen_port()
    if port is None:
        print("PORT is a number from 1 to 65535: PORT=8001 ./run", file=sys.stderr)
        return 2
    if arguments and (len(arguments) != ARGUMENTS or arguments[1] not in SCALES):
        print(f"After --scale comes one of: {', '.join(SCALES)}", file=sys.stderr)
        return 2
    if not port_is_free(port):
        print(
            f"Port {port} is taken by another program. Choose another: PORT={port + 1} ./run",
            file=sys.stderr,
        )
        return 1
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    try:
        return _prepare_and_serve(port, arguments)
    except StopAskedError:
        print("\nStopped.")
        return 0


def _prepare_and_serve(port: int, scale: list[str]) -> int:
    environment = {**demo_environment(), "PORT": str(port)}
    pack = environment.get("VOORDEUR_REGION", "regions/zkij")
    steps = (
        ["migrate"],
        ["pack", "load", pack],
        ["demo", *scale],
    )
    if not build_assets():
        return 1
    Path(environment["VOORDEUR_DATA"], "static").mkdir(parents=True, exist_ok=True)
    for step in steps:
        if subprocess.run([*CLI, *step], env=environment, cwd=ROOT, check=False).returncode:
            print(f"This step failed: voordeur {' '.join(step)}", file=sys.stderr)
            return 1
    commands = (
        [*CLI, "serve", "--port", str(port)],
        [*CLI, "worker"],
    )
    children = [_start(command, environment) for command in commands]
    try:
        return _watch(children, port)
    finally:
        _end(children)


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # An own session: Ctrl-C reaches only us, and we end the children in order.
    return subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)


def _watch(children: list[subprocess.Popen[bytes]], port: int) -> int:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    announced = False
    while True:
        for child in children:
            if child.poll() is not None:
                print(f"A part stopped by itself (exit code {child.returncode}).", file=sys.stderr)
                return 1
        if not announced and _answers(port):
            announced = True
            _announce(port)
        if not announced and time.monotonic() > deadline:
            print(f"No answer on port {port} within {READY_WITHIN_SECONDS} s.", file=sys.stderr)
            return 1
        time.sleep(0.2 if not announced else 1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezond", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 (an HTTP status is its own name)
    except (urllib.error.URLError, OSError):
        return False


def _announce(port: int) -> None:
    address = f"http://127.0.0.1:{port}"
    print(f"\nVoordeur: {address}")
    print(f"Log in as one of the invented people: {address}/demo")
    subprocess.run([*CLI, "personas"], env=demo_environment(), cwd=ROOT, check=False)
    print("Ctrl-C stops it.", flush=True)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
