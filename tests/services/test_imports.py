"""Tables on their way in: errors per cell, mended, and taken in once through the usual acts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import NOW, Cast, Person, hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.worklists.models import ImportRecord
from voordeur.services import audit, cases, imports
from voordeur.services.context import Context
from voordeur.services.import_columns import CellProblem, day_of
from voordeur.services.people import PersonDetails
from voordeur.services.ports import TableProblem

pytestmark = pytest.mark.django_db
HEAD = "Naam;Vraag;Geboortedatum;E-mail;Telefoon;Postcode;Taal;Datum volgende stap"
GOOD = "Dagmar Voorbeeld;Ik zoek werk;3-4-1987;dagmar@example.nl;06 00 00 00 01;1971 AB;Pools;"
BAD = "Piet Steekproef;;87;piet@;bel maar;19;klingon;1-1-2020"


def started(who: Context, *rows: str, kind: str = "people", head: str = HEAD) -> str:
    content = "\n".join([head, *rows]).encode()
    made = imports.start(who, kind=kind, organisation=who.organisation, content=content)
    assert not isinstance(made, TableProblem), made
    return made.ref


def mapped(who: Context, *rows: str, kind: str = "people", head: str = HEAD) -> str:
    ref = started(who, *rows, kind=kind, head=head)
    page = imports.page(who, ref=ref)
    imports.map_columns(who, ref=ref, mapping=page.mapping)
    return ref


def states(who: Context, ref: str) -> list[str]:
    return [row.state for row in imports.page(who, ref=ref).rows]


def refused(reason: Reason, act: object, *args: object, **kwargs: object) -> None:
    with pytest.raises(RefusedError) as caught:
        act(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.refusal.reason is reason


def test_columns_are_recognised_by_their_heads(cast: Cast) -> None:
    page = imports.page(cast.eva.context, ref=started(cast.eva.context, GOOD))
    assert page.state == "mapping"
    assert page.mapping == {
        "name": 0,
        "question": 1,
        "birth_year": 2,
        "email": 3,
        "phone": 4,
        "postcode": 5,
        "language": 6,
        "next_date": 7,
    }
    assert page.examples[0] == "Dagmar Voorbeeld"


def test_every_wrong_cell_says_what_is_wrong(cast: Cast) -> None:
    ref = mapped(cast.eva.context, GOOD, BAD)
    good, bad = imports.page(cast.eva.context, ref=ref).rows
    assert (good.state, bad.state) == ("ready", "wrong")
    assert {cell.field: cell.problem for cell in bad.cells if cell.problem} == {
        "question": CellProblem.NEEDED,
        "birth_year": CellProblem.NO_YEAR,
        "email": CellProblem.NO_EMAIL,
        "phone": CellProblem.NO_PHONE,
        "postcode": CellProblem.NO_POSTCODE,
        "language": CellProblem.UNKNOWN_CHOICE,
        "next_date": CellProblem.DAY_PASSED,
    }


def test_mended_cells_survive_and_go_in(cast: Cast) -> None:
    eva = cast.eva.context
    ref = mapped(eva, GOOD, BAD)
    mended = {
        "question": "Wat kan ik?",
        "birth_year": "1987-05-01",
        "email": "",
        "phone": "",
        "postcode": "2011",
        "language": "nl",
        "next_date": "31-12-2026",
    }
    cells = {(1, code): text for code, text in mended.items()}
    imports.mend(eva, ref=ref, cells=cells, skip={}, keep={})
    assert states(eva, ref) == ["ready", "ready"]
    report = imports.run(eva, ref=ref)
    assert (report.taken, report.left, report.finished) == (2, 0, True)
    dagmar, piet = CaseRecord.objects.select_related("resident").order_by("pk")
    assert dagmar.resident
    assert piet.resident
    assert (dagmar.accountable_id, dagmar.municipality) == ("werkcentrum", "velsen")
    assert (dagmar.resident.birth_year, dagmar.resident.language) == (1987, "pl")
    assert (piet.municipality, str(piet.next_date)) == ("haarlem", "2026-12-31")
    assert ImportRecord.objects.get().rows == []
    assert [line.state for line in imports.imports(eva)] == ["done"]


def test_taking_in_twice_takes_nobody_in_twice(cast: Cast) -> None:
    eva = cast.eva.context
    ref = mapped(eva, GOOD, BAD)
    assert imports.run(eva, ref=ref).taken == 1
    assert imports.run(eva, ref=ref).taken == 0
    assert ResidentRecord.objects.count() == 1
    assert states(eva, ref) == ["done", "wrong"]
    imports.mend(eva, ref=ref, cells={(0, "name"): "Iemand anders"}, skip={1: True}, keep={})
    assert imports.run(eva, ref=ref).finished
    assert ResidentRecord.objects.get().name == "Dagmar Voorbeeld"
    refused(Reason.CHANGED_MEANWHILE, imports.run, eva, ref=ref)


def test_a_few_at_a_time(cast: Cast) -> None:
    eva = cast.eva.context
    rows = [f"{name} Voorbeeld;Vraag;;;;;;" for name in ("Anna", "Boris", "Chantal")]
    ref = mapped(eva, *rows)
    first = imports.run(eva, ref=ref, most=2)
    assert (first.taken, first.left, first.finished) == (2, 1, False)
    assert imports.run(eva, ref=ref, most=2).finished
    assert CaseRecord.objects.count() == 3


def test_who_is_known_already_or_twice_in_the_file_is_flagged(cast: Cast) -> None:
    eva = cast.eva.context
    known = cases.register(
        cast.alice.context,
        registration=cases.Registration(
            question="Werk",
            channel="phone",
            person=PersonDetails(name="Dagmar Voorbeeld", email="dagmar@example.nl"),
        ),
    )
    twice = "Karel Bestaatniet;Vraag;1970;karel@example.nl;;;;"
    ref = mapped(eva, GOOD, twice, twice)
    rows = imports.page(eva, ref=ref).rows
    assert [(row.state, row.double) for row in rows] == [
        ("double", known.ref),
        ("ready", ""),
        ("double", "#2"),
    ]
    event = audit.newest(names=["ImportMapped"])[0]
    assert len(event.payload["subjects"]) == 1  # type: ignore[arg-type]
    imports.mend(eva, ref=ref, cells={}, skip={}, keep={0: True})
    assert states(eva, ref) == ["ready", "ready", "double"]
    assert imports.run(eva, ref=ref).taken == 2


def test_nobody_learns_who_is_known_elsewhere(cast: Cast) -> None:
    cases.register(
        cast.bob.context,
        registration=cases.Registration(
            question="Werk",
            channel="phone",
            person=PersonDetails(name="Dagmar Voorbeeld", email="dagmar@example.nl"),
        ),
    )
    ref = mapped(cast.eva.context, GOOD)
    assert states(cast.eva.context, ref) == ["ready"]


def test_contacts_of_partners(region: Region, cast: Cast) -> None:
    sam = hire("Sam Proefpersoon", "werkcentrum", Role.SYSTEM_MANAGER).context
    head = "organisatie;e-mail"
    ref = mapped(sam, "UWV;balie@uwv.example.nl", "Atlantis;a@b.nl", kind="partners", head=head)
    assert states(sam, ref) == ["ready", "wrong"]
    imports.run(sam, ref=ref)
    assert OrganisationRecord.objects.get(code="uwv").contact_email == "balie@uwv.example.nl"
    event = audit.newest(names=["PartnerContactSet"])[0]
    assert "balie" not in str(event.payload)
    other = mapped(cast.eva.context, "UWV;x@y.nl", kind="partners", head=head)
    problem = imports.page(cast.eva.context, ref=other).rows[0].cells[0].problem
    assert problem is CellProblem.OTHER_ORGANISATION


def test_appointments_go_through_booking(cast: Cast, region: Region) -> None:
    eva = cast.eva.context
    place = next(one for one in region.locations.values() if any(not h.walk_in for h in one.hours))
    hours = next(one for one in place.hours if not one.walk_in)
    day = NOW.date() + timedelta(days=(hours.weekday - NOW.date().weekday()) % 7 + 7)
    known = cases.register(
        cast.alice.context,
        registration=cases.Registration(
            question="Werk", channel="phone", person=PersonDetails(name="Dagmar Voorbeeld")
        ),
    )
    head = "dossier;plek;dag;tijd"
    when = f"{day:%d-%m-%Y};{hours.start.replace(':', '.')} uur"
    rows = [
        f"{known.ref.lower()};{place.name.nl};{when}",
        f"NIETBEKEND;{place.code};{when}",
        f"{known.ref};Nergens;{when}",
    ]
    ref = mapped(eva, *rows, kind="appointments", head=head)
    assert states(eva, ref) == ["ready", "ready", "wrong"]
    report = imports.run(eva, ref=ref)
    assert (report.taken, report.refused) == (1, 1)
    assert AppointmentRecord.objects.get().location == place.code
    assert [row.refused for row in imports.page(eva, ref=ref).rows] == ["", "not_found", ""]


@pytest.mark.parametrize(
    "mapping", [{}, {"name": 0}, {"name": 0, "question": 0}, {"name": 0, "question": 99}, {"x": 1}]
)
def test_a_mapping_that_cannot_be(cast: Cast, mapping: dict[str, int]) -> None:
    ref = started(cast.eva.context, GOOD)
    refused(Reason.INVALID_INPUT, imports.map_columns, cast.eva.context, ref=ref, mapping=mapping)
    refused(Reason.INVALID_INPUT, imports.run, cast.eva.context, ref=ref)


def test_too_large_and_unreadable(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    eva = cast.eva.context
    here = {"kind": "people", "organisation": "werkcentrum"}
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    refused(Reason.TOO_LARGE, imports.start, eva, content=b"x" * 11, **here)
    monkeypatch.undo()
    rows = HEAD + "\nx;y" * (imports.MOST_ROWS + 1)
    assert imports.start(eva, content=rows.encode(), **here) is TableProblem.TOO_MANY_ROWS
    refused(
        Reason.INVALID_INPUT, imports.start, eva, kind="x", organisation="werkcentrum", content=b"a"
    )
    assert not ImportRecord.objects.exists()


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_nobody_else_imports(cast: Cast, who: str) -> None:
    person: Person = getattr(cast, who)
    refused(Reason.NOT_FOUND, started, person.context, GOOD)
    ref = started(cast.eva.context, GOOD)
    for act in (imports.page, imports.run, imports.drop):
        refused(Reason.NOT_FOUND, act, person.context, ref=ref)


def test_a_team_lead_imports_for_their_own_organisation_only(cast: Cast) -> None:
    elsewhere = {"kind": "people", "organisation": "gemeente-velsen", "content": b"naam\nx"}
    refused(Reason.NOT_FOUND, imports.start, cast.eva.context, **elsewhere)
    colleague = hire("Gerda Proefpersoon", "werkcentrum", Role.TEAM_LEAD).context
    refused(Reason.NOT_FOUND, imports.page, colleague, ref=started(cast.eva.context, GOOD))
    moved = replace(cast.eva.context, organisation="gemeente-velsen")
    refused(Reason.NOT_FOUND, imports.page, moved, ref=started(cast.eva.context, GOOD))


def test_throwing_away_forgets_the_rows(cast: Cast) -> None:
    ref = mapped(cast.eva.context, GOOD)
    imports.drop(cast.eva.context, ref=ref)
    assert ImportRecord.objects.get().rows == []
    refused(Reason.CHANGED_MEANWHILE, imports.drop, cast.eva.context, ref=ref)
    assert not CaseRecord.objects.exists()


@pytest.mark.parametrize(
    "text", ["2026-12-31", "31-12-2026", "31/12/2026", "31.12.2026", "20261231", "2026-12-31 00:00"]
)
def test_days_as_people_and_programs_write_them(text: str) -> None:
    day = day_of(text)
    assert day is not None
    assert day.isoformat() == "2026-12-31"
    assert day_of("31-02-2026") is None
    assert day_of("") is None
