"""Payments of the bank beside invoices: read once, matched to the cent, paid once."""

import importlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, cast, hire
from tests.services.test_money import ordered
from tests.web.decisions.decisions_world import browser, words
from voordeur.domain.funding.bank import LineProblem, columns_of, read_lines
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.money.models import InvoiceRecord, PaymentRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import invoices, payments
from voordeur.services.context import Context
from voordeur.services.import_columns import day_of
from voordeur.services.invoices import NewInvoice
from voordeur.web import contexts

__all__ = ["cast", "ordered"]
pytestmark = pytest.mark.django_db
PAGE = "/geld/betalingen/"
HEAD = "Datum;Naam tegenpartij;Bedrag;Omschrijving;Volgnr"
wall = importlib.import_module("voordeur.records.money.migrations.0005_payments_of_the_bank")


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def office(cast: Cast) -> Context:
    return hire("Bas Proefpersoon", "werkcentrum", Role.BACK_OFFICE).context


@pytest.fixture
def bas(office: Context) -> Client:
    from tests.web.desk.test_trajectory import browser as browser_of

    return browser_of(office)


def invoiced(office: Context, step: TrajectoryStepRecord, number: str, cents: int) -> str:
    new = NewInvoice(
        step=step.ref,
        supplier="Cursushuis",
        number=number,
        day=date(2026, 3, 1),
        amount_cents=cents,
    )
    return invoices.register_invoice(office, invoice=new)


def table(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode()


def upload(bas: Client, content: bytes) -> Any:
    return bas.post(PAGE, {"table": SimpleUploadedFile("bank.csv", content)}, follow=True)


def test_a_file_twice_changes_nothing_and_pays_once(
    office: Context, bas: Client, ordered: TrajectoryStepRecord
) -> None:
    invoiced(office, ordered, "F-17", 6_000)
    file = table("2-3-2026;Cursushuis;-60,00;Factuur F-17;1", "3-3-2026;Anders;-12,50;Koffie;2")
    assert "Nieuw: 2" in words(upload(bas, file))
    assert InvoiceRecord.objects.get().state == "registered"
    again = words(upload(bas, file))
    assert "Nieuw: 0. Al bekend en niet nog een keer opgenomen: 2." in again
    assert "1 betaling past bij een factuur" in again
    assert "geen factuurnummer dat we kennen" in again
    assert "1 betaling is gekoppeld" in words(bas.post(f"{PAGE}koppel/", follow=True))
    assert InvoiceRecord.objects.get().state == "paid"
    assert "0 betalingen zijn gekoppeld" in words(bas.post(f"{PAGE}koppel/", follow=True))
    upload(bas, file)
    assert PaymentRecord.objects.count() == 2


def test_an_invoice_that_was_paid_here_is_matched_without_paying_again(
    office: Context, ordered: TrajectoryStepRecord
) -> None:
    ref = invoiced(office, ordered, "F-17", 6_000)
    invoices.pay_invoice(office, ref=ref)
    payments.import_payments(office, content=table("2-3-2026;X;60,00;f-17;1"))
    assert payments.match_all(office) == 1
    from voordeur.records.money.models import BudgetRecord

    assert sum(one.paid_cents for one in BudgetRecord.objects.all()) == 6_000


def test_another_amount_is_told_and_never_matched(
    office: Context, bas: Client, ordered: TrajectoryStepRecord
) -> None:
    ref = invoiced(office, ordered, "F-17", 6_000)
    upload(bas, table("2-3-2026;X;61,00;f-17;1"))
    assert "Het nummer klopt, het bedrag niet." in words(bas.get(PAGE))
    row = PaymentRecord.objects.get()
    answer = bas.post(f"{PAGE}{row.ref}/", {"doe": "koppel", "factuur": ref}, follow=True)
    assert "Er is niets gekoppeld" in words(answer)
    assert InvoiceRecord.objects.get().state == "registered"
    no_reason = bas.post(f"{PAGE}{row.ref}/", {"doe": "opzij", "reden": " "}, follow=True)
    assert PaymentRecord.objects.get().state == "open"
    assert no_reason.status_code == 200
    bas.post(f"{PAGE}{row.ref}/", {"doe": "opzij", "reden": "Hoort bij huur"}, follow=True)
    assert "Hoort bij huur" in words(bas.get(PAGE))
    late = bas.post(f"{PAGE}{row.ref}/", {"doe": "opzij", "reden": "Nog eens"}, follow=True)
    assert PaymentRecord.objects.get().note == "Hoort bij huur"
    assert late.status_code == 200


def test_one_invoice_takes_one_payment(office: Context, ordered: TrajectoryStepRecord) -> None:
    ref = invoiced(office, ordered, "F-17", 4_000)
    lines = ("2-3-2026;X;40,00;f-17;1", "2-3-2026;X;40,00;f-17;2")
    payments.import_payments(office, content=table(*lines))
    assert payments.match_all(office) == 1
    left = PaymentRecord.objects.get(state="open")
    with pytest.raises(RefusedError) as refused:
        payments.match_payment(office, payment=left.ref, invoice=ref)
    assert refused.value.refusal.reason is Reason.CHANGED_MEANWHILE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Er staan geen rijen in"),
        (b"Naam;Geld\nX;5", "Deze kolommen ontbreken: Datum, Bedrag, Omschrijving"),
        (b"\x00\x01\x02", "niet te lezen"),
        (b"PK\x03\x04kapot", "niet te lezen"),
    ],
)
def test_a_file_that_is_no_table_is_told(bas: Client, content: bytes, said: str) -> None:
    answer = upload(bas, content)
    assert answer.status_code == 422
    assert said in words(answer) or "leeg" in words(answer)
    assert not PaymentRecord.objects.exists()


def test_lines_that_are_wrong_are_named_and_the_rest_comes_in(bas: Client) -> None:
    page = words(
        upload(
            bas,
            table(
                "31-2-2026;X;-5,00;a;1",
                "2-3-2026;X;veel;b;2",
                "2-3-2026;X;-0,00;c;3",
                "2-3-2026;X;7,00;d;4",
                "2-3-2026;X;-8,00;=HYPERLINK(1);5",
            ),
        )
    )
    assert "Nieuw: 1" in page
    assert "4 regels zijn overgeslagen" in page
    assert "regel 2: ‘31-2-2026’ is geen datum" in page
    assert "regel 3: ‘veel’ is geen bedrag" in page
    assert "regel 5: dit geld kwam binnen (7,00)" in page


def test_signs_tell_what_came_in() -> None:
    places = columns_of(["Datum", "Af Bij", "Bedrag (EUR)", "Mededelingen"])
    rows = [["20260302", "Af", "5,00", "a"], ["20260302", "Bij", "6,00", "b"]]
    good, bad = read_lines(places, rows, day_of=day_of)
    assert [one.amount_cents for one in good] == [500]
    assert [one.problem for one in bad] == [LineProblem.INCOMING]


def test_two_equal_lines_in_one_file_are_two_payments() -> None:
    places = columns_of(["Datum", "Bedrag", "Omschrijving"])
    rows = [["2-3-2026", "5,00", "a"]] * 2
    good, _bad = read_lines(places, rows, day_of=day_of)
    assert len({one.key for one in good}) == 2
    assert read_lines(places, rows, day_of=day_of)[0] == good


def test_others_find_no_payments(cast: Cast) -> None:
    reader = browser(hire("Rob Proefpersoon", "gemeente-velsen", Role.BUDGET_OWNER))
    assert reader.get(PAGE).status_code == 404
    assert reader.post(f"{PAGE}koppel/").status_code == 404


def test_as_many_queries_for_one_payment_as_for_five(office: Context, bas: Client) -> None:
    payments.import_payments(office, content=table("2-3-2026;X;40,00;a;1"))
    bas.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        bas.get(PAGE)
    more = [f"2-3-2026;X;4{number},00;a;{number}" for number in range(2, 6)]
    payments.import_payments(office, content=table(*more))
    with CaptureQueriesContext(connection) as many:
        bas.get(PAGE)
    assert len(many) == len(few)


# ---- What the database itself refuses ----


def refused(write: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def test_a_payment_stays_as_it_came(office: Context) -> None:
    payments.import_payments(office, content=table("2-3-2026;X;40,00;a;1"))
    rows = PaymentRecord.objects
    row = rows.get()
    assert refused(lambda: rows.update(amount_cents=1))
    assert refused(lambda: rows.update(text="iets anders"))
    assert not refused(lambda: rows.update(text=""))
    assert refused(lambda: rows.all()._raw_delete("default"))  # type: ignore[attr-defined]
    row.pk, row.ref = None, "ANDERS"
    assert refused(lambda: row.save(force_insert=True))
    payments.put_aside(office, payment=rows.get().ref, reason="Hoort bij huur")
    assert refused(lambda: rows.update(state="open", settled_at=None, note=""))


def test_without_the_trigger_an_amount_could_change(office: Context) -> None:
    """The control: it is the trigger that refuses, and nothing else."""
    payments.import_payments(office, content=table("2-3-2026;X;40,00;a;1"))
    with connection.cursor() as cursor:
        on = " ON payment" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER payment_update_guard{on}")
    assert not refused(lambda: PaymentRecord.objects.update(amount_cents=1))


def test_every_trigger_is_there_after_all_migrations() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        assert {name for name, *_rest in wall.GUARDS} <= {row[0] for row in cursor.fetchall()}
