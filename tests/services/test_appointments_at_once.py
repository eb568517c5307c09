"""Many people pick the same moment at once: every seat goes to one of them, nobody gets half."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 6
# In a process of its own, on a database of its own: what is raced for here must really commit.
RACE = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import django

django.setup()
from django.core.management import call_command
from django.db import connection

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.services import appointments, audit, consultation_hours, front_door
from voordeur.services.context import system_context, visitor_context
from voordeur.services.ports import ports
from voordeur.services.region import load_pack

people, place = int(sys.argv[1]), "beverwijk-wijk-aan-duin"
now = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
visitor = visitor_context(now)
call_command("migrate", verbosity=0)
documents = ports().pack_reader.read_directory(ports().region_directory)
load_pack(system_context(now), documents=documents)
moment = consultation_hours.place(visitor, location=place).free[0]
together = Barrier(people)

def book(number):
    together.wait(timeout=20)
    try:
        appointments.book_for_inquiry(
            visitor,
            inquiry=front_door.start(visitor),
            contact=front_door.Contact(name=f"Piet{number} Steekproef", phone="0000000000"),
            booking=appointments.Booking(location=place, starts_at=moment.starts_at),
        )
    except RefusedError as refused:
        return refused.refusal.reason.value
    finally:
        connection.close()
    return "booked"

with ThreadPoolExecutor(people) as pool:
    answers = sorted(pool.map(book, range(people)))
print(json.dumps({
    "answers": answers,
    "seats": moment.seats_left,
    "appointments": AppointmentRecord.objects.count(),
    "cases": CaseRecord.objects.count(),
    "broken_at": audit.check_chain().broken_at,
}))
"""


@pytest.mark.slow
def test_of_six_at_once_exactly_as_many_come_as_there_are_seats(tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "voordeur.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "VOORDEUR_DEMO": "1",
        "VOORDEUR_DATA": str(tmp_path),
        "VOORDEUR_DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", RACE, str(PEOPLE)],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    seats = seen.pop("seats")
    answers = ["booked"] * seats + ["slot_taken"] * (PEOPLE - seats)
    assert seen == {"answers": answers, "appointments": seats, "cases": seats, "broken_at": None}
    assert 0 < seats < PEOPLE
