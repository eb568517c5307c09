"""How allauth behaves here: nobody signs up alone, and mail goes through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from voordeur.services.account_letters import send_account_letter
from voordeur.services.ports import ports
from voordeur.web import contexts

SENT_BY_US = frozenset({"password_reset_key"})
"""The mails there are words for; nobody gets any other, least of all somebody without account."""


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by a system manager."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
        "too_many_login_attempts": _("Te vaak geprobeerd. Wacht een kwartier."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "enter_current_password": _("Vul je huidige wachtwoord in."),
        "same_password": _("De twee wachtwoorden zijn niet hetzelfde."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail in the outbox; an address without an account gets none."""
        kind = template_prefix.rpartition("/")[2]
        if kind not in SENT_BY_US:
            return
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        send_account_letter(
            contexts.visitor(self.request),
            email=email,
            kind=kind,
            subject=" ".join(subject.split()),
            body=render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n",
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link under our public address, whatever host the request named."""
        user, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": secret})
        return f"{ports().public_address}{path}"


def display_name(account: Any) -> str:  # noqa: ANN401  allauth passes any kind of user
    """Return what allauth calls somebody on its pages."""
    return str(account.name)
