"""The doe-agenda: actions by theme, scope and status, and the versions of municipalities."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import MUNICIPALITY, SUB_REGION, Field
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.exports import Table
from voordeur.services.region import current_region
from voordeur.services.register_words import Named, Words, words

AROUND = ("theme", "pillar", "action", "local_version", "local_line", "building_block", "agenda")
ACTION = KINDS["action"]
BOUND = "sub_region"
"""The scope that concerns one sub-region only."""


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What somebody looks for among the actions; empty means all."""

    theme: str = ""
    scope: str = ""
    status: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action as it stands."""

    code: str
    number: int
    title: str
    theme: Named
    scope: str
    scope_name: str
    status: str
    status_name: str
    lead: str
    money: str
    local: tuple[str, ...]
    """Names of the municipalities with a version of their own."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: for whom, its actions by status, and the national building blocks behind it."""

    name: Named
    number: int
    for_whom: str
    running: int
    total: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalLine:
    """What a sub-region or municipality does on top."""

    name: Named
    scope_name: str
    description: str


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """The doe-agenda with what was asked for, and the counts of the whole."""

    rows: tuple[ActionRow, ...]
    total: int
    statuses: tuple[tuple[str, str, int], ...]
    scopes: tuple[tuple[str, str, int], ...]
    themes: tuple[Theme, ...]
    local_lines: tuple[LocalLine, ...]
    municipalities: tuple[tuple[str, str], ...]
    chosen: ActionFilter
    may_add: bool


@dataclass(frozen=True, slots=True)
class LocalVersion:
    """How one municipality carries an action out itself."""

    code: str
    municipality: str
    description: str
    status: str
    status_name: str


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action, with the versions of municipalities."""

    row: ActionRow
    description: str
    pillar: Named
    finances: tuple[tuple[str, str, str], ...]
    remark: str
    source: str
    versions: tuple[LocalVersion, ...]
    own_municipality: str
    may_add_version: bool
    may_write: bool


def actions_page(context: Context, *, chosen: ActionFilter) -> ActionsPage:
    """Return the actions that fit, with the counts of all of them (one query)."""
    around = register.entries_of(context, AROUND)
    said = words(context, around)
    every = _of(around, "action")
    rows = tuple(_row(said, around, one) for one in every if _fits(one, chosen, around))
    return ActionsPage(
        rows=tuple(sorted(rows, key=lambda row: row.number)),
        total=len(every),
        statuses=_counts(said, every, "status"),
        scopes=_scopes(said, every),
        themes=_themes(said, around, every),
        local_lines=_local_lines(said, around, chosen),
        municipalities=tuple(
            (place.slug, place.name) for place in said.region.municipalities.values()
        ),
        chosen=chosen,
        may_add=bool(register.may_write(context, ACTION, None)),
    )


def actions_table(context: Context, *, chosen: ActionFilter) -> Table:
    """Return the same actions as a table: exactly what the screen shows."""
    page = actions_page(context, chosen=chosen)
    said = words(context, {})
    heads = ("number", "theme", "scope", "status", "lead", "finances")
    return Table(
        name="doe-agenda",
        columns=(
            said.say(ACTION.field("number").label),
            said.say(ACTION.name),
            *(said.say(ACTION.field(code).label) for code in heads[1:]),
        ),
        rows=tuple(
            (
                row.number,
                row.title,
                row.theme.name,
                row.scope_name,
                row.status_name,
                row.lead,
                row.money,
            )
            for row in page.rows
        ),
    )


def action_page(context: Context, *, code: str) -> ActionPage:
    """Return one action. Raises ``RefusedError`` (NOT_FOUND)."""
    entry = register.find_entry(context, "action", code)
    around = register.entries_of(context, AROUND)
    said = words(context, around)
    own = register.own_municipality(context)
    version = KINDS["local_version"]
    held = [one for one in _of(around, "local_version") if one.line("action") == code]
    versions = tuple(_version(said, one) for one in held)
    free = bool(own) and all(one.line("municipality") != own for one in held)
    return ActionPage(
        row=_row(said, around, entry),
        description=said.say(entry.text("description")),
        pillar=Named(entry.line("pillar"), said.reference("pillar", entry.line("pillar"))),
        finances=tuple(
            (
                said.value(_inner("part"), row.get("part")),
                said.amount(row.get("amount_cents")),
                said.value(_inner("funder"), row.get("funder")),
            )
            for row in entry.rows("finances")
        ),
        remark=said.say(entry.text("remark")),
        source=said.source(entry),
        versions=versions,
        own_municipality=own,
        may_add_version=free and bool(register.may_write(context, version, None)),
        may_write=bool(register.may_write(context, ACTION, entry)),
    )


def _inner(code: str) -> Field:
    return next(one for one in ACTION.field("finances").rows if one.code == code)


def _of(around: Mapping[Key, Entry], kind: str) -> list[Entry]:
    return [one for (held, _code), one in around.items() if held == kind]


def _row(said: Words, around: Mapping[Key, Entry], one: Entry) -> ActionRow:
    local = [
        said.reference(MUNICIPALITY, version.line("municipality"))
        for version in _of(around, "local_version")
        if version.line("action") == one.code
    ]
    return ActionRow(
        code=one.code,
        number=one.number("number") or 0,
        title=said.title(one),
        theme=Named(one.line("theme"), said.reference("theme", one.line("theme"))),
        scope=one.line("scope"),
        scope_name=_scope(said, one),
        status=one.line("status"),
        status_name=said.choice(ACTION.field("status"), one.line("status")),
        lead=said.say(one.text("lead")),
        money=_money(said, one),
        local=tuple(local),
    )


def _scope(said: Words, one: Entry) -> str:
    """Return the scope in words; for a sub-region its name."""
    label = said.choice(ACTION.field("scope"), one.line("scope"))
    part = one.line("sub_region")
    if not part:
        return label
    name = said.reference(SUB_REGION, part)
    return name if one.line("scope") == BOUND else f"{name}: {label}"


def _money(said: Words, one: Entry) -> str:
    """Return who pays, or the word that stands in place of an amount."""
    parts = []
    for row in one.rows("finances"):
        funder = said.value(_inner("funder"), row.get("funder"))
        amount = said.amount(row.get("amount_cents"))
        known = row.get("amount_cents") != "not_stated"
        parts.append(": ".join(filter(None, [funder, amount if known or not funder else ""])))
    return ", ".join(parts)


def _fits(one: Entry, chosen: ActionFilter, around: Mapping[Key, Entry]) -> bool:
    wanted = {"theme": chosen.theme, "scope": chosen.scope, "status": chosen.status}
    if any(value and one.line(code) != value for code, value in wanted.items()):
        return False
    return not chosen.municipality or _concerns(one, chosen.municipality, around)


def _concerns(one: Entry, municipality: str, around: Mapping[Key, Entry]) -> bool:
    """Tell whether an action concerns a municipality: regional, of its sub-region, or its own."""
    if any(
        version.line("action") == one.code and version.line("municipality") == municipality
        for version in _of(around, "local_version")
    ):
        return True
    place = current_region().municipalities.get(municipality)
    return _reaches(one, place.sub_region if place is not None else "")


def _reaches(one: Entry, sub_region: str) -> bool:
    return one.line("scope") != BOUND or one.line("sub_region") == sub_region


def _counts(said: Words, every: Sequence[Entry], code: str) -> tuple[tuple[str, str, int], ...]:
    numbers = Counter(one.line(code) for one in every)
    field = ACTION.field(code)
    return tuple(
        (choice, said.say(label), numbers[choice])
        for choice, label in field.choices.items()
        if numbers[choice]
    )


def _scopes(said: Words, every: Sequence[Entry]) -> tuple[tuple[str, str, int], ...]:
    """Return each scope with its number of actions; a sub-region counts by its own name."""
    found: dict[tuple[str, str], int] = {}
    for one in every:
        key = (one.line("scope"), _scope(said, one))
        found[key] = found.get(key, 0) + 1
    order = list(ACTION.field("scope").choices)
    listed = sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), -pair[1]))
    return tuple((code, label, number) for (code, label), number in listed)


def _themes(said: Words, around: Mapping[Key, Entry], every: Sequence[Entry]) -> tuple[Theme, ...]:
    blocks = _of(around, "building_block")
    found = [
        Theme(
            name=Named(theme.code, said.title(theme)),
            number=theme.number("number") or 0,
            for_whom=said.say(theme.text("for_whom")),
            running=sum(
                one.line("theme") == theme.code and one.line("status") == "running" for one in every
            ),
            total=sum(one.line("theme") == theme.code for one in every),
            blocks=tuple(
                said.title(block) for block in blocks if theme.code in block.codes("themes")
            ),
        )
        for theme in _of(around, "theme")
    ]
    return tuple(sorted(found, key=lambda one: one.number))


def _local_lines(
    said: Words, around: Mapping[Key, Entry], chosen: ActionFilter
) -> tuple[LocalLine, ...]:
    place = said.region.municipalities.get(chosen.municipality)
    return tuple(
        LocalLine(
            Named(one.code, said.title(one)),
            _scope(said, one),
            said.say(one.text("description")),
        )
        for one in _of(around, "local_line")
        if (not chosen.scope or one.line("scope") == chosen.scope)
        and (not chosen.theme or one.line("theme") in {"", chosen.theme})
        and (place is None or _reaches(one, place.sub_region))
    )


def _version(said: Words, one: Entry) -> LocalVersion:
    field = KINDS["local_version"].field("status")
    return LocalVersion(
        code=one.code,
        municipality=said.reference(MUNICIPALITY, one.line("municipality")),
        description=said.say(one.text("description")),
        status=one.line("status"),
        status_name=said.choice(field, one.line("status")),
    )
