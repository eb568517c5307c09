"""Make many cases to race for: one through the services, the rest copied from it row by row."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RACED_AT = START + timedelta(hours=2)
SENDER, RECEIVER = "werkcentrum", "gemeente-velsen"
THIRDS = ("gemeente-velsen", "uwv", "gemeente-haarlem")
SHARED = ("contact", "name", "plan", "question")
NEVER_COPIED = {"id"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One seat at one moment, and the time at which it is booked."""

    location: str
    starts_at: datetime
    booked_at: datetime


def prepare(offered: int, unoffered: int, moments: int) -> list[Moment]:
    """Fill the database: ``offered`` cases 'A…' with an open handover, ``unoffered`` 'B…' without.

    Returns as many free single seats as asked.
    """
    from voordeur.services.context import system_context
    from voordeur.services.ports import ports
    from voordeur.services.region import load_pack

    reader = ports().pack_reader
    load_pack(system_context(START), documents=reader.read_directory(ports().region_directory))
    _copy(_one_case(offer=True), "A", offered)
    _copy(_one_case(offer=False), "B", unoffered)
    return _moments(moments)


def _one_case(*, offer: bool) -> str:
    from tests.proofs.races_parts.actors import professional
    from voordeur.domain.consent.grants import FieldGroup
    from voordeur.services import cases, handover
    from voordeur.services.offers import Offer
    from voordeur.services.people import PersonDetails

    alice = professional(SENDER, START)
    registered = cases.register(
        alice,
        registration=cases.Registration(
            question="Ik zoek werk.",
            channel="desk",
            person=PersonDetails(name="Dagmar Voorbeeld", email="dagmar@example.nl"),
        ),
    )
    if offer:
        chosen = Offer(
            receiver=RECEIVER,
            reason=reason("offer"),
            fields=frozenset(FieldGroup(group) for group in SHARED),
            deviation="Zo afgesproken.",
            resident_agrees=True,
        )
        handover.offer(alice, ref=registered.ref, offer=chosen)
    return registered.ref


def reason(kind: str) -> str:
    """Return the first reason the pack has for a kind of act on a handover."""
    from voordeur.services.region import current_region

    return str(current_region().reasons_for(f"handover_{kind}")[0].code)


def _copy(ref: str, letter: str, times: int) -> None:
    """Copy a case with its open handover and its grants; the wall sees every row come in."""
    from django.db import connection

    number = "lpad(n::text, 8, '0')"
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM case_file WHERE ref = %s", [ref])
        original = cursor.fetchone()[0]
        case_id = f"(SELECT c.id FROM case_file c WHERE c.ref = '{letter}' || {number})"
        handover_id = f"(SELECT h.id FROM handover h WHERE h.ref = '{letter}H' || {number})"
        made = {
            "case_file": {"ref": f"'{letter}' || {number}", "accepted_handover_id": "NULL"},
            "handover": {"ref": f"'{letter}H' || {number}", "case_id": case_id},
            "case_grant": {
                "ref": f"'{letter}' || to_hex(t.id) || 'G' || n",
                "case_id": case_id,
                "handover_id": f"CASE WHEN t.handover_id IS NULL THEN NULL ELSE {handover_id} END",
            },
        }
        for table, changed in made.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
            )
            columns = [row[0] for row in cursor.fetchall() if row[0] not in NEVER_COPIED]
            values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
            mine = "t.id" if table == "case_file" else "t.case_id"
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) "
                f"SELECT {values} FROM {table} t, generate_series(1, {times}) n "
                f"WHERE {mine} = {original} ORDER BY n"
            )
        cursor.execute("ANALYZE")


def _moments(wanted: int) -> list[Moment]:
    """Gather free moments of places with one seat, four weeks after four weeks."""
    from voordeur.records.worklists.models import HoursAdjustmentRecord
    from voordeur.services import consultation_hours
    from voordeur.services.context import system_context
    from voordeur.services.region import current_region

    places = [
        code
        for code, location in current_region().locations.items()
        if any(not hours.walk_in for hours in location.hours)
    ]
    for code in places:
        HoursAdjustmentRecord.objects.create(
            location=code,
            start_date=date(2026, 1, 1),
            end_date=date(2150, 1, 1),
            seats=1,
            reason="Eén adviseur.",
            recorded_at=START,
        )
    found: list[Moment] = []
    now = START + timedelta(hours=3)
    while len(found) < wanted:
        found += [
            Moment(code, free.starts_at, now)
            for code in places
            for free in consultation_hours.place(system_context(now), location=code).free
        ]
        now += timedelta(days=29)
    return found[:wanted]
