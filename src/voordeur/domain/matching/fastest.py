"""Which way of searching is there: compiled when numba is installed, else NumPy."""

from voordeur.domain.matching import compiled
from voordeur.domain.matching.search import Search
from voordeur.domain.matching.search_numpy import NumpySearch


def fastest() -> Search:
    """Return the fastest search that can run here; every search gives the same lists.

    A process that began without numba goes on without it, also when it is installed meanwhile.
    """
    if not compiled.IS_COMPILED:
        return NumpySearch()
    try:
        # An optional package that takes a quarter of a second: only who searches waits for it.
        from voordeur.domain.matching.search_compiled import CompiledSearch  # noqa: PLC0415
    except ImportError:
        return NumpySearch()
    return CompiledSearch()
