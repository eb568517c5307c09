"""A referral: one person for one vacancy, step by step, and no step without the person's yes."""

from enum import StrEnum

from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text


class ReferralState(StrEnum):
    """How far a referral is."""

    SUGGESTED = "suggested"
    """Laid before the person; the employer knows nothing."""
    INTERESTED = "interested"
    """The person said yes: the employer may hear."""
    INTRODUCED = "introduced"
    """The employer has what the person agreed to share."""
    MEETING = "meeting"
    """The employer wants to meet."""
    PLACED = "placed"
    DECLINED = "declined"
    """The person said no."""
    REJECTED = "rejected"
    """The employer said no."""
    ENDED = "ended"
    """Taken back, or the vacancy is gone."""


class ReferralAction(StrEnum):
    """An act on a referral."""

    SUGGEST = "suggest"
    SAY_YES = "say_yes"
    SAY_NO = "say_no"
    INTRODUCE = "introduce"
    INVITE = "invite"
    REJECT = "reject"
    PLACE = "place"
    END = "end"


class ReferralParty(StrEnum):
    """Who acts on a referral."""

    PROFESSIONAL = "professional"
    RESIDENT = "resident"
    EMPLOYER = "employer"


ReferralTransition = Transition[ReferralState, ReferralAction, ReferralParty]
_S, _A, _P = ReferralState, ReferralAction, ReferralParty
_LIVE = (_S.SUGGESTED, _S.INTERESTED, _S.INTRODUCED, _S.MEETING)
_SAID = "a reason from the list"
_TOLD = "in the talk; how is written down"

TRANSITIONS: tuple[ReferralTransition, ...] = (
    ReferralTransition(None, _A.SUGGEST, _P.PROFESSIONAL, _S.SUGGESTED, "why it fits"),
    ReferralTransition(_S.SUGGESTED, _A.SAY_YES, _P.RESIDENT, _S.INTERESTED),
    ReferralTransition(_S.SUGGESTED, _A.SAY_YES, _P.PROFESSIONAL, _S.INTERESTED, _TOLD),
    *(
        ReferralTransition(state, _A.SAY_NO, party, _S.DECLINED, _SAID)
        for state in _LIVE
        for party in (_P.RESIDENT, _P.PROFESSIONAL)
    ),
    ReferralTransition(
        _S.INTERESTED, _A.INTRODUCE, _P.PROFESSIONAL, _S.INTRODUCED, "a seat, and no flood"
    ),
    *(
        ReferralTransition(_S.INTRODUCED, _A.INVITE, party, _S.MEETING)
        for party in (_P.EMPLOYER, _P.PROFESSIONAL)
    ),
    *(
        ReferralTransition(state, _A.REJECT, party, _S.REJECTED, _SAID)
        for state in (_S.INTRODUCED, _S.MEETING)
        for party in (_P.EMPLOYER, _P.PROFESSIONAL)
    ),
    *(
        ReferralTransition(state, _A.PLACE, _P.PROFESSIONAL, _S.PLACED, "a placement")
        for state in (_S.INTRODUCED, _S.MEETING)
    ),
    *(
        ReferralTransition(state, _A.END, _P.PROFESSIONAL, _S.ENDED, "why it stopped")
        for state in _LIVE
    ),
)
LIVE = frozenset(_LIVE)
WITH_EMPLOYER = frozenset({_S.INTRODUCED, _S.MEETING})
"""States in which the employer may see the person."""

NO_FROM_PERSON: dict[str, Text] = {
    "not_this_work": Text("dit werk past niet bij mij", "this work does not suit me"),
    "travel": Text("te ver weg", "too far away"),
    "hours": Text("de uren passen niet", "the hours do not suit"),
    "pay": Text("het loon is te laag", "the pay is too low"),
    "not_now": Text("nu niet", "not now"),
    "found_work": Text("ik heb al werk", "I have work already"),
    "other": Text("iets anders", "something else"),
}
NO_FROM_EMPLOYER: dict[str, Text] = {
    "skills": Text("nog niet wat nodig is voor dit werk", "not yet what this work needs"),
    "hours": Text("de uren passen niet", "the hours do not suit"),
    "language": Text("meer Nederlands nodig", "more Dutch needed"),
    "diploma": Text("een diploma of papier is nodig", "a diploma or paper is needed"),
    "filled": Text("de plek is al bezet", "the seat is taken already"),
    "no_show": Text("er kwam niemand", "nobody came"),
    "other": Text("iets anders", "something else"),
}
NEXT: dict[str, Text] = {
    "skills": Text(
        "Kijk welke training dit gat dicht, of vraag een proefplaatsing.",
        "See which training closes this gap, or ask for a trial placement.",
    ),
    "hours": Text(
        "Zoek met andere uren, of vraag of het werk te splitsen is.",
        "Search with other hours, or ask whether the work can be split.",
    ),
    "language": Text(
        "Zet een taalcursus in het traject, of zoek werk waar minder taal nodig is.",
        "Put a language course in the trajectory, or look for work that needs less language.",
    ),
    "diploma": Text(
        "Kijk bij de sectorpaden hoe je dit papier haalt terwijl je werkt.",
        "See in the sector paths how to get this paper while working.",
    ),
    "travel": Text(
        "Zoek dichterbij, of kijk wat er aan vervoer te regelen is.",
        "Search closer by, or see what can be arranged for travel.",
    ),
    "not_this_work": Text(
        "Vraag wat er niet past, en vul het profiel aan.",
        "Ask what does not suit, and complete the profile.",
    ),
}
"""What to do after a 'no', by its reason. A no never shuts anything."""


def target(
    state: ReferralState | None, action: ReferralAction, party: ReferralParty
) -> ReferralState | None:
    """Return the state that follows, or None."""
    return target_of(TRANSITIONS, state, action, party)


def may_act(state: ReferralState, action: ReferralAction, party: ReferralParty) -> Verdict:
    """Judge by the table alone."""
    if target(state, action, party) is not None:
        return ALLOWED
    return Refusal(Reason.REFERRAL_NOT_IN_STATE, {"state": state.value})
