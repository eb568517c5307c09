"""What outcomes, results and levels of trajectories are called."""

from collections.abc import Mapping

from voordeur.domain.kernel.text import Text
from voordeur.domain.trajectories.lifecycle import StepState, TrajectoryState

STATES: Mapping[TrajectoryState, Text] = {
    TrajectoryState.DRAFT: Text("in opbouw", "being built"),
    TrajectoryState.PROPOSED: Text("voorgelegd aan de persoon", "laid before the person"),
    TrajectoryState.AGREED: Text("de persoon zei ja", "the person said yes"),
    TrajectoryState.RUNNING: Text("loopt", "running"),
    TrajectoryState.PAUSED: Text("staat even stil", "paused"),
    TrajectoryState.FINISHED: Text("klaar", "finished"),
    TrajectoryState.STOPPED: Text("gestopt", "stopped"),
}
STEP_STATES: Mapping[StepState, Text] = {
    StepState.PLANNED: Text("gepland", "planned"),
    StepState.ORDERED: Text("besteld", "ordered"),
    StepState.RUNNING: Text("bezig", "underway"),
    StepState.FINISHED: Text("klaar", "finished"),
    StepState.CANCELLED: Text("gaat niet door", "cancelled"),
}
OUTCOMES: Mapping[str, Text] = {
    "work": Text("betaald werk", "paid work"),
    "more_hours": Text("meer uren of beter werk", "more hours or better work"),
    "own_business": Text("eigen bedrijf", "own business"),
    "education": Text("een opleiding", "education"),
    "sheltered_work": Text("beschut werk", "sheltered work"),
    "volunteering": Text("vrijwilligerswerk", "volunteering"),
    "step_forward": Text("een stap verder, nog geen werk", "a step forward, no work yet"),
}
"""How a trajectory can end well."""
STOPS: Mapping[str, Text] = {
    "own_choice": Text("de persoon wil niet verder", "the person does not want to go on"),
    "illness": Text("ziek of te zwaar", "ill or too heavy"),
    "moved_away": Text("verhuisd uit de regio", "moved out of the region"),
    "other_help": Text("andere hulp past beter", "other help fits better"),
    "no_money": Text("er is geen geld voor", "there is no money for it"),
    "out_of_sight": Text("niet meer te bereiken", "cannot be reached any more"),
}
"""Why a trajectory stops early."""
RESULTS: Mapping[str, Text] = {
    "reached": Text("doel gehaald", "goal reached"),
    "partly": Text("deels gehaald", "partly reached"),
    "not_reached": Text("niet gehaald", "not reached"),
}
"""How a step ends."""
LEVELS: Mapping[int, Text] = {
    1: Text("1: leeft teruggetrokken", "1: lives withdrawn"),
    2: Text("2: ziet mensen buitenshuis", "2: sees people outdoors"),
    3: Text("3: doet mee aan activiteiten", "3: takes part in activities"),
    4: Text("4: werkt onbetaald", "4: works unpaid"),
    5: Text("5: betaald werk met hulp", "5: paid work with support"),
    6: Text("6: betaald werk", "6: paid work"),
}
"""The six steps towards work."""
ATTENDANCE: Mapping[str, Text] = {
    "present": Text("er", "present"),
    "excused": Text("afgemeld", "excused"),
    "absent": Text("niet gekomen", "absent"),
}
