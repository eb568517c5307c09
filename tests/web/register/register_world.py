"""A register with one entry of every kind, and the browsers of who reads and writes it."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from voordeur.domain.register.amounts import AmountWord, QuantityWord
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import WEIGHED, WHOLE
from voordeur.domain.register.fields import Field, FieldKind, Kind
from voordeur.records.accounts.models import Account
from voordeur.services import register_acts
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.services.register_acts import Change, Recorded

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES_BY_KIND = {kind.code: sorted(role.value for role in kind.writers) for kind in KINDS.values()}
ONE = "een"
"""The code of the one entry of each kind."""


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


def filled(kind: Kind, *, full: bool = True) -> dict[str, Any]:
    """Return plain data of an entry with every field filled in, or only what must be."""
    values = {one.code: value_of(one) for one in kind.fields if full or one.needed}
    data = {"code": ONE, "title": {"nl": f"Een {kind.name.nl}", "en": f"One {kind.name.en}"}}
    found = {**data, **{code: value for code, value in values.items() if value is not None}}
    match kind.code:
        case "plan":
            found["state"] = "draft"
        case "focus_group":
            found.pop("chosen", None)
    return found


def value_of(one: Field) -> Any:
    match one.kind:
        case FieldKind.TEXT | FieldKind.PROSE:
            return {"nl": f"{one.label.nl} in woorden", "en": f"{one.label.en} in words"}
        case FieldKind.FLAG:
            return True
        case FieldKind.CHOICE:
            return next(iter(one.choices))
        case FieldKind.REFERENCE | FieldKind.REFERENCES:
            return reference_of(one)
        case FieldKind.ROWS:
            return [{inner.code: value for inner in one.rows if (value := value_of(inner))}]
        case _:
            return SIMPLE[one.kind]


SIMPLE: Mapping[FieldKind, Any] = {
    FieldKind.LINE: "D-123456",
    FieldKind.NUMBER: 2026,
    FieldKind.DAY: "2026-02-03",
    FieldKind.MOMENT: "2026-Q2",
    FieldKind.AMOUNT: AmountWord.IN_KIND.value,
    FieldKind.QUANTITY: QuantityWord.TO_FOLLOW.value,
    FieldKind.CONDITION: "age: 18..26\nniet benefit: ww",
    FieldKind.RULE: {"events": ["CaseOpened"], "where": {"phase": ["intake"]}},
}


def reference_of(one: Field) -> Any:
    """Return something of the region that exists; entries are put in when they are there."""
    if not one.target.startswith("@"):
        return None
    region = current_region()
    held = {
        "@organisation": "werkcentrum",
        "@municipality": next(iter(region.municipalities)),
        "@sector": next(iter(region.sectors), None),
        "@sub_region": next(iter(region.sub_regions), None),
    }[one.target]
    return [held] if held and one.kind is FieldKind.REFERENCES else held


def everything(context: Context) -> None:
    """Write one entry of every kind, each after what it must point to."""
    written: set[str] = set()
    waiting = list(KINDS.values())
    while waiting:
        kind = next(one for one in waiting if needs(one) <= written)
        waiting.remove(kind)
        write(context, kind, known=written)
        written.add(kind.code)


def needs(kind: Kind) -> set[str]:
    """Return the kinds an entry must point to."""
    inner = [field for one in kind.fields for field in (one, *one.rows)]
    return {one.target for one in inner if one.needed and one.target and one.target[0] != "@"}


def write(context: Context, kind: Kind, *, known: set[str]) -> None:
    data = pointing(kind.fields, filled(kind), known)
    if kind.code == "matching_weights":
        data |= dict.fromkeys(WEIGHED, WHOLE // len(WEIGHED))
    change = Change(kind=kind.code, data=data, reason="")
    done = register_acts.record_entry(context, change=change)
    assert isinstance(done, Recorded), (kind.code, done)


def pointing(fields: tuple[Field, ...], data: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """Return the data with its references to entries that are there.

    An entry that must point to a kind points to it once: it may not lead from something to itself.
    """
    found = dict(data)
    needed = {one.target for one in fields if one.needed}
    for one in fields:
        if one.target in needed and not one.needed:
            continue
        if one.kind is FieldKind.ROWS and one.code in found:
            found[one.code] = [pointing(one.rows, row, known) for row in found[one.code]]
        elif one.target in known:
            found[one.code] = [ONE] if one.kind is FieldKind.REFERENCES else ONE
    return found


class _Controls(HTMLParser):
    """Reads the form with method post as a browser would send it, pressing its last button."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._inside = False
        self._area: str | None = None
        self._words = ""
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        name, value = held.get("name") or "", held.get("value") or ""
        if tag == "form":
            self._inside = held.get("method") == "post" and "action" not in held
        if not self._inside:
            return
        if tag == "input" and name:
            box = held.get("type") in {"checkbox", "radio"}
            if not box or "checked" in held:
                self.sent.append((name, value or ("on" if box else "")))
        elif tag == "textarea":
            self._area, self._words = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in held:
            self.sent.append((self._select, value))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._area is not None:
            self.sent.append((self._area, self._words.removeprefix("\r\n").removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None


def sent_by(page: str) -> dict[str, list[str]]:
    """Return what a browser sends when somebody presses the button of the form on ``page``."""
    reader = _Controls()
    reader.feed(page)
    found: dict[str, list[str]] = {}
    for name, value in reader.sent:
        found.setdefault(name, []).append(value)
    return found
