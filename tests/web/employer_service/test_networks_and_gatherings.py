"""Networks, gatherings and themes on screen: who is asked, who comes, and what nobody may see."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW
from tests.services.working import CARE, Work, work_room
from tests.web.decisions.decisions_world import browser, words, write
from voordeur.domain.work.employers import RECURRING
from voordeur.domain.work.gatherings import Party, moving_up
from voordeur.records.audit.models import JournalRecord
from voordeur.records.employer_service.models import (
    GatheringRecord,
    GroupRouteRecord,
    InvitationRecord,
    SignUpRecord,
)
from voordeur.records.governance.models import ProposalRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services import employers, gathering_letters, gatherings, networks
from voordeur.services.employers import NewTalk
from voordeur.services.gatherings import NewGathering
from voordeur.services.retention_plans import wipe_plans
from voordeur.web import contexts

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST = "/werkgevers/"
PLANNED = {
    "title": "Koffie met de zorg",
    "day": (TODAY + timedelta(days=14)).isoformat(),
    "starts_at": "09:30",
    "place": "Waarderpolder 1, Haarlem",
    "places": "2",
    "audience": "both",
    "about": "Kennismaken.",
    "sector": "care",
    "entry": "",
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="wim")
def consultant(work: Work) -> Client:
    write("network", "kring", "Kring", reach={"nl": "Bedrijven in de polder"})
    return browser(work.wim)


def company(work: Work, name: str) -> str:
    details = replace(
        CARE,
        name=name,
        kvk_number="",
        contact_email=f"{name.rsplit(maxsplit=1)[-1].lower()}@example.nl",
    )
    return employers.open_employer(work.wim.context, details=details)


def resident(case_resident: int) -> Client:
    client = Client()
    session = client.session
    session[contexts.RESIDENT] = case_resident
    session.save()
    return client


def planned(wim: Client, **changes: str) -> GatheringRecord:
    wim.post(f"{LIST}bijeenkomsten/nieuw/", {**PLANNED, **changes})
    return GatheringRecord.objects.latest("id")


def invited_link(wim: Client, made: GatheringRecord, employer: str) -> str:
    wim.post(f"{LIST}bijeenkomst/{made.ref}/doe/nodig-uit/", {"wie": employer})
    invitation = InvitationRecord.objects.get(gathering=made, employer__ref=employer)
    return f"/link/bijeenkomst/{gathering_letters.token_of(invitation)}/"


def states(made: GatheringRecord) -> list[str]:
    return list(SignUpRecord.objects.filter(gathering=made).values_list("state", flat=True))


# ---- Networks ----


def test_a_network_tells_who_was_asked_and_who_takes_part(work: Work, wim: Client) -> None:
    page = f"{LIST}netwerken/kring/"
    wim.post(page, {"employer": work.employer})
    assert "gevraagd op 2 maart 2026" in words(wim.get(page))
    wim.post(f"{page}{work.employer}/doet-mee/")
    shown = words(wim.get(page))
    assert "1 werkgever doet mee. Gevraagd: 1. Erbij in de laatste drie maanden: 1." in shown
    at_employer = words(wim.get(f"{LIST}bedrijf/{work.employer}/"))
    assert f'href="{page}">Kring</a>' in at_employer
    wim.post(f"{page}{work.employer}/stopt/")
    assert "0 werkgevers doen mee." in words(wim.get(page))
    assert "Bedrijven in de polder" in words(wim.get(f"{LIST}netwerken/"))
    assert wim.post(f"{page}{work.employer}/x/").status_code == 404
    assert browser(work.cast.alice).get(page).status_code == 404


def test_an_invitation_goes_once_to_who_takes_part_and_to_nobody_else(
    work: Work, wim: Client
) -> None:
    other = company(work, "Bakker Bos")
    networks.join(work.wim.context, network="kring", employer=work.employer)
    networks.approach(work.wim.context, network="kring", employer=other)
    made = planned(wim)
    address = f"{LIST}bijeenkomst/{made.ref}/doe/netwerk/"
    told = words(wim.post(address, {"wie": "kring"}, follow=True))
    assert "1 werkgever is uitgenodigd." in told
    assert "0 werkgevers zijn uitgenodigd." in words(
        wim.post(address, {"wie": "kring"}, follow=True)
    )
    mails = OutboxRecord.objects.filter(kind="gathering")
    assert [one.recipient for one in mails] == [CARE.contact_email]
    assert "/link/bijeenkomst/" in mails[0].body


# ---- Gatherings ----


def test_full_is_full_and_who_cancels_frees_a_place(work: Work, wim: Client) -> None:
    """Two places: the first takes both, the second waits, and comes in by mail."""
    made = planned(wim)
    first, second = Client(), Client()
    mine = invited_link(wim, made, work.employer)
    other = invited_link(wim, made, company(work, "Bakker Bos"))
    assert "U staat op de lijst" in words(first.post(mine, {"people": "2"}, follow=True))
    file = first.get(f"{mine}agenda.ics").content.decode()
    assert "DTSTART;TZID=Europe/Amsterdam:20260316T093000" in file
    first.post(mine, {"people": "2"})
    assert states(made) == ["in"]
    assert "Het is vol." in words(second.post(other, {"people": "1"}, follow=True))
    assert "Er zijn geen plekken meer vrij" in words(first.post(mine, {"people": "3"}))
    first.post(mine, {"doe": "af"})
    first.post(mine, {"doe": "af"})
    assert states(made) == ["cancelled", "in"]
    made.refresh_from_db()
    assert made.taken == 1
    assert OutboxRecord.objects.filter(dedupe_key__startswith="gathering_in").count() == 1
    assert first.get(f"/link/bijeenkomst/{'x' * 30}/").status_code == 409
    assert first.get(mine[:-3] + "a/").status_code == 409


def test_a_person_comes_by_their_own_yes_and_the_view_is_in_their_log(
    work: Work, wim: Client
) -> None:
    made = planned(wim)
    alice = browser(work.cast.alice)
    page = f"{LIST}bijeenkomst/{made.ref}/"
    alice.post(page, {"doe": "persoon", "case": work.case.ref})
    assert OutboxRecord.objects.filter(kind="resident_gathering").count() == 1
    assert "Dagmar" not in words(wim.get(page))
    assert work.case.resident_id is not None
    dagmar = resident(work.case.resident_id)
    mine = "/mijn/bijeenkomsten/"
    assert "Koffie met de zorg" in words(dagmar.get(mine))
    assert dagmar.post(f"{mine}{made.ref}/ja/", {"shared": " "}).status_code == 422
    dagmar.post(f"{mine}{made.ref}/ja/", {"shared": "Dagmar"})
    dagmar.post(f"{mine}{made.ref}/ja/", {"shared": "Dagmar V."})
    assert states(made) == ["in"]
    assert "Dagmar V." in words(wim.get(page))
    assert JournalRecord.objects.filter(name="GatheringSeenByOrganiser").exists()
    assert "Dagmar V." not in words(alice.get(page))
    assert "Dagmar V." in dagmar.get("/mijn/meenemen/alles.json").content.decode()
    assert b"Koffie met de zorg" in dagmar.get(f"{mine}{made.ref}/agenda.ics").content
    assert dagmar.get(f"{mine}XXXXXXXXXX/agenda.ics").status_code == 404
    dagmar.post(f"{mine}{made.ref}/nee/")
    assert "Dagmar V." not in words(wim.get(page))
    assert states(made) == ["cancelled"]
    SignUpRecord.objects.update(shared="Dagmar")
    wipe_plans([work.case.pk], "vergeten")
    assert SignUpRecord.objects.get().shared == ""


def test_nobody_comes_to_what_is_not_for_them_or_over(work: Work, wim: Client) -> None:
    made = planned(wim, audience="employers")
    assert work.case.resident_id is not None
    dagmar = resident(work.case.resident_id)
    assert "Koffie" not in words(dagmar.get("/mijn/bijeenkomsten/"))
    assert dagmar.post(f"/mijn/bijeenkomsten/{made.ref}/ja/", {"shared": "D"}).status_code == 404
    link = invited_link(wim, made, work.employer)
    Client().post(link, {"people": "1"})
    wim.post(f"{LIST}bijeenkomst/{made.ref}/doe/gaat-niet-door/")
    assert "Aanmelden kan niet meer" in words(Client().get(link))
    assert Client().post(link, {"people": "1"}).status_code == 422
    off = OutboxRecord.objects.filter(dedupe_key__startswith="gathering_off")
    assert [one.recipient for one in off] == [CARE.contact_email]


def test_who_was_there_is_told_on_the_day_with_what_follows(
    work: Work, wim: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = planned(wim)
    page = f"{LIST}bijeenkomst/{made.ref}/"
    wim.post(page, {"doe": "bedrijf", "employer": work.employer, "people": "2"})
    signup = SignUpRecord.objects.get()
    early = wim.post(f"{page}doe/aanwezig/", {"kwam": signup.ref}, follow=True)
    assert "Die dag moet nog komen" in words(early)
    monkeypatch.setattr(contexts, "now", lambda: NOW + timedelta(days=14))
    wim = browser(work.wim)
    wim.post(f"{page}doe/aanwezig/", {"kwam": signup.ref})
    assert "<dt>Werkgevers die er waren</dt><dd>1</dd>" in words(wim.get(page))
    due = (TODAY + timedelta(days=20)).isoformat()
    wrong = wim.post(page, {"doe": "taak", "what": "Bellen", "due_on": TODAY.isoformat()})
    assert wrong.status_code == 422
    wim.post(page, {"doe": "taak", "what": "Bellen met de bakker", "due_on": due})
    assert "Bellen met de bakker" in words(wim.get(f"{LIST}bijeenkomsten/"))
    task = GatheringRecord.objects.get().tasks.get().ref
    wim.post(f"{page}doe/klaar/", {"wie": task})
    assert "Bellen met de bakker" not in words(wim.get(f"{LIST}bijeenkomsten/"))


def test_a_partner_manages_its_own_gathering_only(work: Work, wim: Client) -> None:
    bob, charlie = browser(work.cast.bob), browser(work.cast.charlie)
    made = planned(bob)
    page = f"{LIST}bijeenkomst/{made.ref}/"
    assert "Wie komt er" in words(bob.get(page))
    assert work.case.resident_id is not None
    dagmar = resident(work.case.resident_id)
    dagmar.post(f"/mijn/bijeenkomsten/{made.ref}/ja/", {"shared": "Dagmar V."})
    assert "Dagmar V." in words(bob.get(page))
    at_wsp = words(wim.get(page))
    assert "iemand was er" in at_wsp
    assert "Dagmar V." not in at_wsp
    assert "Wie komt er" not in words(charlie.get(page))
    assert charlie.post(f"{page}doe/gaat-niet-door/").status_code == 409
    assert charlie.get(f"{page}wijzig/").status_code == 409
    more = {**PLANNED, "places": "40", "versie": str(made.version)}
    bob.post(f"{page}wijzig/", more)
    made.refresh_from_db()
    assert made.places == 40
    assert "Iemand was je net voor" in words(bob.post(f"{page}wijzig/", more))
    yesterday = {**PLANNED, "day": (TODAY - timedelta(days=1)).isoformat()}
    assert bob.post(f"{LIST}bijeenkomsten/nieuw/", yesterday).status_code == 422


def test_a_smaller_party_comes_in_past_one_that_does_not_fit() -> None:
    waiting = [Party("a", 3), Party("b", 1), Party("c", 1)]
    assert [one.ref for one in moving_up(2, waiting)] == ["b", "c"]
    assert moving_up(0, waiting) == ()


def test_who_waits_hears_of_a_place_and_everybody_that_it_is_off(work: Work, wim: Client) -> None:
    made = planned(wim)
    link = invited_link(wim, made, work.employer)
    Client().post(link, {"people": "2"})
    assert work.case.resident_id is not None
    dagmar = resident(work.case.resident_id)
    mine = "/mijn/bijeenkomsten/"
    dagmar.post(f"{mine}{made.ref}/ja/", {"shared": "Dagmar"})
    assert "je staat op de wachtlijst" in words(dagmar.get(mine))
    Client().post(link, {"people": "1"})
    assert "je staat op de lijst" in words(dagmar.get(mine))
    assert OutboxRecord.objects.filter(kind="resident_gathering_place").count() == 1
    wim.post(f"{LIST}bijeenkomst/{made.ref}/doe/gaat-niet-door/")
    assert "gaat niet door" in words(dagmar.get(mine))
    assert OutboxRecord.objects.filter(kind="resident_gathering_off").count() == 1


def test_longer_lists_ask_no_more_queries(work: Work, wim: Client) -> None:
    made = planned(wim, places="50")
    pages = [
        *(f"{LIST}{one}/" for one in ("netwerken", "bijeenkomsten", "themas", "groepen")),
        *(f"{LIST}{one}/" for one in ("behoeften", "overheden", "netwerken/kring")),
        f"{LIST}bijeenkomst/{made.ref}/",
    ]
    counts = []
    for round_ in range(2):
        for number in range(1 + 3 * round_):
            name = f"Zaak {round_}{number}"
            ref = company(work, name)
            networks.join(work.wim.context, network="kring", employer=ref)
            wim.post(f"{LIST}bijeenkomst/{made.ref}/doe/nodig-uit/", {"wie": ref})
            said = {"doe": "bedrijf", "employer": ref, "people": "1"}
            wim.post(f"{LIST}bijeenkomst/{made.ref}/", said)
            drawn_up(wim, ref)
            planned(wim)
        counts.append([])
        for page in pages:
            wim.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert wim.get(page).status_code == 200
            counts[-1].append(len(asked))
    assert counts[0] == counts[1]


def drawn_up(wim: Client, employer: str) -> None:
    days = {"starts_on": TODAY.isoformat(), "last_day": PLANNED["day"]}
    said = {"employer": employer, "union": "fnv", "staff": "9", "payer": "state"}
    wim.post(f"{LIST}groepen/", {**said, **days, "agreement": "Samen."})
    assert GroupRouteRecord.objects.filter(employer__ref=employer).exists()


# ---- Themes ----


def told_by(work: Work, number: int, theme: str, sector: str = "care") -> None:
    for one in range(number):
        details = replace(CARE, name=f"Zaak {theme} {one}", kvk_number="", sector=sector)
        ref = employers.open_employer(work.wim.context, details=details)
        talk = NewTalk(sort="call", theme=theme, day=TODAY, about="Geen woning te vinden.")
        employers.log_talk(work.wim.context, ref=ref, talk=talk)


def test_one_click_drafts_a_proposal_with_counts_and_no_names(work: Work, wim: Client) -> None:
    write(
        "route",
        "activity",
        "Activiteit",
        subject={"nl": "Iets nieuws"},
        steps=[{"code": "go", "act": "advice", "organisations": ["uwv"], "when": "always"}],
    )
    told_by(work, RECURRING, "housing")
    told_by(work, RECURRING - 1, "language")
    page = words(wim.get(f"{LIST}themas/"))
    assert "Breng naar de tafel: wonen" in page
    assert "Breng naar de tafel: taal op het werk" not in page
    wim.post(f"{LIST}themas/housing/naar-tafel/")
    made = ProposalRecord.objects.get()
    assert (made.state, made.route) == ("drafted", "activity")
    assert "3 werkgevers noemden dit sinds 02-03-2026, in 3 contacten." in made.summary
    assert "Zorg & Welzijn (3)" in made.summary
    assert "Zaak" not in made.summary
    again = words(wim.post(f"{LIST}themas/housing/naar-tafel/", follow=True))
    assert "ligt al bij de regionale tafel" in again
    few = words(wim.post(f"{LIST}themas/language/naar-tafel/", follow=True))
    assert "nog te weinig werkgevers" in few
    assert ProposalRecord.objects.count() == 1


def test_companies_of_elsewhere_and_empty_networks_are_not_offered(work: Work, wim: Client) -> None:
    details = replace(CARE, name="Zorg Elders", kvk_number="")
    away = employers.open_employer(work.wim.context, details=details)
    ref = gatherings.plan_gathering(
        work.wim.context,
        new=NewGathering(
            title="Koffie",
            day=NOW.date() + timedelta(days=9),
            place="Haarlem",
            places=3,
            audience="employers",
        ),
    )
    page = f"/werkgevers/bijeenkomst/{ref}/"
    assert "Zorg Elders" in words(wim.get(page))
    EmployerAccountRecord.objects.filter(ref=away).update(origin="Regio Voorbeeld")
    shown = words(wim.get(page))
    assert "Zorg Elders" not in shown
    assert "(0 werkgevers)" not in shown
