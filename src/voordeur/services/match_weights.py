"""How much each part of a score weighs, and since when: a dated choice in the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.matching.weights import WHOLE, Part, Weights
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.records.register.models import EntryRecord, EntryVersionRecord
from voordeur.services.context import Context
from voordeur.services.register_words import words

KIND = "matching_weights"
DEFAULT_WEIGHTS = Weights(
    version="standaard-2026-11",
    owner="werkcentrum",
    required=400,
    preferred=100,
    occupation=200,
    travel=100,
    hours=60,
    education=50,
    availability=50,
    focus=40,
)
"""A default that is not from the sources, for as long as the region chose nothing (decision 20)."""
PARTS: Mapping[Part, Text] = {
    Part.REQUIRED: Text("nodige vaardigheden", "skills needed"),
    Part.PREFERRED: Text("gewenste vaardigheden", "skills preferred"),
    Part.OCCUPATION: Text("eerder werk of wens", "earlier work or wish"),
    Part.TRAVEL: Text("reistijd", "travel time"),
    Part.HOURS: Text("uren", "hours"),
    Part.EDUCATION: Text("opleiding", "education"),
    Part.AVAILABILITY: Text("beschikbaar", "available"),
    Part.FOCUS: Text("sector die de persoon wil", "sector the person wants"),
}
MEANINGS: Mapping[Part, Text] = {
    Part.REQUIRED: Text(
        "Wat iemand kan, naast wat het werk echt nodig heeft. Wat erop lijkt, telt voor een deel.",
        "What somebody can do, beside what the work really needs. What is close counts in part.",
    ),
    Part.PREFERRED: Text(
        "Wat iemand kan, naast wat mooi meegenomen is.",
        "What somebody can do, beside what would be nice to have.",
    ),
    Part.OCCUPATION: Text(
        "Deed iemand dit werk eerder, of wil iemand dit? Werk dat erbij hoort, telt voor een deel.",
        "Did somebody do this work before, or want it? Work close to it counts in part.",
    ),
    Part.TRAVEL: Text(
        "Dichter bij huis is meer punten. Verder dan iemand wil reizen, is een nee.",
        "Closer to home is more points. Further than somebody wants to travel is a no.",
    ),
    Part.HOURS: Text(
        "Hoe goed de uren die iemand wil passen bij de uren van het werk.",
        "How well the hours somebody wants fit the hours of the work.",
    ),
    Part.EDUCATION: Text(
        "Een niveau hoger dan gevraagd kost weinig, een niveau lager kost de helft.",
        "A level above what is asked costs little, a level below costs half.",
    ),
    Part.AVAILABILITY: Text(
        "Kan iemand er zijn als het werk begint?",
        "Can somebody be there when the work begins?",
    ),
    Part.FOCUS: Text(
        "Een sector waar de regio op inzet. Alleen als iemand die sector zelf koos.",
        "A sector the region puts effort in. Only when somebody chose that sector.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightLine:
    """One part of a score: its name, what it looks at, and its points."""

    label: str
    meaning: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierChoice:
    """A choice that held before, or will hold later."""

    owner: str
    period: str
    coming: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsPage:
    """The weights of today in words. ``is_default``: the region has not chosen yet."""

    lines: tuple[WeightLine, ...]
    whole: int
    version: str
    owner: str
    since: str
    until: str
    reason: str
    source: str
    is_default: bool
    late_days: int
    levels_below: int
    others: tuple[EarlierChoice, ...]


def weights_on(day: date) -> Weights:
    """Return the weights that hold on ``day`` (one query): the newest choice, or the default."""
    chosen = _chosen_on(day)
    return chosen[1] if chosen else DEFAULT_WEIGHTS


def weights_of(version: str) -> Weights | None:
    """Return the weights by the version that a list names; None when there are none such."""
    if version == DEFAULT_WEIGHTS.version:
        return DEFAULT_WEIGHTS
    code, _dot, number = version.rpartition(".")
    if not number.isdecimal():
        return None
    row = EntryVersionRecord.objects.filter(
        entry__kind=KIND, entry__code=code, number=int(number)
    ).first()
    return None if row is None else _weights(entry_of(KINDS[KIND], row.body), int(number))


def page(context: Context) -> WeightsPage:
    """Return the weights of today in plain words, for anybody (two queries)."""
    chosen = _chosen_on(context.today)
    entry, weights = chosen or (None, DEFAULT_WEIGHTS)
    said = words(context, {})
    return WeightsPage(
        lines=tuple(
            WeightLine(label=said.say(text), meaning=said.say(MEANINGS[part]), points=points)
            for part, text in PARTS.items()
            if (points := weights.of(part))
        ),
        whole=WHOLE,
        version=weights.version,
        owner=said.organisation(weights.owner),
        since=said.day(entry.line("from")) if entry else "",
        until=said.day(entry.line("until")) if entry else "",
        reason=said.say(entry.text("why")) if entry else "",
        source=said.source(entry) if entry else "",
        is_default=entry is None,
        late_days=weights.late_days,
        levels_below=weights.levels_below,
        others=tuple(
            EarlierChoice(
                owner=said.organisation(one.owner),
                period=said.period(other),
                coming=one.period.start is not None and one.period.start > context.today,
            )
            for other, one in _choices()
            if entry is None or other.code != entry.code
        ),
    )


def _chosen_on(day: date) -> tuple[Entry, Weights] | None:
    holding = [one for one in _choices() if day in one[1].period]
    return max(holding, key=lambda one: (one[1].period.start, one[0].code), default=None)


def _choices() -> tuple[tuple[Entry, Weights], ...]:
    rows = EntryRecord.objects.filter(kind=KIND, retired=False).order_by("id")
    read = [
        (entry_of(KINDS[KIND], body), version)
        for body, version in rows.values_list("body", "version")
    ]
    return tuple((entry, _weights(entry, version)) for entry, version in read)


def _weights(entry: Entry, number: int) -> Weights:
    """Return what a checked entry says; the register takes no other."""
    last = entry.line("until")
    end = date.fromisoformat(last) + timedelta(days=1) if last else None
    late, below = entry.number("late_days"), entry.number("levels_below")
    points = {part.value: entry.number(part.value) or 0 for part in Part}
    return Weights(
        version=f"{entry.code}.{number}",
        owner=entry.line("organisation"),
        period=Period(date.fromisoformat(entry.line("from")), end),
        late_days=DEFAULT_WEIGHTS.late_days if late is None else late,
        levels_below=DEFAULT_WEIGHTS.levels_below if below is None else below,
        **points,
    )
