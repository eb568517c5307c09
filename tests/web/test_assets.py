"""What we build on: locked to the bit, free to use, complete, and without anybody's address."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src" / "voordeur" / "web" / "static" / "vendor"
FREE = {"EUPL-1.2", "OFL-1.1", "MPL-2.0"}
PROPRIETARY = ("@utrecht/design-tokens", "@rijkshuisstijl-community/design-tokens")


def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets", ROOT / "tools" / "assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def locked() -> dict[str, dict[str, Any]]:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, dict[str, Any]] = lock["packages"]
    return {name.removeprefix("node_modules/"): about for name, about in packages.items() if name}


def test_every_package_is_locked_by_hash_and_not_by_address() -> None:
    assert len(locked()) > 10
    for name, about in locked().items():
        assert about["integrity"].startswith("sha512-"), name
        assert "resolved" not in about, name


def test_every_package_may_be_used_by_anybody() -> None:
    found = {name: about.get("license", "none") for name, about in locked().items()}
    assert {name: licence for name, licence in found.items() if licence not in FREE} == {}
    assert not set(PROPRIETARY) & set(found)


def test_what_is_asked_for_is_exact() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    asked = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in asked.items() if not re.fullmatch(r"[\d.]+", version)] == []
    assert {name: locked()[name]["version"] for name in asked} == asked


def test_the_folder_is_complete_and_current() -> None:
    tool = installer()
    assert tool.is_fresh(VENDOR), "run tools/assets.py"
    fonts = re.findall(r'url\("([^"]+)"\)', (VENDOR / "fonts.css").read_text(encoding="utf-8"))
    assert len(fonts) == sum(len(scripts) * len(weights) for _, scripts, weights in tool.FONTS)
    assert [name for name in fonts if not (VENDOR / name).is_file()] == []
    notice = (VENDOR / "NOTICE.txt").read_text(encoding="utf-8")
    for licence in re.findall(r"\((licences/[^)]+)\)", notice):
        assert (VENDOR / licence).is_file()


def test_style_sheets_fetch_nothing_from_elsewhere() -> None:
    for sheet in VENDOR.parent.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text, sheet.name
        assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text) == [], sheet.name


def test_another_lock_makes_the_folder_stale(tmp_path: Path) -> None:
    tool = installer()
    assert not tool.is_fresh(tmp_path)
    (tmp_path / "stamp.txt").write_text("of another lock\n", encoding="utf-8")
    assert not tool.is_fresh(tmp_path)
    (tmp_path / "stamp.txt").write_text(tool.fingerprint() + "\n", encoding="utf-8")
    assert tool.is_fresh(tmp_path)


def test_a_failing_install_says_which_program_and_how(tmp_path: Path) -> None:
    tool = installer()
    script = tmp_path / "npm"
    script.write_text("#!/bin/sh\necho no network >&2\nexit 7\n", encoding="utf-8")
    script.chmod(0o755)
    with pytest.raises(tool.AssetError, match=r"npm failed \(7\):\s+no network"):
        tool.run([str(script)], {})
