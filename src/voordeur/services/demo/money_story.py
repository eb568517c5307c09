"""Money in the demo: invented budgets for the sources of the region, and trajectories it pays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from voordeur.domain.funding.broker_consents import DEFAULT_CONSENT_DAYS
from voordeur.domain.funding.broker_rules import DEFAULT_MOST_SOURCES
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.register.entry import Entry
from voordeur.records.funding.models import MixConsentRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import (
    accounts,
    batch_plans,
    batch_work,
    broker,
    budgets,
    consents,
    invoices,
    register,
    register_acts,
    step_orders,
    trajectories,
    trajectory_steps,
)
from voordeur.services.broker import Choice
from voordeur.services.context import Context, system_context
from voordeur.services.demo import people
from voordeur.services.demo.play import Stage
from voordeur.services.invoices import NewInvoice
from voordeur.services.register_acts import Change, Recorded
from voordeur.services.trajectories import NewTrajectory
from voordeur.services.trajectory_steps import NewStep, StepResult

EURO = 100
BUDGETS: Mapping[str, int] = {
    "uwv-reintegration": 60_000,
    "web": 25_000,
    "o-en-o-fonds": 30_000,
    "employer": 25_000,
    "slim-scholing": 30_000,
    "state-ips": 40_000,
}
"""Invented euros a month, by source; a municipality gets its share of LOCAL."""
WERKCENTRUM, EACH, LEAST = "werkcentrum-service", 205, 20_000
"""Invented euros for each person in the story: just too little, so that a plan matters."""
WAIT_FOR_PLAN = timedelta(days=12)
"""Who says yes in the last days of the story waits for the plan."""
LOCAL, LOCAL_LEAST = 90_000, 6_000
STAFF = {"decentralisation-grant": 36_000}
PARTICIPATION = "participation-"
GOALS = ("Werken in de zorg", "Een vaste baan in de techniek", "Weer aan het werk", "Meer uren")
COSTS = (450, 600, 850, 1_200, 1_500, 1_950, 2_400, 3_100)
YES, GOES_WELL, SECOND_STEP = 94, 85, 55
"""Chances out of a hundred."""
FREE = "none_needed"


@dataclass
class Purses:
    """What the money of the demo needs at hand: who owns it, and what can be bought."""

    year: int
    instruments: tuple[Entry, ...] = ()
    owners: dict[str, Context] = field(default_factory=dict)


def tell_of_money(stage: Stage, number: int) -> None:
    """Open invented budgets for a story of so many people; without a controller there is none."""
    carla = stage.personas.get("carla")
    office = stage.personas.get("backoffice")
    if carla is None or office is None:
        return
    context = carla.at(stage.start)
    sources = {one.code: one for one in register.entries(context, "funding_source")}
    if not sources:
        return
    for code, monthly in _monthly(stage, sources).items():
        _write_budget(stage, context, sources[code], monthly * _months(stage))
    if WERKCENTRUM in sources:
        _write_budget(stage, context, sources[WERKCENTRUM], max(LEAST, EACH * number))
    _write_policy(stage, context)
    budgets.open_budgets(context)
    purses = Purses(stage.end.year)
    purses.instruments = tuple(
        one for one in register.entries(context, "instrument") if _can_be_paid(one)
    )
    stage.buys = lambda case, worker, done: _build(stage, purses, case, worker=worker, done=done)
    stage.later(stage.end - timedelta(hours=2), lambda now: _plan(carla.at(now)))


def _plan(carla: Context) -> None:
    """Make a plan for who waits, and see what a tenth less would do."""
    batch_plans.ask_plan(carla)
    batch_plans.ask_scenario(carla, source=WERKCENTRUM, percent=10)
    while batch_work.tick(carla):
        pass


def _months(stage: Stage) -> int:
    return 12 * (stage.end.year - stage.start.year + 1)


def _monthly(stage: Stage, sources: Mapping[str, Entry]) -> dict[str, int]:
    known = {code: cents for code, cents in {**BUDGETS, **STAFF}.items() if code in sources}
    sizes: dict[str, int] = {}
    for postcode in stage.region.postcodes.values():
        sizes[postcode.municipality] = sizes.get(postcode.municipality, 0) + 1
    whole = sum(sizes.values()) or 1
    for slug, number in sizes.items():
        code = f"{PARTICIPATION}{slug}"
        if code in sources:
            known[code] = max(LOCAL_LEAST, LOCAL * number // whole)
    return known


def _write_budget(stage: Stage, context: Context, source: Entry, euros: int) -> None:
    first, last = stage.start.year, stage.end.year
    years = f"{last}" if first == last else f"{first}-{last}"
    data = {
        "code": f"{source.code}-{years}-voorbeeld",
        "title": {
            "nl": f"{source.title.nl} {years} (verzonnen)",
            "en": f"{source.title.en or source.title.nl} {years} (invented)",
        },
        "source_code": source.code,
        "sort": "staff" if source.code in STAFF else "work",
        "from": date(first, 1, 1).isoformat(),
        "until": date(last + 1, 1, 1).isoformat(),
        "amount": euros * EURO,
        "remark": {
            "nl": "Verzonnen bedrag voor het voorbeeld. Het staat in geen bron.",
            "en": "Invented amount for the example. It stands in no source.",
        },
    }
    change = Change(kind="budget", data=data, reason="Voorbeeld", base_version=0)
    done = register_acts.record_entry(context, change=change)
    assert isinstance(done, Recorded), done


def _write_policy(stage: Stage, context: Context) -> None:
    """Write how money is divided, as the software does without a decision; no source names one."""
    data = {
        "code": "gewoon-voorbeeld",
        "title": {"nl": "Gewoon verdelen (verzonnen)", "en": "Plain dividing (invented)"},
        "from": date(stage.start.year, 1, 1).isoformat(),
        "most_sources": DEFAULT_MOST_SOURCES,
        "cost_exponent_permille": 0,
        "consent_days": DEFAULT_CONSENT_DAYS,
        "reason": {
            "nl": "Verzonnen voor het voorbeeld. Niemand telt zwaarder tot het bestuur besluit.",
            "en": "Invented for the example. Nobody weighs more until the board decides.",
        },
    }
    change = Change(kind="money_policy", data=data, reason="Voorbeeld", base_version=0)
    done = register_acts.record_entry(context, change=change)
    assert isinstance(done, Recorded), done


def _can_be_paid(one: Entry) -> bool:
    """Tell whether somebody of any municipality could get it paid in the demo."""
    sources = one.codes("sources")
    local = [code for code in sources if code.startswith(PARTICIPATION)]
    return "werkcentrum-service" in sources or len(local) >= MANY


MANY = 7


Done = Callable[[], None]


def _build(stage: Stage, purses: Purses, case: str, *, worker: Context, done: Done) -> None:
    """Build a trajectory of two or three steps with the person, who says yes in the talk."""
    goal = stage.random.choice(GOALS)
    level = stage.random.randint(2, 4)
    new = NewTrajectory(goal=goal, level_start=level, level_goal=6)
    ref = trajectories.draft(worker, case_ref=case, new=new)
    before = _step(stage, worker, ref, None, ())
    for _ in range(2 if stage.chance(SECOND_STEP) else 1):
        one = stage.random.choice(purses.instruments)
        before = _step(stage, worker, ref, one, (before,))
    trajectories.propose(worker, ref=ref)
    trajectories.agree(worker, ref=ref, how="Zei ja in het gesprek.")
    stage.counts["trajectories"] += 1
    told = _Told(stage, purses, ref, done, case)
    if worker.now > stage.end - WAIT_FOR_PLAN:
        return
    stage.after_days(worker.now, 0, 3, lambda at: told.choose(worker.at(at)))


def _step(
    stage: Stage, worker: Context, ref: str, one: Entry | None, after: tuple[str, ...]
) -> str:
    starts = add_working_days(worker.today, stage.random.randint(2, 12))
    cents = stage.random.choice(COSTS) * EURO if one is not None else None
    step = NewStep(
        what=one.title.nl[:200] if one is not None else "Loopbaangesprek",
        goal="Een stap dichter bij werk",
        instrument=one.code if one is not None else "",
        provider_name="Voorbeeldaanbieder" if one is not None else "",
        starts_on=starts,
        ends_on=starts + timedelta(days=stage.random.randint(5, 60)),
        cost_cents=cents,
        cost_word="" if cents else FREE,
        after=after,
    )
    return trajectory_steps.add_step(worker, ref=ref, step=step)


@dataclass
class _Told:
    """One trajectory on its way: money, consents, orders, invoices, an outcome."""

    stage: Stage
    purses: Purses
    ref: str
    done: Done
    case: str
    tries: int = 0

    def choose(self, worker: Context) -> None:
        """Take the best mix there is; without one the trajectory waits for money."""
        self._free_steps(worker)
        row = TrajectoryRecord.objects.get(ref=self.ref)
        found = broker.propose(worker, trajectory=row)
        if not found.offers:
            self.stage.counts["no_mix"] += 1
            self.tries += 1
            if self.tries == 1:
                self.stage.after_days(worker.now, 8, 15, lambda at: self.choose(worker.at(at)))
            return
        choice = Choice(
            key=found.offers[0].key,
            legality="Deze bronnen mogen dit betalen; de regels staan erbij.",
            effectiveness="De stappen horen bij het doel en kosten minder dan een jaar uitkering.",
        )
        mix = broker.choose_mix(worker, trajectory=self.ref, choice=choice)
        self.stage.counts["mixes"] += 1
        self.stage.after_days(worker.now, 1, 4, lambda at: self.answer(worker.at(at), mix))

    def answer(self, worker: Context, mix: str) -> None:
        """Let the owners of the money say yes; some say no."""
        asked = MixConsentRecord.objects.filter(mix__ref=mix, state="asked").order_by("id")
        for source, owner in list(asked.values_list("source", "owner_id")):
            context = self._owner(owner, worker.now)
            if not self.stage.chance(YES):
                reason = "Wij houden dit geld nu voor iemand anders."
                consents.refuse_consent(context, mix=mix, source=source, reason=reason)
                self.stage.counts["consents_refused"] += 1
                self.stage.after_days(worker.now, 2, 6, lambda at: self.choose(worker.at(at)))
                return
            consents.give_consent(context, mix=mix, source=source)
            self.stage.counts["consents"] += 1
        self.stage.after_days(worker.now, 0, 2, lambda at: self.order(worker.at(at)))

    def order(self, worker: Context) -> None:
        """Order the first step whose turn it is; its invoice follows when it is finished."""
        rows = TrajectoryRecord.objects.get(ref=self.ref).steps.order_by("position", "id")
        step = next((one for one in rows if one.state == "planned"), None)
        if step is None:
            self.stage.after_days(worker.now, 1, 5, lambda at: self.finish(worker.at(at)))
            return
        if step.cost_cents is not None:
            step_orders.order_step(worker, ref=self.ref, step_ref=step.ref)
            self.stage.counts["ordered"] += 1
        trajectory_steps.start_step(worker, ref=self.ref, step_ref=step.ref)
        self.stage.after_days(
            worker.now, 3, 18, lambda at: self.end_step(worker.at(at), step.ref, step.cost_cents)
        )

    def end_step(self, worker: Context, step: str, cents: int | None) -> None:
        """Finish a step and pay its invoice."""
        good = self.stage.chance(GOES_WELL)
        result = StepResult(result="reached" if good else "partly")
        trajectory_steps.finish_step(worker, ref=self.ref, step_ref=step, result=result)
        if cents is not None:
            self.stage.after_days(worker.now, 1, 6, lambda at: self.pay(at, step, cents))
        self.stage.after_days(worker.now, 0, 3, lambda at: self.order(worker.at(at)))

    def pay(self, now: datetime, step: str, cents: int) -> None:
        """Take the invoice in and pay it; some wait for the back office."""
        office = self.stage.personas["backoffice"].at(now)
        new = NewInvoice(
            step=step,
            supplier="Voorbeeldaanbieder",
            number=f"F-{step}",
            day=office.today,
            amount_cents=cents,
        )
        ref = invoices.register_invoice(office, invoice=new)
        if self.stage.chance(GOES_WELL):
            invoices.pay_invoice(office, ref=ref)
            self.stage.counts["paid"] += 1

    def finish(self, worker: Context) -> None:
        """End by an outcome."""
        outcome = self.stage.random.choices(
            ("work", "more_hours", "education", "step_forward"), weights=(45, 15, 15, 25)
        )[0]
        level = 6 if outcome in {"work", "more_hours"} else 4
        trajectories.finish(worker, ref=self.ref, outcome=outcome, level_end=level)
        self.stage.counts["trajectories_finished"] += 1
        self.done()

    def _free_steps(self, worker: Context) -> None:
        """Begin what costs nothing while the money is being arranged."""
        step = TrajectoryRecord.objects.get(ref=self.ref).steps.order_by("position").first()
        if step is not None and step.state == "planned" and step.cost_cents is None:
            trajectory_steps.start_step(worker, ref=self.ref, step_ref=step.ref)
            result = StepResult(result="reached")
            trajectory_steps.finish_step(worker, ref=self.ref, step_ref=step.ref, result=result)

    def _owner(self, organisation: str, now: datetime) -> Context:
        """Return who says yes for an organisation; somebody invented when nobody is there."""
        if organisation not in self.purses.owners:
            name = people.invented_name(self.stage.random)
            account = accounts.NewAccount(
                email=people.invented_address(name, 7_000 + len(self.purses.owners)),
                name=name,
                organisation=organisation,
                roles=frozenset({Role.BUDGET_OWNER}),
            )
            self.purses.owners[organisation] = Context(
                kind=ActorKind.PROFESSIONAL,
                now=now,
                organisation=organisation,
                roles=frozenset({Role.BUDGET_OWNER}),
                account_id=accounts.make_account(system_context(now), account=account),
            )
        return self.purses.owners[organisation].at(now)
