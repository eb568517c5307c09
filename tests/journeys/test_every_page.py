"""Every page a persona can reach from its menu: right, accessible, and as wide as the screen."""

import pytest

from tests.journeys.conftest import NewVisitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PUBLIC = ("/demo", "/account/login/", "/nergens/")


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(visitor: NewVisitor, path: str) -> None:
    anybody = visitor()
    anybody.go(path)
    anybody.fits()
    anybody.accessible()
