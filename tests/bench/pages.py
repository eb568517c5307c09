"""Measurement 'pages': server time of the main pages on the data of a full demo."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import BenchLine

if TYPE_CHECKING:
    from django.test import Client

LIMIT_MS = 150
ROUNDS = 5
PUBLIC = ("/", "/en/", "/vraag/", "/spreekuren/", "/wie-doet-wat/", "/demo")
LINK = re.compile(r'href="(/[^"#?]*)')
MOST_PAGES_PER_PERSONA = 25
NOT_PAGES = ("/static/", "/account/logout", "/en/")


def run() -> list[BenchLine]:
    """Fill a demo in a scratch folder, log in as every persona and time what they can click."""
    with tempfile.TemporaryDirectory(prefix="voordeur-bench-") as folder:
        _fill(Path(folder))
        return list(_measure())


def _fill(folder: Path) -> None:
    os.environ |= {"VOORDEUR_DEMO": "1", "VOORDEUR_DATA": str(folder)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "voordeur.config.settings"
    pack = os.environ.get("VOORDEUR_REGION", "regions/zkij")
    for step in (["migrate"], ["pack", "load", pack], ["demo"]):
        subprocess.run([sys.executable, "-m", "voordeur.cli", *step], check=True)


def _measure() -> Iterator[BenchLine]:
    import django

    django.setup()
    from django.test import Client

    visitor = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    for address in PUBLIC:
        yield from _time(visitor, address, "visitor")
    for slug in _personas(visitor):
        client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
        client.post(f"/demo/inloggen/{slug}")
        for address in _clickable(client):
            yield from _time(client, address, slug)


def _personas(visitor: "Client") -> list[str]:
    page = visitor.get("/demo").content.decode()
    return sorted(set(re.findall(r"/demo/inloggen/([\w-]+)", page)))


def _clickable(client: "Client") -> list[str]:
    """Return pages within two clicks of where the persona starts, one address per kind of page."""
    seen: dict[str, str] = {}
    waiting = [client.get("/demo", follow=True).request["PATH_INFO"], "/"]
    starts = ("/werk/", "/werk/vandaag/", "/mijn/", "/beheer/")
    waiting += [page for page in starts if client.get(page, follow=True).status_code == 200]
    for _ in range(2):
        found: list[str] = []
        for address in waiting:
            answer = client.get(address)
            if "text/html" not in answer.get("Content-Type", ""):
                continue
            for link in LINK.findall(answer.content.decode()):
                kind = re.sub(r"\d+|[0-9a-f-]{8,}", "…", link)
                if kind not in seen and not link.startswith(NOT_PAGES):
                    seen[kind] = link
                    found.append(link)
        waiting = found
    return list(seen.values())[:MOST_PAGES_PER_PERSONA]


def _time(client: "Client", address: str, who: str) -> Iterator[BenchLine]:
    status = client.get(address).status_code
    if status not in {200, 500}:
        return
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    median = round(statistics.median(times), 1)
    yield BenchLine(
        name="pages",
        what=f"{address} as {who}" + (" fails" if status == 500 else ""),
        ours="server time, median",
        peer="",
        value=median,
        unit="ms",
        ratio=None,
        limit=LIMIT_MS,
        ok=status == 200 and median <= LIMIT_MS,
    )
