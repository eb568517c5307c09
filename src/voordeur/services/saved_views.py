"""Lists with their filters under a name: for oneself, or shared with the organisation."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.references import new_reference
from voordeur.records.worklists.models import SavedViewRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.worklists import require_case_work

LISTS = frozenset({"cases", "today"})
KEPT = frozenset(
    {"gemeente", "fase", "wie", "groep", "afstand", "stand", "ligt", "laat", "volgorde"}
)
"""What a view remembers. Never what was searched for: that may be somebody's name."""
LONGEST_NAME = 60
LONGEST_QUERY = 500
MOST_VIEWS = 30
"""More than this per person is a list of lists nobody finds anything in."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list under a name; ``query`` is the query string of its filters."""

    ref: str
    list_name: str
    name: str
    query: str
    shared: bool
    own: bool


def saved_views(context: Context, *, list_name: str = "") -> tuple[SavedView, ...]:
    """Return one's own views and those colleagues share (one query)."""
    rows = _visible(context)
    if list_name:
        rows = rows.filter(list_name=list_name)
    return tuple(_view(context, row) for row in rows)


def saved_view(context: Context, *, ref: str) -> SavedView:
    """Return one view; raises ``RefusedError`` (NOT_FOUND) when it is not for this person."""
    row = _visible(context).filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return _view(context, row)


def save_view(
    context: Context, *, list_name: str, name: str, query: str, shared: bool = False
) -> str:
    """Keep a list with its filters under ``name``; returns its reference.

    Raises ``RefusedError``: INVALID_INPUT for an empty or long name or an unknown list.
    """
    require_case_work(context)
    kept = clean_query(query)
    fits = 0 < len(name.strip()) <= LONGEST_NAME and list_name in LISTS
    if not fits or len(kept) > LONGEST_QUERY or context.account_id is None:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "name"}))
    if SavedViewRecord.objects.filter(owner_id=context.account_id).count() >= MOST_VIEWS:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"field": "name"}))
    with acting(context) as act:
        row = SavedViewRecord.objects.create(
            ref=new_reference(),
            list_name=list_name,
            name=name.strip(),
            query=kept,
            owner_id=context.account_id,
            organisation_id=context.organisation,
            shared=shared,
            created_at=context.now,
        )
        act.record("ViewSaved", payload={"view": row.ref, "list": list_name, "shared": shared})
    return row.ref


def remove_view(context: Context, *, ref: str) -> None:
    """Forget one's own view; raises ``RefusedError`` (NOT_FOUND) for anybody else's."""
    with acting(context) as act:
        gone, _kinds = SavedViewRecord.objects.filter(
            ref=ref, owner_id=context.account_id, organisation_id=context.organisation
        ).delete()
        if not gone:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        act.record("ViewRemoved", payload={"view": ref})


def clean_query(query: str) -> str:
    """Return only the filters a view may remember, in a fixed order."""
    pairs = parse_qsl(query[: 4 * LONGEST_QUERY], max_num_fields=50, separator="&")
    return urlencode(sorted((name, value) for name, value in pairs if name in KEPT))


def _visible(context: Context) -> QuerySet[SavedViewRecord]:
    own = Q(owner_id=context.account_id) | Q(shared=True)
    return SavedViewRecord.objects.filter(own, organisation_id=context.organisation)


def _view(context: Context, row: SavedViewRecord) -> SavedView:
    return SavedView(
        ref=row.ref,
        list_name=row.list_name,
        name=row.name,
        query=row.query,
        shared=row.shared,
        own=row.owner_id == context.account_id,
    )
