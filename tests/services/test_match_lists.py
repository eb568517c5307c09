"""Lists that were shown: kept before anybody sees them, made again, forgotten with their people."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.people import NOW, hire
from tests.services.dossier import registered
from tests.services.planned import text, write
from tests.services.profiled import load_own_list, skill
from tests.services.test_matching import MEALS, WASHING, keep
from tests.services.working import Work, helper, work_room
from voordeur.cli.__main__ import build_parser
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.audit.models import JournalRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.matching.models import MatchListRecord
from voordeur.records.skills.models import ConceptRecord, RelatedRecord, VocabularyRecord
from voordeur.services import (
    audit,
    cases,
    fair_division,
    match_lists,
    match_weights,
    matching,
    my_copy,
    my_work,
    register_acts,
    retention,
    vacancies,
    vacancy_words,
    verify,
    work_profile,
)
from voordeur.services.context import Context
from voordeur.services.match_market import forget_market
from voordeur.services.match_weights import DEFAULT_WEIGHTS
from voordeur.services.people import PersonDetails
from voordeur.services.register_acts import Change

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
POINTS = {
    "required": 100,
    "preferred": 0,
    "occupation": 0,
    "travel": 300,
    "hours": 300,
    "education": 100,
    "availability": 100,
    "focus": 100,
}


@pytest.fixture(autouse=True)
def _leave_no_market_behind() -> Iterator[None]:
    """Words change here behind the back of the vocabulary; no other test may meet that index."""
    yield
    forget_market()


@pytest.fixture
def care(work: Work) -> Work:
    """Work that asks two skills, Dagmar who has one of them, and a list that was shown."""
    load_own_list()
    new = helper(required=(WASHING, MEALS), tasks=())
    vacancy = vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)
    found = replace(work, vacancy=vacancy)
    keep(found, skill(WASHING, level=2), hours_least=16, hours_most=24)
    matching.candidates(work.cast.alice.context, vacancy=vacancy)
    return found


@pytest.fixture
def petra(care: Work) -> Context:
    return hire("Petra Proefpersoon", "werkcentrum", Role.PRIVACY_OFFICER).context


@pytest.fixture
def pim(care: Work) -> Context:
    return hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context


def choose(pim: Context, code: str, **fields: Any) -> None:
    said = {"organisation": "werkcentrum", "from": "2026-01-01", "why": text("Proef"), **POINTS}
    write(pim, match_weights.KIND, code, **{**said, **fields})


def newest() -> MatchListRecord:
    row = MatchListRecord.objects.order_by("id").last()
    assert row is not None
    return row


def test_a_list_is_made_again_after_everything_it_rests_on_changed(
    care: Work, petra: Context, pim: Context
) -> None:
    row = newest()
    before = json.loads(row.shown)
    keep(care, skill(MEALS, level=3), hours_least=36, hours_most=40)
    choose(pim, "anders")
    RelatedRecord.objects.all().delete()
    vacancies.pause_vacancy(care.wim.context, ref=care.vacancy)
    page = match_lists.rebuilt(petra, number=row.pk)
    assert (page.same, page.sealed, page.gone) == (True, True, 0)
    assert page.weights == DEFAULT_WEIGHTS.version != page.weights_today
    assert [(one.what, one.made) for one in page.lines] == [(care.case.ref, one_points(before))]


def one_points(shown: list[list[int]]) -> int:
    return shown[0][2] // (64 * 255)


def test_the_log_says_who_saw_it_and_seals_it(care: Work, petra: Context) -> None:
    row = newest()
    line = audit.line_at(row.entry)
    assert line is not None
    assert (line.name, line.payload["digest"]) == ("ListSeen", row.digest)
    assert (row.organisation_id, row.sort) == ("werkcentrum", "people")
    match_lists.rebuilt(petra, number=row.pk)
    assert JournalRecord.objects.filter(name="ListRebuilt", subjects__isnull=False).exists()


def test_a_row_that_was_made_up_is_seen(care: Work, petra: Context) -> None:
    """The control: a copy with one more point, put in beside the program."""
    row = newest()
    assert [one for one in verify.verify().differences if "list" in one.what] == []
    shown = json.loads(row.shown)
    shown[0][2] += 64 * 255
    row.pk, row.entry, row.shown = None, 10**9, json.dumps(shown)
    row.save(force_insert=True)
    page = match_lists.rebuilt(petra, number=newest().pk)
    assert (page.same, page.sealed, page.lines[0].same) == (False, False, False)
    assert f"list {newest().pk}" in [one.what for one in verify.verify().differences]


@pytest.mark.parametrize("column", ["shown", "facts", "organisation_id", "vacancy_id"])
def test_the_database_lets_no_list_change_or_go(care: Work, column: str) -> None:
    rows = MatchListRecord.objects.filter(pk=newest().pk)
    values = {"facts": b"x", "vacancy_id": 0}
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**{column: values.get(column, "[]")})
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_the_person_reads_on_which_lists_they_were_and_takes_it_along(care: Work) -> None:
    matching.work_for(care.cast.alice.context, case=care.case)
    work, people = my_work.lists(care.dagmar)
    assert (people.place, people.rows) == (1, 1)
    assert people.by.startswith("Werkcentrum")
    assert people.vacancy.startswith("Helpende zorg")
    assert people.points
    assert (work.vacancy, work.place) == ("", None)
    parts = {part.code: part for part in my_copy.whole_copy(care.dagmar).parts}
    assert len(parts["match_lists"].items) == 2


def test_facts_go_with_the_person_and_the_list_says_so(care: Work, petra: Context) -> None:
    matching.work_for(care.cast.alice.context, case=care.case)
    cases.close(
        care.cast.alice.context, ref=care.case.ref, outcome="work_found", informed_by="phone"
    )
    later = petra.at(NOW + timedelta(days=731))
    assert retention.run(later).forgotten == 1
    rows = list(MatchListRecord.objects.order_by("id"))
    assert [(bytes(row.facts), row.forgotten) for row in rows] == [(b"", 1), (b"", 1)]
    page = match_lists.rebuilt(later, number=rows[0].pk)
    assert (page.gone, page.sealed, page.lines[0].made) == (1, None, None)


def test_a_team_lead_makes_own_lists_again_and_nobody_else_any(care: Work) -> None:
    number = newest().pk
    assert match_lists.rebuilt(care.cast.eva.context, number=number).same
    other = hire("Leo Proefpersoon", "gemeente-velsen", Role.TEAM_LEAD).context
    assert match_lists.lists(other) == ()
    for who in (other, care.cast.alice.context):
        with pytest.raises(RefusedError) as refused:
            match_lists.rebuilt(who, number=number)
        assert refused.value.refusal.reason is Reason.NOT_FOUND
    with pytest.raises(RefusedError):
        match_lists.rebuilt(care.cast.eva.context, number=2**70)


def test_the_command_makes_a_list_again(care: Work, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> int:
        chosen = build_parser().parse_args(["lists", *words])
        return int(chosen.run(chosen))

    assert run("rebuild", str(newest().pk)) == 0
    assert "The same order and scores." in capsys.readouterr().out
    assert run("show") == 0
    assert run("rebuild", "999999") == 1


def test_a_choice_of_weights_holds_from_its_day_and_moves_the_list(
    care: Work, pim: Context
) -> None:
    alice = care.cast.alice.context
    before = matching.candidates(alice, vacancy=care.vacancy)
    choose(pim, "later", **{"from": "2026-03-03", "until": "2026-03-04"})
    assert matching.candidates(alice, vacancy=care.vacancy).version == before.version
    tomorrow = alice.at(NOW + timedelta(days=1))
    during = matching.candidates(tomorrow, vacancy=care.vacancy)
    assert (during.version, during.owner) == ("later.1", "werkcentrum")
    assert during.fitting[0].reasons.points != before.fitting[0].reasons.points
    last = alice.at(NOW + timedelta(days=2))
    assert matching.candidates(last, vacancy=care.vacancy).version == "later.1"
    after = alice.at(NOW + timedelta(days=3))
    assert matching.candidates(after, vacancy=care.vacancy).version == before.version
    assert match_weights.weights_of("later.1") == match_weights.weights_on(tomorrow.today)
    assert match_weights.weights_of("nooit.1") is None


def test_weights_that_are_no_whole_are_refused_with_the_sum(care: Work, pim: Context) -> None:
    said = {"organisation": "werkcentrum", "from": "2026-01-01", "why": text("Proef"), **POINTS}
    data = {"code": "scheef", "title": text("Scheef"), **said, "travel": 301}
    done = register_acts.record_entry(
        pim, change=Change(kind="matching_weights", data=data, reason="")
    )
    assert isinstance(done, register_acts.Rejected)
    assert "1001" in str(done)
    assert match_weights.weights_on(pim.today) == DEFAULT_WEIGHTS


def test_a_skill_that_a_new_vocabulary_drops_counts_for_nobody_and_is_named(
    care: Work, petra: Context
) -> None:
    alice = care.cast.alice.context
    before = matching.candidates(alice, vacancy=care.vacancy).fitting[0].reasons
    kept = newest().pk
    washing = vacancy_words.words_of([WASHING])
    assert (before.fits, before.unknown) == (washing, ())
    ConceptRecord.objects.filter(code=WASHING).update(removed_in=VocabularyRecord.objects.get())
    forget_market()
    after = matching.candidates(alice, vacancy=care.vacancy).fitting[0].reasons
    assert (after.fits, after.unknown) == ((), washing)
    assert after.points < before.points
    assert match_lists.rebuilt(petra, number=kept).same


def withdrawn(care: Work) -> None:
    GrantRecord.objects.filter(case=care.case, withdrawn_at=None).update(withdrawn_at=NOW)


def test_who_takes_consent_back_while_a_list_is_made_is_not_on_it(
    care: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = MatchListRecord.objects.count()
    scores = matching.list_order

    def meanwhile(*asked: Any) -> Any:
        withdrawn(care)
        return scores(*asked)

    monkeypatch.setattr(matching, "list_order", meanwhile)
    page = matching.candidates(care.cast.alice.context, vacancy=care.vacancy)
    assert (page.fitting, page.not_now) == ((), ())
    assert MatchListRecord.objects.count() == lists


def test_who_takes_consent_back_while_lists_are_divided_is_divided_without(
    care: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = registered(care.cast.alice.context, person=PersonDetails(name="Else Voorbeeld"))
    lines = [skill(WASHING)]
    work_profile.add_lines(care.cast.alice.context, ref=other.ref, lines=lines, together=True)
    divide, sizes = fair_division.candidates, []

    def meanwhile(index: Any, most: int) -> Any:
        sizes.append(int(index.market.seekers.count))
        if len(sizes) == 1:
            withdrawn(care)
        return divide(index, most)

    monkeypatch.setattr(fair_division, "candidates", meanwhile)
    fair_division.fair_page(care.cast.eva.context)
    assert sizes == [2, 1]
