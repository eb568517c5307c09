"""Search engines as peers: each fetches five hundred people its own way, scored exactly afterwards.

Text search and vectors do not know the score. They get the same filters, the skills with their
weights, and the exact score as the last word; what they did not fetch they cannot find.
"""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.market import Market

Numbers = NDArray[Any]
MOST, FETCHED = 20, 500
DIMENSIONS, ROUNDS, AT_ONCE = 256, 2, 2_000
REPEATED = 52
"""A level of 255 becomes a word said five times: text search counts words."""


class Prepared(Protocol):
    """What :class:`tests.bench.matching_peers.Prepared` gives."""

    @property
    def market(self) -> Market: ...
    @property
    def people(self) -> int: ...
    @property
    def classes(self) -> Numbers: ...
    def asked(self, vacancy: int) -> list[tuple[int, int, int]]: ...
    def rows(self, vacancy: int) -> list[Numbers]: ...


def with_tantivy(prepared: Prepared) -> Callable[[int], list[int]]:
    import tantivy

    market = prepared.market
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("skills", tokenizer_name="whitespace")
    builder.add_unsigned_field("slot", stored=True)
    for ground in range(len(market.grids)):
        builder.add_unsigned_field(f"c{ground}", indexed=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(200_000_000, 1)
    for slot, classes in enumerate(prepared.classes.tolist()):
        features, levels = market.seekers.forward.row(slot)
        said = zip(features.tolist(), (levels // REPEATED + 1).tolist(), strict=True)
        words = [f"s{feature}" for feature, often in said for _ in range(often)]
        document = tantivy.Document(slot=slot, skills=" ".join(words))
        for ground, one in enumerate(classes):
            document.add_unsigned(f"c{ground}", one)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher, query, occur = index.searcher(), tantivy.Query, tantivy.Occur

    def find(vacancy: int) -> list[int]:
        asked = prepared.asked(vacancy)
        clauses = [
            (occur.Should, query.boost_query(_term(tantivy, schema, feature), quota * enough / 1e5))
            for feature, quota, enough in asked
        ]
        for ground, row in enumerate(prepared.rows(vacancy)):
            if (row < 0).any():
                passing = query.term_set_query(
                    schema, f"c{ground}", np.flatnonzero(row >= 0).tolist()
                )
                clauses.append((occur.Must, query.const_score_query(passing, 0.0)))
        if all(kind == occur.Should for kind, _ in clauses):
            clauses.append((occur.Must, query.const_score_query(query.all_query(), 0.0)))
        hits = searcher.search(query.boolean_query(clauses), FETCHED).hits
        slots = np.array([searcher.doc(address)["slot"][0] for _, address in hits], dtype=np.int64)
        return best_of_them(prepared, vacancy, slots)

    return find


def _term(tantivy: Any, schema: Any, feature: int) -> Any:
    return tantivy.Query.term_query(schema, "skills", f"s{feature}")


def with_faiss(prepared: Prepared) -> Callable[[int], list[int]]:
    """Search the closest in 256 directions that say most about the skills of these people."""
    import faiss
    from scipy import sparse

    faiss.omp_set_num_threads(1)
    market = prepared.market
    forward, size = market.seekers.forward, market.vocabulary.size
    rows = [forward.row(slot) for slot in range(prepared.people)]
    counts = np.cumsum([0, *(len(row[0]) for row in rows)])
    features = np.concatenate([row[0] for row in rows]).astype(np.int32)
    levels = np.concatenate([row[1] for row in rows]).astype(np.float32) / 255
    people = sparse.csr_matrix((levels, features, counts), (prepared.people, size))
    draw = np.random.default_rng(1)
    dimensions = min(DIMENSIONS, prepared.people, size)
    ways = draw.standard_normal((size, dimensions)).astype(np.float32)
    for _ in range(ROUNDS):
        ways, _triangle = np.linalg.qr(people.T @ (people @ ways))
    index = faiss.IndexFlatIP(dimensions)
    index.add(np.ascontiguousarray(people @ ways, dtype=np.float32))

    def find(vacancy: int) -> list[int]:
        asked = prepared.asked(vacancy)
        query = np.zeros((1, dimensions), dtype=np.float32)
        for feature, quota, enough in asked:
            query[0] += ways[feature] * np.float32(quota * enough / 1e5)
        chosen = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(_possible(market, vacancy)))
        _, found = index.search(query, min(FETCHED, prepared.people), params=chosen)
        return best_of_them(prepared, vacancy, found[0][found[0] >= 0])

    return find


def _possible(market: Market, vacancy: int) -> Numbers:
    """Return a bit for everybody whom no ground refuses, as the index has it."""
    bits = market.seekers.alive.copy()
    mine = market.vacancies.classes[vacancy]
    for ground, grid in enumerate(market.grids):
        bits &= grid.vacancies.bits[mine[ground]]
    return bits.view(np.uint8)


def best_of_them(prepared: Prepared, vacancy: int, slots: Numbers) -> list[int]:
    """Score some people exactly and return the best twenty; the lowest slot first when equal."""
    market = prepared.market
    forward = market.seekers.forward
    quotas = np.zeros(market.vocabulary.size, dtype=np.int64)
    enough = np.zeros(market.vocabulary.size, dtype=np.int64)
    for feature, quota, most in prepared.asked(vacancy):
        quotas[feature], enough[feature] = quota, most
    lengths = forward.length[slots].astype(np.int64)
    before = np.cumsum(lengths) - lengths
    at = np.arange(lengths.sum()) + np.repeat(forward.start[slots] - before, lengths)
    features = forward.ids[at]
    points = quotas[features] * np.minimum(forward.values[0][at], enough[features])
    total = np.bincount(
        np.repeat(np.arange(len(slots)), lengths), weights=points, minlength=len(slots)
    ).astype(np.int64)
    for grid, row, classes in zip(
        market.grids, prepared.rows(vacancy), prepared.classes[slots].T, strict=True
    ):
        total += np.where(grid.rule.part is None, 0, row[classes])
    return [int(one) for one in slots[np.lexsort((slots, -total))[:MOST]]]
