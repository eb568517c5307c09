"""Kinds with which a region accounts for matching: its weights, and what it says of an algorithm."""

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.fields import (
    ORGANISATION,
    Kind,
    choice,
    day,
    line,
    number,
    prose,
    reference,
)
from voordeur.domain.register.kinds.agenda import LEADERS

PUBLICATION = {
    "high_risk": Text("hoog-risico AI-systeem", "high-risk AI system"),
    "impactful": Text("impactvol algoritme", "algorithm with impact"),
    "other": Text("overig algoritme", "other algorithm"),
}
"""The three categories of the national algorithm register, version 1.0."""

KINDS = (
    Kind(
        code="matching_weights",
        name=Text("keuze van gewichten", "choice of weights"),
        plural=Text("gewichten van het matchen", "weights of matching"),
        explanation=Text("Hoe zwaar elk deel telt als Voordeur mensen en werk bij elkaar zoekt. Samen 1000 punten. De nieuwste keuze die vandaag geldt, telt.", "How much each part counts when Voordeur brings people and work together. Together 1000 points. The newest choice that holds today counts."),
        writers=LEADERS | {Role.COORDINATOR},
        fields=(
            reference("organisation", "Wie koos dit", "Who chose this", ORGANISATION, needed=True),
            day("from", "Geldt vanaf", "Holds from", needed=True),
            day("until", "Geldt tot en met", "Holds up to and including"),
            prose("why", "Waarom deze keuze", "Why this choice", needed=True),
            number("required", "Nodige vaardigheden", "Skills needed", needed=True),
            number("preferred", "Gewenste vaardigheden", "Skills preferred", needed=True),
            number("occupation", "Eerder werk of wens", "Earlier work or wish", needed=True),
            number("travel", "Reistijd", "Travel time", needed=True),
            number("hours", "Uren per week", "Hours a week", needed=True),
            number("education", "Opleiding", "Education", needed=True),
            number("availability", "Op tijd kunnen beginnen", "Can start in time", needed=True),
            number("focus", "Sector die de persoon wil", "Sector the person wants", needed=True),
            number("late_days", "Zoveel dagen kan werk wachten", "Days work can wait"),
            number("levels_below", "Zoveel niveaus opleiding mogen ontbreken", "Levels of education that may be missing"),
        ),
    ),
    Kind(
        code="algorithm",
        name=Text("antwoord voor het algoritmeregister", "answer for the algorithm register"),
        plural=Text("antwoorden voor het algoritmeregister", "answers for the algorithm register"),
        explanation=Text("Wat alleen de regio kan zeggen over een algoritme. De rest vult Voordeur in. De code is ‘matching’ of ‘broker’.", "What only the region can say about an algorithm. Voordeur fills in the rest. The code is ‘matching’ or ‘broker’."),
        writers=LEADERS | {Role.COORDINATOR, Role.PRIVACY_OFFICER},
        fields=(
            reference("organisation", "Welke organisatie zet het in", "Which organisation uses it", ORGANISATION),
            line("contact_email", "E-mailadres of website voor vragen", "E-mail address or website for questions"),
            choice("publication_category", "Publicatiecategorie", "Publication category", PUBLICATION),
            prose("proportionality", "Afwegingen: voordelen, nadelen, alternatieven", "Considerations: advantages, disadvantages, alternatives"),
            prose("risks", "Risico’s en hoe jullie ermee omgaan", "Risks and how you deal with them"),
            prose("lawful_basis", "Wettelijke basis", "Legal basis"),
            prose("impact_tests", "Toetsen op gevolgen (DPIA, IAMA)", "Impact assessments (DPIA, IAMA)"),
            line("website", "Pagina van de organisatie hierover", "Page of the organisation about this"),
            line("process_index_url", "Adres in het verwerkingsregister", "Address in the register of processing"),
        ),
    ),
)  # fmt: skip
