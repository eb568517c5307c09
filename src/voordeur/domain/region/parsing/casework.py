"""Reading the words of case work: groups, terms, outcomes, reasons, purposes, phases, channels."""

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.entries import (
    BenefitKind,
    Channel,
    DistanceClass,
    FieldEntry,
    FieldGroup,
    LegalBasis,
    Outcome,
    Phase,
    Purpose,
    ReasonEntry,
    ReasonKind,
    TargetGroup,
    Term,
)
from voordeur.domain.region.parsing.blocks import Block
from voordeur.domain.rules.reading import Path, Reader

OUTCOME_KINDS = ("work", "learning", "help", "elsewhere", "stopped")
"""The kinds of closing outcome the figures are counted by."""


def read_target_group(reader: Reader, data: object, path: Path) -> TargetGroup:
    """Read one target group or subgroup."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "label"),
        optional=("parent", "age_from", "age_below", "when", "focus", "source"),
    )
    return TargetGroup(
        code=block.code("code", "?"),
        label=block.text("label"),
        parent=block.code("parent"),
        age_from=block.number("age_from") if block.has("age_from") else None,
        age_below=block.number("age_below") if block.has("age_below") else None,
        when=block.condition("when"),
        focus=block.flag("focus"),
        source=block.source(),
    )


def read_benefit_kind(reader: Reader, data: object, path: Path) -> BenefitKind:
    """Read one kind of benefit."""
    block = Block(reader, data, path, needed=("code", "label"), optional=("payer", "law", "source"))
    return BenefitKind(
        block.code("code", "?"),
        block.text("label"),
        block.code("payer"),
        block.code("law"),
        block.source(),
    )


def read_distance_class(reader: Reader, data: object, path: Path) -> DistanceClass:
    """Read one class of distance to work."""
    block = Block(reader, data, path, needed=("code", "label", "meaning"), optional=("source",))
    return DistanceClass(
        block.code("code", "?"), block.text("label"), block.text("meaning"), block.source()
    )


def read_term(reader: Reader, data: object, path: Path) -> Term:
    """Read one response term."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "label", "days", "source"),
        optional=("organisation", "organisation_kind", "valid"),
    )
    days = block.number("days", 1)
    if not 1 <= days <= LONGEST_TERM:
        reader.expected(
            block.place("days"),
            days,
            f"verwacht: 1 tot {LONGEST_TERM} werkdagen",
            f"expected 1 to {LONGEST_TERM} working days",
        )
    return Term(
        code=block.code("code", "?"),
        label=block.text("label"),
        days=days,
        organisation=block.code("organisation"),
        organisation_kind=block.code("organisation_kind"),
        period=block.period(),
        source=block.source(),
    )


LONGEST_TERM = 260
"""Working days in a year; a longer term is a mistake."""


def read_outcome(reader: Reader, data: object, path: Path) -> Outcome:
    """Read one closing outcome."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "label", "kind"),
        optional=("asks_aftercare", "aftercare_months", "source"),
    )
    kind = block.code("kind")
    if kind not in OUTCOME_KINDS:
        options = ", ".join(OUTCOME_KINDS)
        reader.expected(
            block.place("kind"), kind, f"verwacht: een van {options}", f"expected one of {options}"
        )
    return Outcome(
        code=block.code("code", "?"),
        label=block.text("label"),
        kind=kind,
        asks_aftercare=block.flag("asks_aftercare"),
        aftercare_months=block.numbers("aftercare_months"),
        source=block.source(),
    )


def read_reason(reader: Reader, data: object, path: Path) -> ReasonEntry:
    """Read one reason to choose from."""
    block = Block(
        reader, data, path, needed=("code", "label", "kinds"), optional=("needs_note", "source")
    )
    kinds: list[ReasonKind] = []
    for place, kind in enumerate(block.codes("kinds")):
        if kind in tuple(ReasonKind):
            kinds.append(ReasonKind(kind))
            continue
        options = ", ".join(ReasonKind)
        reader.expected(
            (*block.place("kinds"), place),
            kind,
            f"verwacht: een van {options}",
            f"expected one of {options}",
        )
    return ReasonEntry(
        block.code("code", "?"),
        block.text("label"),
        tuple(kinds),
        block.flag("needs_note"),
        block.source(),
    )


def read_purpose(reader: Reader, data: object, path: Path) -> Purpose:
    """Read one purpose with the legal tasks that need no consent."""
    block = Block(
        reader, data, path, needed=("code", "label", "fields"), optional=("legal_bases", "source")
    )
    fields = tuple(
        _field_group(reader, code, (*block.place("fields"), place))
        for place, code in enumerate(block.codes("fields"))
    )
    return Purpose(
        code=block.code("code", "?"),
        label=block.text("label"),
        legal_bases=block.map("legal_bases", lambda item, place: _legal_basis(reader, item, place)),
        fields=fields,
        source=block.source(),
    )


PROFILE = FieldEntry(
    FieldGroup.PROFILE,
    Text("Je profiel", "Your profile"),
    Text("Wat je kunt, wilt en nodig hebt in werk", "What you can do, want and need in work"),
)
"""What the profile is called in a pack from before there were profiles."""


def read_field(reader: Reader, data: object, path: Path) -> FieldEntry:
    """Read one group of fields as the resident sees it."""
    block = Block(reader, data, path, needed=("code", "label", "meaning"))
    group = _field_group(reader, block.code("code"), block.place("code"))
    return FieldEntry(group, block.text("label"), block.text("meaning"))


def read_phase(reader: Reader, data: object, path: Path) -> Phase:
    """Read one phase of the caseload."""
    block = Block(reader, data, path, needed=("code", "label"))
    return Phase(block.code("code", "?"), block.text("label"), int(path[-1]))


def read_channel(reader: Reader, data: object, path: Path) -> Channel:
    """Read one channel."""
    block = Block(reader, data, path, needed=("code", "label"), optional=("for_reply",))
    return Channel(block.code("code", "?"), block.text("label"), block.flag("for_reply"))


def _legal_basis(reader: Reader, data: object, path: Path) -> LegalBasis:
    block = Block(reader, data, path, needed=("law", "label"), optional=("source",))
    return LegalBasis(block.code("law"), block.text("label"), block.source())


def _field_group(reader: Reader, code: str, path: Path) -> FieldGroup:
    if code in tuple(FieldGroup):
        return FieldGroup(code)
    options = ", ".join(FieldGroup)
    reader.expected(path, code, f"verwacht: een van {options}", f"expected one of {options}")
    return FieldGroup.NAME
