"""What a proposal changes in the register, in words: while it waits, and after its decision."""

from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.differences import changes
from voordeur.domain.register.entry import Entry, entry_of, plain
from voordeur.records.register.models import EntryVersionRecord
from voordeur.services import register, register_acts
from voordeur.services.context import Context
from voordeur.services.plan_line_pages import ChangeWords, change_words
from voordeur.services.proposal_pages import ProposalPage
from voordeur.services.register_acts import Change, Recorded, Rejected
from voordeur.services.register_words import Words, words

PLAN = "plan"
NAMED = ("plan", "agenda", "ambition", "pillar", "area", "focus_group", "body", "plan_line")
"""Kinds whose names a difference may need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChange:
    """One entry that a proposal makes or changes, field by field.

    ``stale``: somebody changed the entry since, so that the change must be made anew.
    """

    kind: str
    kind_name: str
    code: str
    title: str
    new: bool
    reason: str
    stale: bool
    changes: tuple[ChangeWords, ...]


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """A yearly plan that is not adopted yet."""

    code: str
    title: str


def changes_of(context: Context, *, ref: str) -> tuple[ProposedChange, ...]:
    """Return what waits for the decision on a proposal, or what that decision brought."""
    said = words(context, register.entries_of(context, NAMED))
    waiting = register.drafts(context, proposal=ref)
    if waiting:
        return tuple(
            ProposedChange(
                kind=one.kind,
                kind_name=KINDS[one.kind].name.in_language(context.language),
                code=one.code,
                title=said.title(one.entry),
                new=any(
                    change.field.code == "title" and change.old is None for change in one.changes
                ),
                reason=one.reason,
                stale=one.stale,
                changes=change_words(context, words=said, changes=one.changes),
            )
            for one in waiting
        )
    return _applied(context, said, ref)


def draft_plans(context: Context) -> tuple[DraftPlan, ...]:
    """Return the yearly plans that this actor could let a decision adopt, newest first."""
    if not register.may_write(context, KINDS[PLAN], None):
        return ()
    found = [one for one in register.entries(context, PLAN) if one.line("state") == "draft"]
    found.sort(key=lambda one: one.number("year") or 0, reverse=True)
    return tuple(DraftPlan(one.code, one.title.in_language(context.language)) for one in found)


def amendable_lines(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the lines of the newest adopted plan by code and name; they change by a decision."""
    if not register.may_write(context, KINDS["plan_line"], None):
        return ()
    plans = [one for one in register.entries(context, PLAN) if one.line("state") == "adopted"]
    newest = max(plans, key=lambda one: one.number("year") or 0, default=None)
    if newest is None:
        return ()
    lines = register.entries(context, "plan_line", parent=newest.code)
    return tuple((one.code, one.title.in_language(context.language)) for one in lines)


def propose_adoption(
    context: Context, *, proposal: str, plan: str, reason: str
) -> Recorded | Rejected:
    """Let the decision on a proposal adopt a yearly plan.

    Raises as :func:`register_acts.propose_change`, and NOT_FOUND for a plan that is no draft.
    """
    page = register.entry_page(context, kind=PLAN, code=plan)
    if page.entry.line("state") != "draft":
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    data = {**plain(KINDS[PLAN], page.entry), "state": "adopted"}
    change = Change(kind=PLAN, data=data, reason=reason, base_version=page.version)
    return register_acts.propose_change(context, proposal=proposal, change=change)


def entries_about(context: Context, *, page: ProposalPage) -> tuple[tuple[Key, str], ...]:
    """Return the entries a proposal says it is about, by name."""
    kinds = {kind for kind, _code in page.entries}
    known = register.entries_of(context, kinds) if kinds else {}
    return tuple(
        (key, known[key].title.in_language(context.language) if key in known else key[1])
        for key in page.entries
    )


def _applied(context: Context, said: Words, ref: str) -> tuple[ProposedChange, ...]:
    rows = list(
        EntryVersionRecord.objects.filter(proposal=ref).select_related("entry").order_by("id")
    )
    before = _before(rows)
    found = []
    for row in rows:
        kind = KINDS[row.entry.kind]
        entry, old = entry_of(kind, row.body), before.get(row.entry_id)
        found.append(
            ProposedChange(
                kind=kind.code,
                kind_name=kind.name.in_language(context.language),
                code=entry.code,
                title=said.title(entry),
                new=old is None,
                reason=row.reason,
                stale=False,
                changes=change_words(context, words=said, changes=changes(kind, old, entry)),
            )
        )
    return tuple(found)


def _before(rows: list[EntryVersionRecord]) -> Mapping[int, Entry]:
    """Return what the entries were in the version before these (one query)."""
    wanted = {row.entry_id: row for row in rows}
    earlier = EntryVersionRecord.objects.filter(entry__in=wanted).order_by("number")
    return {
        one.entry_id: entry_of(KINDS[wanted[one.entry_id].entry.kind], one.body)
        for one in earlier
        if one.number < wanted[one.entry_id].number
    }
