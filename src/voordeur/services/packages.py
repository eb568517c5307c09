"""Information packages for councils: the same for all, with what is local per municipality."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.register.checks import Key
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPackage:
    """A package: ``local`` holds the own words per municipality (slug)."""

    title: str
    day: date
    summary: str = ""
    proposals: tuple[str, ...] = ()
    entries: tuple[Key, ...] = ()
    local: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLine:
    """A package in a list; its status is always 'for information'."""

    ref: str
    title: str
    day: date
    municipalities: tuple[str, ...]
    """Slugs of municipalities with a page of their own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageProposal:
    """A proposal in a package: what was decided, and when."""

    ref: str
    title: str
    state: ProposalState
    state_label: str
    settled_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePage:
    """A package as the council of one municipality reads it ('' : the whole region)."""

    line: PackageLine
    summary: str
    municipality: str
    municipality_name: str
    local: str
    proposals: tuple[PackageProposal, ...]
    entries: tuple[Key, ...]


def make(context: Context, *, package: NewPackage) -> str:
    """Make a package; returns its reference. Raises ``RefusedError`` (INVALID_INPUT, …)."""
    raise NotImplementedError


def packages(context: Context) -> tuple[PackageLine, ...]:
    """Return every package, newest first."""
    raise NotImplementedError


def package_page(context: Context, *, ref: str, municipality: str = "") -> PackagePage:
    """Return a package for one municipality. Raises ``RefusedError`` (NOT_FOUND)."""
    raise NotImplementedError
