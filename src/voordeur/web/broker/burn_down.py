"""The picture of a budget: what was spent month by month, and where it goes at this pace."""

from dataclasses import dataclass
from datetime import date

from voordeur.services.money_pages import PursePage

WIDTH, HEIGHT, LEFT, TOP, RIGHT = 720, 220, 8, 20, 8
LEAST_MONTHS = 2


@dataclass(frozen=True, slots=True)
class BurnDown:
    """Whole units: a line of what was spent, a line to where it goes, and the top of the money."""

    line: str
    onward: str
    months: tuple[tuple[int, date], ...]
    top: int
    bottom: int


def burn_down(page: PursePage) -> BurnDown | None:
    """Return the picture; None when there is nothing to draw yet."""
    whole = page.row.balance.allotted_cents
    if whole <= 0 or len(page.months) < LEAST_MONTHS:
        return None
    first, last = page.months[0][0], page.row.end_date
    days = max((last - first).days, 1)
    bottom = HEIGHT - TOP

    def across(day: date) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * (day - first).days / days)

    def up(cents: int) -> int:
        return bottom - round((bottom - TOP) * cents / whole)

    points = [(across(day), up(cents)) for day, cents in page.months]
    end = (across(last), up(page.forecast_cents))
    apart = -(-len(page.months) // 8)
    return BurnDown(
        line="M" + "L".join(f"{x} {y}" for x, y in points),
        onward=f"M{points[-1][0]} {points[-1][1]}L{end[0]} {end[1]}",
        months=tuple((across(day), day) for day, _cents in page.months[::apart]),
        top=TOP,
        bottom=bottom,
    )
