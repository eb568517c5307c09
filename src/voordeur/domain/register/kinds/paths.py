"""Kinds of sector paths: functions, the steps between them, courses, who pays, skills, outlook."""

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.fields import (
    ORGANISATION,
    SECTOR,
    Field,
    Kind,
    amount,
    choice,
    day,
    flag,
    line,
    moment,
    number,
    prose,
    quantity,
    reference,
    references,
    rows,
    text,
)
from voordeur.domain.register.kinds import choices, path_choices

PATHS = frozenset({Role.PROGRAMME_TEAM, Role.COORDINATOR})


def _checked() -> tuple[Field, ...]:
    return (
        choice("verified", "Nagekeken", "Checked", choices.VERIFIED, needed=True),
        text("found_in", "Waar het staat", "Where it stands"),
        day("checked_on", "Nagekeken op", "Checked on"),
    )


def _needs() -> Field:
    return rows(
        "needs",
        "Wat je nodig hebt",
        "What you need",
        choice("sort", "Soort", "Sort", path_choices.NEED_SORTS, needed=True),
        choice("diploma", "Minstens", "At least", path_choices.DIPLOMAS),
        number("from_age", "Vanaf leeftijd", "From the age of"),
        choice("licence", "Rijbewijs", "Licence", path_choices.LICENCES),
        flag("intake", "Zonder kan het na een intake", "Possible without, after an intake"),
        text("words", "In woorden", "In words", needed=True),
    )


KINDS = (
    Kind(
        code="skill",
        name=Text("vaardigheid", "skill"),
        plural=Text("vaardigheden", "skills"),
        explanation=Text(
            "Wat mensen kunnen, in woorden die iedereen kent.",
            "What people can do, in words everybody knows.",
        ),
        writers=PATHS,
        fields=(
            choice("group", "Groep", "Group", path_choices.SKILL_GROUPS, needed=True),
            references("neighbours", "Lijkt op", "Is close to", "skill"),
        ),
    ),
    Kind(
        code="outlook",
        name=Text("vooruitzicht", "outlook"),
        plural=Text("vooruitzichten", "outlooks"),
        explanation=Text(
            "Welk werk groeit of krimpt, met bron en datum.",
            "Which work grows or shrinks, with source and date.",
        ),
        writers=PATHS,
        fields=(
            choice("prospect", "Richting", "Direction", path_choices.PROSPECTS, needed=True),
            reference("sector", "Sector", "Sector", SECTOR),
            prose("what", "Wat de bron zegt", "What the source says", needed=True),
            moment("when", "Van wanneer", "From when", needed=True),
            choice("scale", "Geldt voor", "Applies to", path_choices.OUTLOOK_SCALES, needed=True),
            *_checked(),
        ),
    ),
    Kind(
        code="path_payer",
        name=Text("betaler van scholing", "payer of training"),
        plural=Text("betalers van scholing", "payers of training"),
        explanation=Text(
            "Wie een opleiding kan betalen, wanneer en tot welk bedrag.",
            "Who can pay for a course, when and up to which amount.",
        ),
        writers=PATHS,
        fields=(
            choice("sort", "Soort", "Sort", path_choices.PAYER_SORTS, needed=True),
            prose("rule", "Regel", "Rule", needed=True),
            text("applicant", "Wie vraagt aan", "Who applies", needed=True),
            amount("most", "Hooguit", "At most"),
            choice("per", "Per", "Per", path_choices.PER),
            day("until", "Loopt tot", "Runs until"),
            number("order", "Volgorde van voorstellen", "Order of proposing"),
            reference("money", "Geldbron", "Funding source", "funding_source"),
            *_checked(),
        ),
    ),
    Kind(
        code="course",
        name=Text("opleiding", "course"),
        plural=Text("opleidingen", "courses"),
        explanation=Text(
            "Wat je kunt leren op een pad: vorm, duur, bewijs, kosten en wie kan betalen.",
            "What can be learned on a path: form, duration, proof, costs and who can pay.",
        ),
        writers=PATHS,
        fields=(
            choice("form", "Vorm", "Form", path_choices.COURSE_FORMS, needed=True),
            choice("level", "Niveau", "Level", path_choices.LEVELS, needed=True),
            choice("gives", "Levert op", "Gives", path_choices.GIVES, needed=True),
            number("months", "Duur in maanden", "Duration in months", needed=True),
            text("months_words", "Duur in woorden", "Duration in words"),
            text("week", "Hoe een week eruitziet", "What a week looks like"),
            text("study", "Extra leren per week", "Extra study a week"),
            line("crebo", "Nummer (crebo of certificaat)", "Number (crebo or certificate)"),
            flag("modular", "In delen te volgen", "Can be followed in parts"),
            amount("cost", "Kosten van de opleiding", "Cost of the course", needed=True),
            amount("fee", "Lesgeld per schooljaar", "Tuition fee a school year", needed=True),
            text("fee_words", "Lesgeld: bron en jaar", "Tuition fee: source and year"),
            number("slim_percent", "SLIM-scholing vergoedt hooguit (%)", "SLIM training pays at most (%)"),
            flag("slim_doubtful", "Of SLIM-scholing mag, is niet zeker", "Whether SLIM may pay is not sure"),
            references("providers", "Wie geeft de opleiding", "Who gives the course", ORGANISATION),
            text("provider", "Wie geeft de opleiding, in woorden", "Who gives the course, in words"),
            _needs(),
            *_checked(),
        ),
    ),
    Kind(
        code="job_function",
        name=Text("functie", "function"),
        plural=Text("functies", "functions"),
        explanation=Text(
            "Werk op een sectorpad: niveau, taken, wat je nodig hebt en hoe de kansen zijn.",
            "Work on a sector path: level, tasks, what is needed and what the chances are.",
        ),
        writers=PATHS,
        fields=(
            reference("sector", "Sector", "Sector", SECTOR, needed=True),
            choice("branch", "Branche", "Branch", path_choices.BRANCHES, needed=True),
            choice("level", "Niveau", "Level", path_choices.LEVELS, needed=True),
            flag("start", "Hier komen mensen vandaan", "Where people come from"),
            text("tasks", "Wat je doet", "What you do", needed=True),
            text("entry", "Wat er gevraagd wordt", "What is asked"),
            text("conditions", "Hoe het werk is", "What the work is like"),
            text("regulated", "Regels bij dit werk", "Rules of this work"),
            text("hours", "Uren", "Hours"),
            amount("pay", "Loon per maand", "Pay a month"),
            text("pay_words", "Loon: bron en datum", "Pay: source and date"),
            line("esco", "ESCO-adres", "ESCO address"),
            line("esco_label", "ESCO-naam", "ESCO name"),
            flag("esco_near", "ESCO kent alleen iets wat lijkt", "ESCO only knows something close"),
            line("isco", "ISCO-groep", "ISCO group"),
            choice("prospect", "Kansen", "Chances", path_choices.PROSPECTS),
            moment("prospect_on", "Kansen van", "Chances as of"),
            references("outlooks", "Waar dat op rust", "What that rests on", "outlook"),
            references("essential", "Dit moet je kunnen", "Needed skills", "skill"),
            references("important", "Dit doe je elke dag", "Daily skills", "skill"),
            references("useful", "Dit helpt", "Helpful skills", "skill"),
            _needs(),
            *_checked(),
        ),
    ),
    Kind(
        code="path_step",
        name=Text("stap op een pad", "step of a path"),
        plural=Text("stappen op paden", "steps of paths"),
        explanation=Text(
            "Van de ene functie naar de andere: welke opleiding, hoe lang en wie betaalt.",
            "From one function to another: which course, how long and who pays.",
        ),
        writers=PATHS,
        fields=(
            reference("from_job", "Van (leeg: vanuit elk werk)", "From (empty: from any work)", "job_function"),
            reference("to_job", "Naar", "To", "job_function", needed=True),
            choice("sort", "Soort", "Sort", path_choices.STEP_SORTS, needed=True),
            references("courses", "Opleidingen", "Courses", "course"),
            number("months", "Duur in maanden", "Duration in months", needed=True),
            references("payers", "Wie kan betalen", "Who can pay", "path_payer"),
            *_checked(),
        ),
    ),
    Kind(
        code="intake_place",
        name=Text("instroomplek", "intake place"),
        plural=Text("instroomplekken", "intake places"),
        explanation=Text(
            "Hoeveel zij-instromers een sector kan opleiden, en wie dat zegt.",
            "How many side entrants a sector can train, and who says so.",
        ),
        writers=PATHS,
        own="organisation",
        fields=(
            reference("sector", "Sector", "Sector", SECTOR, needed=True),
            reference("job", "Functie", "Function", "job_function"),
            reference("organisation", "Organisatie", "Organisation", ORGANISATION),
            quantity("places", "Plekken", "Places", needed=True),
            moment("from", "Vanaf", "From"),
            moment("until", "Tot en met", "Up to and including"),
            prose("what", "Toelichting", "Explanation"),
            *_checked(),
        ),
    ),
)  # fmt: skip
