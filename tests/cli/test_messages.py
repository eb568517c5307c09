"""Collecting texts: from code and templates, kept translations, nothing left behind."""

from pathlib import Path

import pytest

from voordeur.cli import messages


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package with one page slice."""
    slice_ = tmp_path / "web" / "desk"
    (slice_ / "templates").mkdir(parents=True)
    (slice_ / "__init__.py").touch()
    (slice_ / "views.py").write_text('from x import gettext\nTITLE = gettext("Vandaag")\n')
    (slice_ / "templates" / "today.html").write_text(
        "{% load i18n %}<p>{% blocktrans count n=n %}Eén taak{% plural %}{{ n }} taken"
        "{% endblocktrans %}\n"
        '  {% trans "Te laat" %}</p>'
    )
    (tmp_path / "web" / "menu.py").write_text(
        'from x import gettext\nMENU = gettext("Hoofdmenu")\n'
    )
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages.catalogue_folders, "__defaults__", (tmp_path,))
    return tmp_path


def test_each_slice_has_its_own_catalogue(package: Path) -> None:
    assert messages._extract() == 0
    desk = (package / "web/desk" / messages.CATALOGUE).read_text()
    web = (package / "web" / messages.CATALOGUE).read_text()
    assert 'msgid "Vandaag"' in desk
    assert 'msgid_plural "%(n)s taken"' in desk
    assert "Hoofdmenu" in web
    assert "Vandaag" not in web


def test_what_has_no_english_is_named_and_what_has_is_kept(package: Path) -> None:
    messages._extract()
    assert {text for _, text in messages.untranslated()} == {
        "Vandaag",
        "Te laat",
        "Eén taak",
        "Hoofdmenu",
    }
    path = package / "web" / messages.CATALOGUE
    path.write_text(
        path.read_text().replace(
            'msgid "Hoofdmenu"\nmsgstr ""', 'msgid "Hoofdmenu"\nmsgstr "Main menu"'
        )
    )
    messages._extract()
    assert "Main menu" in path.read_text()
    assert "Hoofdmenu" not in {text for _, text in messages.untranslated()}


def test_a_text_that_is_gone_leaves_the_catalogue(package: Path) -> None:
    messages._extract()
    (package / "web" / "desk" / "views.py").write_text("")
    messages._extract()
    assert "Vandaag" not in (package / "web/desk" / messages.CATALOGUE).read_text()


def test_compiled_catalogues_are_read_by_python(package: Path) -> None:
    from gettext import GNUTranslations

    messages._extract()
    path = package / "web" / messages.CATALOGUE
    path.write_text(
        path.read_text().replace(
            'msgid "Hoofdmenu"\nmsgstr ""', 'msgid "Hoofdmenu"\nmsgstr "Main menu"'
        )
    )
    assert messages._compile() == 0
    with path.with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Hoofdmenu") == "Main menu"
