"""Payments as the bank wrote them, laid beside the invoices: one payment, one invoice, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from voordeur.domain.funding.bank import (
    NEEDED,
    BadLine,
    BankLine,
    Match,
    NoMatch,
    OpenInvoice,
    columns_of,
    match,
    read_lines,
)
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.money.models import InvoiceRecord, PaymentRecord
from voordeur.records.references import new_reference
from voordeur.services import invoices
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.import_columns import day_of
from voordeur.services.offices import BACK_OFFICE, require_office
from voordeur.services.ports import TableProblem, ports

OPEN, MATCHED, ASIDE = "open", "matched", "aside"
MOST_ROWS, MOST_BYTES, MOST_SHOWN = 5_000, 10_000_000, 200
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought: new payments, ones that were known, and lines that were left out."""

    new: int
    known: int
    bad: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True)
class MissingColumns:
    """A table in which needed columns have no head we know, with the heads it has."""

    missing: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceChoice:
    """An invoice a payment may belong to; ``paid`` when only the payment itself is missing."""

    ref: str
    supplier: str
    number: str
    amount_cents: int
    paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """A payment that waits: the invoice it fits, or why none fits by itself."""

    ref: str
    day: date
    amount_cents: int
    text: str
    invoice: InvoiceChoice | None
    problem: NoMatch | None
    near: InvoiceChoice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """A payment that was matched or put aside."""

    day: date
    amount_cents: int
    text: str
    state: str
    invoice: str
    note: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsPage:
    """Payments that wait, invoices that wait for a payment, and what was settled last."""

    waiting: tuple[PaymentLine, ...]
    more: int
    invoices: tuple[InvoiceChoice, ...]
    settled: tuple[SettledLine, ...]

    @property
    def fitting(self) -> int:
        """How many payments fit one invoice to the cent."""
        return sum(one.invoice is not None for one in self.waiting)


def import_payments(
    context: Context, *, content: bytes
) -> Imported | TableProblem | MissingColumns:
    """Take the payments of a CSV or XLSX file in; nothing is paid yet.

    A line that came in before changes nothing. Raises ``RefusedError``: NOT_FOUND outside the back
    office, TOO_LARGE.
    """
    require_office(context, BACK_OFFICE)
    if len(content) > MOST_BYTES:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_BYTES)}))
    table = ports().tables.read(content, most_rows=MOST_ROWS)
    if isinstance(table, TableProblem):
        return table
    places = columns_of(table.columns)
    missing = tuple(name for name in NEEDED if name not in places)
    if missing:
        return MissingColumns(missing, table.columns)
    good, bad = read_lines(places, table.rows, day_of=day_of)
    with acting(context) as act:
        new = _written(context, good)
        told = {"new": new, "known": len(good) - new, "left_out": len(bad)}
        act.record("PaymentsImported", payload=told)
    return Imported(new, len(good) - new, bad)


def match_payment(context: Context, *, payment: str, invoice: str) -> None:
    """Lay a payment beside an invoice; one that was not paid in Voordeur yet is paid by it.

    Raises ``RefusedError``: NOT_FOUND, CHANGED_MEANWHILE when one of them is settled already,
    INVALID_INPUT when the amounts differ, ABOVE_COMMITTED.
    """
    require_office(context, BACK_OFFICE)
    with acting(context) as act:
        row = _waiting(payment)
        found = InvoiceRecord.objects.select_for_update(no_key=True).filter(ref=invoice).first()
        if found is None or found.state == invoices.REJECTED:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        if PaymentRecord.objects.filter(invoice=found).exists():
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        if found.amount_cents != row.amount_cents:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "amount"}))
        told: dict[str, object] = {"payment": row.ref, "invoice": found.ref}
        if found.state == invoices.REGISTERED:
            told |= invoices.pay_within(context, found.ref)
        row.invoice = found
        _settle(context, row, MATCHED)
        act.record("PaymentMatched", payload=told)


def match_all(context: Context) -> int:
    """Match every payment that fits one invoice to the cent; returns how many.

    Each is an act of its own: one that no longer fits is left, and the rest goes on.
    """
    done = 0
    for one in payments(context).waiting:
        if one.invoice is None:
            continue
        try:
            match_payment(context, payment=one.ref, invoice=one.invoice.ref)
        except RefusedError:
            continue
        done += 1
    return done


def put_aside(context: Context, *, payment: str, reason: str) -> None:
    """Put a payment aside that belongs to no invoice here. Raises REASON_NEEDED, NOT_FOUND, …."""
    require_office(context, BACK_OFFICE)
    if not reason.strip() or len(reason) > LONGEST_NOTE:
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = _waiting(payment)
        row.note = reason.strip()
        _settle(context, row, ASIDE)
        act.record("PaymentPutAside", payload={"payment": row.ref})


def payments(context: Context) -> PaymentsPage:
    """Return what waits and what was settled (four queries). Raises NOT_FOUND for others."""
    require_office(context, BACK_OFFICE)
    rows = InvoiceRecord.objects.exclude(state=invoices.REJECTED).filter(payment=None)
    choices = {one.ref: _choice(one) for one in rows.order_by("day", "id")}
    opens = [OpenInvoice(one.ref, one.number_key, one.amount_cents) for one in rows]
    waiting = PaymentRecord.objects.filter(state=OPEN).order_by("day", "id")
    held = list(waiting[: MOST_SHOWN + 1])
    settled = PaymentRecord.objects.exclude(state=OPEN).select_related("invoice")
    return PaymentsPage(
        waiting=tuple(_line(one, match(_bank(one), opens), choices) for one in held[:MOST_SHOWN]),
        more=max(0, len(held) - MOST_SHOWN),
        invoices=tuple(choices.values()),
        settled=tuple(map(_settled, settled.order_by("-settled_at", "-id")[:MOST_SHOWN])),
    )


def _written(context: Context, lines: Iterable[BankLine]) -> int:
    held = list(lines)
    known = set(
        PaymentRecord.objects.filter(key__in=[one.key for one in held]).values_list(
            "key", flat=True
        )
    )
    new = 0
    for one in held:
        if one.key in known:
            continue
        row = PaymentRecord(
            ref=new_reference(),
            key=one.key,
            day=one.day,
            amount_cents=one.amount_cents,
            text=one.text,
            imported_at=context.now,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # another import of the same file was just before
            continue
        new += 1
    return new


def _waiting(ref: str) -> PaymentRecord:
    row = PaymentRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if row.state != OPEN:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    return row


def _settle(context: Context, row: PaymentRecord, state: str) -> None:
    row.state, row.settled_at, row.settled_by_id = state, context.now, context.account_id
    row.save(update_fields=["state", "invoice", "note", "settled_at", "settled_by"])


def _bank(row: PaymentRecord) -> BankLine:
    return BankLine(row.key, row.day, row.amount_cents, row.text)


def _choice(row: InvoiceRecord) -> InvoiceChoice:
    return InvoiceChoice(
        ref=row.ref,
        supplier=row.supplier,
        number=row.number,
        amount_cents=row.amount_cents,
        paid=row.state == invoices.PAID,
    )


def _line(row: PaymentRecord, found: Match, choices: dict[str, InvoiceChoice]) -> PaymentLine:
    return PaymentLine(
        ref=row.ref,
        day=row.day,
        amount_cents=row.amount_cents,
        text=row.text,
        invoice=choices.get(found.invoice),
        problem=found.problem,
        near=choices.get(found.other),
    )


def _settled(row: PaymentRecord) -> SettledLine:
    return SettledLine(
        day=row.day,
        amount_cents=row.amount_cents,
        text=row.text,
        state=row.state,
        invoice=f"{row.invoice.supplier}, {row.invoice.number}" if row.invoice else "",
        note=row.note,
        settled_at=row.settled_at,
    )
