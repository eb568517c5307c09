"""Situations people come with, in shares that follow the region's figures where there are any."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

Facts = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of visitor: how often, with which facts, at which desks, with which questions.

    ``share`` is a weight; ``desks`` are kinds of organisation ('online' is the public door).
    """

    code: str
    share: int
    facts: Mapping[str, str]
    ages: tuple[int, int]
    desks: Mapping[str, int]
    questions: tuple[str, ...]


_EVERYWHERE = {"online": 40, "werkcentrum": 45, "leerwerkloket": 5, "municipality": 10}
KINDS: tuple[Kind, ...] = (
    Kind(
        "not_in_view",
        22,
        {
            "asker": "resident",
            "work": "no_work",
            "benefit": "none",
            "need": "work",
            "start_qualification": "yes",
        },
        (22, 63),
        _EVERYWHERE,
        (
            "Ik ben er een paar jaar uit geweest voor de kinderen. Hoe vind ik weer werk?",
            "Ik zoek werk voor 20 uur in de week, dicht bij huis.",
            "Ik ben met mijn zaak gestopt. Wat kan ik nu doen?",
        ),
    ),
    Kind(
        "rejected",
        14,
        {
            "asker": "resident",
            "work": "no_work",
            "benefit": "rejected",
            "need": "work",
            "start_qualification": "yes",
        },
        (21, 62),
        {"municipality": 70, "uwv": 20, "online": 10},
        (
            "Mijn aanvraag voor bijstand is afgewezen door het inkomen van mijn partner. En nu?",
            "Ik krijg geen WW omdat ik te kort werkte. Wie helpt mij verder?",
        ),
    ),
    Kind(
        "worker",
        26,
        {"asker": "resident", "work": "working", "benefit": "none", "need": "work"},
        (20, 64),
        {"online": 60, "werkcentrum": 30, "union": 10},
        (
            "Ik werk al veertien jaar in een winkel en wil naar de zorg.",
            "Mijn werk wordt te zwaar. Wat kan ik nog wel?",
            "Mijn contract loopt af en ik wil liever de techniek in.",
        ),
    ),
    Kind(
        "learner",
        10,
        {"asker": "resident", "work": "working", "benefit": "none", "need": "learn"},
        (19, 55),
        {"online": 50, "leerwerkloket": 30, "werkcentrum": 20},
        (
            "Welke opleiding naast mijn werk wordt betaald?",
            "Ik wil beter leren lezen en schrijven.",
        ),
    ),
    Kind(
        "ww",
        12,
        {
            "asker": "resident",
            "work": "no_work",
            "benefit": "ww",
            "need": "work",
            "advice_talk": "not_yet",
        },
        (24, 64),
        {"online": 30, "werkcentrum": 30, "uwv": 40},
        ("Ik heb WW en kom er alleen niet uit. Kan iemand meedenken?",),
    ),
    Kind(
        "welfare",
        9,
        {"asker": "resident", "work": "no_work", "benefit": "bijstand", "need": "work"},
        (21, 60),
        {"municipality": 75, "werkcentrum": 25},
        ("Ik heb bijstand en wil aan het werk. Waar begin ik?",),
    ),
    Kind(
        "youth",
        7,
        {
            "asker": "resident",
            "work": "no_work",
            "benefit": "none",
            "need": "work",
            "start_qualification": "no",
        },
        (18, 26),
        {"online": 30, "doorstroompunt": 40, "werkcentrum": 30},
        ("Ik ben gestopt met school. Wat nu?",),
    ),
)

EMPLOYER_SHARE = 6
"""Employers per hundred questions."""
EMPLOYER_QUESTIONS: Mapping[str, str] = {
    "staff_vacancy": "We zoeken drie mensen voor de zorg, ervaring is niet nodig.",
    "staff_at_risk": "Een medewerker houdt het zware werk niet vol. Wat kunnen we doen?",
    "staff_learning": "We willen onze mensen opleiden op het werk. Wie helpt daarbij?",
}
EMPLOYER_NAMES = (
    "Bakkerij Bordkarton",
    "Zorghuis Zogenaamd",
    "Installatiebedrijf Verzonnen",
    "Basisschool De Fictie",
    "Garage Namaak",
    "Tuincentrum Luchtkasteel",
)


def choose_kind(random: Random) -> Kind:
    """Return a kind of visitor, by share."""
    return random.choices(KINDS, weights=[kind.share for kind in KINDS])[0]


def choose_desk(random: Random, kind: Kind) -> str:
    """Return the kind of desk the visitor comes to, or 'online'."""
    return random.choices(list(kind.desks), weights=list(kind.desks.values()))[0]


def facts_for(random: Random, kind: Kind, *, age: int, municipality: str) -> Facts:
    """Return the routing facts of one visitor."""
    facts: Facts = {**kind.facts, "age": age, "municipality": municipality}
    if kind.code == "welfare":
        facts["distance_class"] = random.choices(
            ("direct", "bridgeable", "unbridgeable", "unknown"), weights=(25, 45, 20, 10)
        )[0]
    return facts
