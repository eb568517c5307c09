"""Local money: what municipalities put beside regional money, what it carries, and opening more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from voordeur.domain.funding.ledger import Balance
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import LONGEST_CODE, Entry
from voordeur.domain.register.fields import Value
from voordeur.records.money.models import BudgetRecord
from voordeur.services import budgets, ledger, register, register_acts, register_choices
from voordeur.services.context import Context
from voordeur.services.money_pages import Found, require_money_reader
from voordeur.services.offices import CONTROLLER, holds_office
from voordeur.services.project_money import Division, division, of_kind
from voordeur.services.region import current_region
from voordeur.services.register_acts import Change, Recorded, Rejected
from voordeur.services.register_words import Words, words

READ = ("funding_source", "budget", "project_funding", "action", "local_line")
LOCAL, NATIONAL = "local", "national"
WHO = "benefit"
"""The fact by which local money says for whom it is."""
LAST_IN_ORDER = 70
"""Its place in the order of paying, which decides between sources of the same price."""
ROOM_FOR_NUMBER = 10


@dataclass(frozen=True, slots=True)
class FundBudget:
    """What a fund has in a period: an amount or a word, and the balance once it is open."""

    code: str
    title: str
    amount: str
    balance: Balance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """Money of a municipality: what it is for, for whom, what it has, and what it carries."""

    code: str
    title: str
    owner: str
    purpose: str
    who: tuple[str, ...]
    """Benefits of the people it is for, as they are asked; empty when the rule is another one."""
    budgets: tuple[FundBudget, ...]
    carries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """Local actions with the money that carries them."""

    actions: tuple[str, ...]
    division: Division


@dataclass(frozen=True, slots=True)
class National:
    """A national package: its whole amount is not the region's."""

    code: str
    title: str
    purpose: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalMoney:
    """Local money of one municipality, or of all for who works for the region."""

    municipality: str
    """Name of the own municipality; empty for who sees all."""
    funds: tuple[Fund, ...]
    carried: tuple[Carried, ...]
    national: tuple[National, ...]
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFund:
    """Local money to open: name, purpose, for whom (values of the fact), amount and period."""

    title: str
    purpose: str
    who: tuple[str, ...]
    amount_cents: int
    start: date
    end: date
    """The first day it may no longer be spent."""
    max_person_cents: int | None = None


def local_money(context: Context) -> LocalMoney:
    """Return local money: who works for one municipality sees that of the own municipality.

    Raises ``RefusedError`` (NOT_FOUND) for who may not read about money.
    """
    require_money_reader(context)
    found = register.entries_of(context, READ)
    said = words(context, found)
    own = register.own_municipality(context)
    held = {row.code: row for row in BudgetRecord.objects.all()}
    sources = [
        one
        for one in of_kind(found, "funding_source")
        if one.line("scale") == LOCAL and (not own or one.line("owner") == context.organisation)
    ]
    divisions = [one for one in of_kind(found, "project_funding") if one.line("sort") == LOCAL]
    mine = [_own_part(one, context.organisation, own) for one in divisions]
    return LocalMoney(
        municipality=said.organisation(context.organisation) if own else "",
        funds=tuple(_fund(said, found, held, one) for one in sources),
        carried=tuple(Carried(_actions(said, one), division(said, one)) for one in mine if one),
        national=_national(said, found),
        may_open=bool(may_open_local_money(context)),
    )


def may_open_local_money(context: Context) -> Verdict:
    """Judge opening local money: the controller of a municipality, for that municipality."""
    if not holds_office(context, CONTROLLER):
        return Refusal(Reason.NOT_FOUND)
    if not register.own_municipality(context):
        return Refusal(Reason.ROLE_DOES_NOT_ALLOW)
    return ALLOWED


def people_to_choose() -> tuple[tuple[str, str, str], ...]:
    """Return for whom local money can be: code, Dutch and English, from the facts of the region."""
    fact = current_region().facts.get(WHO)
    return tuple((one.code, one.label.nl, one.label.en) for one in (fact.values if fact else ()))


def open_local_money(context: Context, *, fund: NewFund) -> str:
    """Open money of the own municipality for people whom national schemes do not help.

    It becomes a source with its rule, a budget, and a purse with the money in it: three acts that
    happen together or not at all. From then on the broker can propose it. Returns the code of the
    budget. Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, AMOUNT_NOT_POSITIVE,
    DAYS_OUT_OF_ORDER, DATE_IN_THE_PAST, INVALID_INPUT when the register does not take it.
    """
    require(may_open_local_money(context))
    _require_whole(context, fund)
    place = register.own_municipality(context)
    wished = f"{place}-{slugify(fund.title)}"[: LONGEST_CODE - ROOM_FOR_NUMBER].strip("-")
    with transaction.atomic():
        source = register_choices.free_code(context, kind=KINDS["funding_source"], wished=wished)
        budget = register_choices.free_code(context, kind=KINDS["budget"], wished=wished)
        _keep(context, "funding_source", _source_of(context, fund, source, place))
        _keep(context, "budget", _budget_of(fund, budget, source))
        budgets.open_budget(context, code=budget)
    return budget


def _require_whole(context: Context, fund: NewFund) -> None:
    if fund.amount_cents <= 0:
        raise RefusedError(Refusal(Reason.AMOUNT_NOT_POSITIVE, {"field": "amount"}))
    if fund.max_person_cents is not None and fund.max_person_cents <= 0:
        raise RefusedError(Refusal(Reason.AMOUNT_NOT_POSITIVE, {"field": "max_person"}))
    if fund.end <= fund.start:
        raise RefusedError(Refusal(Reason.DAYS_OUT_OF_ORDER, {"field": "last_day"}))
    if fund.end <= context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST, {"field": "last_day"}))
    known = {code for code, _nl, _en in people_to_choose()}
    if not fund.who or not known.issuperset(fund.who):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "who"}))


def _keep(context: Context, kind: str, data: Mapping[str, Value]) -> None:
    match register_acts.record_entry(context, change=Change(kind=kind, data=data, reason="")):
        case Recorded():
            return
        case Rejected(problems):
            where = str(problems[0].path[0]) if problems and problems[0].path else ""
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": where}))


def _source_of(context: Context, fund: NewFund, code: str, place: str) -> dict[str, Value]:
    ceiling = {} if fund.max_person_cents is None else {"max_person": fund.max_person_cents}
    return {
        "code": code,
        "title": {"nl": fund.title},
        "owner": context.organisation,
        "cashier": context.organisation,
        "origin": LOCAL,
        "sort": "public",
        "scale": LOCAL,
        "lasting": "incidental",
        "ends_on": fund.end.isoformat(),
        "purpose": {"nl": fund.purpose},
        "when": f"{WHO}: {', '.join(fund.who)}",
        "municipalities": [place],
        "needs_consent": True,
        "order": LAST_IN_ORDER,
        **ceiling,
    }


def _budget_of(fund: NewFund, code: str, source: str) -> dict[str, Value]:
    return {
        "code": code,
        "title": {"nl": fund.title},
        "source_code": source,
        "sort": "work",
        "from": fund.start.isoformat(),
        "until": fund.end.isoformat(),
        "amount": fund.amount_cents,
    }


def _fund(said: Words, found: Found, held: Mapping[str, BudgetRecord], one: Entry) -> Fund:
    mine = [budget for budget in of_kind(found, "budget") if budget.line("source_code") == one.code]
    return Fund(
        code=one.code,
        title=said.title(one),
        owner=said.organisation(one.line("owner")),
        purpose=said.say(one.text("purpose")),
        who=_who(said, one.line("when")),
        budgets=tuple(
            FundBudget(
                budget.code,
                said.title(budget),
                said.amount(budget.values["amount"]),
                ledger.balance_of(held[budget.code]) if budget.code in held else None,
            )
            for budget in mine
        ),
        carries=tuple(
            dict.fromkeys(
                name
                for other in of_kind(found, "project_funding")
                if any(row.get("source_code") == one.code for row in other.rows("parts"))
                for name in _actions(said, other)
            )
        ),
    )


def _who(said: Words, rule: str) -> tuple[str, ...]:
    """Return the people of a rule that is one line on the benefit; other rules stay rules."""
    lines = [line for line in rule.splitlines() if line.strip()]
    if len(lines) != 1 or not lines[0].startswith(f"{WHO}:"):
        return ()
    fact = said.region.facts.get(WHO)
    labels = {one.code: said.say(one.label) for one in (fact.values if fact else ())}
    codes = (code.strip() for code in lines[0].partition(":")[2].split(","))
    return tuple(labels.get(code, code) for code in codes)


def _actions(said: Words, one: Entry) -> tuple[str, ...]:
    named = (
        *said.named("action", one.codes("actions")),
        *said.named("local_line", one.codes("local_lines")),
    )
    return tuple(each.name for each in named)


def _own_part(one: Entry, organisation: str, place: str) -> Entry | None:
    """Return a division with the parts that concern a municipality; None when none does."""
    if not place:
        return one
    rows = [row for row in one.rows("parts") if _concerns(row, organisation, place)]
    if not rows:
        return None
    values = {**one.values, "parts": [dict(row) for row in rows]}
    return Entry(kind=one.kind, code=one.code, title=one.title, source=one.source, values=values)


def _concerns(row: Mapping[str, Value], organisation: str, place: str) -> bool:
    """Tell whether a part is of this municipality, runs for it, or is the State's."""
    named, through = row.get("organisation"), row.get("through")
    if named:
        return named == organisation
    if not isinstance(through, list):
        return True
    return any(place in _places(str(code)) for code in through)


def _places(code: str) -> Iterable[str]:
    organisation = current_region().organisations.get(code)
    return organisation.municipalities if organisation is not None else ()


def _national(said: Words, found: Found) -> tuple[National, ...]:
    rows = [one for one in of_kind(found, "budget") if one.line("sort") == NATIONAL]
    sources = {code: one for (kind, code), one in found.items() if kind == "funding_source"}
    return tuple(
        National(
            code=one.code,
            title=said.title(one),
            purpose=said.say(sources[one.line("source_code")].text("purpose")),
            amount=said.amount(one.values["amount"]),
        )
        for one in rows
    )
