"""What a resident does, with whichever hands: ask, leave details, book, come in, look."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlparse

from icalendar import Calendar
from playwright.sync_api import Locator

from tests.journeys.conftest import Installation, Visitor
from tests.journeys.hands import Hands

FACTS = {
    "asker": "resident",
    "benefit": "rejected",
    "in_trajectory": "no",
    "need": "work",
    "start_qualification": "yes",
    "work": "no_work",
}
LINK = re.compile(r"https?://\S+")


@dataclass
class Resident:
    """Somebody at the door, and what they hold in the end."""

    visitor: Visitor
    hands: Hands
    name: str = "Dagmar Voorbeeld"
    email: str = "dagmar@example.nl"
    postcode: str = "1971"
    code: str = ""
    appointment: datetime | None = None
    pictures: bool = False

    def keep(self, name: str) -> None:
        """Check the page; keep a picture of it when this is the telling that makes them."""
        if self.pictures:
            self.visitor.keep(name)
        else:
            self.visitor.fits()

    def _in_main(self, css: str, text: str = "") -> Locator:
        found = self.visitor.page.locator(f"main {css}")
        return (found.filter(has_text=text) if text else found).first

    def ask(self) -> None:
        """From the home page through the guided questions to the answer."""
        page = self.visitor.page
        self.visitor.go("/")
        self.keep("home")
        self.hands.press(self._in_main("a", "Ik zoek werk"))
        page.wait_for_url("**/vraag/**")
        self.keep("question")
        for _ in range(9):
            if page.url.endswith("/antwoord/"):
                return
            self._tell()
        raise AssertionError(f"no answer after nine questions: {page.url}")

    def _tell(self) -> None:
        page = self.visitor.page
        fact = page.locator("main input[name=fact]").first.get_attribute("value") or ""
        if fact == "municipality" and self.postcode:
            self.hands.write(self._in_main("input[name=postcode]"), self.postcode)
        elif fact == "municipality":
            self.hands.tick(self._in_main("input[name=answer]"))
        elif fact in FACTS:
            self.hands.tick(self._in_main(f"input[name=answer][value={FACTS[fact]}]"))
        else:
            self._leave(self._in_main("button[name=skip]"))
            return
        self._leave(self._in_main("button", "Verder"))

    def _leave(self, target: Locator) -> None:
        """Press what leads to another page, and wait for that page."""
        with self.visitor.page.expect_navigation():
            self.hands.press(target)

    def understand(self, party: str) -> None:
        """Read who helps, and open the reason in place."""
        self.visitor.reads(f"{party} helpt je verder")
        why = self._in_main("details", "Waarom")
        if why.get_attribute("open") is not None:
            self.hands.press(why.locator("summary"))
            assert why.get_attribute("open") is None
        self.hands.press(why.locator("summary"))
        self.visitor.reads("Dit vertelde je ons", "Dan geldt deze regel", "Daar staat het")
        self.keep("answer")

    def leave_details(self) -> None:
        """Leave a name, an address and a number, and get the code to come back."""
        self._leave(self._in_main("a", "Laat je gegevens achter"))
        form = self.visitor.page.locator("main form").first
        self.hands.write(form.locator("input[name=name]"), self.name)
        self.hands.write(form.locator("input[name=phone]"), "06 12345678")
        self.hands.write(form.locator("input[name=email]"), self.email)
        self.hands.tick(form.locator("input[name=agree]"))
        self.keep("contact")
        self._leave(form.locator("button", has_text="Verstuur"))
        self.visitor.reads("We hebben je vraag", "is aan zet")
        found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", self.visitor.text)
        assert found
        self.code = found[0]

    def book(self) -> None:
        """Choose a place and a time; take the appointment along as a file."""
        page = self.visitor.page
        self._leave(self._in_main("a", "Maak een afspraak"))
        self._leave(self._in_main("a", "Maak een afspraak"))
        moment = page.locator("main input[name=moment]").first
        chosen = datetime.fromisoformat(moment.get_attribute("value") or "")
        self.hands.tick(moment)
        self.keep("book")
        self._leave(self._in_main("button", "Zet mijn afspraak vast"))
        self.visitor.reads("Staat vast")
        self.keep("booked")
        with page.expect_download() as download:
            self.hands.press(self._in_main("a", "Zet in mijn agenda"))
        self.appointment = _start(Path(download.value.path()))
        assert self.appointment == chosen

    def come_in(self, installation: Installation) -> None:
        """Log in to Mijn Voordeur: a mailed link, then one's own code."""
        page = self.visitor.page
        self.visitor.go("/mijn/inloggen/")
        self.hands.write(self._in_main("input[name=email]"), self.email)
        self._leave(self._in_main("button", "Stuur mij een link"))
        installation.round()
        self.visitor.go(newest_link(self.visitor, to=self.email, part="/mijn/inloggen/"))
        self.hands.write(self._in_main("input[name=code]"), self.code)
        self._leave(self._in_main("form button[type=submit]"))
        assert urlparse(page.url).path == "/mijn/", page.url


def _start(file: Path) -> datetime:
    """Return when the one appointment in a calendar file begins."""
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    start = event["DTSTART"].dt
    assert isinstance(start, datetime)
    assert start.tzinfo is not None
    return start


def newest_link(reader: Visitor, *, to: str, part: str) -> str:
    """Return the newest link with ``part`` that was mailed to somebody, read from the mail."""
    reader.go("/demo/postbus")
    for letter in reader.page.locator("main article").all():
        words = letter.inner_text()
        links = [link for link in LINK.findall(words) if part in link]
        if to in words and links:
            return links[0]
    raise AssertionError(f"no mail to {to} with {part}")
