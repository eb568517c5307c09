"""Kinds of the employer service: business networks, and what a service promises in a year."""

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.fields import (
    ORGANISATION,
    SECTOR,
    SUB_REGION,
    Kind,
    amount,
    choice,
    number,
    prose,
    quantity,
    reference,
    references,
    rows,
    text,
)
from voordeur.domain.register.kinds import choices

WRITERS = frozenset(
    {Role.PROGRAMME_TEAM, Role.PROJECT_LEADER, Role.COORDINATOR, Role.WSP_CONSULTANT}
)

KINDS = (
    Kind(
        code="network",
        name=Text("netwerk van ondernemers", "business network"),
        plural=Text("netwerken van ondernemers", "business networks"),
        explanation=Text("Wie ondernemers bereikt, waar en langs welke weg.", "Who reaches entrepreneurs, where and by which way."),
        writers=WRITERS,
        fields=(
            reference("organisation", "Organisatie", "Organisation", ORGANISATION),
            references("sub_regions", "Deelregio", "Sub-region", SUB_REGION),
            references("sectors", "Sectoren", "Sectors", SECTOR),
            prose("reach", "Bereik", "Reach", needed=True),
            text("channels", "Langs welke weg", "By which way"),
            reference("focus_group", "Focusdoelgroep", "Focus group", "focus_group"),
        ),
    ),
    Kind(
        code="service_plan",
        name=Text("jaarplan van een dienst", "yearly plan of a service"),
        plural=Text("jaarplannen van diensten", "yearly plans of services"),
        explanation=Text("Wat een dienst in een jaar belooft, per kwartaal, en hoe mensen en geld over sectoren verdeeld zijn.", "What a service promises in a year, per quarter, and how people and money are split over sectors."),
        writers=WRITERS,
        own="service",
        fields=(
            reference("service", "Dienst", "Service", ORGANISATION, needed=True),
            number("year", "Jaar", "Year", needed=True),
            reference("line", "Planregel", "Plan line", "plan_line"),
            references("counts", "Wiens werk telt (leeg is van iedereen)", "Whose work counts (empty is everybody)", ORGANISATION),
            amount("amount_cents", "Bedrag", "Amount"),
            prose("approach", "Aanpak", "Approach"),
            rows(
                "promises",
                "Beloofd per kwartaal",
                "Promised per quarter",
                choice("measure", "Wat", "What", choices.SERVICE_MEASURES, needed=True),
                number("quarter", "Kwartaal (1 tot en met 4)", "Quarter (1 to 4)", needed=True),
                quantity("number", "Hoeveel", "How many", needed=True),
            ),
            rows(
                "split",
                "Verdeling over sectoren",
                "Split over sectors",
                choice("part", "Waarvoor", "What for", choices.SERVICE_PARTS, needed=True),
                number("quarter", "Kwartaal (1 tot en met 4)", "Quarter (1 to 4)"),
                quantity("hours", "Uren per week", "Hours a week"),
                amount("amount_cents", "Bedrag", "Amount"),
            ),
        ),
    ),
)  # fmt: skip
