"""J8: next year's plan in Q4, advised, consented, decided and told; and amended in June."""

from datetime import UTC, datetime

import pytest

from tests.journeys.conftest import Installation, NewVisitor
from tests.journeys.region import Secretariat, reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AUTUMN = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
JUNE = datetime(2027, 6, 7, 8, 0, tzinfo=UTC)
LINE = "leren-op-de-werkvloer-2027"
WORDS = {"positive_with_remarks": "Let op jongeren zonder diploma."}


def test_the_plan_of_next_year(visitor: NewVisitor, installation: Installation) -> None:
    installation.go_to(AUTUMN)
    pim = Secretariat(visitor(), "pim")
    _draft_the_plan(pim)
    proposal = _propose_the_plan(pim)

    secretary = Secretariat(visitor(), "secretaris")
    _is_refused_before_its_turn(secretary, proposal)
    _is_decided(secretary, proposal)
    reader(visitor(), "bestuur", "/plan/2027/").reads("Jaarplan 2027", "vastgesteld")
    _councils_get_it_for_information(secretary, visitor, proposal)

    installation.go_to(JUNE)
    pim.visitor.become("pim")
    secretary.visitor.become("secretaris")
    amendment = _amend(pim)
    _is_decided(secretary, amendment)
    _readers_see_what_changed(visitor)


def _unfold(somebody: Secretariat) -> None:
    """Open every folded part of the form, as somebody does who wants to fill in more."""
    folded = somebody.page.locator("main form details:not([open]) > summary")
    for _ in range(folded.count()):
        if folded.count():
            folded.first.click()


def _draft_the_plan(pim: Secretariat) -> None:
    pim.visitor.go("/register/plan/nieuw/")
    form = pim.main("form")
    _unfold(pim)
    pim.fill(
        form,
        {"code": "plan-2027", "title.nl": "Jaarplan 2027", "year": "2027", "state": "draft"},
    )
    form.locator("[name=agenda]").select_option(index=1)
    pim.leave(form.locator("button.vd-button", has_text="Bewaar"))
    pim.visitor.go("/register/plan_line/nieuw/?plan=plan-2027")
    form = pim.main("form")
    _unfold(pim)
    pim.fill(
        form,
        {
            "code": LINE,
            "title.nl": "Leren op de werkvloer",
            "plan": "plan-2027",
            "level": "running",
            "activity.nl": "Honderd mensen leren taal op het werk.",
            "mandate": "rba",
            "status": "to_start",
        },
    )
    form.locator("[name=ambitions]").first.check()
    pim.leave(form.locator("button.vd-button", has_text="Bewaar"))
    pim.visitor.go("/plan/2027/")
    pim.visitor.reads("Jaarplan 2027", "Leren op de werkvloer", "werkt geen enkele regel")


def _propose_the_plan(pim: Secretariat) -> str:
    proposal = pim.draws_up(
        {
            "title": "Jaarplan 2027",
            "route": "plan",
            "summary": "Het plan voor 2027, met één nieuwe regel.",
            "parties": "uwv",
        }
    )
    form = pim.page.locator("main form:has([name=plan])").first
    pim.fill(form, {"plan": "plan-2027", "reason": "Vaststellen voor 2027"})
    pim.leave(form.locator("button"))
    pim.visitor.reads("concept", "vastgesteld")
    pim.submits()
    pim.visitor.reads("Wacht op Adviesgroep Arbeidsmarkt")
    return proposal


def _is_refused_before_its_turn(secretary: Secretariat, proposal: str) -> None:
    secretary.visitor.go(proposal)
    secretary.visitor.reads("Kan nog niet: advies van Adviesgroep Arbeidsmarkt ontbreekt")
    secretary.insists(proposal, "decision", "adopted", note="Het Beraad wil vaart maken.")
    secretary.visitor.reads(
        "Dit kan nog niet: advies van Adviesgroep Arbeidsmarkt ontbreekt; "
        "instemming van Keten MT ontbreekt",
    )
    note = secretary.page.locator("[name=note]").input_value()
    assert note == "Het Beraad wil vaart maken."
    secretary.visitor.keep("decision-refused")


def _is_decided(secretary: Secretariat, proposal: str) -> None:
    said = "positive_with_remarks"
    secretary.records(proposal, "advice", said, note=WORDS[said])
    secretary.insists(proposal, "decision", "adopted")
    secretary.visitor.reads("Dit kan nog niet: instemming van Keten MT ontbreekt")
    secretary.visitor.go(proposal)
    secretary.visitor.reads("Wacht op Keten MT", WORDS[said])
    secretary.visitor.keep("decision-lane")
    secretary.records(proposal, "consent", "given")
    secretary.records(proposal, "decision", "adopted")
    secretary.visitor.reads("besloten", "In overeenstemming")


def _councils_get_it_for_information(
    secretary: Secretariat, visitor: NewVisitor, proposal: str
) -> None:
    ref = proposal.rstrip("/").rpartition("/")[2]
    secretary.records(proposal, "information", "informed")
    secretary.visitor.reads("1 van 7 organisaties")
    secretary.visitor.go(f"/besluiten/raden/pakket/nieuw/?voorstel={ref}")
    form = secretary.main("form")
    secretary.fill(
        form,
        {
            "title": "Najaar 2026",
            "summary": "Het jaarplan van 2027 is vastgesteld.",
            "local_velsen": "In Velsen begint de eerste groep.",
        },
    )
    secretary.leave(form.locator("button", has_text="Maak het pakket"))
    secretary.page.get_by_role("link", name="Velsen").click()
    secretary.visitor.reads("In Velsen begint de eerste groep.", "Jaarplan 2027")
    secretary.visitor.keep("council-package")

    council = reader(visitor(), "raadslid", "/besluiten/raad/velsen/")
    council.reads("Ter kennisgeving", "Jaarplan 2027", "Najaar 2026", "Wat IJmond erbij doet")
    council.keep("council")


def _amend(pim: Secretariat) -> str:
    amendment = pim.draws_up(
        {
            "title": "Meer mensen leren op de werkvloer",
            "route": "plan-amendment",
            "summary": "Het gaat goed; we doen het dubbele.",
            "parties": "gemeente-velsen",
        }
    )
    pim.page.get_by_text("Wijzig een planregel met dit voorstel").click()
    pim.leave(pim.main("a", "Leren op de werkvloer"))
    form = pim.main("form")
    pim.fill(
        form,
        {
            "activity.nl": "Tweehonderd mensen leren taal op het werk.",
            "reason": "Het gaat sneller dan gedacht.",
        },
    )
    pim.leave(form.locator("button[type=submit]").last)
    pim.visitor.go(amendment)
    pim.visitor.reads("Honderd mensen", "Tweehonderd mensen", "Het gaat sneller dan gedacht.")
    pim.visitor.keep("amendment")
    pim.submits()
    return amendment


def _readers_see_what_changed(visitor: NewVisitor) -> None:
    board = reader(visitor(), "bestuur", f"/plan/regel/{LINE}/")
    board.reads("Tweehonderd mensen leren taal", "Honderd mensen", "Het gaat sneller dan gedacht.")
    council = reader(visitor(), "raadslid", "/besluiten/raad/velsen/")
    council.reads("Leren op de werkvloer", "Het gaat sneller dan gedacht.")
    council.go("/besluiten/")
    council.reads("Meer mensen leren op de werkvloer")
    council.keep("decisions")
