"""Calculations of the toolbox as rows people can read, with the amounts of a chosen day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.toolbox import sums
from voordeur.domain.toolbox.sums import Row, Unit
from voordeur.domain.toolbox.tariffs import NoTariffError, Tariffs
from voordeur.services.context import Context
from voordeur.services.register_words import Words, euros, words
from voordeur.services.toolbox_pages import TARIFF, tariffs

WAGE, BENEFIT, SAVINGS = "loonkostensubsidie", "loonkostenvoordeel", "kosten-en-baten"
LEARNING, COACH, TRIAL = "praktijkleren", "jobcoach", "proefplaatsing"
SUMS = (WAGE, BENEFIT, SAVINGS, LEARNING, COACH, TRIAL)
"""What can be worked out; each is the last part of its address."""
VERIFIED = KINDS[TARIFF].field("verified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is worked out: on which day, and what was filled in.

    Hours a week are in tenths; ``wage_value_permille`` None means the flat rate; ``sort`` is one
    of ``sums.BENEFITS``; ``cost_cents`` the cost of a trajectory.
    """

    day: date
    tenths_week: int = 0
    wage_value_permille: int | None = None
    sort: str = sums.BENEFITS[0]
    months: int = 12
    cost_cents: int = 0
    social: bool = False
    weeks: int = 0
    through_uwv: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """One row in words: what, how, how much, and where the amount stands, since when."""

    code: str
    label: str
    formula: str
    value: str
    source: str
    since: date | None
    remark: str
    unverified: str
    """Words when the amount was not (wholly) checked; '' when it was, or follows from others."""
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SumPage:
    """A calculation: its rows, the last of which is the outcome; or the amount that is missing."""

    rows: tuple[SumLine, ...]
    missing: str = ""


def work_out(context: Context, *, name: str, asked: Asked) -> SumPage:
    """Return a calculation of :data:`SUMS` row by row (one query).

    On a day without one of the amounts there are no rows and ``missing`` names it.
    """
    known = tariffs(context)
    said = words(context, {})
    try:
        rows = _rows(known, name, asked)
    except NoTariffError as gap:
        return SumPage(rows=(), missing=said.say(known[gap.code].title))
    lines = tuple(_line(said, one, last=one is rows[-1]) for one in rows)
    return SumPage(rows=lines)


def source_of(said: Words, row: Row) -> str:
    """Return where the tariff of a row stands, in words; '' for what follows from others."""
    if row.tariff is None:
        return ""
    document = said.document(row.tariff.source.document)
    section = row.tariff.source.section
    return f"{document}, {section}" if section else document


def _rows(known: Tariffs, name: str, asked: Asked) -> tuple[Row, ...]:
    day, tenths = asked.day, asked.tenths_week
    match name:
        case "loonkostensubsidie":
            cost = sums.WageCost(tenths_week=tenths, wage_value_permille=asked.wage_value_permille)
            return sums.wage_cost_subsidy(known, day, cost)
        case "loonkostenvoordeel":
            return sums.wage_cost_benefit(known, day, sort=asked.sort, tenths_week=tenths)
        case "kosten-en-baten":
            savings = sums.Savings(
                months=asked.months, cost_cents=asked.cost_cents, social=asked.social
            )
            return sums.costs_and_benefits(known, day, savings)
        case "praktijkleren":
            return sums.practical_learning(known, day, weeks=asked.weeks)
        case "jobcoach":
            return sums.job_coach(known, day, tenths_week=tenths)
        case _:
            return sums.trial_placement(known, day, through_uwv=asked.through_uwv)


def _line(said: Words, row: Row, *, last: bool) -> SumLine:
    tariff = row.tariff
    checked = tariff is None or tariff.verified == "verified"
    return SumLine(
        code=row.code,
        label=said.say(row.label),
        formula=said.say(row.formula),
        value=_value(said, row),
        source=source_of(said, row),
        since=row.since,
        remark=said.say(row.remark),
        unverified="" if checked or tariff is None else said.choice(VERIFIED, tariff.verified),
        last=last,
    )


def _value(said: Words, row: Row) -> str:
    match row.unit:
        case Unit.CENTS:
            sign = "− " if row.value < 0 else ""
            return sign + euros(abs(row.value), said.language)
        case Unit.PERMILLE:
            return f"{_tenths(said, row.value)} %"
        case Unit.TENTHS:
            return _("%(hours)s uur") % {"hours": _tenths(said, row.value)}
        case Unit.MONTHS:
            return ngettext("%(count)d maand", "%(count)d maanden", row.value) % {
                "count": row.value
            }
        case Unit.WEEKS:
            return ngettext("%(count)d week", "%(count)d weken", row.value) % {"count": row.value}
        case Unit.DAY:
            return said.day(date.fromordinal(row.value).isoformat())


def _tenths(said: Words, tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    mark = "." if said.language == "en" else ","
    return f"{whole}{mark}{rest}" if rest else str(whole)
