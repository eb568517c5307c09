"""What codes of a case are called on screen: parties, events, labels from the pack."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.because import Because
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import ELSEWHERE, Region
from voordeur.services.context import Context

EVENT_TITLES: Mapping[str, str] = {
    "CaseRegistered": gettext_noop("Vraag geregistreerd"),
    "NextStepPlanned": gettext_noop("Volgende stap afgesproken"),
    "NoteWritten": gettext_noop("Notitie"),
    "AdviceTalkHeld": gettext_noop("Adviesgesprek"),
    "OutreachTried": gettext_noop("Geprobeerd te bereiken"),
    "SignalPassedOn": gettext_noop("Signaal doorgegeven"),
    "SignalTaken": gettext_noop("Signaal opgepakt"),
    "MessageReceived": gettext_noop("Bericht van de bewoner"),
    "MessageSent": gettext_noop("Bericht aan de bewoner"),
    "AgreementMade": gettext_noop("Afspraak met een partner"),
    "AftercareDone": gettext_noop("Nazorg"),
    "StepAgreed": gettext_noop("Taak afgesproken"),
    "StepDone": gettext_noop("Taak klaar"),
    "CaseClosed": gettext_noop("Dossier afgerond"),
    "CaseReopened": gettext_noop("Dossier heropend"),
    "CaseClassified": gettext_noop("Situatie vastgelegd"),
    "ReturnCodeRenewed": gettext_noop("Nieuwe code voor Mijn Voordeur"),
    "PersonMoved": gettext_noop("Situatie veranderd"),
    "AdviserAssigned": gettext_noop("Naar een collega"),
    "HandoverOffered": gettext_noop("Overdracht aangeboden"),
    "HandoverAccepted": gettext_noop("Overdracht aangenomen"),
    "HandoverReturned": gettext_noop("Overdracht teruggegeven"),
    "HandoverRedirected": gettext_noop("Overdracht doorgestuurd"),
    "HandoverWithdrawn": gettext_noop("Overdracht ingetrokken"),
    "HandoverReminded": gettext_noop("Herinnering gestuurd"),
    "HandoverEscalated": gettext_noop("Naar de teamleider gebracht"),
    "SharingAllowed": gettext_noop("Delen toegestaan"),
    "SharingStopped": gettext_noop("Delen gestopt"),
    "DocumentAdded": gettext_noop("Document toegevoegd"),
    "AppointmentBooked": gettext_noop("Afspraak gemaakt"),
    "AppointmentMoved": gettext_noop("Afspraak verzet"),
    "AppointmentCancelled": gettext_noop("Afspraak afgezegd"),
    "AppointmentAttended": gettext_noop("Naar de afspraak gekomen"),
    "AppointmentMissed": gettext_noop("Niet naar de afspraak gekomen"),
    "TrajectoryDrafted": gettext_noop("Traject in opbouw"),
    "TrajectoryProposed": gettext_noop("Traject voorgelegd"),
    "TrajectoryAgreed": gettext_noop("Ja tegen het traject"),
    "TrajectoryChangeAsked": gettext_noop("Ander plan gevraagd"),
    "TrajectoryCommented": gettext_noop("Iets gezegd over het traject"),
    "TrajectoryPaused": gettext_noop("Traject staat even stil"),
    "TrajectoryResumed": gettext_noop("Traject gaat verder"),
    "TrajectoryFinished": gettext_noop("Traject klaar"),
    "TrajectoryStopped": gettext_noop("Traject gestopt"),
    "TrajectoryMoved": gettext_noop("Een ander betaalt het traject verder"),
    "ContinuityAsked": gettext_noop("Gevraagd wie het traject verder betaalt"),
    "ContinuityRefused": gettext_noop("Nee op de vraag om verder te betalen"),
    "WayChosen": gettext_noop("Weg uit de sectorpaden in het traject gezet"),
    "StepPlanned": gettext_noop("Stap van het traject gepland"),
    "StepChanged": gettext_noop("Stap van het traject veranderd"),
    "StepMoved": gettext_noop("Volgorde van stappen veranderd"),
    "StepCancelled": gettext_noop("Stap van het traject gaat niet door"),
    "StepOrdered": gettext_noop("Stap van het traject besteld"),
    "StepStarted": gettext_noop("Stap van het traject begonnen"),
    "StepFinished": gettext_noop("Stap van het traject klaar"),
    "AttendanceRecorded": gettext_noop("Aanwezigheid vastgelegd"),
    "WorkSuggested": gettext_noop("Werk voorgesteld"),
    "WorkAccepted": gettext_noop("Ja tegen dit werk"),
    "WorkDeclined": gettext_noop("Nee tegen dit werk"),
    "WorkIntroduced": gettext_noop("Voorgesteld bij de werkgever"),
    "WorkInvited": gettext_noop("De werkgever wil kennismaken"),
    "WorkRejected": gettext_noop("Nee van de werkgever"),
    "WorkSuggestionEnded": gettext_noop("Voorstel voor werk teruggenomen"),
    "PersonInvitedToGathering": gettext_noop("Een bijeenkomst laten zien"),
    "GatheringJoined": gettext_noop("Aangemeld voor een bijeenkomst"),
    "GatheringLeft": gettext_noop("Afgemeld voor een bijeenkomst"),
    "GroupRouteJoined": gettext_noop("Meegedaan met een groep van werk naar werk"),
    "GroupRouteLeft": gettext_noop("Uit een groep van werk naar werk gestapt"),
    "PlacementMade": gettext_noop("Werk begonnen"),
    "RegisterStatusNoted": gettext_noop("Opgeschreven hoe het met het doelgroepregister staat"),
    "PlacementChecked": gettext_noop("Gevraagd hoe het gaat op het werk"),
    "PlacementEnded": gettext_noop("Werk gestopt"),
    "ProfileAnswered": gettext_noop("Vragen over de situatie beantwoord"),
    "ToolboxNotUsed": gettext_noop("Gezegd waarom er niets is ingezet"),
    "OrientationResultKept": gettext_noop("Uitkomst van een hulpmiddel in het profiel gezet"),
    "ProfileLinesAdded": gettext_noop("Profiel aangevuld"),
    "ProfileLineChanged": gettext_noop("Profiel gewijzigd"),
    "ProfileLineRemoved": gettext_noop("Iets uit het profiel gehaald"),
    "ProfilePracticalKept": gettext_noop("Profiel gewijzigd"),
    "DeviationTold": gettext_noop("Van de gewone weg afgeweken"),
    "DeviationLearned": gettext_noop("Opgeschreven wat we leerden"),
    "PossibleDuplicateNoted": gettext_noop("Mogelijk dezelfde persoon gevonden"),
    "InquiryKept": gettext_noop("Vraag aan de voordeur achtergelaten"),
    "EmployerApproached": gettext_noop("Werkgever benaderd"),
    "EmployerJoinedNetwork": gettext_noop("Werkgever doet mee in een netwerk"),
    "EmployerOpened": gettext_noop("Werkgever opgenomen"),
    "EmployerPlanMade": gettext_noop("Plan van een werkgever gemaakt"),
    "EmployerTalkLogged": gettext_noop("Contact met een werkgever vastgelegd"),
    "GatheringHeld": gettext_noop("Bijeenkomst gehouden"),
    "GatheringPlanned": gettext_noop("Bijeenkomst gepland"),
    "MeetingHeld": gettext_noop("Vergadering gehouden"),
    "TrainingPlanned": gettext_noop("Training gepland"),
    "VacancyOpened": gettext_noop("Vacature geopend"),
}
"""Event name → what it is called on the timeline, and where a result is counted from it."""

OUTREACH_RESULTS: Mapping[str, str] = {
    "reached": gettext_noop("bereikt"),
    "no_answer": gettext_noop("geen antwoord"),
    "not_home": gettext_noop("niet thuis"),
    "left_message": gettext_noop("bericht achtergelaten"),
    "wrong_details": gettext_noop("gegevens kloppen niet"),
    "does_not_want": gettext_noop("wil nu geen contact"),
}
"""What came of an attempt to reach somebody."""

SIGNALS: Mapping[str, str] = {
    "debt": gettext_noop("schulden of betalingsachterstand"),
    "poverty": gettext_noop("te weinig geld om van te leven"),
}
"""Signals of TB-17 that go to municipal debt help."""

AGREEMENTS: Mapping[str, str] = {
    "complementary_service": gettext_noop("aanvullende dienst naast wat er al loopt"),
    "division_of_work": gettext_noop("wie doet wat"),
    "activation_group": gettext_noop("activeringsgroep"),
    "reintegration_partner": gettext_noop("uitzendbureau of re-integratiepartner"),
}
"""Sorts of agreement between parties about one person."""

AFTERCARE_RESULTS: Mapping[str, str] = {
    "still_at_work": gettext_noop("werkt nog"),
    "still_learning": gettext_noop("leert nog"),
    "changed_work": gettext_noop("heeft ander werk"),
    "stopped": gettext_noop("is gestopt"),
    "not_reached": gettext_noop("niet bereikt"),
}
"""How it goes with somebody some months after the outcome."""

TALK_RESULTS: Mapping[str, str] = {
    "enough": gettext_noop("kan hiermee verder"),
    "not_enough": gettext_noop("heeft meer hulp nodig"),
}
"""Whether an advice talk was enough; if not, the case may go to the finally responsible party."""

RESULTS: Mapping[str, str] = {
    **OUTREACH_RESULTS,
    **SIGNALS,
    **AGREEMENTS,
    **AFTERCARE_RESULTS,
    **TALK_RESULTS,
}

OTHER_EVENT = gettext_noop("Bijgewerkt")

FIELD_WORDS: Mapping[str, str] = {
    "work": gettext_noop("Werk"),
    "employer": gettext_noop("Werkgever"),
}


class Labelled(Protocol):
    """An entry of the pack with a label."""

    @property
    def label(self) -> Text:
        """What people read."""


def event_title(name: str) -> str:
    """Return what an event is called, in the language of the page."""
    return _(EVENT_TITLES.get(name, OTHER_EVENT))


def result_words(code: str) -> str:
    """Return what the code of an entry is called; the code itself when it is not one of ours."""
    return _(RESULTS.get(code, code)) if code else ""


def party_name(context: Context, region: Region, code: str | None) -> str:
    """Return the name of an organisation today; '' for none, the code when it left the pack."""
    if not code:
        return ""
    if code not in region.organisations:
        return code
    return region.organisation_name(code, context.today, context.language)


def judged_here(
    context: Context, region: Region, because: Because | None, *, municipality: str
) -> Because | None:
    """Return ``because`` with what would change it said as organisations, for somebody living here.

    A change of municipality is judged for that municipality; changes that lead to the same
    organisation are left out.
    """
    if because is None:
        return None
    today = context.today
    now = region.organisation_for(because.answer, municipality, today)
    found = []
    for change in because.changes:
        place = change.value if change.fact == "municipality" else municipality
        code = region.organisation_for(change.answer, place, today)
        if code and code != now:
            found.append(replace(change, answer=code))
    return replace(because, changes=tuple(found))


def label_of(context: Context, entries: Mapping[str, Labelled], code: str) -> str:
    """Return the label of a pack code; the code itself when the pack no longer has it."""
    entry = entries.get(code)
    return entry.label.in_language(context.language) if entry else code


def municipality_name(region: Region, slug: str) -> str:
    """Return the name of a municipality; 'elsewhere' in words; '' for none."""
    if slug == ELSEWHERE:
        return _("buiten de regio")
    place = region.municipality(slug) if slug else None
    return place.name if place else slug


def step_words(step: str) -> str:
    """Return a next step in the language of the page when it is one of ours, else as typed."""
    return _(step) if step else ""


def fact_words(context: Context, region: Region, fact: str, value: object) -> tuple[str, str]:
    """Return the label of a routing fact and of its value."""
    definition = region.facts.get(fact)
    if definition is None:
        return _(FIELD_WORDS.get(fact, fact)), str(value)
    known = next((one for one in definition.values if one.code == value), None)
    words = known.label.in_language(context.language) if known else str(value)
    return definition.label.in_language(context.language), words
