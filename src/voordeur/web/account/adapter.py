"""How allauth behaves here: nobody signs up alone, and a name is a name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by a system manager."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False


def display_name(account: Any) -> str:
    """Return what allauth calls somebody on its pages."""
    return str(account.name)
