"""Forms of Mijn Voordeur: they check shape only and keep what was typed."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from voordeur.domain.region.model import Region
from voordeur.services.my import LONGEST_MESSAGE, Details
from voordeur.services.referrals import LONGEST_TEXT as LONGEST_SHARED
from voordeur.web.plain_form import PlainForm

POSTCODE = re.compile(r"[1-9][0-9]{3}\s?(?:[A-Za-z]{2})?")
PHONE = re.compile(r"[+0-9][0-9 ()./-]{5,28}")


class LoginForm(PlainForm):
    """The address a link is mailed to."""

    email = forms.EmailField(
        label=_("Je e-mailadres"),
        help_text=_("Het adres dat je ons gaf. We sturen je een link."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(PlainForm):
    """The second step: the code somebody wrote down."""

    code = forms.CharField(
        label=_("Jouw code"),
        help_text=_("Twaalf letters en cijfers, zoals K7MQ-2XWD-9RTF. Streepjes mag je weglaten."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "size": 16,
                "class": "vd-input--code",
            }
        ),
    )


class MessageForm(PlainForm):
    """Words to whoever leads the case."""

    use_required_attribute = False  # browsers would paint an empty field as wrong from the start

    text = forms.CharField(
        label=_("Je bericht"),
        help_text=_("Schrijf zoals je praat. Elke taal mag. Schrijf niets over je gezondheid."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": None}),
        error_messages={"max_length": _("Maak je bericht wat korter, tot 4000 tekens.")},
    )


class DetailsForm(PlainForm):
    """How somebody wants to be reached."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Hiermee log je ook in."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telefoon"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    preferred_channel = forms.ChoiceField(
        label=_("Hoe wil je van ons horen?"), widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("In welke taal schrijven we je?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        help_text=_(
            "De vier cijfers zijn genoeg. Woon je nu in een andere gemeente? "
            "Dan hoort wie jou helpt dat meteen."
        ),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 8}),
    )

    def __init__(self, data: object = None, *, region: Region, language: str, now: Details) -> None:
        initial = {
            "email": now.email,
            "phone": now.phone,
            "preferred_channel": now.preferred_channel,
            "language": "nl" if now.language == "nl" else "en",
            "postcode": now.postcode,
        }
        super().__init__(data, initial=initial)
        channels = self.fields["preferred_channel"]
        assert isinstance(channels, forms.ChoiceField)  # as declared above
        channels.choices = [
            (code, one.label.in_language(language))
            for code, one in region.channels.items()
            if one.for_reply
        ]

    def clean_phone(self) -> str:
        """Take a number with the signs people write in it."""
        phone = str(self.cleaned_data["phone"]).strip()
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError(_("Schrijf het nummer met cijfers, zoals 06 12 34 56 78."))
        return phone

    def clean_postcode(self) -> str:
        """Take four digits, with or without letters."""
        postcode = str(self.cleaned_data["postcode"]).strip()
        if postcode and not POSTCODE.fullmatch(postcode):
            raise forms.ValidationError(_("Een postcode begint met vier cijfers, zoals 1971."))
        return postcode

    def clean(self) -> dict[str, object]:
        """Keep at least one way to be reached."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            self.add_error("email", _("Laat een e-mailadres of een telefoonnummer staan."))
        return cleaned

    @property
    def details(self) -> Details:
        """What was filled in; ask only when the form is valid."""
        values = self.cleaned_data
        return Details(
            email=values["email"],
            phone=values["phone"],
            preferred_channel=values["preferred_channel"],
            language=values["language"],
            postcode=values["postcode"],
        )


class WorkYesForm(PlainForm):
    """What the employer may read."""

    use_required_attribute = False

    shared = forms.CharField(
        label=_("Dit mag de werkgever lezen"),
        help_text=_("Je naam, hoe ze je bereiken, en wat je kunt. Pas het aan zoals je wilt."),
        max_length=LONGEST_SHARED,
        widget=forms.Textarea({"rows": 3}),
    )


class WorkNoForm(PlainForm):
    """Why not; the words are free."""

    use_required_attribute = False

    reason = forms.ChoiceField(label=_("Waarom niet?"))
    note = forms.CharField(
        label=_("Wil je er iets bij zeggen?"),
        max_length=LONGEST_SHARED,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )

    def __init__(
        self,
        reasons: Iterable[tuple[str, str]],
        *args: Any,  # noqa: ANN401 - as Django's form takes them
        **values: Any,  # noqa: ANN401 - as Django's form takes them
    ) -> None:
        super().__init__(*args, **values)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(reasons)
