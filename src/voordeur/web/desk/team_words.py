"""How the figures for whoever leads are written: counts, shares, and what is too small to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from voordeur.domain.monitoring.disclosure import Share, Side
from voordeur.services.reach import EqualLine, ReachPage
from voordeur.services.team import Results, TeamPage
from voordeur.services.worklists import EVERYBODY, CaseFilter
from voordeur.web import dates
from voordeur.web.components import Bar, Fact

HIDDEN = "–"
_IN_ADDRESS = (
    ("adviser", "wie"),
    ("phase", "fase"),
    ("target_group", "groep"),
    ("lies_with", "ligt"),
)


def count_words(number: int | None) -> str:
    """Return a count as people read it; a dash when it is not shown."""
    return HIDDEN if number is None else str(number)


def share_words(share: Share | None) -> str:
    """Return a share as people read it; a dash when it is not shown."""
    if share is None:
        return HIDDEN
    match share.side:
        case Side.ABOUT:
            return _("%(n)d procent") % {"n": share.percent}
        case Side.BELOW:
            return _("minder dan %(n)d procent") % {"n": share.percent}
        case Side.ABOVE:
            return _("meer dan %(n)d procent") % {"n": share.percent}
        case unknown:
            assert_never(unknown)


def query_of(filters: CaseFilter) -> str:
    """Return the address of the list of cases that holds just these, without its path."""
    found = [(name, str(getattr(filters, field))) for field, name in _IN_ADDRESS]
    return "?" + urlencode([(name, value) for name, value in found if value not in {"", EVERYBODY}])


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """The two sides of the results, in words."""

    effect: tuple[Fact, ...]
    outcomes: tuple[Fact, ...]
    law: tuple[Fact, ...]
    ways: tuple[Fact, ...]
    rejection: tuple[Fact, ...]


def result_facts(results: Results) -> ResultFacts:
    """Put effectiveness, legality and the way from rejection to contact in words."""
    median = results.rejected_median_days
    return ResultFacts(
        effect=(
            Fact(_("Afgerond met een uitkomst"), count_words(results.closed)),
            Fact(_("Met werk, leren of hulp"), share_words(results.helped)),
            Fact(_("Eerste contact op tijd"), share_words(results.contact_in_term)),
        ),
        outcomes=tuple(Fact(name, count_words(number)) for name, number in results.per_outcome),
        law=(
            Fact(_("Overdrachten op tijd beantwoord"), share_words(results.answered_in_term)),
            Fact(_("Bewoner wist van de afronding"), share_words(results.informed)),
        ),
        ways=tuple(Fact(name, count_words(number)) for name, number in results.ways),
        rejection=(
            Fact(
                _("Van afwijzing tot eerste contact, middelste"),
                HIDDEN if median is None else dates.working_days(median),
            ),
            Fact(_("Al gesproken"), count_words(results.rejected)),
            Fact(_("Wacht nog op contact"), count_words(results.rejected_waiting)),
            Fact(_("Afgesproken termijn"), dates.working_days(results.contact_term_days)),
        ),
    )


def team_bars(page: TeamPage) -> tuple[Bar, ...]:
    """Return a bar per colleague who carries something."""
    return tuple(
        Bar(one.name or _("Van niemand"), one.open, f"{one.open} ({one.share_percent}%)")
        for one in page.advisers
        if one.open
    )


def places_bars(page: ReachPage) -> tuple[Bar, ...]:
    """Return a bar of visits per place that has hours, a dash where they are too few to show.

    Nothing when they are too few everywhere: a picture of dashes tells nothing.
    """
    if not any(one.attended for one in page.places):
        return ()
    return tuple(
        Bar(one.name.partition(",")[0], one.attended or 0, count_words(one.attended))
        for one in page.places
        if one.bookable
    )


def equal_rows(lines: Sequence[EqualLine]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return per group what is asked, contacted in time, closed, and helped."""
    return tuple(
        (
            one.name,
            (
                count_words(one.questions),
                share_words(one.contact_in_term),
                share_words(one.closed),
                share_words(one.helped),
            ),
        )
        for one in lines
    )
