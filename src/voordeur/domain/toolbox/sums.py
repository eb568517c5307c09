"""Calculations as rows people can read: what, how in words, the number, and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.text import Text
from voordeur.domain.toolbox.tariffs import Tariff, Tariffs

WHOLE = 1000
"""Permille in a whole."""
MONTHS, WEEKS = 12, 52
TENTHS = 10
"""Hours a week are given in tenths, so that 25.5 hours is a whole number."""


class Unit(StrEnum):
    """What the number of a row counts."""

    CENTS = "cents"
    PERMILLE = "permille"
    TENTHS = "tenths"
    """Tenths of an hour."""
    MONTHS = "months"
    WEEKS = "weeks"
    DAY = "day"
    """Days since 1 January of year 1, as ``date.toordinal`` counts them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its code, what it is, how it was found, the number, and the tariff behind it."""

    code: str
    label: Text
    formula: Text
    value: int
    unit: Unit
    tariff: Tariff | None = None
    since: date | None = None
    """First day on which the value of the tariff held."""
    remark: Text = Text("")


@dataclass
class Sheet:
    """Rows under construction: every step that is taken is a row, so that nothing is hidden."""

    tariffs: Tariffs
    day: date
    rows: list[Row] = field(default_factory=list)

    def tariff(self, code: str, unit: Unit) -> int:
        """Add the value of a tariff on the day and return it (``NoTariffError`` without one)."""
        found = self.tariffs[code]
        now = found.on(self.day)
        words = Text("bedrag of percentage op deze dag", "amount or percentage on this day")
        row = Row(code, found.title, words, now.value, unit, found, now.period.start, now.remark)
        self.rows.append(row)
        return now.value

    def given(self, code: str, label: Text, value: int, unit: Unit) -> int:
        """Add what was filled in and return it."""
        self.rows.append(Row(code, label, Text("ingevuld", "filled in"), value, unit))
        return value

    def found(
        self, code: str, label: Text, formula: Text, value: int, unit: Unit = Unit.CENTS
    ) -> int:
        """Add what follows from earlier rows and return it."""
        self.rows.append(Row(code, label, formula, value, unit))
        return value


def rounded(numerator: int, denominator: int) -> int:
    """Return the quotient rounded half up, in whole numbers; ``denominator`` is positive."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class WageCost:
    """What is asked for a wage-cost subsidy; ``wage_value_permille`` None: the flat rate."""

    tenths_week: int
    wage_value_permille: int | None


def wage_cost_subsidy(tariffs: Tariffs, day: date, asked: WageCost) -> tuple[Row, ...]:
    """Return the wage-cost subsidy row by row (Participatiewet, articles 10c and 10d).

    The minimum wage with holiday pay, for the hours, times what somebody cannot earn (at most a
    share), plus the surcharge for employer costs; the flat rate lasts some months at most.
    """
    sheet = Sheet(tariffs, day)
    hour = sheet.tariff("wml-hour", Unit.CENTS)
    tenths = sheet.given("hours", _HOURS, asked.tenths_week, Unit.TENTHS)
    month = rounded(hour * tenths * WEEKS, TENTHS * MONTHS)
    sheet.found("month", _MONTH, _MONTH_HOW, month)
    holiday = rounded(month * sheet.tariff("holiday-pay", Unit.PERMILLE), WHOLE)
    sheet.found("holiday", _HOLIDAY, _HOLIDAY_HOW, holiday)
    whole = sheet.found("whole", _WHOLE_WAGE, _WHOLE_HOW, month + holiday)
    share = _share(sheet, asked)
    subsidy = sheet.found("subsidy", _SUBSIDY, _SUBSIDY_HOW, rounded(whole * share, WHOLE))
    extra = rounded(subsidy * sheet.tariff("lks-surcharge", Unit.PERMILLE), WHOLE)
    sheet.found("surcharge", _SURCHARGE, _SURCHARGE_HOW, extra)
    total = sheet.found("per-month", _PER_MONTH, _PER_MONTH_HOW, subsidy + extra)
    if asked.wage_value_permille is None:
        months = sheet.tariff("lks-forfait-months", Unit.MONTHS)
        sheet.found("total", _FLAT_TOTAL, _FLAT_TOTAL_HOW, total * months)
    else:
        sheet.found("total", _PER_YEAR, _PER_YEAR_HOW, total * MONTHS)
    return tuple(sheet.rows)


def _share(sheet: Sheet, asked: WageCost) -> int:
    if asked.wage_value_permille is None:
        return sheet.tariff("lks-forfait", Unit.PERMILLE)
    value = sheet.given("wage-value", _WAGE_VALUE, asked.wage_value_permille, Unit.PERMILLE)
    most = sheet.tariff("lks-max", Unit.PERMILLE)
    lacking = max(0, WHOLE - value)
    return sheet.found("share", _SHARE, _SHARE_HOW, min(lacking, most), Unit.PERMILLE)


BENEFITS = ("disabled", "replace", "jobs-agreement")
"""Sorts of wage-cost benefit that can be worked out."""


def wage_cost_benefit(
    tariffs: Tariffs, day: date, *, sort: str, tenths_week: int
) -> tuple[Row, ...]:
    """Return the wage-cost benefit of a ``sort`` in :data:`BENEFITS` row by row (Wtl 4.1-4.4)."""
    sheet = Sheet(tariffs, day)
    hour = sheet.tariff(f"lkv-{sort}-hour", Unit.CENTS)
    tenths = sheet.given("hours", _HOURS, tenths_week, Unit.TENTHS)
    year = sheet.found("hours-year", _HOURS_YEAR, _HOURS_YEAR_HOW, tenths * WEEKS, Unit.TENTHS)
    counted = sheet.found("counted", _COUNTED, _COUNTED_HOW, rounded(hour * year, TENTHS))
    most = sheet.tariff(f"lkv-{sort}-max", Unit.CENTS)
    benefit = sheet.found("per-year", _BENEFIT_YEAR, _BENEFIT_YEAR_HOW, min(counted, most))
    lasting = tariffs[f"lkv-{sort}-months"]
    if any(day in one.period for one in lasting.values):
        months = sheet.tariff(lasting.code, Unit.MONTHS)
        whole = rounded(benefit * months, MONTHS)
        sheet.found("total", _BENEFIT_TOTAL, _BENEFIT_TOTAL_HOW, whole)
    return tuple(sheet.rows)


def practical_learning(tariffs: Tariffs, day: date, *, weeks: int) -> tuple[Row, ...]:
    """Return the most a learning place can bring in a school year, row by row."""
    sheet = Sheet(tariffs, day)
    most = sheet.tariff("praktijkleren-max", Unit.CENTS)
    full = sheet.tariff("praktijkleren-weeks", Unit.WEEKS)
    asked = sheet.given("weeks", _WEEKS, weeks, Unit.WEEKS)
    counted = sheet.found(
        "weeks-counted", _WEEKS_COUNTED, _WEEKS_COUNTED_HOW, min(asked, full), Unit.WEEKS
    )
    sheet.found("total", _PLACE, _PLACE_HOW, rounded(most * counted, full))
    return tuple(sheet.rows)


def job_coach(tariffs: Tariffs, day: date, *, tenths_week: int) -> tuple[Row, ...]:
    """Return the hours of job coaching UWV pays at most in each of three years, row by row.

    Below the least number of hours a week there are no hours to pay.
    """
    sheet = Sheet(tariffs, day)
    least = TENTHS * sheet.tariff("jobcoach-hours", Unit.TENTHS)
    sheet.rows[-1] = _in_tenths(sheet.rows[-1])
    tenths = sheet.given("hours", _HOURS, tenths_week, Unit.TENTHS)
    worked = sheet.found("hours-year", _HOURS_YEAR, _HOURS_YEAR_HOW, tenths * WEEKS, Unit.TENTHS)
    total = 0
    for number, label in enumerate(_COACH, start=1):
        share = sheet.tariff(f"jobcoach-year-{number}", Unit.PERMILLE)
        hours = rounded(worked * share, WHOLE) if tenths >= least else 0
        total += sheet.found(f"coach-{number}", label, _COACH_HOW, hours, Unit.TENTHS)
    sheet.found("total", _COACH_TOTAL, _COACH_TOTAL_HOW, total, Unit.TENTHS)
    return tuple(sheet.rows)


def _in_tenths(row: Row) -> Row:
    value = row.value * TENTHS
    return Row(row.code, row.label, row.formula, value, row.unit, row.tariff, row.since, row.remark)


def trial_placement(tariffs: Tariffs, start: date, *, through_uwv: bool) -> tuple[Row, ...]:
    """Return the last days of a trial placement: as usual, and with the longest extension."""
    sheet = Sheet(tariffs, start)
    sheet.given("start", _START, start.toordinal(), Unit.DAY)
    usual = sheet.tariff("trial-months", Unit.MONTHS)
    last = after_months(start, usual).toordinal() - 1
    sheet.found("last-day", _LAST_DAY, _LAST_DAY_HOW, last, Unit.DAY)
    if through_uwv:
        most = sheet.tariff("trial-uwv-most", Unit.MONTHS)
    else:
        most = usual + sheet.tariff("trial-welfare-extra", Unit.MONTHS)
    latest = after_months(start, most).toordinal() - 1
    sheet.found("latest-day", _LATEST_DAY, _LATEST_DAY_HOW, latest, Unit.DAY)
    return tuple(sheet.rows)


def after_months(day: date, months: int) -> date:
    """Return the same day some months on; the last day of a month that is too short."""
    whole = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(whole, MONTHS)
    for back in range(4):
        try:
            return date(year, month + 1, day.day - back)
        except ValueError:
            continue
    raise AssertionError


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """What is asked for costs and benefits: months without benefit, the cost, and for whom."""

    months: int
    cost_cents: int
    social: bool
    """Whether the benefit for society is counted too (people formerly under the Wsw)."""


def costs_and_benefits(tariffs: Tariffs, day: date, asked: Savings) -> tuple[Row, ...]:
    """Return what a trajectory costs and what it saves, row by row (doe-agenda, themes 1 and 3)."""
    sheet = Sheet(tariffs, day)
    benefit = sheet.tariff("benefit-year", Unit.CENTS)
    execution = sheet.tariff("execution-year", Unit.CENTS)
    year = sheet.found("year", _YEAR, _YEAR_HOW, benefit + execution)
    months = sheet.given("months", _MONTHS_OUT, asked.months, Unit.MONTHS)
    saved = sheet.found("saved", _SAVED, _SAVED_HOW, rounded(year * months, MONTHS))
    if asked.social:
        social = sheet.tariff("social-return-year", Unit.CENTS)
        added = sheet.found("social", _SOCIAL, _SOCIAL_HOW, rounded(social * months, MONTHS))
        saved = sheet.found("with-social", _WITH_SOCIAL, _WITH_SOCIAL_HOW, saved + added)
    cost = sheet.given("cost", _COST, asked.cost_cents, Unit.CENTS)
    sheet.found("balance", _BALANCE, _BALANCE_HOW, saved - cost)
    sheet.found("pays-back", _PAYS_BACK, _PAYS_BACK_HOW, -(-cost * MONTHS // year), Unit.MONTHS)
    return tuple(sheet.rows)


def row_of(rows: tuple[Row, ...], code: str) -> Row:
    """Return one row. Raises ``KeyError`` when it is not there."""
    found: Iterator[Row] = (row for row in rows if row.code == code)
    for row in found:
        return row
    raise KeyError(code)


_HOURS = Text("Uren per week", "Hours per week")
_MONTH = Text("Minimumloon per maand voor deze uren", "Minimum wage per month for these hours")
_MONTH_HOW = Text("uurloon × uren × 52 weken : 12", "hourly wage × hours × 52 weeks : 12")
_HOLIDAY = Text("Vakantiegeld per maand", "Holiday pay per month")
_HOLIDAY_HOW = Text("loon per maand × vakantiegeld", "wage per month × holiday pay")
_WHOLE_WAGE = Text("Minimumloon met vakantiegeld", "Minimum wage with holiday pay")
_WHOLE_HOW = Text("loon + vakantiegeld", "wage + holiday pay")
_WAGE_VALUE = Text("Loonwaarde", "Wage value")
_SHARE = Text("Deel dat de gemeente betaalt", "Part the municipality pays")
_SHARE_HOW = Text(
    "100 % − loonwaarde, en niet meer dan het hoogste deel",
    "100 % − wage value, and no more than the highest part",
)
_SUBSIDY = Text("Subsidie op het loon", "Subsidy on the wage")
_SUBSIDY_HOW = Text("minimumloon met vakantiegeld × deel", "minimum wage with holiday pay × part")
_SURCHARGE = Text("Opslag voor werkgeverslasten", "Surcharge for employer costs")
_SURCHARGE_HOW = Text("subsidie × opslag", "subsidy × surcharge")
_PER_MONTH = Text("Loonkostensubsidie per maand", "Wage-cost subsidy per month")
_PER_MONTH_HOW = Text("subsidie + opslag", "subsidy + surcharge")
_FLAT_TOTAL = Text("Hooguit over de hele duur", "At most over the whole duration")
_FLAT_TOTAL_HOW = Text("per maand × maanden", "per month × months")
_PER_YEAR = Text("Loonkostensubsidie per jaar", "Wage-cost subsidy per year")
_PER_YEAR_HOW = Text("per maand × 12", "per month × 12")
_HOURS_YEAR = Text("Uren per jaar", "Hours per year")
_HOURS_YEAR_HOW = Text("uren per week × 52", "hours per week × 52")
_COUNTED = Text("Bedrag voor deze uren", "Amount for these hours")
_COUNTED_HOW = Text("bedrag per uur × uren per jaar", "amount per hour × hours per year")
_BENEFIT_YEAR = Text("Loonkostenvoordeel per jaar", "Wage-cost benefit per year")
_BENEFIT_YEAR_HOW = Text(
    "het bedrag, en niet meer dan het hoogste bedrag", "the amount, and no more than the highest"
)
_BENEFIT_TOTAL = Text("Over de hele duur", "Over the whole duration")
_BENEFIT_TOTAL_HOW = Text("per jaar × maanden : 12", "per year × months : 12")
_WEEKS = Text("Weken begeleiding", "Weeks of guidance")
_WEEKS_COUNTED = Text("Weken die meetellen", "Weeks that count")
_WEEKS_COUNTED_HOW = Text("niet meer dan een heel jaar", "no more than a whole year")
_PLACE = Text("Hooguit voor deze plek", "At most for this place")
_PLACE_HOW = Text(
    "hoogste bedrag × weken die meetellen : weken in een heel jaar",
    "highest amount × weeks that count : weeks in a whole year",
)
_COACH = (
    Text("Uren jobcoach in jaar 1", "Job coach hours in year 1"),
    Text("Uren jobcoach in jaar 2", "Job coach hours in year 2"),
    Text("Uren jobcoach in jaar 3", "Job coach hours in year 3"),
)
_COACH_HOW = Text(
    "uren per jaar × deel; niets bij minder uren dan nodig",
    "hours per year × part; nothing with fewer hours than needed",
)
_COACH_TOTAL = Text("Uren jobcoach in drie jaar", "Job coach hours in three years")
_COACH_TOTAL_HOW = Text("de drie jaren samen", "the three years together")
_START = Text("Eerste dag", "First day")
_LAST_DAY = Text("Laatste dag", "Last day")
_LAST_DAY_HOW = Text(
    "eerste dag + gewone duur, min een dag", "first day + usual duration, less one day"
)
_LATEST_DAY = Text("Laatste dag met verlenging", "Last day with extension")
_LATEST_DAY_HOW = Text(
    "eerste dag + langste duur, min een dag", "first day + longest duration, less one day"
)
_YEAR = Text("Wat een jaar bijstand kost", "What a year of welfare costs")
_YEAR_HOW = Text("bijstand + uitvoering", "welfare + execution")
_MONTHS_OUT = Text("Maanden zonder uitkering", "Months without a benefit")
_SAVED = Text("Bespaard op uitkering en uitvoering", "Saved on benefit and execution")
_SAVED_HOW = Text("kosten per jaar × maanden : 12", "cost per year × months : 12")
_SOCIAL = Text("Opbrengst voor de samenleving", "Benefit for society")
_SOCIAL_HOW = Text("opbrengst per jaar × maanden : 12", "benefit per year × months : 12")
_WITH_SOCIAL = Text("Bespaard en opgebracht samen", "Saved and yielded together")
_WITH_SOCIAL_HOW = Text("besparing + opbrengst", "savings + benefit")
_COST = Text("Kosten van het traject", "Cost of the trajectory")
_BALANCE = Text("Wat er overblijft", "What remains")
_BALANCE_HOW = Text("bespaard − kosten", "saved − cost")
_PAYS_BACK = Text("Terugverdiend na maanden", "Earned back after months")
_PAYS_BACK_HOW = Text(
    "kosten : kosten van een maand bijstand, naar boven afgerond",
    "cost : cost of a month of welfare, rounded up",
)
