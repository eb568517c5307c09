"""Every kind of mistake in a pack is named with its file, its line and what was expected."""

import pytest

from tests.adapters.files.packs import DOCUMENTS, damaged, line_of, problems_of, region_of
from voordeur.domain.region.parsing.register import REGISTER_FILES

# file, what stands there, what it becomes, where the mistake must be named, words of the answer
MISTAKES = [
    ("region.yaml", "format: 1", "format: 2", "format: 2", "een van 1"),
    ("region.yaml", "code: zkij", "\tcode: zkij", "\tcode: zkij", "tab"),
    ("region.yaml", "code: zkij", "code: zkij\ncode: zkij", None, "staat er al"),
    ("region.yaml", "code: zkij", "code: &a zkij", "code: &a zkij", "ankers"),
    ("region.yaml", "code: zkij", "code: *a", "code: *a", "verwijzingen"),
    ("region.yaml", "code: zkij", "code: !!python/object:os.system zkij", "!!python", "labels"),
    ("region.yaml", "code: zkij", "code: zk ij: x", "code: zk ij: x", "aanhalingstekens"),
    ("region.yaml", "am_code: AM37", "am_kode: AM37", "am_kode", "deze naam kan hier niet"),
    ("region.yaml", "am_code: AM37", "am_code: 37", "am_code: 37", "een tekst"),
    ("sources.yaml", "date: 2022-09-07", "date: 2022-13-07", "2022-13-07", "datum"),
    ("sources.yaml", "date: 2022-09-07", "date: september", "date: september", "datum"),
    ("municipalities.yaml", "sub_region: ijmond", "sub_region: eemland", "eemland", "nergens"),
    ("municipalities.yaml", "code: GM0392", "code: GM039", "code: GM039", "CBS"),
    ("municipalities.yaml", "code: GM0473", "code: GM0392", None, "staat er al"),
    (
        "municipalities.yaml",
        '"@municipality": gemeente-velsen',
        '"@municipality": gemeente-velzen',
        "gemeente-velzen",
        "bedoel je ‘gemeente-velsen’",
    ),
    (
        "municipalities.yaml",
        '      "@participation_company": ijmond-werkt\n',
        "",
        None,
        "geen organisatie",
    ),
    ("postcodes.csv", "GM0375,IJmond,52.4829", "GM0363,IJmond,52.4829", "1941,", "deze gemeente"),
    ("postcodes.csv", "52.4829,4.6582", '"52,4829",4.6582', "1941,", "graden"),
    ("postcodes.csv", "1941,Beverwijk", "194,Beverwijk", "194,Beverwijk", "vier cijfers"),
    ("postcodes.csv", "pc4,place", "postcode,place", "postcode", "eerste regel"),
    ("postcodes.csv", "1942,Beverwijk", "1941,Beverwijk", None, "staat er al"),
    ("postcodes.csv", "1941,Beverwijk,", "1941,", "1941,Beverwijk,GM0375", "8 kolommen"),
    ("neighbours.csv", "1011,Amsterdam", "1941,Amsterdam", "1941,Amsterdam", "postcodes.csv"),
    ("organisations.yaml", "kind: uwv", "kind: uvw", "kind: uvw", "een van municipality"),
    ("organisations.yaml", "- code: cnv", "- code: fnv", None, "staat er al"),
    (
        "organisations.yaml",
        "successor: werkcentrum",
        "successor: werkcentra",
        "werkcentra",
        "bedoel",
    ),
    ("organisations.yaml", "until: 2024-06-03", "until: 2024-06-04", None, "geldt tegelijk"),
    (
        "organisations.yaml",
        "{from: 2024-06-03}",
        "{from: 2024-06-03, until: 2024-01-01}",
        None,
        "na",
    ),
    ("organisations.yaml", "takes_handovers: true", "takes_handovers: ja", None, "true of false"),
    ("services.yaml", "organisation: uwv", "organisation: uvw", "organisation: uvw", "bedoel"),
    ("services.yaml", "is: [ww]", "is: [www]", "www", "www"),
    ("services.yaml", "fresh_days: 180", "fresh_days: 0", "fresh_days: 0", "1 dag"),
    ("locations.yaml", 'start: "09:30"', 'start: "9.30"', "9.30", "09:30"),
    ("locations.yaml", 'end: "12:00"', 'end: "09:00"', 'end: "09:00"', "na ‘start’"),
    ("locations.yaml", "weekday: tuesday", "weekday: dinsdag", "dinsdag", "tuesday"),
    (
        "locations.yaml",
        "    municipality: beverwijk",
        "    municipality: nergens",
        "nergens",
        "nergens",
    ),
    ("locations.yaml", "    to_fill: true\n", "", None, "adres ontbreekt"),
    (
        "locations.yaml",
        "    to_fill: true\n",
        "    to_fill: true\n    address: Hier 1\n",
        "Hier 1",
        "weg",
    ),
    ("facts.yaml", "code: distance_class", "code: distance", None, "distance_class"),
    ("facts.yaml", "minimum: 0", "minimum: nul", "minimum: nul", "heel getal"),
    ("routing.yaml", "answer: uwv", "answer: uvw", "answer: uvw", "bedoel je ‘uwv’"),
    ("routing.yaml", "is: [not_yet, enough]", "is: [not_yet]", "rules:", "geen regel"),
    ("routing.yaml", "is: [not_enough]", "is: [not_enough, enough]", None, "ww-advice"),
    ("routing.yaml", "document: werkplan-infrastructuur", "document: werkplan", None, "nergens"),
    ("routing.yaml", "target_group: rejected", "target_group: weg", "target_group: weg", "nergens"),
    ("routing.yaml", "needed: [4]", "needed: [44]", "needed: [44]", "nergens"),
    ("routing.yaml", "below: 27", "onder: 27", "onder: 27", ""),
    ("doors.yaml", "work: working", "work: yes", "work: yes", "deze waarde"),
    ("target_groups.yaml", "age_below: 27", "age_below: 17", "age_below: 17", "age_from"),
    ("target_groups.yaml", "parent: worker", "parent: workers", "parent: workers", "bedoel"),
    ("terms.yaml", "days: 2", "days: 0", "days: 0", "werkdagen"),
    ("terms.yaml", "code: callback", "code: terugbellen", None, "‘callback’ ontbreekt"),
    ("outcomes.yaml", ", en: Found work", "", None, "Engelse tekst"),
    (
        "outcomes.yaml",
        "label: {nl: Werk behouden, en: Kept work}",
        "label: {}",
        None,
        "‘nl’ ontbreekt",
    ),
    ("outcomes.yaml", "aftercare_months: [3, 6, 12], ", "", None, "aftercare_months"),
    ("reasons.yaml", "kinds: [handover_offer]", "kinds: [offer]", "kinds: [offer]", "een van"),
    ("purposes.yaml", "code: aftercare", "code: nazorg", None, "‘aftercare’ ontbreekt"),
    ("purposes.yaml", "law: participatiewet", "law: wet", "law: wet", "nergens"),
    ("purposes.yaml", "      municipality: {law", "      gemeente: {law", None, "nergens"),
    ("policies.yaml", "position: undecided", "position: later", "position: later", "een van"),
    ("policies.yaml", "leading: werkcentrum", "leading: werkcentra", "werkcentra", "bedoel"),
    ("brands.yaml", "organisation: wsp", "organisation: wps", "organisation: wps", "bedoel"),
    ("casework.yaml", "code: aftercare", "code: nazorg", None, "‘aftercare’ ontbreekt"),
    ("texts.yaml", "texts:", "teksten:", None, "‘texts’ ontbreekt"),
]


@pytest.mark.parametrize(("file", "old", "new", "at", "words"), MISTAKES)
def test_a_mistake_is_named_with_file_line_and_what_was_expected(
    file: str, old: str, new: str, at: str | None, words: str
) -> None:
    documents = damaged(file, old, new)
    problems = [
        p for p in problems_of(documents) if words in p.expected.nl and p.severity == "error"
    ]
    assert problems, [problem.sentence() for problem in problems_of(documents)]
    assert all(problem.expected.en for problem in problems)
    if at is not None:
        line = line_of(documents, file, at)
        assert any(p.file == file and p.line == line for p in problems), [
            p.sentence() for p in problems
        ]
    assert all(problem.line > 0 for problem in problems)


MAY_BE_ABSENT = {"postcodes.csv", "neighbours.csv", *REGISTER_FILES}


@pytest.mark.parametrize("file", sorted(set(DOCUMENTS) - MAY_BE_ABSENT))
def test_a_missing_file_is_named(file: str) -> None:
    documents = {name: text for name, text in DOCUMENTS.items() if name != file}
    assert [(p.file, p.expected.nl) for p in problems_of(documents)] == [
        (file, "dit bestand ontbreekt")
    ]


def test_a_register_file_may_be_absent_when_nothing_points_into_it() -> None:
    region_of({name: text for name, text in DOCUMENTS.items() if name not in REGISTER_FILES})
    problems = problems_of({k: v for k, v in DOCUMENTS.items() if k != "register/agenda.yaml"})
    assert {(p.file, p.line > 0) for p in problems} >= {("register/ambition.yaml", True)}


def test_a_hole_is_told_with_a_situation_in_words() -> None:
    problems = problems_of(damaged("routing.yaml", "is: [not_yet, enough]", "is: [not_yet]"))
    said = " ".join(problem.sentence() for problem in problems)
    assert "Ja, daar kon ik mee verder" in said


def test_an_overlap_names_both_rules() -> None:
    problems = problems_of(damaged("routing.yaml", "is: [not_enough]", "is: [not_enough, enough]"))
    assert any("ww-advice" in p.expected.nl and "ww-uwv" in p.expected.nl for p in problems)


def test_several_mistakes_are_told_at_once() -> None:
    documents = damaged("terms.yaml", "days: 2", "days: 0")
    documents["outcomes.yaml"] = DOCUMENTS["outcomes.yaml"].replace("kind: work", "kind: werk")
    assert {problem.file for problem in problems_of(documents)} == {"terms.yaml", "outcomes.yaml"}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "- a\n", "x", "a: 1\n---\nb: 2\n", "{" * 100, "? [a]\n: b\n", "a: 'b\n", "\x00"],
)
def test_no_text_at_all_makes_the_checker_stumble(text: str) -> None:
    assert problems_of({**DOCUMENTS, "texts.yaml": text})
