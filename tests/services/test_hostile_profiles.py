"""Bad input around profiles and work: hidden words, reversed sentences, work without a place."""

from dataclasses import replace

import pytest

from tests.people import NOW
from tests.services.dossier import refused
from tests.services.profiled import load_own_list, skill
from tests.services.working import Work, helper, work_room
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.kernel.unseen import misleads, seen
from voordeur.domain.profile.profile import Practical, ProfileLine, ProfilePart
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services import matching, skill_index, vacancies, work_profile
from voordeur.services.context import Context

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
REVERSED = "Kok \N{RIGHT-TO-LEFT OVERRIDE}nekok\N{POP DIRECTIONAL FORMATTING}"
PERSIAN = "نمی\N{ZERO WIDTH NON-JOINER}دانم"
"""A word that needs a mark nobody sees."""


def test_words_cut_up_by_what_nobody_sees_are_found_and_shown_whole() -> None:
    load_own_list()
    plain = skill_index.suggest("Ik kan afrekenen en samenwerken.")
    hidden = skill_index.suggest(
        "Ik kan af\N{SOFT HYPHEN}rekenen\x00 en sa\N{ZERO WIDTH SPACE}men\N{WORD JOINER}werken."
    )
    assert plain
    assert [(one.code, one.words) for one in hidden] == [(one.code, one.words) for one in plain]
    with refused(Reason.INVALID_INPUT):
        skill_index.suggest("\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}")


def test_a_sentence_that_reads_backwards_is_refused_and_other_scripts_are_not(work: Work) -> None:
    load_own_list()
    dagmar = Context(
        kind=ActorKind.RESIDENT, now=NOW, resident_id=work.case.resident_id, language="nl"
    )
    line = ProfileLine(part=ProfilePart.EXPERIENCE, words=PERSIAN)
    for words in (REVERSED, "kok\x1b[2J", "kok\x00"):
        with refused(Reason.INVALID_INPUT):
            work_profile.add_lines(dagmar, lines=[replace(line, words=words)])
        with refused(Reason.INVALID_INPUT):
            new = replace(helper(), title=words)
            vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)
    assert not WorkProfileRecord.objects.exists()
    assert work_profile.add_lines(dagmar, lines=[line]) == 1
    assert (seen("a\r\n\tb"), misleads("a\r\n\tb"), misleads(PERSIAN)) == ("a\r\n\tb", False, False)


def test_work_without_a_place_is_offered_and_says_that_the_way_is_not_known(work: Work) -> None:
    load_own_list()
    alice = work.cast.alice.context
    work_profile.add_lines(
        alice, ref=work.case.ref, lines=[skill("own:wassen-kleden")], together=True
    )
    near = Practical(place="1971", mode="walk", minutes=10)
    work_profile.keep_practical(alice, ref=work.case.ref, practical=near)
    refs = {}
    for postcode in ("", "0000", "2035"):
        new = replace(helper(), postcode=postcode, required=("own:wassen-kleden",))
        refs[postcode] = vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)
    for unknown in ("", "0000"):
        page = matching.candidates(alice, vacancy=refs[unknown])
        (one,) = page.fitting
        assert "reistijd" in one.reasons.not_known
        assert {part: points for part, points, _ in one.reasons.parts}["reistijd"] == 0
    # The control: a place that is known and too far away is said to be so.
    (far,) = matching.candidates(alice, vacancy=refs["2035"]).not_now
    assert far.reasons.nos == ("te ver weg",)
    assert VacancyRecord.objects.get(ref=refs["0000"]).municipality == ""
