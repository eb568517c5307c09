"""Kinds of the toolbox: instruments, what is asked about a person, templates and tariffs."""

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.fields import (
    MUNICIPALITY,
    ORGANISATION,
    SECTOR,
    SUB_REGION,
    Kind,
    amount,
    choice,
    condition,
    day,
    flag,
    line,
    moment,
    number,
    prose,
    reference,
    references,
    rows,
    text,
)
from voordeur.domain.register.kinds import choices

TOOLBOX = frozenset({Role.PROGRAMME_TEAM, Role.COORDINATOR})

KINDS = (
    Kind(
        code="characteristic",
        name=Text("kenmerk", "characteristic"),
        plural=Text("kenmerken van een situatie", "characteristics of a situation"),
        explanation=Text(
            "Wat je van iemand wilt weten om te zien welk instrument past.",
            "What you want to know of somebody to see which instrument fits.",
        ),
        writers=TOOLBOX,
        fields=(
            choice("sort", "Soort", "Sort", choices.CHARACTERISTIC_SORTS, needed=True),
            text("question", "Vraag", "Question", needed=True),
            prose("help", "Uitleg bij de vraag", "Explanation of the question"),
            rows(
                "values",
                "Antwoorden",
                "Answers",
                line("code", "Code", "Code", needed=True),
                text("label", "Antwoord", "Answer", needed=True),
            ),
            number("minimum", "Laagste getal", "Lowest number"),
            number("maximum", "Hoogste getal", "Highest number"),
            flag("not_kept", "Antwoord niet bewaren", "Do not keep the answer"),
        ),
    ),
    Kind(
        code="instrument",
        name=Text("instrument", "instrument"),
        plural=Text("gereedschapskist", "toolbox"),
        explanation=Text(
            "Wat een gids kan inzetten: voor wie, van wie, wat het kost en wie het betaalt.",
            "What a guide can use: for whom, by whom, what it costs and who pays.",
        ),
        writers=TOOLBOX,
        own="decides",
        fields=(
            choice("group", "Groep", "Group", choices.INSTRUMENT_GROUPS, needed=True),
            prose("purpose", "Waarvoor", "Purpose", needed=True),
            choice("whom", "Voor", "For", choices.FOR_WHOM, needed=True),
            prose("who", "Voor wie, in woorden", "For whom, in words"),
            condition("when", "Voor wie, als regel", "For whom, as a rule"),
            prose("conditions", "Voorwaarden", "Conditions"),
            text("decider", "Wie beslist", "Who decides"),
            references(
                "decides", "Beslissende organisaties", "Deciding organisations", ORGANISATION
            ),
            text("provider", "Wie voert uit", "Who provides"),
            references(
                "providers", "Uitvoerende organisaties", "Providing organisations", ORGANISATION
            ),
            amount("cost", "Kosten per persoon", "Cost per person"),
            prose("cost_words", "Kosten in woorden", "Cost in words"),
            number("weeks", "Duur in weken", "Duration in weeks"),
            text("duration_words", "Duur in woorden", "Duration in words"),
            number("places", "Plekken in totaal", "Places in total"),
            choice("scale", "Schaal", "Scale", choices.SCALES, needed=True),
            references("municipalities", "Alleen in", "Only in", MUNICIPALITY),
            references("sectors", "Sectoren", "Sectors", SECTOR),
            reference("law", "Wet of regeling", "Law or scheme", "law"),
            text("legal_source", "Plek in de wet", "Place in the law"),
            references(
                "sources", "Geld dat dit mag betalen", "Money that may pay this", "funding_source"
            ),
            choice("verified", "Nagekeken", "Checked", choices.VERIFIED, needed=True),
            day("checked_on", "Nagekeken op", "Checked on"),
            number("fresh_days", "Opnieuw nakijken na dagen", "Check again after days"),
            flag("no_money", "Kost de regio geen geld", "Costs the region no money"),
            references("goals", "Hoort bij", "Belongs to", "plan_line"),
            rows(
                "parties",
                "Wie doet wat",
                "Who does what",
                reference("sub_region", "Deelregio", "Part of the region", SUB_REGION),
                reference("organisation", "Organisatie", "Organisation", ORGANISATION, needed=True),
                choice("task", "Taak", "Task", choices.INSTRUMENT_TASKS, needed=True),
            ),
            flag("jobs_agreement", "Hoort bij de banenafspraak", "Belongs to the jobs agreement"),
            choice(
                "upskilling",
                "Soort om- of bijscholing",
                "Sort of upskilling or reskilling",
                choices.UPSKILLING_SORTS,
            ),
            flag("gives_profile", "Uitkomst hoort in het profiel", "Result belongs in the profile"),
            number("group_least", "Training: minste deelnemers", "Training: fewest participants"),
            number("group_most", "Training: meeste deelnemers", "Training: most participants"),
            number("group_times", "Training: hoe vaak", "Training: how many times"),
            choice("sum", "Rekenhulp", "Calculator", choices.CALCULATORS),
        ),
    ),
    Kind(
        code="tariff",
        name=Text("bedrag of percentage", "amount or percentage"),
        plural=Text("bedragen en percentages", "amounts and percentages"),
        explanation=Text(
            "Getallen waarmee gerekend wordt, elk met een begin en een bron.",
            "Numbers that are calculated with, each with a start and a source.",
        ),
        writers=TOOLBOX,
        fields=(
            choice("unit", "Eenheid", "Unit", choices.TARIFF_UNITS, needed=True),
            rows(
                "values",
                "Waarden",
                "Values",
                day("from", "Vanaf", "From", needed=True),
                day("until", "Tot", "Until"),
                number("value", "Waarde", "Value", needed=True),
                text("source_words", "Waar het staat", "Where it stands"),
                needed=True,
            ),
            choice("verified", "Nagekeken", "Checked", choices.VERIFIED, needed=True),
        ),
    ),
    Kind(
        code="trajectory_template",
        name=Text("voorbeeldtraject", "trajectory template"),
        plural=Text("voorbeeldtrajecten", "trajectory templates"),
        explanation=Text(
            "Een rij stappen die in zo’n situatie vaak werkt.",
            "A row of steps that often works in such a situation.",
        ),
        writers=TOOLBOX,
        fields=(
            prose("purpose", "Waarvoor", "Purpose", needed=True),
            condition("when", "Voor wie, als regel", "For whom, as a rule"),
            rows(
                "steps",
                "Stappen",
                "Steps",
                line("code", "Code", "Code", needed=True),
                text("what", "Wat", "What", needed=True),
                reference("instrument", "Instrument", "Instrument", "instrument"),
                text("goal", "Doel", "Goal"),
                number("after_weeks", "Begint na weken", "Starts after weeks"),
                number("weeks", "Duurt weken", "Lasts weeks"),
                line(
                    "after",
                    "Na de stappen (codes met een spatie)",
                    "After the steps (codes with a space)",
                ),
                needed=True,
            ),
        ),
    ),
    Kind(
        code="experiment",
        name=Text("experiment of afwijking", "experiment or deviation"),
        plural=Text("experimenten en afwijkingen", "experiments and deviations"),
        explanation=Text(
            "Waar je iets nieuws probeerde of afweek, waarom, en wat je leerde. Noem geen personen.",
            "Where you tried something new or deviated, why, and what you learned. Name no persons.",
        ),
        writers=TOOLBOX,
        own="organisation",
        anybody=True,
        fields=(
            choice("sort", "Soort", "Sort", choices.EXPERIMENT_SORTS, needed=True),
            reference("instrument", "Instrument", "Instrument", "instrument"),
            reference("organisation", "Organisatie", "Organisation", ORGANISATION),
            prose("reason", "Waarom", "Why", needed=True),
            prose("lesson", "Wat we leerden", "What we learned"),
            choice("status", "Stand", "Status", choices.EXPERIMENT_STATES, needed=True),
            moment("from", "Vanaf", "From"),
            moment("until", "Tot en met", "Until"),
        ),
    ),
)
