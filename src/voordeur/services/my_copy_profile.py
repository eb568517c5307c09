"""What a resident takes along of their profile: every line, and the practical side."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from voordeur.domain.profile.profile import ProfilePart
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.services.context import Context
from voordeur.services.my_copy_plans import Told
from voordeur.services.profile_pages import practical_words, profile_lines


def profile_of(context: Context, resident_id: int) -> Iterator[tuple[str, str, list[list[Told]]]]:
    """Yield code, name and items of each list of a profile (three queries)."""
    profile = WorkProfileRecord.objects.filter(resident_id=resident_id).first()
    if profile is None:
        return
    titles = {
        ProfilePart.SKILLS: _("Vaardigheden"),
        ProfilePart.EXPERIENCE: _("Ervaring"),
        ProfilePart.EDUCATION: _("Opleiding"),
        ProfilePart.LANGUAGES: _("Talen"),
        ProfilePart.WISHES: _("Gewenst werk"),
    }
    held = profile_lines(context, profile)
    for part, title in titles.items():
        yield (
            f"profile_{part.value}",
            title,
            [
                [
                    ("what", _("Wat"), one.words),
                    ("detail", _("Meer"), one.detail),
                    ("told", _("Opgeschreven op"), one.told_on),
                    ("by", _("Door"), _("jou") if one.by_resident else _("jullie samen")),
                ]
                for one in held[part]
            ],
        )
    told = [(label, label, value) for label, value in practical_words(context, profile).lines]
    yield "profile_practical", _("Praktisch"), [list(told)] if told else []
