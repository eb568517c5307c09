"""What each invented person does and meets, from the first question to an outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voordeur.domain.appointments.lifecycle import AppointmentState
from voordeur.domain.cases.lifecycle import CasePhase
from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.services import appointments, cases, consultation_hours, handover
from voordeur.services.appointments import Booking
from voordeur.services.cases import Move, NewEntry, Registration
from voordeur.services.context import Context
from voordeur.services.demo import people, situations
from voordeur.services.demo.play import Happening, Stage, working_moments
from voordeur.services.handover import Answer, Offer
from voordeur.services.people import EmployerDetails, PersonDetails

SHARED = frozenset(
    {
        FieldGroup.NAME,
        FieldGroup.CONTACT,
        FieldGroup.RESIDENCE,
        FieldGroup.QUESTION,
        FieldGroup.SITUATION,
        FieldGroup.PLAN,
        FieldGroup.NOTES,
    }
)
SUMMARIES = (
    "We bespraken wat je kunt en wat je leuk vindt. Je kijkt deze week naar drie vacatures.",
    "We keken naar een opleiding naast je werk. Ik vraag na wie die betaalt.",
    "Je vertelde wat je tegenhoudt. We maken samen een plan in kleine stappen.",
)
FOLLOW_UP = "Gebeld hoe het ging. We spraken een nieuwe dag af."
STEPS = ("Een dag meekijken", "Cv bijwerken", "Bellen met de opleiding", "Reiskosten uitzoeken")
HANDS_OVER_AT_ONCE = 85
CONTACTED_LATE = 12
COMES = 88
HAS_EMAIL = 80
NOT_REACHED = 15
COMES_BACK = 4
FALLS_SILENT = 10
FOLLOWED_UP = 93
"""Chances and weights out of a hundred."""
CONSULTATION_SHARE = 40
"""Of a hundred people the front door helps itself, how many come to a consultation hour."""
SIGNAL_SHARE = 5
TRAJECTORY_SHARE = 27
"""Of a hundred people who had a talk; the Werkcentrum paid 280 trajectories for 1,175 people."""
OUTCOME_SHARES = {"work": 45, "learning": 20, "help": 20, "stopped": 10, "elsewhere": 5}


NO_ANSWER = NewEntry(kind="outreach", code="no_answer")


@dataclass
class Story:
    """One case being played; ``owner`` follows the acceptance of handovers."""

    ref: str
    owner: str
    municipality: str
    talked: bool = False
    ended: bool = False
    step: str = ""
    trajectory: bool = False
    """A trajectory runs; the case is not closed before it ended."""
    bought: bool = False
    planned: int = 0
    """How often a next step was planned; an older plan no longer calls for a follow-up."""


def fill(stage: Stage, number: int) -> None:
    """Put ``number`` arrivals on the stage."""
    for moment in working_moments(stage, number):
        stage.later(moment, lambda now: arrive(stage, now))


def arrive(stage: Stage, now: datetime) -> None:
    """Let somebody come in with a question, at a desk or online."""
    if stage.chance(situations.EMPLOYER_SHARE):
        _employer(stage, now)
        return
    kind = situations.choose_kind(stage.random)
    municipality = _municipality(stage)
    age = stage.random.randint(*kind.ages)
    facts = situations.facts_for(stage.random, kind, age=age, municipality=municipality)
    desk = situations.choose_desk(stage.random, kind)
    context = _desk_context(stage, desk, municipality, now)
    registered = cases.register(
        context,
        registration=Registration(
            question=stage.random.choice(kind.questions),
            channel="website" if context.kind is ActorKind.VISITOR else _channel(stage),
            situation=facts,
            person=_person(stage, now, age, municipality),
            adviser_id=context.account_id,
            rejected_on=(now - timedelta(days=stage.random.randint(0, 3))).date()
            if kind.code == "rejected"
            else None,
            distance_class=str(facts.get("distance_class", "")),
        ),
    )
    stage.counts[f"arrived_{kind.code}"] += 1
    story = Story(registered.ref, registered.accountable, municipality)
    _begin(stage, now, story, registered.proposed, rejected=kind.code == "rejected")


def _begin(
    stage: Stage, now: datetime, story: Story, proposed: str | None, *, rejected: bool
) -> None:
    """Hand over at once when another party leads, else plan a first talk."""
    if proposed and proposed != story.owner and stage.chance(HANDS_OVER_AT_ONCE):
        kind = "benefit_rejection" if rejected else "warm"
        wait = timedelta(minutes=stage.random.randint(2, 90))
        stage.later(now + wait, lambda at: _offer(stage, at, story, proposed, kind))
        return
    if stage.chance(CONSULTATION_SHARE) and _book(stage, now, story):
        return
    late = stage.chance(CONTACTED_LATE)
    stage.after_days(now, 6 if late else 1, 9 if late else 5, lambda at: _talk(stage, at, story))


def _book(stage: Stage, now: datetime, story: Story) -> bool:
    """Book a consultation hour close to home when there is a free moment; tell whether it did."""
    worker = stage.worker(story.owner, now, same_for=story.ref)
    near = [
        one for one in stage.region.locations.values() if one.municipality == story.municipality
    ]
    known = near or list(stage.region.locations.values())
    if worker is None or not known:
        return False
    place = consultation_hours.place(worker, location=stage.random.choice(known).code)
    if not place.free:
        return False
    moment = stage.random.choice(place.free[:12])
    booking = Booking(location=place.code, starts_at=moment.starts_at)
    booked = appointments.book(worker, case_ref=story.ref, booking=booking)
    stage.counts["booked"] += 1
    end = moment.starts_at + timedelta(minutes=40)
    stage.later(end, lambda at: _meet(stage, at, story, booked.ref))
    return True


def _meet(stage: Stage, now: datetime, story: Story, ref: str) -> None:
    """Most people come to their consultation hour; some forget it and are called."""
    worker = stage.worker(story.owner, now, same_for=story.ref)
    if worker is None:
        return
    came = stage.chance(COMES)
    state = AppointmentState.ATTENDED if came else AppointmentState.NO_SHOW
    reasons = stage.region.reasons_for("no_show")
    reason = "" if came or not reasons else stage.random.choice(reasons).code
    appointments.settle(worker, ref=ref, state=state, reason=reason)
    stage.counts["attended" if came else "missed"] += 1
    if came:
        _talk(stage, now, story)
    else:
        stage.after_days(now, 1, 3, lambda at: _talk(stage, at, story))


def _person(stage: Stage, now: datetime, age: int, municipality: str) -> PersonDetails:
    name = people.invented_name(stage.random)
    number = stage.random.randrange(10_000, 99_999)
    postcodes = [p.pc4 for p in stage.region.postcodes.values() if p.municipality == municipality]
    return PersonDetails(
        name=name,
        birth_year=now.year - age,
        email=people.invented_address(name, number) if stage.chance(HAS_EMAIL) else "",
        phone=people.invented_phone(stage.random),
        preferred_channel=stage.random.choice(("phone", "email")),
        language=stage.random.choices(("nl", "en"), weights=(92, 8))[0],
        postcode=stage.random.choice(postcodes) if postcodes else "",
        municipality=municipality,
    )


def _municipality(stage: Stage) -> str:
    """Return a municipality, by the number of its postcodes: the only size the pack knows."""
    return stage.random.choice(list(stage.region.postcodes.values())).municipality


def _channel(stage: Stage) -> str:
    return stage.random.choices(("desk", "phone", "partner"), weights=(60, 30, 10))[0]


def _desk_context(stage: Stage, desk: str, municipality: str, now: datetime) -> Context:
    if desk == "municipality":
        own = stage.region.organisation_for("@municipality", municipality)
        worker = stage.worker(own or "", now)
    else:
        codes = [
            entry.code
            for entry in stage.region.organisations.values()
            if entry.kind == desk and entry.takes_handovers
        ]
        worker = stage.worker(stage.random.choice(codes), now) if codes else None
    return worker or Context(kind=ActorKind.VISITOR, now=now)


def _employer(stage: Stage, now: datetime) -> None:
    need = stage.random.choice(list(situations.EMPLOYER_QUESTIONS))
    name = stage.random.choice(situations.EMPLOYER_NAMES)
    registered = cases.register(
        Context(kind=ActorKind.VISITOR, now=now),
        registration=Registration(
            question=situations.EMPLOYER_QUESTIONS[need],
            channel="website",
            situation={"asker": "employer", "employer_need": need},
            employer=EmployerDetails(
                name=name,
                contact_name=people.invented_name(stage.random),
                phone=people.invented_phone(stage.random),
                municipality=_municipality(stage),
            ),
        ),
    )
    stage.counts["arrived_employer"] += 1
    story = Story(registered.ref, registered.accountable, "")
    _begin(stage, now, story, registered.proposed, rejected=False)


def _offer(stage: Stage, now: datetime, story: Story, receiver: str, kind: str) -> None:
    sender = stage.worker(story.owner, now, same_for=story.ref)
    if sender is None or receiver not in stage.staff:
        stage.after_days(now, 1, 4, lambda at: _talk(stage, at, story))
        return
    reasons = [
        one
        for one in stage.region.reasons_for("handover_offer")
        if (one.code == "benefit_rejected") == (kind == "benefit_rejection")
    ]
    ref = handover.offer(
        sender,
        ref=story.ref,
        offer=Offer(
            receiver=receiver,
            reason=stage.random.choice(reasons).code if reasons else "other",
            message="We spraken elkaar aan de balie. De vraag past beter bij jullie.",
            kind=kind,
            fields=SHARED,
            introduction=stage.random.choice(("three_way", "call")),
            deviation="Past bij de afspraak met de bewoner.",
            resident_agrees=True,
        ),
    )
    stage.counts["offered"] += 1
    _await_answer(stage, now, story, ref, receiver)


def _await_answer(stage: Stage, now: datetime, story: Story, ref: str, receiver: str) -> None:
    """Most receivers answer in a day or three; some refuse, some stay silent for long."""
    fates: dict[str, tuple[int, int, int, Happening]] = {
        "accept": (80, 0, 3, lambda at: _accept(stage, at, story, ref, receiver)),
        "return": (8, 1, 4, lambda at: _return(stage, at, story, ref, receiver)),
        "redirect": (4, 1, 3, lambda at: _redirect(stage, at, story, ref, receiver)),
        "withdraw": (3, 1, 3, lambda at: _withdraw(stage, at, story, ref)),
        "silence": (5, 6, 14, lambda at: _accept(stage, at, story, ref, receiver)),
    }
    fate = stage.random.choices(list(fates), weights=[one[0] for one in fates.values()])[0]
    stage.counts["silent"] += fate == "silence"
    _weight, soonest, latest, happening = fates[fate]
    stage.after_days(now, soonest, latest, happening)


def _accept(stage: Stage, now: datetime, story: Story, ref: str, receiver: str) -> None:
    worker = stage.worker(receiver, now)
    if worker is None:
        return
    handover.accept(worker, ref=ref, answer=Answer(action=HandoverAction.ACCEPT))
    story.owner = receiver
    stage.counts["accepted"] += 1
    stage.after_days(now, 1, 6, lambda at: _talk(stage, at, story))


def _return(stage: Stage, now: datetime, story: Story, ref: str, receiver: str) -> None:
    worker = stage.worker(receiver, now)
    reasons = stage.region.reasons_for("handover_return")
    if worker is None or not reasons:
        return
    reason = stage.random.choice(reasons).code
    answer = Answer(action=HandoverAction.RETURN, reason=reason, note="We lichten dit graag toe.")
    handover.decline(worker, ref=ref, answer=answer)
    stage.counts["returned"] += 1
    stage.after_days(now, 0, 3, lambda at: _talk(stage, at, story))


def _redirect(stage: Stage, now: datetime, story: Story, ref: str, receiver: str) -> None:
    worker = stage.worker(receiver, now)
    others = [code for code in stage.staff if code not in {receiver, story.owner}]
    reasons = stage.region.reasons_for("handover_redirect")
    if worker is None or not others or not reasons:
        return
    third = stage.random.choice(others)
    answer = Answer(
        action=HandoverAction.REDIRECT,
        reason=stage.random.choice(reasons).code,
        third=third,
        resident_agrees=True,
    )
    new_ref = handover.decline(worker, ref=ref, answer=answer)
    stage.counts["redirected"] += 1
    if new_ref:
        _await_answer(stage, now, story, new_ref, third)


def _withdraw(stage: Stage, now: datetime, story: Story, ref: str) -> None:
    worker = stage.worker(story.owner, now, same_for=story.ref)
    reasons = stage.region.reasons_for("handover_withdraw")
    if worker is None or not reasons:
        return
    handover.withdraw(worker, ref=ref, reason=stage.random.choice(reasons).code)
    stage.counts["withdrawn"] += 1
    stage.after_days(now, 1, 3, lambda at: _talk(stage, at, story))


def _talk(stage: Stage, now: datetime, story: Story) -> None:
    """Hold the advice talk, or try in vain; then agree on what follows."""
    worker = stage.worker(story.owner, now, same_for=story.ref)
    if worker is None:
        return
    if stage.chance(NOT_REACHED) and not story.talked:
        cases.write_entry(worker, ref=story.ref, entry=NO_ANSWER)
        stage.counts["outreach"] += 1
        stage.after_days(now, 1, 4, lambda at: _talk(stage, at, story))
        return
    story.talked = True
    cases.write_entry(
        worker,
        ref=story.ref,
        entry=NewEntry(kind="advice_talk", text=stage.random.choice(SUMMARIES), for_resident=True),
    )
    stage.counts["talks"] += 1
    if stage.chance(SIGNAL_SHARE):
        _signal(stage, story, worker)
    _plan(stage, story, worker)
    _buy(stage, now, story)
    _what_follows(stage, now, story)


def _buy(stage: Stage, now: datetime, story: Story) -> None:
    """Start a trajectory with some people, once."""
    buys = stage.buys
    if buys is None or story.bought or not story.municipality:
        return
    story.bought = True
    if not stage.chance(TRAJECTORY_SHARE):
        return

    def ended() -> None:
        story.trajectory = False

    def build(at: datetime) -> None:
        worker = stage.worker(story.owner, at, same_for=story.ref)
        if worker is not None and not story.ended:
            buys(story.ref, worker, ended)
            story.trajectory = True

    stage.after_days(now, 1, 5, build)


def _plan(stage: Stage, story: Story, worker: Context) -> None:
    day = add_working_days(worker.today, stage.random.randint(4, 25))
    what = stage.random.choice(STEPS)
    by_resident = stage.random.randrange(2) == 0
    story.step = cases.agree_step(
        worker, ref=story.ref, what=what, due_date=day, by_resident=by_resident
    )
    phase = stage.random.choice((CasePhase.ADVICE, CasePhase.PLAN, CasePhase.UNDERWAY))
    cases.plan_next(
        worker,
        ref=story.ref,
        next_step=what,
        next_date=day,
        next_party="resident" if by_resident else "organisation",
        phase=phase,
    )
    story.planned += 1
    plan = story.planned
    if stage.chance(FOLLOWED_UP):
        due = stage.office_hour(day.isoformat())
        stage.later(due, lambda at: _follow_up(stage, at, story, plan))


def _follow_up(stage: Stage, now: datetime, story: Story, plan: int) -> None:
    """On the day itself the adviser asks how it went and plans what comes next."""
    worker = stage.worker(story.owner, now, same_for=story.ref)
    if worker is None or story.ended or story.planned != plan:
        return
    cases.write_entry(worker, ref=story.ref, entry=NewEntry(kind="note", text=FOLLOW_UP))
    cases.finish_step(worker, ref=story.ref, step_ref=story.step)
    _plan(stage, story, worker)


def _signal(stage: Stage, story: Story, worker: Context) -> None:
    """Pass on worries about money to the municipality, with the person's yes."""
    helper = stage.region.organisation_for("@municipality", story.municipality)
    entry = NewEntry(
        kind="signal",
        code="debt",
        text="Maakt zich zorgen over schulden en wil hulp.",
        to_organisation=helper or "",
    )
    cases.write_entry(worker, ref=story.ref, entry=entry)
    stage.counts["signals"] += 1


def _what_follows(stage: Stage, now: datetime, story: Story) -> None:
    fates: dict[str, tuple[int, int, int, Happening]] = {
        "close": (57, 8, 55, lambda at: _close(stage, at, story)),
        "talk": (28, 5, 30, lambda at: _talk(stage, at, story)),
        "move": (5 if story.municipality else 0, 5, 25, lambda at: _move(stage, at, story)),
    }
    # Who draws nothing falls silent: those cases turn up under 'overdue', as they must.
    weights = [*(one[0] for one in fates.values()), FALLS_SILENT]
    fate = stage.random.choices([*fates, "silence"], weights=weights)[0]
    if fate in fates:
        _weight, soonest, latest, happening = fates[fate]
        stage.after_days(now, soonest, latest, happening)


def _move(stage: Stage, now: datetime, story: Story) -> None:
    worker = stage.worker(story.owner, now, same_for=story.ref)
    others = [slug for slug in stage.region.municipalities if slug != story.municipality]
    if worker is None or not others:
        return
    to = stage.random.choice(others)
    change = Move(changed="municipality", to_value=to, start_date=worker.today)
    proposed = cases.move(worker, ref=story.ref, move=change)
    story.municipality = to
    stage.counts["moved"] += 1
    if proposed:
        _offer(stage, now, story, proposed, "move")
    else:
        stage.after_days(now, 2, 10, lambda at: _talk(stage, at, story))


def _close(stage: Stage, now: datetime, story: Story) -> None:
    worker = stage.worker(story.owner, now, same_for=story.ref)
    kind = stage.random.choices(list(OUTCOME_SHARES), weights=list(OUTCOME_SHARES.values()))[0]
    known = [one.code for one in stage.region.outcomes.values() if one.kind == kind]
    outcomes = known or list(stage.region.outcomes)
    if worker is None or not outcomes:
        return
    if story.trajectory:
        stage.after_days(now, 5, 20, lambda at: _close(stage, at, story))
        return
    outcome = stage.random.choice(outcomes)
    cases.close(worker, ref=story.ref, outcome=outcome, informed_by="phone")
    story.ended = True
    stage.counts["closed"] += 1
    if stage.chance(COMES_BACK):
        stage.after_days(now, 10, 40, lambda at: _reopen(stage, at, story))


def _reopen(stage: Stage, now: datetime, story: Story) -> None:
    worker = stage.worker(story.owner, now, same_for=story.ref)
    reasons = stage.region.reasons_for("reopen")
    if worker is None or not reasons:
        return
    cases.reopen(
        worker,
        ref=story.ref,
        reason=stage.random.choice(reasons).code,
        next_step="Opnieuw kennismaken",
        next_date=add_working_days(worker.today, 3),
    )
    story.ended = False
    stage.counts["reopened"] += 1
    stage.after_days(now, 1, 4, lambda at: _talk(stage, at, story))
