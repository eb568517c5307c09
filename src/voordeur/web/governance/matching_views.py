"""Lists that were shown, made again beside what was shown; and whether lists turn out evenly."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.domain.monitoring.evenness import Outcome
from voordeur.services import match_fairness, match_lists
from voordeur.web import contexts
from voordeur.web.governance.doors import show, show_as


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the newest lists."""
    context = contexts.professional(request)
    return show(request, context, "lists", lists=match_lists.lists(context))


@require_safe
def one_list(request: HttpRequest, number: int) -> HttpResponse:
    """Make one list again and show what differs."""
    context = contexts.professional(request)
    page = match_lists.rebuilt(context, number=number)
    return show_as(request, context, "list", "lists", page=page)


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """Show exposure and success per group."""
    context = contexts.professional(request)
    page = match_fairness.report(context)
    parts = [
        {
            "title": part.title,
            "ground": part.ground,
            "counts_only": part.counts_only,
            "lines": [
                {
                    "group": line.group,
                    "people": line.people,
                    "median": line.median_place,
                    "cells": _cells(page.measures, line.outcomes),
                }
                for line in part.lines
            ],
        }
        for part in page.dimensions
    ]
    return show(request, context, "fairness", page=page, parts=parts)


def _cells(labels: Sequence[str], outcomes: Sequence[Outcome]) -> list[tuple[str, Outcome | None]]:
    """Return an outcome beside each label; None for a group of which nothing may be told."""
    if not outcomes:
        return [(label, None) for label in labels]
    return list(zip(labels, outcomes, strict=True))
