"""The money of a year for planning and control: the ledger, the budgets, and how to read them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from voordeur.services import money_pages
from voordeur.services.context import Context
from voordeur.services.exports import Table
from voordeur.services.money_pages import PurseRow


@dataclass(frozen=True, slots=True)
class YearFiles:
    """Two tables, and a plain text that says what stands in them."""

    ledger: Table
    budgets: Table
    readme: str


def year_files(context: Context, *, year: int) -> YearFiles:
    """Return the files of a year; the view is logged.

    Raises ``RefusedError``: NOT_FOUND outside the money roles, TOO_LARGE above 5,000 rows.
    """
    ledger = money_pages.export(context, year=year)
    page = money_pages.overview(context, year=year)
    purses = page.purses if page.year == year else ()
    return YearFiles(ledger, _budgets(year, purses), _readme(context, year))


def _budgets(year: int, purses: tuple[PurseRow, ...]) -> Table:
    return Table(
        name=_("budgetten %(year)d") % {"year": year},
        columns=(
            _("Budget"),
            _("Geldbron"),
            _("Soort"),
            _("Eigenaar"),
            _("Kassier"),
            _("Eerste dag"),
            _("Laatste dag"),
            _("Toegekend in centen"),
            _("Vrij in centen"),
            _("Gereserveerd in centen"),
            _("Vastgelegd in centen"),
            _("Betaald in centen"),
        ),
        rows=tuple(
            (
                one.code,
                one.source,
                one.sort,
                one.owner,
                one.cashier,
                one.start_date,
                one.last_day,
                one.balance.allotted_cents,
                one.balance.available_cents,
                one.balance.reserved_cents,
                one.balance.committed_cents,
                one.balance.paid_cents,
            )
            for one in purses
        ),
    )


def _readme(context: Context, year: int) -> str:
    lines = (
        _("Geld in %(year)d, gemaakt op %(day)s.")
        % {"year": year, "day": context.today.isoformat()},
        _("Het grootboek heeft een regel voor elke beweging in dat jaar, in hele centen."),
        _("De budgetten staan zoals ze nu zijn, met elke beweging van alle jaren erin."),
        _("Vrij, gereserveerd, vastgelegd en betaald zijn samen precies wat is toegekend."),
        _("Een stap staat er met een kenmerk. Namen van bewoners staan er niet in."),
    )
    return "\r\n".join(lines) + "\r\n"
