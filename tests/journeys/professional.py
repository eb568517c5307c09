"""What a professional does at the desk: find a case, do an act on it, hand it over, answer."""

from collections.abc import Mapping

from playwright.sync_api import Locator

from tests.journeys.conftest import Visitor


class Professional:
    """Somebody of a partner, logged in."""

    def __init__(self, visitor: Visitor, slug: str) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.presses = 0
        """How often something was pressed or filled in, to hold a promise of 'in a minute'."""
        visitor.become(slug)

    def main(self, css: str, text: str = "") -> Locator:
        """Return the first element in the main part, with this text."""
        found = self.page.locator(f"main {css}")
        return (found.filter(has_text=text) if text else found).first

    def leave(self, target: Locator) -> None:
        """Press what leads to another page, and wait for that page."""
        self.presses += 1
        with self.page.expect_navigation():
            target.click()

    def fill(self, form: Locator, values: Mapping[str, str]) -> None:
        """Fill in a form by the names of its fields; radio buttons and boxes by their value."""
        for name, value in values.items():
            self.presses += 1
            field = form.locator(f"[name='{name}']")
            assert field.count(), f"no {name} on {self.page.url}:\n{self.visitor.text}"
            kind = field.first.evaluate("element => element.type")
            if kind in {"radio", "checkbox"}:
                (
                    field
                    if kind == "checkbox" and not value
                    else field.and_(form.locator(f"[value='{value}']"))
                ).check()
            elif kind == "select-one":
                label = value.removeprefix("label:")
                field.select_option(**({"label": label} if label != value else {"value": value}))
            else:
                field.fill(value)

    def open_case(self, name: str) -> str:
        """Find somebody in the list of cases; return the address of the case."""
        self.visitor.go(f"/werk/dossiers/?zoek={name.partition(' ')[0]}")
        self.leave(self.main("td a, th a", name))
        return self.page.url

    def act(self, title: str, values: Mapping[str, str]) -> None:
        """Do an act from the page of a case."""
        self.leave(self.main("a", title))
        self.send(values)

    def send(self, values: Mapping[str, str]) -> None:
        """Fill in the form of an act and send it; the page after it must be another."""
        before = self.page.url
        form = self.main("form:has([name=opened])")
        self.fill(form, values)
        self.leave(form.locator("button").last)
        assert self.page.url != before, self.visitor.text
