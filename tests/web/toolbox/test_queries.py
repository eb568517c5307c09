"""The number of queries of a page of the toolbox does not grow with what stands on it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.dossier import registered
from tests.web.toolbox.conftest import Opens
from tests.web.toolbox.test_shared import people
from voordeur.domain.kernel.actors import Role
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.records.toolbox.models import (
    BookingRecord,
    DeviationRecord,
    NotUsedRecord,
    TrainingRecord,
)

pytestmark = pytest.mark.django_db


def count(page: Client, address: str) -> int:
    page.get(address)
    with CaptureQueriesContext(connection) as held:
        assert page.get(address).status_code == 200
    return len(held)


def fill(cast: Cast, case: CaseRecord, number: int) -> None:
    people(cast, number, "jobcoach-gemeente")
    step_of = people(cast, number, "paskamer", state="finished", result="reached", finished_on=NOW)
    for one in (case, *step_of):
        for organisation in ("uwv", "werkcentrum"):
            NotUsedRecord.objects.create(
                case=one, organisation=organisation, cause="legality", told_at=NOW
            )
        DeviationRecord.objects.create(
            ref=new_reference(),
            case=one,
            sort="deviation",
            organisation="uwv",
            instrument="ips",
            reason="Zomaar.",
            told_at=NOW,
        )
        training = TrainingRecord.objects.create(
            ref=new_reference(),
            instrument="harrie-training",
            organisation="wsp",
            day=date(2026, 4, 1),
            place="Hier",
            places=12,
            least=6,
            planned_at=NOW,
        )
        for at in range(3):
            BookingRecord.objects.create(
                ref=new_reference(),
                training=training,
                organisation_name=f"Bedrijf {at}",
                people=2,
                state="waiting",
                booked_at=NOW,
            )


def test_no_page_of_the_toolbox_asks_more_as_there_is_more(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    lead = hire("Lia Proefpersoon", "werkcentrum", Role.TEAM_LEAD, Role.GIDS).context
    case = registered(cast.alice.context)
    page = opens(lead)
    addresses = (
        "/gereedschap/",
        "/gereedschap/instrument/beschut-werk/",
        "/gereedschap/rekenen/loonkostensubsidie/",
        "/gereedschap/gebruik/",
        "/gereedschap/experimenten/",
        "/gereedschap/trainingen/",
        f"/gereedschap/bij/{case.ref}/",
        f"/gereedschap/bij/{case.ref}/anders/",
    )
    fill(cast, case, 1)
    few = {one: count(page, one) for one in addresses}
    fill(cast, case, 12)
    many = {one: count(page, one) for one in addresses}
    assert many == few
    two = count(page, "/gereedschap/vergelijk/?i=ips&i=paskamer")
    four = count(page, "/gereedschap/vergelijk/?i=ips&i=paskamer&i=elaunch&i=detachering")
    assert two == four
