"""How fast a receiver usually answers, and who is next after a refusal."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.handover.receivers import PastAnswer, next_best, usual_response_days
from voordeur.domain.kernel.calendar import add_working_days

MONDAY = date(2026, 3, 2)


def answers(*days: int) -> list[PastAnswer]:
    return [PastAnswer(MONDAY, add_working_days(MONDAY, count)) for count in days]


def test_fewer_than_five_answers_say_nothing() -> None:
    assert usual_response_days(answers(1, 2, 3, 4)) is None
    assert usual_response_days(answers(1, 2, 3, 4, 5)) == 3


def test_half_a_day_is_rounded_up() -> None:
    assert usual_response_days(answers(1, 1, 1, 2, 2, 2)) == 2


def test_one_very_late_answer_does_not_change_what_is_usual() -> None:
    assert usual_response_days(answers(1, 1, 2, 2, 200)) == 2


@given(st.lists(st.integers(0, 30), min_size=5, max_size=25))
def test_at_least_half_of_the_senders_had_their_answer_by_then(days: list[int]) -> None:
    usual = usual_response_days(answers(*days))
    assert usual is not None
    assert sum(count <= usual for count in days) * 2 >= len(days)
    assert sum(count >= usual - 1 for count in days) * 2 >= len(days)


@given(
    st.lists(st.sampled_from("abcdef")),
    st.frozensets(st.sampled_from("abcdef")),
    st.sampled_from("abcdef"),
)
def test_next_best_keeps_the_order_and_proposes_nobody_who_refused(
    ranked: list[str], refusers: frozenset[str], sender: str
) -> None:
    left = next_best(ranked, refusers=refusers, sender=sender)
    assert set(left) == set(ranked) - refusers - {sender}
    assert sorted(left, key=ranked.index) == list(left)
    assert len(left) == len(set(left))
