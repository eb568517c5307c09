"""The same Dutch text says the same in English on every page, and nothing stays half Dutch."""

from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

import voordeur

PACKAGE = Path(voordeur.__file__).parent


def english() -> dict[tuple[str | None, str], dict[str, list[str]]]:
    """Return per text and context what it says in English, and in which catalogues."""
    found: dict[tuple[str | None, str], dict[str, list[str]]] = defaultdict(dict)
    for path in sorted(PACKAGE.rglob("*.po")):
        slice_ = path.relative_to(PACKAGE).as_posix().partition("/locale/")[0]
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                text = message.id if isinstance(message.id, str) else message.id[0]
                if text:
                    said = found[message.context, text]
                    said.setdefault(str(message.string), []).append(slice_)
    return found


def test_one_text_has_one_english() -> None:
    # Django keeps one catalogue: of two translations one is shown, on both pages.
    assert {text: said for text, said in english().items() if len(said) > 1} == {}


def test_my_voordeur_has_one_name() -> None:
    texts = [words for said in english().values() for words in said]
    assert [words for words in texts if "Mijn" in words] == []
    assert any("My Voordeur" in words for words in texts)
