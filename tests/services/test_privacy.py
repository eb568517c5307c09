"""The privacy officer: finds somebody, gives everything that is kept, and looks through the log."""

from datetime import timedelta

import pytest

from tests.people import NOW, Cast, hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import attention, audit, audit_search, cases, privacy, undelivered
from voordeur.services.audit_search import LogFilter
from voordeur.services.context import Context
from voordeur.services.people import PersonDetails

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra(region: Region) -> Context:
    return hire("Petra Proefpersoon", "werkcentrum", Role.PRIVACY_OFFICER).context


@pytest.fixture
def sam(region: Region) -> Context:
    return hire("Sam Proefpersoon", "werkcentrum", Role.SYSTEM_MANAGER).context


@pytest.fixture
def ref(cast: Cast) -> str:
    return cases.register(
        cast.alice.context,
        registration=cases.Registration(
            question="Ik zoek werk",
            channel="phone",
            person=PersonDetails(name=cast.dagmar.name, email=cast.dagmar.email),
        ),
    ).ref


@pytest.mark.parametrize("by", ["resident", "case", "email"])
def test_somebody_is_found_and_reads_that_they_were(petra: Context, ref: str, by: str) -> None:
    resident = ResidentRecord.objects.get()
    search = {"resident": resident.ref, "case": ref.lower(), "email": "Dagmar@Example.nl"}[by]
    (found,) = privacy.find(petra, search=search)
    assert (found.ref, found.name, found.cases) == (resident.ref, "Dagmar Voorbeeld", (ref,))
    assert audit.lines_about(resident.pk)[0].name == "ResidentFound"


@pytest.mark.parametrize("search", ["", "  ", "Dagmar", "Dagmar Voorbeeld", "example.nl", "%"])
def test_a_part_of_a_name_finds_nobody(petra: Context, ref: str, search: str) -> None:
    assert privacy.find(petra, search=search) == ()


def test_everything_kept_is_given_and_the_log_says_by_whom(petra: Context, ref: str) -> None:
    resident = ResidentRecord.objects.get()
    copy = privacy.answer_access_request(petra, ref=resident.ref)
    assert "Ik zoek werk" in str(copy.as_data())
    assert "dagmar@example.nl" in str(copy.as_data())
    line = audit.lines_about(resident.pk)[0]
    assert (line.name, line.actor_kind) == ("AccessRequestAnswered", "professional")
    with pytest.raises(RefusedError) as caught:
        privacy.answer_access_request(petra, ref="NIEMAND")
    assert caught.value.refusal.reason is Reason.NOT_FOUND


def test_the_log_is_searched_by_organisation_name_and_day(petra: Context, ref: str) -> None:
    page = audit_search.look(petra, wanted=LogFilter(name="CaseRegistered"))
    assert [line.name for line in page.lines] == ["CaseRegistered"]
    assert page.lines[0].details["case"] == ref
    assert page.lines[0].people == 1
    assert "CaseRegistered" in page.names
    assert "Dagmar" not in str(page)
    nothing = (
        LogFilter(organisation="uwv"),
        LogFilter(start=NOW.date() + timedelta(days=1)),
        LogFilter(end=NOW.date() - timedelta(days=1)),
        LogFilter(name="Nonsense"),
    )
    for wanted in nothing:
        assert audit_search.look(petra, wanted=wanted).total == 0
    day = LogFilter(start=NOW.date(), end=NOW.date(), kind="act", organisation="werkcentrum")
    assert audit_search.look(petra, wanted=day).total == 1
    views = audit_search.look(petra, wanted=LogFilter(name="LogSeen"))
    assert views.total >= 6
    assert audit_search.check(petra).broken_at is None


def test_messages_given_up_go_again_once(sam: Context) -> None:
    OutboxRecord.objects.create(
        dedupe_key="x",
        kind="resident_offered",
        recipient="dagmar@example.nl",
        subject="Nieuws",
        body="Hallo",
        state="failed",
        attempts=8,
        next_attempt_at=NOW,
        last_error="SMTPException",
        created_at=NOW,
    )
    page = undelivered.outbox(sam)
    assert (page.total_failed, page.failed[0].domain) == (1, "example.nl")
    assert "dagmar" not in str(page)
    assert undelivered.retry(sam) == 1
    assert undelivered.retry(sam) == 0
    row = OutboxRecord.objects.get(dedupe_key="x")
    assert (row.state, row.attempts) == ("queued", 0)


def test_what_needs_attention_depends_on_who_looks(
    sam: Context, petra: Context, cast: Cast, ref: str
) -> None:
    cases.register(
        cast.bob.context,
        registration=cases.Registration(
            question="Werk",
            channel="phone",
            person=PersonDetails(name="D. Voorbeeld", email=cast.dagmar.email),
        ),
    )
    seen = attention.attention(sam.at(NOW + timedelta(days=3000)))
    assert seen.failed_messages == 0
    assert seen.stale
    assert seen.duplicates is None
    privacy_page = attention.attention(petra)
    assert privacy_page.duplicates
    assert len(privacy_page.duplicates[0].residents) == 2
    assert privacy_page.failed_messages is None
    lead = attention.attention(cast.eva.context)
    assert (lead.unfinished_imports, lead.to_dos) == (0, None)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "eva", "sam"])
def test_nobody_else(cast: Cast, sam: Context, ref: str, who: str) -> None:
    context = sam if who == "sam" else getattr(cast, who).context
    resident = ResidentRecord.objects.get()
    acts = (
        lambda: privacy.find(context, search=ref),
        lambda: privacy.answer_access_request(context, ref=resident.ref),
        lambda: audit_search.look(context, wanted=LogFilter()),
        lambda: audit_search.check(context),
    )
    before = audit.newest(most=1)
    for act in acts:
        with pytest.raises(RefusedError) as caught:
            act()
        assert caught.value.refusal.reason is Reason.NOT_FOUND
    assert audit.newest(most=1) == before
