"""Entries of the register in the language of the reader: names, choices, moments and sources."""

from datetime import date

from django.utils.translation import gettext as _

from voordeur.domain.region.model import Region
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import RECORDED, Entry
from voordeur.services.context import Context
from voordeur.services.register_words import words


def choice_label(context: Context, kind: str, field: str, code: str) -> str:
    """Return what a choice in a field is called; a nested field is written 'seats.role'."""
    found = KINDS[kind].field(field.partition(".")[0])
    inner = field.partition(".")[2]
    if inner:
        found = next(one for one in found.rows if one.code == inner)
    return found.choice_label(code).in_language(context.language) if code else ""


def label_of(context: Context, entry: Entry, field: str) -> str:
    """Return what the choice in a field of ``entry`` is called; empty when nothing is chosen."""
    return choice_label(context, entry.kind, field, entry.line(field))


def words_of(context: Context, entry: Entry, field: str) -> str:
    """Return a text of ``entry`` in the language of the reader."""
    return entry.text(field).in_language(context.language)


def title_of(context: Context, entry: Entry, day: date | None = None) -> str:
    """Return the name of ``entry``, as it was on ``day`` when one is given."""
    title = entry.title_on(day) if day is not None else entry.title
    return title.in_language(context.language)


def moment_words(context: Context, entry: Entry, field: str) -> str:
    """Return a moment as people write it; empty when it is not filled in."""
    found = entry.moment(field)
    return found.label().in_language(context.language) if found is not None else ""


def amount_words(context: Context, entry: Entry, field: str) -> str:
    """Return an amount, or the word that stands in its place; empty when nothing does."""
    value = entry.values.get(field)
    return words(context, {}).amount(value) if value is not None else ""


def source_words(context: Context, region: Region, entry: Entry) -> str:
    """Return where the entry comes from: the document and its part, or that it was made here."""
    if entry.source.document == RECORDED:
        return _("Hier vastgelegd")
    known = region.sources.get(entry.source.document)
    title = known.title.in_language(context.language) if known else entry.source.document
    return f"{title}, {entry.source.section}" if entry.source.section else title


def organisation_names(
    context: Context, region: Region, codes: tuple[str, ...], day: date | None = None
) -> tuple[str, ...]:
    """Return the names of organisations on ``day`` (today when none is given)."""
    return tuple(
        region.organisation_name(code, day or context.today, context.language) for code in codes
    )
