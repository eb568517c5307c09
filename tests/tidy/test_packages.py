"""The packages we stand on: locked by hash, without addresses, with a licence that fits."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.tidy.repository import ROOT

LOCKS = (
    "requirements.lock",
    "requirements-fast.lock",
    "requirements-national.lock",
    "requirements-dev.lock",
    "requirements-bench.lock",
    "requirements-boot.lock",
    "requirements-node.lock",
)
FITTING = re.compile(
    r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser General|EUPL|"
    r"Unlicense|HPND|Zope|0BSD)",
    re.IGNORECASE,
)
NOT_FITTING = re.compile(
    r"\b(AGPL|Affero|GPL-?[23]|SSPL|Commons Clause|Proprietary)", re.IGNORECASE
)
MOST_PACKAGES = 40
LONGEST_NAME = 60
"""A longer field holds the text of a licence, not its name."""


def packages(lock: str) -> list[str]:
    return re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)


def addresses(lock: str) -> list[str]:
    return re.findall(r"\S*(?:://|index-url|find-links|trusted-host)\S*", lock)


def unhashed(lock: str) -> list[str]:
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return [
        entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry
    ]


def licence_fits(text: str) -> bool:
    without_lesser = re.sub(r"L(?:esser )?GPL\S*", "LGPL", text, flags=re.IGNORECASE)
    return bool(FITTING.search(text)) and not NOT_FITTING.search(without_lesser)


def licence_of(package: str) -> str:
    found = metadata(package)
    classifiers = [c for c in found.get_all("Classifier") or [] if c.startswith("License ::")]
    # The newest way to say it first: old classifiers are often left standing beside it.
    field = found.get("License") or ""
    short = field if len(field) < LONGEST_NAME else ""
    return found.get("License-Expression") or short or " ; ".join([*classifiers, field])


@pytest.mark.parametrize("name", LOCKS)
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert packages(lock)
    assert addresses(lock) == []
    assert unhashed(lock) == []


def test_npm_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


def test_licences_of_what_we_ship_fit_the_eupl() -> None:
    wrong = {}
    for package in packages((ROOT / "requirements-fast.lock").read_text(encoding="utf-8")):
        try:
            licence = licence_of(package)
        except PackageNotFoundError:  # for another system or Python release
            continue
        if not licence_fits(licence):
            wrong[package] = licence
    assert wrong == {}


def test_we_stand_on_few_packages() -> None:
    assert len(packages((ROOT / "requirements.lock").read_text(encoding="utf-8"))) <= MOST_PACKAGES


def test_the_licence_is_the_eupl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert "Appendix" in text
    assert "LiLiQ" in text


def test_control_each_rule_sees_a_bad_example() -> None:
    assert addresses("--index-url https://example.org/simple")
    assert unhashed("django==5.2.19\nasgiref==3 \\\n    --hash=sha256:00\n") == ["django==5.2.19"]
    assert licence_fits("LGPL-3.0-only")
    assert licence_fits("License :: OSI Approved :: BSD License")
    assert not licence_fits("AGPL-3.0-or-later")
    assert not licence_fits("GPL-3.0")
    assert not licence_fits("License :: Other/Proprietary License")
