"""Compiling a function when numba is installed; without it the function is left as it is."""

from collections.abc import Callable
from typing import Any

try:
    import numba
except ImportError:
    IS_COMPILED = False
else:
    IS_COMPILED = True


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function when that is possible; what was compiled is kept where that can be."""
    if not IS_COMPILED:
        return function
    try:
        made: Callable[..., Any] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        # No folder can be written to: every process compiles for itself.
        made = numba.njit(nogil=True)(function)
    return made
