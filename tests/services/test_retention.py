"""What is known of a person goes when its time is over; the figures and the log stay."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import NOW, Cast, Person, hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.profile.profile import ProfileLine, ProfilePart
from voordeur.domain.region.entries import DEFAULT_DOCUMENT
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord, ClosureRecord
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.trajectories.models import (
    ContinuityRecord,
    TrajectoryRecord,
    TrajectoryStepRecord,
)
from voordeur.services import (
    audit,
    cases,
    documents,
    ledger,
    retention,
    trajectories,
    trajectory_steps,
    work_profile,
)
from voordeur.services.context import Context
from voordeur.services.people import EmployerDetails, PersonDetails
from voordeur.services.ports import ports
from voordeur.services.trajectories import NewTrajectory
from voordeur.services.trajectory_steps import NewStep

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=731)
SECRET = "Over de ruzie thuis"


@pytest.fixture
def petra(region: Region) -> Context:
    return hire("Petra Proefpersoon", "werkcentrum", Role.PRIVACY_OFFICER).context.at(LATER)


def a_case(alice: Person, *, closed: bool = True) -> CaseRecord:
    context = alice.context
    registered = cases.register(
        context,
        registration=cases.Registration(
            question=SECRET,
            channel="phone",
            person=PersonDetails(name="Dagmar Voorbeeld", email="dagmar@example.nl", phone="06"),
        ),
    )
    ref = registered.ref
    cases.write_entry(context, ref=ref, entry=cases.NewEntry(kind="note", text=SECRET))
    cases.agree_step(context, ref=ref, what=SECRET, due_date=date(2026, 4, 1))
    documents.add_document(context, ref=ref, name=f"{SECRET}.txt", content=SECRET.encode())
    _a_trajectory(context, ref)
    line = ProfileLine(part=ProfilePart.EXPERIENCE, words=SECRET, place=SECRET)
    work_profile.add_lines(context, ref=ref, lines=[line], together=True)
    if closed:
        outcome = "other" if "other" in _outcomes() else _outcomes()[-1]
        cases.close(context, ref=ref, outcome=outcome, informed_by="phone", note=SECRET)
    return CaseRecord.objects.get(ref=ref)


def _a_trajectory(context: Context, ref: str) -> None:
    """Write the secret wherever a trajectory and its money have words, and stop it."""
    made = trajectories.draft(context, case_ref=ref, new=NewTrajectory(goal=SECRET))
    step = NewStep(what=SECRET, goal=SECRET, provider_name=SECRET, cost_cents=500)
    step_ref = trajectory_steps.add_step(context, ref=made, step=step)
    trajectories.comment(context, ref=made, text=SECRET)
    row = TrajectoryRecord.objects.get(ref=made)
    known = TrajectoryStepRecord.objects.get(ref=step_ref)
    ledger.open_cost(
        context, what=SECRET, amount_cents=500, due_on=date(2026, 4, 1), step_id=known.pk
    )
    ProfileRecord.objects.create(case=row.case, facts={"hobby": SECRET}, changed_at=context.now)
    ContinuityRecord.objects.create(
        ref=f"C{made}"[:12],
        trajectory=row,
        kind="stays",
        payer=row.payer,
        for_organisation=row.payer,
        reason=SECRET,
        asked_at=context.now,
    )
    mix = MixRecord.objects.create(
        ref=f"M{made}"[:12],
        trajectory=row,
        total_cents=500,
        legality=SECRET,
        effectiveness=SECRET,
        chosen_at=context.now,
        answer_due_on=date(2026, 4, 1),
    )
    asked = MixConsentRecord.objects.create(mix=mix, source="s", owner=row.payer, amount_cents=500)
    MixConsentRecord.objects.filter(pk=asked.pk).update(
        state="refused", reason=SECRET, answered_at=context.now
    )
    MixRecord.objects.filter(pk=mix.pk).update(state="refused", settled_at=context.now)
    trajectories.stop(context, ref=made, outcome="own_choice")


def _outcomes() -> list[str]:
    from voordeur.services.region import current_region

    return [one.code for one in current_region().outcomes.values() if not one.asks_aftercare]


def whole_database() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "pack_version":
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_recognisable_is_left_and_the_log_still_fits(cast: Cast, petra: Context) -> None:
    case = a_case(cast.alice)
    stored = case.documents.get().stored_as
    assert SECRET in whole_database()
    report = retention.run(petra)
    assert (report.forgotten, report.left) == (1, 0)
    everything = whole_database()
    for trace in (SECRET, "Dagmar Voorbeeld", "dagmar@example.nl"):
        assert trace not in everything
    with pytest.raises(FileNotFoundError):
        ports().files.fetch(stored)
    case.refresh_from_db()
    assert case.state == "closed"
    assert case.outcome
    assert audit.check_chain().broken_at is None
    event = audit.newest(names=["ResidentForgotten"])[0]
    assert case.resident is not None
    assert event.payload["resident"] == case.resident.ref
    assert not OutboxRecord.objects.filter(case_id=case.pk).exclude(recipient="").exists()


def an_employer(alice: Person, *, closed: bool = True) -> CaseRecord:
    registered = cases.register(
        alice.context,
        registration=cases.Registration(
            question=SECRET,
            channel="phone",
            employer=EmployerDetails(
                name="Bakkerij Voorbeeld",
                contact_name="Piet Steekproef",
                email="piet@example.nl",
                phone="0600000000",
            ),
        ),
    )
    cases.write_entry(
        alice.context, ref=registered.ref, entry=cases.NewEntry(kind="note", text=SECRET)
    )
    if closed:
        cases.close(alice.context, ref=registered.ref, outcome=_outcomes()[-1], informed_by="phone")
    return CaseRecord.objects.get(ref=registered.ref)


def test_the_contact_person_of_an_employer_is_forgotten_and_the_company_stays(
    cast: Cast, petra: Context
) -> None:
    case = an_employer(cast.alice)
    assert retention.due(petra).employers == 1
    report = retention.run(petra)
    assert (report.employers, report.forgotten, report.left) == (1, 0, 0)
    everything = whole_database()
    for trace in (SECRET, "Piet Steekproef", "piet@example.nl", "0600000000"):
        assert trace not in everything
    assert "Bakkerij Voorbeeld" in everything
    case.refresh_from_db()
    assert case.outcome
    assert audit.check_chain().broken_at is None
    assert audit.newest(names=["EmployerContactForgotten"])[0].payload["cases"] == [case.pk]
    assert retention.run(petra).employers == 0


def test_the_contact_person_of_an_open_question_or_too_early_stays(
    cast: Cast, petra: Context
) -> None:
    an_employer(cast.alice, closed=False)
    assert retention.run(petra).employers == 0
    case = an_employer(cast.alice)
    assert retention.due(petra.at(LATER - timedelta(days=2))).employers == 0
    assert case.employer is not None
    with pytest.raises(RefusedError) as refused:
        retention.forget_contact(petra, ref=case.employer.ref, days=900)
    assert refused.value.refusal.reason is Reason.NOT_FOUND
    with pytest.raises(RefusedError):
        retention.forget_contact(cast.alice.context, ref=case.employer.ref, days=1)
    assert "Piet Steekproef" in whole_database()


def test_running_again_changes_nothing(cast: Cast, petra: Context) -> None:
    a_case(cast.alice)
    retention.run(petra)
    before = whole_database()
    assert retention.run(petra).forgotten == 0
    assert whole_database() == before


def test_looking_changes_nothing_and_shows_no_names(cast: Cast, petra: Context) -> None:
    case = a_case(cast.alice)
    before = whole_database()
    page = retention.due(petra)
    assert whole_database() == before
    assert page.total == 1
    assert case.resident is not None
    assert page.due[0].ref == case.resident.ref
    assert page.due[0].keep_until == date(2028, 3, 1)
    assert page.rule.source.document == DEFAULT_DOCUMENT
    assert "Dagmar" not in str(page)


def test_too_early_open_or_back_again_stays(cast: Cast, petra: Context) -> None:
    a_case(cast.alice)
    assert retention.due(petra.at(LATER - timedelta(days=2))).total == 0
    resident = ResidentRecord.objects.get()
    cases.register(
        cast.alice.context,
        registration=cases.Registration(
            question="Nog een vraag", channel="phone", resident_ref=resident.ref
        ),
    )
    assert retention.due(petra).total == 0
    with pytest.raises(RefusedError) as refused:
        retention.forget(petra, ref=resident.ref, days=730)
    assert refused.value.refusal.reason is Reason.NOT_FOUND
    assert SECRET in whole_database()


def test_an_ending_can_lose_its_note_and_nothing_else(cast: Cast) -> None:
    a_case(cast.alice)
    for change in ({"note": "anders"}, {"outcome": "work"}, {"note": "", "informed_by": "mail"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClosureRecord.objects.update(**change)
    assert ClosureRecord.objects.update(note="") == 1


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "eva"])
def test_only_the_privacy_officer(cast: Cast, who: str) -> None:
    context = getattr(cast, who).context
    for act in (retention.due, retention.run):
        with pytest.raises(RefusedError) as refused:
            act(context)
        assert refused.value.refusal.reason is Reason.NOT_FOUND
