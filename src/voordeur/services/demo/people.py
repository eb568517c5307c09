"""Invented people with plainly invented names, and the professionals of the demo."""

from dataclasses import dataclass
from random import Random

from voordeur.domain.kernel.actors import Role

GIVEN_NAMES = (
    "Dagmar",
    "Piet",
    "Karim",
    "Ola",
    "Sanne",
    "Jeroen",
    "Hoa",
    "Tomasz",
    "Mirjam",
    "Selam",
    "Youssef",
    "Riet",
    "Fenna",
    "Bilal",
    "Ivana",
    "Gerrit",
    "Noor",
    "Stelian",
    "Aysel",
    "Daan",
    "Lotte",
    "Mehdi",
    "Oksana",
    "Ruben",
    "Esther",
    "Samira",
    "Wout",
    "Ilse",
    "Kofi",
    "Maud",
    "Teun",
    "Zeynep",
    "Hanna",
    "Luuk",
    "Amira",
    "Joost",
    "Petra",
    "Dawit",
    "Femke",
    "Omar",
    "Saar",
    "Mirela",
    "Niels",
    "Yara",
    "Koen",
    "Vera",
)
FAMILY_NAMES = (
    "Voorbeeld",
    "Steekproef",
    "Fictie",
    "Proefska",
    "Nietecht",
    "Denkbeeldig",
    "Verzonnen",
    "Fikcyjny",
    "Schijn",
    "Modelnaam",
    "Oefening",
    "Schaduw",
    "Bedacht",
    "Zogenaamd",
    "Decor",
    "Figurant",
    "Toneelrol",
    "Papieren",
    "Doorzichtig",
    "Probeersel",
    "Luchtkasteel",
    "Spiegelbeeld",
    "Bordkarton",
    "Namaak",
    "Demonstratie",
    "Zandkasteel",
)
"""Words no family is called by, so that nobody is mistaken for a real person."""


@dataclass(frozen=True, slots=True)
class Professional:
    """Somebody who works in the demo; personas have a ``slug`` and can be entered."""

    name: str
    organisation_kind: str
    roles: tuple[Role, ...]
    slug: str = ""
    organisation: str = ""
    """A pack code when one particular organisation is meant; else the first of its kind."""


PERSONAS: tuple[Professional, ...] = (
    Professional("Alice Proefman", "werkcentrum", (Role.GIDS,), "alice"),
    Professional("Eva Testa", "werkcentrum", (Role.TEAM_LEAD, Role.GIDS), "eva"),
    Professional("Bob Fictief", "municipality", (Role.PARTNER_PROFESSIONAL,), "bob"),
    Professional("Charlie Buitenstaander", "school", (Role.PARTNER_PROFESSIONAL,), "charlie"),
    Professional("Fatima Invulster", "uwv", (Role.PARTNER_PROFESSIONAL,), "fatima"),
    Professional("Joris Werkplek", "wsp", (Role.WSP_CONSULTANT,), "joris"),
    Professional("Nora Rooster", "werkcentrum", (Role.COORDINATOR,), "nora"),
    Professional("Pim Plannen", "werkcentrum", (Role.PROGRAMME_TEAM,), "pim"),
    Professional("Pleun Projectplan", "werkcentrum", (Role.PROJECT_LEADER,), "projectleider"),
    Professional("Saar Notulen", "municipality", (Role.SECRETARY,), "secretaris"),
    Professional("Carla Kasboek", "municipality", (Role.CONTROLLER,), "carla"),
    Professional("Bas Bestuurslid", "municipality", (Role.BOARD_READER,), "bestuur"),
    Professional("Rik Raadszetel", "municipality", (Role.BOARD_READER,), "raadslid"),
    Professional("Petra Privacy", "werkcentrum", (Role.PRIVACY_OFFICER,), "petra"),
    Professional("Sam Systeem", "werkcentrum", (Role.SYSTEM_MANAGER,), "sam"),
    Professional("Bertus Backoffice", "werkcentrum", (Role.BACK_OFFICE,), "backoffice"),
    Professional("Bianca Begroting", "municipality", (Role.BUDGET_OWNER,), "budgethouder"),
    Professional("Umar Uitgaven", "uwv", (Role.BUDGET_OWNER,), "budgethouder-uwv"),
)
"""Everybody one can become on the page 'log in as'."""

COLLEAGUES_PER_FRONT_DOOR = 4


def invented_name(random: Random) -> str:
    """Return a name no real person has."""
    return f"{random.choice(GIVEN_NAMES)} {random.choice(FAMILY_NAMES)}"


def invented_address(name: str, number: int) -> str:
    """Return an e-mail address in a domain that can never exist."""
    return f"{name.lower().replace(' ', '.')}.{number}@voorbeeld.invalid"


def invented_phone(random: Random) -> str:
    """Return a number from the range that is never given out."""
    return f"06 00 00 {random.randrange(100):02d} {random.randrange(100):02d}"


RESIDENT_NAME = "Dagmar Voorbeeld"
"""The resident one can become: her question travels from a municipality to the front door."""
