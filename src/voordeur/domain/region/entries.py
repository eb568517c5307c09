"""The entries of a region pack as frozen values: what a region says about itself."""

import datetime as dt
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.conditions import Condition

DEFAULT_DOCUMENT = "default"
"""Source code of what the sources are silent about: 'default, not from the sources'."""
DEMO_DOCUMENT = "demo"
"""Source code of what was invented for the demo and is true nowhere."""
ELSEWHERE = "elsewhere"
"""The value of the fact ``municipality`` for somebody who lives outside the region."""

NO_TEXT = Text("")
"""The text of what needs none."""

DEFAULT_SOURCE = Source(
    DEFAULT_DOCUMENT, note=Text("standaard, niet uit de bronnen", "default, not from the sources")
)
DEMO_SOURCE = Source(
    DEMO_DOCUMENT, note=Text("verzonnen voor de demo", "invented for the demonstration")
)


class OrganisationKind(StrEnum):
    """What kind of party an organisation is; legal bases are given per kind."""

    MUNICIPALITY = "municipality"
    UWV = "uwv"
    WERKCENTRUM = "werkcentrum"
    PARTICIPATION_COMPANY = "participation_company"
    REINTEGRATION_PARTNER = "reintegration_partner"
    WSP = "wsp"
    LEERWERKLOKET = "leerwerkloket"
    DOORSTROOMPUNT = "doorstroompunt"
    SCHOOL = "school"
    UNION = "union"
    EMPLOYER_ORGANISATION = "employer_organisation"
    CARE = "care"
    NETWORK = "network"
    GOVERNMENT = "government"
    GOVERNING_BODY = "governing_body"
    FUND = "fund"
    OTHER = "other"


class FieldGroup(StrEnum):
    """What of a case can be shared, in groups a resident understands; never health."""

    NAME = "name"
    CONTACT = "contact"
    RESIDENCE = "residence"
    QUESTION = "question"
    SITUATION = "situation"
    PLAN = "plan"
    NOTES = "notes"
    DOCUMENTS = "documents"
    PROFILE = "profile"


class ReasonKind(StrEnum):
    """The act that a reason from the list belongs to."""

    HANDOVER_OFFER = "handover_offer"
    HANDOVER_RETURN = "handover_return"
    HANDOVER_REDIRECT = "handover_redirect"
    HANDOVER_WITHDRAW = "handover_withdraw"
    CASE_MOVE = "case_move"
    REOPEN = "reopen"
    ROUTE_DEVIATION = "route_deviation"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document, law or data set the pack rests on; ``registered_as`` is its own number."""

    code: str
    title: Text
    kind: str
    date: dt.date | None = None
    registered_as: str = ""
    licence: str = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class SubRegion:
    """A part of the region with arrangements of its own."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of the region.

    ``code`` is the CBS code with 'GM'; ``slug`` is what every other entry refers to.
    ``parties`` maps the roles of routing answers ('@municipality', '@participation_company') to
    organisation codes.
    """

    code: str
    slug: str
    name: str
    sub_region: str
    parties: dict[str, str]
    roles: tuple[Text, ...] = ()
    source: Source = DEFAULT_SOURCE
    to_fill: bool = False


@dataclass(frozen=True, slots=True)
class Postcode:
    """A four-digit postcode, its municipality (slug) and the centre of its addresses (WGS 84)."""

    pc4: str
    place: str
    municipality: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class OutsidePlace:
    """A postcode of another region, so that people from there are recognised."""

    pc4: str
    place: str
    municipality: str
    municipality_code: str
    region: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name and the period it was used in; ``audience``: residents, employers or '' (all)."""

    name: Text
    period: Period = ALWAYS
    audience: str = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """A party of the region. ``municipalities`` (slugs) is its reach; empty: the whole region."""

    code: str
    kind: OrganisationKind
    names: tuple[DatedName, ...]
    description: Text
    aliases: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    sub_region: str = ""
    takes_handovers: bool = False
    contact_role: Text = NO_TEXT
    predecessor: str = ""
    successor: str = ""
    known_desk: bool = False
    source: Source = DEFAULT_SOURCE
    to_fill: bool = False

    def name_on(self, day: date) -> DatedName:
        """Return the name in use on ``day``; else the latest that had started, else the first."""
        current = [name for name in self.names if day in name.period]
        if current:
            return current[0]
        started = [n for n in self.names if n.period.start is not None and n.period.start <= day]
        return started[-1] if started else self.names[0]


@dataclass(frozen=True, slots=True)
class PartnerService:
    """A service of a partner. ``conditions`` None means: for everybody in ``for_whom``.

    The entry is stale ``fresh_days`` days after ``checked_on``: its owner must look at it again.
    """

    code: str
    organisation: str
    name: Text
    for_whom: Text
    description: Text
    conditions: Condition | None
    opening_times: Text
    contact_role: Text
    fresh_days: int
    checked_on: date
    source: Source = DEFAULT_SOURCE

    def is_stale(self, on: date) -> bool:
        """Tell whether nobody confirmed this entry within its freshness duty."""
        return (on - self.checked_on).days > self.fresh_days


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A weekly consultation hour. ``weekday`` 0 is Monday; times are local, 'HH:MM'.

    ``walk_in``: no appointment needed (and none can be booked).
    """

    weekday: int
    start: str
    end: str
    organisation: str
    adviser_role: Text
    period: Period = ALWAYS
    walk_in: bool = False
    source: Source = DEFAULT_SOURCE

    @property
    def invented(self) -> bool:
        """Tell whether these hours exist in the demonstration only."""
        return self.source.document == DEMO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Location:
    """A place with consultation hours. ``to_fill``: the region must still say where it is."""

    code: str
    name: Text
    to_fill: bool = False
    address: str = ""
    municipality: str = ""
    hours: tuple[OpeningHours, ...] = ()
    slot_minutes: int = 30
    seats: int = 1
    description: Text = NO_TEXT
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class Door:
    """One of the doors on the home page, with the facts that are clear once it is chosen."""

    code: str
    title: Text
    lead: Text
    facts: dict[str, str]
    order: int


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A target group or, with ``parent``, a subgroup; ages in years, ``age_below`` excluded."""

    code: str
    label: Text
    parent: str = ""
    age_from: int | None = None
    age_below: int | None = None
    when: Condition | None = None
    focus: bool = False
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class BenefitKind:
    """A benefit a person has or asked for. ``payer``: an organisation code, a role or ''."""

    code: str
    label: Text
    payer: str = ""
    law: str = ""
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class DistanceClass:
    """How far somebody is from work, as registered at intake."""

    code: str
    label: Text
    meaning: Text
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector with its earlier names. ``focus``: the region chose it."""

    code: str
    names: tuple[DatedName, ...]
    aliases: tuple[str, ...] = ()
    focus: bool = False
    description: Text = NO_TEXT
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class Term:
    """A response term in working days; for one organisation, for one kind, or (both '') for all."""

    code: str
    label: Text
    days: int
    organisation: str = ""
    organisation_kind: str = ""
    period: Period = ALWAYS
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ends; ``kind``: work, learning, help, elsewhere, stopped.

    ``aftercare_months``: when to ask again, in months after closing.
    """

    code: str
    label: Text
    kind: str
    asks_aftercare: bool = False
    aftercare_months: tuple[int, ...] = ()
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """A reason to choose from for one or more acts. ``needs_note``: a few words are obligatory."""

    code: str
    label: Text
    kinds: tuple[ReasonKind, ...]
    needs_note: bool = False
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The legal task that lets a kind of organisation see these fields for a purpose."""

    law: str
    label: Text
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data are used for. Kinds of organisation absent from ``legal_bases`` need consent."""

    code: str
    label: Text
    legal_bases: dict[str, LegalBasis]
    fields: tuple[FieldGroup, ...]
    source: Source = DEFAULT_SOURCE

    def legal_basis_for(self, kind: str) -> LegalBasis | None:
        """Return the legal task of an organisation of this ``kind``, or None: then ask consent."""
        return self.legal_bases.get(kind)


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A group of fields as the resident reads it on the sharing screen."""

    code: FieldGroup
    label: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Brand:
    """A name the region uses towards an audience, with its earlier names."""

    code: str
    names: tuple[DatedName, ...]
    kind: str
    organisation: str = ""
    source: Source = DEFAULT_SOURCE

    def name_on(self, day: date) -> DatedName | None:
        """Return the name in use on ``day``, or None when there is none."""
        return next((name for name in self.names if day in name.period), None)


@dataclass(frozen=True, slots=True)
class NugPolicy:
    """A municipality's position on people without a benefit who are not in view (NUG).

    ``position``: undecided, werkcentrum or municipality. ``leading`` is the organisation that leads
    such a case meanwhile; it is what the routing answer '@nug' becomes.
    """

    municipality: str
    position: str
    leading: str
    text: Text
    period: Period = ALWAYS
    source: Source = DEFAULT_SOURCE


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the caseload."""

    code: str
    label: Text
    order: int


@dataclass(frozen=True, slots=True)
class Channel:
    """How a question comes in or an answer goes out. ``for_reply``: a resident can choose it."""

    code: str
    label: Text
    for_reply: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """What belongs to one routing rule beside its answer.

    ``final``: the finally responsible party (organisation or role) when it is not the leading one.
    ``also``: desks that also know the way. ``needed``: the numbered points of the routing table.
    """

    rule: str
    target_group: str
    final: str = ""
    also: tuple[str, ...] = ()
    needed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NeededPoint:
    """One numbered 'what is needed' of the routing table."""

    number: int
    label: Text
    source: Source = field(default=DEFAULT_SOURCE)
