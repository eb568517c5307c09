"""A profile: filled by the person or together, seen by whom a grant lets, gone with the person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast
from tests.services.dossier import YES, acts, offered, refused, registered
from tests.services.profiled import COOK, COOKING, SALES, TILL, load_own_list, skill, work
from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.profile.profile import Practical, ProfileLine, ProfilePart
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.skills.models import ConceptRecord, VocabularyRecord
from voordeur.services import (
    consent_choices,
    handover,
    my_copy,
    offer_pages,
    profile_pages,
    profile_rows,
    profile_sharing,
    skill_index,
    work_profile,
)
from voordeur.services.context import Context
from voordeur.services.sharing import Sharing, share_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    load_own_list()
    return registered(cast.bob.context)


def dagmar(case: CaseRecord) -> Context:
    return Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=case.resident_id)


def share(cast: Cast, case: CaseRecord, *groups: FieldGroup) -> str:
    return share_case(
        cast.bob.context,
        ref=case.ref,
        sharing=Sharing(
            organisation="werkcentrum",
            purpose=Purpose.GUIDANCE,
            fields=frozenset(groups),
            resident_agrees=True,
        ),
    )


def test_the_person_and_the_professional_fill_one_profile(cast: Cast, case: CaseRecord) -> None:
    bob, mine = cast.bob.context, dagmar(case)
    assert work_profile.add_lines(mine, lines=[skill(), skill(TILL)]) == 2
    lines = [
        work("Kok", from_year=2019, to_year=2023, place="Bistro Voorbeeld"),
        ProfileLine(part=ProfilePart.EDUCATION, words="Horeca", degree="mbo2", finished=True),
        ProfileLine(part=ProfilePart.LANGUAGES, words="", code="pol", speaking="C2"),
        ProfileLine(part=ProfilePart.WISHES, words="", code=COOK),
        skill(),
    ]
    with refused(Reason.INVALID_INPUT):
        work_profile.add_lines(
            bob, ref=case.ref, lines=[lines[1], skill("own:nothing")], together=True
        )
    assert work_profile.add_lines(bob, ref=case.ref, lines=lines, together=True) == 4
    page = profile_pages.case_profile(bob, ref=case.ref)
    assert [one.words for one in page.skills] == [
        "maaltijden bereiden",
        "afrekenen en kassa opmaken",
    ]
    assert [one.by_resident for one in page.skills] == [True, True]
    assert page.experience[0].detail == "Bistro Voorbeeld, 2019-2023, kok"
    assert page.education[0].detail == "mbo 2, diploma"
    assert (page.languages[0].words, page.languages[0].detail) == ("Pools", "spreken C2")
    assert [one.words for one in page.wishes] == ["kok"]
    own = profile_pages.own_profile(mine)
    assert own.skills == page.skills
    assert acts(case)[-1] == "ProfileLinesAdded"


def test_the_log_says_which_list_and_never_what(cast: Cast, case: CaseRecord) -> None:
    work_profile.add_lines(dagmar(case), lines=[skill(), work("Kok bij Proef")])
    row = JournalRecord.objects.get(name="ProfileLinesAdded")
    assert "maaltijd" not in row.payload
    assert "Kok" not in row.payload
    assert "skills" in row.payload


def test_a_professional_fills_it_together_or_not_at_all(cast: Cast, case: CaseRecord) -> None:
    with refused(Reason.NO_CONSENT):
        work_profile.add_lines(cast.bob.context, ref=case.ref, lines=[skill()])
    assert not ProfileLineRecord.objects.exists()


def test_charlie_sees_nothing_and_a_partner_only_what_is_shared(
    cast: Cast, case: CaseRecord
) -> None:
    work_profile.add_lines(dagmar(case), lines=[skill()])
    for deed in (
        lambda: profile_pages.case_profile(cast.charlie.context, ref=case.ref),
        lambda: work_profile.add_lines(
            cast.charlie.context, ref=case.ref, lines=[skill(TILL)], together=True
        ),
        lambda: profile_pages.case_suggestions(cast.charlie.context, ref=case.ref, text="kassa"),
    ):
        with refused(Reason.NOT_FOUND):
            deed()
    alice = cast.alice.context
    share(cast, case, FieldGroup.NAME, FieldGroup.SITUATION)
    with refused(Reason.NO_GRANT):
        profile_pages.case_profile(alice, ref=case.ref)
    with refused(Reason.NOT_FOUND):
        work_profile.add_lines(alice, ref=case.ref, lines=[skill(TILL)], together=True)
    grant = share(cast, case, FieldGroup.PROFILE)
    assert len(profile_pages.case_profile(alice, ref=case.ref).skills) == 1
    seen = JournalRecord.objects.filter(name="CaseSeen", organisation_id="werkcentrum").last()
    assert seen is not None
    assert '"part":"profile"' in seen.payload
    consent_choices.stop_sharing(dagmar(case), grant_ref=grant)
    with refused(Reason.NO_GRANT):
        profile_pages.case_profile(alice, ref=case.ref)


def test_who_took_the_question_over_sees_the_profile_after_a_yes(
    cast: Cast, case: CaseRecord
) -> None:
    row = offered(cast.bob.context, case)
    alice, mine = cast.alice.context, dagmar(case)
    handover.accept(alice, ref=row.ref, answer=YES)
    with refused(Reason.NO_GRANT):
        profile_pages.case_profile(alice, ref=case.ref)
    assert profile_sharing.may_ask(alice, ref=case.ref)
    assert [one.case_ref for one in profile_sharing.not_seen_by(mine)] == [case.ref]
    for who, agrees, reason in (
        (alice, False, Reason.NO_CONSENT),
        (cast.bob.context, True, Reason.NOT_ACCOUNTABLE),
        (cast.charlie.context, True, Reason.NOT_FOUND),
    ):
        with refused(reason):
            profile_sharing.let_see(who, ref=case.ref, agrees=agrees)
    grant = profile_sharing.let_see(alice, ref=case.ref, agrees=True)
    assert profile_sharing.let_see(mine, ref=case.ref) == grant, "a second yes is the same yes"
    assert profile_pages.case_profile(alice, ref=case.ref).empty
    assert profile_sharing.not_seen_by(mine) == ()
    consent_choices.stop_sharing(mine, grant_ref=grant)
    with refused(Reason.NO_GRANT):
        profile_pages.case_profile(alice, ref=case.ref)
    profile_sharing.let_see(mine, ref=case.ref)
    assert profile_pages.case_profile(alice, ref=case.ref).empty


def test_a_filled_profile_is_proposed_to_go_along_in_a_handover(
    cast: Cast, case: CaseRecord
) -> None:
    bob = cast.bob.context
    assert "profile" not in chosen(bob, case)
    work_profile.add_lines(dagmar(case), lines=[skill()])
    assert "profile" in chosen(bob, case)


def chosen(context: Context, case: CaseRecord) -> set[str]:
    page = offer_pages.offer_page(context, ref=case.ref)
    return set(page.proposed_fields)


def test_what_the_vocabulary_dropped_stays_with_a_mark(cast: Cast, case: CaseRecord) -> None:
    mine = dagmar(case)
    work_profile.add_lines(mine, lines=[skill(), skill(TILL)])
    ConceptRecord.objects.filter(code=TILL).update(removed_in=VocabularyRecord.objects.get())
    ProfileLineRecord.objects.filter(code=COOKING).update(code="urn:never-known")
    page = profile_pages.own_profile(mine)
    assert [(one.words, one.gone) for one in page.skills] == [
        ("maaltijden bereiden", True),
        ("afrekenen en kassa opmaken", True),
    ]
    with refused(Reason.INVALID_INPUT):
        work_profile.add_lines(mine, lines=[skill(TILL)])
    assert profile_rows.uses_of([TILL, SALES]) == {TILL: 1}


def test_a_renamed_skill_has_its_new_name(case: CaseRecord) -> None:
    work_profile.add_lines(dagmar(case), lines=[skill()])
    ConceptRecord.objects.filter(code=COOKING).update(label="koken")
    assert [one.words for one in profile_pages.own_profile(dagmar(case)).skills] == ["koken"]


def test_levels_and_evidence_change_and_a_line_goes(cast: Cast, case: CaseRecord) -> None:
    mine = dagmar(case)
    work_profile.add_lines(mine, lines=[skill(), skill(TILL)])
    first, second = ProfileLineRecord.objects.order_by("id")
    levels = {first.ref: (3, "diploma"), second.ref: (2, "told")}
    assert work_profile.rate_skills(cast.bob.context, ref=case.ref, levels=levels) == 1
    first.refresh_from_db()
    assert (first.level, first.evidence, first.by_resident) == (3, "diploma", False)
    for wrong in ((9, "told"), (1, "rumour")):
        with refused(Reason.INVALID_INPUT):
            work_profile.rate_skills(mine, levels={first.ref: wrong})
    work_profile.remove_line(mine, line=first.ref)
    with refused(Reason.NOT_FOUND):
        work_profile.remove_line(mine, line=first.ref)
    assert ProfileLineRecord.objects.get() == second


def test_nobody_touches_the_line_of_somebody_else(cast: Cast, case: CaseRecord) -> None:
    work_profile.add_lines(dagmar(case), lines=[skill()])
    line = ProfileLineRecord.objects.get().ref
    person = replace_person("Piet Steekproef", "piet@example.nl")
    other = registered(cast.bob.context, person=person)
    assert other.resident_id != case.resident_id
    with refused(Reason.NOT_FOUND):
        work_profile.remove_line(dagmar(other), line=line)
    assert work_profile.rate_skills(dagmar(other), levels={line: (1, "told")}) == 0
    assert ProfileLineRecord.objects.get().level == 2


def replace_person(name: str, email: str) -> Any:
    from tests.services.dossier import DAGMAR

    return replace(DAGMAR, name=name, email=email, phone="06 1111 1111", postcode="2011")


@pytest.mark.parametrize(
    "line",
    [
        work(" "),
        work("x" * 241),
        work(from_year=2024, to_year=2020),
        work(from_year=2027),
        work(from_year=1901),
        skill(level=0),
        skill(level=None),
        skill(evidence=""),
        skill(COOK),
        ProfileLine(part=ProfilePart.WISHES, words="", code=COOKING),
        ProfileLine(part=ProfilePart.LANGUAGES, words="x", code="xxx", speaking="B1"),
        ProfileLine(part=ProfilePart.LANGUAGES, words="x", code="nld", speaking="D1"),
        ProfileLine(part=ProfilePart.EDUCATION, words="x", degree="phd"),
    ],
)
def test_an_absurd_line_is_refused_and_nothing_is_kept(case: CaseRecord, line: ProfileLine) -> None:
    with refused(Reason.INVALID_INPUT):
        work_profile.add_lines(dagmar(case), lines=[line, skill()])
    assert not WorkProfileRecord.objects.exists()


def test_ten_thousand_skills_are_refused_at_once(case: CaseRecord) -> None:
    flood = [skill(f"own:{n}") for n in range(10_000)]
    with CaptureQueriesContext(connection) as held, refused(Reason.TOO_LARGE):
        work_profile.add_lines(dagmar(case), lines=flood)
    assert len(held) == 0
    codes = list(ConceptRecord.objects.filter(kind="skill").values_list("code", flat=True))
    work_profile.add_lines(dagmar(case), lines=[skill(code) for code in codes[:150]])
    with refused(Reason.TOO_LARGE):
        work_profile.add_lines(dagmar(case), lines=[skill(codes[150])])
    assert ProfileLineRecord.objects.count() == 150


def test_the_practical_side_is_kept_and_read(cast: Cast, case: CaseRecord) -> None:
    told = Practical(
        hours_least=16,
        hours_most=24,
        days=("mon", "tue"),
        place="1971",
        mode="bike",
        minutes=30,
        licences=("B",),
        conditions=("language", "school_hours"),
        available_from=date(2026, 4, 1),
        sectors=("care",),
    )
    work_profile.keep_practical(cast.bob.context, ref=case.ref, practical=told)
    page = profile_pages.own_profile(dagmar(case))
    words = dict(page.practical.lines)
    assert words["Uren per week"] == "16 tot 24"
    assert words["Reizen"] == "vanaf 1971, met de fiets, hooguit 30 minuten"
    assert words["Nodig in het werk"] == "hulp bij de taal op het werk, werktijden onder schooltijd"
    assert words["Sectoren die trekken"] == "Zorg & Welzijn"
    for wrong in (
        {"hours_least": 61},
        {"hours_most": 8},
        {"days": ("someday",)},
        {"place": "19"},
        {"mode": "horse"},
        {"minutes": 0},
        {"licences": ("Z",)},
        {"conditions": ("burn-out",)},
        {"sectors": ("nothing",)},
    ):
        with refused(Reason.INVALID_INPUT):
            work_profile.keep_practical(dagmar(case), practical=replace(told, **wrong))
    assert WorkProfileRecord.objects.get().hours_most == 24


def test_a_text_gives_suggestions_and_is_not_kept(cast: Cast, case: CaseRecord) -> None:
    text = "Ik was Medewerker Magazijn, reed heftruck en kan goed samenwerken. Mijn buurman kookt."
    page = profile_pages.own_suggestions(dagmar(case), text=text)
    assert [one.label for one in page.occupations] == ["magazijnmedewerker"]
    assert [one.label for one in page.skills] == [
        "heftruck of reachtruck rijden",
        "samenwerken in een ploeg of team",
    ]
    assert not ProfileLineRecord.objects.exists()
    assert "heftruck" not in str(list(JournalRecord.objects.values_list("payload", flat=True)))
    for wrong, reason in ((" ", Reason.INVALID_INPUT), ("x" * 1_000_000, Reason.TOO_LARGE)):
        with refused(reason):
            profile_pages.case_suggestions(cast.bob.context, ref=case.ref, text=wrong)


def test_what_is_there_already_is_said(case: CaseRecord) -> None:
    work_profile.add_lines(dagmar(case), lines=[skill(TILL)])
    page = profile_pages.own_suggestions(dagmar(case), text="kassa en koken")
    assert [(one.code, one.held) for one in page.skills] == [(TILL, True), (COOKING, False)]


def test_another_version_of_the_list_is_used_at_once(case: CaseRecord) -> None:
    assert skill_index.suggest("vlaggenmaken") == ()
    ConceptRecord.objects.filter(code=COOKING).update(alternatives=["vlaggenmaken"])
    VocabularyRecord.objects.update(digest="another")
    assert [one.code for one in skill_index.suggest("vlaggenmaken")] == [COOKING]


def test_the_whole_profile_comes_along_in_the_own_copy(cast: Cast, case: CaseRecord) -> None:
    mine = dagmar(case)
    lines = [
        skill(),
        work("Kok in Bistro Voorbeeld"),
        ProfileLine(part=ProfilePart.EDUCATION, words="Koksopleiding", degree="mbo2"),
        ProfileLine(part=ProfilePart.LANGUAGES, words="", code="tir", speaking="C2", writing="B1"),
        ProfileLine(part=ProfilePart.WISHES, words="", code="own:Z03"),
    ]
    work_profile.add_lines(mine, lines=lines)
    work_profile.keep_practical(mine, practical=Practical(hours_most=20, conditions=("quiet",)))
    told = str(my_copy.whole_copy(mine).as_data())
    for words in (
        *("maaltijden bereiden", "Kok in Bistro", "Koksopleiding", "Tigrinya", "zorghulp"),
        *("hooguit 20", "een rustige werkplek"),
    ):
        assert words in told, words


def test_the_database_keeps_a_profile_sound(case: CaseRecord) -> None:
    work_profile.add_lines(dagmar(case), lines=[skill()])
    row = ProfileLineRecord.objects.get()
    for wrong in ({"level": 4}, {"level": None}, {"words": ""}, {"code": ""}, {"part": "health"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProfileLineRecord.objects.filter(pk=row.pk).update(**wrong)


def test_more_lines_ask_no_more_queries(case: CaseRecord) -> None:
    mine = dagmar(case)
    work_profile.add_lines(mine, lines=[skill()])

    def count() -> int:
        with CaptureQueriesContext(connection) as held:
            profile_pages.own_profile(mine)
        return len(held)

    one = count()
    codes = list(ConceptRecord.objects.filter(kind="skill").values_list("code", flat=True))[:21]
    work_profile.add_lines(mine, lines=[skill(code) for code in codes])
    assert count() == one
