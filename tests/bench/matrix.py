"""Measurement 'matrix': the plan on one page with 10 years of 200 lines, against a naive sheet."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import BenchLine

if TYPE_CHECKING:
    from voordeur.services.context import Context

LIMIT_MS = 120
ROUNDS = 60
YEARS, LINES = 10, 200
FIRST_YEAR = 2030
QUERIES = 25
"""Of the whole page, sessions and rights too; the same however many lines there are."""


def run() -> list[BenchLine]:
    """Fill a scratch folder with plans and time the page, its queries and the naive sheet."""
    with tempfile.TemporaryDirectory(prefix="voordeur-bench-") as folder:
        os.environ |= {"VOORDEUR_DEMO": "1", "VOORDEUR_DATA": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "voordeur.config.settings"
        pack = os.environ.get("VOORDEUR_REGION", "regions/zkij")
        for step in (["migrate"], ["pack", "load", pack], ["demo", "--people", "1"]):
            subprocess.run([sys.executable, "-m", "voordeur.cli", *step], check=True)
        return _measure(Path(folder))


def _measure(_folder: Path) -> list[BenchLine]:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from voordeur.cli.clock import context_of_now
    from voordeur.services import plan_pages

    context = context_of_now()
    agenda = _fill(context)
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.post("/demo/inloggen/pim")
    address = f"/plan/{FIRST_YEAR}/"
    assert client.get(address).status_code == 200
    asked: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        client.get(address)
    page = _times(lambda: client.get(address))
    ours = _times(lambda: plan_pages.plan_page(context, year=FIRST_YEAR))
    naive = _times(lambda: _naive(context, agenda, FIRST_YEAR))
    high = statistics.quantiles(page, n=20)[-1]
    ratio = statistics.median(naive) / statistics.median(ours)
    return [
        _line("page, 95 of 100 faster than", "server time", high, "ms", LIMIT_MS),
        _line("queries of the page", "queries", len(asked), "", QUERIES),
        BenchLine(
            name="matrix",
            what="sheet with its to-dos and promises",
            ours="service, median",
            peer="one query per cell",
            value=round(statistics.median(ours), 1),
            unit="ms",
            ratio=round(1 / ratio, 2),
            limit=LIMIT_MS,
            ok=statistics.median(ours) <= LIMIT_MS,
        ),
    ]


def _line(what: str, ours: str, value: float, unit: str, limit: float) -> BenchLine:
    return BenchLine(
        name="matrix",
        what=f"{YEARS} years of {LINES} lines: {what}",
        ours=ours,
        peer="",
        value=round(value, 1),
        unit=unit,
        ratio=None,
        limit=limit,
        ok=value <= limit,
    )


def _times(deed: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        deed()
        found.append((time.perf_counter() - started) * 1000)
    return found


def _fill(context: "Context") -> str:
    """Write the plans through the real acts; returns the agenda they belong to."""
    from django.db import transaction

    from voordeur.services import register, register_acts
    from voordeur.services.register_acts import Change, Recorded

    def write(kind: str, data: dict[str, Any]) -> None:
        change = Change(kind=kind, data=data, reason="bench")
        assert isinstance(register_acts.record_entry(context, change=change), Recorded)

    agenda = register.entries(context, "plan")[0].line("agenda")
    pillars, areas, ambitions = (
        [one.code for one in register.entries(context, kind) if one.line("agenda") == agenda]
        for kind in ("pillar", "area", "ambition")
    )
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        plan = {"code": f"bench-{year}", "title": {"nl": f"Plan {year}"}, "agenda": agenda}
        with transaction.atomic():
            write("plan", {**plan, "year": year, "state": "draft"})
            for number in range(LINES):
                line = {
                    "code": f"bench-{year}-{number}",
                    "title": {"nl": f"Regel {number} van {year}"},
                    "plan": f"bench-{year}",
                    "level": "running",
                    "ambitions": [ambitions[number % len(ambitions)]],
                    "pillars": [pillars[number % len(pillars)]],
                    "areas": [areas[number // 3 % len(areas)]],
                    "activity": {"nl": "Doen wat er staat"},
                    "results": [{"promise": {"nl": "Mensen geholpen"}, "target": number}],
                    "finances": [{"amount_cents": 100_000 * number}],
                    "mandate": "rba",
                    "status": "running",
                }
                write("plan_line", line)
    return agenda


def _naive(context: "Context", agenda: str, year: int) -> list[list[str]]:
    """Lay the sheet out as one would at first: ask the lines again for every cell."""
    from voordeur.services import register

    sheet = []
    for area in register.entries(context, "area"):
        for pillar in register.entries(context, "pillar"):
            if agenda not in {area.line("agenda"), pillar.line("agenda")}:
                continue
            lines = register.entries(context, "plan_line", parent=f"bench-{year}")
            sheet.append(
                [
                    one.title.nl
                    for one in lines
                    if pillar.code in one.codes("pillars") and area.code in one.codes("areas")
                ]
            )
    return sheet
