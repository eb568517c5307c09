"""What codes are called on the governance pages: problems of cells, kinds of messages, deeds."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.services.case_words import EVENT_TITLES
from voordeur.services.import_columns import CellProblem
from voordeur.web.refusals import sentence

CELLS: Mapping[CellProblem, str] = {
    CellProblem.NEEDED: gettext_noop("Vul dit nog in."),
    CellProblem.TOO_LONG: gettext_noop("Dit is te lang."),
    CellProblem.NO_EMAIL: gettext_noop("Dit is geen heel e-mailadres."),
    CellProblem.NO_PHONE: gettext_noop("Dit is geen telefoonnummer."),
    CellProblem.NO_POSTCODE: gettext_noop("Dit is geen postcode."),
    CellProblem.NO_YEAR: gettext_noop("Schrijf het jaar met vier cijfers."),
    CellProblem.NO_DATE: gettext_noop("Schrijf de dag als 31-12-2026."),
    CellProblem.NO_TIME: gettext_noop("Schrijf de tijd als 14:30."),
    CellProblem.DAY_PASSED: gettext_noop("Deze dag is al geweest."),
    CellProblem.UNKNOWN_CHOICE: gettext_noop("Deze keuze kennen we niet."),
    CellProblem.UNKNOWN_ORGANISATION: gettext_noop("Deze organisatie kennen we niet."),
    CellProblem.OTHER_ORGANISATION: gettext_noop("Dit is niet jouw organisatie."),
    CellProblem.UNKNOWN_LOCATION: gettext_noop("Deze spreekuurplek kennen we niet."),
}
"""What is wrong with one cell, as a sentence."""

KINDS: Mapping[str, str] = {
    "people": gettext_noop("Mensen met een vraag"),
    "partners": gettext_noop("E-mailadressen van partners"),
    "appointments": gettext_noop("Afspraken op een spreekuur"),
}
"""What can be imported."""

IMPORT_STATES: Mapping[str, str] = {
    "mapping": gettext_noop("Kolommen kiezen"),
    "mending": gettext_noop("Nakijken"),
    "done": gettext_noop("Klaar"),
    "dropped": gettext_noop("Weggegooid"),
}
"""Where an import stands."""

DEEDS: Mapping[str, str] = {
    "AccountMade": gettext_noop("Account gemaakt"),
    "AccountLinkSent": gettext_noop("Link voor een wachtwoord gestuurd"),
    "AccountDeactivated": gettext_noop("Account gesloten"),
    "AccountReactivated": gettext_noop("Account weer geopend"),
    "MembershipGiven": gettext_noop("Rollen gegeven"),
    "MembershipEnded": gettext_noop("Toegang beëindigd"),
    "PackLoaded": gettext_noop("Regiopakket geladen"),
    "PolicyPositionTaken": gettext_noop("Standpunt vastgelegd"),
    "PartnerContactSet": gettext_noop("E-mailadres van een partner gewijzigd"),
    "MessagesRetried": gettext_noop("Berichten opnieuw verstuurd"),
    "EmployerChanged": gettext_noop("Gegevens van een werkgever gewijzigd"),
    "EmployerSiteAdded": gettext_noop("Vestiging toegevoegd"),
    "EmployerTalkFollowed": gettext_noop("Afspraak met een werkgever opgevolgd"),
    "VacanciesTakenIn": gettext_noop("Vacatures van elders opgenomen"),
    "VacanciesExpired": gettext_noop("Vacatures van elders verlopen"),
    "VacancyChanged": gettext_noop("Vacature gewijzigd"),
    "VacancyConfirmed": gettext_noop("Vacature nagekeken"),
    "VacancyPaused": gettext_noop("Vacature stilgezet"),
    "VacancyReopened": gettext_noop("Vacature weer open"),
    "VacancySplit": gettext_noop("Vacature gesplitst"),
    "VacancyWithdrawn": gettext_noop("Vacature ingetrokken"),
    "ImportStarted": gettext_noop("Import begonnen"),
    "ImportMapped": gettext_noop("Kolommen gekozen"),
    "ImportMended": gettext_noop("Import verbeterd"),
    "ImportTaken": gettext_noop("Rijen opgenomen"),
    "ImportDropped": gettext_noop("Import weggegooid"),
    "ImportSeen": gettext_noop("Import bekeken"),
    "OpenFilesTaken": gettext_noop("Gegevens geëxporteerd"),
    "LogSeen": gettext_noop("Logboek bekeken"),
    "ResidentFound": gettext_noop("Persoon opgezocht voor inzage"),
    "AccessRequestAnswered": gettext_noop("Inzage gegeven"),
    "ResidentForgotten": gettext_noop("Gegevens verwijderd"),
    "EmployerContactForgotten": gettext_noop("Contactpersoon van een werkgever verwijderd"),
    "LooseEndsWiped": gettext_noop("Losse vragen en imports verwijderd"),
    "CaseSeen": gettext_noop("Dossier bekeken"),
    "WorkSeenByEmployer": gettext_noop("Door een werkgever gelezen met een link"),
    "ListSeen": gettext_noop("Lijst bekeken"),
    "WorkListSeen": gettext_noop("Werk voor iemand gezocht"),
    "ListRebuilt": gettext_noop("Lijst nagerekend"),
    "AppointmentSeen": gettext_noop("Afspraak bekeken"),
    "OwnPageSeen": gettext_noop("Bewoner keek in Mijn Voordeur"),
    "OwnDataTaken": gettext_noop("Bewoner haalde een kopie op"),
    "ResidentCameIn": gettext_noop("Bewoner logde in"),
    "LoginLinkSent": gettext_noop("Bewoner vroeg een link om in te loggen"),
    "InquirySeen": gettext_noop("Vraag aan de voordeur bekeken"),
    "AccountLetterSent": gettext_noop("Brief over een account gestuurd"),
    "AdoptionGiven": gettext_noop("Vastgesteld"),
    "AdoptionRefused": gettext_noop("Niet vastgesteld"),
    "AdviceGiven": gettext_noop("Advies gegeven"),
    "AgendaItemPut": gettext_noop("Punt op de agenda gezet"),
    "BoardDocumentRegistered": gettext_noop("Document van een overleg opgenomen"),
    "BudgetAllotted": gettext_noop("Geld in een budget gezet"),
    "BudgetCut": gettext_noop("Geld uit een budget gehaald"),
    "ChangeDropped": gettext_noop("Wijziging van een voorstel weggehaald"),
    "ChangeProposed": gettext_noop("Wijziging voorgesteld"),
    "ChangesWorkedIn": gettext_noop("Wijzigingen na een besluit verwerkt"),
    "CompanyLinkSent": gettext_noop("Link voor een bedrijf gestuurd"),
    "CompanyLinkStopped": gettext_noop("Link van een bedrijf gestopt"),
    "ConsentGiven": gettext_noop("Instemming gegeven"),
    "ConsentRefused": gettext_noop("Instemming geweigerd"),
    "DecisionTaken": gettext_noop("Besluit genomen"),
    "DocumentSeen": gettext_noop("Document bekeken"),
    "EmployerLeftNetwork": gettext_noop("Werkgever uit een netwerk"),
    "EmployerPlanLookedBack": gettext_noop("Teruggekeken op het plan van een werkgever"),
    "EmployerSignedUp": gettext_noop("Werkgever aangemeld voor een bijeenkomst"),
    "EmployersInvited": gettext_noop("Werkgevers uitgenodigd"),
    "EntryRecorded": gettext_noop("In het register opgenomen"),
    "EntryRetired": gettext_noop("In het register uit gebruik genomen"),
    "GatheringCalledOff": gettext_noop("Bijeenkomst afgelast"),
    "GatheringChanged": gettext_noop("Bijeenkomst gewijzigd"),
    "GatheringSeenByOrganiser": gettext_noop("Deelnemers van een bijeenkomst bekeken"),
    "GatheringTaskAdded": gettext_noop("Taak voor een bijeenkomst toegevoegd"),
    "GatheringTaskDone": gettext_noop("Taak voor een bijeenkomst klaar"),
    "GovernanceLoaded": gettext_noop("Besluiten van voorheen opgenomen"),
    "GroupRouteAgreed": gettext_noop("Afspraken van werk naar werk gemaakt"),
    "GroupRouteDrawnUp": gettext_noop("Groep van werk naar werk begonnen"),
    "HandoverLinkSent": gettext_noop("Link naar een overdracht gestuurd"),
    "HoursAdjusted": gettext_noop("Spreekuur gewijzigd"),
    "InformationSent": gettext_noop("Ter kennisgeving gestuurd"),
    "InquiryAnswered": gettext_noop("Vraag aan de voordeur beantwoord"),
    "InquiryStarted": gettext_noop("Vraag aan de voordeur begonnen"),
    "InvoicePaid": gettext_noop("Factuur betaald"),
    "InvoiceRegistered": gettext_noop("Factuur opgenomen"),
    "InvoiceRejected": gettext_noop("Factuur teruggestuurd"),
    "MeetingPlanned": gettext_noop("Vergadering gepland"),
    "MixChosen": gettext_noop("Geld voor een traject gekozen"),
    "MixConsentGiven": gettext_noop("Ja tegen het gebruik van geld"),
    "MixConsentRefused": gettext_noop("Nee tegen het gebruik van geld"),
    "MixConsentWithdrawn": gettext_noop("Ja tegen het gebruik van geld ingetrokken"),
    "MixExpired": gettext_noop("Keuze van geld verlopen"),
    "MixReminded": gettext_noop("Herinnerd aan een vraag om geld"),
    "MixReplaced": gettext_noop("Ander geld voor een traject gekozen"),
    "MoneyExported": gettext_noop("Grootboek meegenomen"),
    "MoneyPlanAdopted": gettext_noop("Plan voor het geld overgenomen"),
    "MoneyPlanAsked": gettext_noop("Plan voor het geld gevraagd"),
    "MoneyReturned": gettext_noop("Geld terug in een budget"),
    "MoneyWayChosen": gettext_noop("Verdeling van geld gekozen"),
    "OrganisationLinkMade": gettext_noop("Link voor een organisatie gemaakt"),
    "OrganisationLinkRevoked": gettext_noop("Link van een organisatie gestopt"),
    "PackageMade": gettext_noop("Pakket voor de raden gemaakt"),
    "PaymentMatched": gettext_noop("Betaling bij een factuur gelegd"),
    "PaymentPutAside": gettext_noop("Betaling apart gelegd"),
    "PaymentsImported": gettext_noop("Betalingen van de bank opgenomen"),
    "ProposalChanged": gettext_noop("Voorstel gewijzigd"),
    "ProposalDrafted": gettext_noop("Voorstel opgesteld"),
    "ProposalRevised": gettext_noop("Voorstel opnieuw gemaakt"),
    "ProposalSubmitted": gettext_noop("Voorstel ingediend"),
    "ProposalWithdrawn": gettext_noop("Voorstel ingetrokken"),
    "RegisterLoaded": gettext_noop("Register uit het regiopakket geladen"),
    "ReserveWithdrawn": gettext_noop("Geld uit de reserve gehaald"),
    "ResidentDetailsCorrected": gettext_noop("Bewoner wijzigde eigen gegevens"),
    "ServiceConfirmed": gettext_noop("Dienst van een partner nagekeken"),
    "SignUpCancelled": gettext_noop("Werkgever afgemeld voor een bijeenkomst"),
    "StepDoneByResident": gettext_noop("Bewoner zette een taak op klaar"),
    "TouchesChanged": gettext_noop("Partijen bij een voorstel gewijzigd"),
    "TrainingBooked": gettext_noop("Plek in een training geboekt"),
    "TrainingBookingCancelled": gettext_noop("Plek in een training afgezegd"),
    "TrainingCancelled": gettext_noop("Training afgelast"),
    "ViewRemoved": gettext_noop("Bewaarde weergave weggehaald"),
    "ViewSaved": gettext_noop("Weergave bewaard"),
    "VocabularyLoaded": gettext_noop("Lijst van vaardigheden geladen"),
    "WaitingStarted": gettext_noop("Op de wachtlijst voor een afspraak"),
    "WaitingStopped": gettext_noop("Van de wachtlijst voor een afspraak"),
}
"""Event name → what it is called in the log, beside the words of a case."""

DETAILS: Mapping[str, str] = {
    "case": gettext_noop("dossier"),
    "handover": gettext_noop("overdracht"),
    "resident": gettext_noop("persoon"),
    "account": gettext_noop("account"),
    "part": gettext_noop("deel"),
    "list": gettext_noop("lijst"),
    "import": gettext_noop("import"),
    "municipality": gettext_noop("gemeente"),
}
"""What the keys of an event are called."""

MESSAGE_KINDS: Mapping[str, str] = {
    "resident": gettext_noop("Nieuws voor een bewoner"),
    "handover": gettext_noop("Overdracht"),
    "appointment": gettext_noop("Afspraak"),
    "login": gettext_noop("Link om in te loggen"),
    "door": gettext_noop("Bericht van de voordeur"),
}
"""First word of a kind of message → what it is called."""

REFUSALS: Mapping[Reason, str] = {
    Reason.NOT_FOUND: gettext_noop("Dit dossier is er niet, of is niet van jullie."),
}
"""Why a row was refused, where the usual sentence does not fit."""


def cell_problem(problem: CellProblem) -> str:
    """Return what is wrong with a cell."""
    return _(CELLS[problem])


def deed(name: str) -> str:
    """Return what an event is called; an unknown one keeps its own name."""
    known = DEEDS.get(name) or EVENT_TITLES.get(name)
    return _(known) if known else name


def details(found: Mapping[str, str]) -> list[str]:
    """Return what helps to find an event: 'dossier K7MQ2XWD9R'."""
    return [f"{_(DETAILS[key])} {value}" for key, value in found.items()]


def message_kind(kind: str) -> str:
    """Return what a kind of message is called."""
    known = MESSAGE_KINDS.get(kind.partition("_")[0])
    return _(known) if known else kind


def row_refusal(reason: str) -> str:
    """Return why a row of an import could not be taken in."""
    known = Reason(reason)
    own = REFUSALS.get(known)
    return _(own) if own else sentence(Refusal(known))
