"""The log in the words of the resident it is about: per day, who, for what, how often."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.region.model import Region
from voordeur.services.audit_residents import LookedLine
from voordeur.services.case_words import party_name
from voordeur.services.context import AMSTERDAM, Context

DEEDS: Mapping[str, str] = {
    "CaseSeen": gettext_noop("Keek in je dossier"),
    "ListSeen": gettext_noop("Zag je naam op een werklijst"),
    "WorkListSeen": gettext_noop("Zocht werk dat bij je past"),
    "ListRebuilt": gettext_noop("Rekende een lijst na waarop je stond"),
    "AppointmentSeen": gettext_noop("Keek naar je afspraak"),
    "OwnPageSeen": gettext_noop("Keek in Mijn Voordeur"),
    "OwnDataTaken": gettext_noop("Haalde een kopie van alle gegevens op"),
    "ResidentFound": gettext_noop("Zocht je op, om een vraag over je gegevens te beantwoorden"),
    "AccessRequestAnswered": gettext_noop("Gaf je een kopie van alle gegevens"),
    "OpenFilesTaken": gettext_noop("Nam gegevens mee in een bestand"),
    "ImportMapped": gettext_noop("Zag dat je misschien al bekend was"),
    "ResidentForgotten": gettext_noop("Verwijderde je gegevens"),
    "LoginLinkSent": gettext_noop("Vroeg een link om in te loggen"),
    "ResidentCameIn": gettext_noop("Logde in"),
    "ReturnCodeRenewed": gettext_noop("Maakte een nieuwe code voor je"),
    "ResidentDetailsCorrected": gettext_noop("Wijzigde gegevens"),
    "ProfileLinesAdded": gettext_noop("Vulde je profiel aan"),
    "ProfileLineChanged": gettext_noop("Wijzigde je profiel"),
    "ProfileLineRemoved": gettext_noop("Haalde iets uit je profiel"),
    "ProfilePracticalKept": gettext_noop("Wijzigde je profiel"),
    "StepDoneByResident": gettext_noop("Zette een stap op klaar"),
    "CaseRegistered": gettext_noop("Schreef je vraag op"),
    "NextStepPlanned": gettext_noop("Plande de volgende stap"),
    "NoteWritten": gettext_noop("Schreef een notitie"),
    "AdviceTalkHeld": gettext_noop("Schreef op wat jullie bespraken"),
    "OutreachTried": gettext_noop("Probeerde je te bereiken"),
    "SignalPassedOn": gettext_noop("Gaf een zorg over geld door, omdat jij ja zei"),
    "MessageReceived": gettext_noop("Stuurde een bericht"),
    "MessageSent": gettext_noop("Stuurde je een bericht"),
    "AgreementMade": gettext_noop("Maakte een afspraak voor je met een partner"),
    "AftercareDone": gettext_noop("Vroeg hoe het met je gaat"),
    "WayChosen": gettext_noop("Zette een weg naar ander werk in je traject"),
    "StepAgreed": gettext_noop("Sprak een stap met je af"),
    "StepDone": gettext_noop("Zette een stap op klaar"),
    "CaseClosed": gettext_noop("Rondde je vraag af"),
    "CaseReopened": gettext_noop("Opende je vraag weer"),
    "CaseClassified": gettext_noop("Schreef je situatie op"),
    "PersonMoved": gettext_noop("Schreef op dat je situatie veranderde"),
    "AdviserAssigned": gettext_noop("Gaf je dossier aan een collega"),
    "HandoverOffered": gettext_noop("Vroeg een ander om je verder te helpen"),
    "HandoverAccepted": gettext_noop("Nam je vraag over"),
    "HandoverReturned": gettext_noop("Kon je vraag niet overnemen"),
    "HandoverRedirected": gettext_noop("Stuurde je vraag door"),
    "HandoverWithdrawn": gettext_noop("Trok een vraag aan een ander in"),
    "HandoverReminded": gettext_noop("Herinnerde een organisatie aan jouw vraag"),
    "HandoverEscalated": gettext_noop("Bracht jouw vraag naar een teamleider"),
    "SharingAllowed": gettext_noop("Liet een organisatie meekijken, omdat jij ja zei"),
    "SharingStopped": gettext_noop("Stopte met delen"),
    "SignalTaken": gettext_noop("Pakte de zorg over geld op"),
    "PossibleDuplicateNoted": gettext_noop("Keek of je vraag er al was"),
    "InquirySeen": gettext_noop("Keek naar je vraag"),
    "InquiryKept": gettext_noop("Maakte een code om terug te komen"),
    "WaitingStarted": gettext_noop("Kwam op de wachtlijst voor een eerdere plek"),
    "WaitingStopped": gettext_noop("Ging van de wachtlijst af"),
    "WorkSeenByEmployer": gettext_noop("Liet een werkgever lezen wat jij deelde"),
    "WorkSuggested": gettext_noop("Stelde werk voor"),
    "WorkAccepted": gettext_noop("Zei ja tegen werk"),
    "WorkDeclined": gettext_noop("Zei nee tegen werk"),
    "WorkIntroduced": gettext_noop("Stelde je voor bij een werkgever"),
    "WorkInvited": gettext_noop("Schreef op dat een werkgever kennis wil maken"),
    "WorkRejected": gettext_noop("Schreef op dat een werkgever nee zei"),
    "WorkSuggestionEnded": gettext_noop("Nam een voorstel voor werk terug"),
    "PersonInvitedToGathering": gettext_noop("Liet je een bijeenkomst zien"),
    "GatheringSeenByOrganiser": gettext_noop("Keek wie er naar een bijeenkomst komt"),
    "GatheringJoined": gettext_noop("Meldde zich aan voor een bijeenkomst"),
    "GatheringLeft": gettext_noop("Meldde zich af voor een bijeenkomst"),
    "GroupRouteJoined": gettext_noop("Deed mee met een groep van werk naar werk"),
    "GroupRouteLeft": gettext_noop("Stapte uit een groep van werk naar werk"),
    "PlacementMade": gettext_noop("Schreef op dat je werk begon"),
    "RegisterStatusNoted": gettext_noop("Schreef op of je in het doelgroepregister staat"),
    "PlacementChecked": gettext_noop("Schreef op hoe het gaat op je werk"),
    "PlacementEnded": gettext_noop("Schreef op dat je werk stopte"),
    "DocumentAdded": gettext_noop("Voegde een document toe"),
    "DocumentSeen": gettext_noop("Opende een document"),
    "AppointmentBooked": gettext_noop("Maakte een afspraak"),
    "AppointmentMoved": gettext_noop("Verzette een afspraak"),
    "AppointmentCancelled": gettext_noop("Zegde een afspraak af"),
    "AppointmentAttended": gettext_noop("Schreef op dat je op de afspraak was"),
    "AppointmentMissed": gettext_noop("Schreef op dat je niet op de afspraak was"),
}
"""Event or view → what somebody did, as the resident reads it after a name."""
LOOKED = gettext_noop("Keek in je gegevens")
DID = gettext_noop("Werkte iets bij in je dossier")
_PARTIES: Mapping[str, str] = {
    ActorKind.RESIDENT.value: gettext_noop("Jij"),
    ActorKind.SYSTEM.value: gettext_noop("Voordeur, vanzelf"),
    ActorKind.VISITOR.value: gettext_noop("Iemand met de link die jij kreeg, of jijzelf"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """Who did what and for what on one day; ``times`` when it happened more than once."""

    who: str
    what: str
    purpose: str
    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class LogDay:
    """One day of the log, newest line first."""

    day: date
    lines: tuple[LogLine, ...]


def days_of(context: Context, region: Region, lines: Iterable[LookedLine]) -> tuple[LogDay, ...]:
    """Return ``lines`` per day, newest first, the same thing by the same party counted once."""
    newest_first = sorted(lines, key=lambda line: line.at, reverse=True)
    per_day = groupby(newest_first, key=lambda line: line.at.astimezone(AMSTERDAM).date())
    return tuple(LogDay(day, _counted(context, region, held)) for day, held in per_day)


def _counted(context: Context, region: Region, lines: Iterable[LookedLine]) -> tuple[LogLine, ...]:
    found: dict[tuple[str, str, str], list[datetime]] = {}
    for line in lines:
        key = (who(context, region, line), what(line), purpose(context, region, line))
        found.setdefault(key, []).append(line.at)
    return tuple(
        LogLine(who=key[0], what=key[1], purpose=key[2], at=moments[0], times=len(moments))
        for key, moments in found.items()
    )


def who(context: Context, region: Region, line: LookedLine) -> str:
    """Return the organisation, or in words what was no organisation."""
    if line.organisation:
        return party_name(context, region, line.organisation)
    return _(_PARTIES.get(line.actor_kind, _PARTIES[ActorKind.SYSTEM.value]))


def what(line: LookedLine) -> str:
    """Return what was done in words."""
    if line.name == "SharingStopped" and line.organisation:
        return _("Stopte met delen, omdat jij dat vroeg")
    return _(DEEDS.get(line.name, LOOKED if line.kind == "view" else DID))


def purpose(context: Context, region: Region, line: LookedLine) -> str:
    """Return what it was for; '' where an act says that itself."""
    described = region.purposes.get(line.purpose)
    return described.label.in_language(context.language) if described else ""
