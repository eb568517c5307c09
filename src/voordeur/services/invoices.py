"""Invoices for ordered steps: registered once, paid once from what was committed, or rejected."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.money.models import CostRecord, InvoiceRecord
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import ledger
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.ledger import ClaimLine
from voordeur.services.offices import BACK_OFFICE, require_office

REGISTERED, PAID, REJECTED = "registered", "paid", "rejected"
ORDERED = ("ordered", "running", "finished")
LONGEST_SUPPLIER, LONGEST_NUMBER, LONGEST_NOTE = 120, 40, 1_000
MOST_LINES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoice:
    """An invoice as it came in; ``step`` is the reference that stands on the order."""

    step: str
    supplier: str
    number: str
    day: date
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """An invoice in the queue: which step, from whom, how much, and how it stands."""

    ref: str
    step: str
    supplier: str
    number: str
    day: date
    amount_cents: int
    state: str
    note: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Invoices to pay, oldest first, and those settled, newest first."""

    waiting: tuple[InvoiceLine, ...]
    settled: tuple[InvoiceLine, ...]


def register_invoice(context: Context, *, invoice: NewInvoice) -> str:
    """Take an invoice in; returns its reference.

    Raises ``RefusedError``: NOT_FOUND outside the back office, INVALID_INPUT with the field,
    DATE_IN_THE_FUTURE, AMOUNT_NOT_POSITIVE, INVOICE_KNOWN for the same number of the same
    supplier, STEP_NOT_IN_STATE before an order.
    """
    require_office(context, BACK_OFFICE)
    _require_sound(context, invoice)
    with acting(context) as act:
        step = _step(invoice.step)
        row = InvoiceRecord(
            ref=new_reference(),
            step=step,
            supplier=invoice.supplier.strip(),
            supplier_key=_key(invoice.supplier),
            number=invoice.number.strip(),
            number_key=_key(invoice.number),
            day=invoice.day,
            amount_cents=invoice.amount_cents,
            registered_at=context.now,
            registered_by_id=context.account_id,
        )
        known = InvoiceRecord.objects.filter(
            supplier_key=row.supplier_key, number_key=row.number_key
        )
        if known.exists():
            raise RefusedError(Refusal(Reason.INVOICE_KNOWN))
        try:
            row.save(force_insert=True)
        except IntegrityError as twice:
            raise RefusedError(Refusal(Reason.INVOICE_KNOWN)) from twice
        act.record("InvoiceRegistered", payload=_told(row))
    return row.ref


def pay_invoice(context: Context, *, ref: str) -> None:
    """Pay an invoice from what is committed for its step, claim by claim in order.

    Raises ``RefusedError``: NOT_FOUND, INVOICE_KNOWN when it was settled, ABOVE_COMMITTED.
    """
    require_office(context, BACK_OFFICE)
    with acting(context) as act:
        act.record("InvoicePaid", payload=pay_within(context, ref))


def pay_within(context: Context, ref: str) -> dict[str, object]:
    """Pay an invoice inside the caller's act; returns what its event must tell."""
    row = _waiting(ref)
    cost = CostRecord.objects.filter(step=row.step).first()
    claims = ledger.claims_of_cost(cost.pk) if cost else ()
    postings = _parts(claims, row.amount_cents)
    told = ledger.post(context, postings=postings, decision=row.ref, key=f"pay:{row.ref}")
    _settle(context, row, PAID)
    return {**_told(row), "postings": told}


def reject_invoice(context: Context, *, ref: str, reason: str) -> None:
    """Send an invoice back, with the reason. Raises REASON_NEEDED, NOT_FOUND, INVOICE_KNOWN."""
    require_office(context, BACK_OFFICE)
    if not reason.strip() or len(reason) > LONGEST_NOTE:
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = _waiting(ref)
        row.note = reason.strip()
        _settle(context, row, REJECTED)
        act.record("InvoiceRejected", payload=_told(row))


def invoices(context: Context) -> InvoicePage:
    """Return the queue of invoices (two queries). Raises NOT_FOUND outside the back office."""
    require_office(context, BACK_OFFICE)
    rows = InvoiceRecord.objects.select_related("step")
    waiting = rows.filter(state=REGISTERED).order_by("day", "id")[:MOST_LINES]
    settled = rows.exclude(state=REGISTERED).order_by("-settled_at", "-id")[:MOST_LINES]
    return InvoicePage(tuple(map(_line, waiting)), tuple(map(_line, settled)))


def _parts(claims: tuple[ClaimLine, ...], amount_cents: int) -> list[Posting]:
    left, postings = amount_cents, []
    for one in claims:
        part = min(left, one.balance.committed_cents)
        if part:
            postings.append(Posting(Movement.PAY, one.budget, part, one.ref))
            left -= part
    if left:
        facts = {"left_cents": str(amount_cents - left), "asked_cents": str(amount_cents)}
        raise RefusedError(Refusal(Reason.ABOVE_COMMITTED, facts))
    return postings


def _require_sound(context: Context, invoice: NewInvoice) -> None:
    for field, said, longest in (
        ("supplier", invoice.supplier, LONGEST_SUPPLIER),
        ("number", invoice.number, LONGEST_NUMBER),
    ):
        if not said.strip() or len(said.strip()) > longest:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
    if invoice.day > context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_FUTURE, {"field": "day"}))
    if invoice.amount_cents <= 0:
        raise RefusedError(Refusal(Reason.AMOUNT_NOT_POSITIVE))


def _step(ref: str) -> TrajectoryStepRecord:
    found = TrajectoryStepRecord.objects.filter(ref=ref.strip().upper()).first()
    if found is None:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "step"}))
    if found.state not in ORDERED:
        raise RefusedError(Refusal(Reason.STEP_NOT_IN_STATE, {"state": found.state}))
    return found


def _waiting(ref: str) -> InvoiceRecord:
    rows = InvoiceRecord.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("step").filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if row.state != REGISTERED:
        raise RefusedError(Refusal(Reason.INVOICE_KNOWN))
    return row


def _settle(context: Context, row: InvoiceRecord, state: str) -> None:
    row.state, row.settled_at, row.settled_by_id = state, context.now, context.account_id
    row.save(update_fields=["state", "note", "settled_at", "settled_by"])


def _told(row: InvoiceRecord) -> dict[str, object]:
    return {
        "invoice": row.ref,
        "step": row.step.ref,
        "amount_cents": row.amount_cents,
        "instrument": row.step.instrument,
    }


def _key(said: str) -> str:
    return "".join(said.split()).casefold()


def _line(row: InvoiceRecord) -> InvoiceLine:
    return InvoiceLine(
        ref=row.ref,
        step=row.step.ref,
        supplier=row.supplier,
        number=row.number,
        day=row.day,
        amount_cents=row.amount_cents,
        state=row.state,
        note=row.note,
        settled_at=row.settled_at,
    )
