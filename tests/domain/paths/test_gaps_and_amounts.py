"""Skills that go along, and money where a word is never zero."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.paths.amounts import money_of, together, years_in
from voordeur.domain.paths.atlas import Atlas, Course, Fault, Job, Payer, Step, both_ways
from voordeur.domain.paths.gaps import gap, gaps_along
from voordeur.domain.register.amounts import AmountWord, total_of

TODAY = date(2026, 3, 2)
WORD = AmountWord.NOT_STATED


def shop() -> Atlas:
    def job(code: str, essential: str, important: str = "", useful: str = "") -> Job:
        return Job(
            code=code, sector="care", branch="care", level="none",
            essential=tuple(essential.split()), important=tuple(important.split()),
            useful=tuple(useful.split()),
        )  # fmt: skip

    return Atlas(
        jobs={
            "shop": job("shop", "pay", "welcome"),
            "host": job("host", "welcome serve", "mood"),
            "helper": job("helper", "wash", "listen mood", "report"),
        },
        steps=(),
        neighbours=both_ways(
            {"pay": (), "welcome": ("mood",), "serve": (), "mood": (), "wash": (),
             "listen": ("welcome",), "report": ()}
        ),
    )  # fmt: skip


def a_step(months: int, *courses: str, payers: tuple[str, ...] = ()) -> Step:
    return Step(
        code="s",
        start="shop",
        goal="host",
        sort="up",
        months=months,
        courses=courses,
        payers=payers,
    )


def a_course(
    code: str, *, months: int = 12, cost: int | str = WORD, fee: int | str = WORD
) -> Course:
    return Course(code=code, months=months, level="mbo2", gives="diploma", cost=cost, fee=fee)


def with_money(*courses: Course, payers: tuple[Payer, ...] = ()) -> Atlas:
    return Atlas(
        jobs=shop().jobs,
        steps=(),
        courses={one.code: one for one in courses},
        payers={one.code: one for one in payers},
    )


def test_what_somebody_can_goes_along_and_what_lies_close_is_told_apart_from_what_is_new() -> None:
    found = gap(shop(), ("pay", "welcome"), "host")
    assert found.carried == ("welcome",)
    assert found.near == ("mood",)
    assert found.new == ("serve",)
    assert gap(shop(), ("pay", "welcome"), "helper").later == ("report",)


def test_what_is_learned_on_the_way_goes_along() -> None:
    steps = (
        Step(code="1", start="shop", goal="host", sort="entry", months=1),
        Step(code="2", start="host", goal="helper", sort="up", months=12),
    )
    first, second = gaps_along(shop(), "shop", steps)
    assert "mood" in first.near
    assert second.carried == ("mood",)
    assert second.new == ("wash",)


def test_an_amount_that_nobody_knows_stays_a_word() -> None:
    atlas = with_money(a_course("k"))
    money = money_of(atlas, a_step(12, "k"), TODAY)
    assert money.fee == total_of([WORD])
    assert not money.fee.has_amount
    assert not money.cost.complete


def test_the_fee_is_asked_for_every_school_year() -> None:
    atlas = with_money(a_course("k", months=36, fee=71_500))
    assert money_of(atlas, a_step(28, "k"), TODAY).fee.cents == 3 * 71_500
    assert money_of(atlas, a_step(12, "k"), TODAY).fee.cents == 71_500


def test_who_pays_stands_in_order_with_the_most_and_whether_it_is_over() -> None:
    payers = (
        Payer(code="employer", order=20, most=WORD),
        Payer(code="place", order=12, most=270_000, per="school_year"),
        Payer(code="over", order=10, most=2_500_000, per="person", until=TODAY),
    )
    atlas = with_money(a_course("k"), payers=payers)
    told = money_of(atlas, a_step(24, "k", payers=("employer", "place", "over")), TODAY).payers
    assert [(one.code, one.most, one.ended) for one in told] == [
        ("over", 2_500_000, True),
        ("place", 540_000, False),
        ("employer", WORD, False),
    ]


PARTS = st.lists(st.one_of(st.integers(0, 10**9), st.sampled_from(list(AmountWord))))


@given(PARTS, PARTS)
def test_totals_together_are_the_total_of_all_parts(
    one: list[int | AmountWord], other: list[int | AmountWord]
) -> None:
    both = together([total_of(one), total_of(other)])
    whole = total_of([*one, *other])
    assert (both.cents, both.known) == (whole.cents, whole.known)
    assert dict(both.words) == dict(whole.words)


def test_a_part_of_a_year_counts_as_a_school_year() -> None:
    assert [years_in(months) for months in (0, 1, 12, 13, 24, 25)] == [1, 1, 1, 2, 2, 3]


def test_a_map_that_points_nowhere_or_to_itself_is_told_with_the_place() -> None:
    job = Job(code="a", sector="care", branch="care", level="none", essential=("fly",))
    steps = (
        Step(code="1", start="a", goal="a", sort="up", months=1),
        Step(code="2", start="b", goal="a", sort="up", months=-1, courses=("k",), payers=("p",)),
    )
    found = {
        (one.fault, one.where, one.code) for one in Atlas(jobs={"a": job}, steps=steps).faults()
    }
    assert found == {
        (Fault.TO_ITSELF, "1", "a"),
        (Fault.UNKNOWN_FUNCTION, "2", "b"),
        (Fault.NEGATIVE_MONTHS, "2", "-1"),
        (Fault.UNKNOWN_COURSE, "2", "k"),
        (Fault.UNKNOWN_PAYER, "2", "p"),
        (Fault.UNKNOWN_SKILL, "a", "fly"),
    }
