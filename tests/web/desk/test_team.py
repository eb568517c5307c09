"""The pages of whoever leads: teams see their own, the region sees counts, others find nothing."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import Cast, Person, hire
from tests.services.dossier import DAGMAR, SITUATION, registered
from voordeur.domain.kernel.actors import Role
from voordeur.records.accounts.models import Account
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.worklists.models import HoursAdjustmentRecord
from voordeur.web import contexts

TEAM, PLACES = "/werk/team/", "/werk/plekken/"
PLACE = "beverwijk-wijk-aan-duin"
HOURS = f"/werk/plekken/{PLACE}/uren/"
HAND_OUT = "/werk/team/verdelen/"


@pytest.fixture
def enter(client: Client, cast: Cast) -> Callable[[Person], Client]:
    def logged_in(person: Person) -> Client:
        account = Account.objects.get(pk=person.context.account_id)
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(account, backend=backend)
        return client

    return logged_in


@pytest.fixture
def nora(cast: Cast) -> Person:
    return hire("Nora Proefpersoon", "werkcentrum", Role.COORDINATOR)


def carried(cast: Cast, number: int = 1, **changes: Any) -> list[CaseRecord]:
    """Let Alice carry some cases that were registered today."""
    from dataclasses import replace

    context = cast.alice.context.at(contexts.now())
    made = [
        registered(context, adviser_id=context.account_id, person=replace(DAGMAR, name=f"A {n}"))
        for n in range(number)
    ]
    CaseRecord.objects.filter(pk__in=[one.pk for one in made]).update(**changes)
    return made


def text(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("who", ["eva", "nora"])
@pytest.mark.parametrize(
    "address",
    [
        prefix + address
        for address in (TEAM, PLACES, PLACES + "?maand=2026-01", HOURS)
        for prefix in ("", "/en")
    ],
)
def test_pages_answer_in_both_languages(
    enter: Any, cast: Cast, nora: Person, who: str, address: str
) -> None:
    carried(cast, 3)
    response = enter(nora if who == "nora" else cast.eva).get(address)
    assert response.status_code == 200
    assert text(response).count("<h1") == 1
    ids = [part.split('"')[0] for part in text(response).split(' id="')[1:]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", [TEAM, PLACES, HOURS])
@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_whoever_does_not_lead_finds_nothing(
    enter: Any, cast: Cast, who: str, address: str
) -> None:
    response = enter(getattr(cast, who)).get(address)
    assert response.status_code == 404


@pytest.mark.parametrize(
    "role",
    [Role.CONTROLLER, Role.BOARD_READER, Role.PRIVACY_OFFICER, Role.SYSTEM_MANAGER],
)
def test_other_offices_find_nothing_and_can_do_nothing(enter: Any, cast: Cast, role: Role) -> None:
    client = enter(hire("Pietje Proefpersoon", "werkcentrum", role))
    assert {client.get(one).status_code for one in (TEAM, PLACES, HOURS)} == {404}
    assert {client.post(one).status_code for one in (HAND_OUT, HOURS)} == {404}


def test_nobody_gets_in_without_a_login(client: Client, cast: Cast) -> None:
    for address in (TEAM, PLACES, HOURS):
        assert client.get(address).status_code == 302
    assert client.post(HAND_OUT).status_code == 302


def test_the_team_lead_sees_colleagues_and_no_residents(enter: Any, cast: Cast) -> None:
    carried(cast, 2)
    page = text(enter(cast.eva).get(TEAM))
    assert "Alice Proefpersoon" in page
    assert "A 0" not in page


def test_the_coordinator_sees_counts_and_no_names(enter: Any, cast: Cast, nora: Person) -> None:
    carried(cast, 2)
    page = text(enter(nora).get(TEAM))
    assert "Werkcentrum" in page
    assert "Alice Proefpersoon" not in page
    assert "/werk/dossiers/" not in page.split("<main")[1]
    assert HAND_OUT not in page


@pytest.mark.parametrize("address", [TEAM, PLACES])
def test_more_cases_take_no_more_queries(enter: Any, cast: Cast, address: str) -> None:
    client = enter(cast.eva)
    counts = []
    for more in (1, 20):
        carried(cast, more)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_looking_writes_nothing_in_the_log(enter: Any, cast: Cast) -> None:
    """Counts and colleagues are no personal data of residents."""
    carried(cast)
    client = enter(cast.eva)
    before = JournalRecord.objects.count()
    client.get(TEAM)
    client.get(PLACES)
    assert JournalRecord.objects.count() == before


def test_every_queue_leads_to_a_list_of_as_many_cases(enter: Any, cast: Cast) -> None:
    import re

    carried(cast, 2)
    carried(cast, 3, adviser_id=None)
    carried(cast, 4, target_group="")
    carried(cast, 5, phase="aftercare")
    carried(cast, 6, proposed_id=None)
    carried(cast, 7, proposed_id="gemeente-velsen")
    client = enter(cast.eva)
    page = client.get(TEAM).context["page"]
    links = re.findall(r'href="(/werk/dossiers/\?[^"]+)">', text(client.get(TEAM)))[:5]
    assert [one.number for one in page.team.queues] == [3, 4, 6, 7, 5]
    listed = [client.get(link).context["page"].total for link in links]
    assert listed == [3, 4, 6, 7, 5]


def test_the_late_count_of_a_colleague_leads_to_those_cases(enter: Any, cast: Cast) -> None:
    carried(cast, 2)
    carried(cast, 3, next_date=(contexts.now() - timedelta(days=9)).date())
    client = enter(cast.eva)
    page = client.get(TEAM)
    alice = next(
        one
        for one in page.context["page"].team.advisers
        if one.account_id == cast.alice.context.account_id
    )
    assert (alice.open, alice.late) == (5, 3)
    link = f"/werk/dossiers/?wie={alice.account_id}&laat=ja"
    assert link in text(page)
    assert client.get(link).context["page"].total == 3


def test_all_cases_of_a_colleague_who_leaves_move_at_once(enter: Any, cast: Cast) -> None:
    made = carried(cast, 5)
    alice, eva = cast.alice.context.account_id, cast.eva.context.account_id
    client = enter(cast.eva)
    response = client.post(HAND_OUT, {"leaver": str(alice), "to": [str(eva)]}, follow=True)
    assert "5 dossiers hebben een nieuwe plek" in text(response)
    again = CaseRecord.objects.filter(pk__in=[one.pk for one in made])
    assert set(again.values_list("adviser_id", flat=True)) == {eva}
    twice = client.post(HAND_OUT, {"leaver": str(alice), "to": [str(eva)]})
    assert twice.status_code == 422
    assert "Deze keuze is er niet meer." in text(twice)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Kies er nog een."),
        ({"leaver": "alice"}, "Kies er nog een."),
        ({"leaver": "alice", "to": ["alice"]}, "Kies een ander dan degene"),
        ({"leaver": "alice", "to": ["eva", "niemand"]}, "Niet allebei."),
        ({"leaver": "bob", "to": ["eva"]}, "Deze keuze is er niet meer."),
        ({"leaver": "alice", "to": ["bob"]}, "Deze keuze is er niet meer."),
        ({"leaver": "9" * 400, "to": ["-1", "\x01", "🙂"]}, "Deze keuze is er niet meer."),
    ],
)
def test_what_cannot_be_given_is_said_and_nothing_moves(
    enter: Any, cast: Cast, sent: Any, sentence: str
) -> None:
    made = carried(cast, 2)
    people = {name: str(getattr(cast, name).context.account_id) for name in ("alice", "bob", "eva")}
    values = {
        "leaver": people.get(sent.get("leaver", ""), sent.get("leaver", "")),
        "to": [people.get(one, one) for one in sent.get("to", [])],
    }
    response = enter(cast.eva).post(HAND_OUT, values)
    assert response.status_code == 422
    assert sentence in text(response)
    alice = cast.alice.context.account_id
    assert {CaseRecord.objects.get(pk=one.pk).adviser_id for one in made} == {alice}


def test_a_coordinator_without_a_team_gives_no_cases_away(
    enter: Any, cast: Cast, nora: Person
) -> None:
    carried(cast)
    values = {"leaver": str(cast.alice.context.account_id), "to": ["niemand"]}
    assert enter(nora).post(HAND_OUT, values).status_code == 404


def day(shift: int) -> str:
    return (contexts.now().date() + timedelta(days=shift)).isoformat()


def test_hours_go_up_and_the_page_says_so(enter: Any, nora: Person) -> None:
    client = enter(nora)
    values = {"start_date": day(3), "end_date": day(10), "seats": "4", "reason": "Veel vragen"}
    response = client.post(HOURS, values, follow=True)
    assert "De spreekuren zijn aangepast." in text(response)
    assert "4 plekken. Veel vragen" in text(response)
    client.post(HOURS, values)
    assert HoursAdjustmentRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start_date": ""}, "Vul dit nog in."),
        ({"start_date": "2026-02-31"}, "Deze dag bestaat niet."),
        ({"start_date": day(-1)}, "Die dag is al geweest."),
        ({"end_date": day(3)}, "Kies een dag na de eerste dag."),
        ({"end_date": "9999-12-31"}, "Klopt dit jaar?"),
        ({"seats": "51"}, "Het hoogste is 50."),
        ({"seats": "-1"}, "Het laagste is 0."),
        ({"seats": "1e9"}, "met cijfers"),
        ({"seats": "9" * 400}, "Het hoogste is 50."),
        ({"reason": "   "}, "Vul dit nog in."),
        ({"reason": "a" * 201}, "Dit is te lang"),
    ],
)
def test_wrong_hours_are_said_at_the_field_and_what_was_typed_stays(
    enter: Any, nora: Person, changes: Any, sentence: str
) -> None:
    values = {"start_date": day(3), "end_date": day(10), "seats": "4", "reason": "Druk op maandag"}
    response = enter(nora).post(HOURS, values | changes)
    assert response.status_code == 422
    assert sentence in text(response)
    if "reason" not in changes:
        assert "Druk op maandag" in text(response)
    assert not HoursAdjustmentRecord.objects.exists()


@pytest.mark.parametrize("code", ["place-3-weg", "beverwijk-stadhuis", "x" * 300])
def test_a_place_without_hours_by_appointment_cannot_be_scaled(
    enter: Any, nora: Person, code: str
) -> None:
    assert enter(nora).get(f"/werk/plekken/{code}/uren/").status_code == 404


@pytest.mark.parametrize(
    "month", ["2026-13", "0000-00", "9999-99", "'", "2026-01-01-01", "🙂", "1" * 500]
)
def test_a_month_that_makes_no_sense_is_the_whole_year(
    enter: Any, nora: Person, month: str
) -> None:
    response = enter(nora).get(PLACES, {"maand": month})
    assert response.status_code == 200
    assert response.context["page"].month is None or month == "2026-01-01-01"


def test_small_counts_of_places_are_dashes(enter: Any, cast: Cast, nora: Person) -> None:
    carried(cast, 9)
    rows = dict(enter(nora).get(PLACES).context["equal"][0][2])
    assert rows["Velsen"] == ("–", "–", "–", "–")
    carried(cast, 3)
    rows = dict(enter(nora).get(PLACES).context["equal"][0][2])
    assert rows["Velsen"][0] == "10"
    assert SITUATION["municipality"] == "velsen"
