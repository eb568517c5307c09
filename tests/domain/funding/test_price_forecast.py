"""Who may still come."""

from datetime import date, timedelta

from tests.domain.funding.made import DAY, person, step
from voordeur.domain.funding.price_forecast import Arrival, expected_people

START, END = date(2026, 1, 1), date(2026, 4, 11)


def _year(count: int, name: str) -> list[Arrival]:
    return [
        Arrival(
            person(f"{name}{day}", step("1", 100, "a")), START + timedelta(days=100 * day // count)
        )
        for day in range(count)
    ]


def test_on_the_first_day_last_year_is_expected_again() -> None:
    assert len(expected_people(_year(50, "l"), [], today=START, end=END)) == 50


def test_when_fewer_came_fewer_are_expected() -> None:
    seen = _year(20, "s")[:10]
    found = expected_people(_year(100, "l"), seen, today=START + timedelta(days=50), end=END)
    assert len(found) < 30


def test_steps_keep_their_distance_to_the_day_of_coming() -> None:
    arrival = Arrival(person("l", step("1", 100, "a")), DAY)
    (found,) = expected_people([arrival], [], today=START, end=END)
    assert found.steps[0].alternatives[0].start == START


def test_the_same_names_are_never_given_twice() -> None:
    seen = _year(40, "s")
    found = expected_people(_year(90, "l"), seen, today=START + timedelta(days=40), end=END)
    assert len({one.code for one in found}) == len(found)
