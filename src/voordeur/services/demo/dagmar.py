"""The one resident everybody can become: her question travels, and she is next to act."""

from datetime import datetime, timedelta

from voordeur.domain.cases.lifecycle import CasePhase
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.services import cases, handover
from voordeur.services.accounts import RESIDENT_ADDRESS
from voordeur.services.cases import NewEntry, Registration
from voordeur.services.demo import people
from voordeur.services.demo.play import Stage
from voordeur.services.demo.stories import SHARED, SUMMARIES, Story
from voordeur.services.handover import Answer, Offer
from voordeur.services.people import PersonDetails
from voordeur.services.routing import front_door_of


def tell_of_dagmar(stage: Stage) -> None:
    """Put the one resident on the stage whom everybody can become."""
    moment = stage.office_hour(
        add_working_days((stage.end - timedelta(days=24)).date(), 1).isoformat()
    )
    stage.later(moment, lambda now: _dagmar_asks(stage, now))


def _dagmar_asks(stage: Stage, now: datetime) -> None:
    door = front_door_of(stage.region)
    home = next(
        (
            (entry.code, entry.municipalities[0])
            for entry in stage.region.organisations.values()
            if entry.kind == "municipality" and entry.municipalities and entry.code in stage.staff
        ),
        None,
    )
    sender = stage.worker(home[0], now) if home else None
    if home is None or sender is None:
        return
    registered = cases.register(
        sender,
        registration=Registration(
            question="Ik werkte veertien jaar in een winkel en wil graag naar de zorg.",
            channel="desk",
            situation={
                "asker": "resident",
                "municipality": home[1],
                "work": "no_work",
                "benefit": "rejected",
                "need": "work",
                "age": 44,
            },
            person=PersonDetails(
                name=people.RESIDENT_NAME,
                birth_year=now.year - 44,
                email=RESIDENT_ADDRESS,
                phone="06 00 00 00 00",
                municipality=home[1],
            ),
            rejected_on=now.date(),
            adviser_id=sender.account_id,
        ),
    )
    ref = handover.offer(
        sender,
        ref=registered.ref,
        offer=Offer(
            receiver=door,
            reason="benefit_rejected",
            message="Bijstand kan niet door het inkomen van haar partner. Ze wil naar de zorg.",
            kind="benefit_rejection",
            fields=SHARED,
            introduction="three_way",
            deviation="Zo afgesproken met Dagmar.",
            resident_agrees=True,
        ),
    )
    story = Story(registered.ref, home[0], home[1])
    stage.after_days(now, 1, 1, lambda at: _dagmar_is_helped(stage, at, story, ref, door))


def _dagmar_is_helped(stage: Stage, now: datetime, story: Story, ref: str, door: str) -> None:
    worker = stage.worker(door, now, same_for=story.ref)
    if worker is None:
        return
    handover.accept(worker, ref=ref, answer=Answer(action=HandoverAction.ACCEPT))
    story.owner = door
    talk = NewEntry(kind="advice_talk", text=SUMMARIES[2], for_resident=True)
    cases.write_entry(worker, ref=story.ref, entry=talk)
    day = add_working_days(stage.end.date(), 4)
    what = "Een dag meelopen kiezen"
    cases.agree_step(worker, ref=story.ref, what=what, due_date=day, by_resident=True)
    cases.plan_next(
        worker,
        ref=story.ref,
        next_step=what,
        next_date=day,
        next_party="resident",
        phase=CasePhase.PLAN,
    )
