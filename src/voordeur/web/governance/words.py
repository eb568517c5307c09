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
    "EmployerOpened": gettext_noop("Werkgever opgenomen"),
    "EmployerChanged": gettext_noop("Gegevens van een werkgever gewijzigd"),
    "EmployerSiteAdded": gettext_noop("Vestiging toegevoegd"),
    "EmployerTalkLogged": gettext_noop("Contact met een werkgever vastgelegd"),
    "EmployerTalkFollowed": gettext_noop("Afspraak met een werkgever opgevolgd"),
    "VacancyOpened": gettext_noop("Vacature geopend"),
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
