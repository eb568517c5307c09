"""The register of the real pack holds what the region's documents count, each with a control."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.domain.region.register_pack import (
    changed,
    counts,
    of_kind,
    own_levels,
    real_region,
    without,
)
from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.amounts import AmountWord, QuantityWord, Total, total_of
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Entries, Key
from voordeur.domain.register.entry import RECORDED, Entry
from voordeur.domain.register.fields import Field, FieldKind, Value

AGENDA = "agenda-2023-2027"
DOE_AGENDA = "doe-agenda-2020-2022"
WORK_PLAN = "work-plan-2022"


@pytest.fixture(scope="module")
def entries() -> Entries:
    return real_region().register


# ---- every entry: its source and both languages ----


def without_source(entries: Entries) -> list[Key]:
    return [
        key
        for key, entry in entries.items()
        if entry.source.document == RECORDED or not entry.source.section
    ]


def texts_of(entry: Entry) -> Iterator[tuple[str, Text]]:
    yield "title", entry.title
    for earlier in entry.earlier_names:
        yield "earlier_names", earlier.title
    yield from texts_in(KINDS[entry.kind].fields, entry.values)


def texts_in(fields: tuple[Field, ...], values: Mapping[str, Value]) -> Iterator[tuple[str, Text]]:
    for one in fields:
        value = values.get(one.code)
        if isinstance(value, Mapping) and one.kind in {FieldKind.TEXT, FieldKind.PROSE}:
            yield one.code, Text(str(value.get("nl", "")), str(value.get("en", "")))
        elif one.kind is FieldKind.ROWS and isinstance(value, list):
            for row in value:
                yield from texts_in(one.rows, row)


def half_told(entries: Entries) -> list[tuple[Key, str]]:
    return [
        (key, field)
        for key, entry in entries.items()
        for field, text in texts_of(entry)
        if not text.nl or not text.en
    ]


def test_every_entry_says_which_document_and_section_it_comes_from(entries: Entries) -> None:
    assert without_source(entries) == []
    key = ("pillar", "talent")
    for source in (Source(RECORDED), Source("agenda-2023-2027")):
        assert without_source({**entries, key: replace(entries[key], source=source)}) == [key]


def test_every_text_is_there_in_both_languages(entries: Entries) -> None:
    assert half_told(entries) == []
    key = ("pillar", "talent")
    assert half_told(changed(entries, key, short={"nl": "Talent"})) == [(key, "short")]
    seat = ("end_statement", "end-7-werkcentrum")
    rows = [{"day": "2025-03-31", "judgement": "unknown", "evidence": {"nl": "Open"}}]
    assert half_told(changed(entries, seat, assessments=rows)) == [(seat, "evidence")]


# ---- the agendas and the work plan ----


FRAMEWORK = {
    ("agenda", ""): 3,
    ("ambition", AGENDA): 3,
    ("pillar", AGENDA): 3,
    ("pillar", DOE_AGENDA): 4,
    ("area", AGENDA): 4,
    ("end_statement", AGENDA): 8,
    ("theme", DOE_AGENDA): 8,
    ("principle", AGENDA): 8,
    ("principle", DOE_AGENDA): 5,
    ("principle", WORK_PLAN): 38,
}


def framework(entries: Entries) -> dict[tuple[str, str], int]:
    kinds = {kind for kind, _agenda in FRAMEWORK}
    found = Counter((kind, entry.line("agenda")) for (kind, _), entry in entries.items())
    return {key: number for key, number in found.items() if key[0] in kinds}


def test_the_framework_has_the_parts_the_agendas_name(entries: Entries) -> None:
    assert framework(entries) == FRAMEWORK
    assert framework(without(entries, ("area", "focus-sectors"))) != FRAMEWORK
    moved = changed(entries, ("pillar", "employment"), agenda=AGENDA)
    assert framework(moved) != FRAMEWORK


def test_the_work_plan_rests_on_the_parts_of_its_second_and_third_chapter(entries: Entries) -> None:
    expected = {
        "target_group": 5,
        "principle": 4,
        "demand": 4,
        "result": 5,
        "consequence": 3,
        "bottleneck": 3,
        "need": 2,
        "goal": 4,
        "scope_in": 5,
        "scope_out": 2,
        "duration": 1,
    }

    def sorts(held: Entries) -> Counter[str]:
        mine = [one for one in of_kind(held, "principle") if one.line("agenda") == WORK_PLAN]
        return Counter(one.line("sort") for one in mine)

    assert sorts(entries) == expected
    assert sorts(changed(entries, ("principle", "no-wrong-door"), sort="demand")) != expected


def test_the_third_pillar_is_found_by_both_of_its_names(entries: Entries) -> None:
    names = entries["pillar", "talent"].names()
    assert "Talent binden en boeien" in names
    assert "Talent boeien & binden" in names


# ---- the doe-agenda ----

ACTIONS = {
    "status": {"running": 29, "to_work_out": 17},
    "scope": {
        "regional": 31,
        "sub_region": 8,
        "local_regional_possible": 4,
        "sub_region_regional_possible": 2,
        "regional_local_elaboration": 1,
    },
    "theme": {
        f"theme-{place}": number for place, number in enumerate((6, 8, 6, 9, 3, 8, 5, 1), start=1)
    },
    "pillar": {
        "benefit-to-work": 20,
        "education-to-work": 12,
        "work-to-work": 8,
        "employment": 6,
    },
}
OTHERWISE = {
    "status": "done",
    "scope": "sub_region",
    "theme": "theme-8",
    "pillar": "employment",
}


def test_the_doe_agenda_has_46_numbered_actions(entries: Entries) -> None:
    def numbers(held: Entries) -> list[int | None]:
        return sorted(one.number("number") or 0 for one in of_kind(held, "action"))

    assert numbers(entries) == list(range(1, 47))
    assert numbers(without(entries, ("action", "action-20"))) != list(range(1, 47))


@pytest.mark.parametrize("field", sorted(ACTIONS))
def test_the_actions_are_counted_as_in_the_annex(entries: Entries, field: str) -> None:
    assert counts(entries, "action", field) == ACTIONS[field]
    other = changed(entries, ("action", "action-01"), **{field: OTHERWISE[field]})
    assert counts(other, "action", field) != ACTIONS[field]


def test_the_actions_of_one_sub_region_are_counted_apart(entries: Entries) -> None:
    def numbers(held: Entries) -> Counter[tuple[str, str]]:
        mine = [one for one in of_kind(held, "action") if one.line("sub_region")]
        return Counter((one.line("scope"), one.line("sub_region")) for one in mine)

    expected = {
        ("sub_region", "ijmond"): 7,
        ("sub_region", "zuid-kennemerland"): 1,
        ("sub_region_regional_possible", "ijmond"): 2,
    }
    assert numbers(entries) == expected
    assert numbers(without(entries, ("action", "action-05"))) != expected


def test_an_action_stands_under_the_pillar_of_its_theme(entries: Entries) -> None:
    def pairs(held: Entries) -> set[tuple[str, str]]:
        return {(one.line("theme"), one.line("pillar")) for one in of_kind(held, "action")}

    assert len(pairs(entries)) == 8
    wrong = changed(entries, ("action", "action-46"), pillar="work-to-work")
    assert len(pairs(wrong)) != 8 or pairs(wrong) != pairs(entries)


def test_no_action_has_an_amount_of_its_own_and_none_is_zero(entries: Entries) -> None:
    """The annex names payers, never amounts: every row is a word."""

    def words(held: Entries) -> Counter[object]:
        actions = of_kind(held, "action")
        return Counter(row["amount_cents"] for one in actions for row in one.rows("finances"))

    assert words(entries) == {
        "not_stated": 27,
        "to_be_determined": 18,
        "none_needed": 1,
        "not_applicable": 2,
    }
    zero = changed(entries, ("action", "action-36"), finances=[{"amount_cents": 0}])
    assert any(isinstance(amount, int) for amount in words(zero))


def themes_without_a_block(entries: Entries) -> set[str]:
    linked = {code for one in of_kind(entries, "building_block") for code in one.codes("themes")}
    return {one.code for one in of_kind(entries, "theme")} - linked


def test_ten_national_parts_in_four_blocks_leave_only_theme_8_out(entries: Entries) -> None:
    assert len(of_kind(entries, "building_block")) == 10
    assert len({one.text("block") for one in of_kind(entries, "building_block")}) == 4
    assert themes_without_a_block(entries) == {"theme-8"}
    reached = changed(entries, ("building_block", "mobility-teams"), themes=["theme-1", "theme-8"])
    assert themes_without_a_block(reached) == set()


def test_local_supplements_are_nine_of_the_text_and_five_of_the_ijmond(entries: Entries) -> None:
    def numbered(held: Entries) -> list[int]:
        lines = (one.number("number") for one in of_kind(held, "local_line"))
        return sorted(number for number in lines if number is not None)

    def per_theme(held: Entries) -> Counter[str]:
        return Counter(one.line("theme") for one in of_kind(held, "local_line"))

    expected = {"": 5, "theme-1": 3, "theme-2": 1, "theme-4": 1, "theme-6": 1, "theme-7": 3}
    assert numbered(entries) == [1, 2, 3, 4, 5]
    assert per_theme(entries) == expected
    fewer = without(entries, ("local_line", "ijmond-3"))
    assert numbered(fewer) != [1, 2, 3, 4, 5]
    assert per_theme(fewer) != expected


# ---- tracks ----


def test_four_tracks_have_nine_three_two_and_three_points(entries: Entries) -> None:
    expected = {"track-1": 9, "track-2": 3, "track-3": 2, "track-4": 3}
    assert counts(entries, "point", "track") == expected
    assert len(of_kind(entries, "track")) == 4
    assert counts(without(entries, ("point", "point-4-3")), "point", "track") != expected


def test_points_say_what_they_depend_on_and_ride_along_with(entries: Entries) -> None:
    rides = {one.code: one.codes("rides_with") for one in of_kind(entries, "point")}
    assert rides["point-1-5"] == ("2024-vvb",)
    assert "2024-dichterbij" in rides["point-2-2"]
    assert entries["point", "point-1-9"].codes("depends_on") == ("point-3-2",)


# ---- the plan of 2024 ----

LEVELS = {"regional_service": 2, "running": 4, "innovative": 8, "in_connection": 8}
EXPLICIT_CENTS = 486_768_700
"""Sum of the amounts of levels 1 to 3: derived, mixes years, never the budget of a year."""


def money(entries: Entries) -> Total:
    lines = own_levels(entries)
    rows = [row["amount_cents"] for one in lines for row in one.rows("finances")]
    return total_of(amount for amount in rows if isinstance(amount, int | str))


def test_the_plan_of_2024_has_its_lines_on_four_levels(entries: Entries) -> None:
    assert counts(entries, "plan_line", "level") == LEVELS
    assert counts(without(entries, ("plan_line", "2024-sroi")), "plan_line", "level") != LEVELS
    plan = entries["plan", "plan-2024"]
    assert (plan.line("state"), plan.line("document")) == ("adopted", "D-123859")


def without_mark(entries: Entries, field: str) -> list[str]:
    lines = of_kind(entries, "plan_line")
    return [one.code for one in lines if not one.codes(field) or not one.flag(f"{field}_derived")]


@pytest.mark.parametrize("field", ["pillars", "areas"])
def test_pillars_and_areas_of_every_line_are_marked_as_derived(
    entries: Entries, field: str
) -> None:
    assert without_mark(entries, field) == []
    official = changed(entries, ("plan_line", "2024-vvb"), **{f"{field}_derived": False})
    assert without_mark(official, field) == ["2024-vvb"]
    bare = changed(entries, ("plan_line", "2024-vvb"), **{field: []})
    assert without_mark(bare, field) == ["2024-vvb"]


def test_the_explicit_amounts_add_up_and_words_stay_words(entries: Entries) -> None:
    total = money(entries)
    assert total.cents == EXPLICIT_CENTS
    assert total.known == 14
    assert dict(total.words) == {
        AmountWord.NOT_STATED: 2,
        AmountWord.TO_BE_DETERMINED: 2,
        AmountWord.IN_KIND: 1,
        AmountWord.CLEAR_AFTER_PLAN: 3,
    }
    more = changed(entries, ("plan_line", "2024-vvb"), finances=[{"amount_cents": 1}])
    assert money(more).cents != EXPLICIT_CENTS


def zeros(entries: Entries) -> list[str]:
    """Return the lines and projects in which a word would have become nothing."""
    return [
        entry.code
        for entry in entries.values()
        for row in entry.rows("finances")
        if row["amount_cents"] == 0
    ]


def test_nothing_that_is_not_known_is_zero(entries: Entries) -> None:
    assert zeros(entries) == []
    nothing = changed(entries, ("plan_line", "2024-sif"), finances=[{"amount_cents": 0}])
    assert zeros(nothing) == ["2024-sif"]


def test_every_own_line_has_money_results_and_a_state_of_affairs(entries: Entries) -> None:
    def bare(held: Entries) -> list[str]:
        return [
            one.code
            for one in own_levels(held)
            if not (
                one.rows("finances") and one.rows("results") and one.text("state_of_affairs").nl
            )
        ]

    assert bare(entries) == []
    assert bare(changed(entries, ("plan_line", "2024-wsp"), results=[])) == ["2024-wsp"]


def test_targets_stand_as_the_plan_has_them(entries: Entries) -> None:
    def target(code: str, place: int) -> object:
        return entries["plan_line", code].rows("results")[place]["target"]

    assert target("2024-vvb", 0) == 1941
    assert target("2024-hoofdzaak-werk", 0) == 100
    assert target("2024-hoofdzaak-werk", 2) == 2
    assert target("2024-dichterbij", 2) == 4
    assert [target("2024-housing-pilot", place) for place in range(3)] == [40, 20, 20]
    assert target("2024-wsp", 1) == QuantityWord.TO_FOLLOW


def test_three_focus_groups_were_chosen_for_2024_and_youth_was_weighed(entries: Entries) -> None:
    def chosen(held: Entries) -> set[str]:
        return {one.code for one in of_kind(held, "focus_group") if one.flag("chosen")}

    three = {"2024-mental-vulnerability", "2024-banenafspraak", "2024-status-holders"}
    assert chosen(entries) == three
    assert chosen(changed(entries, ("focus_group", "2024-youth"), chosen=True)) != three
    assert all(entries["focus_group", code].text("youth").nl for code in three)
    assert all(one.rows("evidence") for one in of_kind(entries, "focus_group"))
    assert all(one.flag("state_money") for one in of_kind(entries, "focus_group"))


def test_each_focus_sector_has_one_sector_plan(entries: Entries) -> None:
    expected = {"care": 1, "education": 1, "technology": 1}
    assert counts(entries, "sector_plan", "sector") == expected
    twice = changed(entries, ("sector_plan", "sector-care"), sector="education")
    assert counts(twice, "sector_plan", "sector") != expected


def found_by(entries: Entries, name: str) -> set[str]:
    return {entry.code for entry in entries.values() if name in entry.names()}


def test_old_names_find_what_goes_by_another_name_now(entries: Entries) -> None:
    assert found_by(entries, "Verbetering Uitvoering Banenafspraak (VUB)") == {"2024-vvb", "vvb"}
    assert found_by(entries, "Projectplan Techniek") == {"2024-plan-technology"}
    assert "2024-doorstroompunt" in found_by(entries, "RMC")
    assert found_by(entries, "Projectplan Timmeren") == set()
    before, after = date(2024, 12, 31), date(2025, 1, 1)
    sif = entries["plan_line", "2024-sif"]
    assert sif.title_on(before).nl == "Social Impact Fonds ZKIJ"
    assert sif.title_on(after) == sif.title
