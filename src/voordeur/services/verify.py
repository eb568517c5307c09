"""Replays the log and compares what it says with the tables: who answers for whom, until when."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Count, F, Q, QuerySet

from voordeur.records.cases.models import CaseRecord, ClosureRecord
from voordeur.records.handover.models import EscalationRecord, HandoverRecord
from voordeur.services import audit
from voordeur.services.audit import LoggedLine, Payload
from voordeur.services.verify_governance import GovernanceReplay
from voordeur.services.verify_lists import ListReplay
from voordeur.services.verify_money import MoneyReplay
from voordeur.services.verify_register import RegisterReplay

Key = TypeVar("Key")
Value = TypeVar("Value")
OPEN, CLOSED = "open", "closed"
OFFERED = "offered"


@dataclass
class ReplayedHandover:
    """What the log says of one handover."""

    case: int
    sender: str
    receiver: str
    due_on: str
    state: str = OFFERED
    levels: set[int] = field(default_factory=set)


@dataclass
class ReplayedCase:
    """What the log says of one case; ``endings`` is the outcome per closed episode."""

    ref: str
    accountable: str
    next_date: str
    state: str = OPEN
    episode: int = 1
    outcome: str = ""
    offered: str = ""
    """Reference of the handover that waits for an answer."""
    accepted: str = ""
    """Reference of the handover by which accountability moved last."""
    endings: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as the log says: what, what was expected and what was found."""

    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}: the log says {self.expected or 'nothing'}, found {self.found}"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was compared, the end of the log, and everything that differs."""

    lines: int
    digest: str
    cases: int
    handovers: int
    proposals: int
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing differs."""
        return not self.differences


class Replay:
    """Folds the events of the log into the state the tables must have."""

    def __init__(self) -> None:
        self.cases: dict[int, ReplayedCase] = {}
        self.handovers: dict[str, ReplayedHandover] = {}
        self.governance = GovernanceReplay()
        self.impossible: list[Difference] = []
        self.people: dict[int, set[tuple[int, int | None]]] = {}
        """Per line whom it is about, with the case through which."""
        self._folds: Mapping[str, Callable[[int, Payload], None]] = {
            "HandoverOffered": self._offered,
            "HandoverAccepted": self._accepted,
            "HandoverReturned": self._returned,
            "HandoverRedirected": self._redirected,
            "HandoverWithdrawn": self._withdrawn,
            "HandoverReminded": self._signalled,
            "HandoverEscalated": self._signalled,
            "CaseClosed": self._closed,
            "CaseReopened": self._reopened,
        }

    def take(self, line: LoggedLine) -> None:
        """Take one line; an act that cannot follow from the ones before is a difference itself."""
        if "subjects" in line.payload:
            self.people[line.sequence] = set(_pairs(line.payload))
        if line.kind != "act" or line.case_id is None:
            return
        told = line.payload
        if line.name == "CaseRegistered":
            self.cases[line.case_id] = ReplayedCase(
                _text(told, "case"), _text(told, "accountable"), _text(told, "next_date")
            )
            return
        case = self.cases.get(line.case_id)
        if case is None:
            self._cannot(line, "an act on a registered case", "an act on an unknown case")
            return
        fold = self._folds.get(line.name)
        try:
            if fold is not None:
                fold(line.case_id, told)
        except KeyError:
            self._cannot(line, "a handover that was offered", "one that never was")
        if case.state == OPEN and _text(told, "next_date"):
            # Every act that plans something writes the date under this name.
            case.next_date = _text(told, "next_date")

    def take_governance(self, line: LoggedLine) -> None:
        """Take one line as far as proposals are concerned."""
        if not self.governance.take(line):
            self._cannot(line, "an act on a proposal with that step", "one that never was")

    def _cannot(self, line: LoggedLine, expected: str, found: str) -> None:
        self.impossible.append(Difference(f"line {line.sequence} ({line.name})", expected, found))

    def _offered(self, case_id: int, told: Payload) -> None:
        ref = _text(told, "handover")
        self.handovers[ref] = ReplayedHandover(
            case_id, _text(told, "sender"), _text(told, "receiver"), _text(told, "due_on")
        )
        self.cases[case_id].offered = ref

    def _answered(self, case_id: int, told: Payload, state: str) -> ReplayedHandover:
        row = self.handovers[_text(told, "handover")]
        row.state = state
        self.cases[case_id].offered = ""
        return row

    def _accepted(self, case_id: int, told: Payload) -> None:
        row = self._answered(case_id, told, "accepted")
        self.cases[case_id].accountable = row.receiver
        self.cases[case_id].accepted = _text(told, "handover")

    def _returned(self, case_id: int, told: Payload) -> None:
        self._answered(case_id, told, "returned")

    def _withdrawn(self, case_id: int, told: Payload) -> None:
        self._answered(case_id, told, "withdrawn")

    def _redirected(self, case_id: int, told: Payload) -> None:
        row = self._answered(case_id, told, "redirected")
        ref = _text(told, "new_handover")
        self.handovers[ref] = ReplayedHandover(
            case_id, row.sender, _text(told, "receiver"), _text(told, "due_on")
        )
        self.cases[case_id].offered = ref

    def _signalled(self, _case_id: int, told: Payload) -> None:
        self.handovers[_text(told, "handover")].levels.add(int(_text(told, "level")))

    def _closed(self, case_id: int, told: Payload) -> None:
        case = self.cases[case_id]
        case.state, case.outcome, case.next_date = CLOSED, _text(told, "outcome"), ""
        case.endings[int(_text(told, "episode"))] = case.outcome

    def _reopened(self, case_id: int, told: Payload) -> None:
        case = self.cases[case_id]
        case.state, case.outcome = OPEN, ""
        case.episode = int(_text(told, "episode"))


def _text(told: Payload, name: str) -> str:
    return str(told.get(name, ""))


def verify(anchor: tuple[int, str] | None = None) -> VerifyReport:
    """Check the chain, replay every act, and compare what cases, handovers and proposals must be.

    ``anchor`` is a (sequence, digest) kept outside. Reads everything and writes nothing.
    """
    chain = audit.check_chain(anchor)
    replay = Replay()
    differences: list[Difference] = []
    if chain.broken_at is not None:
        differences.append(
            Difference(f"line {chain.broken_at} of the log", "an unbroken chain", chain.problem)
        )
    register, money, lists = RegisterReplay(), MoneyReplay(), ListReplay()
    for line in audit.everything():
        replay.take(line)
        register.take(line)
        money.take(line)
        lists.take(line)
        replay.take_governance(line)
    differences += replay.impossible
    differences += _cases(replay)
    differences += _handovers(replay)
    differences += _endings(replay)
    differences += _signals(replay)
    differences += _subjects(replay)
    for what, expected, found in replay.governance.compared():
        differences += _compare(what, expected, found)
    differences += _invariants()
    differences += (Difference(d.what, d.expected, d.found) for d in register.differences())
    differences += (Difference(*one) for one in money.differences())
    differences += (Difference(*one) for one in lists.differences())
    return VerifyReport(
        lines=chain.length,
        digest=chain.digest,
        cases=len(replay.cases),
        handovers=len(replay.handovers),
        proposals=len(replay.governance.proposals),
        differences=tuple(differences),
    )


def _compare(
    what: str, expected: Mapping[Key, Value], found: Mapping[Key, Value]
) -> Iterator[Difference]:
    for key in dict.fromkeys((*expected, *found)):
        if expected.get(key) != found.get(key):
            yield Difference(f"{what} {key}", _shown(expected, key), _shown(found, key))


def _shown(known: Mapping[Key, Value], key: Key) -> str:
    return str(known[key]) if key in known else "nothing"


def _cases(replay: Replay) -> Iterator[Difference]:
    rows = CaseRecord.objects.select_related("accepted_handover").order_by("id")
    found = {
        row.pk: (
            row.ref,
            row.accountable_id,
            row.next_date.isoformat() if row.next_date else "",
            row.state,
            row.episode,
            row.outcome,
            row.accepted_handover.ref if row.accepted_handover else "",
        )
        for row in rows.iterator(chunk_size=2000)
    }
    expected = {
        case_id: (
            case.ref,
            case.accountable,
            case.next_date,
            case.state,
            case.episode,
            case.outcome,
            case.accepted,
        )
        for case_id, case in replay.cases.items()
    }
    yield from _compare("case", expected, found)


def _handovers(replay: Replay) -> Iterator[Difference]:
    found = {
        row.ref: (row.case_id, row.sender_id, row.receiver_id, row.due_on.isoformat(), row.state)
        for row in HandoverRecord.objects.order_by("id").iterator(chunk_size=2000)
    }
    expected = {
        ref: (row.case, row.sender, row.receiver, row.due_on, row.state)
        for ref, row in replay.handovers.items()
    }
    yield from _compare("handover", expected, found)


def _endings(replay: Replay) -> Iterator[Difference]:
    found = {
        (row.case_id, row.episode): row.outcome
        for row in ClosureRecord.objects.order_by("id").iterator(chunk_size=2000)
    }
    expected = {
        (case_id, episode): outcome
        for case_id, case in replay.cases.items()
        for episode, outcome in case.endings.items()
    }
    yield from _compare("ending of case and episode", expected, found)


def _signals(replay: Replay) -> Iterator[Difference]:
    rows = EscalationRecord.objects.order_by("id").values_list("handover__ref", "level")
    found = dict.fromkeys(rows, "sent")
    expected = {
        (ref, level): "sent" for ref, row in replay.handovers.items() for level in row.levels
    }
    yield from _compare("signal of handover and level", expected, found)


def _subjects(replay: Replay) -> Iterator[Difference]:
    """Compare who each line is about with what the line itself says."""
    yield from _compare("people of line", replay.people, audit.people_of_lines())


def _pairs(told: Payload) -> Iterable[tuple[int, int | None]]:
    listed = told["subjects"]
    return [(int(one[0]), one[1]) for one in listed] if isinstance(listed, list) else []


INVARIANTS: Mapping[str, Callable[[], QuerySet[CaseRecord] | QuerySet[HandoverRecord]]] = {
    "an open case has a next step and a date": lambda: CaseRecord.objects.filter(
        Q(next_date__isnull=True) | Q(next_step=""), state=OPEN
    ),
    "a closed case has an outcome, an open one has none": lambda: CaseRecord.objects.filter(
        (Q(state=CLOSED) & (Q(outcome="") | Q(closed_at__isnull=True)))
        | (Q(state=OPEN) & (~Q(outcome="") | Q(closed_at__isnull=False)))
    ),
    "a case is offered to one party at a time": lambda: CaseRecord.objects.filter(
        pk__in=HandoverRecord.objects.filter(state=OFFERED)
        .order_by()
        .values("case")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .values("case")
    ),
    "no closed case is being offered": lambda: HandoverRecord.objects.filter(
        state=OFFERED, case__state=CLOSED
    ),
    "whoever accepted last is accountable": lambda: CaseRecord.objects.filter(
        accepted_handover__isnull=False
    ).exclude(accepted_handover__state="accepted", accepted_handover__receiver=F("accountable")),
    "only the accountable organisation offers": lambda: HandoverRecord.objects.filter(
        state=OFFERED
    ).exclude(sender=F("case__accountable")),
}
"""The promises as queries; each gives the rows that break it."""


def _invariants() -> Iterator[Difference]:
    for promise, broken in INVARIANTS.items():
        refs = list(broken().values_list("ref", flat=True)[:20])
        if refs:
            yield Difference(promise, "always", ", ".join(refs))
