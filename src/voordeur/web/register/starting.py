"""What a form for a new entry begins with: whose it is, where it stands, and what a link told."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from voordeur.domain.register.fields import Field, FieldKind, Kind
from voordeur.services.context import Context
from voordeur.services.register_choices import Choosable, own_code
from voordeur.web.register.typed import TITLE

FIRST: Mapping[str, Mapping[str, str]] = {
    "bottleneck": {"status": "new"},
    "consequence": {"status": "recorded"},
    "plan": {"state": "draft"},
}
"""Where something stands that is just written."""
SHORT: Mapping[str, tuple[str, ...]] = {
    "bottleneck": ("description", "sector"),
    "lesson": ("good_practice", "learned", "use"),
}
"""What is asked of somebody who only reports it, in under a minute."""
LONGEST_TOLD = 2_000
MOST_TOLD = 30


def is_reporter(context: Context, kind: Kind) -> bool:
    """Tell whether somebody may add one but does not keep this kind: they get the short form."""
    return kind.code in SHORT and not context.has_role(*kind.writers)


def short_fields(context: Context, kind: Kind) -> Sequence[str]:
    """Return the fields of the short form; empty for the whole one."""
    return SHORT[kind.code] if is_reporter(context, kind) else ()


def start(
    context: Context, kind: Kind, choosable: Choosable, query: QueryDict
) -> dict[str, list[str]]:
    """Return what stands in an empty form; a link may tell fields the kind has, nothing else."""
    found = {field: [code] for field, code in FIRST.get(kind.code, {}).items()}
    own = own_code(context, kind=kind)
    if own and (
        kind.field(kind.own).kind is FieldKind.REFERENCE or not context.has_role(*kind.writers)
    ):
        found[kind.own] = [own]
    for one in (TITLE, *kind.fields):
        told = [held.replace("\x00", "").strip()[:LONGEST_TOLD] for held in query.getlist(one.code)]
        told = [held for held in told if held and _can_be(one, held, choosable)][:MOST_TOLD]
        if told and one.kind not in {FieldKind.ROWS, FieldKind.RULE, FieldKind.FLAG}:
            text = one.kind in {FieldKind.TEXT, FieldKind.PROSE}
            found[f"{one.code}.nl" if text else one.code] = told
    return found


def _can_be(one: Field, told: str, choosable: Choosable) -> bool:
    match one.kind:
        case FieldKind.CHOICE:
            return told in one.choices
        case FieldKind.REFERENCE | FieldKind.REFERENCES:
            return told in choosable.codes(one.target)
        case _:
            return True
