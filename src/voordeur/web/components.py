"""The values that components show, and what every page needs around it.

Surroundings: each layout reads these names; the context processor supplies them on every request.

=================  ================================================================================
``region_name``    the region as people say it, in the language of the page
``brand``          the name beside the house mark, for example 'Voordeur' or the region's own
``home_url``       where the house mark leads
``nav``            a sequence of :class:`NavItem`, in order, for this person on this side
``me``             :class:`Me` for whoever is logged in, else ``None``
``demo``           :class:`Demo` in demo mode, else ``None``; shows the ribbon on every page
``footer``         a sequence of :class:`FooterColumn` for public pages (may be empty)
``theme``          static path of a municipality's own style sheet, or an empty string
``LANGUAGE_CODE``  from ``django.template.context_processors.i18n``
``CSP_NONCE``      from ``csp.context_processors.nonce``; only the desk layout uses it
=================  ================================================================================

``request`` and ``messages`` come from Django's own processors. Layouts: ``layout/public.html``,
``layout/mijn.html``, ``layout/desk.html``, ``layout/print.html``; their blocks are ``title``,
``description``, ``crumbs``, ``content``, ``aside`` (a second column when filled), ``aside_label``
and ``main`` (the whole middle of the page, for what needs its full width).

The tags that show the values below are in ``templatetags/vd.py``: ``{% load vd %}``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise

from voordeur.domain.kernel.because import Because


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main menu; ``needed`` paints the count red: you are needed there."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Me:
    """Whoever is logged in: ``detail`` is the organisation or role; logging out is a POST."""

    name: str
    detail: str
    logout_url: str
    menu: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Demo:
    """Demo mode: ``url`` leads to the page where one becomes somebody else."""

    url: str


@dataclass(frozen=True, slots=True)
class FooterColumn:
    """A heading with links at the foot of public pages."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way here; the last one has no ``url``."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a page with its own address."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class OwnerFact:
    """One box of the owner bar; ``late`` is a sentence that says: you are needed."""

    label: str
    value: str
    detail: str = ""
    late: str = ""


StopState = Literal["held", "offered", "now", "now_offered", "later", "needed"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop on the lane: ``who`` is accountable from here until the next stop.

    ``held``: past, the line is solid. ``offered``: past, striped. ``now``: here we are.
    ``now_offered``: here we are, offered to the next. ``later``: expected. ``needed``: the reader
    decides.
    """

    who: str
    what: str = ""
    state: StopState = "held"


MomentKind = Literal["plain", "small", "next"]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the timeline; ``next`` marks the step somebody is needed for.

    ``when`` may be a date or a datetime; ``when_text`` replaces how it is written.
    """

    title: str
    when: date | None = None
    when_text: str = ""
    text: str = ""
    by: str = ""
    kind: MomentKind = "plain"
    late: str = ""
    url: str = ""
    url_label: str = ""


StepState = Literal["done", "now", "later"]


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step of a plan or a procedure."""

    title: str
    text: str = ""
    state: StepState = "later"


@dataclass(frozen=True, slots=True)
class Option:
    """The label of a choice with a quieter line under it; use it as the label in ``choices``.

    The words may be lazy, so that a form written once speaks the language of the page.
    """

    label: str | Promise
    hint: str | Promise = ""
    side: str | Promise = ""

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a figure; ``shown`` is the number as people read it."""

    label: str
    value: int
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A ``Because`` in the words of the reader: facts, rule, source, and what would change it."""

    facts: tuple[Fact, ...]
    rule: str
    source: str
    source_url: str = ""
    note: str = ""
    changes: tuple[str, ...] = ()


def explanation(
    because: Because,
    *,
    language: str,
    sources: Mapping[str, str],
    answers: Mapping[str, str] | None = None,
    source_urls: Mapping[str, str] | None = None,
) -> Explanation:
    """Put ``because`` in words.

    ``sources`` gives the title of each document code, ``answers`` the name of each answer code (an
    organisation); an unknown code is shown as it is, so that a gap in the pack is seen.
    """
    source = because.source
    title = sources.get(source.document, source.document)
    names = answers or {}
    return Explanation(
        facts=tuple(
            Fact(fact.label.in_language(language), fact.value_label.in_language(language))
            for fact in because.facts
        ),
        rule=because.rule_text.in_language(language),
        source=f"{title}, {source.section}" if source.section else title,
        source_url=(source_urls or {}).get(source.document, ""),
        note=source.note.in_language(language),
        changes=tuple(
            f"{change.label.in_language(language)}: {change.value_label.in_language(language)}"
            f" → {names.get(change.answer, change.answer)}"
            for change in because.changes
        ),
    )


BAR_HEIGHT = 34
BAR_LEFT = 200
BAR_WIDTH = 400


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar with its place in the picture, in units of the drawing."""

    bar: Bar
    top: int
    middle: int
    width: int
    value_left: int
    shown: str


def place_bars(bars: Sequence[Bar]) -> tuple[PlacedBar, ...]:
    """Give each bar its place; the longest fills the width."""
    longest = max((bar.value for bar in bars), default=0) or 1
    return tuple(
        PlacedBar(
            bar=bar,
            top=number * BAR_HEIGHT + 6,
            middle=number * BAR_HEIGHT + 6 + 16,
            width=(width := max(2 if bar.value else 0, bar.value * BAR_WIDTH // longest)),
            value_left=BAR_LEFT + width + 8,
            shown=bar.shown or str(bar.value),
        )
        for number, bar in enumerate(bars)
    )
