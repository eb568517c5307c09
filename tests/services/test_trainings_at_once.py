"""Many book the last places of a training at once: never more people than places."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GROUPS = 6
# In a process of its own, on a database of its own: what is raced for here must really commit.
RACE = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import django

django.setup()
from django.core.management import call_command
from django.db import connection

from voordeur.records.toolbox.models import BookingRecord, TrainingRecord
from voordeur.services import audit, register_loading, trainings
from voordeur.services.context import system_context
from voordeur.services.ports import ports
from voordeur.services.region import load_pack

groups = int(sys.argv[1])
system = system_context(datetime(2026, 3, 17, 9, 0, tzinfo=UTC))
call_command("migrate", verbosity=0)
load_pack(system, documents=ports().pack_reader.read_directory(ports().region_directory))
register_loading.load_register(system)
ref = trainings.plan_training(
    system,
    new=trainings.NewTraining(
        instrument="harrie-training",
        day=system.today + timedelta(days=9),
        place="Hier",
        places=12,
    ),
)
together = Barrier(groups)

def book(number):
    together.wait(timeout=20)
    try:
        state = trainings.book(system, ref=ref, organisation=f"Bedrijf {number}", people=5)
    finally:
        connection.close()
    return state.value

with ThreadPoolExecutor(groups) as pool:
    answers = sorted(pool.map(book, range(groups)))
print(json.dumps({
    "answers": answers,
    "booked": TrainingRecord.objects.get().booked,
    "people": sum(BookingRecord.objects.filter(state="in").values_list("people", flat=True)),
    "broken_at": audit.check_chain().broken_at,
}))
"""


@pytest.mark.slow
def test_of_six_groups_at_once_two_come_in_and_four_wait(tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "voordeur.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "VOORDEUR_DEMO": "1",
        "VOORDEUR_DATA": str(tmp_path),
        "VOORDEUR_DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", RACE, str(GROUPS)],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = ["in"] * 2 + ["waiting"] * 4
    expected = {"answers": answers, "booked": 10, "people": 10, "broken_at": None}
    assert json.loads(done.stdout) == expected
