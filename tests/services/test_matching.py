"""Who fits which work: reasons add up, nobody is seen without a grant, every change follows."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, hire
from tests.services.dossier import registered
from tests.services.profiled import load_own_list, skill
from tests.services.working import Work, helper, work_room
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.profile.profile import Practical
from voordeur.domain.region.model import Region
from voordeur.records.audit.models import JournalRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services import (
    matching,
    register_loading,
    vacancies,
    vacancy_words,
    work_profile,
)
from voordeur.services.context import system_context
from voordeur.services.match_market import forget_market, market, warm_up
from voordeur.services.path_book import courses_by_sector, open_book
from voordeur.services.people import PersonDetails

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
MOST_TO_FOLLOW = 5
"""Queries to see that nothing changed."""
WASHING, MEALS = "own:wassen-kleden", "own:maaltijd-bereiden"


@pytest.fixture
def care(work: Work) -> Work:
    """Three seats that ask two skills, and Dagmar who has one of them."""
    load_own_list()
    more = {"required": (WASHING, MEALS), "offers": ("school_hours",), "tasks": ()}
    new = helper(**more)
    vacancy = vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)
    keep(work, skill(WASHING, level=2))
    return replace(work, vacancy=vacancy)


def keep(work: Work, *lines: Any, **practical: Any) -> None:
    alice = work.cast.alice.context
    work_profile.add_lines(alice, ref=work.case.ref, lines=lines, together=True)
    if practical:
        told = Practical(**practical)
        work_profile.keep_practical(alice, ref=work.case.ref, practical=told)


def test_a_candidate_comes_with_what_fits_and_what_is_missing(care: Work) -> None:
    page = matching.candidates(care.cast.alice.context, vacancy=care.vacancy)
    (one,) = page.fitting
    assert one.reasons.fits == vacancy_words.words_of([WASHING])
    assert one.reasons.missing == vacancy_words.words_of([MEALS])
    assert sum(points for _label, points, _most in one.reasons.parts) <= one.reasons.points
    listed = JournalRecord.objects.filter(name="ListSeen", payload__contains='"candidates"')
    assert listed.exists()


def test_what_is_there_in_part_is_to_be_learned_and_never_both(care: Work) -> None:
    more = {"required": (WASHING, MEALS), "level": "mbo3", "tasks": ()}
    new = helper(title="Verzorgende", **more)
    vacancy = vacancies.open_vacancy(care.wim.context, employer=care.employer, new=new)
    (line,) = WorkProfileRecord.objects.get().lines.filter(part="skills")
    alice = care.cast.alice.context
    work_profile.rate_skills(alice, ref=care.case.ref, levels={line.ref: (1, "told")})
    forget_market()
    (one,) = matching.candidates(alice, vacancy=vacancy).fitting
    (washing,) = vacancy_words.words_of([WASHING])
    assert one.reasons.fits == ()
    assert f"{washing} (een deel kan al)" in one.reasons.missing


def test_courses_of_the_same_sector_stand_with_what_is_missing(care: Work) -> None:
    register_loading.load_register(system_context(NOW))
    alice = care.cast.alice.context
    (line,) = WorkProfileRecord.objects.get().lines.filter(part="skills")
    work_profile.remove_line(alice, ref=care.case.ref, line=line.ref)
    work_profile.add_lines(alice, ref=care.case.ref, lines=[skill(MEALS)], together=True)
    teaching = courses_by_sector(open_book(alice))["care", WASHING]
    (one,) = matching.candidates(alice, vacancy=care.vacancy).fitting
    assert one.reasons.missing == vacancy_words.words_of([WASHING])
    assert one.reasons.courses
    assert set(one.reasons.courses) <= teaching
    VacancyRecord.objects.filter(ref=care.vacancy).update(sector="retail")
    (one,) = matching.candidates(alice, vacancy=care.vacancy).fitting
    assert one.reasons.courses == ()


def test_the_parts_add_up_to_the_score_of_the_definition(care: Work) -> None:
    seeker = WorkProfileRecord.objects.prefetch_related("lines").get()
    vacancy = VacancyRecord.objects.get(ref=care.vacancy)
    with market(NOW.date()) as index:
        told = index.explain(seeker.pk, vacancy.pk)
        assert told.total == dict(index.vacancies_for(seeker.pk, 9))[vacancy.pk]
        known = index.market.seekers.facts_of(seeker.pk)
    assert known.skills == {WASHING: 204}
    forget_market()
    with market(NOW.date()) as index:
        # Read all at once, the same is known as when they came in one by one.
        assert index.market.seekers.facts_of(seeker.pk) == known
        assert index.explain(seeker.pk, vacancy.pk) == told


def test_who_asks_first_after_the_start_finds_it_laid_out(care: Work) -> None:
    asked = []
    for starts in (forget_market, lambda: warm_up(care.wim.context)):
        starts()
        with CaptureQueriesContext(connection) as queries, market(NOW.date()) as index:
            assert index.market.vacancies.slot_of
        asked.append(len(queries))
    assert asked[1] < asked[0]
    assert asked[1] <= MOST_TO_FOLLOW


@pytest.mark.parametrize(
    ("practical", "why"),
    [
        ({"hours_least": 36, "hours_most": 40}, "de uren passen niet"),
        ({"conditions": ("quiet",)}, "biedt niet wat de persoon nodig heeft"),
        ({"place": "1971", "mode": "walk", "minutes": 10}, "te ver weg"),
    ],
)
def test_what_stands_in_the_way_is_told_and_never_a_lock(
    care: Work, practical: dict[str, Any], why: str
) -> None:
    keep(care, skill(MEALS), **practical)
    page = matching.candidates(care.cast.alice.context, vacancy=care.vacancy)
    assert page.fitting == ()
    assert page.not_now[0].reasons.nos == (why,)
    assert care.suggested()


def test_a_change_of_either_side_follows_at_once(care: Work) -> None:
    alice = care.cast.alice.context
    before = matching.candidates(alice, vacancy=care.vacancy).fitting[0].reasons.points
    keep(care, skill(MEALS, level=3))
    after = matching.candidates(alice, vacancy=care.vacancy).fitting[0].reasons.points
    assert after > before
    vacancies.pause_vacancy(care.wim.context, ref=care.vacancy)
    assert matching.candidates(alice, vacancy=care.vacancy).fitting == ()


def test_nobody_is_a_candidate_for_who_may_not_see_the_profile(care: Work) -> None:
    for who in (care.wim.context, care.cast.charlie.context):
        page = matching.candidates(who, vacancy=care.vacancy)
        assert (page.seen, page.fitting, page.not_now) == (0, (), ())


def test_work_for_a_person_is_the_best_first_and_says_when_there_is_no_profile(
    care: Work,
) -> None:
    told = matching.work_for(care.cast.alice.context, case=care.case)
    points = [one.reasons.points for one in told.fitting]
    assert points == sorted(points, reverse=True)
    assert told.fitting[0].vacancy.ref == care.vacancy
    person = PersonDetails(name="Zonder Profiel", email="zonder@example.nl")
    other = registered(care.cast.alice.context, person=person)
    assert not matching.work_for(care.cast.alice.context, case=other).profile


def test_age_origin_and_group_never_move_anybody(care: Work) -> None:
    """The control of fairness: everything about a person but the profile may change."""
    alice = care.cast.alice.context
    before = matching.candidates(alice, vacancy=care.vacancy).fitting[0].reasons
    ResidentRecord.objects.update(birth_year=1955, language="ar")
    care.case.target_group = "statushouders"
    care.case.save()
    assert matching.candidates(alice, vacancy=care.vacancy).fitting[0].reasons == before


def test_more_people_ask_no_more_queries(care: Work) -> None:
    alice, counts = care.cast.alice.context, []
    for number in range(2):
        matching.candidates(alice, vacancy=care.vacancy)
        with CaptureQueriesContext(connection) as asked:
            matching.candidates(alice, vacancy=care.vacancy)
        counts.append(len(asked))
        for more in range(3):
            name = f"Meer {number}{more} Steekproef"
            person = PersonDetails(name=name, email=f"m{number}{more}@example.nl")
            case = registered(alice, person=person)
            lines = [skill(WASHING)]
            work_profile.add_lines(alice, ref=case.ref, lines=lines, together=True)
    assert counts[0] == counts[1]


def test_an_unknown_vacancy_is_not_found(care: Work) -> None:
    with pytest.raises(RefusedError) as refused:
        matching.candidates(care.cast.alice.context, vacancy="ZZZZZZZZZZ")
    assert refused.value.refusal.reason is Reason.NOT_FOUND


def test_words_become_codes_and_strange_words_are_named(care: Work) -> None:
    read = vacancy_words.read(
        occupation="helpende zorg en welzijn", required="", preferred="samenwerken\nzwafelen"
    )
    assert read.occupation == "own:Z04"
    assert WASHING in read.required
    assert read.unknown == {"preferred_words": ("zwafelen",)}
    strange = vacancy_words.read(occupation="zwafelaar", required="", preferred="")
    assert strange.unknown == {"occupation_words": ("zwafelaar",)}


def test_a_gids_elsewhere_has_their_own_people_only(care: Work) -> None:
    other = hire("Gerda Proefpersoon", "gemeente-velsen", Role.PARTNER_PROFESSIONAL).context
    assert matching.candidates(replace(other, now=NOW), vacancy=care.vacancy).seen == 0


def test_courses_that_lead_to_the_work_stand_beside_the_gap(care: Work, region: Region) -> None:
    alice = care.cast.alice.context
    assert matching.candidates(alice, vacancy=care.vacancy).learning is None
    register_loading.load_register(system_context(NOW))
    VacancyRecord.objects.filter(ref=care.vacancy).update(occupation="own:Z04")
    learning = matching.candidates(alice, vacancy=care.vacancy).learning
    assert learning is not None
    assert learning.code == "helpende-zorg-en-welzijn"
    assert learning.courses
    VacancyRecord.objects.filter(ref=care.vacancy).update(occupation="own:niets")
    assert matching.candidates(alice, vacancy=care.vacancy).learning is None
