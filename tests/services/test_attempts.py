"""Too many attempts are too many whichever process answers, and nobody reads who tried."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.people import NOW
from tests.services.dossier import refused
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.accounts.models import AttemptRecord, CacheEntryRecord
from voordeur.services import attempts
from voordeur.services.attempts import Limit
from voordeur.services.context import system_context

THREE = Limit("a-code", most=3)
CONTEXT = system_context(NOW)
ROOT = Path(__file__).resolve().parents[2]
TRIES = """
from datetime import UTC, datetime

import django

django.setup()
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import attempts
from voordeur.services.context import system_context

good = 0
for _time in range(10):
    try:
        attempts.count(
            system_context(datetime(2026, 3, 2, 9, tzinfo=UTC)),
            limit=attempts.Limit("a-code", most=3),
            key="dagmar",
        )
    except RefusedError:
        continue
    good += 1
print(good)
"""


@pytest.mark.django_db
def test_after_enough_attempts_it_stops_until_the_window_is_over() -> None:
    for _time in range(3):
        attempts.count(CONTEXT, limit=THREE, key="dagmar")
    with refused(Reason.TOO_MANY_ATTEMPTS):
        attempts.count(CONTEXT, limit=THREE, key="dagmar")
    attempts.count(CONTEXT, limit=THREE, key="bob")  # control: another key counts apart
    attempts.count(CONTEXT.at(NOW + timedelta(minutes=15)), limit=THREE, key="dagmar")


@pytest.mark.django_db
def test_nothing_of_the_count_is_in_the_memory_of_this_process() -> None:
    for _time in range(3):
        attempts.count(CONTEXT, limit=THREE, key="dagmar")
    assert AttemptRecord.objects.get().number == 3
    AttemptRecord.objects.update(number=0)  # as another process sees and writes it
    attempts.count(CONTEXT, limit=THREE, key="dagmar")


@pytest.mark.slow
def test_two_processes_share_one_count(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "voordeur.config.settings"}
    environment |= {"VOORDEUR_DATA": str(tmp_path), "VOORDEUR_DEMO": "1"}
    environment.pop("VOORDEUR_DATABASE_URL", None)
    ready = [sys.executable, "-m", "voordeur.cli", "migrate"]
    subprocess.run(ready, env=environment, check=True, capture_output=True, cwd=ROOT)
    runs = [
        subprocess.Popen([sys.executable, "-c", TRIES], env=environment, stdout=subprocess.PIPE)
        for _number in range(2)
    ]
    let_through = [int(run.communicate(timeout=120)[0]) for run in runs]
    assert sum(let_through) == THREE.most


@pytest.mark.django_db
def test_no_address_or_code_can_be_read_in_the_tables() -> None:
    attempts.count(CONTEXT, limit=THREE, key="dagmar@example.nl")
    cache.set("allauth:login:192.0.2.7", [1.0], 60)
    assert cache.get("allauth:login:192.0.2.7") == [1.0]
    kept = [*AttemptRecord.objects.values_list(), *CacheEntryRecord.objects.values_list()]
    assert len(kept) == 2
    assert "dagmar" not in str(kept)
    assert "192.0.2.7" not in str(kept)


@pytest.mark.django_db
def test_what_is_over_is_thrown_away(settings: Any) -> None:
    attempts.count(CONTEXT, limit=THREE, key="dagmar")
    CacheEntryRecord.objects.create(cache_key="x", value="", expires=NOW)
    attempts.forget(CONTEXT)
    assert AttemptRecord.objects.count() == CacheEntryRecord.objects.count() == 1
    attempts.forget(CONTEXT.at(NOW + timedelta(minutes=30)))
    assert AttemptRecord.objects.count() == CacheEntryRecord.objects.count() == 0
