"""What the secretariat does with a proposal: draw it up, send it on its way, record answers."""

from collections.abc import Mapping

from tests.journeys.conftest import Visitor
from tests.journeys.professional import Professional


class Secretariat(Professional):
    """The secretary or the programme team at the pages of the decisions."""

    def draws_up(self, values: Mapping[str, str]) -> str:
        """Draw a proposal up; return its address."""
        self.visitor.go("/besluiten/")
        self.leave(self.main("a", "Nieuw voorstel"))
        form = self.main("form")
        self.fill(form, values)
        self.leave(form.locator("button", has_text="Bewaar als concept"))
        self.visitor.reads("concept", "Dien in")
        return self.page.url

    def submits(self) -> None:
        """Send the proposal on screen on its way."""
        self.leave(self.main("button", "Dien in"))
        self.visitor.reads("ingediend op")

    def records(self, proposal: str, step: str, outcome: str, **values: str) -> None:
        """Record what a body said, as far as its turn has come."""
        self.visitor.go(proposal)
        self.leave(self.page.locator(f"main a[href*='/stap/{step}/']").first)
        form = self.main("form")
        self.fill(form, {"outcome": outcome, **values})
        self.leave(form.locator("button", has_text="Leg vast"))
        assert self.page.url.endswith(proposal.rpartition("/besluiten/")[2]), self.visitor.text

    def insists(self, proposal: str, step: str, outcome: str, **values: str) -> None:
        """Record something out of turn, past the button that says it cannot be."""
        self.visitor.go(f"{proposal}stap/{step}/")
        form = self.main("form")
        self.fill(form, {"outcome": outcome, **values})
        assert form.locator("button[aria-disabled=true]").count() == 1
        with self.page.expect_navigation():
            form.evaluate("form => form.submit()")


def reader(visitor: Visitor, slug: str, path: str) -> Visitor:
    """Let somebody else read a page."""
    visitor.become(slug)
    visitor.go(path)
    return visitor
