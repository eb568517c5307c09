"""Reading how a question finds its party: facts, the routing rules and what belongs to each."""

from collections.abc import Iterable, Mapping

from voordeur.domain.region.entries import ELSEWHERE, Municipality, NeededPoint, Route
from voordeur.domain.region.parsing.blocks import RESERVED_SOURCES, Block
from voordeur.domain.rules.facts import FactDefinition
from voordeur.domain.rules.parsing import parse_facts, parse_table
from voordeur.domain.rules.reading import Path, Reader, UnreadableRulesError
from voordeur.domain.rules.tables import RuleTable

FROM_MUNICIPALITIES = "municipalities"
"""Written as ``values`` of a fact: the municipalities of the pack, and 'elsewhere'."""
ROUTE_KEYS = ("target_group", "final", "also", "needed")
"""What a routing rule says beside its rule."""


def read_facts(
    reader: Reader, data: object, path: Path, municipalities: Iterable[Municipality]
) -> tuple[FactDefinition, ...]:
    """Read the facts; the values of a municipality fact come from the municipalities."""
    values = [{"code": m.slug, "label": {"nl": m.name, "en": m.name}} for m in municipalities]
    values.append({"code": ELSEWHERE, "label": ELSEWHERE_LABEL})
    items = data if isinstance(data, list) else []
    filled = [
        {**item, "values": values}
        if isinstance(item, Mapping) and item.get("values") == FROM_MUNICIPALITIES
        else item
        for item in items
    ]
    try:
        return parse_facts(filled, path)
    except UnreadableRulesError as unreadable:
        reader.problems.extend(unreadable.problems)
        return ()


ELSEWHERE_LABEL = {"nl": "Een andere gemeente", "en": "Another municipality"}


def read_routing(
    reader: Reader, data: object, path: Path, facts: tuple[FactDefinition, ...]
) -> tuple[RuleTable, dict[str, Route]]:
    """Read the routing table and, per rule, its target group, final party and other desks."""
    items = data if isinstance(data, list) else []
    rules = [_only_the_rule(item) for item in items]
    routes = [
        _route(reader, item, (*path, place))
        for place, item in enumerate(items)
        if isinstance(item, Mapping)
    ]
    try:
        table = parse_table("routing", rules, facts, path)
    except UnreadableRulesError as unreadable:
        reader.problems.extend(unreadable.problems)
        table = RuleTable("routing", (), facts)
    return table, {route.rule: route for route in routes}


def read_needed_point(reader: Reader, data: object, path: Path) -> NeededPoint:
    """Read one numbered 'what is needed' of the routing table."""
    block = Block(reader, data, path, needed=("number", "label"), optional=("source",))
    return NeededPoint(block.number("number"), block.text("label"), block.source())


def _only_the_rule(item: object) -> object:
    if not isinstance(item, Mapping):
        return item
    rule = {key: value for key, value in item.items() if key not in ROUTE_KEYS}
    reserved = RESERVED_SOURCES.get(str(rule.get("source")))
    if reserved is not None:
        note = {"nl": reserved.note.nl, "en": reserved.note.en}
        rule["source"] = {"document": reserved.document, "note": note}
    return rule


def _route(reader: Reader, item: Mapping[str, object], path: Path) -> Route:
    own = {key: value for key, value in item.items() if key in ROUTE_KEYS}
    block = Block(reader, own, path, needed=("target_group",), optional=("final", "also", "needed"))
    return Route(
        rule=str(item.get("code", "?")),
        target_group=block.code("target_group", "?"),
        final=block.code("final"),
        also=block.codes("also"),
        needed=block.numbers("needed"),
    )
