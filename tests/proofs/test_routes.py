"""The proof 'routes' in small: routes of the region are sound, and holes and mistakes are found."""

import random

import pytest

from tests.proofs import routes
from tests.proofs.routes_parts import made
from tests.proofs.routes_parts.mistakes import MISTAKES, Mistake, hunt
from voordeur.domain.governance.route_problems import route_problems

DRAW = random.Random(7)
INVENTED = [made.sound(DRAW, number) for number in range(12)]


def test_no_route_of_the_region_has_a_hole() -> None:
    bodies, real = routes.of_the_region()
    assert len(real) >= 9
    for route in real.values():
        assert route_problems(route, bodies, routes.DAY) == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_each_seeded_mistake_is_found(mistake: Mistake) -> None:
    assert hunt(mistake, INVENTED, made.BODIES)


@pytest.mark.slow
def test_the_quick_proof_is_green() -> None:
    for line in routes.run("quick", 1):
        assert line.ok, line
        assert line.control_ok, line
