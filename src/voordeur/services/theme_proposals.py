"""What keeps coming back at employers, brought to the regional table as a draft with its counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.work.employers import RECURRING, TALKS, THEMES
from voordeur.records.employer_service.models import ThemeProposalRecord
from voordeur.records.governance.models import ProposalRecord
from voordeur.records.work.models import EmployerTalkRecord
from voordeur.services import proposals
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS, require_reader
from voordeur.services.offices import may_by_office
from voordeur.services.proposals import ProposalContent
from voordeur.services.register_words import words

ROUTE = "activity"
"""The decision route of an activity outside the plan, as the region pack names it."""
BRINGERS = CONSULTANTS | {Role.PROGRAMME_TEAM}
RUNNING = (ProposalState.DRAFTED.value, ProposalState.SUBMITTED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme: how many employers named it, how often, in which sectors, and its proposal.

    ``sectors`` names only sectors with enough employers; ``at_table`` is '' when nothing runs.
    """

    code: str
    name: str
    employers: int
    talks: int
    sectors: tuple[tuple[str, int], ...]
    sorts: tuple[tuple[str, int], ...]
    since: date
    at_table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesPage:
    """Themes named by enough employers, most first."""

    lines: tuple[ThemeLine, ...]
    least: int
    may_bring: Verdict


def themes_page(context: Context) -> ThemesPage:
    """Return what keeps coming back (three queries). Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    return ThemesPage(
        lines=_lines(context), least=RECURRING, may_bring=may_by_office(context, BRINGERS)
    )


def bring_to_table(context: Context, *, theme: str) -> str:
    """Draft a proposal on a theme with what was counted; returns its reference.

    No employer is named, and no sector with fewer than :data:`RECURRING` employers. Raises
    ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_RECURRING, ALREADY_AT_TABLE while one runs.
    """
    require(may_by_office(context, BRINGERS))
    with acting(context) as act:
        _alone_with(theme)
        lines = _lines(replace(context, language="nl"))
        line = next((one for one in lines if one.code == theme), None)
        if line is None:
            raise RefusedError(Refusal(Reason.NOT_RECURRING))
        if line.at_table:
            raise RefusedError(Refusal(Reason.ALREADY_AT_TABLE, {"proposal": line.at_table}))
        with translation.override("nl"):
            content = ProposalContent(
                title=_("Werkgevers vragen een antwoord: %(theme)s") % {"theme": THEMES[theme].nl},
                summary=_summary(line),
                route=ROUTE,
            )
        ref, told = proposals.draft_within(act, context, content)
        ThemeProposalRecord.objects.create(
            theme=theme, proposal=ref, employers=line.employers, made_at=context.now
        )
        act.record("ProposalDrafted", payload={**told, "theme": theme})
    return ref


def _alone_with(theme: str) -> None:
    """Let one at a time bring a theme: the next one sees the proposal of the first."""
    talks = EmployerTalkRecord.objects.select_for_update(no_key=True).order_by("id")
    talks.filter(theme=theme).first()


def _lines(context: Context) -> tuple[ThemeLine, ...]:
    said = words(context, {})
    rows = EmployerTalkRecord.objects.values_list(
        "theme", "employer_id", "employer__sector", "sort", "day"
    )
    held: dict[str, list[tuple[int, str, str, date]]] = {}
    for theme, employer, sector, sort, day in rows:
        held.setdefault(theme, []).append((employer, sector, sort, day))
    running = _running()
    found = []
    for theme, talks in held.items():
        employers = {one[0] for one in talks}
        if len(employers) < RECURRING:
            continue
        sectors = _shown((one[1], one[0]) for one in talks if one[1])
        sorts = _shown((one[2], one[0]) for one in talks)
        found.append(
            ThemeLine(
                code=theme,
                name=said.say(THEMES[theme]) if theme in THEMES else theme,
                employers=len(employers),
                talks=len(talks),
                sectors=tuple((said.reference("@sector", code), n) for code, n in sectors),
                sorts=tuple((said.say(TALKS[code]), n) for code, n in sorts if code in TALKS),
                since=min(one[3] for one in talks),
                at_table=running.get(theme, ""),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.employers, one.code)))


def _shown(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return codes with how many different employers stand behind them, where there are enough."""
    found: dict[str, set[int]] = {}
    for code, employer in pairs:
        found.setdefault(code, set()).add(employer)
    counted = [(code, len(held)) for code, held in found.items() if len(held) >= RECURRING]
    return sorted(counted, key=lambda one: (-one[1], one[0]))


def _running() -> Mapping[str, str]:
    """Return the proposal that runs on each theme (two queries)."""
    brought = dict(ThemeProposalRecord.objects.order_by("id").values_list("proposal", "theme"))
    rows = ProposalRecord.objects.filter(ref__in=list(brought), state__in=RUNNING)
    return {brought[ref]: ref for ref in rows.values_list("ref", flat=True)}


def _summary(line: ThemeLine) -> str:
    said = [
        _("%(employers)d werkgevers noemden dit sinds %(day)s, in %(talks)d contacten.")
        % {
            "employers": line.employers,
            "day": line.since.strftime("%d-%m-%Y"),
            "talks": line.talks,
        }
    ]
    if line.sectors:
        told = ", ".join(f"{name} ({number})" for name, number in line.sectors)
        said.append(_("Per sector, werkgevers: %(told)s.") % {"told": told})
    if line.sorts:
        told = ", ".join(f"{name} ({number})" for name, number in line.sorts)
        said.append(_("Soort contact, werkgevers: %(told)s.") % {"told": told})
    said.append(
        _(
            "Geteld uit het contactlogboek op deze dag. Sectoren met minder dan %(n)d werkgevers "
            "staan er niet bij, en geen enkele werkgever staat er met naam in."
        )
        % {"n": RECURRING}
    )
    said.append(_("Gevraagd: welk antwoord geeft de regio, wie neemt het op, en wanneer?"))
    return "\n\n".join(said)
