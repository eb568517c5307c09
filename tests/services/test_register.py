"""The register: versions with reasons, one at a time, and files that give the same back."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction

from tests.people import NOW, Cast, hire
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.register.models import EntryRecord, EntryVersionRecord
from voordeur.services import (
    register,
    register_acts,
    register_loading,
    register_search,
    verify,
)
from voordeur.services.context import Context, system_context, visitor_context
from voordeur.services.register_acts import Change, Recorded, Rejected

pytestmark = pytest.mark.django_db
SYSTEM = system_context(NOW)
WALL = (IntegrityError, OperationalError, ProgrammingError)


def text(nl: str) -> dict[str, str]:
    return {"nl": nl}


def write(context: Context, kind: str, code: str, **fields: Any) -> Recorded:
    base = fields.pop("base_version", 0)
    reason = fields.pop("reason", "nieuw" if not base else "anders")
    data = {"code": code, "title": text(code.capitalize()), **fields}
    change = Change(kind=kind, data=data, reason=reason, base_version=base)
    done = register_acts.record_entry(context, change=change)
    assert isinstance(done, Recorded), done
    return done


@pytest.fixture
def pim(region: Region) -> Context:
    return hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context


@pytest.fixture
def plan(pim: Context) -> None:
    write(pim, "agenda", "a", **{"from": "2023", "until": "2027"}, aim=text("Samen"))
    write(pim, "plan", "p-2024", agenda="a", year=2024, state="draft")


LINE = {
    "plan": "p-2024",
    "level": "running",
    "activity": {"nl": "Doen"},
    "mandate": "rba",
    "status": "running",
}


def adopt(pim: Context) -> None:
    """Bring the plan into force as the decision on a proposal does."""
    data = {"code": "p-2024", "title": text("P-2024"), "agenda": "a", "year": 2024}
    change = Change(
        kind="plan", data={**data, "state": "adopted"}, reason="besluit", base_version=1
    )
    assert isinstance(register_acts.propose_change(pim, proposal="P0", change=change), Recorded)
    with transaction.atomic():
        register_acts.apply_changes(pim, proposal="P0")


def test_a_change_makes_a_version_and_the_old_one_stays(pim: Context, plan: None) -> None:
    write(pim, "plan_line", "line", **LINE)
    done = write(pim, "plan_line", "line", **{**LINE, "status": "done"}, base_version=1)
    assert done.version == 2
    page = register.entry_page(pim, kind="plan_line", code="line")
    assert [one.number for one in page.versions] == [2, 1]
    assert [change.field.code for change in page.versions[0].changes] == ["status"]
    assert page.versions[0].reason == "anders"


def test_as_of_gives_what_held_then(pim: Context, plan: None) -> None:
    write(pim, "plan_line", "line", **LINE)
    later = replace(pim, now=NOW.replace(day=20))
    write(later, "plan_line", "line", **{**LINE, "status": "done"}, base_version=1)
    (then,) = register.entries(pim, "plan_line", as_of=NOW)
    (now,) = register.entries(pim, "plan_line")
    assert (then.line("status"), now.line("status")) == ("running", "done")


def test_two_people_on_one_line_and_nothing_is_lost(pim: Context, plan: None) -> None:
    write(pim, "plan_line", "line", **LINE)
    write(pim, "plan_line", "line", **{**LINE, "status": "done"}, base_version=1)
    with pytest.raises(RefusedError) as refused:
        write(pim, "plan_line", "line", **{**LINE, "status": "stopped"}, base_version=1)
    assert refused.value.refusal.reason is Reason.CHANGED_MEANWHILE
    assert register.find_entry(pim, "plan_line", "line").line("status") == "done"


def test_a_reference_to_nothing_is_named_and_nothing_is_kept(pim: Context, plan: None) -> None:
    data = {"code": "x", "title": text("X"), **LINE, "ambitions": ["nowhere"]}
    found = register_acts.record_entry(pim, change=Change(kind="plan_line", data=data, reason=""))
    assert isinstance(found, Rejected)
    assert found.problems[0].path == ("ambitions", 0)
    assert "nowhere" in found.problems[0].expected.nl
    assert not EntryRecord.objects.filter(kind="plan_line").exists()


def test_without_mandate_and_regional_money_it_is_no_part_of_the_plan(
    pim: Context, plan: None
) -> None:
    data = {"code": "x", "title": text("X"), **LINE, "mandate": "none"}
    found = register_acts.record_entry(pim, change=Change(kind="plan_line", data=data, reason=""))
    assert isinstance(found, Rejected)
    write(pim, "plan_line", "x", **{**LINE, "mandate": "none", "level": "in_connection"})


def test_a_chain_that_comes_back_is_refused(pim: Context, plan: None) -> None:
    write(pim, "plan_line", "one", **LINE)
    write(pim, "plan_line", "two", **LINE, follows="one")
    data = {"code": "one", "title": text("One"), **LINE, "follows": "two"}
    found = register_acts.record_entry(
        pim, change=Change(kind="plan_line", data=data, reason="om", base_version=1)
    )
    assert isinstance(found, Rejected)
    assert found.problems[0].path == ("follows",)


def test_an_adopted_plan_changes_by_decision_and_progress_is_free(pim: Context, plan: None) -> None:
    write(pim, "plan_line", "line", **LINE)
    adopt(pim)
    write(pim, "plan_line", "line", **{**LINE, "status": "done"}, base_version=1)
    changed = {**LINE, "status": "done", "activity": text("Iets anders")}
    with pytest.raises(RefusedError) as refused:
        write(pim, "plan_line", "line", **changed, base_version=2)
    assert refused.value.refusal.reason is Reason.NEEDS_AMENDMENT
    with pytest.raises(RefusedError):
        write(pim, "plan_line", "another", **LINE)
    data = {"code": "line", "title": text("Line"), **changed}
    proposed = register_acts.propose_change(
        pim,
        proposal="P1",
        change=Change(kind="plan_line", data=data, reason="juni", base_version=2),
    )
    assert isinstance(proposed, Recorded)
    (draft,) = register.drafts(pim, proposal="P1")
    assert [one.field.code for one in draft.changes] == ["activity"]
    assert not draft.stale
    with transaction.atomic():
        assert register_acts.apply_changes(pim, proposal="P1") == (("plan_line", "line"),)
    page = register.entry_page(pim, kind="plan_line", code="line")
    assert page.entry.text("activity").nl == "Iets anders"
    assert page.versions[0].proposal == "P1"
    assert page.drafts == ()


UNDECIDED: dict[str, dict[str, Any]] = {
    "plan": {"agenda": "a", "year": 2025, "state": "draft"},
    "focus_group": {"year": 2025, "reason": text("Omdat"), "chosen": False},
}


@pytest.mark.parametrize(
    ("kind", "decided"), [("plan", {"state": "adopted"}), ("focus_group", {"chosen": True})]
)
def test_what_only_a_decision_brings_about_cannot_be_typed(
    pim: Context, plan: None, kind: str, decided: dict[str, Any]
) -> None:
    data = {"code": "x", "title": text("X"), **UNDECIDED[kind]}
    new = Change(kind=kind, data=data, reason="nieuw")
    assert isinstance(register_acts.record_entry(pim, change=new), Recorded)
    changed = Change(kind=kind, data={**data, **decided}, reason="zelf", base_version=1)
    with pytest.raises(RefusedError) as refused:
        register_acts.record_entry(pim, change=changed)
    assert refused.value.refusal.reason is Reason.DECISION_FIRST
    proposed = register_acts.propose_change(pim, proposal="P2", change=changed)
    assert isinstance(proposed, Recorded)


def test_a_stale_change_is_not_applied(pim: Context, plan: None) -> None:
    write(pim, "plan_line", "line", **LINE)
    data = {"code": "line", "title": text("Line"), **LINE, "status": "stopped"}
    change = Change(kind="plan_line", data=data, reason="juni", base_version=1)
    register_acts.propose_change(pim, proposal="P1", change=change)
    write(pim, "plan_line", "line", **{**LINE, "status": "done"}, base_version=1)
    with pytest.raises(RefusedError) as refused, transaction.atomic():
        register_acts.apply_changes(pim, proposal="P1")
    assert refused.value.refusal.reason is Reason.CHANGED_MEANWHILE
    assert register.drafts(pim, proposal="P1")[0].stale


def test_who_may_write(cast: Cast, pim: Context) -> None:
    with pytest.raises(RefusedError) as refused:
        write(cast.alice.context, "law", "law", sort="law", use=text("Iets"))
    assert refused.value.refusal.reason is Reason.ROLE_DOES_NOT_ALLOW
    own = {"description": text("Er is geen taalles"), "status": "new"}
    write(cast.bob.context, "bottleneck", "b", **own, organisation="gemeente-velsen")
    with pytest.raises(RefusedError):
        write(cast.bob.context, "bottleneck", "c", **own, organisation="uwv")
    with pytest.raises(RefusedError):
        write(
            cast.charlie.context,
            "bottleneck",
            "b",
            **own,
            organisation="gemeente-velsen",
            base_version=1,
        )
    with pytest.raises(RefusedError) as hidden:
        register.entries(visitor_context(NOW), "law")
    assert hidden.value.refusal.reason is Reason.NOT_FOUND


def test_what_is_used_is_not_taken_out_of_use(pim: Context, plan: None) -> None:
    with pytest.raises(RefusedError) as refused:
        register_acts.retire_entry(pim, kind="agenda", code="a", reason="weg", base_version=1)
    assert refused.value.refusal.reason is Reason.STILL_USED
    register_acts.retire_entry(pim, kind="plan", code="p-2024", reason="weg", base_version=1)
    register_acts.retire_entry(pim, kind="agenda", code="a", reason="weg", base_version=1)
    assert register.entries(pim, "agenda") == ()
    assert register.find_entry(pim, "agenda", "a").code == "a"


def test_every_old_name_finds_todays_thing(pim: Context) -> None:
    write(
        pim,
        "article",
        "vvb",
        topic="register",
        body=text("Uitleg"),
        earlier_names=[{"title": text("Verbetering Uitvoering"), "until": "2024-01-01"}],
        aliases=["D-123456"],
    )
    (old,) = register_search.search(pim, words="uitvoering verbetering")
    assert (old.code, old.known_as) == ("vvb", "Verbetering Uitvoering")
    assert register_search.search(pim, words="d-123456")[0].code == "vvb"
    assert register_search.search(pim, words="") == ()
    assert register_search.search(pim, words="iets heel anders") == ()


def test_the_pack_comes_in_once_and_leaves_own_changes(region: Region) -> None:
    first = register_loading.load_register(SYSTEM)
    assert len(first.added) == len(region.register)
    again = register_loading.load_register(SYSTEM)
    assert again.idle


def test_out_and_in_again_is_the_same(pim: Context, plan: None) -> None:
    register_loading.load_register(SYSTEM)
    write(pim, "plan_line", "line", **LINE, finances=[{"amount_cents": "to_be_determined"}])
    files = register_loading.export_register(SYSTEM)
    before = EntryRecord.objects.count()
    _empty()
    assert register_loading.export_register(SYSTEM) == {}
    taken = register_loading.take_register(SYSTEM, documents=files)
    assert not isinstance(taken, list), taken
    assert len(taken.added) == before
    assert register_loading.export_register(SYSTEM) == files


def _empty() -> None:
    """Empty the tables behind the wall, as an empty region would be."""
    names = ("register_version_delete_guard", "register_entry_delete_guard")
    with connection.cursor() as cursor:
        for name in names:
            table = name.removesuffix("_delete_guard")
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    EntryVersionRecord.objects.all().delete()
    EntryRecord.objects.all().delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_version SET reason = 'x'",
        "DELETE FROM register_version",
        "DELETE FROM register_entry",
        "UPDATE register_entry SET code = 'other'",
    ],
)
def test_history_stays_whatever_statement_comes(pim: Context, plan: None, statement: str) -> None:
    with pytest.raises(WALL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    _empty()  # control: without the guards the same tables can be emptied


def test_the_system_reads_and_residents_do_not(region: Region) -> None:
    assert register.entries(SYSTEM, "law") is not None
    resident = Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=1)
    with pytest.raises(RefusedError):
        register.entries(resident, "law")


def _tamper(statement: str) -> None:
    """Change something behind the wall, as somebody with the database in hand could."""
    with connection.cursor() as cursor:
        for name in ("register_version_update_guard", "register_entry_update_guard"):
            table = name.removesuffix("_update_guard")
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ('UPDATE register_version SET body = \'{"code": "line"}\' WHERE number = 2', "version 2"),
        ("UPDATE register_entry SET version = 9 WHERE code = 'line'", "plan_line line"),
        ("UPDATE register_version SET origin = 'file' WHERE number = 2", "loaded"),
        ("UPDATE register_version SET proposal = 'P9' WHERE number = 2", "version 2"),
    ],
)
def test_what_was_changed_behind_the_services_is_found(
    pim: Context, plan: None, statement: str, what: str
) -> None:
    register_loading.load_register(SYSTEM)
    write(pim, "plan_line", "line", **LINE)
    write(pim, "plan_line", "line", **{**LINE, "status": "done"}, base_version=1)
    register_acts.retire_entry(pim, kind="plan_line", code="line", reason="weg", base_version=2)
    assert verify.verify().ok  # control: untouched, nothing differs
    _tamper(statement)
    assert any(what in one.what for one in verify.verify().differences)


def test_a_large_line_does_not_run_without_its_own_plan(pim: Context, plan: None) -> None:
    large = {**LINE, "larger": True, "status": "to_start"}
    write(pim, "plan_line", "line", **large)
    with pytest.raises(RefusedError) as refused:
        write(pim, "plan_line", "line", **{**large, "status": "running"}, base_version=1)
    assert refused.value.refusal.reason is Reason.OWN_PLAN_NEEDED
    assert register.find_entry(pim, "plan_line", "line").line("status") == "to_start"
    running = {**large, "status": "running", "own_plan": "D-123"}
    assert write(pim, "plan_line", "line", **running, base_version=1).version == 2
