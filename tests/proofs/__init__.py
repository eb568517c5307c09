"""Proofs: claims about the whole, each with a control that shows the proof could have failed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One figure of a proof: ``ok`` against its ``limit``, and what its ``control`` showed.

    ``seed`` repeats the run; ``seconds`` is how long it took.
    """

    name: str
    figure: float
    unit: str
    limit: float
    ok: bool
    control: str
    control_ok: bool
    seed: int
    seconds: float
