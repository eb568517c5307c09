"""Vocabularies as their publishers give them: the real ESCO files, and small ones made here."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from voordeur.adapters.files.vocabularies import VocabularyFolder
from voordeur.domain.skills.vocabulary import ConceptKind, Importance, Match, Part
from voordeur.services.ports import ReadVocabulary

OFFICIAL = ROOT.parent / "shared" / "data" / "esco"
OWN = ROOT / "regions" / "zkij" / "skills"
OCCUPATIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "regulatedProfessionNote,scopeNote,definition,inScheme,description,code\n"
)
COOK = 'Occupation,urn:cook,5120,kok,"kokkin\nkok",,released,2024-01-25T11:28:50Z,,,,,"Kookt.",1\n'
SKILLS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,"
    "modifiedDate,scopeNote,definition,inScheme,description\n"
    "KnowledgeSkillCompetence,urn:cooking,skill/competence,,koken,,,released,2024-02-01,,,,\n"
    "KnowledgeSkillCompetence,urn:haccp,knowledge,,voedselveiligheid,,,released,,,,,\n"
)
ASKS = (
    "occupationUri,relationType,skillType,skillUri\n"
    "urn:cook,optional,knowledge,urn:haccp\nurn:cook,essential,skill/competence,urn:cooking\n"
    "urn:cook,optional,skill/competence,urn:cooking\nurn:cook,essential,knowledge,urn:gone\n"
)
CNL = "https://linkeddata.competentnl.nl/def/competentnl#"
COMPETENTNL = f"""@prefix cnlo: <{CNL}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
<urn:o1> a cnlo:Occupation ; xl:prefLabel <urn:l1> ; skos:altLabel "kokkin"@nl, "cook"@en ;
  cnlo:requiresHATEssential <urn:c1> ; cnlo:requiresHATImportant <urn:c2> ;
  cnlo:requiresHATSomewhat <urn:c3>, <urn:c1> ; cnlo:exactMatchESCO <urn:cook> .
<urn:l1> xl:literalForm "kok"@nl .
<urn:c1> a cnlo:HumanCapability ; skos:prefLabel "koken"@nl ; skos:broader <urn:c2> .
<urn:c2> a cnlo:HumanCapability ; skos:prefLabel "verzorgen"@nl .
<urn:c3> a cnlo:KnowledgeArea ; skos:prefLabel "voeding"@nl ; skos:definition "Over eten."@nl .
<urn:x> a cnlo:Language ; skos:prefLabel "Nederlands"@nl .
"""


def read(folder: Path, source: str, **files: str) -> ReadVocabulary:
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8", newline="")
    return VocabularyFolder().read(str(folder), source)


@pytest.mark.shared
def test_the_official_dutch_esco_files_come_in_whole_and_say_what_is_missing() -> None:
    found = VocabularyFolder().read(str(OFFICIAL), "esco")
    assert found.problems == ()
    assert found.vocabulary.counts() == {"occupations": 3039, "groups": 1259}
    assert "skills_nl.csv" in found.missing
    assert "occupationSkillRelations_nl.csv" in found.missing
    by_label = {one.label: one for one in found.vocabulary.concepts.values()}
    assert by_label["kok"].group == "5120"
    assert "toneelmeester" in by_label["inspiciënt"].alternatives
    groups = {one.code: one.label for one in found.vocabulary.groups}
    assert groups["5120"] == "Koks"


@pytest.mark.shared
def test_every_esco_address_in_the_own_list_is_in_the_official_file() -> None:
    official = VocabularyFolder().read(str(OFFICIAL), "esco").vocabulary
    own = VocabularyFolder().read(str(OWN), "own").vocabulary
    assert {one.target for one in own.mappings} - set(official.concepts) == set()
    isco = {one.code for one in official.groups}
    assert {one.group for one in own.of_kind(ConceptKind.OCCUPATION)} - isco == set()


def test_the_own_list_of_the_region_is_whole() -> None:
    found = VocabularyFolder().read(str(OWN), "own")
    assert (found.problems, found.missing, found.left_out) == ((), (), 0)
    counts = found.vocabulary.counts()
    assert counts["occupations"] >= 60
    assert counts["skills"] >= 150
    asked = Counter(one.occupation for one in found.vocabulary.requirements)
    assert set(asked) == {one.code for one in found.vocabulary.of_kind(ConceptKind.OCCUPATION)}
    used = {one.skill for one in found.vocabulary.requirements}
    assert {one.code for one in found.vocabulary.of_kind(ConceptKind.SKILL)} - used == set()


def test_esco_with_all_its_files_knows_what_an_occupation_asks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "esco",
        occupations_nl_csv=OCCUPATIONS + COOK,
        skills_nl_csv=SKILLS,
        occupationSkillRelations_nl_csv=ASKS,
        skillSkillRelations_nl_csv=(
            "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
            "urn:haccp,knowledge,optional,skill/competence,urn:cooking\n"
        ),
    )
    assert found.problems == ()
    told = {(one.skill, one.importance) for one in found.vocabulary.requirements}
    assert told == {
        ("urn:cooking", Importance.ESSENTIAL),
        ("urn:haccp", Importance.OPTIONAL),
    }
    assert found.left_out == 1
    assert found.vocabulary.related == {("urn:cooking", "urn:haccp")}
    assert found.vocabulary.version == "2024-02-01"
    cook = found.vocabulary.concepts["urn:cook"]
    assert (cook.alternatives, cook.about) == (("kokkin",), "Kookt.")
    assert found.vocabulary.concepts["urn:haccp"].sort == "knowledge"


def test_competentnl_has_three_degrees_and_esco_beside_it(tmp_path: Path) -> None:
    found = read(tmp_path, "competentnl", data_ttl=COMPETENTNL)
    assert found.problems == ()
    whole = found.vocabulary
    assert whole.concepts["urn:o1"].label == "kok"
    assert whole.concepts["urn:o1"].alternatives == ("kokkin",)
    assert {(one.skill, one.importance) for one in whole.requirements} == {
        ("urn:c1", Importance.ESSENTIAL),
        ("urn:c2", Importance.IMPORTANT),
        ("urn:c3", Importance.OPTIONAL),
    }
    assert {(one.target, one.match) for one in whole.mappings} == {("urn:cook", Match.EXACT)}
    assert whole.related == {("urn:c1", "urn:c2")}
    assert (whole.concepts["urn:c3"].sort, whole.concepts["urn:c3"].about) == (
        "knowledge",
        "Over eten.",
    )
    assert set(whole.concepts) == {"urn:o1", "urn:c1", "urn:c2", "urn:c3"}
    assert whole.parts == set(Part) - {Part.GROUPS, Part.SECTORS}


@pytest.mark.parametrize(
    ("files", "line", "words"),
    [
        ({"occupations_nl_csv": "a,b\n1,2\n"}, 1, "deze kolommen ontbreken: conceptUri"),
        ({"occupations_nl_csv": OCCUPATIONS + COOK + COOK}, 5, "staat er twee keer in"),
        ({"occupations_nl_csv": OCCUPATIONS + COOK.replace("kok,", ",", 1)}, 3, "ontbreekt"),
        ({"occupations_nl_csv": OCCUPATIONS + 'Occupation,"urn'}, 2, "aanhalingstekens"),
        ({"occupations_nl_csv": OCCUPATIONS + COOK.replace("kok,", "k" * 201 + ",", 1)}, 3, "200"),
        ({}, 0, "geen beroepen of vaardigheden"),
    ],
)
def test_a_damaged_esco_file_is_named_with_its_line(
    tmp_path: Path, files: dict[str, str], line: int, words: str
) -> None:
    found = read(tmp_path, "esco", **files)
    assert found.problems
    assert found.problems[0].line == line
    assert words in found.problems[0].sentence("nl")


def test_other_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "occupations_nl.csv").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in read(tmp_path, "esco").problems[0].sentence("nl")
    broken = read(tmp_path, "competentnl", data_ttl=COMPETENTNL + "nothing .")
    assert broken.problems[0].line == COMPETENTNL.count("\n") + 1
    relation = "occupationUri,relationType,skillUri\nurn:a,maybe,urn:b\n"
    other = tmp_path / "other"
    other.mkdir()
    found = read(
        other,
        "esco",
        occupations_nl_csv=OCCUPATIONS + COOK,
        occupationSkillRelations_nl_csv=relation,
    )
    assert "essential of optional" in found.problems[0].sentence("nl")
    with pytest.raises(OSError, match="nowhere"):
        VocabularyFolder().read(str(tmp_path / "nowhere"), "esco")


def test_a_typing_error_in_the_own_list_is_named(tmp_path: Path) -> None:
    head = "code,label,group,group_label,alternatives,related\n"
    jobs = "code,label,isco,esco,match,alternatives,essential,important,optional\n"
    found = read(
        tmp_path,
        "own",
        version_csv="version,dated\n1,morgen\n",
        skills_csv=head + "koken,koken,ETEN,Eten,,bakken\n",
        occupations_csv=jobs + "kok,kok,5120,,,,koken,braden,\n",
    )
    told = [one.sentence("nl") for one in found.problems]
    assert any("2026-12-31" in one for one in told)
    assert any("[bakken]" in one for one in told)
    assert any("[braden]" in one for one in told)
