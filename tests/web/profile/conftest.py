"""The pages of a profile, as each of the cast opens them."""

from tests.web.my.visits import visit
from tests.web.toolbox.conftest import opens

__all__ = ["opens", "visit"]
