"""The pack holds the money of the region's documents: true amounts, and words without one."""

from collections import Counter
from datetime import date

import pytest

from tests.domain.region.register_pack import changed, counts, of_kind, real_region
from voordeur.domain.register.amounts import AmountWord
from voordeur.domain.register.checks import Entries

MONEY = ("funding_source", "budget", "subsidy", "cost_scenario", "money_policy")
EUROS_OF_TABLE_9 = {
    "decentralisation-grant": {2020: 76_921, 2021: 384_607, 2022: 398_593},
    "perspectief-op-werk": {2020: 1_000_000, 2021: 1_000_000},
    "national-rmt": {2020: 11_000_000, 2021: 109_000_000, 2022: 75_000_000},
    "national-youth": {2020: 13_000_000, 2021: 104_000_000, 2022: 100_000_000},
    "national-training": {2021: 181_000_000, 2022: 18_000_000},
}
ORIGINS = {"perspectief_op_werk": 1, "strengthening": 1, "crisis": 1}


@pytest.fixture(scope="module")
def entries() -> Entries:
    return real_region().register


def euros(entries: Entries, source: str) -> dict[int, int]:
    """Return the amounts of a source by the year in which they start, in whole euros."""
    return {
        date.fromisoformat(one.line("from")).year: one.number("amount") // 100
        for one in of_kind(entries, "budget")
        if one.line("source_code") == source and one.number("amount")
    }


def unsourced(entries: Entries) -> list[str]:
    """Return what names no document."""
    return [
        one.code for kind in MONEY for one in of_kind(entries, kind) if one.source.document is None
    ]


def test_the_amounts_of_table_9_stand_in_their_years(entries: Entries) -> None:
    for source, amounts in EUROS_OF_TABLE_9.items():
        assert euros(entries, source) == amounts, source
    assert sum(EUROS_OF_TABLE_9["decentralisation-grant"].values()) == 860_121
    one_cent_less = changed(entries, ("budget", "decentralisation-grant-2020"), amount=7_692_000)
    assert euros(one_cent_less, "decentralisation-grant")[2020] != 76_921


def test_an_amount_that_is_not_in_the_documents_is_a_word_and_never_zero(entries: Entries) -> None:
    words = {str(one) for one in AmountWord}
    for one in of_kind(entries, "budget"):
        said = one.values["amount"]
        assert said in words or (isinstance(said, int) and said > 0), one.code


def test_the_reserve_has_three_origins_and_no_size(entries: Entries) -> None:
    reserve = [one for one in of_kind(entries, "budget") if one.line("sort") == "reserve"]
    assert Counter(one.line("reserve_origin") for one in reserve) == ORIGINS
    assert not any(one.number("amount") for one in reserve)


def test_every_budget_belongs_to_a_source_and_national_money_is_set_apart(
    entries: Entries,
) -> None:
    assert len(of_kind(entries, "funding_source")) == 43
    sources = {one.code: one for one in of_kind(entries, "funding_source")}
    assert {one.line("source_code") for one in of_kind(entries, "budget")} <= sources.keys()
    for code in ("national-rmt", "national-youth", "national-training"):
        mine = [o for o in of_kind(entries, "budget") if o.line("source_code") == code]
        sorts = {one.line("sort") for one in mine}
        assert sorts == {"national"}, code


def test_everything_about_money_says_where_it_comes_from(entries: Entries) -> None:
    assert unsourced(entries) == []


def test_costs_that_are_not_studied_yet_have_no_shares(entries: Entries) -> None:
    (one,) = of_kind(entries, "cost_scenario")
    assert (one.values["development"], one.values["structural"]) == ("to_be_determined",) * 2
    assert one.rows("shares") == ()


def test_the_documents_say_nothing_about_who_weighs_more_and_nothing_is_granted_yet(
    entries: Entries,
) -> None:
    assert of_kind(entries, "money_policy") == []
    assert counts(entries, "subsidy", "state")["granted"] == 0
