"""Figures of the toolbox tell no small count, however they are laid side by side."""

from voordeur.domain.monitoring.disclosure import LEAST_SHOWN
from voordeur.domain.toolbox.using import Use, endings, figures, people


def many(organisation: str, instrument: str, number: int, start: int = 0) -> list[Use]:
    return [Use(organisation, start + at, instrument) for at in range(number)]


def test_a_person_counts_once_however_many_steps() -> None:
    twice = many("uwv", "ips", 12) + many("uwv", "ips", 12)
    assert [one.shown for one in figures(twice, by="organisation")] == [10]


def test_less_than_ten_is_not_shown_and_does_not_show_in_the_order() -> None:
    uses = many("a", "x", 9) + many("b", "x", 2) + many("c", "x", 11)
    found = figures(uses, by="organisation")
    assert [(one.code, one.shown) for one in found] == [("c", 10), ("a", None), ("b", None)]
    assert people("z", []).shown is None


def test_one_more_person_below_ten_changes_nothing_that_is_shown() -> None:
    seen = {
        tuple(
            (one.code, one.shown, one.share)
            for one in figures(
                many("small", "ips", number, 100) + many("large", "ips", 40),
                by="organisation",
                wholes={"small": 30, "large": 60},
            )
        )
        for number in range(1, LEAST_SHOWN)
    }
    assert len(seen) == 1


def test_the_total_does_not_give_the_hidden_partner_away() -> None:
    totals: dict[tuple[int | None, ...], set[int]] = {}
    for number in range(1, LEAST_SHOWN):
        uses = many("small", "ips", number, 100) + many("large", "ips", 40)
        shown = (
            people("", (one.person for one in uses)).shown,
            *(one.shown for one in figures(uses, by="organisation")),
        )
        totals.setdefault(shown, set()).add(number)
    assert all(len(possible) > 1 for possible in totals.values())


def test_what_colleagues_used_says_how_it_ended_only_for_many() -> None:
    good = [Use("", at, "ips", reached=at % 4 != 0) for at in range(40)]
    few = [Use("", at, "paskamer", reached=True) for at in range(9)]
    (only,) = endings(good + few)
    assert (only.instrument, only.people) == ("ips", 40)
    assert only.reached is not None
    assert only.reached.percent == 75
    (fewer,) = endings([Use("", at, "ips", reached=True) for at in range(12)])
    assert fewer.reached is None
