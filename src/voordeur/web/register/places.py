"""Where things of the register have their page: the ways between register, plan and decisions."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.register.fields import ORGANISATION, Kind
from voordeur.services.register_words import Words
from voordeur.web.components import Crumb

OWN_PAGES: Mapping[str, tuple[str, str]] = {
    "job_function": ("paths:job", gettext_noop("Bekijk de functie met haar wegen")),
    "plan_line": ("plan:line", gettext_noop("Bekijk de planregel met stand en geld")),
    "body": ("decisions:body", gettext_noop("Bekijk het overleg met zetels en vergaderingen")),
    "local_check": ("decisions:check", gettext_noop("Bekijk de toets als pagina")),
}
"""Kinds with a page made for them: its address, and what the link says."""


def address_of(target: str, code: str) -> str:
    """Return the page of what a reference points to; '' for what has none."""
    if target == ORGANISATION:
        return reverse("desk:partner", args=[code])
    return "" if target.startswith("@") else reverse("register:entry", args=[target, code])


def own_page(kind: str, code: str) -> tuple[str, str]:
    """Return address and words of the page made for this kind; empty when there is none."""
    name, words = OWN_PAGES.get(kind, ("", ""))
    return (reverse(name, args=[code]), _(words)) if name else ("", "")


def proposal_url(ref: str) -> str:
    """Return the page of a proposal."""
    return f"{reverse('decisions:home')}voorstel/{ref}/"


def crumbs(said: Words, kind: Kind, *rest: Crumb) -> tuple[Crumb, ...]:
    """Return the way to a page of a kind."""
    plural = said.say(kind.plural)
    return (
        Crumb(_("Register"), reverse("register:home")),
        Crumb(plural[:1].upper() + plural[1:], reverse("register:list", args=[kind.code])),
        *rest,
    )
