"""The style sheets: short, by role, and readable in every theme."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "src" / "voordeur" / "web" / "static" / "voordeur"


def sheets(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css")))


def test_no_style_sheet_is_longer_than_a_module_may_be() -> None:
    long = [path.name for path in OURS.glob("*.css") if len(path.read_text().splitlines()) > 500]
    assert long == []


def test_colours_are_named_by_role_outside_the_tokens() -> None:
    free = {"tokens.css", "print.css", "plain.css"}
    named = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8"))
        for path in OURS.glob("*.css")
        if path.name not in free
    }
    assert {name: found for name, found in named.items() if found} == {}


def test_every_token_that_is_used_exists() -> None:
    css = sheets(OURS)
    defined = set(re.findall(r"(--vd-[\w-]+)\s*:", css))
    assert set(re.findall(r"var\((--vd-[\w-]+)", css)) - defined == set()


def themes() -> Mapping[str, dict[str, str]]:
    css = re.sub(
        r"/\*.*?\*/", "", (OURS / "tokens.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    found: dict[str, dict[str, str]] = {}
    blocks = re.findall(r"(?:@media ([^{]+)\{\s*)?:root\s*\{([^}]*)\}", css)
    for condition, body in blocks:
        colours = dict(re.findall(r"--vd-([\w-]+):\s*(#[0-9a-fA-F]{6})\b", body))
        found[condition.strip()] = colours
    light = found[""]
    dark = {**light, **found["(prefers-color-scheme: dark)"]}
    return {
        "light": light,
        "dark": dark,
        "more": {**light, **found["(prefers-contrast: more)"]},
        "more dark": {
            **dark,
            **found["(prefers-contrast: more)"],
            **found["(prefers-contrast: more) and (prefers-color-scheme: dark)"],
        },
    }


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("ground", "surface", "sunken", "tint", "light-tint", "needed-tint")
TEXT_PAIRS = [
    *(("ink", ground) for ground in (*GROUNDS, "tint-strong")),
    *(("ink-soft", ground) for ground in GROUNDS),
    *(("link", ground) for ground in ("ground", "surface", "sunken", "tint")),
    *(("needed", ground) for ground in ("ground", "surface", "tint", "needed-tint")),
    ("on-structure", "structure"),
    ("on-needed", "needed"),
    ("on-bar", "bar"),
    ("on-bar-soft", "bar"),
    ("on-bar", "structure-deep"),
    ("light", "bar"),
    ("light", "structure-deep"),
    ("on-light", "light"),
]
MARK_PAIRS = [
    *(("line-strong", ground) for ground in ("ground", "surface", "sunken", "tint")),
    *(("structure", ground) for ground in ("ground", "surface", "tint")),
    *(("needed", ground) for ground in ("ground", "surface")),
]


@pytest.mark.parametrize("theme", ["light", "dark", "more", "more dark"])
def test_text_and_marks_stand_out_from_their_ground(theme: str) -> None:
    colours = {name.removeprefix("color-"): value for name, value in themes()[theme].items()}
    weak = [
        f"{one} on {other}: {ratio:.2f}"
        for pairs, least in ((TEXT_PAIRS, 4.5), (MARK_PAIRS, 3.0))
        for one, other in pairs
        if (ratio := contrast(colours[one], colours[other])) < least
    ]
    assert weak == []


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_list_to_choose_from_shows_that_it_opens() -> None:
    arrow = re.search(
        r"^select\.([\w-]+):not\(\[multiple\], \[size\]\)", sheets(OURS), re.MULTILINE
    )
    assert arrow
    for path in (ROOT / "src" / "voordeur" / "web").rglob("*.html"):
        for one in re.findall(r"<select\b[^>]*", path.read_text(encoding="utf-8")):
            assert arrow[1] in one, path.name
