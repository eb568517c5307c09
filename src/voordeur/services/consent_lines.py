"""Who may see what of a resident, in their own words: organisation, purpose, basis, fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from voordeur.domain.consent.grants import FieldGroup, LegalBasis, Purpose
from voordeur.domain.region.model import Region
from voordeur.records.consent.models import GrantRecord
from voordeur.services.consent import GrantLine, line_of
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine:
    """One permission as its resident reads it; ``state`` is live, stopped or ended."""

    ref: str
    case_ref: str
    question: str
    """The question it is about, to tell several apart."""
    code: str
    """The organisation's code."""
    organisation: str
    purpose: str
    basis: str
    fields: str
    whole: bool
    """Whether every part of the case is shared."""
    since: datetime
    until: datetime | None
    state: str
    may_stop: bool
    may_share_again: bool


def shared_lines(
    context: Context,
    region: Region,
    *,
    resident_id: int,
    questions: Mapping[str, str],
    whole: bool = False,
) -> tuple[SharedLine, ...]:
    """Return the permissions of a resident, live ones first (one query).

    One line per organisation and purpose, the newest; ``whole`` gives every one there ever was.
    ``questions`` gives the question per case reference. What the accountable organisation keeps
    after a withdrawal, only that there is a case, is no line: nothing is shared by it.
    """
    rows = (
        GrantRecord.objects.select_related("case")
        .filter(case__resident_id=resident_id)
        .order_by("-id")
    )
    found = [(row, line_of(row, context.now)) for row in rows if row.fields]
    running = {(row.case_id, one.organisation, one.purpose) for row, one in found if one.live}
    lines: dict[tuple[object, ...], SharedLine] = {}
    for row, one in found:
        key = (row.case_id, one.organisation, one.purpose)
        if key in running and not one.live and not whole:
            continue
        apart = (row.pk,) if whole else (*key, row.pk if one.live else "")
        if apart not in lines:
            lines[apart] = _line(context, region, row, one, questions)
    order = ("live", "stopped", "ended")
    return tuple(sorted(lines.values(), key=lambda line: order.index(line.state)))


def _line(
    context: Context,
    region: Region,
    row: GrantRecord,
    one: GrantLine,
    questions: Mapping[str, str],
) -> SharedLine:
    stopped = one.withdrawn_at is not None
    state = "live" if one.live else "stopped" if stopped else "ended"
    return SharedLine(
        ref=one.ref,
        case_ref=row.case.ref,
        question=questions.get(row.case.ref, ""),
        code=one.organisation,
        organisation=_name(context, region, one.organisation),
        purpose=_purpose(context, region, one.purpose),
        basis=_basis(context, region, one),
        fields=field_words(context, region, one.fields),
        whole=one.fields == frozenset(FieldGroup),
        since=one.valid_from,
        until=one.withdrawn_at or one.valid_until,
        state=state,
        may_stop=one.withdrawable,
        may_share_again=state == "stopped" and row.case.state == "open",
    )


def _name(context: Context, region: Region, code: str) -> str:
    if code not in region.organisations:
        return code
    return region.organisation_name(code, context.today, context.language)


def _purpose(context: Context, region: Region, purpose: Purpose) -> str:
    described = region.purposes.get(purpose.value)
    return described.label.in_language(context.language) if described else purpose.value


def _basis(context: Context, region: Region, one: GrantLine) -> str:
    if one.basis is LegalBasis.CONSENT:
        return _("Jij zei ja. Je mag je altijd bedenken.")
    if one.basis is LegalBasis.REQUEST:
        return _("Jij vroeg om hulp. Je mag daar altijd mee stoppen.")
    entry = region.organisations.get(one.organisation)
    described = region.purposes.get(one.purpose.value)
    law = described.legal_basis_for(entry.kind) if described and entry else None
    named = law.label.in_language(context.language) if law else _("Een taak in de wet")
    return _("%(law)s. Daarvoor is je ja niet nodig.") % {"law": named}


def field_words(context: Context, region: Region, fields: Iterable[FieldGroup]) -> str:
    """Return the shared parts of a case as a list in words, in the order of the pack."""
    wanted = {group.value for group in fields}
    labels = [
        entry.label.in_language(context.language)
        for code, entry in region.fields.items()
        if str(code) in wanted
    ]
    return ", ".join(
        label if number == 0 else label[:1].lower() + label[1:]
        for number, label in enumerate(labels)
    )
