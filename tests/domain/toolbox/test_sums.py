"""Calculations are the policy officers' tables, row by row, with the amounts of the region pack."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import read_entry
from voordeur.domain.rules.reading import Reader
from voordeur.domain.toolbox import sums
from voordeur.domain.toolbox.sums import Row, Savings, Unit, WageCost
from voordeur.domain.toolbox.tariffs import NoTariffError, Tariffs, tariff_of

ROOT = Path(__file__).resolve().parents[3]
TABLES = (ROOT / "tests/spec/toolbox.md").read_text()


@pytest.fixture(scope="module")
def tariffs() -> Tariffs:
    data = yaml.safe_load((ROOT / "regions/zkij/register/tariff.yaml").read_text())
    reader = Reader()
    read = [read_entry(reader, KINDS["tariff"], one, ()) for one in data["entries"]]
    return {one.code: tariff_of(one) for one in reader.finish(read)}


def tables(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for part in text.split("\n## ")[1:]:
        head, _line, rest = part.partition("\n")
        found = re.findall(r"^\| ([a-z0-9-]+) \| ([0-9-]+) \|$", rest, re.MULTILINE)
        yield head, found


def calculate(tariffs: Tariffs, head: str) -> tuple[Row, ...]:
    name, written, *said = head.split()
    day = date.fromisoformat(written)
    given = dict(one.partition("=")[::2] for one in said)
    match name:
        case "wage-cost":
            value = None if "flat" in given else int(given["value"])
            asked = WageCost(tenths_week=int(given["tenths"]), wage_value_permille=value)
            return sums.wage_cost_subsidy(tariffs, day, asked)
        case "benefit":
            tenths = int(given["tenths"])
            return sums.wage_cost_benefit(tariffs, day, sort=given["sort"], tenths_week=tenths)
        case "learning":
            return sums.practical_learning(tariffs, day, weeks=int(given["weeks"]))
        case "coach":
            return sums.job_coach(tariffs, day, tenths_week=int(given["tenths"]))
        case "trial":
            return sums.trial_placement(tariffs, day, through_uwv="uwv" in given)
        case _:
            wanted = Savings(
                months=int(given["months"]),
                cost_cents=int(given["cost"]),
                social="social" in given,
            )
            return sums.costs_and_benefits(tariffs, day, wanted)


def shown(row: Row) -> tuple[str, str]:
    value = date.fromordinal(row.value).isoformat() if row.unit is Unit.DAY else str(row.value)
    return row.code, value


@pytest.mark.parametrize("table", list(tables(TABLES)), ids=lambda one: str(one[0]))
def test_every_row_is_as_the_policy_officers_table_says(
    tariffs: Tariffs, table: tuple[str, list[tuple[str, str]]]
) -> None:
    head, rows = table
    assert len(rows) >= 5
    assert [shown(one) for one in calculate(tariffs, head)] == rows


def test_a_broken_number_in_a_table_is_noticed(tariffs: Tariffs) -> None:
    broken = TABLES.replace("| surcharge | 23296 |", "| surcharge | 23297 |")
    assert broken != TABLES
    head, rows = next(tables(broken))
    assert [shown(one) for one in calculate(tariffs, head)] != rows


def test_a_day_without_a_value_is_no_zero(tariffs: Tariffs) -> None:
    with pytest.raises(NoTariffError, match="wml-hour"):
        sums.wage_cost_subsidy(
            tariffs, date(2020, 1, 1), WageCost(tenths_week=360, wage_value_permille=500)
        )


def test_too_few_hours_give_no_job_coach(tariffs: Tariffs) -> None:
    rows = sums.job_coach(tariffs, date(2026, 3, 1), tenths_week=119)
    assert sums.row_of(rows, "total").value == 0
    rows = sums.job_coach(tariffs, date(2026, 3, 1), tenths_week=120)
    assert sums.row_of(rows, "total").value > 0
