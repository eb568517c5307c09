"""The published JSON schemas of the pack files, and their objections in plain words."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import PackProblem
from voordeur.domain.region.parsing.data import PackData

MOST_PER_FILE = 50
"""Objections shown per file; more do not help."""
SHAPES = {
    "object": ("een blok ‘naam: waarde’", "a block ‘name: value’"),
    "array": ("een lijst met ‘- ’", "a list with ‘- ’"),
    "string": ("een tekst", "a text"),
    "integer": ("een heel getal", "a whole number"),
    "number": ("een getal", "a number"),
    "boolean": ("true of false", "true or false"),
}


def schema_directory() -> Path:
    """Return where the schema files are."""
    installed = Path(__file__).resolve().parents[2] / "regions"
    return (installed if installed.is_dir() else installed.parents[2] / "regions") / "schema"


def schema_problems(data: PackData, files: Iterable[str]) -> list[PackProblem]:
    """Return every objection of the schemas to ``files``, with file, line and what was expected."""
    problems: list[PackProblem] = []
    for file in files:
        if file.startswith("register/"):
            continue  # these schemas are made from the kinds, which themselves tell it better
        validator = _validators().get(Path(file).with_suffix(".schema.json").as_posix())
        if validator is not None:
            errors = validator.iter_errors(data.documents[file])
            told = [problem for error in errors for problem in _told(data, file, error)]
            problems += told[:MOST_PER_FILE]
    return problems


@cache
def _validators() -> dict[str, Draft202012Validator]:
    root = schema_directory()
    schemas = {
        file.relative_to(root).as_posix(): json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(root.rglob("*.schema.json"))
    }
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema, default_specification=DRAFT202012))
        for schema in schemas.values()
    )
    return {
        name: Draft202012Validator(schema, registry=registry) for name, schema in schemas.items()
    }


def _told(data: PackData, file: str, error: ValidationError) -> Iterator[PackProblem]:
    """Yield an objection in plain words; of alternatives, the one that comes nearest."""
    nearest = best_match([error]) if error.context else error
    if nearest is None:
        nearest = error
    path = tuple(nearest.absolute_path)
    for expected, key in _expected(nearest):
        place = (*path, key) if key else path
        found = key or _shown(nearest.instance)
        yield data.problem(file, place, expected, found=found)


def _expected(error: ValidationError) -> Iterator[tuple[Text, str]]:
    value = error.validator_value
    match error.validator:
        case "additionalProperties":
            yield from _unknown_names(error)
        case "required":
            name = error.message.split("'")[1] if "'" in error.message else "?"
            yield Text(f"‘{name}’ ontbreekt", f"‘{name}’ is missing"), ""
        case "type":
            yield _of_type(value), ""
        case "enum" | "const":
            options = ", ".join(
                str(option) for option in (value if isinstance(value, list) else [value])
            )
            yield Text(f"verwacht: een van {options}", f"expected one of {options}"), ""
        case "minItems" | "minProperties":
            yield Text(f"verwacht: ten minste {value}", f"expected at least {value}"), ""
        case "minLength":
            yield Text("hier mag niet niets staan", "this cannot be empty"), ""
        case _:
            yield _by_description(error), ""


def _unknown_names(error: ValidationError) -> Iterator[tuple[Text, str]]:
    names = error.instance if isinstance(error.instance, dict) else {}
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    options = ", ".join(known)
    for name in names:
        if name not in known:
            yield (
                Text(
                    f"deze naam kan hier niet; wel: {options}",
                    f"this name cannot stand here; these can: {options}",
                ),
                str(name),
            )


def _of_type(value: object) -> Text:
    kinds = value if isinstance(value, list) else [value]
    shapes = [SHAPES.get(str(kind), (str(kind), str(kind))) for kind in kinds]
    return Text(
        f"verwacht: {' of '.join(nl for nl, _ in shapes)}",
        f"expected {' or '.join(en for _, en in shapes)}",
    )


def _by_description(error: ValidationError) -> Text:
    """Return what the schema itself says it expects here (``x-verwacht`` and ``description``)."""
    schema = error.schema if isinstance(error.schema, dict) else {}
    english = str(schema.get("description", f"{error.validator}: {error.validator_value}"))
    dutch = str(schema.get("x-verwacht", english))
    return Text(f"verwacht: {dutch}", f"expected {english}")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(key) for key in value)
    return "" if value is None else str(value)
