"""Linked data is read as it stands, and a mistake is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.adapters.files.triples import (
    TYPE,
    Literal,
    Triple,
    UnreadableTriplesError,
    read_lines,
    read_turtle,
)

TURTLE = """
@prefix ex: <https://example.nl/def#> .
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
@base <https://example.nl/id/> .
# a remark
<job> a ex:Occupation ; skos:prefLabel "kok"@nl , "cook"@en ;
  ex:level 3 ; ex:live true ; ex:size 1.5 ;
  skos:note \"\"\"twee
regels met "aanhaling" \"\"\" ;
  ex:label [ ex:form "kok\\u00EB"@nl-NL ; ] ; .
_:b1 ex:knows ex:a.b , _:b2 .
[ ex:about <https://other.nl/x> ] .
ex:empty ex:code "a\\"b"^^ex:text ; ex:named '' .
"""


def test_turtle_is_read_with_prefixes_lists_and_things_without_an_address() -> None:
    found = list(read_turtle(TURTLE))
    job = "https://example.nl/id/job"
    assert Triple(job, TYPE, "https://example.nl/def#Occupation") in found
    labels = [t.object for t in found if t.predicate.endswith("prefLabel")]
    assert labels == [Literal("kok", "nl"), Literal("cook", "en")]
    note = next(t.object for t in found if t.predicate.endswith("note"))
    assert note == Literal('twee\nregels met "aanhaling" ')
    nested = next(t.object for t in found if t.predicate.endswith("#label"))
    assert Triple(str(nested), "https://example.nl/def#form", Literal("kokë", "nl-NL")) in found
    assert Triple("_:b1", "https://example.nl/def#knows", "https://example.nl/def#a.b") in found
    about = Triple("_:nested2", "https://example.nl/def#about", "https://other.nl/x")
    assert about in found
    assert [t.object for t in found if t.predicate.endswith("#code")] == [Literal('a"b')]
    assert [t.object for t in found if t.predicate.endswith("#level")] == [Literal("3")]


LINES = """# remark

<https://x.nl/1> <https://x.nl/says> "caf\\u00E9 \\"x\\"\\n"@nl .
_:b0 <https://x.nl/is> <https://x.nl/2> . # why
<https://x.nl/1> <https://x.nl/n> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""


def test_both_ways_of_reading_say_the_same_of_lines() -> None:
    found = list(read_lines(LINES))
    assert found[0] == Triple("https://x.nl/1", "https://x.nl/says", Literal('café "x"\n', "nl"))
    assert found[1] == Triple("_:b0", "https://x.nl/is", "https://x.nl/2")
    assert found == list(read_turtle(LINES))
    assert found == list(read_lines(LINES.replace("\n", "\r\n")))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<a> <b> <c> .\n<a> <b>", 2),
        ('<a> <b> "open .', 1),
        ("ex:a ex:b ex:c .", 1),
        ("<a> <b> (1 2) .", 1),
        ("@prefix ex <x> .", 1),
        ("<a> <b> <c> .\n\n]", 3),
        ("<a> <b> [ <c> <d> .", 1),
        ("{ }", 1),
    ],
)
def test_a_mistake_in_turtle_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableTriplesError) as wrong:
        list(read_turtle(text))
    assert wrong.value.line == line


def test_a_mistake_in_lines_is_named_with_its_line() -> None:
    with pytest.raises(UnreadableTriplesError) as wrong:
        list(read_lines("<a> <b> <c> .\n<a> <b> c ."))
    assert wrong.value.line == 2
    with pytest.raises(UnreadableTriplesError):
        list(read_lines("<html>\n<body>Log in</body>"))


@given(st.text(alphabet="<>\"'@.;,[]()_:\\a1 \n#^{}"))
def test_no_text_breaks_the_readers(text: str) -> None:
    lines = []
    for reader in (read_turtle, read_lines):
        try:
            list(reader(text))
        except UnreadableTriplesError as wrong:
            lines.append(wrong.line)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@given(st.text(), st.sampled_from(["", "nl", "en"]))
def test_what_is_written_is_read_back(words: str, language: str) -> None:
    escaped = "".join(
        f"\\U{ord(one):08X}" if not one.isalnum() or not one.isascii() else one for one in words
    )
    line = f'<https://x.nl/a> <https://x.nl/b> "{escaped}"{"@" + language if language else ""} .'
    wanted = [Triple("https://x.nl/a", "https://x.nl/b", Literal(words, language))]
    if any("\ud800" <= one <= "\udfff" for one in words):
        return
    assert list(read_lines(line)) == wanted
    assert list(read_turtle(line)) == wanted
