"""The region at work in the demo: a plan is drawn up and decided, money asked, the plan amended."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from voordeur.domain.agenda.carrying import carried
from voordeur.domain.governance.proposals import Outcome
from voordeur.domain.kernel.calendar import is_working_day
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, plain
from voordeur.services import meetings, packages, proposals, register, register_acts, reserve
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.demo.play import Stage
from voordeur.services.meetings import NewAgendaItem, NewMeeting
from voordeur.services.packages import NewPackage
from voordeur.services.proposals import ProposalContent, StepAnswer
from voordeur.services.register_acts import Change, Recorded
from voordeur.services.reserve import NewWithdrawal

INVENTED = "voorbeeld"
PARTIES = ("uwv", "werkcentrum")
ASKED_CENTS, TAKEN_CENTS, ASKED_LATER_CENTS = 15_000_000, 4_000_000, 6_000_000
NEEDED = ("pim", "secretaris", "carla", "alice", "bob", "eva")
"""Who plays a part; a demo without one of them tells no story of the region."""


def tell_of_the_region(stage: Stage) -> None:
    """Let the story take place between the start and the end of the stage.

    Without a register, without these people or without an earlier plan there is no story.
    """
    if not set(NEEDED) <= set(stage.personas):
        return
    teller = _Teller(stage)
    newest = teller.newest_plan()
    if newest is not None and (newest.number("year") or 0) < stage.end.year:
        teller.schedule(newest)


class _Teller:
    """Who tells the story: each step is an act of somebody, on a working day."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.year = stage.end.year
        self.plan = f"plan-{self.year}-{INVENTED}"
        self.refs: dict[str, str] = {}

    def newest_plan(self) -> Entry | None:
        """Return the adopted plan of the latest year in the register."""
        plans = register.entries(self.at("pim", self.stage.start), "plan")
        adopted = [one for one in plans if one.line("state") == "adopted"]
        return max(adopted, key=lambda one: one.number("year") or 0, default=None)

    def at(self, who: str, moment: datetime) -> Context:
        """Return somebody's context at a moment."""
        return self.stage.personas[who].at(moment)

    def day(self, percent: int) -> datetime:
        """Return ten in the morning on a working day so far along the stage."""
        whole = self.stage.end - self.stage.start
        moment = (self.stage.start + whole * percent / 100).astimezone(AMSTERDAM)
        morning = moment.replace(hour=10, minute=0, second=0, microsecond=0)
        while not is_working_day(morning.date()):
            morning -= timedelta(days=1)
        return max(morning.astimezone(self.stage.start.tzinfo), self.stage.start)

    def schedule(self, newest: Entry) -> None:
        """Put every step of the story on the stage."""
        steps = (
            (2, lambda now: self.draw_up(now, newest)),
            (4, self.propose_plan),
            (12, lambda now: self.answer(now, "plan", "advice", Outcome.POSITIVE_WITH_REMARKS)),
            (16, self.share_what_was_learned),
            (20, lambda now: self.answer(now, "plan", "consent", Outcome.GIVEN)),
            (28, lambda now: self.answer(now, "plan", "decision", Outcome.ADOPTED)),
            (31, self.inform_councils),
            (35, lambda now: self.ask_reserve(now, "reserve", ASKED_CENTS)),
            (42, lambda now: self.answer(now, "reserve", "advice", Outcome.POSITIVE)),
            (48, lambda now: self.answer(now, "reserve", "consent", Outcome.GIVEN)),
            (56, lambda now: self.answer(now, "reserve", "decision", Outcome.ADOPTED)),
            (60, self.withdraw),
            (66, self.judge_end_picture),
            (72, lambda now: self.ask_reserve(now, "later", ASKED_LATER_CENTS)),
            (76, self.amend),
            (
                88,
                lambda now: self.answer(now, "amendment", "advice", Outcome.POSITIVE_WITH_REMARKS),
            ),
            (94, self.plan_next_meeting),
        )
        for percent, step in steps:
            self.stage.later(self.day(percent), step)

    def draw_up(self, now: datetime, newest: Entry) -> None:
        """Make the plan of this year, with every line of the one before carried over."""
        pim = self.at("pim", now)
        lines = register.entries(pim, "plan_line", parent=newest.code)
        words = {
            "nl": f"Jaarplan {self.year} ({INVENTED})",
            "en": f"Yearly plan {self.year} (example)",
        }
        self.write(
            pim,
            "plan",
            {
                "code": self.plan,
                "title": words,
                "agenda": newest.line("agenda"),
                "year": self.year,
                "state": "draft",
            },
        )
        for line in lines:
            data = carried(line, plan=self.plan, year=self.year)
            going_on = line.line("status") == "running" and not line.flag("larger")
            self.write(pim, "plan_line", {**data, "status": "running" if going_on else "to_start"})

    def write(self, context: Context, kind: str, data: dict[str, object]) -> None:
        """Keep a new entry; a mistake in the story is a mistake of ours."""
        change = Change(kind=kind, data=data, reason=INVENTED)
        done = register_acts.record_entry(context, change=change)
        assert isinstance(done, Recorded), done

    def propose_plan(self, now: datetime) -> None:
        """Lay the plan before the bodies; adopted, it comes into force."""
        pim = self.at("pim", now)
        ref = proposals.draft(
            pim,
            content=ProposalContent(
                title=f"Jaarplan {self.year} vaststellen ({INVENTED})",
                route="plan",
                summary="Het plan van vorig jaar gaat door. Doelen in getallen volgen.",
                parties=PARTIES,
                entries=(("plan", self.plan),),
            ),
        )
        page = register.entry_page(pim, kind="plan", code=self.plan)
        adopted = replace(page.entry, values={**page.entry.values, "state": "adopted"})
        self.propose(pim, ref, adopted, page.version, "Vaststellen na het besluit")
        self.submit(pim, "plan", ref)

    def propose(self, context: Context, ref: str, entry: Entry, version: int, reason: str) -> None:
        """Put a change of an entry under a proposal."""
        change = Change(
            kind=entry.kind,
            data=plain(KINDS[entry.kind], entry),
            reason=reason,
            base_version=version,
        )
        done = register_acts.propose_change(context, proposal=ref, change=change)
        assert isinstance(done, Recorded), done

    def submit(self, context: Context, name: str, ref: str) -> None:
        """Send a proposal on its way."""
        proposals.submit(context, ref=ref)
        self.refs[name] = ref
        self.stage.counts["proposals"] += 1

    def answer(self, now: datetime, name: str, step: str, outcome: Outcome) -> None:
        """Let a body meet and answer; the secretary writes it down."""
        bodies = {"advice": "adviesgroep", "consent": "keten-mt", "decision": "rba"}
        if name not in self.refs:
            return
        secretary = self.at("secretaris", now)
        meeting = meetings.plan(
            secretary, meeting=NewMeeting(body=bodies[step], day=secretary.today, starts_at="10:00")
        )
        item = NewAgendaItem(title=f"Voorstel ({INVENTED})", proposal=self.refs[name])
        meetings.put_on_agenda(secretary, ref=meeting, item=item)
        meetings.record_held(secretary, ref=meeting, present=9)
        remarks = "Maak de doelen meetbaar. Zeg wie de gidsen inwerkt."
        proposals.record_step(
            secretary,
            ref=self.refs[name],
            answer=StepAnswer(
                step=step,
                outcome=outcome,
                on=secretary.today,
                note=remarks if outcome is Outcome.POSITIVE_WITH_REMARKS else "",
                meeting=meeting,
                present=9,
            ),
        )

    def inform_councils(self, now: datetime) -> None:
        """Tell every council of the plan, and note that each was told."""
        if "plan" not in self.refs:
            return
        secretary = self.at("secretaris", now)
        region = self.stage.region
        packages.make(
            secretary,
            package=NewPackage(
                title=f"Jaarplan {self.year}, ter kennisgeving ({INVENTED})",
                day=secretary.today,
                summary="Het Regionaal Beraad stelde het plan vast. De raad hoeft niets te doen.",
                proposals=(self.refs["plan"],),
            ),
        )
        for place in region.municipalities:
            organisation = _council(region.organisations.items(), place)
            if organisation:
                answer = StepAnswer(
                    step="information",
                    outcome=Outcome.INFORMED,
                    on=secretary.today,
                    organisation=organisation,
                )
                proposals.record_step(secretary, ref=self.refs["plan"], answer=answer)

    def ask_reserve(self, now: datetime, name: str, cents: int) -> None:
        """Ask for money from the reserve."""
        pim = self.at("pim", now)
        titles = {"reserve": "Taal op de werkvloer", "later": "Extra spreekuren in de avond"}
        content = ProposalContent(
            title=f"{titles[name]} ({INVENTED})",
            route="reserve",
            summary="Een proef van een jaar, betaald uit de regionale reserve.",
            parties=PARTIES,
            amount_cents=cents,
        )
        self.submit(pim, name, proposals.draft(pim, content=content))

    def withdraw(self, now: datetime) -> None:
        """Take the first part out of the reserve, on the decision."""
        if "reserve" not in self.refs:
            return
        withdrawal = NewWithdrawal(
            proposal=self.refs["reserve"],
            amount_cents=TAKEN_CENTS,
            purpose=f"Eerste half jaar taal op de werkvloer ({INVENTED})",
        )
        reserve.withdraw(self.at("carla", now), withdrawal=withdrawal)
        self.stage.counts["withdrawals"] += 1

    def share_what_was_learned(self, now: datetime) -> None:
        """Let professionals report a bottleneck, a lesson and a training."""
        alice, bob, eva = (self.at(who, now) for who in ("alice", "bob", "eva"))
        self.write(
            alice,
            "bottleneck",
            {
                "code": f"avondspreekuur-{INVENTED}",
                "title": {"nl": f"Werkenden kunnen overdag niet ({INVENTED})"},
                "organisation": alice.organisation,
                "description": {"nl": "Wie werkt, kan vaak alleen in de avond komen."},
                "status": "new",
            },
        )
        self.write(
            bob,
            "lesson",
            {
                "code": f"samen-bellen-{INVENTED}",
                "title": {"nl": f"Samen bellen werkt ({INVENTED})"},
                "organisation": bob.organisation,
                "good_practice": True,
                "learned": {
                    "nl": "Bel met zijn drieën bij een overdracht: dan komt iedereen opdagen."
                },
            },
        )
        self.write(
            eva,
            "training",
            {
                "code": f"techniek-{INVENTED}",
                "title": {"nl": f"Kijkje in de techniek ({INVENTED})"},
                "organisation": eva.organisation,
                "role": {"nl": "gids"},
                "topic": "sector",
                "when": now.date().isoformat(),
                "participants": 6,
            },
        )

    def judge_end_picture(self, now: datetime) -> None:
        """Write down how the first statement of the end picture stands."""
        pim = self.at("pim", now)
        found = register.entries(pim, "end_statement")
        if not found:
            return
        page = register.entry_page(pim, kind="end_statement", code=found[0].code)
        judged = {
            "day": now.date().isoformat(),
            "judgement": "on_track",
            "evidence": {"nl": f"De spreekuren lopen op zeven plekken ({INVENTED})."},
        }
        rows = [*page.entry.rows("assessments"), judged]
        data = plain(
            page.kind, replace(page.entry, values={**page.entry.values, "assessments": rows})
        )
        change = Change(kind="end_statement", data=data, reason=INVENTED, base_version=page.version)
        assert isinstance(register_acts.record_entry(pim, change=change), Recorded)

    def amend(self, now: datetime) -> None:
        """Propose to change one line of the adopted plan."""
        pim = self.at("pim", now)
        lines = register.entries(pim, "plan_line", parent=self.plan)
        if not lines:
            return
        chosen = next((one for one in lines if one.line("level") == "innovative"), lines[0])
        content = ProposalContent(
            title=f"Wijziging van het jaarplan {self.year} ({INVENTED})",
            route="plan-amendment",
            summary="Eén regel krijgt een bedrag en een doel in een getal.",
            parties=PARTIES,
            entries=(("plan_line", chosen.code),),
        )
        ref = proposals.draft(pim, content=content)
        money = {"part": {"nl": "Begeleiding"}, "amount_cents": 7_500_000, "origin": "regional"}
        promise = {"promise": {"nl": "Mensen geholpen"}, "target": 40, "by": f"{self.year}-Q4"}
        changed = replace(
            chosen, values={**chosen.values, "finances": [money], "results": [promise]}
        )
        version = register.entry_page(pim, kind="plan_line", code=chosen.code).version
        self.propose(pim, ref, changed, version, "Nu is bekend wat het kost")
        self.submit(pim, "amendment", ref)

    def plan_next_meeting(self, now: datetime) -> None:
        """Plan the meetings at which the amendment comes next."""
        secretary = self.at("secretaris", now)
        for body, days in (("keten-mt", 9), ("rba", 20)):
            day = (self.stage.end + timedelta(days=days)).astimezone(AMSTERDAM).date()
            while not is_working_day(day):
                day += timedelta(days=1)
            ref = meetings.plan(
                secretary,
                meeting=NewMeeting(
                    body=body, day=day, starts_at="14:00", place="Raadhuis (verzonnen)"
                ),
            )
            if "amendment" in self.refs:
                item = NewAgendaItem(
                    title=f"Wijziging van het jaarplan ({INVENTED})",
                    proposal=self.refs["amendment"],
                )
                meetings.put_on_agenda(secretary, ref=ref, item=item)


def _council(organisations: Iterable[tuple[str, object]], place: str) -> str:
    """Return the municipality as an organisation; '' when the pack has none."""
    for code, entry in organisations:
        if getattr(entry, "kind", "") == "municipality" and place in getattr(
            entry, "municipalities", ()
        ):
            return code
    return ""
