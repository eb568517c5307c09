"""A running Voordeur with a small demo, a browser, and an accessibility engine."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "docs" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = (1280, 900), (320, 700)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Installation:
    """A running program: its address, and its command line."""

    address: str
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run ``voordeur WORDS…`` on this installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "voordeur.cli", *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, *, region: str = "", people: int = 0) -> Iterator[Installation]:
    """Start a program of its own in ``folder``; stop it afterwards."""
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "voordeur.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "VOORDEUR_DEMO": "1",
        "VOORDEUR_DATA": str(folder),
        "PORT": str(port),
    }
    environment.pop("VOORDEUR_DATABASE_URL", None)
    installation = Installation(f"http://127.0.0.1:{port}", environment)
    installation.command("migrate")
    installation.command("pack", "load", region or str(ROOT / "regions" / "zkij"))
    if people:
        installation.command("demo", "--people", str(people), "--months", "1", "--seed", "7")
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "voordeur.cli", "serve", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(installation.address, folder / "server.log")
            yield installation
        finally:
            server.terminate()
            server.wait(timeout=15)


def _wait(address: str, log: Path) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"{address}/gezond", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the program did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    yield from start(tmp_path_factory.mktemp("voordeur"), people=60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ["VOORDEUR_TEST_CHROMIUM"], args=FLAGS
        )
        yield chromium
        chromium.close()


NewVisitor = Callable[..., "Visitor"]


class Visitor:
    """Somebody with a browser of their own; every page they reach is checked and can be kept."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.address = address
        self.failures: list[str] = []
        self.page.on("console", self._console)
        self.page.on("response", self._response)

    def _console(self, message: object) -> None:
        text = getattr(message, "text", "")
        if "Content Security Policy" in text:
            self.failures.append(text)

    def _response(self, response: object) -> None:
        if getattr(response, "status", 0) >= 500:
            self.failures.append(f"{response.status} {response.url}")  # type: ignore[attr-defined]

    def go(self, path: str) -> None:
        """Go to an address of this installation."""
        self.page.goto(self.address + path)

    def become(self, slug: str) -> None:
        """Log in as a persona of the demo."""
        self.context.request.post(f"{self.address}/demo/inloggen/{slug}")

    def accessible(self) -> None:
        """Fail when the page as it stands breaks a rule of WCAG 2.2 AA, or broke CSP."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = self.page.evaluate(
            "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
            " 'wcag21aa', 'wcag22aa', 'best-practice']})).violations"
            ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))"
        )
        assert not result, f"{self.page.url}: {result}"
        assert not self.failures, self.failures

    def fits(self) -> None:
        """Fail when the page scrolls sideways."""
        wide = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def keep(self, name: str) -> None:
        """Check the page at both widths and keep a picture of each."""
        for width, height in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            self.fits()
            self.accessible()
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


@pytest.fixture
def visitor(browser: Browser, installation: Installation) -> Iterator[NewVisitor]:
    """Give ``visitor()``: a person with a clean browser, in Dutch, in Amsterdam."""
    opened: list[BrowserContext] = []

    def new(*, script: bool = True, address: str = "") -> Visitor:
        context = browser.new_context(
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": WIDE[0], "height": WIDE[1]},
            java_script_enabled=script,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return Visitor(context, address or installation.address)

    yield new
    for context in opened:
        context.close()
