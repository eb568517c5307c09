"""Which page of a list somebody asks for."""

from collections.abc import Mapping

from django.core.paginator import Page, Paginator

LONGEST = 9


def page_number(asked: Mapping[str, object]) -> int:
    """Return ``?pagina=``; 1 for anything that is no number."""
    typed = str(asked.get("pagina", ""))
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST else 1


def numbered(total: int, number: int, size: int) -> "Page[int]":
    """Return the numbers under a list of which the service made the page."""
    return Paginator(range(total), size).get_page(number)
