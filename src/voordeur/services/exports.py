"""Lists as tables with typed cells: exactly what the screen shows, and in the log as a view."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services.case_lines import CaseLine, case_lines
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.services.worklists import CaseFilter, filtered, require_case_work

Cell = str | int | date | None
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: column heads, and rows of words, whole numbers and days."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def cases_table(context: Context, *, filters: CaseFilter) -> Table:
    """Return every row of the filtered list of cases, not only the page on screen.

    Raises ``RefusedError``: NOT_FOUND without case work, TOO_LARGE above :data:`MOST_ROWS` rows.
    """
    require_case_work(context)
    region = current_region()
    case_ids = list(filtered(context, filters).values_list("pk", flat=True)[: MOST_ROWS + 1])
    if len(case_ids) > MOST_ROWS:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_ROWS)}))
    lines = case_lines(context, region, name="cases_export", case_ids=case_ids)
    rows = tuple(_row(context, one) for one in lines)
    return Table(name=_("dossiers"), columns=_columns(), rows=rows)


def _columns() -> tuple[str, ...]:
    return (
        _("Nummer"),
        _("Wie"),
        _("Gemeente"),
        _("Volgende stap"),
        _("Datum"),
        _("Werkdagen te laat"),
        _("Ligt bij"),
        _("Verantwoordelijk"),
        _("Collega"),
        _("Fase"),
        _("Doelgroep"),
        _("Stap naar werk"),
        _("Stand"),
        _("Open sinds"),
        _("Laatste actie"),
        _("Laatste actie op"),
    )


def _row(context: Context, line: CaseLine) -> tuple[Cell, ...]:
    states = {"open": _("open"), "closed": _("afgerond")}
    whose = {"ours": _("ons"), "resident": _("de bewoner")}
    return (
        line.ref,
        line.who or _("niet gedeeld"),
        line.place or _("niet gedeeld"),
        line.next_step,
        line.next_date,
        line.working_days_late,
        whose.get(line.lies_with, line.lies_with_name),
        line.accountable,
        line.adviser,
        line.phase,
        line.target_group,
        line.distance_class,
        states.get(line.state, line.state),
        context.at(line.opened_at).today,
        line.last_act,
        context.at(line.last_act_at).today,
    )
