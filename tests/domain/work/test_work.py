"""Employers, vacancies, referrals and placements: what may happen, and what counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.kernel.lifecycle import final_states
from voordeur.domain.kernel.refusal import Reason, Refusal, Verdict
from voordeur.domain.work import referrals, vacancies
from voordeur.domain.work.employers import RECURRING, Talk, may_log, recurring
from voordeur.domain.work.placements import (
    Placement,
    checks_of,
    doubles,
    jobs_tenths,
    may_place,
    months_later,
    running,
)
from voordeur.domain.work.referrals import ReferralAction, ReferralParty, ReferralState
from voordeur.domain.work.vacancies import (
    CANDIDATES_PER_SEAT,
    VacancyFacts,
    VacancyState,
    may_introduce,
    may_size,
    may_take_candidate,
)

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def why(verdict: Verdict) -> Reason | None:
    return verdict.reason if isinstance(verdict, Refusal) else None


# ---- Contact ----


@pytest.mark.parametrize(
    ("sort", "theme", "day", "follow_up_on", "expected"),
    [
        ("call", "staff", TODAY, None, None),
        ("dance", "staff", TODAY, None, Reason.INVALID_INPUT),
        ("call", "weather", TODAY, None, Reason.INVALID_INPUT),
        ("call", "staff", TODAY + DAY, None, Reason.DATE_IN_THE_FUTURE),
        ("call", "staff", TODAY, TODAY - DAY, Reason.DATE_IN_THE_PAST),
        ("other_conversation", "sickness", TODAY, None, Reason.NEXT_STEP_NEEDED),
        ("early_signal", "dismissal", TODAY, TODAY + DAY, None),
    ],
)
def test_after_the_other_conversation_somebody_comes_back(
    sort: str, theme: str, day: date, follow_up_on: date | None, expected: Reason | None
) -> None:
    said = may_log(sort, theme, day=day, follow_up_on=follow_up_on, today=TODAY)
    assert why(said) is expected


def test_a_theme_of_enough_different_employers_is_for_the_regional_table() -> None:
    twice = [Talk("a", "travel", TODAY), Talk("a", "travel", TODAY), Talk("b", "travel", TODAY)]
    assert recurring(twice) == ()
    more = [Talk(f"e{n}", "housing", TODAY) for n in range(RECURRING + 1)]
    assert recurring([*twice, Talk("c", "travel", TODAY), *more]) == (("housing", 4), ("travel", 3))


# ---- Vacancies ----


def facts(**more: object) -> VacancyFacts:
    said: dict[str, object] = {
        "state": VacancyState.OPEN,
        "seats": 3,
        "filled": 0,
        "fresh_until": TODAY + DAY,
    }
    return VacancyFacts(**{**said, **more})  # type: ignore[arg-type]


def test_only_an_open_fresh_vacancy_with_a_seat_takes_candidates() -> None:
    assert may_take_candidate(facts(), TODAY)
    assert why(may_take_candidate(facts(fresh_until=TODAY), TODAY)) is Reason.VACANCY_NOT_FRESH
    assert why(may_take_candidate(facts(filled=3), TODAY)) is Reason.VACANCY_NOT_IN_STATE
    paused = facts(state=VacancyState.PAUSED)
    assert why(may_take_candidate(paused, TODAY)) is Reason.VACANCY_NOT_IN_STATE


def test_an_employer_is_not_flooded() -> None:
    most = CANDIDATES_PER_SEAT * 3
    assert may_introduce(facts(waiting=most - 1), TODAY)
    assert why(may_introduce(facts(waiting=most), TODAY)) is Reason.TOO_MANY_CANDIDATES
    one_seat = facts(filled=2, waiting=CANDIDATES_PER_SEAT)
    assert why(may_introduce(one_seat, TODAY)) is Reason.TOO_MANY_CANDIDATES


@pytest.mark.parametrize(
    ("seats", "filled", "hours", "good"),
    [
        (1, 0, (1, 1), True),
        (3, 3, (16, 24), True),
        (2, 3, (16, 24), False),
        (0, 0, (16, 24), False),
        (501, 0, (16, 24), False),
        (1, 0, (0, 24), False),
        (1, 0, (24, 16), False),
        (1, 0, (24, 61), False),
    ],
)
def test_seats_and_hours_are_in_order(
    seats: int, filled: int, hours: tuple[int, int], *, good: bool
) -> None:
    said = may_size(seats=seats, filled=filled, hours_from=hours[0], hours_to=hours[1])
    assert bool(said) is good


def test_only_a_withdrawn_vacancy_never_opens_again() -> None:
    assert final_states(vacancies.TRANSITIONS) == {VacancyState.WITHDRAWN}


# ---- Referrals ----


def test_an_employer_sees_nobody_who_did_not_say_yes() -> None:
    """From the start, every way to the employer goes through the yes of the person."""
    reached, waiting = set(), [ReferralState.SUGGESTED]
    while waiting:
        state = waiting.pop()
        if state in reached:
            continue
        reached.add(state)
        waiting += [
            one.target
            for one in referrals.TRANSITIONS
            if one.state is state and one.action is not ReferralAction.SAY_YES
        ]
    shown = {*referrals.WITH_EMPLOYER, ReferralState.PLACED, ReferralState.REJECTED}
    assert not reached & shown
    assert reached >= {ReferralState.DECLINED, ReferralState.ENDED}


def test_the_person_may_say_no_as_long_as_there_is_no_job() -> None:
    for state in referrals.LIVE:
        assert referrals.may_act(state, ReferralAction.SAY_NO, ReferralParty.RESIDENT)
    done = referrals.may_act(ReferralState.PLACED, ReferralAction.SAY_NO, ReferralParty.RESIDENT)
    assert why(done) is Reason.REFERRAL_NOT_IN_STATE


def test_an_employer_answers_and_does_nothing_else() -> None:
    allowed = {one.action for one in referrals.TRANSITIONS if one.party is ReferralParty.EMPLOYER}
    assert allowed == {ReferralAction.INVITE, ReferralAction.REJECT}


def test_what_comes_next_is_told_for_reasons_that_are_known() -> None:
    assert referrals.NEXT.keys() <= referrals.NO_FROM_PERSON.keys() | referrals.NO_FROM_EMPLOYER


# ---- Placements ----


def job(ref: str = "a", **more: object) -> Placement:
    said: dict[str, object] = {
        "ref": ref,
        "person": "p",
        "employer": "e",
        "kind": "jobs_agreement",
        "hours_tenths": 255,
        "starts_on": TODAY,
        "ends_on": None,
        "organisation": "uwv",
    }
    return Placement(**{**said, **more})  # type: ignore[arg-type]


def test_a_job_of_the_agreement_counts_per_25_and_a_half_hours() -> None:
    jobs = [job(), job("b", person="q", hours_tenths=127), job("c", person="r", kind="regular")]
    assert jobs_tenths(jobs, TODAY) == 14
    assert jobs_tenths(jobs, TODAY - DAY) == 0
    assert jobs_tenths([job(ends_on=TODAY + DAY)], TODAY + DAY) == 0


def test_one_job_told_by_two_partners_counts_once_and_is_shown() -> None:
    twice = [job(), job("b", organisation="velsen", hours_tenths=300)]
    assert jobs_tenths(twice, TODAY) == 300 * 10 // 255
    assert doubles(twice) == (("a", "b"),)
    after = job("b", starts_on=TODAY + 9 * DAY)
    assert doubles([job(ends_on=TODAY + 9 * DAY), after]) == ()
    assert doubles([job(ends_on=TODAY + 10 * DAY), after]) == (("a", "b"),)
    assert doubles([job(), job("b", employer="other")]) == ()


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 36))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


def test_somebody_asks_after_three_six_and_twelve_months() -> None:
    assert checks_of(date(2025, 11, 30)) == (
        (3, date(2026, 2, 28)),
        (6, date(2026, 5, 30)),
        (12, date(2026, 11, 30)),
    )


def test_a_placement_runs_from_its_first_day_to_the_day_before_its_end() -> None:
    one = job(ends_on=TODAY + 2 * DAY)
    assert [running(one, TODAY + n * DAY) for n in (-1, 0, 1, 2)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("kind", "tenths", "start", "end", "good"),
    [
        ("regular", 160, TODAY, None, True),
        ("regular", 0, TODAY, None, False),
        ("regular", 601, TODAY, None, False),
        ("holiday", 160, TODAY, None, False),
        ("regular", 160, TODAY, TODAY, False),
        ("regular", 160, TODAY.replace(year=1900), None, False),
        ("regular", 160, TODAY.replace(year=2199), None, False),
        ("regular", 160, TODAY - 800 * DAY, None, True),
    ],
)
def test_an_impossible_placement_is_refused(
    kind: str, tenths: int, start: date, end: date | None, *, good: bool
) -> None:
    said = may_place(kind, hours_tenths=tenths, starts_on=start, ends_on=end, today=TODAY)
    assert bool(said) is good
