"""What a refusal says to a person: one sentence per reason, and the page that carries it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.services.earmarks import STAFF
from voordeur.services.register_words import euros

SENTENCES: dict[Reason, str] = {
    Reason.NOT_FOUND: gettext_noop("Deze pagina bestaat niet, of is niet voor jou."),
    Reason.NO_GRANT: gettext_noop("Deze pagina bestaat niet, of is niet voor jou."),
    Reason.ROLE_DOES_NOT_ALLOW: gettext_noop("Met jouw rol kan dit niet. Vraag je teamleider."),
    Reason.NOT_ACCOUNTABLE: gettext_noop(
        "Een andere organisatie is nu aan zet. Alleen zij kan dit doen."
    ),
    Reason.NOT_RECEIVER: gettext_noop("Deze overdracht is aan een andere organisatie gevraagd."),
    Reason.NOT_SENDER: gettext_noop("Deze overdracht is door een andere organisatie aangeboden."),
    Reason.CASE_CLOSED: gettext_noop("Dit dossier is afgerond. Heropen het eerst."),
    Reason.CASE_OPEN: gettext_noop("Dit dossier is al open."),
    Reason.HANDOVER_OPEN: gettext_noop(
        "Er loopt een overdracht. Trek die eerst in, of wacht op het antwoord."
    ),
    Reason.HANDOVER_ANSWERED: gettext_noop(
        "Deze overdracht is al beantwoord. Er is niets gewijzigd."
    ),
    Reason.SAME_ORGANISATION: gettext_noop("Kies een andere organisatie dan die er al bij is."),
    Reason.RECEIVER_TAKES_NO_HANDOVERS: gettext_noop(
        "Deze organisatie neemt geen dossiers over. Kies een andere."
    ),
    Reason.REASON_NEEDED: gettext_noop("Geef een reden. Die blijft bij het dossier."),
    Reason.OUTCOME_NEEDED: gettext_noop("Kies een uitkomst. Zonder uitkomst sluit er niets."),
    Reason.RESIDENT_NOT_INFORMED: gettext_noop(
        "Vertel het eerst aan de bewoner en zeg hoe je dat deed."
    ),
    Reason.NEXT_STEP_NEEDED: gettext_noop("Schrijf de volgende stap op, met een datum."),
    Reason.DATE_IN_THE_PAST: gettext_noop("Die dag is al geweest. Kies vandaag of later."),
    Reason.NO_CONSENT: gettext_noop("De bewoner heeft hier nog geen ja op gezegd."),
    Reason.NO_LEGAL_BASIS: gettext_noop("De wet geeft deze organisatie hier geen taak voor."),
    Reason.LEGAL_TASK_STAYS: gettext_noop(
        "Deze organisatie heeft dit nodig voor een taak in de wet. Daarom kan het niet uit."
    ),
    Reason.ALREADY_WITHDRAWN: gettext_noop("Het delen was al gestopt."),
    Reason.SLOT_TAKEN: gettext_noop("Net voor jou koos iemand deze tijd. Kies een andere."),
    Reason.SLOT_UNKNOWN: gettext_noop("Deze tijd kan niet meer. Kies een andere."),
    Reason.APPOINTMENT_SETTLED: gettext_noop("Deze afspraak is al afgerond, verzet of afgezegd."),
    Reason.APPOINTMENT_NOT_YET: gettext_noop("Deze afspraak moet nog beginnen."),
    Reason.LINK_EXPIRED: gettext_noop("Deze link is verlopen. Vraag een nieuwe aan."),
    Reason.LINK_INVALID: gettext_noop("Deze link klopt niet. Kopieer hem helemaal uit je mail."),
    Reason.CHANGED_MEANWHILE: gettext_noop(
        "Iemand was je net voor. Kijk wat er nu staat en probeer het opnieuw."
    ),
    Reason.PACK_INVALID: gettext_noop("Het regiopakket heeft fouten. Er is niets geladen."),
    Reason.TOO_LARGE: gettext_noop("Dit is te groot. Maak het kleiner en probeer het opnieuw."),
    Reason.KIND_NOT_ALLOWED: gettext_noop("Dit soort bestand kan niet. Kies een ander bestand."),
    Reason.INVALID_INPUT: gettext_noop("Er klopt iets niet in wat je invulde."),
    Reason.TOO_MANY_ATTEMPTS: gettext_noop("Te vaak geprobeerd. Wacht een kwartier."),
    Reason.NEEDS_AMENDMENT: gettext_noop(
        "Dit plan is vastgesteld. Maak er een wijziging van; na het besluit geldt die."
    ),
    Reason.DECISION_FIRST: gettext_noop(
        "Dit kan alleen met een besluit. Maak er een voorstel van; na het besluit geldt het."
    ),
    Reason.NOT_EMPTY: gettext_noop("Hier staat al iets. Dit kan alleen in een lege regio."),
    Reason.STILL_USED: gettext_noop("Iets anders verwijst hier nog naar. Pas dat eerst aan."),
    Reason.PROPOSAL_RUNS: gettext_noop(
        "Dit voorstel loopt al. Haal het eerst terug om het te herzien."
    ),
    Reason.PROPOSAL_NOT_RUNNING: gettext_noop("Dit voorstel loopt niet, of niet meer."),
    Reason.ROUTE_HAS_HOLE: gettext_noop(
        "De besluitroute klopt niet op deze dag. Pas de route eerst aan."
    ),
    Reason.BODY_NOT_IN_FORCE: gettext_noop("Dit overleg bestaat niet op die dag."),
    Reason.OUT_OF_ORDER: gettext_noop(
        "Dit kan nog niet: er ontbreekt een eerdere stap. Bij het voorstel staat welke."
    ),
    Reason.STEP_REFUSED: gettext_noop(
        "Een eerdere stap is geweigerd of aangehouden. Herzie het voorstel of trek het in."
    ),
    Reason.STEP_GIVEN: gettext_noop("Deze stap was al vastgelegd. Er is niets gewijzigd."),
    Reason.NO_QUORUM: gettext_noop(
        "Er zijn te weinig leden om te besluiten. Vul in hoeveel er waren, of houd het aan."
    ),
    Reason.DAY_STILL_TO_COME: gettext_noop("Die dag moet nog komen. Kies vandaag of eerder."),
    Reason.DAYS_OUT_OF_ORDER: gettext_noop(
        "Deze dag ligt voor een eerdere stap. Kies dezelfde dag of later."
    ),
    Reason.DECISION_NEEDED: gettext_noop(
        "Hier is nog geen besluit over. Volg eerst de besluitroute."
    ),
    Reason.ABOVE_DECISION: gettext_noop("Dit is meer dan er besloten is."),
    Reason.NUMBER_TAKEN: gettext_noop("Dit registratienummer is al gebruikt."),
    Reason.OVER_COMMITTED: gettext_noop(
        "In dit budget zit niet genoeg vrij geld. Er is niets veranderd."
    ),
    Reason.MONEY_NOT_RESERVED: gettext_noop("Hiervoor is niet zoveel geld gereserveerd."),
    Reason.ABOVE_COMMITTED: gettext_noop("Dit is meer dan er is vastgelegd. Er is niets betaald."),
    Reason.NOTHING_TO_RETURN: gettext_noop("Er is niet zoveel betaald dat terug kan."),
    Reason.AMOUNT_NOT_POSITIVE: gettext_noop("Vul een bedrag in boven nul."),
    Reason.OUTSIDE_PERIOD: gettext_noop("Dit budget geldt niet op de dag dat het geld nodig is."),
    Reason.OUTSIDE_EARMARK: gettext_noop(
        "Dit geld is voor iets anders bedoeld. Het mag dit niet betalen."
    ),
    Reason.WAY_IN_TRAJECTORY: gettext_noop(
        "Een stap van deze weg staat al open in het traject. Kijk eerst wat er staat."
    ),
    Reason.WAY_BLOCKED: gettext_noop(
        "Deze weg kan nu niet: er ontbreekt iets wat verplicht is. Kies een andere weg."
    ),
    Reason.CLAIMED_TWICE: gettext_noop(
        "Deze kosten zijn al helemaal gedekt. Dezelfde kosten kun je niet twee keer laten betalen."
    ),
    Reason.ABOVE_CEILING: gettext_noop("Deze bron betaalt hier hooguit een lager bedrag."),
    Reason.DATE_IN_THE_FUTURE: gettext_noop("Die dag moet nog komen. Kies vandaag of eerder."),
    Reason.EMPLOYER_KNOWN: gettext_noop("Een werkgever met dit KvK-nummer is er al."),
    Reason.PLACEMENT_OVER: gettext_noop("Deze plaatsing is al afgelopen."),
    Reason.VACANCY_NOT_IN_STATE: gettext_noop("Dat kan nu niet met deze vacature."),
    Reason.VACANCY_FULL: gettext_noop("Alle plekken zijn inmiddels bezet."),
    Reason.VACANCY_NOT_FRESH: gettext_noop(
        "Deze vacature is te lang niet nagekeken. Vraag de werkgever eerst of hij nog klopt."
    ),
    Reason.VACANCY_ELSEWHERE: gettext_noop(
        "Deze vacature komt van elders. De persoon solliciteert daar zelf."
    ),
    Reason.TOO_MANY_CANDIDATES: gettext_noop(
        "De werkgever heeft al genoeg mensen om te bekijken. Wacht op een antwoord."
    ),
    Reason.REFERRAL_NOT_IN_STATE: gettext_noop("Dit is al beantwoord. Er is niets veranderd."),
    Reason.ALREADY_REFERRED: gettext_noop("Deze persoon is al gevraagd voor deze vacature."),
    Reason.SOURCE_CANNOT_PAY: gettext_noop("Deze bron mag dit niet betalen."),
    Reason.CONSENT_MISSING: gettext_noop("Nog niet elke eigenaar van het geld heeft ja gezegd."),
    Reason.CONSENT_ANSWERED: gettext_noop("Hier is al op geantwoord."),
    Reason.MIX_SETTLED: gettext_noop(
        "Dit voorstel is al afgehandeld. Vraag zo nodig een nieuw voorstel."
    ),
    Reason.MIX_CHANGED: gettext_noop(
        "Het geld is intussen veranderd. Bekijk de nieuwe voorstellen."
    ),
    Reason.PAID_MONEY_STAYS: gettext_noop(
        "Wat al betaald is, blijft betaald. Alleen de rest komt terug."
    ),
    Reason.TRAJECTORY_NOT_IN_STATE: gettext_noop("Dit kan nu niet in dit traject."),
    Reason.TRAJECTORY_LIVE: gettext_noop("Er loopt een traject in dit dossier. Rond dat eerst af."),
    Reason.STEP_NOT_IN_STATE: gettext_noop("Dit kan nu niet met deze stap."),
    Reason.STEPS_IN_CIRCLE: gettext_noop(
        "Deze stappen wachten op elkaar in een kring. Haal één verband weg."
    ),
    Reason.EARLIER_STEP_FIRST: gettext_noop("Eerst moet de stap ervoor klaar zijn."),
    Reason.PERSON_NOT_AGREED: gettext_noop(
        "De persoon heeft nog geen ja gezegd tegen dit traject."
    ),
    Reason.NO_PLACES_LEFT: gettext_noop("Er zijn geen plekken meer vrij."),
    Reason.INVOICE_KNOWN: gettext_noop(
        "Deze factuur is al verwerkt. Er wordt niets dubbel betaald."
    ),
    Reason.AGREEMENT_NEEDED: gettext_noop(
        "Leg eerst vast wie dit verder betaalt, of kies geld dat met de persoon meegaat."
    ),
    Reason.OPEN_STEPS: gettext_noop("Er zijn nog stappen die niet klaar zijn of niet vervallen."),
    Reason.MEETING_HELD: gettext_noop("Deze vergadering is al geweest. De agenda ligt vast."),
    Reason.OWN_PLAN_NEEDED: gettext_noop(
        "Dit is een grote regel. Vul eerst het nummer van het eigen plan in, dan kan hij lopen."
    ),
    Reason.TRAINING_OVER: gettext_noop("Deze training is geweest of gaat niet door."),
    Reason.DEMO_ONLY: gettext_noop("Dit kan alleen in de demo."),
    Reason.GATHERING_OVER: gettext_noop("Deze bijeenkomst is geweest of gaat niet door."),
    Reason.AGREEMENT_FIRST: gettext_noop(
        "Nog niet iedereen heeft getekend. Zodra dat zo is, werkt de code."
    ),
    Reason.ROUTE_OVER: gettext_noop(
        "Deze groep is afgesloten. Je kunt wel zelf een vraag stellen."
    ),
    Reason.ALREADY_AT_TABLE: gettext_noop("Dit thema ligt al bij de regionale tafel."),
    Reason.NOT_RECURRING: gettext_noop(
        "Dit noemden nog te weinig werkgevers. Er is niets gewijzigd."
    ),
}
"""Every reason has its sentence; a test holds that none is missing."""

_HIDDEN = {Reason.NOT_FOUND, Reason.NO_GRANT, Reason.DEMO_ONLY}
_STATUS = {Reason.TOO_MANY_ATTEMPTS: 429, Reason.TOO_LARGE: 413, Reason.LINK_EXPIRED: 410}


AMOUNTS: Mapping[Reason, str] = {
    Reason.OVER_COMMITTED: gettext_noop("Vrij is nog %(left)s."),
    Reason.MONEY_NOT_RESERVED: gettext_noop("Gereserveerd is %(left)s."),
    Reason.ABOVE_COMMITTED: gettext_noop("Vastgelegd is %(left)s."),
    Reason.NOTHING_TO_RETURN: gettext_noop("Betaald is %(left)s."),
    Reason.CLAIMED_TWICE: gettext_noop("Nog niet gedekt is %(left)s."),
}
"""Second sentences of refusals that know how much there was."""


def sentence(refusal: Refusal) -> str:
    """Return what ``refusal`` says to a person, in the language of the page."""
    said = [_(SENTENCES.get(refusal.reason, SENTENCES[Reason.INVALID_INPUT]))]
    left, covered = refusal.facts.get("left_cents"), refusal.facts.get("covered_by")
    if left is not None and refusal.reason in AMOUNTS:
        amount = euros(int(left), translation.get_language() or "nl")
        said.append(_(AMOUNTS[refusal.reason]) % {"left": amount})
    if covered:
        said.append(_("Al gedekt uit: %(budgets)s.") % {"budgets": covered})
    if refusal.reason is Reason.OUTSIDE_EARMARK and "for" in refusal.facts:
        meant = refusal.facts["for"]
        what = _("personeel") if meant == STAFF else meant
        said.append(_("Het is bedoeld voor: %(what)s.") % {"what": what})
    return " ".join(said)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page for a refusal; what one may not see answers exactly as what is not there."""
    if refusal.reason in _HIDDEN:
        return render(request, "errors/404.html", status=404)
    status = _STATUS.get(refusal.reason, 409)
    return render(request, "errors/refused.html", {"sentence": sentence(refusal)}, status=status)
