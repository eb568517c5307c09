"""Compares the register with the log: every version was recorded, and says what it said then."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from voordeur.records.register.models import EntryRecord, EntryVersionRecord
from voordeur.services.audit import LoggedLine
from voordeur.services.register_acts import body_digest

WRITTEN = frozenset({"EntryRecorded", "EntryRetired"})
"""Acts that write one version and tell its digest."""
LOADED = "RegisterLoaded"


@dataclass(frozen=True, slots=True)
class RegisterDifference:
    """Something in the register that is not as the log says."""

    what: str
    expected: str
    found: str


@dataclass
class RegisterReplay:
    """Folds the acts of the register; :meth:`differences` then reads the tables once."""

    told: dict[tuple[str, str, int], str] = field(default_factory=dict)
    """Digest per kind, code and version that somebody recorded."""
    loaded: Counter[str] = field(default_factory=Counter)
    """Versions that came in from a pack or files, per origin."""

    def take(self, line: LoggedLine) -> None:
        """Take one line of the log."""
        if line.name in WRITTEN:
            key = (
                str(line.payload["kind"]),
                str(line.payload["code"]),
                int(str(line.payload["version"])),
            )
            self.told[key] = str(line.payload["digest"])
        elif line.name == LOADED:
            number = sum(int(str(line.payload[name])) for name in ("added", "changed"))
            self.loaded[str(line.payload["origin"])] += number

    def differences(self) -> Iterator[RegisterDifference]:
        """Yield every version that is missing, changed or never recorded, and every gap."""
        rows = EntryVersionRecord.objects.order_by("entry_id", "number").values_list(
            "entry__kind", "entry__code", "number", "body", "origin", "proposal"
        )
        found: dict[tuple[str, str, int], str] = {}
        loaded: Counter[str] = Counter()
        newest: dict[tuple[str, str], tuple[int, str]] = {}
        for kind, code, number, body, origin, proposal in rows.iterator(chunk_size=2000):
            digest = body_digest(body)
            newest[kind, code] = (number, digest)
            if origin != "here":
                loaded[origin] += 1
            elif not proposal:
                found[kind, code, number] = digest
        for key in dict.fromkeys((*self.told, *found)):
            if self.told.get(key) != found.get(key):
                yield _of_version(key, self.told.get(key), found.get(key))
        if loaded != self.loaded:
            expected, there = dict(self.loaded), dict(loaded)
            yield RegisterDifference("versions that were loaded", str(expected), str(there))
        yield from _entries(newest)


def _of_version(
    key: tuple[str, str, int], told: str | None, found: str | None
) -> RegisterDifference:
    kind, code, number = key
    what = f"version {number} of {kind} {code}"
    return RegisterDifference(what, (told or "nothing")[:12], (found or "nothing")[:12])


def _entries(newest: dict[tuple[str, str], tuple[int, str]]) -> Iterator[RegisterDifference]:
    rows = EntryRecord.objects.values_list("kind", "code", "version", "body")
    for kind, code, version, body in rows.iterator(chunk_size=2000):
        there = (version, body_digest(body))
        if newest.get((kind, code)) != there:
            expected = str(newest.get((kind, code), ("no version",))[0])
            yield RegisterDifference(f"{kind} {code}", f"version {expected}", f"version {version}")
