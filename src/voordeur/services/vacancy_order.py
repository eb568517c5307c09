"""In which order vacancies are listed, told from a few columns: a region has thousands of them."""

from django.db.models import QuerySet

from voordeur.domain.appointments.nearby import distance_km, point_of_postcode
from voordeur.domain.region.model import Region
from voordeur.records.work.models import VacancyRecord
from voordeur.services.context import Context
from voordeur.services.employer_answers import slow_employers

FAR = 10_000
"""Kilometres: where a vacancy comes whose place is not known."""


def in_order(
    context: Context,
    rows: QuerySet[VacancyRecord],
    *,
    region: Region,
    postcode: str,
    km: int | None,
) -> list[int]:
    """Return keys of vacancies: true ones first, then who answers, then what is near (two queries).

    What lies more than ``km`` kilometres from ``postcode`` is left out; an unknown place is not.
    """
    slow = slow_employers()
    far: dict[str, int | None] = {}
    order: list[tuple[bool, bool, int, str, int]] = []
    columns = ("pk", "ref", "employer_id", "fresh_until", "postcode")
    for pk, ref, employer, fresh_until, place in rows.values_list(*columns):
        if place not in far:
            far[place] = kilometres_between(region, postcode, place)
        away = far[place]
        if km is None or away is None or away <= km:
            old = context.today >= fresh_until
            order.append((old, employer in slow, FAR if away is None else away, ref, pk))
    return [pk for *_how, pk in sorted(order)]


def kilometres_between(region: Region, one: str, other: str) -> int | None:
    """Return whole kilometres between two postcodes, as the crow flies; None when not known."""
    here, there = (point_of_postcode(region, place) for place in (one, other))
    return round(distance_km(here, there)) if here and there else None
