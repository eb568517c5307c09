"""A region accounts for matching on screen: how it works, lists made again, chances, algorithms."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.people import NOW, hire
from tests.services.planned import text, write
from tests.services.profiled import load_own_list, skill
from tests.services.test_match_lists import choose
from tests.services.test_matching import MEALS, WASHING, keep
from tests.services.working import Work, helper, work_room
from tests.web.decisions.decisions_world import browser, words
from voordeur.cli.__main__ import build_parser
from voordeur.domain.kernel.actors import Role
from voordeur.domain.monitoring.disclosure import Side
from voordeur.domain.monitoring.evenness import Measure
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.matching.models import MatchListRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import algorithms, match_fairness, matching, vacancies
from voordeur.services.context import visitor_context
from voordeur.web import contexts

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).resolve().parents[4] / "shared/data/algoritmeregister/v1_0.json"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def care(work: Work) -> Work:
    """Dagmar on a list for work that asks what she can do."""
    load_own_list()
    new = helper(required=(WASHING, MEALS), tasks=())
    vacancy = vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)
    keep(replace(work, vacancy=vacancy), skill(WASHING, level=2))
    matching.candidates(work.cast.alice.context, vacancy=vacancy)
    return replace(work, vacancy=vacancy)


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words(answer)


def test_anybody_reads_what_counts_who_chose_it_and_since_when(region: Region) -> None:
    default = said(Client(), "/hoe-we-zoeken/")
    assert "De regio koos nog geen eigen gewichten" in default
    assert "Nodige vaardigheden" in default
    pim = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    choose(pim, "keuze", why=text("Reizen weegt hier zwaar."), travel=350, hours=250)
    chosen = said(Client(), "/hoe-we-zoeken/")
    assert "koos deze gewichten. Ze gelden vanaf 1 januari 2026." in chosen
    assert "Reizen weegt hier zwaar." in chosen
    assert "Gewenste vaardigheden" not in chosen
    english = said(Client(), "/en/hoe-we-zoeken/")
    assert "How Voordeur brings people and work together" in english


def test_the_privacy_officer_and_the_person_see_the_list(care: Work) -> None:
    petra = browser(hire("Petra Proefpersoon", "werkcentrum", Role.PRIVACY_OFFICER))
    number = MatchListRecord.objects.get().pk
    assert f"Lijst {number}" in said(petra, "/beheer/lijsten/")
    page = said(petra, f"/beheer/lijsten/{number}/")
    assert "Zelfde volgorde en punten" in page
    assert "De bewaarde lijst past bij het logboek." in page
    assert care.case.ref in page
    assert "Dagmar" not in page
    assert petra.get("/beheer/lijsten/999999999999999999/").status_code == 404
    dagmar = Client()
    session = dagmar.session
    session[contexts.RESIDENT] = care.case.resident_id
    session.save()
    own = said(dagmar, "/mijn/lijsten/")
    assert "Mensen voor Helpende zorg, Zorghuis De Duin" in own
    assert "1 van 1" in own
    matching.candidates(care.cast.alice.context, vacancy=care.vacancy)
    assert MatchListRecord.objects.count() == 2
    assert said(dagmar, "/mijn/lijsten/").count("Mensen voor Helpende zorg") == 1


def test_unfair_lists_are_seen_on_screen_and_few_people_are_not(care: Work) -> None:
    """Forty of fifty are young and stand ahead on every list; a handful has another way in."""
    grown(care.case, 50)
    cases = list(CaseRecord.objects.select_related("resident").order_by("id"))
    cases.sort(key=lambda case: case.resident is not None and case.resident.birth_year != 2002)
    rows = [[case.pk, place, 16320, 1] for place, case in enumerate(cases)]
    listed(care, rows[:25])
    page = match_fairness.report(care.cast.eva.context)
    age = page.dimensions[0]
    found = {
        (line.group, one.measure): one.stands_out for line in age.lines for one in line.outcomes
    }
    assert found["50 en ouder", Measure.LISTED] is Side.BELOW
    assert found["jonger dan 27", Measure.FIRST] is Side.ABOVE
    groups = page.dimensions[3]
    assert (groups.counts_only, groups.stands_out) == (True, False)
    shown = said(browser(care.cast.eva), "/beheer/eerlijke-kansen/")
    assert "valt op: minder vaak" in shown
    assert "AVG, artikel 9 lid 2j" in shown
    few = next(line for line in page.dimensions[1].lines if line.people is None)
    assert few.outcomes == ()
    other = hire("Leo Proefpersoon", "gemeente-velsen", Role.TEAM_LEAD)
    assert match_fairness.report(other.context).lists == 0


def grown(case: CaseRecord, number: int) -> None:
    """Add people with a profile to the database as copies of one: half young, half old."""
    assert case.resident is not None
    people = [
        ResidentRecord(
            ref=f"PERSOON{at:03}",
            name="Verzonnen Persoon",
            birth_year=2002 if at % 2 else 1960,
            created_at=NOW,
            updated_at=NOW,
        )
        for at in range(number)
    ]
    ResidentRecord.objects.bulk_create(people)
    copied = {
        field.attname: getattr(case, field.attname)
        for field in CaseRecord._meta.concrete_fields
        if field.attname not in {"id", "ref", "resident_id", "channel"}
    }
    CaseRecord.objects.bulk_create(
        CaseRecord(
            ref=f"D{at:09}", resident=person, channel="phone" if at > 4 else "partner", **copied
        )
        for at, person in enumerate(people)
    )
    WorkProfileRecord.objects.bulk_create(
        WorkProfileRecord(resident=person, changed_at=NOW) for person in people
    )


def listed(care: Work, rows: list[list[int]]) -> None:
    row = MatchListRecord.objects.get()
    row.pk, row.entry, row.shown = None, 10**9, json.dumps(rows)
    row.save(force_insert=True)


@pytest.fixture
def standard() -> Mapping[str, Any]:
    """The fields of the national standard."""
    fields: Mapping[str, Any] = json.loads(SCHEMA.read_text())["properties"]
    return fields


def wrong(standard: Mapping[str, Any], record: Mapping[str, Any]) -> set[str]:
    """Return the fields of a record that the standard does not take, or misses."""
    found = {code for code in record if code not in standard}
    for code, rule in standard.items():
        value = record.get(code)
        if value is None:
            found |= {code} if rule.get("required") is True else set()
            continue
        values = value if rule["type"] == "array" else [value]
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            found.add(code)
            continue
        foreign = set(values) - set(rule.get("permitted_values") or values)
        if foreign or len(str(value)) > rule.get("max_length", 10**6):
            found.add(code)
    return found


@pytest.mark.shared
def test_the_record_is_what_the_national_register_takes(
    care: Work, standard: Mapping[str, Any]
) -> None:
    pim = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    matched, broker = algorithms.records(visitor_context(NOW))
    assert wrong(standard, matched.fields) == {"contact_email", "publication_category"}
    assert wrong(standard, broker.fields) == {
        "organization",
        "contact_email",
        "publication_category",
    }
    assert matched.fields["status"] == "In gebruik"
    assert matched.fields["begin_date"] == "2026-03"
    assert broker.fields["status"] == "In ontwikkeling"
    told = {
        "organisation": "werkcentrum",
        "contact_email": "algoritmes@example.nl",
        "publication_category": "impactful",
        "risks": text("We kijken elk kwartaal naar de cijfers."),
    }
    for code in ("matching", "broker"):
        write(pim, "algorithm", code, **told)
    for one in algorithms.records(visitor_context(NOW)):
        assert wrong(standard, one.fields) == set()
        assert "Risico’s" not in one.to_fill
        assert "Wettelijke basis" in one.to_fill


def test_what_the_region_must_say_itself_is_named_and_what_is_too_long_too(
    region: Region, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = said(Client(), "/algoritmes/")
    assert "De regio moet zelf nog invullen:" in page
    assert "Publicatiecategorie" in page
    pim = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    write(pim, "algorithm", "matching", risks=text("x" * 2501))
    assert "hoogstens 2500 tekens" in said(Client(), "/algoritmes/")
    file = Client().get("/algoritmes/register.json")
    assert "risks" not in json.loads(file.content)[0]
    chosen = build_parser().parse_args(["algorithms", "--json", str(tmp_path / "a.json")])
    assert chosen.run(chosen) == 0
    assert "still to be filled in by the region: Contact" in capsys.readouterr().out
    written = json.loads((tmp_path / "a.json").read_text())
    assert [one["source_id"] for one in written] == ["matching", "broker"]
    assert chosen.run(chosen) == 1


def test_a_list_of_last_year_weighs_no_more(care: Work) -> None:
    later = care.cast.eva.context.at(NOW + timedelta(days=366))
    assert match_fairness.report(later).lists == 0
