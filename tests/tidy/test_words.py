"""What may not stand anywhere in the repository, and which language names are in."""

import ast
import re
from collections.abc import Iterator

from tests.tidy.repository import PACKAGE, ROOT, modules, name_of, text_files

MACHINE_PATH = re.compile(r"(?<![\w.~}\])>])/(?:home|root|Users|work|mnt)/[\w.]")
# Written in two parts, so that this file does not name them.
REGISTRIES = re.compile(
    "|".join(["python" + "hosted", "py" + r"pi\.org", "npm" + r"js\.(?:org|com)"])
)
SECRETS = re.compile(
    "-----BEGIN [A-Z ]*PRIVATE " + "KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}"
    r"|(?i:password|passwd|secret_key|api_key)\s*=\s*['\"][A-Za-z0-9+/_-]{24,}['\"]"
)
NINE_DIGITS = re.compile(r"(?<![\w.,-])\d{9}(?![\w-])")
DUTCH = set(
    """aanbod aanvraag afspraak afwijzing baan bedrijf bericht betaling bewoner cliënt client_nummer
    datum dienst dienstverlening doelgroep gebruiker gegevens gemeente gesprek hulpvraag inkomen
    klant klantvolg kosten leerling lijst locatie medewerker melding naam opleiding organisatie
    overdracht overleg persoon regeling reden school_verlater spreekuur status_houder stap
    toestemming traject uitkering uitstroom vacature vraag vraagstuk werkgever werkloos werknemer
    werkzoekende wethouder woonplaats zaak""".split()  # noqa: SIM905 (a list of words reads as words)
)


def passes_eleven_test(number: str) -> bool:
    """Nine digits whose weighted sum (9 … 2, -1) divides by eleven: the shape of a BSN."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    digits = [int(digit) for digit in number]
    return any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0


def bsn_shaped(text: str) -> list[str]:
    return [found for found in NINE_DIGITS.findall(text) if passes_eleven_test(found)]


def identifiers(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def words_of(identifier: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", identifier).lower().split("_"))


def glossary_words() -> set[str]:
    """Words in the column 'name in code' of the glossary."""
    rows = re.findall(
        r"^\|(.*)\|$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    names = [re.findall(r"`([^`]+)`", row.split("|")[-1]) for row in rows]
    return {word for found in names for name in found for word in words_of(name)}


def dutch_names(source: str, allowed: set[str]) -> list[str]:
    return [name for name in identifiers(source) if words_of(name) & (DUTCH - allowed)]


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name_of(path)}: {match[0]}"
        for path, text in text_files()
        for match in pattern.finditer(text)
    ]


def test_no_path_of_somebodys_machine() -> None:
    assert _lines_with(MACHINE_PATH) == []


def test_no_address_of_a_package_registry() -> None:
    assert _lines_with(REGISTRIES) == []


def test_no_secrets() -> None:
    assert _lines_with(SECRETS) == []


def test_no_number_that_could_be_a_bsn() -> None:
    found = [
        f"{name_of(path)}: {number}"
        for path, text in text_files()
        if path.suffix != ".lock"
        for number in bsn_shaped(text)
    ]
    assert found == []


def test_names_in_the_domain_are_english_or_in_the_glossary() -> None:
    allowed = glossary_words()
    found = [
        f"{name_of(path)}: {name}"
        for path, source in modules(PACKAGE / "domain")
        for name in dutch_names(source, allowed)
    ]
    assert found == []


def test_control_each_rule_sees_a_bad_example() -> None:
    valid = next(str(n) for n in range(100000000, 100000100) if passes_eleven_test(str(n)))
    assert bsn_shaped(f"number {valid}.")
    assert not bsn_shaped(f"x{valid} and 123456789")
    assert MACHINE_PATH.search("see /" + "home/piet/voordeur")
    assert not MACHINE_PATH.search("https://example.nl/home/page")
    assert REGISTRIES.search("https://files.python" + "hosted.org/x")
    assert SECRETS.search("PASSWORD = '" + "abcdefgh" * 4 + "'")
    assert dutch_names("def offer_overdracht(): ...", set())
    assert not dutch_names("def offer_overdracht(): ...", {"overdracht"})
    assert not dutch_names("def offer_handover(gids): ...", set())
    assert glossary_words() >= {"gids"}
