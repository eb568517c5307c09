"""Reach and equality: counts per place and group, and never one that points at somebody."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import Cast, Person, hire
from tests.services.dossier import DAGMAR, SITUATION, away, refused, registered
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.monitoring.disclosure import Share, Side
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.services import caseload, cases, reach
from voordeur.services.cases import NewEntry
from voordeur.services.reach import EqualLine, PlaceLine

PLACE = "beverwijk-wijk-aan-duin"


@pytest.fixture
def nora(cast: Cast) -> Person:
    return hire("Nora Proefpersoon", "werkcentrum", Role.COORDINATOR)


def visits(person: Person, number: int, *, days: int = -3, **values: Any) -> None:
    start = person.context.now + timedelta(days=days)
    standard: dict[str, Any] = {"state": "attended", "municipality": "velsen"} | values
    taken = AppointmentRecord.objects.count()
    AppointmentRecord.objects.bulk_create(
        AppointmentRecord(
            ref=new_reference(),
            location=PLACE,
            organisation_id="werkcentrum",
            starts_at=start,
            ends_at=start + timedelta(minutes=30),
            seat=taken + n,
            booked_at=person.context.now,
            **standard,
        )
        for n in range(number)
    )


def place(person: Person, **values: Any) -> PlaceLine:
    page = reach.reach(person.context, **values)
    return next(one for one in page.places if one.code == PLACE)


def questions(cast: Cast, number: int, **situation: str) -> list[CaseRecord]:
    return [
        registered(
            cast.alice.context,
            person=replace(DAGMAR, name=f"A {n}"),
            situation=SITUATION | situation,
        )
        for n in range(number)
    ]


def line(lines: tuple[EqualLine, ...], name: str) -> EqualLine:
    return next(one for one in lines if one.name == name)


@pytest.mark.parametrize("role", list(Role))
def test_only_whoever_leads_looks(cast: Cast, role: Role) -> None:
    context = hire("Piet Proefpersoon", "werkcentrum", role).context
    if role in caseload.LEADS:
        assert reach.reach(context).places
    else:
        with refused(Reason.NOT_FOUND):
            reach.reach(context)


def test_visits_are_counted_by_what_came_of_them(nora: Person) -> None:
    visits(nora, 32)
    visits(nora, 11, state="no_show")
    visits(nora, 14, state="booked", days=2)
    visits(nora, 40, state="cancelled")
    visits(nora, 40, state="moved")
    found = place(nora)
    assert (found.booked, found.attended, found.missed) == (55, 30, 10)
    assert found.missed_share == Share(22)
    others = [one for one in reach.reach(nora.context).places if one.code != PLACE]
    assert len(others) == 6
    assert {one.booked for one in others} == {None}


@pytest.mark.parametrize("number", [0, 1, 9])
def test_fewer_than_ten_are_not_shown_anywhere(nora: Person, number: int) -> None:
    visits(nora, number, target_group="status_holder")
    found = place(nora)
    shown = (found.booked, found.attended, found.missed, found.missed_share)
    assert shown == (None, None, None, None)
    assert found.municipalities == found.target_groups == ()


def test_groups_are_listed_only_when_large_enough(nora: Person) -> None:
    visits(nora, 12)
    visits(nora, 9, municipality="bloemendaal")
    visits(nora, 18, municipality="haarlem")
    visits(nora, 10, municipality="")
    assert place(nora).municipalities == (("Haarlem", 20), ("Velsen", 10), ("niet bekend", 10))


def test_follow_up_is_whether_the_question_ended_with_an_outcome(cast: Cast, nora: Person) -> None:
    made = questions(cast, 24)
    for case in made[:11]:
        cases.close(cast.alice.context, ref=case.ref, outcome="work_found", informed_by="phone")
    for case in made:
        visits(nora, 1, case=case)
    found = place(nora)
    assert (found.attended, found.with_outcome, found.still_open) == (25, 10, 15)


def test_a_month_holds_the_visits_of_that_month_only(nora: Person) -> None:
    visits(nora, 12, days=0)
    visits(nora, 25, days=-10)
    assert place(nora).attended == 35
    assert place(nora, month=date(2026, 3, 1)).attended == 10
    assert place(nora, month=date(2026, 2, 1)).attended == 25
    assert place(nora, month=date(2026, 1, 1)).attended is None


@pytest.mark.parametrize("month", [date(2026, 3, 2), date(2026, 4, 1), date(2020, 1, 1), date.max])
def test_only_whole_months_of_the_last_year_are_offered(nora: Person, month: date) -> None:
    page = reach.reach(nora.context, month=month)
    assert page.month is None
    assert (page.start, page.end) == (date(2025, 4, 1), date(2026, 4, 1))
    assert len(page.months) == 12


def test_equality_shows_whether_contact_and_help_differ_by_home(cast: Cast, nora: Person) -> None:
    made = questions(cast, 40)
    questions(cast, 5, municipality="haarlem")
    for case in made[:20]:
        talk = NewEntry(kind="advice_talk", text="Gesproken", code="enough")
        cases.write_entry(cast.alice.context, ref=case.ref, entry=talk)
    for case in made[:22]:
        cases.close(cast.alice.context, ref=case.ref, outcome="no_contact", informed_by="letter")
    late = away(nora.context, 27)
    page = reach.reach(late)
    velsen = line(page.per_municipality, "Velsen")
    assert (velsen.questions, velsen.contact_in_term) == (40, Share(50))
    assert (velsen.closed, velsen.helped) == (Share(50), Share(50, Side.BELOW))
    haarlem = line(page.per_municipality, "Haarlem")
    assert (haarlem.questions, haarlem.contact_in_term, haarlem.closed) == (None, None, None)


def test_contact_that_can_still_come_in_time_is_not_judged(cast: Cast, nora: Person) -> None:
    questions(cast, 25)
    assert line(reach.reach(nora.context).per_municipality, "Velsen").contact_in_term is None
    later = reach.reach(away(nora.context, 20)).per_municipality
    assert line(later, "Velsen").contact_in_term == Share(40, Side.BELOW)


def test_every_group_of_the_pack_has_a_line_whoever_is_in_it(cast: Cast, nora: Person) -> None:
    """A line that is there only because somebody is in it would tell that somebody is."""
    empty = reach.reach(nora.context)
    questions(cast, 3, municipality="elsewhere", benefit="ww")
    questions(cast, 2, benefit="wajong-2010")
    full = reach.reach(nora.context)
    for before, after in (
        (empty.per_municipality, full.per_municipality),
        (empty.per_benefit, full.per_benefit),
    ):
        assert before == after
        assert len(before) >= 5


def test_more_cases_and_visits_take_no_more_queries(cast: Cast, nora: Person) -> None:
    counts = []
    for more in (1, 20):
        questions(cast, more)
        visits(nora, more)
        reach.reach(nora.context)
        with CaptureQueriesContext(connection) as queries:
            reach.reach(nora.context)
        counts.append(len(queries))
    assert counts[0] == counts[1]
