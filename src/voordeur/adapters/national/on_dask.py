"""National work done by Dask: by processes of this machine, or of a cluster that sees the folder.

Only who runs the country needs Dask (``requirements-national.lock``); a region never does.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from distributed import Client, LocalCluster, as_completed

from voordeur.adapters.national.pieces import Pieces
from voordeur.adapters.national.work import Source, Spent, Work


class OnDask:
    """Hands every piece of work to the workers of one Dask cluster."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def each(self, work: Sequence[Work], pieces: Pieces, source: Source) -> Iterator[Spent]:
        """Yield what each piece cost, as they are ready; an error of a worker is raised here."""
        # Not pure: a piece is work on disk, whose outcome Dask must not remember.
        futures = [self.client.submit(_do, one, pieces, source, pure=False) for one in work]
        for future in as_completed(futures):
            spent: Spent = future.result()
            future.release()
            yield spent


@contextmanager
def on_dask(workers: int, address: str = "") -> Iterator[OnDask]:
    """Give an engine on a running scheduler, or on processes of this machine for the time being."""
    if address:
        with Client(address) as client:
            yield OnDask(client)
        return
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            memory_limit=None,
            silence_logs=logging.ERROR,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield OnDask(client)


def _do(work: Work, pieces: Pieces, source: Source) -> Spent:
    return work.do(pieces, source)
