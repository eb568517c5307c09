"""The sector paths on screen: for anybody, without a script, also when nothing makes sense."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast
from tests.services.dossier import registered
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import register_loading
from voordeur.services.context import system_context
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHOP_TO_CARE = "/paden/route/?van=winkelmedewerker&naar=verzorgende-ig"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def anybody(region: Region) -> Client:
    assert region
    register_loading.load_register(system_context(NOW))
    return Client()


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    assert main
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main[0])))


def test_anybody_finds_the_sectors_and_who_wants_to_learn_is_led_there(anybody: Client) -> None:
    assert "Bekijk de paden naar ander werk" in read(anybody, "/")
    assert "Bekijk de paden naar ander werk" in read(anybody, "/vraag/?deur=learn")
    assert "Bekijk de paden naar ander werk" in read(anybody, "/vraag/?deur=move_on")
    assert "Bekijk de paden naar ander werk" not in read(anybody, "/vraag/?deur=find_work")
    told = read(anybody, "/paden/")
    assert "Zorg & Welzijn" in told
    assert "Technologie" in told
    assert "14 functies, 10 kansrijk." in told


@pytest.mark.parametrize(
    ("sector", "functions"), [("care", 14), ("education", 14), ("technology", 31)]
)
def test_a_sector_is_a_map_for_wide_and_narrow_screens_and_a_list_with_the_same(
    anybody: Client, sector: str, functions: int
) -> None:
    page = anybody.get(f"/paden/{sector}/").content.decode()
    maps = re.findall(r'<svg class="vd-path-map__(\w+)".*?</svg>', page, re.DOTALL)
    pictures = re.findall(r'<svg class="vd-path-map__.*?</svg>', page, re.DOTALL)
    linked = [sorted(re.findall(r'href="/paden/functie/([\w-]+)/"', one)) for one in pictures]
    assert maps.count("wide") == maps.count("narrow")
    assert linked[0::2] == linked[1::2]
    assert sum(map(len, linked[0::2])) == functions
    listed = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert {code for one in linked for code in one} <= set(
        re.findall(r'href="/paden/functie/([\w-]+)/"', listed)
    )


def test_chances_stand_with_their_date_and_source_and_what_is_not_checked_says_so(
    anybody: Client,
) -> None:
    told = read(anybody, "/paden/technology/")
    assert "Staalbedrijf in Velsen: minder banen op kantoor ( ▼ krimpt)" in told
    assert "Hart van Nederland, april 2025" in told
    assert "aantal plekken: volgt nog." in told
    assert "Techniektuin IJmond" in told
    job = read(anybody, "/paden/functie/administratief-medewerker/")
    assert "krimpt" in job
    assert "Niet nagekeken: vraag het na." in job


def test_a_function_says_what_is_asked_and_leads_to_and_from(anybody: Client) -> None:
    page = anybody.get("/paden/functie/mbo-verpleegkundige/").content.decode()
    told = read(anybody, "/paden/functie/mbo-verpleegkundige/")
    assert "Inschrijving in het BIG-register" in told
    assert "Loon staat nog in geen bron" in told
    assert "?van=verzorgende-ig&amp;naar=mbo-verpleegkundige" in page


def test_the_way_from_shop_to_care_says_gap_training_time_money_and_who_pays(
    anybody: Client,
) -> None:
    told = read(anybody, SHOP_TO_CARE)
    assert "Weg 1: 3 jaar en 4 maanden" in told
    assert "Dit is nieuw en nodig" in told
    assert "18 tot 24 uur werk en 1 lesdag" in told
    assert "SLIM-scholing voor één werkgever" in told
    assert "hooguit € 2.700 voor deze stap (per schooljaar)" in told
    assert "Lesgeld: € 2.440." in told
    partly = read(anybody, "/paden/route/?van=kassamedewerker&naar=verzorgende-ig")
    assert "Lesgeld: minstens € 2.440; de rest: staat niet in de bron." in partly
    assert "Kosten van de opleidingen: staat niet in de bron." in told
    assert "€ 0" not in told
    assert "Deze volgorde van stappen is niet nagekeken" in told


def test_what_is_missing_is_told_with_its_reason_and_another_way_is_shown(anybody: Client) -> None:
    address = "/paden/route/?van=winkelmedewerker&naar=leraar-basisonderwijs"
    unknown = read(anybody, address)
    assert "vraag na Een diploma hbo of wo" in unknown
    known = read(anybody, f"{address}&diploma=mbo2&leeftijd=35&rijbewijs=none")
    assert "Kan nu niet: 2 jaar" in known
    assert "mist nu Een diploma hbo of wo" in known
    assert "Weg 1:" in known
    grid = "/paden/route/?van=heftruckchauffeur&naar=monteur-laagspanningsnet"
    young = read(anybody, f"{grid}&leeftijd=15&rijbewijs=none")
    assert "mist nu Rijbewijs B." in young
    assert "Nu kan het nog niet" in young


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Kies wat je nu doet"),
        ("?van=winkelmedewerker", "Kies wat je nu doet"),
        ("?van=winkelmedewerker&naar=winkelmedewerker", "Dit is hetzelfde werk"),
        ("?van=nergens&naar=zorghulp", "Dit werk kennen we niet"),
        ("?van=zorghulp&naar=%F0%9F%98%80", "Dit werk kennen we niet"),
        ("?van=zorghulp&naar=kassamedewerker", "Hier kennen we nog geen weg"),
        (
            "?van=winkelmedewerker&naar=zorghulp&leeftijd=-3&diploma=x&rijbewijs=9",
            "Weg 1: 6 maanden",
        ),
        ("?van=winkelmedewerker&naar=zorghulp&leeftijd=" + "9" * 500, "Weg 1: 6 maanden"),
    ],
)
def test_whatever_is_asked_gets_a_clear_sentence(anybody: Client, asked: str, said: str) -> None:
    assert said in read(anybody, f"/paden/route/{asked}")


def test_a_region_without_paths_says_so_and_what_to_do(region: Region) -> None:
    assert region
    told = read(Client(), "/paden/")
    assert "Hier staan nog geen paden" in told
    assert "Zoek jouw weg" not in told


def test_what_is_not_there_is_not_found(anybody: Client) -> None:
    for address in ("/paden/functie/nergens/", "/paden/nergens/", "/paden/trade/"):
        assert anybody.get(address).status_code == 404


def test_practical_learning_with_a_partial_certificate_is_found(anybody: Client) -> None:
    told = read(anybody, "/paden/opleidingen/?bewijs=certificate&delen=ja&branche=childcare")
    assert "1 van 65 opleidingen" in told
    assert "Drie mbo-certificaten kinderopvang" in told
    practical = read(anybody, "/paden/opleidingen/?vorm=third_way")
    assert "Je krijgt: praktijkverklaring." in practical
    none = read(anybody, "/paden/opleidingen/?vorm=orientation&branche=care")
    assert "Geen opleiding past hierbij" in none


def test_english_is_complete(anybody: Client) -> None:
    told = read(anybody, f"/en{SHOP_TO_CARE}")
    assert "Way 1: 3 years and 4 months" in told
    assert "not stated in the source" in told
    for dutch in ("opleiding", "Lesgeld", "werkgever", "vraag na", "niet nagekeken"):
        assert dutch not in told


@pytest.mark.parametrize("address", ["/paden/", "/paden/technology/", SHOP_TO_CARE])
def test_a_page_asks_the_database_a_fixed_few_times(anybody: Client, address: str) -> None:
    anybody.get(address)
    with CaptureQueriesContext(connection) as asked:
        anybody.get(address)
    assert len(asked) <= 3, [one["sql"][:80] for one in asked.captured_queries]


# ---- at the desk ----


@pytest.fixture
def case(cast: Cast, anybody: Client) -> CaseRecord:
    assert anybody
    return registered(cast.alice.context)


def of(account_id: int | None) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account_id), backend=BACKEND)
    return client


def test_a_gids_puts_a_way_in_the_trajectory_in_one_press(cast: Cast, case: CaseRecord) -> None:
    alice = of(cast.alice.context.account_id)
    builder = f"/werk/dossier/{case.ref}/traject/"
    assert f"{builder}weg/" in alice.get(builder).content.decode()
    page = alice.get(f"{builder}weg/?van=winkelmedewerker&naar=verzorgende-ig").content.decode()
    assert 'name="stappen" value="r003 r031"' in page
    press = {
        "van": "winkelmedewerker", "naar": "verzorgende-ig", "stappen": "r003 r031",
        "begin": "2026-03-02",
    }  # fmt: skip
    answer = alice.post(f"{builder}weg/", press)
    assert (answer.status_code, answer["Location"]) == (302, builder)
    assert TrajectoryRecord.objects.get().steps.count() == 2
    assert "Doel: Werken als verzorgende IG" in read(alice, builder)
    again = alice.post(f"{builder}weg/", press)
    assert again.status_code == 422
    assert "staat al open in het traject" in again.content.decode()
    assert TrajectoryRecord.objects.get().steps.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"begin": ""}, "Vul een dag in om te beginnen"),
        ({"begin": "2020-01-01"}, "Die dag is al geweest. Kies vandaag of later."),
        ({"stappen": "r031"}, "Deze weg is intussen veranderd"),
        ({"stappen": ""}, "Deze weg is intussen veranderd"),
    ],
)
def test_what_is_wrong_is_said_and_the_ways_stay(
    cast: Cast, case: CaseRecord, wrong: dict[str, str], said: str
) -> None:
    press = {
        "van": "winkelmedewerker", "naar": "verzorgende-ig", "stappen": "r003 r031",
        "begin": "2026-03-02", **wrong,
    }  # fmt: skip
    alice = of(cast.alice.context.account_id)
    answer = alice.post(f"/werk/dossier/{case.ref}/traject/weg/", press)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Weg 1: 3 jaar en 4 maanden" in answer.content.decode()
    assert not TrajectoryRecord.objects.exists()


def test_who_has_nothing_to_do_with_the_case_finds_nothing(cast: Cast, case: CaseRecord) -> None:
    charlie = of(cast.charlie.context.account_id)
    address = f"/werk/dossier/{case.ref}/traject/weg/"
    assert charlie.get(address).status_code == 404
    assert charlie.post(address, {"stappen": "r003"}).status_code == 404


def test_professionals_see_use_beside_places_and_small_numbers_stay_hidden(
    cast: Cast, case: CaseRecord
) -> None:
    assert case
    told = read(of(cast.charlie.context.account_id), "/werk/paden/")
    assert "minder dan 10 mensen kozen een weg" in told
    assert "Plekken om te leren: volgt nog." in told
