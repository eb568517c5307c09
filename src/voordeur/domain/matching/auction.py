"""Dividing scarce places by auction: who wants a place most gets it, and prices prove it.

Everybody without enough offers bids for the best ones at today's prices, just above where the next
best would be as good; the lowest bid on a full vacancy gives way and its owner bids again. A price
is the lowest bid held, or nothing while a place is free. The end is at most one ``step`` per offer
below the best there is (Bertsekas' auction for places of one kind). Compiled by numba when it is
installed; without it the same functions run as plain Python, and all numbers are whole.
"""

from typing import Any

from voordeur.domain.matching.compiled import compiled

NOBODY = -1
WORTHLESS = -(1 << 60)


@compiled
def run(offers: Any, places: Any, rules: Any, line: Any, held: Any) -> int:  # noqa: ANN401 (arrays, or lists without numba)
    """Bid until nobody wants to; ``held`` is filled. Returns how many bids were made.

    ``offers``: where each person's offers start, their vacancies, worth and owner. ``places``:
    where each vacancy's places start, and how many. ``rules``: offers each, ``step``, how much more
    the first offer of a person is worth, and after how ``few`` that has gone. ``line``: who waits,
    whether they do, and room to sort the best. ``held``: bids and offers per place, taken offers,
    counts.
    """
    each, step, extra, few = rules
    queue, waits, nets, tops = line
    people = len(queue)
    head, waiting, bids = 0, people, 0
    while waiting:
        person = queue[head]
        head = (head + 1) % people
        waiting -= 1
        waits[person] = False
        need = each - held[3][person]
        found = _best_offers(person, need, offers, places, (held, nets, tops))
        after = nets[need] if found > need else WORTHLESS
        taking, has = 0, held[3][person]
        while taking < min(found, need) and nets[taking] >= -_premium(has + taking, extra, few):
            taking += 1
        # Losing any of these is losing the last of them: the others would take its place.
        otherwise = -_premium(has + taking - 1, extra, few)
        for number in range(taking):
            offer = tops[number]
            bid = offers[2][offer] - max(after, otherwise) + step
            loser = _take(offer, bid, offers, places, held)
            bids += 1
            if loser != NOBODY and not waits[loser]:
                waits[loser] = True
                queue[(head + waiting) % people] = loser
                waiting += 1
    return bids


@compiled
def bound(offers: Any, places: Any, prices: Any, each: int, nets: Any) -> int:  # noqa: ANN401 (as above)
    """Return a sum of worth that no division exceeds: places at their price, gains on top.

    Any prices of zero or more prove some bound (duality of linear programs).
    """
    start, vacancies, worth, _ = offers
    total: int = 0
    for vacancy in range(len(prices)):
        total += places[1][vacancy] * prices[vacancy]
    for person in range(len(start) - 1):
        found: int = 0
        for offer in range(start[person], start[person + 1]):
            net = worth[offer] - prices[vacancies[offer]]
            if net > 0:
                found = _sorted_in(nets, nets, (found, each), net, net)
        for number in range(found):
            total += nets[number]
    return total


@compiled
def _premium(has: int, extra: int, few: int) -> int:
    """Return how much more the next offer of somebody with this many is worth."""
    return extra * (few - has) // few if has < few else 0


@compiled
def _best_offers(person: int, need: int, offers: Any, places: Any, work: Any) -> int:  # noqa: ANN401 (as above)
    """Put the person's best free offers in order, one more than is needed; return how many."""
    start, vacancies, worth, _ = offers
    held, nets, tops = work
    found: int = 0
    for offer in range(start[person], start[person + 1]):
        if not held[2][offer]:
            net = worth[offer] - held[0][places[0][vacancies[offer]]]
            found = _sorted_in(nets, tops, (found, need + 1), net, offer)
    return found


@compiled
def _sorted_in(nets: Any, tops: Any, count: Any, net: int, top: int) -> int:  # noqa: ANN401 (as above)
    """Put a value in its place among the best so far, equal ones behind; return how many."""
    found: int = count[0]
    most: int = count[1]
    at = found
    if found == most:
        at = found - 1
        if net <= nets[at]:
            return found
    while at > 0 and nets[at - 1] < net:
        nets[at] = nets[at - 1]
        tops[at] = tops[at - 1]
        at -= 1
    nets[at] = net
    tops[at] = top
    return min(found + 1, most)


@compiled
def _take(offer: int, bid: int, offers: Any, places: Any, held: Any) -> int:  # noqa: ANN401 (as above)
    """Give the cheapest place of a vacancy to a bid, and return whose place it was."""
    bids, holders, taken, counts = held
    vacancy = offers[1][offer]
    first, size = places[0][vacancy], places[1][vacancy]
    old = holders[first]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and bids[first + child + 1] < bids[first + child]:
            child += 1
        if bids[first + child] >= bid:
            break
        bids[first + at] = bids[first + child]
        holders[first + at] = holders[first + child]
        at = child
    bids[first + at] = bid
    holders[first + at] = offer
    taken[offer] = True
    counts[offers[3][offer]] += 1
    if old == NOBODY:
        return NOBODY
    taken[old] = False
    counts[offers[3][old]] -= 1
    loser: int = offers[3][old]
    return loser
