"""Lines of a payment file of a bank or a ledger: read, named once, and matched to an invoice."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from voordeur.domain.register.amounts import read_cents

LONGEST_TEXT = 140
HEADS: Mapping[str, tuple[str, ...]] = {
    "day": ("datum", "boekdatum", "boekingsdatum", "transactiedatum", "date", "booking date"),
    "amount": ("bedrag", "bedrag (eur)", "bedrag in euro", "transactiebedrag", "amount"),
    "text": ("omschrijving", "mededelingen", "mededeling", "factuur", "factuurnummer",
             "kenmerk", "betalingskenmerk", "description", "remittance information"),
    "party": ("naam", "naam tegenpartij", "tegenpartij", "leverancier", "naam / omschrijving",
              "crediteur", "counterparty", "name"),
    "reference": ("transactiereferentie", "volgnr", "volgnummer", "boekstuk", "boekingsnummer",
                  "transactie-id", "reference", "transaction id"),
    "sign": ("af bij", "af/bij", "debet/credit", "d/c", "credit/debit", "bij/af"),
}  # fmt: skip
"""Heads of columns that mean something, in small letters."""
NEEDED = ("day", "amount", "text")
INCOMING = frozenset({"bij", "credit", "c", "cr", "+"})
OUTGOING = frozenset({"af", "debet", "debit", "d", "db", "-"})


class LineProblem(StrEnum):
    """Why a line cannot be taken in."""

    NO_DAY = "no_day"
    NO_AMOUNT = "no_amount"
    INCOMING = "incoming"


class NoMatch(StrEnum):
    """Why a payment fits no invoice by itself."""

    NO_INVOICE = "no_invoice"
    OTHER_AMOUNT = "other_amount"
    MORE_THAN_ONE = "more_than_one"


@dataclass(frozen=True, slots=True)
class BankLine:
    """One payment: ``key`` names it for ever, so that it comes in once."""

    key: str
    day: date
    amount_cents: int
    text: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was left out: its number in the file (heads are line 1), why, and what stood."""

    number: int
    problem: LineProblem
    said: str


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that waits for its payment; ``number`` in small letters without spaces."""

    ref: str
    number: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Match:
    """The one invoice a payment belongs to, or why there is none; ``other`` is a near one."""

    invoice: str = ""
    problem: NoMatch | None = None
    other: str = ""


class DayReader(Protocol):
    """Reads a day as people write it; None when it is none."""

    def __call__(self, text: str, /) -> date | None:
        """Return the day."""


def columns_of(heads: Sequence[str]) -> Mapping[str, int]:
    """Return the place of each column that means something; NEEDED ones may be missing."""
    known = [" ".join(head.casefold().split()) for head in heads]
    return {
        name: known.index(head)
        for name, means in HEADS.items()
        for head in [next((one for one in means if one in known), "")]
        if head
    }


def read_lines(
    places: Mapping[str, int],
    rows: Iterable[Sequence[str]],
    *,
    day_of: DayReader,
) -> tuple[tuple[BankLine, ...], tuple[BadLine, ...]]:
    """Return the payments in a table, and the lines that were left out with the reason.

    Money that came in is no payment: told by a column of signs, or, where amounts below zero
    occur, by an amount above it. ``day_of`` reads a day as people write it.
    """
    held = list(rows)
    signed = any(_cell(row, places, "amount").lstrip("€ ").startswith("-") for row in held)
    seen: Counter[str] = Counter()
    good: list[BankLine] = []
    bad: list[BadLine] = []
    for number, row in enumerate(held, start=2):
        found = _line(places, row, day_of=day_of, signed=signed)
        if isinstance(found, BankLine):
            seen[found.key] += 1
            good.append(_numbered(found, seen[found.key]))
        else:
            said = _cell(row, places, "day" if found is LineProblem.NO_DAY else "amount")
            bad.append(BadLine(number, found, said[:LONGEST_TEXT]))
    return tuple(good), tuple(bad)


def match(line: BankLine, invoices: Iterable[OpenInvoice]) -> Match:
    """Return the invoice whose number stands in a payment, with the same amount."""
    named = [one for one in invoices if _names(line.text, one.number)]
    same = [one for one in named if one.amount_cents == line.amount_cents]
    if len(same) == 1:
        return Match(invoice=same[0].ref)
    if same:
        return Match(problem=NoMatch.MORE_THAN_ONE)
    if named:
        return Match(problem=NoMatch.OTHER_AMOUNT, other=named[0].ref)
    return Match(problem=NoMatch.NO_INVOICE)


def _line(
    places: Mapping[str, int], row: Sequence[str], *, day_of: DayReader, signed: bool
) -> BankLine | LineProblem:
    day = day_of(_cell(row, places, "day"))
    if day is None:
        return LineProblem.NO_DAY
    written = "".join(_cell(row, places, "amount").replace("€", "").split())
    cents = read_cents(written.lstrip("+-"))
    if not cents:
        return LineProblem.NO_AMOUNT
    sign = _cell(row, places, "sign").casefold()
    if sign in INCOMING or (sign not in OUTGOING and signed and not written.startswith("-")):
        return LineProblem.INCOMING
    text = " ".join(f"{_cell(row, places, 'party')} {_cell(row, places, 'text')}".split())
    reference = _cell(row, places, "reference")
    said = f"{reference}|{day.isoformat()}|{cents}|{text}"
    return BankLine(hashlib.sha256(said.encode()).hexdigest(), day, cents, text[:LONGEST_TEXT])


def _numbered(line: BankLine, times: int) -> BankLine:
    """Give the second line that is the same in one file a name of its own, and so on."""
    if times == 1:
        return line
    key = hashlib.sha256(f"{line.key}|{times}".encode()).hexdigest()
    return BankLine(key, line.day, line.amount_cents, line.text)


def _names(text: str, number: str) -> bool:
    """Tell whether an invoice number stands in a text as a word of its own."""
    if not number:
        return False
    pattern = rf"(?<![0-9a-z]){re.escape(number)}(?![0-9a-z])"
    plain = text.casefold()
    return any(re.search(pattern, said) for said in (plain, plain.replace(" ", "")))


def _cell(row: Sequence[str], places: Mapping[str, int], name: str) -> str:
    place = places.get(name)
    return row[place].strip() if place is not None and place < len(row) else ""
