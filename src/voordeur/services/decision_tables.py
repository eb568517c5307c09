"""The lists of the decisions as tables to take along: exactly what their pages show."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import (
    agreement_pages,
    body_pages,
    decision_timeline,
    duty_pages,
    meetings,
    paper_pages,
    proposal_pages,
    register,
    reserve,
    route_pages,
)
from voordeur.services.context import Context
from voordeur.services.exports import Cell, Table

Rows = list[tuple[Cell, ...]]


def table_of(context: Context, *, name: str) -> Table:
    """Return one of :data:`TABLES` by name. Raises ``RefusedError`` (NOT_FOUND)."""
    make = TABLES.get(name)
    if make is None:
        raise RefusedError(register.NOT_FOUND)
    columns, rows = make(context)
    return Table(name=name, columns=columns, rows=tuple(rows))


Made = tuple[tuple[str, ...], Rows]


def _proposals(context: Context) -> Made:
    lines = [
        *proposal_pages.open_proposals(context),
        *proposal_pages.settled_proposals(context),
    ]
    columns = (
        _("Nummer"),
        _("Voorstel"),
        _("Route"),
        _("Stand"),
        _("Ingediend"),
        _("Besloten"),
        _("Aan zet"),
        _("Uiterlijk"),
        _("Ontbreekt"),
    )
    return columns, [
        (
            one.ref,
            one.title,
            one.route_title,
            one.state_label,
            one.submitted_on,
            one.settled_on,
            ", ".join(step.name for step in one.turn),
            one.due_on,
            "; ".join(one.missing),
        )
        for one in lines
    ]


def _routes(context: Context) -> Made:
    lines = route_pages.who_decides(context, day=context.today)
    labels = [one.label for one in lines[0].acts] if lines else []
    columns = (_("Onderwerp"), *labels, _("Bron"))
    return columns, [
        (
            one.title,
            *(", ".join(name for step in act.steps for name in step.names) for act in one.acts),
            one.source,
        )
        for one in lines
    ]


def _bodies(context: Context) -> Made:
    found = body_pages.body_map(context, day=context.today)
    columns = (_("Overleg"), _("Niveau"), _("Bereik"), _("Zetels"), _("Sinds"), _("Tot"))
    lines = [*(one for group in found.groups for one in group.bodies), *found.others]
    return columns, [
        (one.name.name, one.level, one.reach, one.seats, one.name.start, one.name.end)
        for one in lines
    ]


def _meetings(context: Context) -> Made:
    columns = (_("Dag"), _("Overleg"), _("Waar"), _("Punten"), _("Aanwezig"))
    return columns, [
        (one.day, one.body_name, one.place, one.items, one.present)
        for one in meetings.meetings(context)
    ]


def _papers(context: Context) -> Made:
    columns = (_("Nummer"), _("Document"), _("Datum"), _("Overleg"), _("Bijlagen"), _("Bron"))
    return columns, [
        (
            one.number,
            one.title,
            one.when,
            one.body_name,
            "; ".join(name for _code, name in one.attachments),
            one.source,
        )
        for one in paper_pages.papers(context)
    ]


def _events(context: Context) -> Made:
    columns = (_("Wanneer"), _("Wat"), _("Soort"), _("Overleg"), _("Document"), _("Bron"))
    return columns, [
        (
            one.when,
            one.title,
            one.sort_label,
            ", ".join(name.name for name in one.bodies),
            one.document,
            one.source,
        )
        for one in decision_timeline.events(context)
    ]


def _agreements(context: Context) -> Made:
    columns = (
        _("Overeenkomst"),
        _("Soort"),
        _("Getekend"),
        _("Partijen"),
        _("Voorwaarden"),
        _("Financiële paragraaf"),
        _("Bron"),
    )
    return columns, [
        (
            one.title,
            one.sort,
            one.signed,
            ", ".join(part for part in (*one.parties, one.other_parties) if part),
            one.conditions,
            one.financial,
            one.source,
        )
        for one in agreement_pages.agreements(context)
    ]


def _duties(context: Context) -> Made:
    columns = (_("Plicht"), _("Wet"), _("Wie staat ervoor"), _("Voor"), _("Stand"), _("Bron"))
    return columns, [
        (one.title, one.law, one.holder, one.due, one.state_label, one.source)
        for one in duty_pages.duty_page(context).duties
    ]


def _withdrawals(context: Context) -> Made:
    columns = (_("Dag"), _("Waarvoor"), _("Besluit"), _("Bedrag in centen"))
    return columns, [
        (one.day, one.purpose, one.proposal_title, one.amount_cents)
        for one in reserve.reserve_page(context).withdrawals
    ]


TABLES: Mapping[str, Callable[[Context], Made]] = {
    "voorstellen": _proposals,
    "wie-besluit-wat": _routes,
    "overleggen": _bodies,
    "vergaderingen": _meetings,
    "documenten": _papers,
    "tijdlijn": _events,
    "overeenkomsten": _agreements,
    "plichten": _duties,
    "reserve": _withdrawals,
}
"""Name of the list, as it stands in its address."""
