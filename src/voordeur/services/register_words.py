"""Entries of the register in words: names behind codes, amounts, moments, and any field's value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import Region
from voordeur.domain.register.amounts import (
    AMOUNT_WORDS,
    QUANTITY_WORDS,
    AmountWord,
    QuantityWord,
    total_of,
)
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.register.fields import (
    DOCUMENT,
    MUNICIPALITY,
    ORGANISATION,
    SECTOR,
    SUB_REGION,
    Field,
    FieldKind,
    Value,
)
from voordeur.domain.register.moments import MONTHS, read_moment
from voordeur.services.case_words import EVENT_TITLES
from voordeur.services.context import Context
from voordeur.services.region import current_region


@dataclass(frozen=True, slots=True)
class Named:
    """A code with the name people know it by."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """Puts values of the register in words: in one language, with names as of one day."""

    region: Region
    entries: Mapping[Key, Entry]
    language: str
    today: date

    def say(self, text: Text) -> str:
        """Return a text in the language of the page."""
        return text.in_language(self.language)

    def title(self, entry: Entry) -> str:
        """Return what an entry is called."""
        return entry.title.in_language(self.language)

    def organisation(self, code: str) -> str:
        """Return the name of an organisation today; an unknown code stays as it is."""
        if code not in self.region.organisations:
            return code
        return self.region.organisation_name(code, self.today, self.language)

    def organisations(self, codes: Iterable[str]) -> tuple[Named, ...]:
        """Return organisations with their names."""
        return tuple(Named(code, self.organisation(code)) for code in codes)

    def named(self, kind: str, codes: Iterable[str]) -> tuple[Named, ...]:
        """Return entries of a kind with their titles; what is not at hand keeps its code."""
        return tuple(Named(code, self.reference(kind, code)) for code in codes)

    def reference(self, target: str, code: str) -> str:
        """Return what a reference points to, by name."""
        if target == ORGANISATION:
            return self.organisation(code)
        if target == MUNICIPALITY:
            place = self.region.municipalities.get(code)
            return place.name if place is not None else code
        if target == SUB_REGION:
            part = self.region.sub_regions.get(code)
            return part.name if part is not None else code
        if target == SECTOR:
            sector = self.region.sectors.get(code)
            return self.say(sector.names[-1].name) if sector is not None else code
        if target == DOCUMENT:
            return self.document(code)
        entry = self.entries.get((target, code))
        return self.title(entry) if entry is not None else code

    def document(self, code: str) -> str:
        """Return the title of a source document; what was written here says so."""
        source = self.region.sources.get(code)
        if source is not None:
            return self.say(source.title)
        with translation.override(self.language):
            return _("hier vastgelegd") if code == "recorded" else code

    def source(self, entry: Entry) -> str:
        """Return where an entry comes from, with the section."""
        document = self.document(entry.source.document)
        return f"{document}, {entry.source.section}" if entry.source.section else document

    def amount(self, value: Value) -> str:
        """Return an amount, or the word that stands in its place; never a zero for a word."""
        if isinstance(value, int):
            return euros(value, self.language)
        return self.say(AMOUNT_WORDS[AmountWord(str(value))])

    def money(self, parts: Iterable[Mapping[str, Value]]) -> str:
        """Return what the parts of an entry cost together: the sum, and each word that remains."""
        values = [part.get("amount_cents") for part in parts]
        total = total_of(one for one in values if isinstance(one, int | str))
        said = [euros(total.cents, self.language)] if total.has_amount else []
        said += [self.say(AMOUNT_WORDS[word]) for word, _times in total.words]
        return " + ".join(said)

    def quantity(self, value: Value) -> str:
        """Return a number, or the word that stands in its place."""
        if isinstance(value, int):
            return grouped(value, self.language)
        return self.say(QUANTITY_WORDS[QuantityWord(str(value))]) if value else ""

    def moment(self, written: str) -> str:
        """Return a moment in words; empty when there is none."""
        found = read_moment(written) if written else None
        return self.say(found.label()) if found is not None else ""

    def day(self, value: Value) -> str:
        """Return a day in words; empty when there is none."""
        if not value:
            return ""
        day = date.fromisoformat(str(value))
        return f"{day.day} {MONTHS[self.language].split()[day.month - 1]} {day.year}"

    def period(self, entry: Entry) -> str:
        """Return the period of an entry: its own words, or from and until."""
        own = self.say(entry.text("period"))
        if own:
            return own
        ends = [self.moment(entry.line(one)) for one in ("from", "until")]
        if ends[0] == ends[1]:
            return ends[0]
        with translation.override(self.language):
            match ends:
                case [start, ""]:
                    return _("vanaf %(start)s") % {"start": start}
                case ["", end]:
                    return _("tot en met %(end)s") % {"end": end}
                case _:
                    return _("%(start)s tot en met %(end)s") % dict(
                        zip(("start", "end"), ends, strict=True)
                    )

    def choice(self, one: Field, code: str) -> str:
        """Return what a choice is called."""
        return self.say(one.choice_label(code)) if code else ""

    def value(self, one: Field, value: Value) -> str:
        """Return what stands in any field as one piece of text; empty when nothing does."""
        if value in (None, "", []):
            return ""
        match one.kind:
            case FieldKind.ROWS:
                return "\n".join(self._block(one, row) for row in _items(value))
            case FieldKind.REFERENCES:
                return ", ".join(self.reference(one.target, str(code)) for code in _items(value))
            case FieldKind.RULE:
                return self._rule(value)
            case FieldKind.FLAG:
                with translation.override(self.language):
                    return _("ja") if value is True else _("nee")
            case _:
                return self._single(one, value)

    def _single(self, one: Field, value: Value) -> str:
        match one.kind:
            case FieldKind.TEXT | FieldKind.PROSE:
                return self.say(text_of(value))
            case FieldKind.AMOUNT:
                return self.amount(value)
            case FieldKind.QUANTITY:
                return self.quantity(value)
            case FieldKind.DAY:
                return self.day(value)
            case FieldKind.MOMENT:
                return self.moment(str(value))
            case FieldKind.CHOICE:
                return self.choice(one, str(value))
            case FieldKind.REFERENCE:
                return self.reference(one.target, str(value))
            case _:
                return str(value)

    def _block(self, one: Field, row: Value) -> str:
        held = row if isinstance(row, Mapping) else {}
        said = [(inner, self.value(inner, held.get(inner.code))) for inner in one.rows]
        return "; ".join(f"{self.say(inner.label)}: {words}" for inner, words in said if words)

    def _rule(self, value: Value) -> str:
        held = value if isinstance(value, Mapping) else {}
        names = map(str, _items(held.get("events")))
        with translation.override(self.language):
            return ", ".join(_(EVENT_TITLES.get(name, name)) for name in names)


def words(context: Context, entries: Mapping[Key, Entry]) -> Words:
    """Return the words of a page, with the entries it may name."""
    language = "en" if context.language == "en" else "nl"
    return Words(current_region(), entries, language, context.today)


def euros(cents: int, language: str) -> str:
    """Return an amount as people write it: '€ 222.725' or '€ 12,50'."""
    whole, rest = divmod(cents, 100)
    mark = "." if language == "en" else ","
    return f"€ {grouped(whole, language)}{f'{mark}{rest:02d}' if rest else ''}"


def grouped(number: int, language: str) -> str:
    """Return a whole number with its thousands apart."""
    said = f"{number:,}"
    return said if language == "en" else said.replace(",", ".")


def plainly(value: Value) -> str:
    """Return in one line what every entry has besides its fields: names, periods, sources."""
    if isinstance(value, Mapping):
        return ", ".join(plainly(one) for one in value.values())
    if isinstance(value, list):
        return "; ".join(plainly(one) for one in value)
    return "" if value is None else str(value)


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
