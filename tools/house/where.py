"""Answer 'where does this capability live?' over all layers."""

import re
import sys
from pathlib import Path

from tools.house.surroundings import ROOT

LAYERS = ("domain", "records", "services", "adapters", "web", "cli")
SHOWN = {".py", ".html", ".yaml", ".csv", ".css", ".js", ".md"}


def files_of(capability: str, root: Path = ROOT) -> dict[str, list[Path]]:
    """Return per layer (and for tests) the files with the capability in their path."""
    word = re.compile(rf"(^|[/_]){re.escape(capability)}s?([/_.]|$)")
    places = {layer: root / "src" / "voordeur" / layer for layer in LAYERS}
    places |= {"tests": root / "tests", "regions": root / "regions", "docs": root / "docs"}
    found = {}
    for name, folder in places.items():
        candidates = sorted(path for path in folder.rglob("*") if path.suffix in SHOWN)
        hits = [path for path in candidates if word.search(path.relative_to(folder).as_posix())]
        if hits:
            found[name] = hits
    return found


def show(arguments: list[str]) -> int:
    """Print the files of one capability, grouped by layer."""
    if len(arguments) != 1:
        print("Say which capability: ./run where consent", file=sys.stderr)
        return 2
    found = files_of(arguments[0].removesuffix("s"))
    for layer, paths in found.items():
        print(layer)
        for path in paths:
            print(f"  {path.relative_to(ROOT)}")
    if not found:
        print(f"No file has '{arguments[0]}' in its name.", file=sys.stderr)
    return 0 if found else 1
