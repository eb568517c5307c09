"""The pack holds the governance of the region's documents; each count has a copy that breaks it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from voordeur.adapters.files.pack import load_pack, regions_directory
from voordeur.domain.governance.route_problems import route_problems
from voordeur.domain.governance.routes import read_body, read_route
from voordeur.domain.region.model import Region
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import RECORDED, Entry
from voordeur.domain.register.fields import Field, FieldKind, Value

TODAY = date(2026, 2, 1)
LEVELS_OF_2020 = {"board": 6, "tactical": 6, "other": 4}
PILLARS = ("benefit-to-work", "education-to-work", "work-to-work", "employment")
"""The columns of annex 2 of the doe-agenda, in its order."""
MARKS_OF_2020 = {
    "boa-2020": "x---",
    "reo-2020": "--?x",
    "rwb-2020": "xxx?",
    "portefeuillehouders-2020": "---?",
    "gr-schoolverzuim-2020": "-x--",
    "stuurgroep-vsv-2020": "-x--",
    "keten-mt-2020": "xx?-",
    "reo-ambtelijk-2020": "--?x",
    "amro-2020": "xx?-",
    "beleidsgroep-rmc-2020": "-x--",
    "projectgroep-vsv-2020": "-x--",
    "klankbordgroep-pow-2020": "xxx?",
    "mra-platform-economie-2020": "-xxx",
    "mra-directieoverleg-2020": "-xxx",
    "mra-werkgroep-2020": "-xxx",
    "vbz-kam-2020": "-xxx",
}
PERSPECTIVES = {"municipality", "uwv", "education", "employers", "employees"}
RULES = {
    "plan and its activities": ("route", "plan"),
    "amendment of the plan": ("route", "plan-amendment"),
    "one activity or project": ("route", "activity"),
    "steering the RMT": ("mandate", "werkcentrum"),
    "steering the WSP": ("mandate", "wsp"),
    "WSP yearly plan": ("route", "wsp-plan"),
    "use of State money": ("route", "state-money"),
    "regional budget": ("route", "regional-budget"),
    "yearly focus groups": ("route", "focus-groups"),
    "withdrawal from the reserve": ("route", "reserve"),
    "cost sharing": ("route", "cost-sharing"),
    "changes of governance": ("route", "governance"),
}
"""Who decides what, and where the pack says so."""
NUMBERS = {"D-123859", "D-096471", "D-096472", "INT-20-58344", "INT-17-37353"}
DATED_DECISIONS = {"2020-09-30", "2022-02-03", "2023-03-15", "2023-05-10"}
TIMELINE = (
    "2014-01-01 2017 2019 2020-03 2020-05-28 2020-08-28 2020-09-23 2020-10-08 2021-01-01 2021-03 "
    "2021 2022-04 2022-07 2022-09-07 2022-10-11 2023-01-01 2023-03 2024-Q1 2024-04 2024-06-03 "
    "2025-03-27 2025 2025-Q2 2025-12 2026-01-01 2026 2026-07-01 2027-Q4 2028 2032"
)
MOMENTS = DATED_DECISIONS | set(TIMELINE.split())
INSTRUMENTS = (
    "adviesgesprek werkfit loopbaantraject praktijkleren oriëntatie schakel loopbaangesprek "
    "loonkostensubsidie praktijkroute jobcoach beschut ips harrie paskamer vr-bril elaunch "
    "techniektuin transferpunt talentenpool stagecarrousel activering agros schulden taal "
    "detacheren huisbezoek workshops sport sroi bonus ontwikkelpad win-punt voorrang"
)
PHRASES = (
    "sterk naar werk",
    "talent naar de zorg",
    "inclusieve technologie",
    "learning online",
    "andere gesprek",
)

Register = Mapping[tuple[str, str], Entry]


@pytest.fixture(scope="module")
def region() -> Region:
    loaded = load_pack(regions_directory() / "zkij")
    assert isinstance(loaded, Region), [problem.sentence("en") for problem in loaded]
    return loaded


@pytest.fixture
def register(region: Region) -> dict[tuple[str, str], Entry]:
    return dict(region.register)


def of_kind(register: Register, kind: str) -> list[Entry]:
    return [entry for (held, _code), entry in register.items() if held == kind]


def with_values(entry: Entry, **values: Value) -> Entry:
    """Return a copy with other values; None takes one away."""
    kept = {**entry.values, **values}
    return replace(entry, values={key: one for key, one in kept.items() if one is not None})


def organisations(step: Mapping[str, Value]) -> list[str]:
    """Return the organisations that each take this step apart."""
    named = step.get("organisations")
    return [str(one) for one in named] if isinstance(named, list) else []


def without_last_row(entry: Entry, field: str) -> Entry:
    return with_values(entry, **{field: list(entry.rows(field))[:-1]})


# The bodies


def levels_of_2020(register: Register) -> Counter[str]:
    bodies = [body for body in of_kind(register, "body") if body.code.endswith("-2020")]
    return Counter(body.line("level") for body in bodies)


def test_sixteen_bodies_met_in_2020(register: dict[tuple[str, str], Entry]) -> None:
    assert levels_of_2020(register) == LEVELS_OF_2020
    del register["body", "boa-2020"]
    assert levels_of_2020(register) != LEVELS_OF_2020


def marks(body: Entry) -> str:
    sure, unsure = body.codes("pillars"), body.codes("pillars_unsure")
    return "".join("x" if one in sure else "?" if one in unsure else "-" for one in PILLARS)


def test_the_marks_of_the_annex_are_kept_also_the_question_marks(
    register: dict[tuple[str, str], Entry],
) -> None:
    found = {code: marks(register["body", code]) for code in MARKS_OF_2020}
    assert found == MARKS_OF_2020
    changed = with_values(register["body", "reo-2020"], pillars_unsure=None)
    assert marks(changed) != MARKS_OF_2020["reo-2020"]


def test_every_body_has_seats_or_says_that_the_source_names_none(
    register: dict[tuple[str, str], Entry],
) -> None:
    def silent(bodies: list[Entry]) -> list[str]:
        return [one.code for one in bodies if bool(one.rows("seats")) == one.flag("seats_unknown")]

    bodies = of_kind(register, "body")
    assert not silent(bodies)
    assert silent([with_values(one, seats=None, seats_unknown=None) for one in bodies])


def missing_from_the_board(region: Region, board: Entry) -> list[str]:
    """Return what the board lacks: organisations, perspectives or sub-regions."""
    seats = board.rows("seats")
    held = {str(seat["organisation"]) for seat in seats}
    sides = {str(seat["perspective"]) for seat in seats}
    places = {region.organisations[code].sub_region for code in held} - {""}
    flaws = [f"{len(held)} organisations"] if len(held) != 15 else []
    flaws += sorted(PERSPECTIVES - sides)
    return flaws + sorted({"ijmond", "zuid-kennemerland"} - places)


def test_fifteen_organisations_five_perspectives_and_both_sub_regions_sit_in_the_board(
    region: Region,
) -> None:
    board = region.register["body", "rba"]
    assert missing_from_the_board(region, board) == []
    assert missing_from_the_board(region, without_last_row(board, "seats"))
    one_side = [seat for seat in board.rows("seats") if seat["perspective"] != "employees"]
    assert "employees" in missing_from_the_board(region, with_values(board, seats=one_side))
    without_ijmond = [
        seat
        for seat in board.rows("seats")
        if region.organisations[str(seat["organisation"])].sub_region != "ijmond"
    ]
    assert "ijmond" in missing_from_the_board(region, with_values(board, seats=without_ijmond))


def overlapping(register: Register) -> list[str]:
    """Return predecessors that still exist on the day their successor begins."""
    return [
        old
        for body in of_kind(register, "body")
        for old in body.codes("predecessors")
        if body.valid.start is None or register["body", old].valid.end != body.valid.start
    ]


def test_a_body_ends_on_the_day_its_successor_begins(
    register: dict[tuple[str, str], Entry],
) -> None:
    board = register["body", "rba"]
    assert board.valid.start == date(2023, 1, 1)
    assert board.codes("predecessors") == ("rwb-2020", "boa-2020")
    assert overlapping(register) == []
    old = register["body", "rwb-2020"]
    register["body", "rwb-2020"] = replace(old, valid=board.valid)
    assert overlapping(register) == ["rwb-2020"]


# The routes


def adoptions(route: Entry) -> int:
    return sum(
        len(organisations(step)) for step in route.rows("steps") if step["act"] == "adoption"
    )


def test_the_plan_for_employers_takes_eight_adoptions(
    register: dict[tuple[str, str], Entry],
) -> None:
    route = register["route", "wsp-plan"]
    assert adoptions(route) == 8
    step = dict(route.rows("steps")[0])
    step["organisations"] = [one for one in organisations(step) if one != "uwv"]
    assert adoptions(with_values(route, steps=[step])) == 7


def test_every_rule_on_who_decides_has_its_route(register: dict[tuple[str, str], Entry]) -> None:
    assert [rule for rule, key in RULES.items() if key not in register] == []
    assert {code for kind, code in register if kind == "route"} == {
        code for kind, code in RULES.values() if kind == "route"
    }
    del register["route", "reserve"]
    assert [rule for rule, key in RULES.items() if key not in register]


def holes(register: Register, route: Entry, on: date) -> list[str]:
    bodies = {body.code: read_body(body) for body in of_kind(register, "body")}
    return [str(one.hole) for one in route_problems(read_route(route), bodies, on)]


def test_no_route_of_the_pack_has_a_hole(register: dict[tuple[str, str], Entry]) -> None:
    routes = of_kind(register, "route")
    assert [hole for route in routes for hole in holes(register, route, TODAY)] == []
    plan = register["route", "plan"]
    assert "body_not_in_force" in holes(register, plan, date(2022, 12, 31))
    hurried = [
        {**step, "after": ""} if step["act"] == "decision" else step for step in plan.rows("steps")
    ]
    found = holes(register, with_values(plan, steps=hurried), TODAY)
    assert {"no_advice", "no_consent"} <= set(found)


def test_consent_is_asked_where_services_are_touched(
    register: dict[tuple[str, str], Entry],
) -> None:
    steps = [step for route in of_kind(register, "route") for step in route.rows("steps")]
    consents = [step for step in steps if step.get("body") == "keten-mt"]
    assert consents
    assert {step["when"] for step in consents} == {"touches"}
    assert all("default" in route.text("subject").en for route in of_kind(register, "route"))


def test_sharing_costs_needs_every_partner_of_the_board(
    register: dict[tuple[str, str], Entry],
) -> None:
    def partners(route: Entry) -> set[str]:
        consents = [step for step in route.rows("steps") if step["act"] == "consent"]
        return {one for step in consents for one in organisations(step)}

    seats = {str(seat["organisation"]) for seat in register["body", "rba"].rows("seats")}
    route = register["route", "cost-sharing"]
    assert partners(route) == seats
    rest = [step for step in route.rows("steps") if step["act"] != "consent"]
    assert partners(with_values(route, steps=rest)) != seats


# Papers, timeline, laws


def test_five_documents_are_found_by_their_number(register: dict[tuple[str, str], Entry]) -> None:
    def numbers() -> set[str]:
        return {paper.line("number") for paper in of_kind(register, "paper")}

    assert numbers() == NUMBERS
    assert all(paper.line("number") in paper.names() for paper in of_kind(register, "paper"))
    del register["paper", "d-096471"]
    assert numbers() != NUMBERS


def test_documents_named_elsewhere_are_among_the_papers(
    register: dict[tuple[str, str], Entry],
) -> None:
    def unknown(entries: list[Entry]) -> list[str]:
        named = [entry.line("document") for entry in entries]
        return [one for one in named if one and one not in NUMBERS]

    entries = of_kind(register, "event") + of_kind(register, "agreement")
    assert unknown(entries) == []
    assert unknown([with_values(entry, document="D-0") for entry in entries])


def test_the_timeline_holds_every_dated_fact(register: dict[tuple[str, str], Entry]) -> None:
    def absent() -> set[str]:
        return MOMENTS - {event.line("when") for event in of_kind(register, "event")}

    assert absent() == set()
    weighty = [one for one in of_kind(register, "event") if one.line("when") in DATED_DECISIONS]
    assert all(one.codes("bodies") and one.text("follow_up").nl for one in weighty)
    del register["event", "besluit-werkplan"]
    assert absent() == {"2022-02-03"}


def test_nobody_is_bound_to_unforeseen_cost_by_the_letter_of_intent(
    register: dict[tuple[str, str], Entry],
) -> None:
    intent = register["agreement", "intentie-werkcentrum"]
    assert intent.line("signed") == "2023-05-10"
    assert len(intent.codes("parties")) == 15
    assert intent.flag("no_unforeseen_cost")
    assert intent.text("financial").en
    assert not with_values(intent, no_unforeseen_cost=None).flag("no_unforeseen_cost")


def test_what_is_still_to_come_is_marked_so(register: dict[tuple[str, str], Entry]) -> None:
    coming = {law.code for law in of_kind(register, "law") if law.flag("coming")}
    assert coming == {"suwi-2026", "wet-school-werk"}
    due = [duty for duty in of_kind(register, "duty") if duty.line("law") == "suwi-2026"]
    assert {duty.code for duty in due} >= {"regionaal-beraad", "meerjarenagenda", "werkcentrum"}
    assert {duty.line("due") for duty in due} == {"2026-07-01"}


# Figures and knowledge


def undated(register: Register) -> list[str]:
    return [
        figure.code
        for figure in of_kind(register, "statistic")
        if not (figure.line("when") or figure.text("dated").nl)
        or figure.source.document == RECORDED
        or not figure.source.section
    ]


def test_every_figure_has_a_date_and_a_source(register: dict[tuple[str, str], Entry]) -> None:
    assert len(of_kind(register, "statistic")) == 38
    assert undated(register) == []
    figure = register["statistic", "commute-out"]
    register["statistic", "commute-out"] = with_values(figure, dated=None)
    assert undated(register) == ["commute-out"]


def test_a_forecast_is_no_measurement(register: dict[tuple[str, str], Entry]) -> None:
    expected = {one.code for one in of_kind(register, "statistic") if one.flag("expected")}
    assert expected == {"economy-noord-holland-2020", "shortage-until-2026"}


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("labour-force-2022", 212000),
        ("unused-potential-2022", 28000),
        ("unused-potential-2024", 25000),
        ("jobs-2022", 150900),
        ("vacancies-2023-q1", 8150),
        ("vacancies-2024-q2", 8110),
        ("ww-2020-02", 4935),
        ("ww-2020-08", 6327),
        ("youth-4-23-2020", 68877),
        ("werkcentrum-helped-2024", 1175),
        ("werkcentrum-funded-2024", 280),
    ],
)
def test_a_figure_is_as_the_source_has_it(region: Region, code: str, number: int) -> None:
    figure = region.register["statistic", code]
    assert figure.number("number") == number
    assert f"{number:,}" in figure.text("value").en
    assert f"{number:,}".replace(",", ".") in figure.text("value").nl


def untold(register: Register) -> list[str]:
    told = " ".join(
        " ".join([*article.names(), article.text("body").nl])
        for article in of_kind(register, "article")
    ).lower()
    return [one for one in (*INSTRUMENTS.split(), *PHRASES) if one not in told]


def test_every_instrument_is_explained_in_the_knowledge_base(
    register: dict[tuple[str, str], Entry],
) -> None:
    assert untold(register) == []
    topics = Counter(article.line("topic") for article in of_kind(register, "article"))
    assert topics["sector"] == 3
    assert topics["register"] == 1
    assert topics["budget"] >= 6
    del register["article", "detachering"]
    assert untold(register) == ["detacheren"]


def test_hours_nobody_knows_stay_open(register: dict[tuple[str, str], Entry]) -> None:
    hours = {one.code: one.number("hours_filled") for one in of_kind(register, "staffing")}
    assert hours["coordinatoren-rmt"] == 36
    assert hours["projectleider-werkcentrum"] == 16
    assert 0 not in hours.values()
    assert None in hours.values()


def test_five_points_of_the_ijmond_go_to_the_metropolitan_area(
    register: dict[tuple[str, str], Entry],
) -> None:
    points = [one for one in of_kind(register, "connection") if one.code.startswith("ijmond-")]
    assert len(points) == 5
    assert all("mra" in point.codes("parties") for point in points)


# Both languages


def texts(fields: tuple[Field, ...], values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for one in fields:
        value = values.get(one.code)
        if value is None:
            continue
        if one.kind in (FieldKind.TEXT, FieldKind.PROSE):
            yield one.code, value
        elif one.kind is FieldKind.ROWS and isinstance(value, list):
            for row in value:
                yield from texts(one.rows, row)


def half_told(entries: Mapping[tuple[str, str], Entry]) -> list[str]:
    found = []
    for (kind, code), entry in entries.items():
        names = [entry.title, *(earlier.title for earlier in entry.earlier_names)]
        found += [f"{kind} {code} title" for name in names if not (name.nl and name.en)]
        found += [
            f"{kind} {code} {field}"
            for field, value in texts(KINDS[kind].fields, entry.values)
            if not (isinstance(value, dict) and value.get("nl") and value.get("en"))
        ]
    return found


def test_every_text_of_the_register_is_in_both_languages(
    register: dict[tuple[str, str], Entry],
) -> None:
    assert half_told(register) == []
    law = register["law", "ww"]
    register["law", "ww"] = with_values(law, use={"nl": "Alleen Nederlands"})
    seat = {"label": {"nl": "Voorzitter"}, "role": "chair"}
    register["body", "rba"] = with_values(register["body", "rba"], seats=[seat])
    assert sorted(half_told(register)) == ["body rba label", "law ww use"]
