"""Agenda, plan and governance go out as files and into an empty region: nothing differs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection

from voordeur.domain.governance.proposals import Outcome
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.governance.models import ProposalStepRecord
from voordeur.services import (
    accounts,
    board_documents,
    governance_files,
    proposal_pages,
    proposals,
    register_loading,
    verify,
)
from voordeur.services.board_documents import NewBoardDocument
from voordeur.services.context import Context, system_context
from voordeur.services.demo import begin
from voordeur.services.ports import ports
from voordeur.services.proposals import StepAnswer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SYSTEM = system_context(NOW)
TABLES = (
    "agenda_item",
    "package_part",
    "package_proposal",
    "package",
    "reserve_withdrawal",
    "board_document",
    "proposal_step",
    "proposal_round_end",
    "proposal",
    "meeting",
    "register_draft",
    "register_version",
    "register_entry",
)


@pytest.fixture
def played(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region where everything happened: decided, refused and revised, withdrawn, waiting."""
    monkeypatch.setattr(ports(), "demo", True)
    register_loading.load_register(SYSTEM)
    assert begin(now=NOW, people=1, months=3, seed=1) is not None
    for one in proposal_pages.open_proposals(SYSTEM):
        if one.route == "plan-amendment":
            no = StepAnswer(
                step="consent", outcome=Outcome.REFUSED, on=NOW.date(), note="Te duur", present=3
            )
            proposals.record_step(SYSTEM, ref=one.ref, answer=no)
            proposals.revise(SYSTEM, ref=one.ref, reason="Goedkoper maken")
            proposals.submit(SYSTEM, ref=one.ref)
            paper = NewBoardDocument(
                title="Toelichting",
                name="toelichting.txt",
                number="D-200001",
                content=b"Een toelichting.",
                proposal=one.ref,
            )
            board_documents.register(SYSTEM, document=paper)
        else:
            proposals.withdraw(SYSTEM, ref=one.ref, reason="Later")


@contextmanager
def without_the_wall() -> Iterator[None]:
    """Open the wall as an empty region would be: nothing there yet, and closed again after."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        triggers = [row for row in cursor.fetchall() if row[2] in TABLES]
        for name, _sql, _table in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql, _table in triggers:
            cursor.execute(sql)


def empty() -> None:
    with without_the_wall(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")


def exported() -> dict[str, str]:
    return {
        **register_loading.export_register(SYSTEM),
        **governance_files.export_governance(SYSTEM),
    }


def test_out_and_into_an_empty_region_is_the_same(played: None) -> None:
    files = exported()
    states = {one["state"] for one in json.loads(files["governance/proposals.json"])}
    assert states == {"decided", "withdrawn", "submitted"}
    empty()
    assert exported() == {}
    taken = register_loading.take_register(SYSTEM, documents=files)
    assert not isinstance(taken, list), taken
    number = governance_files.take_governance(SYSTEM, documents=files)
    assert number == len(json.loads(files["governance/proposals.json"]))
    assert exported() == files
    changed = [one for one in verify.verify().differences if "register" not in str(one)]
    assert [one for one in changed if "proposal" in str(one) or "withdrawal" in str(one)] == []


def test_files_that_jump_a_step_are_refused_and_nothing_is_kept(played: None) -> None:
    files = exported()
    rows = json.loads(files["governance/proposals.json"])
    decided = next(one for one in rows if one["state"] == "decided")
    for step in decided["steps"]:
        if step["act"] == "advice":  # a decision without its advice
            step.update(state="awaiting", outcome="", given_on=None, given_at=None)
    empty()
    register_loading.take_register(SYSTEM, documents=files)
    wrong = {**files, "governance/proposals.json": json.dumps(rows)}
    with pytest.raises(RefusedError) as refused:
        governance_files.take_governance(SYSTEM, documents=wrong)
    assert refused.value.refusal.reason is Reason.INVALID_INPUT
    assert not ProposalStepRecord.objects.exists()
    for nonsense in ("{", "[{}]", "[1]"):
        with pytest.raises(RefusedError):
            governance_files.take_governance(
                SYSTEM, documents={"governance/proposals.json": nonsense}
            )
    assert governance_files.take_governance(SYSTEM, documents=files)  # control: untouched


def test_only_an_empty_region_and_only_a_manager(played: None) -> None:
    with pytest.raises(RefusedError) as refused:
        governance_files.take_governance(SYSTEM, documents=exported())
    assert refused.value.refusal.reason is Reason.NOT_EMPTY
    pim = next(one for one in accounts.personas(today=SYSTEM.today) if one.slug == "pim")
    context = Context(
        kind=SYSTEM.kind.__class__("professional"),
        now=NOW,
        organisation=pim.organisation,
        roles=frozenset(pim.roles),
    )
    with pytest.raises(RefusedError):
        governance_files.export_governance(context)
