"""The employer service in the demo: who takes part in networks, a gathering, a plan, a group."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.work.group_routes import RouteParty
from voordeur.records.employer_service.models import GatheringRecord, SignUpRecord
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services import (
    employer_plans,
    gatherings,
    group_routes,
    networks,
    register,
    sign_ups,
)
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.demo.play import Stage
from voordeur.services.employer_plans import NewPlan
from voordeur.services.gatherings import NewGathering
from voordeur.services.group_routes import NewGroupRoute

NEEDED = ("joris", "alice")
MORNING = 12
MEMBERS = (
    ("ov-ijmond", (0, 1, 4, 5)),
    ("mkb-haarlem", (2, 7, 8)),
    ("statushouders", (0, 7, 10)),
)
"""A network, and which employers take part, by their place in the alphabet."""
UNION = "fnv"


def tell_of_service(stage: Stage) -> None:
    """Let it take place after the employers are there; without its people there is no story."""
    if not set(NEEDED) <= set(stage.personas):
        return
    acts: tuple[tuple[int, Callable[[Context], None]], ...] = (
        (40, _networks),
        (48, _first_gathering),
        (64, _after),
        (66, _agree),
        (90, _next_gathering),
    )
    for percent, act in acts:
        stage.later(_moment(stage, percent), _as_joris(stage, act))


def _as_joris(stage: Stage, act: Callable[[Context], None]) -> Callable[[datetime], None]:
    return lambda moment: act(stage.personas["joris"].at(moment))


def _moment(stage: Stage, percent: int) -> datetime:
    local = (stage.start + (stage.end - stage.start) * percent // 100).astimezone(AMSTERDAM)
    return local.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def _employers() -> list[str]:
    return list(EmployerAccountRecord.objects.order_by("name", "id").values_list("ref", flat=True))


def _networks(joris: Context) -> None:
    known = {one.code for one in register.entries(joris, networks.NETWORK)}
    held = _employers()
    for network, places in MEMBERS:
        for at in places:
            if network in known and at < len(held):
                networks.approach(joris, network=network, employer=held[at])
                if at != places[-1]:
                    networks.join(joris, network=network, employer=held[at])


def _first_gathering(joris: Context) -> None:
    new = NewGathering(
        title="Ontbijt over werk in de IJmond",
        day=joris.today + timedelta(days=10),
        place="Beverwijk, zaal van het stadhuis",
        places=12,
        audience="employers",
        about="Wat helpt om mensen te houden? Drie bedrijven vertellen.",
    )
    ref = gatherings.plan_gathering(joris, new=new)
    gatherings.invite_network(joris, ref=ref, network="ov-ijmond")
    for employer in _employers()[:4]:
        sign_ups.sign_up_employer(joris, ref=ref, employer=employer, people=2)


def _after(joris: Context) -> None:
    for row in GatheringRecord.objects.filter(state="planned", day__lte=joris.today):
        came = SignUpRecord.objects.filter(gathering=row).values_list("ref", flat=True)[:3]
        gatherings.tell_attendance(joris, ref=row.ref, came=list(came))
        due = joris.today + timedelta(days=21)
        what = "Nabellen wie een vacature wil plaatsen"
        gatherings.add_task(joris, ref=row.ref, what=what, due_on=due)


def _agree(joris: Context) -> None:
    held = _employers()
    for at in (0, 5):
        plan = NewPlan(
            goal="Twee plekken voor mensen die rustig opbouwen.",
            seats=2,
            look_back_on=joris.today + timedelta(days=120),
        )
        employer_plans.make_plan(joris, employer=held[at], new=plan)
    parting = EmployerAccountRecord.objects.filter(need="parting").order_by("id").first()
    if parting is None:
        return
    route = NewGroupRoute(
        employer=parting.ref,
        union=UNION,
        staff=18,
        starts_on=joris.today,
        last_day=_in_half_a_year(joris.today),
        payer="shared",
        agreement="Vier uur per week in werktijd. Het bedrijf betaalt de uren, de regio de gids.",
    )
    with suppress(RefusedError):  # a pack without this union
        ref = group_routes.draw_up(joris, new=route)
        for party in RouteParty:
            group_routes.agree(joris, ref=ref, party=party, on=joris.today)


def _next_gathering(joris: Context) -> None:
    new = NewGathering(
        title="Kom kijken in de zorg",
        day=joris.today + timedelta(days=60),
        place="Haarlem, Zorghuis De Duin",
        places=30,
        audience="both",
        about="Rondleiding, en praten met mensen die er werken.",
        sector="care",
    )
    ref = gatherings.plan_gathering(joris, new=new)
    gatherings.invite_network(joris, ref=ref, network="statushouders")


def _in_half_a_year(day: date) -> date:
    return day + timedelta(days=183)
