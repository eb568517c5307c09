"""What becomes of one row of an import: always through the act that a screen would use."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.region.models import OrganisationRecord
from voordeur.services.acts import acting
from voordeur.services.appointments import Booking, book
from voordeur.services.context import AMSTERDAM, Context, system_context
from voordeur.services.duplicates import note_elsewhere
from voordeur.services.offices import require_own_data
from voordeur.services.people import PersonDetails
from voordeur.services.registration import Registration, register
from voordeur.services.routing import municipality_fact


def on_behalf(context: Context, organisation: str) -> Context:
    """Return the context in which an import works: as a team lead of that organisation.

    The account stays whoever started it, so that the log says who it was.
    """
    require_own_data(context, organisation)
    return replace(context, organisation=organisation, roles=context.roles | {Role.TEAM_LEAD})


def _register(actor: Context, region: Region, values: Mapping[str, str]) -> str:
    place = municipality_fact(region, values.get("postcode", ""))
    person = PersonDetails(
        name=values["name"],
        birth_year=int(values["birth_year"]) if values.get("birth_year") else None,
        email=values.get("email", ""),
        phone=values.get("phone", ""),
        preferred_channel="phone" if values.get("phone") else "email",
        language=values.get("language") or "nl",
        postcode=values.get("postcode", ""),
        municipality=place,
    )
    day = values.get("next_date", "")
    registered = register(
        actor,
        registration=Registration(
            question=values["question"],
            channel=values.get("channel") or _channel(region),
            situation={"asker": "resident", **({"municipality": place} if place else {})},
            person=person,
            next_step=values.get("next_step", ""),
            next_date=date.fromisoformat(day) if day else None,
        ),
    )
    note_elsewhere(system_context(actor.now), ref=registered.ref)
    return registered.ref


def _channel(region: Region) -> str:
    return "partner" if "partner" in region.channels else next(iter(region.channels), "desk")


def set_contact(context: Context, *, organisation: str, email: str) -> None:
    """Keep the address to which handovers to a party without accounts are sent."""
    require_own_data(context, organisation)
    with acting(context) as act:
        OrganisationRecord.objects.filter(code=organisation).update(contact_email=email)
        act.record("PartnerContactSet", payload={"for": organisation})


def _set_contact(actor: Context, _region: Region, values: Mapping[str, str]) -> str:
    set_contact(actor, organisation=values["organisation"], email=values["contact_email"])
    return values["organisation"]


def _book(actor: Context, _region: Region, values: Mapping[str, str]) -> str:
    day, moment = date.fromisoformat(values["day"]), time.fromisoformat(values["time"])
    booking = Booking(
        location=values["location"], starts_at=datetime.combine(day, moment, tzinfo=AMSTERDAM)
    )
    return book(actor, case_ref=values["case"].upper(), booking=booking).ref


ACTS: Mapping[str, Callable[[Context, Region, Mapping[str, str]], str]] = {
    "people": _register,
    "partners": _set_contact,
    "appointments": _book,
}
"""Kind of import → what is done with one row; returns the reference of what it became."""
