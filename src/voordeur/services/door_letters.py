"""Letters from the front door to people without a page of their own yet."""

from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.services.acts import Act, Message
from voordeur.services.context import Context


def tell_employer(
    act: Act, context: Context, region: Region, *, case: CaseRecord, email: str
) -> None:
    """Tell an employer who has the question and who is asked to help."""
    language = "en" if context.language == "en" else "nl"
    holder = region.organisation_name(case.accountable_id, context.today, language)
    leading = region.organisation_name(
        case.proposed_id or case.accountable_id, context.today, language
    )
    with translation.override(language):
        subject = _("We hebben je vraag")
        body = _(
            "Hallo,\n\nJe vraag is bij %(holder)s. We vragen %(leading)s om contact met je op te "
            "nemen. Tot zij ja zeggen, blijft %(holder)s voor je aan zet.\n\nVoordeur"
        ) % {"holder": holder, "leading": leading}
    act.send(
        Message(
            key=f"employer:{case.ref}",
            kind="employer_registered",
            recipient=email,
            subject=subject,
            body=body,
            language=language,
            case_id=case.pk,
        )
    )
