"""Amounts and percentages with a start and a source; a day without a value is no zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.entry import Entry, text_of


class NoTariffError(LookupError):
    """Raised when a calculation needs a tariff that has no value on its day."""

    def __init__(self, code: str, day: date) -> None:
        super().__init__(f"no value for {code} on {day}")
        self.code, self.day = code, day


@dataclass(frozen=True, slots=True)
class TariffValue:
    """One value and the period it holds in; cents, permille, months, weeks or hours."""

    value: int
    period: Period
    remark: Text = Text("")


@dataclass(frozen=True, slots=True)
class Tariff:
    """A number that is calculated with: its values over time, each from a source."""

    code: str
    title: Text
    unit: str
    source: Source
    verified: str
    values: tuple[TariffValue, ...]

    def on(self, day: date) -> TariffValue:
        """Return the value on ``day``. Raises :class:`NoTariffError` when there is none."""
        for one in self.values:
            if day in one.period:
                return one
        raise NoTariffError(self.code, day)


Tariffs = Mapping[str, Tariff]


def tariff_of(entry: Entry) -> Tariff:
    """Return the tariff of an entry of the register."""
    return Tariff(
        code=entry.code,
        title=entry.title,
        unit=entry.line("unit"),
        source=entry.source,
        verified=entry.line("verified"),
        values=tuple(
            TariffValue(
                int(str(row["value"])),
                Period(_day(row.get("from")), _day(row.get("until"))),
                text_of(row.get("source_words")),
            )
            for row in entry.rows("values")
        ),
    )


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None
