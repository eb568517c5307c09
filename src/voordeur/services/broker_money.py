"""What there is to divide: sources with their terms, purses with free money, policy and prices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from voordeur.domain.funding.broker_rules import Policy, Terms, policy_on, read_terms
from voordeur.domain.register.entry import Entry
from voordeur.records.funding.models import PriceRecord
from voordeur.records.money.models import BudgetRecord
from voordeur.services import register
from voordeur.services.context import Context

KINDS = ("funding_source", "instrument", "money_policy", "budget", "characteristic")
FOR_PEOPLE = "work"
"""The sort of budget that pays steps of people; staff, reserve and national packages do not."""
PRICES_HOLD_DAYS = 3
"""Prices older than this say nothing any more; then the plain order of paying holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """One budget that can pay steps: its period, what it holds and what is free, in cents."""

    code: str
    source: str
    owner: str
    start: date
    end: date
    allotted_cents: int
    free_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Everything the broker divides, as it stands on a day."""

    day: date
    terms: Mapping[str, Terms]
    purses: tuple[Purse, ...]
    policy: Policy
    instruments: Mapping[str, Entry]
    policies: Mapping[str, Entry]
    characteristics: Mapping[str, Entry]
    words: Mapping[str, str]
    """Per source the word that stands where an amount would, when there is no amount."""
    prices: Mapping[str, int]

    def purses_of(self, source: str) -> tuple[Purse, ...]:
        """Return the purses of a source that do not have a day in common, the first ending first.

        Of two at once nobody could tell which pays; the one that ends first is taken.
        """
        found: list[Purse] = []
        for one in sorted(self.purses, key=lambda purse: (purse.end, purse.code)):
            if one.source == source and all(one.start >= held.end for held in found):
                found.append(one)
        return tuple(found)

    def purse(self, code: str) -> Purse | None:
        """Return one purse, or None."""
        return next((one for one in self.purses if one.code == code), None)

    def paying_sources(self, instrument: str) -> tuple[str, ...]:
        """Return which sources an instrument may be paid from; none named means any."""
        entry = self.instruments.get(instrument)
        return entry.codes("sources") if entry is not None else ()


def money_on(context: Context) -> Money:
    """Return what there is to divide today (three queries)."""
    found = register.entries_of(context, KINDS)
    today = context.today
    sources = _of(found, "funding_source")
    rows = BudgetRecord.objects.filter(sort=FOR_PEOPLE, end_date__gt=today).order_by("code")
    return Money(
        day=today,
        terms={code: read_terms(one) for code, one in sources.items() if today in one.valid},
        purses=tuple(_purse(row) for row in rows),
        policy=policy_on(_of(found, "money_policy"), today),
        instruments=_of(found, "instrument"),
        policies=_of(found, "money_policy"),
        characteristics=_of(found, "characteristic"),
        words=_words(_of(found, "budget").values(), today),
        prices=_prices(today),
    )


def _of(found: Mapping[tuple[str, str], Entry], kind: str) -> dict[str, Entry]:
    return {code: one for (held, code), one in found.items() if held == kind}


def _purse(row: BudgetRecord) -> Purse:
    return Purse(
        code=row.code,
        source=row.source,
        owner=row.owner_id,
        start=row.start_date,
        end=row.end_date,
        allotted_cents=row.allotted_cents,
        free_cents=row.available_cents,
    )


def _words(budgets: Iterable[Entry], today: date) -> dict[str, str]:
    """Return the word of each source that has no amount today."""
    found: dict[str, str] = {}
    for one in budgets:
        runs = one.line("from") <= today.isoformat() < (one.line("until") or "9999")
        value = one.values.get("amount")
        if runs and isinstance(value, str):
            found[one.line("source_code")] = value
    return found


def _prices(today: date) -> dict[str, int]:
    rows = PriceRecord.objects.filter(
        day__gt=today - timedelta(days=PRICES_HOLD_DAYS), day__lte=today
    )
    newest = rows.order_by("-day").values_list("day", flat=True)[:1]
    found = rows.filter(day=newest, permille__gt=0)
    return dict(found.order_by("source").values_list("source", "permille"))
