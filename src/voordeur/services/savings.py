"""What a trajectory costs beside what a year without benefit saves, as rows people can read."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.toolbox.sums import Row, Savings, costs_and_benefits, row_of
from voordeur.domain.toolbox.tariffs import NoTariffError, Tariffs
from voordeur.services.context import Context
from voordeur.services.register_words import words
from voordeur.services.toolbox_pages import tariffs
from voordeur.services.toolbox_sums import source_of

MONTHS = 12
IN_A_YEAR = ("benefit-year", "execution-year", "year")


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One row of what a year costs: its label, cents, source in words, and since when it holds."""

    label: str
    cents: int
    source: str
    since: date | None


@dataclass(frozen=True, slots=True)
class ExpectedSavings:
    """What somebody without benefit saves in a year, and when a trajectory is earned back."""

    cost_cents: int
    year_cents: int
    months: int
    rows: tuple[SavedRow, ...]


def expected_savings(context: Context, *, cost_cents: int) -> ExpectedSavings | None:
    """Return what a trajectory of this cost is expected to save; None without the tariffs.

    One query. The figures and their dates stand in the register (doe-agenda, themes 1 and 3).
    """
    rows = worked_out(tariffs(context), context.today, cost_cents)
    if not rows or not cost_cents:
        return None
    return ExpectedSavings(
        cost_cents=cost_cents,
        year_cents=row_of(rows, "year").value,
        months=row_of(rows, "pays-back").value,
        rows=saved_rows(context, rows),
    )


def saved_rows(context: Context, rows: tuple[Row, ...]) -> tuple[SavedRow, ...]:
    """Return the rows of a calculation that say what a year costs, in the reader's language."""
    said = words(context, {})
    return tuple(
        SavedRow(said.say(one.label), one.value, source_of(said, one), one.since)
        for one in rows
        if one.code in IN_A_YEAR
    )


def worked_out(known: Tariffs, today: date, cost_cents: int) -> tuple[Row, ...]:
    """Return the calculation row by row; nothing when a tariff has no value today."""
    asked = Savings(months=MONTHS, cost_cents=cost_cents, social=False)
    try:
        return costs_and_benefits(known, today, asked)
    except (NoTariffError, KeyError):
        return ()
