"""A region as one frozen value: everything its pack says, with the look-ups the services need."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.entries import (
    DEFAULT_DOCUMENT,
    DEFAULT_SOURCE,
    DEMO_DOCUMENT,
    DEMO_SOURCE,
    ELSEWHERE,
    BenefitKind,
    Brand,
    Channel,
    DatedName,
    DistanceClass,
    Door,
    FieldEntry,
    FieldGroup,
    LegalBasis,
    Location,
    Municipality,
    NeededPoint,
    NugPolicy,
    OpeningHours,
    OrganisationEntry,
    OrganisationKind,
    Outcome,
    OutsidePlace,
    PartnerService,
    Phase,
    Postcode,
    Purpose,
    ReasonEntry,
    ReasonKind,
    Route,
    Sector,
    SourceDocument,
    SubRegion,
    TargetGroup,
    Term,
)
from voordeur.domain.region.problems import PackProblem, Severity
from voordeur.domain.register.checks import Known
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import (
    DOCUMENT,
    MUNICIPALITY,
    ORGANISATION,
    SECTOR,
    SUB_REGION,
)
from voordeur.domain.rules.facts import FactDefinition
from voordeur.domain.rules.tables import RuleTable

__all__ = [
    "DEFAULT_DOCUMENT",
    "DEFAULT_SOURCE",
    "DEMO_DOCUMENT",
    "DEMO_SOURCE",
    "ELSEWHERE",
    "BenefitKind",
    "Brand",
    "Channel",
    "DatedName",
    "DistanceClass",
    "Door",
    "FieldEntry",
    "FieldGroup",
    "LegalBasis",
    "Location",
    "Municipality",
    "NeededPoint",
    "NugPolicy",
    "OpeningHours",
    "OrganisationEntry",
    "OrganisationKind",
    "Outcome",
    "OutsidePlace",
    "PackProblem",
    "PartnerService",
    "Phase",
    "Postcode",
    "Purpose",
    "ReasonEntry",
    "ReasonKind",
    "Region",
    "Route",
    "Sector",
    "Severity",
    "SourceDocument",
    "SubRegion",
    "TargetGroup",
    "Term",
]

NUG_ROLE = "@nug"
"""The routing answer that follows the municipality's policy on people who are not in view."""
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One region pack, checked. Every mapping goes from code to entry, in the order of the file.

    ``municipalities`` is keyed by slug, ``postcodes`` and ``outside`` by PC4, ``policies`` by
    municipality slug, ``routes`` by the code of the routing rule, ``needed`` by number.
    ``to_dos`` says what the region must still fill in.
    """

    code: str
    am_code: str
    name: Text
    languages: tuple[str, ...]
    contact: Text
    version: str
    sub_regions: Mapping[str, SubRegion]
    sources: Mapping[str, SourceDocument]
    municipalities: Mapping[str, Municipality]
    postcodes: Mapping[str, Postcode]
    outside: Mapping[str, OutsidePlace]
    organisations: Mapping[str, OrganisationEntry]
    services: Mapping[str, PartnerService]
    locations: Mapping[str, Location]
    facts: Mapping[str, FactDefinition]
    routing: RuleTable
    routes: Mapping[str, Route]
    needed: Mapping[int, NeededPoint]
    doors: Mapping[str, Door]
    target_groups: Mapping[str, TargetGroup]
    benefit_kinds: Mapping[str, BenefitKind]
    distance_classes: Mapping[str, DistanceClass]
    sectors: Mapping[str, Sector]
    terms: tuple[Term, ...]
    outcomes: Mapping[str, Outcome]
    reasons: Mapping[str, ReasonEntry]
    purposes: Mapping[str, Purpose]
    fields: Mapping[str, FieldEntry]
    brands: Mapping[str, Brand]
    texts: Mapping[str, Text]
    policies: Mapping[str, tuple[NugPolicy, ...]]
    phases: Mapping[str, Phase]
    channels: Mapping[str, Channel]
    register: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    """What the region agreed, planned and decided as its pack tells it, by kind and code."""
    to_dos: tuple[PackProblem, ...] = ()

    def with_to_dos(self, to_dos: tuple[PackProblem, ...]) -> "Region":
        """Return the same region with what is still to be filled in."""
        return replace(self, to_dos=to_dos)

    def municipality(self, key: str) -> Municipality | None:
        """Return the municipality with this slug or CBS code; None when it is not ours."""
        if key in self.municipalities:
            return self.municipalities[key]
        return next((m for m in self.municipalities.values() if m.code == key), None)

    def municipality_of(self, pc4: str) -> Municipality | None:
        """Return the municipality a postcode ('1972', '1972 AB') lies in; None elsewhere."""
        postcode = self.postcodes.get(_pc4(pc4))
        return self.municipalities[postcode.municipality] if postcode else None

    def outside_place(self, pc4: str) -> OutsidePlace | None:
        """Return the known place outside the region with this postcode, if any."""
        return self.outside.get(_pc4(pc4))

    def organisation_name(self, code: str, on: date, language: str = "nl") -> str:
        """Return the name ``code`` goes by on a day. Raises ``KeyError`` when it is unknown."""
        return self.organisations[code].name_on(on).name.in_language(language)

    def find_by_name(self, text: str) -> tuple[str, ...]:
        """Return the organisations that go, or once went, by ``text``: exact names first.

        Looks at names in every language and period, aliases, brands and codes; a name that merely
        holds all the words follows after the exact ones.
        """
        asked = _normal(text)
        if not asked:
            return ()
        known = {code: self._names_of(code) for code in self.organisations}
        exact = [code for code, names in known.items() if asked in names]
        words = set(asked.split())
        partly = [
            code
            for code, names in known.items()
            if code not in exact and any(words <= set(name.split()) for name in names)
        ]
        return tuple(exact + partly)

    def organisation_for(
        self, answer: str, municipality: str = "", on: date | None = None
    ) -> str | None:
        """Return the organisation a routing ``answer`` means for somebody of ``municipality``.

        An answer is an organisation code or a role ('@municipality', '@nug' …). None when the role
        cannot be resolved, as for somebody from elsewhere; the checker proves that no routing rule
        ever comes there.
        """
        if not answer.startswith("@"):
            return answer if answer in self.organisations else None
        place = self.municipality(municipality)
        if place is None:
            return None
        if answer == NUG_ROLE:
            policy = self.nug_policy(place.slug, on)
            return policy.leading if policy else self.neutral_party()
        return place.parties.get(answer)

    def nug_policy(self, municipality: str, on: date | None = None) -> NugPolicy | None:
        """Return the policy in force on a day (without a day: the latest) for a municipality."""
        place = self.municipality(municipality)
        policies = self.policies.get(place.slug, ()) if place else ()
        if on is None:
            return policies[-1] if policies else None
        return next((policy for policy in policies if on in policy.period), None)

    def term_days(self, kind: str, organisation: str = "", on: date | None = None) -> int:
        """Return a response term in working days, the most particular one first.

        Raises ``KeyError`` when the pack has no such term.
        """
        return self.term(kind, organisation, on).days

    def term(self, kind: str, organisation: str = "", on: date | None = None) -> Term:
        """Return the term itself, with its source. Raises ``KeyError`` when there is none."""
        entry = self.organisations.get(organisation)
        fitting = [
            term
            for term in self.terms
            if term.code == kind
            and (on is None or on in term.period)
            and term.organisation in {"", organisation}
            and term.organisation_kind in {"", entry.kind if entry else ""}
        ]
        if not fitting:
            raise KeyError(kind)
        return max(
            fitting, key=lambda term: (bool(term.organisation), bool(term.organisation_kind))
        )

    def outcome(self, code: str) -> Outcome | None:
        """Return the closing outcome with this code, or None."""
        return self.outcomes.get(code)

    def reasons_for(self, kind: ReasonKind | str) -> tuple[ReasonEntry, ...]:
        """Return the reasons one can choose from for an act, in the order of the pack."""
        return tuple(reason for reason in self.reasons.values() if kind in reason.kinds)

    def services_of(self, organisation: str) -> tuple[PartnerService, ...]:
        """Return the services an organisation offers."""
        return tuple(s for s in self.services.values() if s.organisation == organisation)

    def text(self, code: str, language: str = "nl") -> str:
        """Return a text of the region. Raises ``KeyError`` when the pack does not have it."""
        return self.texts[code].in_language(language)

    def known(self) -> Known:
        """Return what entries of the register may point to in this pack."""
        return Known(
            {
                ORGANISATION: frozenset(self.organisations),
                MUNICIPALITY: frozenset(self.municipalities),
                SUB_REGION: frozenset(self.sub_regions),
                SECTOR: frozenset(self.sectors),
                DOCUMENT: frozenset(self.sources),
            }
        )

    def neutral_party(self) -> str | None:
        """Return the party that leads where a municipality took no position: the Werkcentrum."""
        entries = self.organisations.values()
        return next((e.code for e in entries if e.kind is OrganisationKind.WERKCENTRUM), None)

    def _names_of(self, code: str) -> set[str]:
        entry = self.organisations[code]
        names = {code, *entry.aliases}
        dated = list(entry.names)
        dated += [n for b in self.brands.values() if b.organisation == code for n in b.names]
        names.update(name for one in dated for name in (one.name.nl, one.name.en) if name)
        return {_normal(name) for name in names}


def _normal(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _pc4(text: str) -> str:
    return text.strip()[:4]
