"""Every situation comes out at exactly one party, wherever somebody lives."""

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.entries import ELSEWHERE
from voordeur.domain.region.model import Region
from voordeur.domain.region.objections import Objection, Problems, dangling, objection
from voordeur.domain.region.parsing.data import PackData
from voordeur.domain.rules.analysis import Finding, FindingKind, analyse
from voordeur.domain.rules.conditions import Truth, evaluate
from voordeur.domain.rules.reading import Path
from voordeur.domain.rules.tables import Rule

FILE = "routing.yaml"
MUNICIPALITY = "municipality"
"""The code of the fact in which municipality somebody lives."""


def check_routing(region: Region, data: PackData) -> Problems:
    """Yield holes, overlaps and unreachable rules, and answers that are no party."""
    if MUNICIPALITY not in region.facts:
        yield objection(
            "facts.yaml",
            ("facts",),
            f"het feit ‘{MUNICIPALITY}’ ontbreekt",
            f"the fact ‘{MUNICIPALITY}’ is missing",
        )
        return
    for finding in analyse(region.routing):
        yield _told(finding, data)
    for rule in region.routing.rules:
        path = data.place_of(FILE, "rules", rule.code)
        yield from _answers(region, rule, path)
        yield from _route(region, rule.code, path)
    yield from _doors(region, data)


def _told(finding: Finding, data: PackData) -> Objection:
    path: Path = ("rules",)
    if finding.rules and finding.kind is not FindingKind.HOLE:
        path = data.place_of(FILE, "rules", finding.rules[0])
    situation = Text(
        ", ".join(f"{fact.label.nl}: {fact.value_label.nl}" for fact in finding.example),
        ", ".join(
            f"{fact.label.in_language('en')}: {fact.value_label.in_language('en')}"
            for fact in finding.example
        ),
    )
    return Objection(FILE, path, finding.message, situation.nl)


def _answers(region: Region, rule: Rule, path: Path) -> Problems:
    """Yield an objection for every municipality in which an answer means no organisation."""
    route = region.routes.get(rule.code)
    for key, answer in (("answer", rule.answer), ("final", route.final if route else "")):
        if not answer:
            continue
        if not answer.startswith("@"):
            yield from dangling(FILE, (*path, key), [answer], region.organisations)
            continue
        for slug in (*region.municipalities, ELSEWHERE):
            reachable = evaluate(rule.when, {MUNICIPALITY: slug}) is not Truth.NO
            if reachable and not _resolves(region, answer, slug):
                yield objection(
                    FILE,
                    (*path, key),
                    f"‘{answer}’ is in ‘{slug}’ geen organisatie; zie municipalities.yaml",
                    f"‘{answer}’ is no organisation in ‘{slug}’; see municipalities.yaml",
                    found=rule.code,
                )


def _resolves(region: Region, answer: str, slug: str) -> bool:
    return region.organisation_for(answer, slug) in region.organisations


def _route(region: Region, rule: str, path: Path) -> Problems:
    route = region.routes[rule]
    yield from dangling(FILE, (*path, "target_group"), [route.target_group], region.target_groups)
    yield from dangling(FILE, (*path, "also"), route.also, region.organisations)
    known = {str(number) for number in region.needed}
    yield from dangling(FILE, (*path, "needed"), map(str, route.needed), known)


def _doors(region: Region, data: PackData) -> Problems:
    if not region.doors:
        yield objection(
            "doors.yaml", ("doors",), "verwacht: ten minste één deur", "expected at least one door"
        )
    for code, door in region.doors.items():
        path = data.place_of("doors.yaml", "doors", code)
        yield from dangling("doors.yaml", (*path, "facts"), door.facts, region.facts)
        for fact, value in door.facts.items():
            if fact in region.facts and region.facts[fact].read(value) is None:
                yield objection(
                    "doors.yaml",
                    (*path, "facts", fact),
                    "deze waarde heeft het feit niet",
                    "the fact does not have this value",
                    found=value,
                )
