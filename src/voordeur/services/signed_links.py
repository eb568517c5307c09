"""Words we signed in a link that opens a page without an account."""

from collections.abc import Mapping
from typing import Any

from django.core.signing import BadSignature, Signer

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError

LONGEST_TOKEN = 400


def read_signed(signer: Signer, token: str) -> Mapping[str, Any]:
    """Return what a token says when we signed it; whatever else arrives is LINK_INVALID."""
    try:
        told = signer.unsign_object(token) if len(token) <= LONGEST_TOKEN else None
    except (BadSignature, ValueError):
        told = None
    if not isinstance(told, dict):
        raise RefusedError(Refusal(Reason.LINK_INVALID))
    return told
