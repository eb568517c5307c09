"""An employer with a vacancy, and a person it may suit, made by the real services."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from tests.people import NOW, Cast, Person, hire
from tests.services.dossier import registered
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.records.cases.models import CaseRecord
from voordeur.services import employers, referrals, vacancies
from voordeur.services.context import Context
from voordeur.services.employers import EmployerDetails
from voordeur.services.placements import NewPlacement
from voordeur.services.vacancies import NewVacancy

CARE = EmployerDetails(
    name="Zorghuis De Duin",
    kvk_number="00000000",
    sector="care",
    postcode="2011 AA",
    need="growing",
    contact_name="Noor Verzonnen",
    contact_email="noor@duin.example.nl",
)
JOB = NewPlacement(kind="regular", hours_tenths=240, starts_on=NOW.date() + timedelta(days=7))


def helper(**more: Any) -> NewVacancy:
    """Return three seats for a care helper."""
    said: dict[str, Any] = {
        "title": "Helpende zorg",
        "seats": 3,
        "hours_from": 16,
        "hours_to": 28,
        "sector": "care",
        "postcode": "2011 AA",
        "tasks": ("eten rondbrengen", "bedden opmaken", "wassen en aankleden"),
        "room": True,
    }
    return NewVacancy(**{**said, **more})


@dataclass(frozen=True)
class Work:
    """Who works with employers, and what they made."""

    cast: Cast
    wim: Person
    employer: str
    vacancy: str
    case: CaseRecord

    @property
    def dagmar(self) -> Context:
        """Return the resident as they act."""
        return replace(
            self.cast.alice.context,
            kind=ActorKind.RESIDENT,
            organisation="",
            roles=frozenset(),
            account_id=None,
            resident_id=self.case.resident_id,
        )

    def suggested(self) -> str:
        """Suggest the vacancy to Dagmar; returns the referral."""
        because = "Je werkte eerder met ouderen en de uren passen."
        return referrals.suggest(
            self.cast.alice.context, vacancy=self.vacancy, case=self.case.ref, because=because
        )

    def introduced(self) -> str:
        """Let Dagmar say yes and introduce her; returns the referral."""
        ref = self.suggested()
        referrals.say_yes(self.dagmar, ref=ref, shared="Dagmar, 06 00000000")
        referrals.introduce(self.wim.context, ref=ref)
        return ref


@pytest.fixture(name="work")
def work_room(cast: Cast) -> Work:
    wim = hire("Wim Proefpersoon", "wsp", Role.WSP_CONSULTANT)
    employer = employers.open_employer(wim.context, details=CARE)
    vacancy = vacancies.open_vacancy(wim.context, employer=employer, new=helper())
    return Work(cast, wim, employer, vacancy, registered(cast.alice.context))
