"""Projects, milestones and counting rules of the real pack, each count with a control."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.domain.region.register_pack import changed, of_kind, own_levels, real_region, without
from voordeur.domain.agenda.counting import rule_of
from voordeur.domain.register.amounts import AmountWord
from voordeur.domain.register.checks import Entries
from voordeur.services import acts


@pytest.fixture(scope="module")
def entries() -> Entries:
    return real_region().register


def test_lines_under_the_mandate_and_their_projects_belong_together(entries: Entries) -> None:
    def without_project(held: Entries) -> set[str]:
        followed = {code for one in of_kind(held, "project") for code in one.codes("lines")}
        return {one.code for one in own_levels(held)} - followed

    assert without_project(entries) == {"2024-wsp"}, "the WSP has a plan of its own"
    assert "2024-vvb" in without_project(without(entries, ("project", "vvb")))


def test_projects_of_focus_groups_say_how_the_result_becomes_daily_work(entries: Entries) -> None:
    def unsecured(held: Entries) -> list[str]:
        projects = [one for one in of_kind(held, "project") if one.line("focus_group")]
        return [one.code for one in projects if not one.text("securing").en]

    assert len([one for one in of_kind(entries, "project") if one.line("focus_group")]) == 4
    assert unsecured(entries) == []
    assert unsecured(changed(entries, ("project", "vvb"), securing=None)) == ["vvb"]


BUILD_UP = {
    "wc-intent": ("2023-05-10", "2023-05-10"),
    "wc-minimum": ("2024-Q1", "2024-06-03"),
    "wc-structural": ("2026-01-01", ""),
    "wc-law": ("2026-07-01", ""),
}


def build_up(entries: Entries) -> dict[str, tuple[str, str]]:
    critical = [one for one in of_kind(entries, "milestone") if one.flag("critical")]
    return {
        one.code: (one.line("planned"), one.line("realised"))
        for one in critical
        if one.line("project") == "werkcentrum-opbouw"
    }


def test_the_build_up_of_the_werkcentrum_is_planned_against_realised(entries: Entries) -> None:
    assert build_up(entries) == BUILD_UP
    early = changed(entries, ("milestone", "wc-minimum"), realised="2024-01-01")
    assert build_up(early) != BUILD_UP


def test_every_track_and_nearly_every_project_has_a_dated_step(entries: Entries) -> None:
    def undated(held: Entries) -> set[str]:
        steps = of_kind(held, "milestone")
        dated = {one.line("project") for one in steps} | {one.line("track") for one in steps}
        owners = [*of_kind(held, "project"), *of_kind(held, "track")]
        return {one.code for one in owners} - dated

    assert undated(entries) == {"experience-center", "sectorpaden"}, "the source gives no date"
    assert "sif" in undated(without(entries, ("milestone", "sif-founded")))


def test_roles_have_hours_and_terms_as_the_work_plan_gives_them(entries: Entries) -> None:
    both = entries["assignment", "rmt-coordinators"]
    assert (both.number("people"), both.number("hours")) == (2, 36)
    assert both.line("until") == "2022-12-31"
    lent = entries["assignment", "werkcentrum-project-leader"]
    assert (lent.line("employer"), lent.number("hours")) == ("uwv", 16)
    assert lent.line("amount_cents") == AmountWord.IN_KIND
    assert lent.text("conditions").en


def test_the_phase_out_is_charted_for_every_party_of_the_analysis(entries: Entries) -> None:
    def uncharted(held: Entries) -> set[str]:
        named = set(held["plan_line", "2024-uwv-systems"].codes("parties"))
        return named - {one.line("organisation") for one in of_kind(held, "system_effect")}

    assert uncharted(entries) == set()
    assert len(of_kind(entries, "system_effect")) == 12
    assert uncharted(without(entries, ("system_effect", "uwv-systems-vng"))) == {"vng"}


def test_partners_named_in_the_work_plan_have_their_consequences(entries: Entries) -> None:
    partners = {one.line("organisation") for one in of_kind(entries, "consequence")}
    assert {"wsp", "leerwerkloket", "spaarne-werkt", "ijmond-werkt"} <= partners
    assert len([one for one in partners if one.startswith("gemeente-")]) == 7


def test_counting_rules_name_outcomes_and_groups_the_region_knows() -> None:
    region = real_region()
    known = {
        "outcome": {one.code for one in region.outcomes.values()},
        "target_group": set(region.target_groups),
        "sector": set(region.sectors),
        "payer": set(region.organisations),
        "paid_by": set(region.organisations),
    }
    assert unknown_in_rules(region.register, known) == []
    wrong = changed(
        region.register,
        ("project", "sif"),
        results=[{"counted": {"events": ["CaseClosed"], "where": {"outcome": ["werk"]}}}],
    )
    assert unknown_in_rules(wrong, known) == ["werk"]


def unknown_in_rules(entries: Entries, known: Mapping[str, set[str]]) -> list[str]:
    """Return values of counting rules that no event could ever carry."""
    rules = [
        rule
        for entry in entries.values()
        for row in entry.rows("results")
        if (rule := rule_of(row.get("counted"))) is not None
    ]
    assert rules
    assert all(rule.events for rule in rules)
    return [
        value
        for rule in rules
        for fact, values in rule.where
        for value in sorted(values)
        if value not in known[fact]
    ]


def written_nowhere(names: set[str]) -> set[str]:
    """Return the names of events that no act of this version writes."""
    services = Path(acts.__file__).parent.rglob("*.py")
    source = "".join(file.read_text(encoding="utf-8") for file in services)
    return {name for name in names if f'"{name}"' not in source}


def test_rules_count_what_the_journal_writes_and_a_few_things_that_come_later(
    entries: Entries,
) -> None:
    names = {
        name
        for entry in entries.values()
        for row in entry.rows("results")
        if (rule := rule_of(row.get("counted"))) is not None
        for name in rule.events
    }
    assert {"CaseRegistered", "CaseClosed", "HandoverAccepted", "InquiryKept"} <= names
    later = {"PlacementMade", "HomeVisitMade"}
    assert written_nowhere(names) <= later
    assert written_nowhere({"CaseClozed"}) == {"CaseClozed"}
