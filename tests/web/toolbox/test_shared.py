"""Use, experiments, deviations and results of aids on screen."""

import pytest

from tests.people import NOW, Cast, hire
from tests.services.dossier import acts, registered
from tests.web.toolbox.conftest import Opens
from voordeur.domain.kernel.actors import Role
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.records.toolbox.models import DeviationRecord, NotUsedRecord, ProfileRecord
from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord
from voordeur.services.people import PersonDetails

pytestmark = pytest.mark.django_db
USE = "/gereedschap/gebruik/"


def step(case: CaseRecord, instrument: str, **more: object) -> TrajectoryStepRecord:
    """Write a running step with an instrument straight into a trajectory of ``case``."""
    trajectory, _made = TrajectoryRecord.objects.get_or_create(
        case=case,
        defaults={
            "ref": new_reference(),
            "state": "running",
            "goal": "Werk",
            "payer_id": case.accountable_id,
            "made_at": NOW,
            "agreed_at": NOW,
        },
    )
    values = {"state": "running", "cost_word": "none_needed", "starts_on": NOW.date(), **more}
    return TrajectoryStepRecord.objects.create(
        ref=new_reference(),
        trajectory=trajectory,
        position=1,
        what="Paskamer",
        instrument=instrument,
        **values,
    )


def people(cast: Cast, number: int, instrument: str, **more: object) -> list[CaseRecord]:
    """Register people at the desk of Alice, each with one step."""
    made = []
    for at in range(number):
        person = PersonDetails(name=f"Piet {at} Steekproef", email=f"piet{at}@example.nl")
        case = registered(cast.alice.context, person=person)
        step(case, instrument, **more)
        made.append(case)
    return made


def test_only_managers_see_the_use(cast: Cast, loaded: None, opens: Opens) -> None:
    for role in Role:
        person = hire(f"{role.name} Proefpersoon", "werkcentrum", role)
        manager = role in {
            Role.TEAM_LEAD,
            Role.COORDINATOR,
            Role.PROGRAMME_TEAM,
            Role.CONTROLLER,
        }
        page = opens(person.context)
        assert page.get(USE).status_code == (200 if manager else 404), role
        linked = f'href="{USE}"' in page.get("/gereedschap/").content.decode()
        assert linked is manager


def test_use_and_causes_are_counted_by_partner_and_small_counts_stay_away(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    made = people(cast, 12, "jobcoach-gemeente")
    step(registered(cast.bob.context), "ips")
    for at, case in enumerate(made):
        NotUsedRecord.objects.create(
            case=case,
            organisation="werkcentrum",
            cause="legality" if at < 11 else "caseload",
            told_at=NOW,
        )
    told = opens(cast.eva.context).get(USE).content.decode()
    rows = {line.split("</th>")[0]: line for line in told.split('role="rowheader">')[1:]}
    assert rows[next(name for name in rows if "Werkcentrum" in name)].count("<span>10</span>") == 4
    assert ">11<" not in told
    assert ">12<" not in told
    assert "<span>1</span>" not in told
    assert "minder dan" not in rows[next(name for name in rows if "Werkcentrum" in name)]
    velsen = rows["Gemeente Velsen"].partition("</tr>")[0]
    assert velsen.count("–") == 7
    agreement = told.partition("Instrumenten van de banenafspraak")[2]
    assert "/instrument/jobcoach-gemeente/" in agreement.partition("Meest ingezet")[0]
    assert "/instrument/ips/" not in agreement
    quiet = opens(cast.eva.context).get(f"{USE}?jaar=2025").content.decode()
    assert "Nog geen instrument begon dit jaar voor 10 mensen of meer." in quiet
    for typed in ("99999", "²025", "x", ""):
        assert opens(cast.eva.context).get(f"{USE}?jaar={typed}").status_code == 200


def test_what_colleagues_used_shows_from_ten_people_on(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    address = f"/gereedschap/bij/{case.ref}/"
    words = "Wat collega’s inzetten"
    made = people(cast, 9, "werkfit-traject")
    assert words not in opens(cast.alice.context).get(address).content.decode()
    other = registered(cast.alice.context, person=PersonDetails(name="Wie Anders"))
    CaseRecord.objects.filter(pk=other.pk).update(target_group="another")
    step(other, "werkfit-traject")
    assert words not in opens(cast.alice.context).get(address).content.decode()
    step(registered(cast.alice.context, person=PersonDetails(name="Nog Een")), "werkfit-traject")
    told = opens(cast.alice.context).get(address).content.decode()
    assert words in told
    assert "ongeveer 10 mensen" in told
    assert made[0].ref not in told


def test_a_deviation_is_told_at_the_case_and_read_by_all(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    address = f"/gereedschap/bij/{case.ref}/anders/"
    wrong = page.post(address, {"sort": "deviation", "reason": ""})
    assert wrong.status_code == 422
    said = {"sort": "deviation", "reason": "De cursus begint te laat.", "instrument": "ips"}
    assert page.post(address, said).status_code == 302
    ref = DeviationRecord.objects.get().ref
    half = page.post(f"{address}{ref}/", {f"{ref}-lesson": "Eerder beginnen helpt."})
    assert half.status_code == 422
    assert "Eerder beginnen helpt." in half.content.decode()
    lesson = {f"{ref}-lesson": "Eerder beginnen helpt.", f"{ref}-state": "finished"}
    assert page.post(f"{address}{ref}/", lesson).status_code == 302
    read = opens(cast.charlie.context).get("/gereedschap/experimenten/").content.decode()
    assert "Eerder beginnen helpt." in read
    assert case.ref not in read
    assert opens(cast.charlie.context).get(address).status_code == 404
    assert opens(cast.charlie.context).post(f"{address}{ref}/", lesson).status_code == 404


def test_the_result_of_an_aid_enters_the_profile_with_where_it_comes_from(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    aid = step(case, "paskamer")
    assert "Wat liet Paskamer zien?" in page.get(f"/gereedschap/bij/{case.ref}/").content.decode()
    address = f"/gereedschap/bij/{case.ref}/uitkomst/{aid.ref}/"
    form = page.get(address).content.decode()
    assert 'name="sector"' in form
    assert 'name="ggz_treatment"' not in form
    assert 'name="employer_size"' not in form
    assert page.post(address, {}).status_code == 422
    sent = {"sector": "technology", "ggz_treatment": "yes", "hours": "veel"}
    assert page.post(address, sent).status_code == 422
    profile = ProfileRecord.objects.get(case=case)
    assert profile.facts == {"sector": "technology"}
    assert profile.evidence["sector"]["step"] == aid.ref
    assert page.post(address, {"sector": "care"}).status_code == 302
    told = page.get(f"/gereedschap/bij/{case.ref}/").content.decode()
    assert "uit Paskamer, 2 maart 2026" in told
    assert acts(case)[-1] == "OrientationResultKept"
    page.post(f"/gereedschap/bij/{case.ref}/", {"sector": "technology"})
    profile.refresh_from_db()
    assert profile.evidence == {}
    other = step(case, "ips")
    for ref in (other.ref, "NOTHING"):
        assert page.get(f"/gereedschap/bij/{case.ref}/uitkomst/{ref}/").status_code == 404
    assert opens(cast.charlie.context).get(address).status_code == 404


def test_sheltered_work_starts_with_the_party_of_the_place(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    CaseRecord.objects.filter(pk=case.pk).update(municipality="velsen")
    address = f"/werk/dossier/{case.ref}/traject/stap/nieuw/?instrument=beschut-werk"
    first = page.get(address)
    assert first.status_code == 302
    assert first["Location"].endswith("/traject/nieuw/?instrument=beschut-werk")
    drafted = page.post(first["Location"], {"goal": "Werken waar het past"})
    assert drafted.status_code == 302
    assert drafted["Location"].endswith("/stap/nieuw/?instrument=beschut-werk")
    here = page.get(drafted["Location"]).content.decode()
    assert '<option value="ijmond-werkt" selected>' in here
    CaseRecord.objects.filter(pk=case.pk).update(municipality="haarlem")
    there = page.get(drafted["Location"]).content.decode()
    assert '<option value="pasmatch" selected>' in there


def test_why_something_fits_is_the_explanation_of_every_suggestion(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    ProfileRecord.objects.create(case=case, facts={"sector": "technology"}, changed_at=NOW)
    told = opens(cast.alice.context).get(f"/gereedschap/bij/{case.ref}/").content.decode()
    why = told.partition("Waarom past Techniektuin?")[2].partition("</details>")[0]
    assert "techniek" in why.casefold()
    assert "Mensen die van een ander beroep naar de techniek willen." in why
    assert "Bron" in why


def test_the_timeline_names_what_was_done_in_the_toolbox(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    page.post(f"/gereedschap/bij/{case.ref}/", {"sector": "care"})
    page.post(f"/gereedschap/bij/{case.ref}/niet-ingezet/", {"cause": "caseload"})
    told = page.get(f"/werk/dossier/{case.ref}/?alles=ja").content.decode()
    told += page.get(f"/werk/dossier/{case.ref}/").content.decode()
    assert "Vragen over de situatie beantwoord" in told
    assert "Gezegd waarom er niets is ingezet" in told
    assert "ToolboxNotUsed" not in told


def test_a_wrong_answer_on_the_fit_page_is_said_and_the_others_are_kept(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    sent = {"sector": "care", "hours": "veel"}
    told = opens(cast.alice.context).post(f"/gereedschap/bij/{case.ref}/", sent)
    assert told.status_code == 422
    assert "Niet elk antwoord konden we lezen." in told.content.decode()
    assert ProfileRecord.objects.get(case=case).facts == {"sector": "care"}


@pytest.mark.parametrize(
    ("instrument", "party"),
    [
        ("taal-en-basis", '<option value="nova-college" selected>'),
        ("ips", 'value="De ggz, met een IPS-begeleider"'),
        ("zzp-begeleiding", 'value="IJmond Werkt! en Agros"'),
        ("detachering", '<option value="ijmond-werkt" selected>'),
    ],
)
def test_a_step_starts_with_whoever_does_it(
    cast: Cast, case: CaseRecord, opens: Opens, instrument: str, party: str
) -> None:
    page = opens(cast.alice.context)
    CaseRecord.objects.filter(pk=case.pk).update(municipality="velsen")
    base = f"/werk/dossier/{case.ref}/traject/"
    page.post(f"{base}nieuw/", {"goal": "Weer aan het werk"})
    told = page.get(f"{base}stap/nieuw/?instrument={instrument}").content.decode()
    assert f'<option value="{instrument}" selected>' in told
    assert party in told


def test_places_in_care_count_down_as_people_start(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    address = "/gereedschap/?sector=care"
    assert "60 van 60 plekken vrij" in page.get(address).content.decode()
    step(case, "talent-naar-de-zorg")
    assert "59 van 60 plekken vrij" in page.get(address).content.decode()
    TrajectoryStepRecord.objects.update(state="cancelled")
    assert "60 van 60 plekken vrij" in page.get(address).content.decode()


@pytest.mark.parametrize(
    ("answers", "instrument"),
    [
        ({"basic_skills": "weak"}, "taal-en-basis"),
        ({"self_employed": "stopped"}, "zzp-begeleiding"),
    ],
)
def test_who_struggles_with_basics_or_works_for_themselves_gets_what_is_for_them(
    cast: Cast, case: CaseRecord, opens: Opens, answers: dict[str, str], instrument: str
) -> None:
    page, address = opens(cast.alice.context), f"/gereedschap/bij/{case.ref}/"
    link = f"/gereedschap/instrument/{instrument}/"
    assert link not in page.get(address).content.decode().partition("Nog niet bekend")[0]
    page.post(address, answers)
    assert link in page.get(address).content.decode().partition("Nog niet bekend")[0]
