"""A small agenda with a yearly plan, actions, a project and milestones, made by the real acts."""

from typing import Any

from voordeur.services import register_acts
from voordeur.services.context import Context
from voordeur.services.register_acts import Change, Recorded

AGENDA = "agenda-a"
PLAN = "plan-2026"
YEAR = 2026


def text(nl: str) -> dict[str, str]:
    return {"nl": nl}


def write(context: Context, kind: str, code: str, **fields: Any) -> Recorded:
    """Record an entry; its title is its code with a capital unless told."""
    base = fields.pop("base_version", 0)
    reason = fields.pop("reason", "" if not base else "anders")
    title = fields.pop("title", code.replace("-", " ").capitalize())
    data = {"code": code, "title": text(title), **fields}
    change = Change(kind=kind, data=data, reason=reason, base_version=base)
    done = register_acts.record_entry(context, change=change)
    assert isinstance(done, Recorded), done
    return done


def line(code: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of a plan line that lacks nothing, with ``fields`` instead."""
    return {
        "plan": PLAN,
        "level": "running",
        "ambitions": ["ambition-1"],
        "pillars": ["pillar-1"],
        "areas": ["area-1"],
        "activity": text(f"Wat {code} doet"),
        "results": [{"promise": text("Mensen geholpen"), "target": 5, "by": "2026-Q4"}],
        "finances": [{"amount_cents": 12_500_00, "funder": text("de regio"), "origin": "regional"}],
        "parties": ["uwv"],
        "mandate": "rba",
        "status": "running",
        **fields,
    }


def framework(context: Context) -> None:
    """Write an agenda with two ambitions, two pillars and two areas."""
    write(context, "agenda", AGENDA, **{"from": "2023", "until": "2027"}, aim=text("Samen"))
    for number in (1, 2):
        write(context, "ambition", f"ambition-{number}", agenda=AGENDA)
        write(context, "pillar", f"pillar-{number}", agenda=AGENDA, short=text("iedereen"))
        write(context, "area", f"area-{number}", agenda=AGENDA)


def planned(context: Context) -> None:
    """Write the agenda, the plan of this year, and one or two of everything around it."""
    framework(context)
    write(context, "plan", PLAN, agenda=AGENDA, year=YEAR, state="draft", title="Jaarplan 2026")
    write(context, "plan_line", "line-1", **line("line-1"))
    counted = {"events": ["CaseRegistered"], "once_per_case": True}
    promise = {"promise": text("Vragen"), "target": 2, "unit": text("vragen"), "counted": counted}
    write(
        context,
        "plan_line",
        "line-2",
        **line("line-2", pillars=["pillar-2"], results=[promise], pillars_derived=True),
    )
    unknown = [{"amount_cents": "to_be_determined"}]
    later = [{"promise": text("Een plan"), "target": "to_follow"}]
    write(
        context,
        "plan_line",
        "line-3",
        **line("line-3", areas=["area-2"], finances=unknown, results=later, ambitions=[]),
    )
    write(
        context,
        "project",
        "project-1",
        goal=text("Een werkend loket"),
        lines=["line-1"],
        status="running",
        rhythm="quarterly",
        **{"from": "2026-01"},
        reports=[{"due": "2026-02-15"}],
        risks=[{"day": "2026-02-01", "sort": "risk", "what": text("Te weinig mensen")}],
    )
    write(
        context,
        "milestone",
        "milestone-1",
        project="project-1",
        planned="2026-01",
        critical=True,
        title="Loket open",
    )
    write(
        context,
        "milestone",
        "milestone-2",
        project="project-1",
        planned="2026-Q3",
        depends_on=["milestone-1"],
        title="Loket vast",
    )
    write(context, "theme", "theme-1", agenda=AGENDA, number=1, for_whom=text("wie werk zoekt"))
    write(
        context,
        "action",
        "action-1",
        number=1,
        theme="theme-1",
        pillar="pillar-1",
        scope="regional",
        status="running",
        lead=text("UWV"),
        finances=[{"amount_cents": "not_applicable"}],
    )
    statement = text("Iedereen doet mee")
    write(context, "end_statement", "end-1", agenda=AGENDA, statement=statement)
    write(context, "track", "track-1", agenda=AGENDA, number=1, goal=text("Sluitend"))
    about = {"track": "track-1", "status": "running"}
    write(context, "point", "point-1", number=1, description=text("Beginnen"), **about)
