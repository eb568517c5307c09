"""Sizes, names and signatures, as STYLE.md gives them."""

import ast
from pathlib import Path

from tests.tidy.repository import PACKAGE, ROOT, files, functions, modules, name_of

LONGEST_FUNCTION = 70
LONGEST_MODULE = 500
MOST_POSITIONAL = 5
FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "misc",
}


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} has {length} lines"
        for node in functions(source)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def crowded_functions(source: str) -> list[str]:
    return [
        node.name
        for node in functions(source)
        if len([a for a in node.args.posonlyargs + node.args.args if a.arg not in {"self", "cls"}])
        > MOST_POSITIONAL
    ]


def forbidden_names(path: Path) -> list[str]:
    return [part for part in path.with_suffix("").parts if part in FORBIDDEN_NAMES]


def wrong_acts(source: str) -> list[str]:
    """Name public functions that act and take more than the Context by place, or take it later."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_wrong(node)
    ]


def _is_wrong(node: ast.FunctionDef) -> bool:
    by_place = node.args.posonlyargs + node.args.args
    kinds = [ast.unparse(a.annotation) if a.annotation else "" for a in by_place]
    if any(isinstance(part, ast.With) and _opens_an_act(part) for part in ast.walk(node)):
        return [argument.arg for argument in by_place] != ["context"] or kinds != ["Context"]
    if kinds[:1] == ["Act"]:  # part of an act that somebody else opened
        return False
    named = [ast.unparse(a.annotation) if a.annotation else "" for a in node.args.kwonlyargs]
    return "Context" in named or "Context" in kinds[1:]


def _opens_an_act(part: ast.With) -> bool:
    return any(ast.unparse(item.context_expr).startswith("acting(") for item in part.items)


def test_functions_are_short() -> None:
    found = [f"{name_of(p)}: {text}" for p, s in modules(ROOT) for text in long_functions(s)]
    assert found == []


def test_modules_are_short() -> None:
    lengths = {name_of(path): source.count("\n") for path, source in modules(ROOT)}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_functions_take_few_positional_arguments() -> None:
    found = [f"{name_of(p)}: {text}" for p, s in modules() for text in crowded_functions(s)]
    assert found == []


def test_modules_say_what_they_are_for() -> None:
    silent = [
        name_of(path) for path, source in modules(ROOT) if not ast.get_docstring(ast.parse(source))
    ]
    empty = {name_of(path) for path, source in modules(ROOT / "tests") if not source.strip()}
    assert set(silent) - empty == set()


def test_no_drawers_for_odds_and_ends() -> None:
    found = [name_of(path) for path in files() if PACKAGE in path.parents and forbidden_names(path)]
    assert found == []


def test_acts_take_the_context_first_and_the_rest_by_name() -> None:
    found = [f"{name_of(p)}: {n}" for p, s in modules(PACKAGE / "services") for n in wrong_acts(s)]
    assert found == []


def test_control_each_rule_sees_a_bad_example() -> None:
    assert long_functions("def f():\n" + "    x = 1\n" * 71)
    assert not long_functions("def f():\n" + "    x = 1\n" * 60)
    assert crowded_functions("def f(a, b, c, d, e, g): ...")
    assert not crowded_functions("def f(self, a, b, c, d, e, *, g): ...")
    assert forbidden_names(Path("web/utils.py"))
    assert not forbidden_names(Path("web/templates/page.html"))
    act = "def accept({}):\n    with acting(context) as act: ..."
    assert wrong_acts(act.format("context: Context, handover: int"))
    assert wrong_acts(act.format("handover: int"))
    assert wrong_acts("def routes(day: date, context: Context): ...")
    assert not wrong_acts(act.format("context: Context, *, handover: int"))
    assert ast.get_docstring(ast.parse("x = 1")) is None
