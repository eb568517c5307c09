"""The words of the broker: why a source pays or cannot, and what would change that."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.funding.admissibility import Obstacle
from voordeur.domain.funding.broker_rules import (
    ASK,
    ENDED,
    INSTRUMENT,
    NO,
    Blocker,
    Terms,
    blockers,
    would_open,
)
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import Region
from voordeur.domain.register.amounts import AMOUNT_WORDS, AmountWord
from voordeur.domain.register.entry import text_of
from voordeur.domain.rules import AtLeast, Below, Is, facts_in
from voordeur.services.broker import NOT_ENOUGH
from voordeur.services.broker_money import Money
from voordeur.services.broker_person import Payable
from voordeur.services.case_words import fact_words, party_name
from voordeur.services.context import Context

OBSTACLES = {
    Obstacle.NO_PURSE.value: gettext_noop("Op die dag is er geen budget."),
    Obstacle.TOO_SMALL.value: gettext_noop(
        "Het deel dat deze bron mag betalen, is kleiner dan wat je minstens aanvraagt."
    ),
    Obstacle.USED_UP.value: gettext_noop("Er is geen vrij geld meer."),
    Obstacle.EARMARKED.value: gettext_noop("Wat er nog is, is bedoeld voor andere mensen."),
    Obstacle.PERSON_CEILING.value: gettext_noop(
        "Meer dan dit mag deze bron niet betalen voor één persoon."
    ),
    Obstacle.PAYS_LATER.value: gettext_noop("Een andere bron gaat voor en heeft nog geld."),
    Obstacle.DEARER.value: gettext_noop(
        "Mag ook betalen. Nu niet nodig: dit geld blijft vrij voor wie later komt."
    ),
    Obstacle.NOT_JUDGED.value: gettext_noop("Over deze bron staat nog geen regel."),
    NOT_ENOUGH: gettext_noop("Mag betalen, maar met alle bronnen samen is het nog niet genoeg."),
}


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why one source does not pay: sentences, and whether asking something could change it."""

    source: str
    title: str
    owner: str
    sentences: tuple[str, ...]
    ask: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Calls sources, facts and organisations by the names people know."""

    context: Context
    region: Region
    money: Money

    def source(self, code: str) -> str:
        """Return what a source is called; unknown stays its code."""
        terms = self.money.terms.get(code)
        return self.text(terms.title) if terms is not None else code

    def owner(self, code: str) -> str:
        """Return who owns the money of a source."""
        terms = self.money.terms.get(code)
        return party_name(self.context, self.region, terms.owner) if terms is not None else ""

    def text(self, text: Text) -> str:
        """Return a text in the language of the page."""
        return text.in_language(self.context.language)

    def document(self, terms: Terms) -> str:
        """Return where the terms of a source stand."""
        source = self.region.sources.get(terms.document.document)
        title = self.text(source.title) if source is not None else _("het register van de regio")
        return f"{title}, {terms.document.section}" if terms.document.section else title

    def facts_used(self, terms: Terms, person: Payable) -> tuple[tuple[str, str], ...]:
        """Return the facts by which a source may pay, as label and value."""
        used = sorted(facts_in(terms.when) & set(person.facts))
        return tuple(self.fact(one, person.facts[one]) for one in used)

    def fact(self, fact: str, value: object) -> tuple[str, str]:
        """Return what a fact and its value are called."""
        entry = self.money.characteristics.get(fact)
        if entry is None:
            if fact == "sector":
                sector = self.region.sectors.get(str(value))
                return _("Sector"), self.text(sector.names[-1].name) if sector else str(value)
            return fact_words(self.context, self.region, fact, value)
        known = next((one for one in entry.rows("values") if one.get("code") == value), None)
        said = self.text(text_of(known.get("label"))) if known is not None else str(value)
        return self.text(entry.title), said

    def why_not(self, code: str, codes: Iterable[str], person: Payable) -> WhyNot:
        """Return why a source pays nothing, in sentences."""
        terms = self.money.terms[code]
        kept = set(codes)
        found = {one.code: one for one in self._blockers(terms, person) if one.code in kept}
        said = [
            self._blocked(found[one], person) if one in found else self._code(code, one)
            for one in codes
        ]
        return WhyNot(
            source=code,
            title=self.source(code),
            owner=self.owner(code),
            sentences=tuple(dict.fromkeys(said)),
            ask=any(one.startswith(f"{ASK}:") for one in kept),
        )

    def openings(self, person: Payable) -> tuple[str, ...]:
        """Return which other answer of one fact would let another source pay."""
        found: dict[str, None] = {}
        for terms in self.money.terms.values():
            blocked = self._blockers(terms, person)
            if len(blocked) != 1 or not self.money.purses_of(terms.code):
                continue
            if would_open(blocked[0], terms, person.facts):
                found.setdefault(self._opening(blocked[0], terms))
        return tuple(found)

    def later(self, person: Payable) -> tuple[str, ...]:
        """Return from which day a source that may pay has money again."""
        found = []
        for terms in self.money.terms.values():
            purses = self.money.purses_of(terms.code)
            open_now = any(one.start <= self.money.day and one.free_cents for one in purses)
            ahead = [one for one in purses if one.start > self.money.day and one.allotted_cents]
            if open_now or not ahead or self._blockers(terms, person):
                continue
            said = _("Vanaf %(day)s heeft %(source)s weer geld.")
            day = f"{min(one.start for one in ahead):%d-%m-%Y}"
            found.append(said % {"day": day, "source": self.source(terms.code)})
        return tuple(found)

    def _blockers(self, terms: Terms, person: Payable) -> list[Blocker]:
        found: dict[Blocker, None] = {}
        for step in person.waiting():
            sources = self.money.paying_sources(step.instrument)
            for one in blockers(terms, person.facts, on=step.due_on, sources=sources):
                found.setdefault(one)
        return list(found)

    def _opening(self, blocker: Blocker, terms: Terms) -> str:
        label, _value = self.fact(blocker.fact, "")
        values = {"fact": label, "wanted": self._wanted(blocker), "source": self.source(terms.code)}
        if blocker.kind == ASK:
            said = _("Vraag naar ‘%(fact)s’. Bij %(wanted)s mag ook %(source)s betalen.")
        else:
            said = _("Wordt ‘%(fact)s’ %(wanted)s, dan mag ook %(source)s betalen.")
        return said % values

    def _blocked(self, blocker: Blocker, person: Payable) -> str:
        if blocker.fact == INSTRUMENT:
            return _("Het instrument van deze stap mag niet uit deze bron.")
        if blocker.fact == ENDED:
            return _("Deze bron is dan gestopt.")
        held = person.facts.get(blocker.fact, "")
        label, value = self.fact(blocker.fact, held)
        values = {"fact": label, "value": value, "wanted": self._wanted(blocker)}
        if blocker.kind == NO:
            return _("%(fact)s is ‘%(value)s’. Deze bron vraagt: %(wanted)s.") % values
        return _("Nog niet bekend: %(fact)s. Vraag het na; nodig is: %(wanted)s.") % values

    def _wanted(self, blocker: Blocker) -> str:
        match blocker.test:
            case Is(fact=fact, values=values):
                said = _(" of ").join(self.fact(fact, one)[1] for one in values)
            case AtLeast(number=number):
                said = _("%(number)d of meer") % {"number": number}
            case Below(number=number):
                said = _("hooguit %(number)d") % {"number": number - 1}
            case _other:
                said = ""
        return _("niet %(said)s") % {"said": said} if blocker.turned else said

    def _code(self, source: str, code: str) -> str:
        word = self.money.words.get(source)
        if code == Obstacle.NO_PURSE.value and word is not None:
            said = self.text(AMOUNT_WORDS[AmountWord(word)])
            return _("Er staat geen bedrag, maar: %(word)s.") % {"word": said}
        return _(OBSTACLES.get(code, OBSTACLES[Obstacle.NOT_JUDGED.value]))
