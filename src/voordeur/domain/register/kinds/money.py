"""Kinds of money: sources with their terms, budgets per period, subsidies, cost shares, policy."""

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.fields import (
    MUNICIPALITY,
    ORGANISATION,
    SECTOR,
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

TREASURY = frozenset({Role.CONTROLLER, Role.PROGRAMME_TEAM})

KINDS = (
    Kind(
        code="funding_source",
        name=Text("geldbron", "funding source"),
        plural=Text("geldbronnen", "funding sources"),
        explanation=Text(
            "Waar geld vandaan komt, wat het mag betalen en wie ja moet zeggen.",
            "Where money comes from, what it may pay and who must say yes.",
        ),
        writers=TREASURY,
        own="owner",
        fields=(
            reference("owner", "Eigenaar", "Owner", ORGANISATION, needed=True),
            reference("cashier", "Kassier", "Cashier", ORGANISATION),
            choice(
                "origin",
                "Van wie het geld komt",
                "Where the money comes from",
                choices.ORIGINS,
                needed=True,
            ),
            choice(
                "sort", "Publiek of privaat", "Public or private", choices.MONEY_SORTS, needed=True
            ),
            choice("scale", "Schaal", "Scale", choices.SCALES, needed=True),
            choice(
                "lasting", "Structureel of incidenteel", "Structural or incidental", choices.LASTING
            ),
            day("ends_on", "Houdt op", "Ends"),
            prose("purpose", "Waarvoor", "Purpose", needed=True),
            prose("conditions", "Voorwaarden, in woorden", "Conditions, in words"),
            condition("when", "Voor wie, als regel", "For whom, as a rule"),
            references(
                "municipalities", "Alleen voor inwoners van", "Only for residents of", MUNICIPALITY
            ),
            references("sectors", "Alleen voor sectoren", "Only for sectors", SECTOR),
            flag(
                "unpartitioned",
                "Ontschot: gaat met de persoon mee",
                "Unpartitioned: goes along with the person",
            ),
            flag(
                "needs_consent", "De eigenaar moet eerst ja zeggen", "The owner must say yes first"
            ),
            references("before", "Eerst moet op zijn", "Must be used up first", "funding_source"),
            number("order", "Plaats in de betaalvolgorde", "Place in the order of paying"),
            number(
                "max_share_permille",
                "Hooguit dit deel van een stap (per duizend)",
                "At most this share of a step (per thousand)",
            ),
            amount("max_person", "Hooguit per persoon", "At most per person"),
            amount("max_step", "Hooguit per stap", "At most per step"),
            amount("min_claim", "Minstens per keer", "At least per claim"),
            amount("claim_cost", "Kosten van een aanvraag", "Cost of a claim"),
            number(
                "buffer_permille",
                "Voor later bewaren (per duizend)",
                "Kept for later (per thousand)",
            ),
            rows(
                "earmarks",
                "Geoormerkt",
                "Earmarked",
                line("code", "Code", "Code", needed=True),
                text("label", "Waarvoor", "For what", needed=True),
                condition("when", "Voor wie, als regel", "For whom, as a rule", needed=True),
                number(
                    "permille",
                    "Minstens dit deel (per duizend)",
                    "At least this share (per thousand)",
                    needed=True,
                ),
            ),
            reference("law", "Wet of regeling", "Law or scheme", "law"),
            text("direct", "Hoe iemand er zelf bij kan", "How somebody can claim it directly"),
            choice("verified", "Nagekeken", "Checked", choices.VERIFIED),
        ),
    ),
    Kind(
        code="budget",
        name=Text("budget", "budget"),
        plural=Text("budgetten", "budgets"),
        explanation=Text(
            "Hoeveel een bron heeft in een periode; een woord waar nog geen bedrag is.",
            "How much a source has in a period; a word where there is no amount yet.",
        ),
        writers=TREASURY,
        parent="source_code",
        fields=(
            reference("source_code", "Geldbron", "Funding source", "funding_source", needed=True),
            choice("sort", "Soort budget", "Sort of budget", choices.BUDGET_SORTS, needed=True),
            day("from", "Vanaf", "From", needed=True),
            day("until", "Tot", "Until", needed=True),
            amount("amount", "Bedrag", "Amount", needed=True),
            choice(
                "reserve_origin",
                "Herkomst van de reserve",
                "Origin of the reserve",
                choices.RESERVE_ORIGINS,
            ),
            flag("friction", "Tijdelijke frictiekosten", "Temporary friction costs"),
            reference(
                "plan_line", "Regel van het jaarplan", "Line of the yearly plan", "plan_line"
            ),
            prose("remark", "Opmerking", "Remark"),
        ),
    ),
    Kind(
        code="subsidy",
        name=Text("subsidie", "subsidy"),
        plural=Text("subsidies", "subsidies"),
        explanation=Text(
            "Van zoeken tot verantwoorden, met de data die niet gemist mogen worden.",
            "From looking to accounting, with the dates that must not be missed.",
        ),
        writers=TREASURY | {Role.PROJECT_LEADER},
        fields=(
            reference("source_code", "Geldbron", "Funding source", "funding_source"),
            choice("state", "Stand", "State", choices.SUBSIDY_STATES, needed=True),
            prose("purpose", "Waarvoor", "Purpose", needed=True),
            reference("applicant", "Aanvrager", "Applicant", ORGANISATION),
            references("partners", "Samen met", "Together with", ORGANISATION),
            references("sectors", "Sectoren", "Sectors", SECTOR),
            amount("asked", "Gevraagd", "Asked"),
            amount("granted", "Toegekend", "Granted"),
            amount("cofinancing", "Eigen bijdrage", "Own contribution"),
            day("opens_on", "Loket open", "Opens"),
            day("closes_on", "Loket dicht", "Closes"),
            day("decision_due", "Beslissing verwacht", "Decision expected"),
            day("ends_on", "Uitvoering klaar", "Execution ends"),
            day("report_due", "Verantwoorden voor", "Account before"),
            references("projects", "Projecten", "Projects", "project"),
            prose("next_step", "Volgende stap", "Next step"),
            rows(
                "tasks",
                "Wat er moet gebeuren",
                "What must be done",
                text("what", "Wat", "What", needed=True),
                day("by", "Uiterlijk", "By"),
                flag("done", "Klaar", "Done"),
            ),
        ),
    ),
    Kind(
        code="project_funding",
        name=Text("kostenverdeling", "division of cost"),
        plural=Text("kostenverdelingen", "divisions of cost"),
        explanation=Text(
            "Wat een project, dienst of lokale actie kost, wie welk deel betaalt en wat het echt kostte.",
            "What a project, service or local action costs, who pays which part and what it really cost.",
        ),
        writers=TREASURY | {Role.PROJECT_LEADER},
        fields=(
            choice("sort", "Soort", "Sort", choices.FUNDING_SORTS, needed=True),
            reference(
                "plan_line", "Regel van het jaarplan", "Line of the yearly plan", "plan_line"
            ),
            reference("project", "Project", "Project", "project"),
            references("actions", "Acties", "Actions", "action"),
            references("local_lines", "Lokale aanvullingen", "Local supplements", "local_line"),
            text("outside_plan", "Plan van buiten", "Outside plan"),
            choice("ambition", "Regionaal of lokaal", "Regional or local", choices.AMBITIONS),
            choice(
                "matter", "Publiek of aan de markt", "Public or for the market", choices.MATTERS
            ),
            prose(
                "public_money",
                "Wat betalen we met publiek geld, en wat vraagt om privaat geld",
                "What we pay with public money, and what asks for private money",
            ),
            prose(
                "facilitating",
                "Waar helpt de overheid op weg, en waar doen private partijen dat",
                "Where government facilitates, and where private parties do",
            ),
            moment("from", "Vanaf", "From"),
            moment("until", "Tot en met", "Up to and including"),
            rows(
                "parts",
                "Wie betaalt welk deel",
                "Who pays which part",
                text("part", "Waarvoor", "What for"),
                reference("organisation", "Organisatie", "Organisation", ORGANISATION),
                text("payer", "Betaler in woorden", "Payer in words"),
                references("through", "Loopt via", "Runs through", ORGANISATION),
                reference("source_code", "Geldbron", "Funding source", "funding_source"),
                amount("amount", "Bedrag", "Amount", needed=True),
                choice("state", "Stand", "State", choices.SHARE_STATES),
                needed=True,
            ),
            rows(
                "actuals",
                "Werkelijke kosten buiten het grootboek",
                "Actual cost outside the ledger",
                day("day", "Dag", "Day", needed=True),
                text("what", "Wat", "What", needed=True),
                amount("amount", "Bedrag", "Amount", needed=True),
                line("document", "Document", "Document"),
            ),
            prose("remark", "Opmerking", "Remark"),
        ),
    ),
    Kind(
        code="cost_scenario",
        name=Text("kostenscenario", "cost scenario"),
        plural=Text("kostenscenario’s", "cost scenarios"),
        explanation=Text(
            "Wat een keuze kost, eenmalig en elk jaar, en wie welk deel betaalt als die partner ja zegt.",
            "What a choice costs, once and every year, and who pays which part when that partner says yes.",
        ),
        writers=TREASURY,
        fields=(
            prose("description", "Keuze", "Choice", needed=True),
            amount("development", "Eenmalige kosten", "One-off cost"),
            amount("structural", "Kosten per jaar", "Cost per year"),
            rows(
                "shares",
                "Wie betaalt wat",
                "Who pays what",
                reference("organisation", "Organisatie", "Organisation", ORGANISATION, needed=True),
                amount("development", "Eenmalig", "Once", needed=True),
                amount("structural", "Per jaar", "Per year", needed=True),
                choice("state", "Stand", "State", choices.SHARE_STATES, needed=True),
                day("agreed_on", "Afgesproken op", "Agreed on"),
                line("document", "Document", "Document"),
            ),
        ),
    ),
    Kind(
        code="money_policy",
        name=Text("afspraak over verdelen", "policy on dividing"),
        plural=Text("afspraken over verdelen", "policies on dividing"),
        explanation=Text(
            "Hoe het geld over mensen verdeeld wordt, met de keuze van het bestuur.",
            "How money is divided over people, with the choice of the board.",
        ),
        writers=TREASURY | {Role.SECRETARY},
        fields=(
            day("from", "Geldt vanaf", "Holds from", needed=True),
            number(
                "most_sources",
                "Hooguit zoveel geldbronnen per stap",
                "At most so many sources per step",
            ),
            number(
                "cost_exponent_permille",
                "Ook dure trajecten (0 niet, 1000 helemaal)",
                "Dear trajectories too (0 not, 1000 fully)",
            ),
            rows(
                "weights",
                "Wie telt zwaarder",
                "Who weighs more",
                text("label", "Wie", "Who", needed=True),
                condition("when", "Als regel", "As a rule", needed=True),
                number("permille", "Weegt (1000 is gewoon)", "Weighs (1000 is plain)", needed=True),
                needed=False,
            ),
            number(
                "consent_days",
                "Een eigenaar heeft zoveel werkdagen",
                "An owner has so many working days",
            ),
            reference("decision", "Besluit", "Decision", "event"),
            moment("decided", "Besloten", "Decided"),
            prose("reason", "Waarom", "Why", needed=True),
        ),
    ),
    Kind(
        code="in_kind",
        name=Text("bijdrage in natura", "contribution in kind"),
        plural=Text("bijdragen in natura", "contributions in kind"),
        explanation=Text(
            "Uren van eigen mensen, zonder rekening.", "Hours of own people, without an invoice."
        ),
        writers=TREASURY | {Role.PROJECT_LEADER, Role.COORDINATOR},
        own="organisation",
        fields=(
            reference("organisation", "Organisatie", "Organisation", ORGANISATION, needed=True),
            moment("period", "Wanneer", "When", needed=True),
            number("hours", "Uren", "Hours", needed=True),
            text("role", "Wat voor werk", "What kind of work", needed=True),
            reference("project", "Project", "Project", "project"),
            reference(
                "plan_line", "Regel van het jaarplan", "Line of the yearly plan", "plan_line"
            ),
        ),
    ),
)
