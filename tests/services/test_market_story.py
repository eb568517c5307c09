"""A region of invented people and work: the real acts, the same again, and matching on top."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from tests.services.profiled import load_own_list
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services import accounts, matching, verify
from voordeur.services.context import Context
from voordeur.services.demo import people
from voordeur.services.demo.market_story import CONDITIONS, QUESTION, Scale, fill_market
from voordeur.services.demo.play import set_stage
from voordeur.services.match_market import market
from voordeur.services.ports import ports

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SMALL = Scale(people=24, vacancies=9)


def told() -> list[tuple[object, ...]]:
    """Return everything that was made, without what is new each time."""
    lines = ProfileLineRecord.objects.order_by("profile_id", "part", "code", "words")
    return [
        *ResidentRecord.objects.order_by("id").values_list("name", "birth_year", "postcode"),
        *lines.values_list("part", "code", "words", "level", "degree", "speaking"),
        *VacancyRecord.objects.order_by("id").values_list("title", "required", "postcode"),
    ]


def test_people_and_work_are_invented_by_the_real_acts_and_match(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports(), "demo", True)
    load_own_list()
    with pytest.raises(RefusedError) as refused:
        fill_market(now=MORNING, scale=SMALL, seed=1)
    assert refused.value.refusal.reason is Reason.NOT_FOUND  # nobody of the demo works here yet
    stage = set_stage(now=MORNING, months=1, seed=1)
    # Stopped after some; it goes on with the rest and then has nothing left to do.
    first = fill_market(now=MORNING, scale=Scale(10, 4), seed=1)
    rest = fill_market(now=MORNING, scale=SMALL, seed=1)
    assert (first["people"] + rest["people"], first["vacancies"] + rest["vacancies"]) == (24, 9)
    assert not fill_market(now=MORNING, scale=SMALL, seed=1)
    assert WorkProfileRecord.objects.count() == 24
    assert CaseRecord.objects.filter(question=QUESTION, state="open").count() == 24
    assert all(
        name.split()[1] in people.FAMILY_NAMES
        for name in ResidentRecord.objects.values_list("name", flat=True)
    )
    assert set(VacancyRecord.objects.values_list("conditions", flat=True)) == {CONDITIONS}
    assert verify.verify().ok
    alice: Context = stage.personas["alice"].at(MORNING)
    assert alice.kind is ActorKind.PROFESSIONAL
    vacancy = VacancyRecord.objects.order_by("id").first()
    assert vacancy is not None
    page = matching.candidates(alice, vacancy=vacancy.ref)
    mine = CaseRecord.objects.filter(accountable_id=alice.organisation).count()
    assert 0 < page.seen == len(page.fitting) + len(page.not_now) == mine
    with market(MORNING.date()) as index:
        totals = dict(index.possible_seekers(vacancy.pk))
    points = [one.reasons.points for one in page.fitting]
    assert points == sorted(points, reverse=True)
    assert len(points) <= len(totals)
    assert accounts.personas(today=MORNING.date())


def test_the_same_seed_tells_the_same_people_and_another_does_not(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports(), "demo", True)
    load_own_list()
    set_stage(now=MORNING, months=1, seed=1)
    stories = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            fill_market(now=MORNING, scale=Scale(5, 3), seed=seed)
            stories.append(told())
            transaction.set_rollback(True)
    assert stories[0] == stories[1]
    assert stories[0] != stories[2]


def test_outside_the_demo_nobody_is_invented(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports(), "demo", False)
    with pytest.raises(RefusedError) as refused:
        fill_market(now=MORNING, scale=SMALL, seed=1)
    assert refused.value.refusal.reason is Reason.DEMO_ONLY
    assert not ResidentRecord.objects.exists()
