"""From a vacancy to a job that lasts: every step with the person's yes, and nothing told twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.people import NOW
from tests.services.dossier import acts, registered
from tests.services.working import CARE, JOB, Work, helper, work_room
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.work import vacancies as rules
from voordeur.domain.work.placements import months_later
from voordeur.domain.work.vacancies import FRESH_DAYS
from voordeur.records.audit.models import JournalRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.work.models import (
    EmployerAccountRecord,
    EmployerTalkRecord,
    PlacementRecord,
    ReferralRecord,
    VacancyRecord,
)
from voordeur.services import (
    employers,
    placements,
    referral_letters,
    referrals,
    vacancies,
    vacancy_duties,
)
from voordeur.services.context import Context
from voordeur.services.employers import NewTalk
from voordeur.services.people import PersonDetails

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


def refused(act: Callable[[], Any]) -> Reason:
    with pytest.raises(RefusedError) as found:
        act()
    return found.value.refusal.reason


def state(ref: str) -> str:
    return ReferralRecord.objects.get(ref=ref).state


def employer_context(work: Work, ref: str) -> Context:
    return replace(work.wim.context, kind=ActorKind.LINK, roles=frozenset(), link_ref=ref)


# ---- Employers ----


def test_an_employer_is_known_once_by_its_kvk_number(work: Work) -> None:
    assert EmployerAccountRecord.objects.get().municipality == "haarlem"
    again = refused(lambda: employers.open_employer(work.wim.context, details=CARE))
    assert again is Reason.EMPLOYER_KNOWN
    alice = refused(lambda: employers.open_employer(work.cast.alice.context, details=CARE))
    assert alice is Reason.ROLE_DOES_NOT_ALLOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"kvk_number": "123"},
        {"kvk_number": "1234567x"},
        {"sector": "moon"},
        {"need": "huge"},
        {"name": "x" * 161},
        {"networks": "a\0b"},
    ],
)
def test_what_cannot_be_of_an_employer_is_refused_by_field(
    work: Work, wrong: dict[str, str]
) -> None:
    details = replace(CARE, **{"kvk_number": "", **wrong})
    with pytest.raises(RefusedError) as found:
        employers.open_employer(work.wim.context, details=details)
    assert found.value.refusal.facts["field"] in wrong
    assert EmployerAccountRecord.objects.count() == 1


def test_two_consultants_do_not_overwrite_each_other(work: Work) -> None:
    changed = replace(CARE, need="support")
    employers.change_employer(work.wim.context, ref=work.employer, details=changed, version=1)
    late = refused(
        lambda: employers.change_employer(
            work.wim.context, ref=work.employer, details=CARE, version=1
        )
    )
    assert late is Reason.CHANGED_MEANWHILE
    assert EmployerAccountRecord.objects.get().need == "support"


def test_the_other_conversation_stays_open_until_somebody_came_back(work: Work) -> None:
    talk = NewTalk(
        sort="other_conversation",
        theme="sickness",
        day=TODAY,
        about="Twee mensen vallen uit in de nacht.",
        follow_up_on=TODAY + 14 * DAY,
    )
    ref = employers.log_talk(work.wim.context, ref=work.employer, talk=talk)
    employers.follow_up(work.wim.context, ref=ref)
    assert EmployerTalkRecord.objects.get(ref=ref).followed_at == NOW
    unknown = refused(lambda: employers.follow_up(work.wim.context, ref="ZZZZZZZZZZ"))
    assert unknown is Reason.NOT_FOUND


# ---- Vacancies ----


def test_a_vacancy_goes_stale_and_is_true_again_after_a_check(work: Work) -> None:
    late = replace(work.cast.alice.context, now=NOW + FRESH_DAYS * DAY)
    because = "Past bij je uren."
    said = refused(
        lambda: referrals.suggest(late, vacancy=work.vacancy, case=work.case.ref, because=because)
    )
    assert said is Reason.VACANCY_NOT_FRESH
    vacancies.confirm_vacancy(replace(work.wim.context, now=late.now), ref=work.vacancy)
    referrals.suggest(late, vacancy=work.vacancy, case=work.case.ref, because=because)


def test_tasks_split_off_become_work_of_their_own(work: Work) -> None:
    new = helper(title="Gastheer of gastvrouw", seats=1)
    taken = ["eten rondbrengen"]
    ref = vacancies.split_vacancy(work.wim.context, ref=work.vacancy, tasks=taken, new=new)
    made, left = VacancyRecord.objects.get(ref=ref), VacancyRecord.objects.get(ref=work.vacancy)
    assert made.tasks == taken
    assert made.carved_from == left
    assert left.tasks == ["bedden opmaken", "wassen en aankleden"]
    for wrong in ([], ["iets anders"], left.tasks):
        said = refused(
            lambda wrong=wrong: vacancies.split_vacancy(
                work.wim.context, ref=work.vacancy, tasks=wrong, new=new
            )
        )
        assert said is Reason.INVALID_INPUT


def test_a_withdrawn_vacancy_ends_what_was_suggested(work: Work) -> None:
    ref = work.suggested()
    withdraw = vacancies.withdraw_vacancy
    assert withdraw(work.wim.context, ref=work.vacancy, reason="Reorganisatie") == 1
    assert state(ref) == "ended"
    assert refused(lambda: vacancies.reopen_vacancy(work.wim.context, ref=work.vacancy)) is (
        Reason.VACANCY_NOT_IN_STATE
    )


# ---- Referrals ----


def test_the_employer_hears_nothing_before_the_person_said_yes(work: Work) -> None:
    ref = work.suggested()
    assert refused(lambda: referrals.introduce(work.wim.context, ref=ref)) is Reason.NOT_FOUND
    with_grant = refused(lambda: referrals.introduce(work.cast.alice.context, ref=ref))
    assert with_grant is Reason.REFERRAL_NOT_IN_STATE
    assert not OutboxRecord.objects.filter(kind="referral_link").exists()
    referrals.say_yes(work.dagmar, ref=ref, shared="Dagmar, 06 00000000")
    referrals.introduce(work.wim.context, ref=ref)
    mail = OutboxRecord.objects.get(kind="referral_link")
    assert mail.recipient == CARE.contact_email
    assert "Dagmar" not in mail.body
    assert acts(work.case)[-3:] == ["WorkSuggested", "WorkAccepted", "WorkIntroduced"]


def test_a_stranger_finds_nothing_and_a_link_opens_one_referral_only(work: Work) -> None:
    ref = work.introduced()
    charlie = work.cast.charlie.context
    assert refused(lambda: referrals.invite(charlie, ref=ref)) is Reason.NOT_FOUND
    other = replace(employer_context(work, ref), link_ref="ANDERS")
    assert refused(lambda: referrals.invite(other, ref=ref)) is Reason.NOT_FOUND
    referrals.invite(employer_context(work, ref), ref=ref)
    assert state(ref) == "meeting"


def test_a_no_has_a_reason_and_wipes_what_the_employer_could_read(work: Work) -> None:
    ref = work.introduced()
    employer = employer_context(work, ref)
    assert refused(lambda: referrals.reject(employer, ref=ref, reason="x")) is Reason.INVALID_INPUT
    referrals.reject(employer, ref=ref, reason="skills", note="Graag eerst tillift leren.")
    row = ReferralRecord.objects.get(ref=ref)
    assert (row.state, row.reason, row.shared) == ("rejected", "skills", "")
    again = work.suggested()
    assert again != ref
    assert refused(work.suggested) is Reason.ALREADY_REFERRED


def test_who_takes_it_back_is_gone_from_the_link_at_once(work: Work) -> None:
    ref = work.introduced()
    row = ReferralRecord.objects.get(ref=ref)
    token = referral_letters.token_of(row, today=TODAY)
    assert referral_letters.read_token(work.wim.context, token=token).pk == row.pk
    referrals.say_no(work.dagmar, ref=ref, reason="not_now")
    for wrong in (token, token + "x", "x" * 500, ""):
        said = refused(
            lambda wrong=wrong: referral_letters.read_token(work.wim.context, token=wrong)
        )
        assert said is Reason.LINK_INVALID


def test_a_link_is_old_after_thirty_days(work: Work) -> None:
    row = ReferralRecord.objects.get(ref=work.introduced())
    token = referral_letters.token_of(row, today=TODAY)
    late = replace(work.wim.context, now=NOW + referral_letters.DAYS_VALID * DAY)
    assert refused(lambda: referral_letters.read_token(late, token=token)) is Reason.LINK_INVALID


def test_no_more_people_wait_than_an_employer_can_look_at(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "CANDIDATES_PER_SEAT", 1)
    VacancyRecord.objects.update(seats=1)
    first = work.introduced()
    person = PersonDetails(name="Tweede Voorbeeld", email="tweede@example.nl")
    second = replace(work, case=registered(work.cast.alice.context, person=person))
    assert refused(second.introduced) is Reason.TOO_MANY_CANDIDATES
    referrals.reject(employer_context(work, first), ref=first, reason="hours")
    waiting = ReferralRecord.objects.get(case=second.case)
    referrals.introduce(work.wim.context, ref=waiting.ref)
    assert state(waiting.ref) == "introduced"


# ---- Placements ----


def test_the_last_seat_fills_the_vacancy_and_an_end_frees_it(work: Work) -> None:
    VacancyRecord.objects.filter(ref=work.vacancy).update(seats=1)
    placed = placements.place_referral(work.cast.alice.context, ref=work.introduced(), new=JOB)
    vacancy = VacancyRecord.objects.get(ref=work.vacancy)
    assert (vacancy.state, vacancy.filled) == ("filled", 1)
    end = JOB.starts_on + 30 * DAY
    placements.end_placement(
        work.cast.alice.context, ref=placed, ends_on=end, reason="person_stopped"
    )
    vacancies.reopen_vacancy(work.wim.context, ref=work.vacancy)
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.filled) == ("open", 0)
    twice = refused(
        lambda: placements.end_placement(
            work.cast.alice.context, ref=placed, ends_on=end, reason="other_job"
        )
    )
    assert twice is Reason.PLACEMENT_OVER


def test_how_it_goes_is_asked_on_its_day_and_once(work: Work) -> None:
    alice = work.cast.alice.context
    ref = placements.place_referral(alice, ref=work.introduced(), new=JOB)
    early = refused(lambda: placements.tell_check(alice, ref=ref, months=3, still_there=True))
    assert early is Reason.DATE_IN_THE_FUTURE
    later = months_later(JOB.starts_on, 3) - TODAY
    on_time = replace(alice, now=NOW + later)
    placements.tell_check(on_time, ref=ref, months=3, still_there=True)
    again = refused(lambda: placements.tell_check(on_time, ref=ref, months=3, still_there=False))
    assert again is Reason.NOT_FOUND
    told = placements.count_jobs(on_time.today)
    assert [(one.months, one.asked, one.still) for one in told.durable] == [(3, 1, 1)]


def test_jobs_of_the_agreement_are_counted_and_doubles_shown(work: Work) -> None:
    alice = work.cast.alice.context
    job = replace(JOB, kind="jobs_agreement", hours_tenths=255)
    first = placements.place_directly(alice, case=work.case.ref, employer=work.employer, new=job)
    second = placements.place_directly(alice, case=work.case.ref, employer=work.employer, new=job)
    told = placements.count_jobs(job.starts_on)
    assert (told.jobs_tenths, told.placements) == (10, 2)
    assert told.doubles == ((first, second),)
    assert placements.count_jobs(job.starts_on - DAY).jobs_tenths == 0


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "x"}, {"hours_tenths": 0}, {"ends_on": JOB.starts_on}, {"ends_on": date(2020, 1, 1)}],
)
def test_a_placement_that_cannot_be_changes_nothing(work: Work, wrong: dict[str, Any]) -> None:
    ref, new = work.introduced(), replace(JOB, **wrong)
    said = refused(lambda: placements.place_referral(work.wim.context, ref=ref, new=new))
    assert said is Reason.INVALID_INPUT
    assert state(ref) == "introduced"
    assert not PlacementRecord.objects.exists()


# ---- What waits for a consultant ----


def test_a_yes_a_silence_and_a_check_wait_for_the_consultant(work: Work) -> None:
    wim = work.wim.context
    assert vacancy_duties.vacancy_duties(wim) == ()
    ref = work.suggested()
    assert vacancy_duties.how_many(wim) == 0
    referrals.say_yes(work.dagmar, ref=ref, shared="Dagmar, 06 00000000")
    assert [one.said_yes for one in vacancy_duties.vacancy_duties(wim)] == [1]
    referrals.introduce(wim, ref=ref)
    assert vacancy_duties.how_many(wim) == 0
    later = replace(wim, now=NOW + vacancy_duties.DAYS_TO_ANSWER * DAY)
    assert [one.unanswered for one in vacancy_duties.vacancy_duties(later)] == [1]
    stale = replace(wim, now=NOW + (FRESH_DAYS + 1) * DAY)
    assert [one.stale for one in vacancy_duties.vacancy_duties(stale)] == [True]
    assert vacancy_duties.vacancy_duties(replace(later, organisation="uwv")) == ()
    assert vacancy_duties.how_many(work.cast.alice.context) == 0


def test_when_every_seat_is_taken_who_still_waits_is_told(work: Work) -> None:
    alice, wim = work.cast.alice.context, work.wim.context
    other = registered(alice, person=PersonDetails(name="Piet Steekproef", email="p@example.nl"))
    asked = referrals.suggest(alice, vacancy=work.vacancy, case=other.ref, because="Past goed.")
    VacancyRecord.objects.filter(ref=work.vacancy).update(seats=1)
    placements.place_referral(alice, ref=work.introduced(), new=JOB)
    late = refused(lambda: referrals.say_yes(alice, ref=asked, shared="Piet", how="Belde."))
    assert late is Reason.VACANCY_FULL
    assert vacancy_duties.vacancy_duties(wim) == ()  # who was asked is their own gids' to tell
    ReferralRecord.objects.filter(ref=asked).update(state="interested", said_yes_at=NOW)
    assert [one.left for one in vacancy_duties.vacancy_duties(wim)] == [1]
    referrals.end(wim, ref=asked, note="De plek is bezet.")
    assert vacancy_duties.vacancy_duties(wim) == ()


def test_a_withdrawn_vacancy_leaves_nothing_an_employer_could_read(work: Work) -> None:
    ref = work.introduced()
    vacancies.withdraw_vacancy(work.wim.context, ref=work.vacancy, reason="Niet meer nodig.")
    assert ReferralRecord.objects.get(ref=ref).shared == ""


def test_a_call_that_is_ticked_off_twice_is_one_act(work: Work) -> None:
    wim = work.wim.context
    talk = NewTalk(
        sort="early_signal",
        theme="dismissal",
        day=TODAY,
        about="Orders vallen weg.",
        follow_up_on=TODAY + DAY,
    )
    ref = employers.log_talk(wim, ref=work.employer, talk=talk)
    assert employers.calls_late(wim) == 0
    later = replace(wim, now=NOW + 2 * DAY)
    assert employers.calls_late(later) == 1
    assert employers.calls_late(replace(work.cast.alice.context, now=later.now)) == 0
    for _press in range(2):
        employers.follow_up(later, ref=ref)
    assert JournalRecord.objects.filter(name="EmployerTalkFollowed").count() == 1
    assert employers.calls_late(later) == 0
