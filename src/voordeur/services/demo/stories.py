"""What each invented person does and meets, from the first question to an outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voordeur.domain.cases.lifecycle import CasePhase
from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.services import cases, handover
from voordeur.services.cases import Move, NewEntry, Registration
from voordeur.services.context import Context
from voordeur.services.demo import people, situations
from voordeur.services.demo.play import Stage, working_moments
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
    }
)
SUMMARIES = (
    "We bespraken wat je kunt en wat je leuk vindt. Je kijkt deze week naar drie vacatures.",
    "We keken naar een opleiding naast je werk. Ik vraag na wie die betaalt.",
    "Je vertelde wat je tegenhoudt. We maken samen een plan in kleine stappen.",
)
STEPS = ("Een dag meekijken", "Cv bijwerken", "Bellen met de opleiding", "Reiskosten uitzoeken")
OUTCOME_SHARES = {"work": 45, "learning": 20, "help": 20, "stopped": 10, "elsewhere": 5}


@dataclass
class Story:
    """One case being played; ``owner`` follows the acceptance of handovers."""

    ref: str
    owner: str
    municipality: str
    talked: bool = False


def fill(stage: Stage, number: int) -> None:
    """Put ``number`` arrivals on the stage."""
    for moment in working_moments(stage, number):
        stage.later(moment, lambda now: arrive(stage, now))


def arrive(stage: Stage, now: datetime) -> None:
    """Let somebody come in with a question, at a desk or online."""
    if stage.random.randrange(100) < situations.EMPLOYER_SHARE:
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
            channel="online" if context.kind is ActorKind.VISITOR else _channel(stage),
            situation=facts,
            person=_person(stage, now, age, municipality),
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
    if proposed and proposed != story.owner and stage.random.randrange(100) < 85:
        kind = "benefit_rejection" if rejected else "warm"
        wait = timedelta(minutes=stage.random.randint(2, 90))
        stage.later(now + wait, lambda at: _offer(stage, at, story, proposed, kind))
        return
    late = stage.random.randrange(100) < 12
    stage.after_days(now, 6 if late else 1, 9 if late else 5, lambda at: _talk(stage, at, story))


def _person(stage: Stage, now: datetime, age: int, municipality: str) -> PersonDetails:
    name = people.invented_name(stage.random)
    number = stage.random.randrange(10_000, 99_999)
    postcodes = [p.pc4 for p in stage.region.postcodes.values() if p.municipality == municipality]
    return PersonDetails(
        name=name,
        birth_year=now.year - age,
        email=people.invented_address(name, number) if stage.random.randrange(100) < 80 else "",
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
    return stage.random.choices(("walk_in", "phone", "desk"), weights=(45, 30, 25))[0]


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
            channel="online",
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
    sender = stage.worker(story.owner, now)
    if sender is None or receiver not in stage.staff:
        stage.after_days(now, 1, 4, lambda at: _talk(stage, at, story))
        return
    reasons = stage.region.reasons_for("handover_offer")
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
    fate = stage.random.randrange(100)
    if fate < 80:
        stage.after_days(now, 0, 3, lambda at: _accept(stage, at, story, ref, receiver))
    elif fate < 88:
        stage.after_days(now, 1, 4, lambda at: _return(stage, at, story, ref, receiver))
    elif fate < 92:
        stage.after_days(now, 1, 3, lambda at: _redirect(stage, at, story, ref, receiver))
    elif fate < 95:
        stage.after_days(now, 1, 3, lambda at: _withdraw(stage, at, story, ref))
    else:
        stage.counts["silent"] += 1
        stage.after_days(now, 6, 14, lambda at: _accept(stage, at, story, ref, receiver))


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
    worker = stage.worker(story.owner, now)
    reasons = stage.region.reasons_for("handover_withdraw")
    if worker is None or not reasons:
        return
    handover.withdraw(worker, ref=ref, reason=stage.random.choice(reasons).code)
    stage.counts["withdrawn"] += 1
    stage.after_days(now, 1, 3, lambda at: _talk(stage, at, story))


def _talk(stage: Stage, now: datetime, story: Story) -> None:
    """Hold the advice talk, or try in vain; then agree on what follows."""
    worker = stage.worker(story.owner, now)
    if worker is None:
        return
    if stage.random.randrange(100) < 15 and not story.talked:
        cases.write_entry(worker, ref=story.ref, entry=NewEntry(kind="outreach", code="no_answer"))
        stage.counts["outreach"] += 1
        stage.after_days(now, 1, 4, lambda at: _talk(stage, at, story))
        return
    story.talked = True
    cases.write_entry(
        worker,
        ref=story.ref,
        entry=NewEntry(
            kind="advice_talk", text=stage.random.choice(SUMMARIES), for_resident=True
        ),
    )
    stage.counts["talks"] += 1
    _plan(stage, now, story, worker)
    _what_follows(stage, now, story)


def _plan(stage: Stage, now: datetime, story: Story, worker: Context) -> None:
    day = add_working_days(worker.today, stage.random.randint(4, 25))
    what = stage.random.choice(STEPS)
    by_resident = stage.random.randrange(2) == 0
    cases.agree_step(worker, ref=story.ref, what=what, due_date=day, by_resident=by_resident)
    phase = stage.random.choice((CasePhase.ADVICE, CasePhase.PLAN, CasePhase.UNDERWAY))
    cases.plan_next(
        worker,
        ref=story.ref,
        next_step=what,
        next_date=day,
        next_party="resident" if by_resident else "organisation",
        phase=phase,
    )


def _what_follows(stage: Stage, now: datetime, story: Story) -> None:
    fate = stage.random.randrange(100)
    if fate < 5 and story.municipality:
        stage.after_days(now, 5, 25, lambda at: _move(stage, at, story))
    elif fate < 62:
        stage.after_days(now, 8, 55, lambda at: _close(stage, at, story))
    elif fate < 90:
        stage.after_days(now, 5, 30, lambda at: _talk(stage, at, story))
    # The rest falls silent: those cases turn up under 'overdue', as they must.


def _move(stage: Stage, now: datetime, story: Story) -> None:
    worker = stage.worker(story.owner, now)
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
    worker = stage.worker(story.owner, now)
    kind = stage.random.choices(list(OUTCOME_SHARES), weights=list(OUTCOME_SHARES.values()))[0]
    known = [one.code for one in stage.region.outcomes.values() if one.kind == kind]
    outcomes = known or list(stage.region.outcomes)
    if worker is None or not outcomes:
        return
    outcome = stage.random.choice(outcomes)
    cases.close(worker, ref=story.ref, outcome=outcome, informed_by="phone")
    stage.counts["closed"] += 1
    if stage.random.randrange(100) < 4:
        stage.after_days(now, 10, 40, lambda at: _reopen(stage, at, story))


def _reopen(stage: Stage, now: datetime, story: Story) -> None:
    worker = stage.worker(story.owner, now)
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
    stage.counts["reopened"] += 1
    stage.after_days(now, 1, 4, lambda at: _talk(stage, at, story))
