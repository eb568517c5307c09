"""The forms of allauth in our words: a label says it, so nothing stands in the field itself."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voordeur.web.plain_form import speak_plainly

LABELS: dict[str, str | Promise] = {
    "login": _("E-mailadres"),
    "email": _("E-mailadres"),
    "password": _("Wachtwoord"),
    "oldpassword": _("Je wachtwoord van nu"),
    "password1": _("Je nieuwe wachtwoord"),
    "password2": _("Nog een keer je nieuwe wachtwoord"),
    "code": _("Code van je app"),
}


class Plain(forms.Form):
    """Gives the fields our labels and sentences."""

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)  # type: ignore[assignment]
            speak_plainly(field)


class PlainLogin(Plain, LoginForm):  # type: ignore[misc]  # allauth has no types
    """Logging in with a password."""


class PlainReauthenticate(Plain, ReauthenticateForm):  # type: ignore[misc]  # the same
    """The password once more."""


class PlainChangePassword(Plain, ChangePasswordForm):  # type: ignore[misc]  # the same
    """Another password."""


class PlainResetPassword(Plain, ResetPasswordForm):  # type: ignore[misc]  # the same
    """A forgotten password."""


class PlainResetPasswordKey(Plain, ResetPasswordKeyForm):  # type: ignore[misc]  # the same
    """A new password by a mailed link."""


class PlainCode(Plain, mfa.AuthenticateForm):  # type: ignore[misc]  # the same
    """The second step of logging in."""


class PlainCodeAgain(Plain, mfa.ReauthenticateForm):  # type: ignore[misc]  # the same
    """The code once more."""


class PlainActivate(Plain, ActivateTOTPForm):  # type: ignore[misc]  # the same
    """The first code of a new app."""
