"""The pages of occupations and skills, as each of the cast opens them."""

from tests.web.toolbox.conftest import moment, opens

__all__ = ["moment", "opens"]
