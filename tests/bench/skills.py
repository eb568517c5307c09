"""Measurement 'skills': a vocabulary as large as the whole of ESCO: taken in, searched, suggested.

The files have the form of ESCO and invented words, so that it runs without the official ones.
"""

import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import BenchLine

OCCUPATIONS, SKILLS, ASKED = 3_039, 13_939, 42
"""As many as ESCO 1.2 has; each occupation asks 42 skills, 127,638 relations in all."""
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ren", "sta", "ver", "wer", "zor", "tech", "ma")
ROUNDS = 40
LIMIT_IMPORT_S, LIMIT_SUGGEST_MS, LIMIT_SEARCH_MS = 30, 20, 50
LABELLED = ("conceptUri", "preferredLabel", "altLabels", "status", "modifiedDate", "description")


def run() -> list[BenchLine]:
    """Make the files in a scratch folder, take them in, and time search and suggestions."""
    with tempfile.TemporaryDirectory(prefix="voordeur-bench-") as folder:
        os.environ |= {"VOORDEUR_DEMO": "1", "VOORDEUR_DATA": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "voordeur.config.settings"
        subprocess.run([sys.executable, "-m", "voordeur.cli", "migrate"], check=True)
        files = Path(folder) / "esco"
        words = _write(files)
        return _measure(files, words)


def _write(folder: Path) -> list[str]:
    """Write the files; returns the labels."""
    folder.mkdir()
    dice = random.Random(1)

    def phrase() -> str:
        return " ".join(
            "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4)))
            for _ in range(dice.randint(1, 4))
        )

    def concept(code: str) -> list[str]:
        others = "\n".join(phrase() for _ in range(8))
        return [code, phrase(), others, "released", "2024-01-25", phrase() * 5]

    jobs = [concept(f"urn:o{number}") for number in range(OCCUPATIONS)]
    skills = [concept(f"urn:s{number}") for number in range(SKILLS)]
    asked = [
        [one[0], dice.choice(("essential", "optional")), skill[0]]
        for one in jobs
        for skill in dice.sample(skills, ASKED)
    ]
    for name, head, rows in (
        ("occupations_nl", (*LABELLED, "iscoGroup"), [[*one, "5120"] for one in jobs]),
        ("skills_nl", (*LABELLED, "skillType"), [[*one, "knowledge"] for one in skills]),
        ("occupationSkillRelations_nl", ("occupationUri", "relationType", "skillUri"), asked),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            writer.writerows(rows)
    return [one[1] for one in (*jobs, *skills)]


def _measure(folder: Path, labels: list[str]) -> list[BenchLine]:
    import django

    django.setup()
    from voordeur.cli.clock import context_of_now
    from voordeur.services import skill_index, vocabulary

    context = context_of_now()
    began = time.process_time()
    report = vocabulary.look(context, directory=str(folder), source="esco")
    vocabulary.load(context, report=report)
    taken_in = time.process_time() - began
    began = time.process_time()
    again = vocabulary.look(context, directory=str(folder), source="esco")
    told_again = time.process_time() - began
    assert again.changes.idle
    dice = random.Random(2)
    told = " ".join(dice.choice(labels) if dice.random() < 0.05 else "werkte" for _ in range(900))
    began = time.process_time()
    skill_index.index()
    indexed = time.process_time() - began
    suggest = _times(lambda: skill_index.suggest(told))
    search = _times(lambda: skill_index.search("verwer"))
    return [
        _line("taken in, with 127,638 relations", taken_in, "CPU s", LIMIT_IMPORT_S),
        _line("told that nothing changes", told_again, "CPU s", LIMIT_IMPORT_S),
        _line("index made, once per version", indexed, "CPU s", LIMIT_IMPORT_S),
        _line("suggestions from a CV, median", suggest, "ms", LIMIT_SUGGEST_MS),
        _line("search while typing, median", search, "ms", LIMIT_SEARCH_MS),
    ]


def _times(deed: Callable[[], object]) -> float:
    deed()
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        deed()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def _line(what: str, value: float, unit: str, limit: float) -> BenchLine:
    return BenchLine(
        name="skills",
        what=what,
        ours="",
        peer="",
        value=round(value, 1),
        unit=unit,
        ratio=None,
        limit=limit,
        ok=value <= limit,
    )
