"""What loading would change is told before it happens, entry by entry."""

from dataclasses import replace

from voordeur.adapters.files.pack import load_pack, regions_directory
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.differences import COLLECTIONS, ChangeKind, Difference, differences
from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry


def _zkij() -> Region:
    region = load_pack(regions_directory() / "zkij")
    assert isinstance(region, Region)
    return region


def test_the_same_region_changes_nothing() -> None:
    assert differences(_zkij(), _zkij()) == []


def test_added_removed_and_changed_are_told_in_words() -> None:
    old = _zkij()
    outcomes = dict(old.outcomes)
    outcomes["work_found"] = replace(outcomes["work_found"], label=Text("Baan", "Job"))
    outcomes["new"] = outcomes.pop("deceased")
    terms = (replace(old.terms[0], days=9), *old.terms[1:])
    rules = replace(old.routing, rules=old.routing.rules[1:])
    new = replace(old, outcomes=outcomes, terms=terms, routing=rules)
    found = differences(old, new)
    assert found == [
        Difference("routing.yaml", "employer-vacancy", ChangeKind.REMOVED),
        Difference("terms.yaml", "handover_answer", ChangeKind.CHANGED, ("days",)),
        Difference("outcomes.yaml", "work_found", ChangeKind.CHANGED, ("label",)),
        Difference("outcomes.yaml", "new", ChangeKind.ADDED),
        Difference("outcomes.yaml", "deceased", ChangeKind.REMOVED),
    ]
    assert found[2].sentence() == "outcomes.yaml: gewijzigd ‘work_found’: label"
    assert found[3].sentence("en") == "outcomes.yaml: new ‘new’"


def test_the_first_pack_is_all_new_and_no_part_of_a_region_is_forgotten() -> None:
    region = _zkij()
    found = differences(None, region)
    assert {difference.kind for difference in found} == {ChangeKind.ADDED}
    told = {name for names in COLLECTIONS.values() for name in names}
    heading = {"code", "am_code", "name", "languages", "contact", "version", "to_dos"}
    heading.add("register")  # one file per kind, told by kind below
    assert told | heading == set(Region.__dataclass_fields__)


def test_entries_of_the_register_are_told_by_their_file() -> None:
    old = _zkij()
    lost = Entry(kind="law", code="lost", title=Text("Weg"))
    kept = Entry(kind="law", code="kept", title=Text("Oud"))
    before = replace(old, register={("law", "lost"): lost, ("law", "kept"): kept})
    after = replace(old, register={("law", "kept"): replace(kept, title=Text("Nieuw"))})
    assert differences(before, after) == [
        Difference("register/law.yaml", "kept", ChangeKind.CHANGED, ("title",)),
        Difference("register/law.yaml", "lost", ChangeKind.REMOVED),
    ]
