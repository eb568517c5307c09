"""A form field as a person meets it: label, hint, error and control, tied together for everyone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from voordeur.web.components import Option

Kind = Literal["line", "tick", "group", "hidden"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or tick box of a group."""

    id: str
    name: str
    value: str
    checked: bool
    disabled: bool
    label: str
    hint: str
    side: str
    multiple: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """Everything the field component shows; ``described_by`` names hint and errors, in order."""

    kind: Kind
    id: str
    label: str
    optional: bool
    hint: str
    hint_id: str
    errors: tuple[str, ...]
    error_id: str
    described_by: str
    control: SafeString
    choices: tuple[Choice, ...]
    boxed: bool
    row: bool
    label_hidden: bool


def field_view(
    bound: BoundField,
    *,
    hint: str = "",
    boxed: bool = True,
    row: bool = False,
    label_hidden: bool = False,
) -> FieldView:
    """Work out how ``bound`` is shown; ``hint`` goes before the field's own help text."""
    hint = hint or str(bound.help_text or "")
    errors = tuple(str(error) for error in bound.errors)
    field_id = bound.auto_id or bound.html_name
    hint_id, error_id = f"{field_id}_hint", f"{field_id}_error"
    described_by = " ".join(name for name, there in ((hint_id, hint), (error_id, errors)) if there)
    kind = kind_of(bound)
    return FieldView(
        kind=kind,
        id=field_id,
        label=str(bound.label or ""),
        optional=not bound.field.required,
        hint=hint,
        hint_id=hint_id,
        errors=errors,
        error_id=error_id,
        described_by=described_by,
        control=SafeString("") if kind == "group" else control(bound, described_by),
        choices=tuple(choices(bound)) if kind == "group" else (),
        boxed=boxed and not row,
        row=row,
        label_hidden=label_hidden,
    )


def kind_of(bound: BoundField) -> Kind:
    """Tell which of the four shapes the field takes."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


def control(bound: BoundField, described_by: str) -> SafeString:
    """Write the control with the design system's class names and its descriptions."""
    attributes: dict[str, str] = {"class": classes(bound)}
    if described_by:
        attributes["aria-describedby"] = described_by
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound.as_widget(attrs={**bound.field.widget.attrs, **attributes})


MODIFIERS = {"date": "vd-input--date", "time": "vd-input--time", "number": "vd-input--number"}


def classes(bound: BoundField) -> str:
    """Return the class names of the control, with what the form itself asked for."""
    widget = bound.field.widget
    wrong = bool(bound.errors)
    match widget:
        case forms.CheckboxInput():
            names = ["utrecht-checkbox", "utrecht-checkbox--html-input", "vd-tick"]
        case forms.Select():
            names = with_state("utrecht-select", "html-select", wrong=wrong)
        case forms.Textarea():
            names = with_state("utrecht-textarea", "html-textarea", wrong=wrong)
        case forms.FileInput():
            names = ["vd-input", "vd-input--file"]
        case _:
            names = with_state("utrecht-textbox", "html-input", wrong=wrong)
            input_type = str(getattr(widget, "input_type", ""))
            names.extend(filter(None, [MODIFIERS.get(input_type, "")]))
    return " ".join([*names, *str(widget.attrs.get("class", "")).split()])


def with_state(block: str, element: str, *, wrong: bool) -> list[str]:
    """Return the names of one kind of text control."""
    names = [block, f"{block}--{element}", "vd-input"]
    return [*names, f"{block}--invalid"] if wrong else names


def choices(bound: BoundField) -> Iterator[Choice]:
    """Yield the options of a radio or tick-box group; an ``Option`` as label brings its hint."""
    multiple = isinstance(bound.field.widget, forms.CheckboxSelectMultiple)
    for option in bound.subwidgets:
        label = option.data["label"]
        yield Choice(
            id=str(option.id_for_label),
            name=str(option.data["name"]),
            value=str(option.data["value"]),
            checked=bool(option.data["selected"]),
            disabled=bool(option.data["attrs"].get("disabled")),
            label=str(label),
            hint=str(label.hint) if isinstance(label, Option) else "",
            side=str(label.side) if isinstance(label, Option) else "",
            multiple=multiple,
        )


@dataclass(frozen=True, slots=True)
class FormError:
    """One line of the summary above a form; ``target`` is empty when it is about the whole form."""

    label: str
    text: str
    target: str


def form_errors(form_list: Iterable[forms.BaseForm]) -> list[FormError]:
    """Return what is still wrong, in the order of the fields on the page."""
    lines: list[FormError] = []
    for form in form_list:
        if not form.is_bound:
            continue
        lines.extend(FormError("", str(error), "") for error in form.non_field_errors())
        for bound in form:
            lines.extend(
                FormError(str(bound.label or "").rstrip("?: "), str(error), target_of(bound))
                for error in bound.errors
            )
    return lines


def target_of(bound: BoundField) -> str:
    """Return the id of the control that takes the focus."""
    first = next(iter(bound.subwidgets), None)
    if kind_of(bound) == "group" and first is not None:
        return str(first.id_for_label)
    return bound.id_for_label or bound.auto_id
