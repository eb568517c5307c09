"""A small world of organisations, residents and a clock; acts are checked by a model."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import connection, transaction

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import EscalationRecord, HandoverRecord
from voordeur.services import access, cases, clock, consent, consent_choices, handover
from voordeur.services.context import Context, system_context
from voordeur.services.handover import Answer, Offer
from voordeur.services.people import PersonDetails
from voordeur.services.ports import ports
from voordeur.services.region import current_region, load_pack

START = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
MOST_OPEN = 120
"""Cases in play at once; older ones are left behind, closed or not, and still checked."""
MOST_WAITING = 25
"""Offers left unanswered for a while, so that silence has time to be noticed."""
CHECK_ALL_EVERY = 500
CHECK_EVERYTHING_EVERY = 100
IN_PLAY = MOST_OPEN * 3
STANDING = """
SELECT c.ref, c.accountable_id, c.state, c.episode, group_concat(h.ref)
FROM case_file c LEFT JOIN handover h ON h.case_id = c.id AND h.state = 'offered'
"""
NOBODY = """
SELECT count(*) FROM case_file c WHERE c.id > %s AND (c.accountable_id IS NULL
  OR (c.state = 'open' AND (c.next_date IS NULL OR trim(c.next_step) = ''))
  OR (c.state = 'closed' AND (c.outcome = '' OR EXISTS (
       SELECT 1 FROM handover h WHERE h.case_id = c.id AND h.state = 'offered')))
  OR (SELECT count(*) FROM handover h WHERE h.case_id = c.id AND h.state = 'offered') > 1)
"""
"""Every way a person could fall between two stools, in the database's own words."""
SIGNALS = ("reminder", "escalation_1", "escalation_2")


@dataclass
class ModelCase:
    """What must be true of one case, kept without looking at the code."""

    ref: str
    resident: int
    owner: str
    state: str = "open"
    episode: int = 1
    offered: str = ""
    receiver: str = ""
    withdrawn_from: set[str] = field(default_factory=set)


class World:
    """Runs acts drawn from one seed and gathers violations and marks."""

    def __init__(self, seed: int, *, broken: str = "") -> None:
        self.random = Random(seed)
        self.now = START
        self.acts = self.checks = 0
        self.broken = broken
        self.marks: Counter[str] = Counter()
        self.violations: list[str] = []
        self.cases: dict[str, ModelCase] = {}
        self.answered: list[tuple[str, str]] = []
        self._load()

    def _load(self) -> None:
        reader = ports().pack_reader
        load_pack(
            system_context(self.now), documents=reader.read_directory(ports().region_directory)
        )
        self.region = current_region()
        self.organisations = [
            entry.code for entry in self.region.organisations.values() if entry.takes_handovers
        ]
        self.shareable = [FieldGroup(group) for group in self.region.purposes["handover"].fields]
        self.outcomes = list(self.region.outcomes)
        self.reason = {
            kind: self.region.reasons_for(f"handover_{kind}")[0].code
            for kind in ("offer", "return", "redirect", "withdraw")
        }

    def run(self, acts: int) -> None:
        """Do ``acts`` acts, in transactions of many: each act is a savepoint within."""
        while self.acts < acts:
            with transaction.atomic():
                for _ in range(min(CHECK_ALL_EVERY, acts - self.acts)):
                    self.step()
            self.check_all()

    def step(self) -> None:
        """Let one person do one thing, sensible or not."""
        self.now += timedelta(minutes=self.random.randrange(1, 90))
        waiting = sum(1 for case in self.cases.values() if case.offered)
        deeds: list[tuple[int, Callable[[], None]]] = [
            (10 if len(self.open_cases()) < MOST_OPEN else 1, self.register),
            (22, self.offer),
            (26 if waiting > MOST_WAITING else 5, self.answer),
            (6 if waiting > MOST_WAITING else 2, self.withdraw),
            (12, self.plan),
            (12, self.close),
            (4, self.reopen),
            (3, self.move),
            (3, self.stop_sharing),
            (8, self.look),
            (4, self.tick),
            (4, self.replay),
        ]
        weights = [weight for weight, _deed in deeds]
        self.random.choices([deed for _weight, deed in deeds], weights)[0]()
        self.acts += 1

    def attempt(self, name: str, deed: Callable[[], object]) -> object:
        """Try a deed; a refusal is an outcome like any other, and its mark is kept."""
        try:
            with transaction.atomic():
                result = deed()
        except RefusedError as error:
            self.marks[f"{name}:{error.refusal.reason.value}"] += 1
            return None
        self.marks[f"{name}:ok"] += 1
        return result if result is not None else True

    # ---- who and what ----

    def open_cases(self) -> list[ModelCase]:
        """Return the cases in play."""
        return list(self.cases.values())

    def any_case(self) -> ModelCase | None:
        """Return some case in play."""
        known = self.open_cases()
        return self.random.choice(known) if known else None

    def somebody(self, organisation: str) -> Context:
        """Return a professional; one in twelve is careless about where they work."""
        if self.random.randrange(12) == 0:
            organisation = self.random.choice(self.organisations)
        return Context(
            kind=ActorKind.PROFESSIONAL,
            now=self.now,
            organisation=organisation,
            roles=frozenset({Role.TEAM_LEAD, Role.WSP_CONSULTANT}),
        )

    def some_day(self) -> date | None:
        """Return a day to plan on; sometimes in the past, sometimes forgotten."""
        fate = self.random.randrange(20)
        if fate == 0:
            return None
        return self.now.date() + timedelta(days=-3 if fate == 1 else self.random.randrange(0, 30))

    # ---- deeds ----

    def register(self) -> None:
        """Somebody comes in at a desk."""
        organisation = self.random.choice(self.organisations)
        place = self.random.choice(list(self.region.municipalities))
        context = self.somebody(organisation)
        details = PersonDetails(name="Dagmar Voorbeeld", municipality=place)
        registration = cases.Registration(
            question="Ik zoek werk.",
            channel="desk",
            situation={
                "asker": "resident",
                "municipality": place,
                "work": self.random.choice(("no_work", "working")),
                "benefit": self.random.choice(("none", "rejected", "ww", "bijstand")),
                "need": "work",
                "age": self.random.randrange(18, 66),
                "start_qualification": "yes",
                "advice_talk": "not_yet",
                "distance_class": "direct",
            },
            person=details,
        )
        done = self.attempt("register", lambda: cases.register(context, registration=registration))
        if isinstance(done, cases.Registered):
            row = CaseRecord.objects.get(ref=done.ref)
            self.cases[done.ref] = ModelCase(done.ref, row.resident_id or 0, context.organisation)
            self.check(done.ref)
            while len(self.cases) > MOST_OPEN * 2:
                self.cases.pop(next(iter(self.cases)))

    def offer(self) -> None:
        """Somebody offers a case; careless people forget the reason or choose themselves."""
        case = self.any_case()
        if case is None:
            return
        context = self.somebody(case.owner)
        receiver = self.random.choice(self.organisations)
        if self.random.randrange(25) == 0:
            receiver = context.organisation
        if self.random.randrange(40) == 0:
            receiver = "no-such-party"  # careless: a party that is not there
        shareable = [FieldGroup(one) for one in self.region.purposes["handover"].fields]
        if self.random.randrange(25) == 0:
            shareable = list(FieldGroup)  # careless: more than the purpose needs
        number = self.random.randrange(len(shareable) + 1)
        shared = frozenset(self.random.sample(shareable, number))
        wanted = Offer(
            receiver=receiver,
            reason="" if self.random.randrange(25) == 0 else self.reason["offer"],
            fields=shared,
            deviation="Zo afgesproken." if self.random.randrange(10) else "",
            resident_agrees=self.random.randrange(20) > 0,
        )
        ref = self.attempt("offer", lambda: handover.offer(context, ref=case.ref, offer=wanted))
        if isinstance(ref, str):
            self.expect(case.state == "open" and not case.offered, f"{case.ref}: offered wrongly")
            self.expect(context.organisation == case.owner, f"{case.ref}: offered by a stranger")
            case.offered, case.receiver = ref, receiver
        self.check(case.ref)

    def answer(self) -> None:
        """Somebody at the receiving side answers."""
        waiting = [case for case in self.open_cases() if case.offered]
        if not waiting:
            return
        case = self.random.choice(waiting)
        context = self.somebody(case.receiver)
        if self.random.randrange(15) == 0:
            context = self.somebody(case.owner)
        self.random.choices([self._accept, self._return, self._redirect], (70, 18, 12))[0](
            case, context
        )

    def _accept(self, case: ModelCase, context: Context) -> None:
        yes = Answer(action=HandoverAction.ACCEPT)
        if self.attempt("accept", lambda: handover.accept(context, ref=case.offered, answer=yes)):
            self.expect(
                context.organisation == case.receiver, f"{case.ref}: accepted by a stranger"
            )
            self.answered.append((case.ref, case.offered))
            case.owner, case.offered, case.receiver = case.receiver, "", ""
            case.withdrawn_from.discard(case.owner)
        self.check(case.ref)

    def _return(self, case: ModelCase, context: Context) -> None:
        reason = "" if self.random.randrange(8) == 0 else self.reason["return"]
        no = Answer(action=HandoverAction.RETURN, reason=reason)
        if self.attempt("return", lambda: handover.decline(context, ref=case.offered, answer=no)):
            self.answered.append((case.ref, case.offered))
            case.offered = case.receiver = ""
        self.check(case.ref)

    def _redirect(self, case: ModelCase, context: Context) -> None:
        third = self.random.choice(self.organisations)
        if self.random.randrange(8) == 0:
            third = case.owner
        away = Answer(
            action=HandoverAction.REDIRECT,
            reason=self.reason["redirect"],
            third=third,
            resident_agrees=self.random.randrange(20) > 0,
        )
        old = case.offered
        ref = self.attempt("redirect", lambda: handover.decline(context, ref=old, answer=away))
        if isinstance(ref, str):
            self.answered.append((case.ref, old))
            case.offered, case.receiver = ref, third
        self.check(case.ref)

    def withdraw(self) -> None:
        """The sender thinks better of it."""
        waiting = [case for case in self.open_cases() if case.offered]
        if not waiting:
            return
        case = self.random.choice(waiting)
        context = self.somebody(case.receiver if self.random.randrange(8) == 0 else case.owner)
        reason = self.reason["withdraw"]
        old = case.offered
        if self.attempt("withdraw", lambda: handover.withdraw(context, ref=old, reason=reason)):
            self.expect(context.organisation == case.owner, f"{case.ref}: withdrawn by a stranger")
            self.answered.append((case.ref, old))
            case.offered = case.receiver = ""
        self.check(case.ref)

    def replay(self) -> None:
        """A form is sent twice, or much too late."""
        if not self.answered:
            return
        ref, old = self.random.choice(self.answered[-200:])
        row = HandoverRecord.objects.get(ref=old)
        if self.random.randrange(2):
            context = self.somebody(row.receiver_id)
            yes = Answer(action=HandoverAction.ACCEPT)
            again = self.attempt("accept", lambda: handover.accept(context, ref=old, answer=yes))
        else:
            context = self.somebody(row.sender_id)
            reason = self.reason["withdraw"]
            again = self.attempt(
                "withdraw", lambda: handover.withdraw(context, ref=old, reason=reason)
            )
        self.expect(not again, f"{ref}: an answered handover was answered again")
        self.check(ref)

    def plan(self) -> None:
        """Somebody writes down what happens next."""
        case = self.any_case()
        if case is None:
            return
        context, day = self.somebody(case.owner), self.some_day()
        step = "" if self.random.randrange(20) == 0 else "Bellen"
        self.attempt(
            "plan",
            lambda: cases.plan_next(context, ref=case.ref, next_step=step, next_date=day),
        )
        self.check(case.ref)

    def close(self) -> None:
        """Somebody ends a case; the careless forget the outcome, or to tell the person."""
        case = self.any_case()
        if case is None:
            return
        context = self.somebody(case.owner)
        outcome = "" if self.random.randrange(10) == 0 else self.random.choice(self.outcomes)
        told = "" if self.random.randrange(10) == 0 else "phone"
        if self.attempt(
            "close",
            lambda: cases.close(context, ref=case.ref, outcome=outcome, informed_by=told),
        ):
            self.expect(case.state == "open" and not case.offered, f"{case.ref}: closed wrongly")
            case.state = "closed"
        self.check(case.ref)

    def reopen(self) -> None:
        """Somebody comes back."""
        case = self.any_case()
        if case is None:
            return
        context = self.somebody(case.owner)
        if self.attempt(
            "reopen",
            lambda: cases.reopen(
                context,
                ref=case.ref,
                reason="came_back",
                next_step="Bellen",
                next_date=self.some_day(),
            ),
        ):
            case.state, case.episode = "open", case.episode + 1
        self.check(case.ref)

    def move(self) -> None:
        """The person moves house."""
        case = self.any_case()
        if case is None:
            return
        context = self.somebody(case.owner)
        place = self.random.choice(list(self.region.municipalities))
        change = cases.Move(changed="municipality", to_value=place, start_date=self.now.date())
        self.attempt("move", lambda: cases.move(context, ref=case.ref, move=change))
        self.check(case.ref)

    def stop_sharing(self) -> None:
        """The resident takes a permission back; from then on that grant opens nothing."""
        case = self.any_case()
        if case is None:
            return
        row = CaseRecord.objects.get(ref=case.ref)
        lines = [line for line in consent.grants_of_case(row.pk, self.now) if line.live]
        if not lines:
            return
        line = self.random.choice(lines)
        resident = case.resident if self.random.randrange(6) else case.resident + 1
        context = Context(kind=ActorKind.RESIDENT, now=self.now, resident_id=resident)
        if self.attempt(
            "stop_sharing", lambda: consent_choices.stop_sharing(context, grant_ref=line.ref)
        ):
            self.expect(resident == case.resident, f"{case.ref}: withdrawn by a stranger")
            left = [one for one in consent.grants_of_case(row.pk, self.now) if one.live]
            self.expect(
                line.ref not in {one.ref for one in left}, f"{case.ref}: withdrawal did not work"
            )

    def look(self) -> None:
        """Somebody opens a case; only who holds a live grant sees it."""
        case = self.any_case()
        if case is None:
            return
        organisation = self.random.choice((case.owner, *self.organisations))
        context = self.somebody(organisation)
        row = CaseRecord.objects.get(ref=case.ref)
        live = any(
            line.live and line.organisation == context.organisation
            for line in consent.grants_of_case(row.pk, self.now)
        )
        seen = self.attempt(
            "look", lambda: access.open_case(context, ref=case.ref, part="simulation")
        )
        self.expect(bool(seen) == live, f"{case.ref}: seen {bool(seen)}, granted {live}")

    def tick(self) -> None:
        """The clock runs; sometimes it slept for weeks, sometimes it runs twice."""
        if self.random.randrange(30) == 0:
            self.now += timedelta(days=self.random.randrange(7, 40))
            self.marks["clock:slept_for_weeks"] += 1
        before = set(EscalationRecord.objects.values_list("id", flat=True))
        clock.tick(system_context(self.now))
        if self.random.randrange(4) == 0:
            clock.tick(system_context(self.now))
        for row in EscalationRecord.objects.exclude(id__in=before):
            self.marks[f"clock:{SIGNALS[row.level]}"] += 1
        silent = HandoverRecord.objects.filter(
            state="offered", due_on__lte=self.now.date() - timedelta(days=1)
        )
        for row in silent:
            raised = EscalationRecord.objects.filter(handover=row, level__gte=1).exists()
            self.expect(raised, f"handover {row.ref}: silence did not escalate")

    # ---- the laws ----

    def expect(self, holds: bool, violation: str) -> None:
        """Keep a violation when a law does not hold."""
        if not holds:
            self.violations.append(violation)

    def check(self, ref: str) -> None:
        """Hold one case against the model and the laws."""
        if ref in self.cases:
            self._hold(self._rows("WHERE c.ref = %s", [ref]))

    def check_all(self) -> None:
        """Hold the cases in play against the laws and the model; every so often, all ever made."""
        self.checks += 1
        everything = self.checks % CHECK_EVERYTHING_EVERY == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM case_file")
            after = 0 if everything else cursor.fetchone()[0] - IN_PLAY
            cursor.execute(NOBODY, [after])
            (nobody,) = cursor.fetchone()
        self.expect(nobody == 0, f"{nobody} cases between two stools")
        self._hold(self._rows("WHERE c.id > %s", [after]))

    def _rows(self, where: str, values: list[object]) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"{STANDING} {where} GROUP BY c.id", values)
            return list(cursor.fetchall())

    def _hold(self, rows: list[tuple[object, ...]]) -> None:
        for ref, owner, state, episode, offered in rows:
            model = self.cases.get(str(ref))
            if model is None:
                continue
            found = (owner, state, episode, offered or "")
            wanted = (model.owner, model.state, model.episode, model.offered)
            self.expect(found == wanted, f"{ref}: found {found}, expected {wanted}")
