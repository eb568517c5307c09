"""The components as template tags; values they take stand in ``voordeur.web.components``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language

from voordeur.web import dates
from voordeur.web.components import (
    Bar,
    Crumb,
    Explanation,
    Fact,
    Moment,
    OwnerFact,
    Step,
    Stop,
    Tab,
    place_bars,
)
from voordeur.web.fields import field_view, form_errors
from voordeur.web.icons import DOORS, ICONS, TURNING
from voordeur.web.page_address import query, request_of

register = template.Library()

BUTTON_VARIANTS = {
    "primary": "nl-button nl-button--primary vd-button",
    "secondary": "nl-button nl-button--secondary vd-button",
    "quiet": "nl-button nl-button--subtle vd-button vd-button--quiet",
    "needed": "nl-button nl-button--primary nl-button--negative vd-button",
}
STATUSES = frozenset({"ours", "offered", "open", "done", "no", "late"})
ALERTS = {
    "done": ("check", "utrecht-alert utrecht-alert--ok vd-alert"),
    "info": ("info", "utrecht-alert utrecht-alert--info vd-alert"),
    "notice": ("info", "utrecht-alert utrecht-alert--warning vd-alert vd-alert--light"),
    "wrong": ("alert", "utrecht-alert utrecht-alert--error vd-alert vd-alert--wrong"),
}
MESSAGE_ALERTS = {"success": "done", "info": "info", "warning": "notice", "error": "wrong"}
for in_words in (
    *(dates.day, dates.day_short, dates.month_short, dates.day_long, dates.day_year),
    *(dates.at_time, dates.day_at_time, dates.iso),
    *(dates.working_days, dates.working_days_late),
):
    register.filter(in_words.__name__, in_words)


def shown(name: str, **values: object) -> SafeString:
    """Render one component's template."""
    return render_to_string(f"components/{name}.html", values)


# ---- Signs and words ----


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show a sign; always beside a word, so it is silent for screen readers."""
    turns = " vd-icon--turns" if name in TURNING else ""
    return format_html(
        '<svg class="vd-icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        turns,
        ICONS[name],
    )


@register.simple_tag
def heading(text: str, level: int, *, id: str = "") -> SafeString:  # noqa: A002 - the attribute's own name
    """Show a heading of the design system on ``level`` 1 to 4."""
    named = format_html(' id="{}"', id) if id else ""
    return format_html(
        '<h{0} class="nl-heading nl-heading--level-{0}"{1}>{2}</h{0}>', level, named, text
    )


@register.simple_tag
def status(kind: str, text: str) -> SafeString:
    """Show where something stands: ours, offered, open, done, no or late, with its word."""
    if kind not in STATUSES:
        raise ValueError(f"no status {kind!r}; choose from {sorted(STATUSES)}")
    return format_html('<span class="vd-status vd-status--{}">{}</span>', kind, text)


@register.simple_tag
def tag(text: str, *, fill: bool = False) -> SafeString:
    """Show a label that sorts, not one that asks for something."""
    return format_html(
        '<span class="nl-data-badge vd-tag{}">{}</span>', " vd-tag--fill" if fill else "", text
    )


@register.simple_tag
def count(number: int, *, word: str = "", needed: bool = False) -> SafeString:
    """Show a number in a pill; ``word`` says to a screen reader what it counts."""
    said = format_html('<span class="vd-hidden"> {}</span>', word) if word else ""
    colour = " vd-count--needed" if needed else ""
    return format_html('<span class="vd-count{}">{}{}</span>', colour, number, said)


@register.inclusion_tag("components/person.html")
def person(name: str, role: str = "", *, detail: str = "") -> dict[str, object]:
    """Show who helps: initials, name, role and a quieter line."""
    words = [word for word in name.split() if word[:1].isalpha()]
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return {"name": name, "role": role, "detail": detail, "initials": initials}


@register.inclusion_tag("components/day_block.html")
def day_block(moment: date) -> dict[str, object]:
    """Show a day as a leaf of a calendar."""
    return {
        "moment": moment,
        "name": dates.written(moment, "D"),
        "number": dates.written(moment, "j"),
        "month": dates.written(moment, "F"),
    }


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: int, maximum: int) -> dict[str, object]:
    """Show how far something is, with a sentence, for anything over two seconds."""
    return {"label": label, "value": value, "maximum": maximum, "id": slugify(label)}


# ---- Buttons and links ----


def button_values(
    label: str, variant: str, sign: str, why_not: str, *, small: bool
) -> dict[str, object]:
    """Return what button and link_button have in common."""
    classes = BUTTON_VARIANTS[variant] + (" vd-button--small" if small else "")
    if why_not:
        classes += " nl-button--disabled"
    return {
        "label": label,
        "classes": classes,
        "icon": sign,
        "why_not": why_not,
        "why_id": f"why-{slugify(label)}",
    }


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    variant: str = "primary",
    *,
    icon: str = "",
    name: str = "",
    value: str = "",
    type: str = "submit",  # noqa: A002 - the attribute's own name
    form: str = "",
    formaction: str = "",
    popovertarget: str = "",
    why_not: str = "",
    small: bool = False,
) -> dict[str, object]:
    """Show a button. With ``why_not`` it cannot be used and says why, next to it."""
    return {
        **button_values(label, variant, icon, why_not, small=small),
        "name": name,
        "value": value,
        "type": "button" if why_not or popovertarget else type,
        "form": form,
        "formaction": formaction,
        "popovertarget": popovertarget,
    }


@register.inclusion_tag("components/link_button.html")
def link_button(
    label: str,
    url: str,
    variant: str = "secondary",
    *,
    icon: str = "",
    why_not: str = "",
    small: bool = False,
) -> dict[str, object]:
    """Show a link as a button; with ``why_not`` it is words only, with the reason."""
    return {**button_values(label, variant, icon, why_not, small=small), "url": url}


# ---- Forms ----


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    hint: str = "",
    boxed: bool = True,
    row: bool = False,
    label_hidden: bool = False,
) -> dict[str, object]:
    """Show one field: label, hint, error, control; a radio or tick group becomes a fieldset."""
    view = field_view(bound, hint=hint, boxed=boxed, row=row, label_hidden=label_hidden)
    return {"field": view}


@register.inclusion_tag("components/fields.html")
def fields(form: forms.BaseForm) -> dict[str, object]:
    """Show all fields of ``form`` in order, hidden ones too."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*form_list: forms.BaseForm) -> dict[str, object]:
    """Show what is still wrong above the form, with links to the fields; nothing when fine."""
    return {"errors": form_errors(form_list)}


@register.inclusion_tag("components/tick.html")
def tick(name: str, value: object, label: str, *, checked: bool = False) -> dict[str, object]:
    """Show a tick box without visible words, in a table row; ``label`` is its name."""
    return {"name": name, "value": value, "label": label, "checked": checked}


# ---- Why, when, who ----


@register.inclusion_tag("components/because.html")
def because(
    why: Explanation,
    title: str,
    *,
    open: bool = False,  # noqa: A002 - the attribute's own name
    wide: bool = False,
    told: bool = False,
    url: str = "",
    url_label: str = "",
) -> dict[str, object]:
    """Show fact, rule and source, opening in place; ``told`` speaks to the resident."""
    return {
        "why": why,
        "title": title,
        "open": open,
        "wide": wide,
        "told": told,
        "url": url,
        "url_label": url_label,
    }


@register.inclusion_tag("components/lane.html")
def lane(stops: Sequence[Stop], label: str) -> dict[str, object]:
    """Show who was, is and will be accountable, as a line that never breaks."""
    return {"stops": stops, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(moments: Sequence[Moment], *, level: int = 3) -> dict[str, object]:
    """Show what happened and what comes, newest first; headings on ``level``."""
    return {"moments": moments, "level": level}


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[Step], *, level: int = 3) -> dict[str, object]:
    """Show numbered steps: done, now, later."""
    return {"steps": items, "level": level}


@register.inclusion_tag("components/owner_bar.html")
def owner_bar(items: Sequence[OwnerFact]) -> dict[str, object]:
    """Show who is responsible, the next step and its date, above everything else."""
    return {"items": items}


@register.inclusion_tag("components/facts.html")
def facts(items: Sequence[Fact]) -> dict[str, object]:
    """Show labels with their values."""
    return {"facts": items}


# ---- Blocks with words inside ----


@register.simple_block_tag
def needed(content: str, label: str, *, title: str = "", level: int = 2) -> SafeString:
    """Show the red door: the reader is needed here. At most once on a page."""
    return shown("needed", content=content, label=label, title=title, level=level)


@register.simple_block_tag
def alert(content: str, kind: str, title: str = "", *, live: bool = False) -> SafeString:
    """Show a message: done, info, notice or wrong; ``live`` reads it out when it appears."""
    sign, classes = ALERTS[kind]
    return shown("alert", content=content, title=title, icon=sign, classes=classes, live=live)


@register.simple_block_tag
def empty_state(content: str, title: str, *, level: int = 3) -> SafeString:
    """Show that there is nothing here, and inside it what to do now."""
    return shown("empty_state", content=content, title=title, level=level)


@register.simple_block_tag
def letter(content: str, title: str, *, sender: str = "", level: int = 2) -> SafeString:
    """Show what somebody else will read, as paper on the table."""
    return shown("letter", content=content, title=title, sender=sender, level=level)


@register.simple_block_tag
def card(content: str, title: str = "", *, level: int = 2) -> SafeString:
    """Show one thing that could be picked up: a situation, a document, a place."""
    return shown("card", content=content, title=title, level=level)


@register.simple_block_tag
def panel(content: str, title: str, *, level: int = 2) -> SafeString:
    """Show a part of the page under a rule."""
    return shown("panel", content=content, title=title, level=level, id=slugify(title))


@register.simple_block_tag
def fold(content: str, title: str, *, open: bool = False, narrow: bool = False) -> SafeString:  # noqa: A002
    """Show a line that opens more words in place; ``narrow``: on a small screen only."""
    return shown("fold", content=content, title=title, open=open, narrow=narrow)


@register.simple_block_tag
def figure(
    content: str,
    title: str,
    *,
    source: str,
    columns: Sequence[str] = (),
    rows: Sequence[Sequence[object]] = (),
) -> SafeString:
    """Show a picture with its title and source; the table of ``rows`` is one click away."""
    return shown("figure", content=content, title=title, source=source, columns=columns, rows=rows)


@register.inclusion_tag("components/bar_figure.html")
def bar_figure(
    title: str, bars: Sequence[Bar], *, description: str, source: str, unit: str
) -> dict[str, object]:
    """Show bars with their numbers, a sentence for whoever cannot see them, and the table."""
    placed = place_bars(bars)
    return {
        "title": title,
        "bars": placed,
        "description": description,
        "source": source,
        "unit": unit,
        "id": slugify(title),
        "height": (placed[-1].top + 34) if placed else 0,
    }


# ---- Lists ----


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    *,
    dense: bool = False,
    stack: bool = True,
    caption_hidden: bool = False,
) -> SafeString:
    """Show a table; ``stack`` turns rows into blocks on a narrow screen (keep the roles inside)."""
    return shown(
        "table",
        content=content,
        caption=caption,
        dense=dense,
        stack=stack,
        caption_hidden=caption_hidden,
    )


@register.inclusion_tag("components/column.html", takes_context=True)
def column(
    context: Context, label: str, *, key: str = "", numeric: bool = False, hidden: bool = False
) -> dict[str, object]:
    """Show a column head; with ``key`` it sorts by ``?volgorde=key`` and back by ``-key``."""
    request = request_of(context)
    now = request.GET.get("volgorde", "") if request else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "") if key else ""
    url = query(request, volgorde=f"-{key}" if now == key else key, pagina=None) if key else ""
    return {
        "label": label,
        "url": url,
        "direction": direction,
        "numeric": numeric,
        "hidden": hidden,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]") -> dict[str, object]:
    """Show which rows these are and the way to the others (``?pagina=``)."""
    request = request_of(context)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "previous": query(request, pagina=page.number - 1) if page.has_previous() else "",
        "next": query(request, pagina=page.number + 1) if page.has_next() else "",
        "links": [
            (number, query(request, pagina=number) if isinstance(number, int) else "")
            for number in numbers
        ],
    }


@register.simple_block_tag
def filters(content: str, label: str, *, target: str = "", clear_url: str = "") -> SafeString:
    """Show filters above a list; with ``target`` (an id) htmx refreshes only that part."""
    return shown("filters", content=content, label=label, target=target, clear_url=clear_url)


@register.simple_block_tag
def bulk_bar(content: str, label: str) -> SafeString:
    """Show what can be done with the ticked rows; appears with the first tick."""
    return shown("bulk_bar", content=content, label=label)


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Tab], label: str) -> dict[str, object]:
    """Show the parts of a page; each has its own address."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("components/crumbs.html")
def crumbs(items: Sequence[Crumb]) -> dict[str, object]:
    """Show the way here; the last one is this page."""
    return {"crumbs": items}


# ---- Around the page ----


@register.inclusion_tag("components/door.html")
def door(name: str, url: str, *, hint: str = "", picture: str = "bars") -> dict[str, object]:
    """Show one of the doors of the home page."""
    bars, panels = DOORS[picture]
    return {"name": name, "url": url, "hint": hint, "bars": bars, "panels": panels}


@register.inclusion_tag("components/language_row.html", takes_context=True)
def language_row(context: Context) -> dict[str, object]:
    """Show this same page in each language."""
    return {"languages": other_languages(context)}


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[tuple[str, str, str, bool]]:
    """Return code, name, address of this page, and whether it is the language of the page."""
    now = get_language() or settings.LANGUAGE_CODE
    return [
        (code, name, other_language_url(context, code), code == now)
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def other_language_url(context: Context, code: str) -> str:
    """Return the address of this page in language ``code``; its home page when it has none."""
    request = request_of(context)
    home = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    if request is None:
        return home
    try:
        resolve(request.path_info)
    except Resolver404:
        return home
    return translate_url(request.get_full_path(), code)


@register.filter
def message_alert(level_tag: str) -> Mapping[str, str]:
    """Return the sign and the classes that go with the level of a message."""
    sign, classes = ALERTS[MESSAGE_ALERTS.get(level_tag, "info")]
    return {"icon": sign, "classes": classes}


@register.filter
def when(moment: Moment) -> str:
    """Return how the time of a moment is written."""
    if moment.when is None or moment.when_text:
        return moment.when_text
    return dates.day(moment.when)
