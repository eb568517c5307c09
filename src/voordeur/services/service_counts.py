"""How much work was done for employers: per quarter, measure and sector, from the tables."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractQuarter

from voordeur.domain.work.service_plan import Counted
from voordeur.records.employer_service.models import GatheringRecord
from voordeur.records.work.models import EmployerTalkRecord, PlacementRecord, VacancyRecord
from voordeur.services.context import AMSTERDAM, Context


def counted(context: Context, *, year: int, organisations: Iterable[str]) -> tuple[Counted, ...]:
    """Return what was done in a year (four queries); no ``organisations`` is everybody's work."""
    own = list(organisations)

    def of(rows: QuerySet, field: str = "organisation_id") -> QuerySet:  # type: ignore[type-arg]
        return rows.filter(**{f"{field}__in": own}) if own else rows

    talks = of(EmployerTalkRecord.objects.filter(day__year=year, day__lte=context.today))
    begin = datetime.combine(datetime(year, 1, 1).date(), time.min, tzinfo=AMSTERDAM)  # noqa: DTZ001
    end = begin.replace(year=year + 1)
    vacancies = of(VacancyRecord.objects.filter(made_at__gte=begin, made_at__lt=end))
    jobs = of(PlacementRecord.objects.filter(starts_on__year=year, starts_on__lte=context.today))
    gatherings = of(
        GatheringRecord.objects.filter(day__year=year, day__lte=context.today).exclude(
            state="cancelled"
        ),
        "organiser_id",
    )
    other = talks.filter(sort="other_conversation")
    return (
        *_grouped("contacts", talks, "day", "employer__sector"),
        *_grouped("conversations", other, "day", "employer__sector"),
        *_grouped("vacancies", vacancies, "made_at", "sector"),
        *_grouped("placements", jobs, "starts_on", "sector"),
        *_grouped("gatherings", gatherings, "day", "sector"),
    )


def _grouped(measure: str, rows: QuerySet, day: str, sector: str) -> list[Counted]:  # type: ignore[type-arg]
    quarter = ExtractQuarter(day, tzinfo=AMSTERDAM) if day == "made_at" else ExtractQuarter(day)
    found = (
        rows.order_by()
        .annotate(in_quarter=quarter, of_sector=F(sector))
        .values("in_quarter", "of_sector")
        .annotate(number=Count("id"))
        .values_list("in_quarter", "of_sector", "number")
    )
    return [Counted(measure, quarter, code, number) for quarter, code, number in found]
