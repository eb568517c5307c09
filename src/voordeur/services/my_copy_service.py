"""What a resident takes along of gatherings they signed up for and groups they joined."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from voordeur.domain.work.gatherings import SIGN_UP_WORDS, SignUpState
from voordeur.records.employer_service.models import GroupMemberRecord, SignUpRecord
from voordeur.services.my_copy_plans import Told


def service_of(
    refs: Mapping[int, str], language: str
) -> Iterator[tuple[str, str, list[list[Told]]]]:
    """Yield gatherings and groups (two queries); ``refs`` are cases by their id."""
    ids = list(refs)
    signups = SignUpRecord.objects.select_related("gathering").filter(case_id__in=ids)
    groups = GroupMemberRecord.objects.select_related("route__employer").filter(case_id__in=ids)
    yield (
        "gatherings",
        _("Bijeenkomsten waar je je voor aanmeldde"),
        [
            [
                ("case", _("Kenmerk"), refs[one.case_id or 0]),
                ("what", _("Wat"), one.gathering.title),
                ("at", _("Wanneer"), one.gathering.day),
                (
                    "state",
                    _("Stand"),
                    SIGN_UP_WORDS[SignUpState(one.state)].in_language(language),
                ),
                ("shared", _("Dit las de organisator"), one.shared),
                ("came", _("Was je er"), "" if one.came is None else _yes_no(one.came)),
            ]
            for one in signups.order_by("id")
        ],
    )
    yield (
        "groups",
        _("Groepen van werk naar werk"),
        [
            [
                ("case", _("Kenmerk"), refs[one.case_id]),
                ("what", _("Wat"), one.route.employer.name),
                ("from", _("Vanaf"), one.joined_at),
                ("until", _("Tot"), one.left_at),
            ]
            for one in groups.order_by("id")
        ],
    )


def _yes_no(answer: bool) -> str:  # noqa: FBT001 - the answer itself
    return _("ja") if answer else _("nee")
