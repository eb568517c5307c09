"""Measurements: how fast the real thing is, where it can against a peer in the same run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BenchLine:
    """One figure: ``value`` (in ``unit``) against its ``limit``, smaller is better unless told.

    ``ours`` and ``peer`` say what was measured, ``ratio`` is ours divided by the peer's; without a
    peer both are empty.
    """

    name: str
    what: str
    ours: str
    peer: str
    value: float
    unit: str
    ratio: float | None
    limit: float
    ok: bool
