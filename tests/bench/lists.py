"""Measurement 'lists': what it costs to keep a list of fifty people before it is shown.

People with twenty skills each under addresses as long as those of ESCO, a vacancy that asks ten.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from uuid import UUID

from tests.bench import BenchLine

PEOPLE, SKILLS, OWN, ASKED, NEAR, ROUNDS = 50, 4_000, 20, 10, 10, 200
LIMIT_MS, LIMIT_KB = 3, 8
CODE = "http://data.example/esco/skill/{}"


def run() -> list[BenchLine]:
    """Make a database in a scratch folder and keep the same list many times."""
    with tempfile.TemporaryDirectory(prefix="voordeur-bench-") as folder:
        os.environ |= {"VOORDEUR_DEMO": "1", "VOORDEUR_DATA": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "voordeur.config.settings"
        subprocess.run([sys.executable, "-m", "voordeur.cli", "migrate"], check=True)
        return _measure()


def _measure() -> list[BenchLine]:
    import django

    django.setup()
    from tests.people import NOW, hire
    from tests.services.dossier import registered
    from tests.services.working import CARE, helper
    from voordeur.domain.kernel.actors import Role
    from voordeur.domain.matching.facts import Ask, SeekerFacts, VacancyFacts
    from voordeur.domain.matching.index import MatchIndex
    from voordeur.domain.matching.keeping import ShownRow, list_order, rebuild
    from voordeur.domain.matching.taxonomy import Taxonomy
    from voordeur.records.cases.models import CaseRecord
    from voordeur.records.matching.models import MatchListRecord
    from voordeur.records.work.models import VacancyRecord
    from voordeur.services import employers, match_lists, vacancies
    from voordeur.services.access import log_list
    from voordeur.services.context import system_context
    from voordeur.services.match_weights import DEFAULT_WEIGHTS
    from voordeur.services.people import PersonDetails
    from voordeur.services.ports import ports
    from voordeur.services.region import load_pack

    documents = ports().pack_reader.read_directory(ports().region_directory)
    load_pack(system_context(NOW), documents=documents)
    alice = hire("Alice Proefpersoon", "werkcentrum", Role.GIDS).context
    wim = hire("Wim Proefpersoon", "wsp", Role.WSP_CONSULTANT).context
    employer = employers.open_employer(wim, details=CARE)
    ref = vacancies.open_vacancy(wim, employer=employer, new=helper())
    vacancy = VacancyRecord.objects.get(ref=ref)
    for number in range(PEOPLE):
        registered(alice, person=PersonDetails(name=f"Verzonnen {number}", phone=f"06{number:08}"))
    cases = list(CaseRecord.objects.order_by("id"))[:PEOPLE]
    dice = random.Random(1)
    codes = [CODE.format(UUID(int=dice.getrandbits(128))) for _each in range(SKILLS)]
    taxonomy = Taxonomy(
        version="bench",
        skills={code: dict.fromkeys(dice.sample(codes, NEAR), 128) for code in codes},
        occupations={},
    )
    asked = dice.sample(codes[:60], ASKED)
    job = VacancyFacts(number=vacancy.pk, required={code: Ask(3, 204) for code in asked})
    people = [
        SeekerFacts(number=case.pk, skills=dict.fromkeys(dice.sample(codes[:60], OWN), 204))
        for case in cases
    ]
    index = MatchIndex(people, [job], weights=DEFAULT_WEIGHTS, taxonomy=taxonomy)
    scores = sorted(
        (index.explain(one.number, job.number) for one in people),
        key=lambda one: list_order(one, one.seeker),
    )
    by_number = {case.pk: case for case in cases}
    shown = [(one, by_number[one.seeker]) for one in scores]
    rows = [ShownRow(one.seeker, one.total, one.is_possible) for one in scores]
    kept = match_lists.kept_of(index, scores)
    gather = _median_ms(lambda: match_lists.kept_of(index, scores))
    before = _median_ms(lambda: log_list(alice, name="candidates", cases=cases))
    written = _median_ms(
        lambda: match_lists.log_people(alice, vacancy=vacancy, shown=shown, kept=kept)
    )
    again = _median_ms(lambda: rebuild(kept, shown=rows, of_people=True))
    size = statistics.median(len(bytes(row.facts)) for row in MatchListRecord.objects.all()[:9])
    return [
        _line("what a list adds to its line in the log", gather + written - before, LIMIT_MS),
        _line("the line in the log about fifty people", before, 10),
        _line("making a list of fifty again", again, 20),
        _line("facts kept of a list", size / 1024, LIMIT_KB, unit="kB"),
    ]


def _line(what: str, value: float, limit: float, unit: str = "ms") -> BenchLine:
    return BenchLine(
        name="lists",
        what=what,
        ours="",
        peer="",
        value=value,
        unit=unit,
        ratio=None,
        limit=limit,
        ok=value <= limit,
    )


def _median_ms(act: Callable[[], object]) -> float:
    taken = []
    for _each in range(ROUNDS):
        began = time.process_time()
        act()
        taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken)
