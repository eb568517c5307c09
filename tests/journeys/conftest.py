"""A running Voordeur with a small demo, a browser, and an accessibility engine."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys import clock

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "docs" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = (1280, 900), (320, 700)
HEIGHTS = {320: 700, 640: 700, 794: 1123}
"""Of a phone, of a screen at 200 %, and of a sheet of paper; any other is 900."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=nl",
]
LEFT_OUT = (
    "PreloadTopChromeWebUI",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "Translate",
)
"""What of the browser no test needs: its own menus alone cost a third of the time of a page."""
FITS = """() => {
    const page = document.documentElement;
    const squeezed = [...document.querySelectorAll('dd, td')].filter(
        one => one.clientWidth < 64 && one.clientHeight > 80
            && one.checkVisibility() && one.innerText.length > 12);
    return [page.scrollWidth - page.clientWidth, squeezed.map(one => one.innerText)];
}"""
"""How many points a page is too wide, and what has no room in a column."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Installation:
    """A running program: its address, its command line, and its clock."""

    address: str
    environment: dict[str, str]

    @property
    def clock(self) -> Path:
        """The file the program's clock is read from."""
        return Path(self.environment[clock.VARIABLE])

    def command(self, *words: str) -> str:
        """Run ``voordeur WORDS…`` on this installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.clock", *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def hire(self, name: str, organisation: str, role: str) -> str:
        """Give somebody an account, as an installer would; return the slug to log in with."""
        program = (
            "import django; django.setup(); from tests.people import hire;"
            "from voordeur.domain.kernel.actors import Role;"
            f"hire({name!r}, {organisation!r}, Role({role!r}))"
        )
        subprocess.run([sys.executable, "-c", program], env=self.environment, cwd=ROOT, check=True)
        return f"{name.partition(' ')[0].lower()}-{organisation}"

    def round(self) -> None:
        """Let the worker do one round: remind, escalate, send."""
        self.command("worker", "--once")

    def now(self) -> datetime:
        """Return the moment it is for the program."""
        return clock.now(self.clock)

    def go_to(self, moment: datetime) -> None:
        """Let time pass until ``moment``; time never goes back."""
        assert moment >= self.now()
        clock.put(self.clock, moment)
        self.round()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _installed(folder: Path) -> Installation:
    """Return an installation in ``folder``, not yet running, at the moment journeys begin."""
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "voordeur.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "VOORDEUR_DEMO": "1",
        "VOORDEUR_DATA": str(folder),
        "PORT": str(port),
        "GUNICORN_CMD_ARGS": "--config python:tests.journeys.clock",
        clock.VARIABLE: str(folder / "clock"),
    }
    environment.pop("VOORDEUR_DATABASE_URL", None)
    clock.put(folder / "clock", clock.START)
    return Installation(f"http://127.0.0.1:{port}", environment)


@contextmanager
def running(installation: Installation) -> Iterator[Installation]:
    """Serve ``installation`` as long as this lasts."""
    log_file = installation.clock.with_name("server.log")
    with log_file.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "voordeur.cli", "serve"],
            env=installation.environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(installation.address, log_file)
            yield installation
        finally:
            server.terminate()
            server.wait(timeout=15)


def _wait(address: str, log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/gezond", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the program did not start:\n{log.read_text()}")


def prepared(folder: Path) -> Installation:
    """Make an installation with a database and nothing in it."""
    installation = _installed(folder)
    installation.command("migrate")
    return installation


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo of one month, never served: every installation is a copy of it.

    The processes of one test session share it: who comes first makes it, the others wait.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / "demo"
    with (root / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "demo.made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            made = prepared(folder)
            made.command("pack", "load", str(ROOT / "regions" / "zkij"))
            made.command("demo", "--people", "60", "--months", "1", "--seed", "7")
            (root / "demo.made").touch()
    return folder


@pytest.fixture(scope="module")
def installation(
    demo_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A running program of its own for every journey, so that none changes another's people."""
    folder = tmp_path_factory.mktemp("installation")
    shutil.copytree(demo_folder, folder, dirs_exist_ok=True)
    with running(_installed(folder)) as installation:
        yield installation


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ["VOORDEUR_TEST_CHROMIUM"],
            args=[*FLAGS, f"--disable-features={','.join(LEFT_OUT)}"],
            env={**os.environ, "LANGUAGE": "nl"},
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
        self._browser = context.new_cdp_session(self.page)
        self.page.on("console", self._console)
        self.page.on("response", self._response)

    def _console(self, message: object) -> None:
        text = getattr(message, "text", "")
        if "Content Security Policy" in text:
            self.failures.append(text)

    def _response(self, response: object) -> None:
        if getattr(response, "status", 0) >= 500:
            self.failures.append(f"{response.status} {response.url}")  # type: ignore[attr-defined]

    @property
    def width(self) -> int:
        """How wide the screen is, in points."""
        size = self.page.viewport_size
        assert size is not None
        return size["width"]

    def wide(self, width: int) -> None:
        """Make the screen so wide, when it is not."""
        if self.width != width:
            self.page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})

    def go(self, path: str) -> None:
        """Go to an address of this installation."""
        self.page.goto(path if path.startswith("http") else self.address + path)

    def become(self, slug: str) -> None:
        """Log in as a persona of the demo, from a clean browser."""
        self.context.clear_cookies()
        answer = self.context.request.post(f"{self.address}/demo/inloggen/{slug}")
        assert answer.ok, answer.status

    @property
    def text(self) -> str:
        """What can be read in the main part of the page."""
        return self.page.locator("main").first.inner_text()

    def reads(self, *words: str) -> None:
        """Fail when the page does not say this."""
        seen = re.sub(r"\s+", " ", self.text)
        for word in words:
            assert word in seen, f"{word!r} is not on {self.page.url}:\n{seen}"

    def accessible(self) -> None:
        """Fail when the page as it stands breaks a rule of WCAG 2.2 AA, or broke CSP."""
        if not self.page.evaluate("() => 'axe' in window"):
            # Straight into the browser: a third faster than what Playwright wraps around it.
            self._browser.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        result = self.page.evaluate(
            # Nothing is fetched beforehand: only rules for films and sounds ask that.
            "async rules => (await axe.run(document,"
            " {runOnly: rules, resultTypes: ['violations'], preload: false}))"
            ".violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))",
            RULES,
        )
        assert not result, f"{self.page.url}: {result}"
        assert not self.failures, self.failures

    def fits(self) -> None:
        """Fail when the page scrolls sideways."""
        wide, squeezed = self.page.evaluate(FITS)
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        assert not squeezed, f"{self.page.url} has no room for {squeezed}"

    def keep(self, name: str) -> None:
        """Check the page at both widths; keep a picture of each where there is none yet."""
        for width, height in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            self.fits()
            self.accessible()
            picture = SHOTS / f"{name}-{width}.png"
            if os.environ.get("VOORDEUR_SCREENSHOTS") == "1" or not picture.exists():
                SHOTS.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=picture, full_page=True, animations="disabled")
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
        context.set_default_timeout(30_000)
        opened.append(context)
        return Visitor(context, address or installation.address)

    yield new
    for context in opened:
        context.close()
