"""Where everything stands in the picture of milestones: a lane per project, years across."""

from dataclasses import dataclass

from voordeur.domain.agenda.timeline import Course
from voordeur.services.milestone_pages import MilestonePage, MilestoneRow

WIDTH, LEFT, RIGHT = 960, 250, 24
TOP, LANE = 30, 34
LONGEST_NAME = 34
SHAPES = {
    Course.REACHED: "vd-years__full",
    Course.REACHED_LATE: "vd-years__full",
    Course.LATE: "vd-years__late",
    Course.SOON: "vd-years__half",
    Course.PLANNED: "vd-years__open",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One milestone: its place, the class that gives its shape, and what it is called.

    ``planned`` is where it was planned to be: a line leads from there to where it was reached.
    """

    x: int
    y: int
    planned: int
    shape: str
    critical: bool
    title: str


@dataclass(frozen=True, slots=True)
class Band:
    """One lane with its name, shortened to fit."""

    y: int
    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture in whole units."""

    height: int
    years: tuple[tuple[int, int], ...]
    """Place and number of each year."""
    today: int
    bands: tuple[Band, ...]


def picture_of(page: MilestonePage) -> Picture:
    """Return the picture of a page."""
    whole = WIDTH - LEFT - RIGHT
    years = page.span.years

    def across(share: float) -> int:
        return LEFT + round(whole * share)

    return Picture(
        height=TOP + LANE * len(page.lanes) + 10,
        years=tuple((across(place / len(years)), year) for place, year in enumerate(years)),
        today=across(page.span.share(page.today)),
        bands=tuple(
            Band(
                TOP + LANE * place + LANE // 2,
                _short(lane.title),
                tuple(
                    _mark(
                        row,
                        across(page.span.share(row.realised_on or row.planned_on)),
                        across(page.span.share(row.planned_on)),
                        place,
                    )
                    for row in lane.rows
                ),
            )
            for place, lane in enumerate(page.lanes)
        ),
    )


def _mark(row: MilestoneRow, x: int, planned: int, place: int) -> Mark:
    y = TOP + LANE * place + LANE // 2
    late = row.course is Course.REACHED_LATE
    shape, name = SHAPES[row.course], f"{row.title}: {row.planned}"
    return Mark(x, y, planned if late else x, shape, row.critical, name)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
